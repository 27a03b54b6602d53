"""Tell a plan's headings from their repetitions: contents before, page heads after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hebei_gis.plan.normalising import normalise
from hebei_gis.plan.outline.marks import Level, Mark


@dataclass(frozen=True)
class Line:
    """A line that holds words, without the white space around them."""

    start: int
    end: int
    text: str
    mark: Mark | None
    in_table: bool


@dataclass(frozen=True)
class Candidate:
    """A line, or a few, that could be a heading of a part, chapter or section."""

    level: Level
    number: int | None
    title: str
    first: int
    last: int


def past_contents(
    lines: Sequence[Line], candidates: Sequence[Candidate], chapter_level: Level
) -> list[Candidate]:
    """Return the candidates from the first chapter of the text itself on.

    A table of contents shows by the first chapter's heading that comes again after other
    chapters, or after no words at all.
    """
    chapters = [one for one in candidates if one.level == chapter_level]
    start = first = chapters[0]
    for later in chapters[1:]:
        if not _is_same(first, later):
            continue
        others = any(
            first.first < one.first < later.first and not _is_same(first, one) for one in chapters
        )
        between = lines[first.last + 1 : later.first]
        if others or not any("。" in line.text for line in between):
            start = later
            break
    from_here = [one for one in candidates if one.first >= start.first]
    # The heading of a part stands before its first chapter.
    above = [one for one in candidates if one.first < start.first]
    if above and above[-1].level < chapter_level and above[-1].last + 1 == start.first:
        from_here.insert(0, above[-1])
    return from_here


def _is_same(one: Candidate, other: Candidate) -> bool:
    title, again = normalise(one.title).text, normalise(other.title).text
    return (
        one.level == other.level
        and one.number == other.number
        and (title.startswith(again) or again.startswith(title))
        and bool(title) == bool(again)
    )


def without_running_heads(
    candidates: Sequence[Candidate],
) -> tuple[list[Candidate], list[Candidate]]:
    """Part the headings from their repetitions on later pages."""
    current: dict[Level, Candidate] = {}
    kept, repeated = [], []
    for one in candidates:
        above = current.get(one.level)
        if above is not None and one.level <= Level.SECTION and _is_same(above, one):
            repeated.append(one)
            continue
        current = {level: it for level, it in current.items() if level < one.level}
        current[one.level] = one
        kept.append(one)
    return kept, repeated

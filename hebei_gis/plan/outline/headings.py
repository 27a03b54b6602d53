"""Find the headings of chapters and sections among the lines of a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hebei_gis.plan.outline.marks import (
    Level,
    is_heading,
    is_short_line,
    read_box_caption,
    read_mark,
    tidy,
    without_page_number,
)
from hebei_gis.plan.outline.repeats import (
    Candidate,
    Line,
    past_contents,
    without_running_heads,
)
from hebei_gis.plan.text.errors import NoChapterError
from hebei_gis.words.facts import Term, term
from hebei_gis.words.notes import Note, note

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_BLANK = " \t\u3000\xa0\u200b\ufeff"
_BACK_MATTER = re.compile(
    r"附\s*[件录表图]\s*[0-9０-９一二三四五六七八九十]*\s*([:：\s].*)?$|名词解释$"
)
_UNFINISHED = tuple("、,，的和与及等暨")
# A heading shorter than this fits any page and is not broken.
_SHORTEST_BROKEN = 16
_LONGEST_JOINED = 90


@dataclass(frozen=True)
class Heading:
    """A heading of a part, chapter or section; ``first`` to ``last`` are its lines."""

    is_part: bool
    is_chapter: bool
    chapter: int
    section: int
    title: str
    first: int
    last: int


@dataclass(frozen=True)
class FoundHeadings:
    """The headings, and the lines from the first of them to the back matter."""

    lines: Sequence[Line]
    headings: Sequence[Heading]
    first: int
    end: int
    warnings: Sequence[Note]


def split_lines(text: str, tables: Sequence[tuple[int, int]] = ()) -> list[Line]:
    """Return the lines that hold words; a tab inside a line shows a row of a table."""
    lines = []
    spans = sorted(tables)
    upcoming = 0
    for found in _LINE.finditer(text):
        words = found[0].strip(_BLANK).strip()
        if not words:
            continue
        start = found.start() + found[0].index(words[0])
        while upcoming < len(spans) and spans[upcoming][1] <= start:
            upcoming += 1
        in_table = upcoming < len(spans) and spans[upcoming][0] <= start
        mark = None if in_table else read_mark(words)
        lines.append(Line(start, start + len(words), words, mark, in_table))
    return lines


def find_headings(lines: Sequence[Line], name: str) -> FoundHeadings:
    """Return the headings of a plan, numbered, past its table of contents.

    Parameters
    ----------
    lines
        All lines of the text.
    name
        What an error calls the text.

    Raises
    ------
    NoChapterError
        No line is the heading of a chapter.
    """
    chapter_level = _chapter_level(lines)
    if chapter_level is None:
        raise NoChapterError(name, len(lines))
    warnings: list[Note] = []
    candidates = _candidates(lines, chapter_level)
    kept = past_contents(lines, candidates, chapter_level)
    kept, repeated = without_running_heads(kept)
    if repeated:
        warnings.append(note("headings_repeated", count=len(repeated)))
        gone = {index for one in repeated for index in range(one.first, one.last + 1)}
        lines = [line for index, line in enumerate(lines) if index not in gone]
        kept = past_contents(lines, _candidates(lines, chapter_level), chapter_level)
    chapters = [one for one in kept if one.level == chapter_level]
    end = next(
        (
            index
            for index in range(chapters[-1].last + 1, len(lines))
            if not lines[index].in_table and _BACK_MATTER.match(lines[index].text)
        ),
        len(lines),
    )
    kept = [one for one in kept if one.first < end]
    headings = _numbered(kept, chapter_level, warnings)
    return FoundHeadings(lines, headings, kept[0].first, end, warnings)


def _chapter_level(lines: Sequence[Line]) -> Level | None:
    marks = [line.mark.level for line in lines if line.mark and _is_named(line)]
    for level in (Level.CHAPTER, Level.PART):
        if level in marks:
            return level
    items = [line for line in lines if _is_short_mark(line, Level.ITEM)]
    return Level.ITEM if len(items) > 1 else None


def _is_named(line: Line) -> bool:
    return is_heading(without_page_number(line.text), line.mark)


def _is_short_mark(line: Line, level: Level) -> bool:
    return line.mark is not None and line.mark.level == level and is_short_line(line.text)


def _candidates(lines: Sequence[Line], chapter_level: Level) -> list[Candidate]:
    """Return every line that could be a heading of a part, chapter or section."""
    subheads = _uses_subheads(lines)
    candidates = []
    for index, line in enumerate(lines):
        mark = line.mark
        if mark is None:
            continue
        named = mark.level <= Level.SECTION and _is_named(line)
        numbered = mark.level in (Level.ITEM, Level.SUBITEM) and is_short_line(line.text)
        if named or (numbered and mark.level >= chapter_level):
            last = _last_line(lines, index, subheads)
            words = [lines[part].text for part in range(index, last + 1)]
            # The title of an empty mark is the next line alone.
            title = "".join([words[0][mark.length :], *words[1:]])
            title = tidy(without_page_number(title))
            candidates.append(Candidate(mark.level, mark.number, title, index, last))
    return candidates


def _uses_subheads(lines: Sequence[Line]) -> bool:
    """Say whether short lines without a mark head paragraphs in this text, as a habit."""
    count = 0
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        count += (
            line.mark is None
            and not line.in_table
            and is_short_line(line.text)
            and before.text.endswith("。")
            and after.text.endswith("。")
            and not _is_caption(line)
        )
    return count >= 3


def _last_line(lines: Sequence[Line], first: int, subheads: bool) -> int:
    """Return the index of a heading's last line, where it is broken over several."""
    last = first
    mark = lines[first].mark
    bare = mark is not None and len(lines[first].text) <= mark.length
    length = len(lines[first].text)
    while last + 1 < len(lines) and last - first < 2:
        line, following = lines[last], lines[last + 1]
        unfinished = (bare and last == first) or line.text.endswith(_UNFINISHED)
        may_be_broken = len(line.text) >= _SHORTEST_BROKEN and not subheads
        if (
            not (unfinished or may_be_broken)
            or following.mark is not None
            or following.in_table
            or not is_short_line(following.text)
            or _is_caption(following)
            or without_page_number(line.text) != line.text
        ):
            break
        length += len(following.text)
        if length > _LONGEST_JOINED:
            break
        last += 1
    return last


def _is_caption(line: Line) -> bool:
    return read_box_caption(line.text) is not None


def _numbered(
    candidates: Sequence[Candidate], chapter_level: Level, warnings: list[Note]
) -> list[Heading]:
    headings: list[Heading] = []
    starts = [at for at, one in enumerate(candidates) if one.level == chapter_level]
    for one in candidates[: starts[0]]:
        headings.append(Heading(True, False, 0, 0, one.title, one.first, one.last))
    chapter = 0
    for at, stop in zip(starts, [*starts[1:], len(candidates)], strict=True):
        top, below = candidates[at], candidates[at + 1 : stop]
        chapter = _next_number(top, chapter, term("a_chapter"), warnings)
        headings.append(Heading(False, True, chapter, 0, top.title, top.first, top.last))
        levels = {one.level for one in below if one.level > chapter_level}
        section_level = min(levels, default=None)
        section = 0
        for one in below:
            if one.level < chapter_level:
                headings.append(Heading(True, False, chapter, 0, one.title, one.first, one.last))
            elif one.level == section_level:
                section = _next_number(
                    one, section, term("a_section_of", chapter=chapter), warnings
                )
                headings.append(
                    Heading(False, False, chapter, section, one.title, one.first, one.last)
                )
    return headings


def _next_number(one: Candidate, last: int, what: Term, warnings: list[Note]) -> int:
    """Return the number printed, or the next where that one cannot be."""
    expected = last + 1
    if one.number == expected:
        return expected
    if one.number is not None and one.number > expected:
        warnings.append(
            note("number_skipped", what=what, number=one.number, title=one.title, last=last)
        )
        return one.number
    warnings.append(
        note("number_repeated", what=what, number=one.number, title=one.title, expected=expected)
    )
    return expected

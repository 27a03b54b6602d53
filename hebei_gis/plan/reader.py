"""A plan's text read whole: entries with the places they name and the numbers they state."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hebei_gis.plan.numbers.number_reading import Number, find_numbers
from hebei_gis.plan.outline.outline_reading import Entry as TextEntry
from hebei_gis.plan.outline.outline_reading import Outline, read_outline
from hebei_gis.plan.places.mentions import Mention, PlaceNames, find_mentions
from hebei_gis.plan.register.model import Place
from hebei_gis.plan.text.document import PlanText
from hebei_gis.words.notes import Note

#: How plans call the section that looks back; its numbers are of the year before the period.
_LOOKING_BACK = re.compile(r"发展基础|主要成就|成就|回顾|成效|发展现状|取得的成绩")
_PERIOD = re.compile(r"(20\d\d)\s*[—–\-－~～至到]\s*(20\d\d)\s*年")


@dataclass(frozen=True)
class ReadEntry:
    """One entry of the text; all offsets are into the whole text.

    Attributes
    ----------
    entry : hebei_gis.plan.outline.outline_reading.Entry
        Id, heading and span.
    mentions : tuple of Mention
        Places of the gazetteer it names, in order.
    numbers : tuple of Number
        Numbers about something measurable, in order.
    """

    entry: TextEntry
    mentions: tuple[Mention, ...]
    numbers: tuple[Number, ...]

    @property
    def id(self) -> str:
        """The entry's id."""
        return self.entry.id


@dataclass(frozen=True)
class PlanReading:
    """All that the reader finds by itself.

    Attributes
    ----------
    source : PlanText
    outline : Outline
    entries : tuple of ReadEntry
        In the order of the text.
    period : (int, int) or None
        First and last year of the plan, where the text states them.
    """

    source: PlanText
    outline: Outline
    entries: tuple[ReadEntry, ...]
    period: tuple[int, int] | None

    @property
    def warnings(self) -> tuple[Note, ...]:
        """What a person should look at, of the file and of its outline."""
        return (*self.source.warnings, *self.outline.warnings)

    def words(self, entry: TextEntry) -> str:
        """The very words of an entry, its heading included."""
        return self.source.text[entry.start : entry.end]


def place_names(places: Iterable[Place]) -> list[PlaceNames]:
    """The gazetteer as the finder takes it."""
    return [PlaceNames(p.id, (p.name_zh, *p.aliases), p.not_in) for p in places]


def read_plan(source: PlanText, places: Iterable[Place] = ()) -> PlanReading:
    """Read a plan's text.

    Parameters
    ----------
    source : PlanText
    places : iterable of Place
        The workspace's gazetteer; without one no place is found.

    Returns
    -------
    PlanReading
        Numbers without a year of their own get the last year of the plan's period; in the
        section that looks back, the year before it began.

    Raises
    ------
    NoChapterError
        Where the text has no chapter.
    """
    outline = read_outline(source.text, source.name, source.tables)
    period = plan_period(source.text[: outline.front_end + 2000])
    titles = {(s.chapter, s.number): s.title for s in outline.sections}
    gazetteer = place_names(places)
    entries = []
    for entry in outline.entries:
        words = source.text[entry.start : entry.end]
        mentions = find_mentions(words, gazetteer)
        year = None
        if period:
            looking_back = _LOOKING_BACK.search(titles.get((entry.chapter, entry.section), ""))
            year = period[0] - 1 if looking_back else period[1]
        # The heading is a name: what looks like a number in it is part of the name.
        body = source.text[entry.body_start : entry.end]
        at = entry.body_start - entry.start
        names = [(m.start - at, m.end - at) for m in mentions if m.start >= at]
        numbers = find_numbers(body, year, names)
        entries.append(
            ReadEntry(
                entry,
                tuple(
                    Mention(m.place, m.name, m.start + entry.start, m.end + entry.start)
                    for m in mentions
                ),
                tuple(_moved(number, entry.body_start) for number in numbers),
            )
        )
    return PlanReading(source, outline, tuple(entries), period)


def _moved(number: Number, by: int) -> Number:
    return Number(
        number.value,
        number.value_max,
        number.unit,
        number.text,
        number.qualifier,
        number.year,
        number.start + by,
        number.end + by,
    )


def plan_period(text: str) -> tuple[int, int] | None:
    """First and last year of the plan, from the first span of years the text states."""
    found = _PERIOD.search(text)
    if not found:
        return None
    first, last = int(found[1]), int(found[2])
    return (first, last) if first < last <= first + 30 else None


def reading_values(reading: PlanReading, language: str = "en") -> dict[str, object]:
    """The reading as plain values: what ``hebei-gis plan read --json`` prints."""
    source = reading.source
    return {
        "file": source.name,
        "kind": source.kind,
        "encoding": source.encoding,
        "sha256": source.sha256,
        "characters": len(source.text),
        "period": list(reading.period) if reading.period else None,
        "chapters": [
            {"chapter": c.number, "title": c.title, "start": c.start, "end": c.end}
            for c in reading.outline.chapters
        ],
        "sections": [
            {
                "chapter": s.chapter,
                "section": s.number,
                "title": s.title,
                "start": s.start,
                "end": s.end,
            }
            for s in reading.outline.sections
        ],
        "boxes": [
            {
                "number": b.number,
                "title": b.title,
                "chapter": b.chapter,
                "section": b.section,
                "start": b.start,
                "end": b.end,
            }
            for b in reading.outline.boxes
        ],
        "entries": [
            {
                "id": e.id,
                "kind": e.entry.kind_of,
                "heading": e.entry.heading,
                "start": e.entry.start,
                "end": e.entry.end,
                "places": [
                    {"id": m.place, "name": m.name, "start": m.start, "end": m.end}
                    for m in e.mentions
                ],
                "numbers": [
                    {
                        "value": n.value,
                        "value_max": n.value_max,
                        "unit": n.unit,
                        "text": n.text,
                        "qualifier": n.qualifier,
                        "year": n.year,
                        "start": n.start,
                        "end": n.end,
                    }
                    for n in e.numbers
                ],
            }
            for e in reading.entries
        ],
        "warnings": [warning.sentence(language) for warning in reading.warnings],
    }

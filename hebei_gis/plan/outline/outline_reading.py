"""Read the outline of a Chinese five-year plan from its text.

A plan is chapters, sections and paragraphs. A headed paragraph opens with a heading sentence
(``推进某事。 ……``, ``——某事。……``, or a short line of its own); a paragraph of ``名称:……。``
right after one strings named works together; a box (专栏) is a caption and sometimes its
content. Nothing here knows any one plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hebei_gis.plan.outline.divisions import Box, Chapter, Entry, EntryKind, Outline, Section
from hebei_gis.plan.outline.headings import Heading, find_headings, split_lines
from hebei_gis.plan.outline.marks import tidy
from hebei_gis.plan.outline.paragraphs import (
    BoxLines,
    HeadingStyle,
    Paragraph,
    heading_style,
    read_box,
    read_headed,
    read_works,
    stands_alone_as_heading,
)
from hebei_gis.plan.outline.repeats import Line
from hebei_gis.words.notes import Note, note

_SENTENCE_ENDS = '。！？!?.…”"』」）)；;'

__all__ = ["Box", "Chapter", "Entry", "EntryKind", "Outline", "Section", "read_outline"]


def read_outline(
    text: str, name: str = "the text", tables: Sequence[tuple[int, int]] = ()
) -> Outline:
    """Return the chapters, sections, entries and boxes of a plan's text.

    Parameters
    ----------
    text
        The text, one paragraph a line; a heading may be broken over lines.
    name
        What errors call the text.
    tables
        Spans of the text that stand in tables (``PlanText.tables``): content of boxes, never
        paragraphs.

    Returns
    -------
    Outline
        With offsets into ``text``.

    Raises
    ------
    NoChapterError
        No heading of a chapter stands in the text.
    """
    found = find_headings(split_lines(text, tables), name)
    lines = found.lines
    warnings = list(found.warnings)
    style = heading_style([line.text for line in lines[found.first : found.end]])
    chapters: list[Chapter] = []
    sections: list[Section] = []
    entries: list[Entry] = []
    boxes: list[Box] = []
    back_start = lines[found.end].start if found.end < len(lines) else len(text)
    for position, heading in enumerate(found.headings):
        following = found.headings[position + 1 :]
        stop = following[0].first if following else found.end
        end = lines[stop].start if following else back_start
        if heading.is_part:
            if stop > heading.last + 1:
                warnings.append(note("words_left_out", title=heading.title))
            continue
        if heading.is_chapter:
            after = next((later for later in following if later.is_chapter), None)
            chapter_end = lines[after.first].start if after else back_start
            start = lines[heading.first].start
            chapters.append(Chapter(heading.chapter, heading.title, start, chapter_end))
        else:
            start = lines[heading.first].start
            sections.append(Section(heading.chapter, heading.section, heading.title, start, end))
        # What leads into the sections of a chapter has no headings of its own.
        leads = bool(heading.is_chapter and following and not following[0].is_chapter)
        reader = _SectionReader(heading, style, leads, entries, boxes)
        reader.read(lines[heading.last + 1 : stop])
    warnings += _box_warnings(boxes)
    if found.end and not lines[found.end - 1].text.endswith(tuple(_SENTENCE_ENDS)):
        last = lines[found.end - 1].text[-12:]
        warnings.append(note("sentence_not_closed", last=last))
    return Outline(
        tuple(chapters),
        tuple(sections),
        tuple(entries),
        tuple(boxes),
        tuple(warnings),
        lines[found.first].start,
        back_start,
    )


class _SectionReader:
    """Reads the lines between two headings into entries and boxes."""

    def __init__(
        self,
        heading: Heading,
        style: HeadingStyle,
        leads: bool,
        entries: list[Entry],
        boxes: list[Box],
    ) -> None:
        self.chapter, self.section = heading.chapter, heading.section
        self.style, self.leads = style, leads
        self.entries, self.boxes = entries, boxes
        self.headed = self.unheaded = 0

    def read(self, lines: Sequence[Line]) -> None:
        position = 0
        follows_heading = False  # the line before was a headed paragraph or one of works
        open_entry = False  # the last entry is a heading on a line of its own
        while position < len(lines):
            line = lines[position]
            if (box := read_box(lines, position)) is not None:
                self._add_box(lines, box)
                position = box.end
                follows_heading = False
                continue
            if line.in_table:
                position += 1
                continue
            works, used = read_works(lines, position) if follows_heading else ([], 0)
            if works:
                self._add_works(works)
                position += used
                follows_heading = open_entry = False
                continue
            position += 1
            headed = read_headed(line, self.style, leads=self.leads)
            if headed is None:
                alone = stands_alone_as_heading(
                    line, lines[position] if position < len(lines) else None, self.style
                )
                headed = None if self.leads else alone
            if headed is not None:
                self._add_headed(headed)
                follows_heading = True
                open_entry = headed.body_start == headed.end
            elif open_entry:
                self._lengthen_last(line.end)
            else:
                self._add_unheaded(line)
                follows_heading = False

    def _add_headed(self, headed: Paragraph) -> None:
        self.headed += 1
        self._add(f"{self.chapter}.{self.section}.{self.headed}", "headed", headed)

    def _add_works(self, works: Sequence[Paragraph]) -> None:
        above = next(entry for entry in reversed(self.entries) if entry.kind_of == "headed")
        for number, work in enumerate(works, start=1):
            self._add(f"{above.id}.{number}", "work", work)

    def _add_unheaded(self, line: Line) -> None:
        first = f"{self.chapter}.{self.section}.0" if self.section else f"{self.chapter}.0"
        further = f"{self.chapter}.{self.section}.0.{self.unheaded}"
        kind: EntryKind = "unheaded" if self.section else "opening"
        paragraph = Paragraph("", line.start, line.end, line.start)
        self._add(further if self.unheaded else first, kind, paragraph)
        self.unheaded += 1

    def _add(self, entry_id: str, kind: EntryKind, paragraph: Paragraph) -> None:
        self.entries.append(
            Entry(
                entry_id,
                kind,
                self.chapter,
                self.section,
                tidy(paragraph.heading),
                paragraph.start,
                paragraph.end,
                paragraph.body_start,
            )
        )

    def _lengthen_last(self, end: int) -> None:
        self.entries[-1] = replace(self.entries[-1], end=end)

    def _add_box(self, lines: Sequence[Line], box: BoxLines) -> None:
        caption = lines[box.caption]
        content = lines[box.caption + 1 : box.end]
        self.boxes.append(
            Box(
                box.number,
                box.title,
                self.chapter,
                self.section,
                caption.start,
                caption.end,
                content[0].start if content else caption.end,
                content[-1].end if content else caption.end,
            )
        )


def _box_warnings(boxes: Sequence[Box]) -> list[Note]:
    numbers = [box.number for box in boxes if box.number is not None]
    missing = sorted(set(range(1, max(numbers, default=0))) - set(numbers))
    return [note("box_missing", number=number) for number in missing]

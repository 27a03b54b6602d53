"""Read one paragraph of a plan: its heading sentence, the works it strings together, a box."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hebei_gis.plan.outline.marks import Level, Mark, is_short_line, read_box_caption, read_mark
from hebei_gis.plan.outline.repeats import Line

# The first sentence of a paragraph: what may be a heading is short and ends with 。
_FIRST_SENTENCE = re.compile(r"([^。！？!?;；:：\n]{2,40})。(?![”’\"』」])(\s*)")
_PAUSE = re.compile("[,，]")
_LONGEST_UNMARKED = 30
_INNER_STOP = re.compile(r"。(?=(\s*)\S)")
_WORK = re.compile(
    r"(?:^|(?<=。)|(?<=。[”’\"』」]))\s*([^。，,；;：:！？!?\n]{2,24}?)\s*[:：](?=\s*\S)"
)
_NOT_A_WORK = re.compile(r"其中|主要|包括|例如|注\b|说明|附")
_FIGURE_CAPTION = re.compile(r"[图表]\s*[0-9０-９一二三四五六七八九十]|[注来]\s*源?\s*[:：]")
_BOX_LEVELS = (Level.POINT, Level.SUBPOINT)


@dataclass(frozen=True)
class HeadingStyle:
    """How a text sets off the heading sentence of a paragraph.

    Attributes
    ----------
    spaced
        By white space after its 。, which stands after no other.
    """

    spaced: bool


@dataclass(frozen=True)
class Paragraph:
    """A paragraph or work, with its heading as written and the offset of its own words."""

    heading: str
    start: int
    end: int
    body_start: int


@dataclass(frozen=True)
class BoxLines:
    """A box: the line of its caption, and the line after its last."""

    number: int | None
    title: str
    caption: int
    end: int


def heading_style(paragraphs: Sequence[str]) -> HeadingStyle:
    """Return how the paragraphs of a text set off their headings."""
    spaced = candidates = inner_spaced = inner = 0
    for paragraph in paragraphs:
        first = _FIRST_SENTENCE.match(paragraph)
        if first and first.end() < len(paragraph) and not _PAUSE.search(first[1]):
            candidates += 1
            spaced += bool(first[2])
        body = paragraph[first.end() :] if first else paragraph
        for stop in _INNER_STOP.finditer(body):
            inner += 1
            inner_spaced += bool(stop[1])
    return HeadingStyle(
        spaced=candidates >= 3 and spaced >= 0.8 * candidates and inner_spaced <= 0.1 * inner
    )


def read_headed(line: Line, style: HeadingStyle, leads: bool) -> Paragraph | None:
    """Return a paragraph that opens with a heading sentence, or ``None`` for another.

    Parameters
    ----------
    line
        The paragraph.
    style
        How the text sets headings off.
    leads
        Whether the paragraph leads into the sections of a chapter: then only a mark or the
        text's own way of setting headings off makes a heading.
    """
    mark = line.mark
    begin = mark.length if mark is not None else 0
    words = line.text[begin:]
    first = _FIRST_SENTENCE.match(words)
    if first is None or first.end() >= len(words):
        return None
    pause = _PAUSE.search(first[1]) is not None
    set_off = style.spaced and bool(first[2])
    short = len(first[1]) <= _LONGEST_UNMARKED
    if mark is not None:
        is_one = not leads or mark.level == Level.DASH
    elif style.spaced or leads:
        is_one = set_off and short and not leads
    else:
        is_one = short and not pause
    if not is_one:
        return None
    return Paragraph(first[1].strip(), line.start, line.end, line.start + begin + first.end())


def stands_alone_as_heading(
    line: Line, following: Line | None, style: HeadingStyle
) -> Paragraph | None:
    """Return a heading on a line of its own, or ``None`` for any other line.

    Such a line is short, numbered or followed by an ordinary paragraph.
    """
    begin = line.mark.length if line.mark is not None else 0
    words = line.text[begin:]
    closed = words.removesuffix("。")
    if (
        not 2 <= len(closed) <= _LONGEST_UNMARKED + 10
        or not is_short_line(closed)
        or closed.endswith(tuple(":：,，、"))
        or _FIGURE_CAPTION.match(words)
    ):
        return None
    if following is None or following.in_table or read_box_caption(following.text) is not None:
        return None
    ordinary = following.text.endswith("。") and not is_short_line(following.text)
    unmarked_follows = following.mark is None and read_headed(following, style, False) is None
    if line.mark is None and _PAUSE.search(words):
        return None
    if not (ordinary and (unmarked_follows or line.mark is not None)):
        return None
    return Paragraph(closed.strip(), line.start, line.end, line.end)


def read_works(lines: Sequence[Line], position: int) -> tuple[list[Paragraph], int]:
    """Return the named works (名称:……。) of the lines from a position on.

    Parameters
    ----------
    lines
        The lines of a section.
    position
        The line after a headed paragraph.

    Returns
    -------
    tuple
        The works, two or more or none, and how many lines hold them.
    """
    works: list[Paragraph] = []
    used = 0
    for line in lines[position:]:
        if line.in_table or read_box_caption(line.text) is not None:
            break
        begin = line.mark.length if line.mark is not None else 0
        words = line.text[begin:]
        names = [name for name in _WORK.finditer(words) if not _NOT_A_WORK.match(name[1])]
        if not names or words[: names[0].start(1)].strip():
            break
        stops = [name.start(1) for name in names[1:]] + [len(words)]
        for name, stop in zip(names, stops, strict=True):
            start = line.start + begin + name.start(1)
            end = line.start + begin + len(words[:stop].rstrip())
            body = line.start + begin + name.end()
            works.append(Paragraph(name[1].strip(), start, end, body))
        used += 1
    return (works, used) if len(works) > 1 else ([], 0)


def read_box(lines: Sequence[Line], position: int) -> BoxLines | None:
    """Return the box whose caption stands at a position, or ``None`` for another line.

    Content is what follows in tables, in rows with tabs, or in a list (``1.``, ``(1)``, ①,
    ●) with the paragraph under each short item.
    """
    caption = read_box_caption(lines[position].text)
    if caption is None:
        return None
    number, title = caption
    end = position + 1
    under_item = False
    while end < len(lines):
        line = lines[end]
        if read_box_caption(line.text) is not None:
            break
        mark = _box_mark(line)
        if line.in_table or "\t" in line.text or mark is not None:
            under_item = mark is not None and is_short_line(line.text)
        elif under_item and line.mark is None:
            under_item = False
        else:
            break
        end += 1
    return BoxLines(number, title, position, end)


def _box_mark(line: Line) -> Mark | None:
    mark = line.mark or read_mark(line.text)
    return mark if mark is not None and mark.level in _BOX_LEVELS else None

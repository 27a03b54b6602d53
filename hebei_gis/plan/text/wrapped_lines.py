"""Join the lines of a page back into paragraphs.

A paragraph that the width of a page broke is whole again when its full lines are joined with
what follows them; page numbers and the heads and feet that come again on page after page are
no part of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from hebei_gis.plan.outline.marks import is_heading, read_box_caption, read_mark

_PAGE_NUMBER = re.compile(
    r"[\s—―─–\-_.·•~〜(（\[]*(?:第\s*)?[0-9０-９ivxlcIVXLC〇零一二三四五六七八九十]{1,4}"
    r"(?:\s*页?\s*[/／,，共]+\s*(?:共\s*)?[0-9０-９]{1,4})?(?:\s*页)?[\s—―─–\-_.·•~〜)）\]]*"
)
_FIGURES = re.compile(r"[0-9０-９〇零一二三四五六七八九十]+")
_SENTENCE_END = tuple("。！？!?；;:：")
# No line of its own begins with one of these.
_CLOSING = tuple("”’」』）)》】〕。，,、；;：:！？!?%％")
# How many lines from the edge of a page may be its head or foot.
_EDGE_LINES = 2
# In Chinese characters; two are usual, a few spaces of a narrow font make half of one.
_INDENT = 0.35
_FEWEST_WRAPPED = 20


@dataclass(frozen=True)
class PlacedLine:
    """One line as it stands on a page.

    Attributes
    ----------
    text
        Its words, without white space around them.
    left, right
        Where it begins and ends across the page, in any one unit.
    middle
        How high it stands, the larger the higher, in the same unit.
    size
        The width of one Chinese character of it.
    page
        Its page, from 0.
    """

    text: str
    left: float
    right: float
    middle: float
    size: float
    page: int


@dataclass(frozen=True)
class _Column:
    """The column of text that the lines fill, and whether paragraphs are indented in it."""

    left: float
    right: float
    size: float
    indent: float
    uses_indents: bool


def without_page_furniture(pages: Sequence[Sequence[PlacedLine]]) -> list[PlacedLine]:
    """Return the lines of all pages without page numbers and repeated heads and feet.

    A head or foot comes again, but for its figures, at the same height of three pages (of
    both, where there are two).
    """
    needed = 3 if len(pages) > 2 else 2
    heights: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, lines in enumerate(pages):
        for line in _edges(lines):
            heights[_likeness(line)].add(number)
    kept = []
    for lines in pages:
        edges = {id(line) for line in _edges(lines)}
        for line in lines:
            repeated = len(heights.get(_likeness(line), ())) >= needed
            is_number = line.text and _PAGE_NUMBER.fullmatch(line.text)
            if not (id(line) in edges and (repeated or is_number)):
                kept.append(line)
    return kept


def _edges(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    by_height = sorted(lines, key=lambda line: -line.middle)
    return [*by_height[:_EDGE_LINES], *by_height[-_EDGE_LINES:]]


def _likeness(line: PlacedLine) -> tuple[str, int]:
    return _FIGURES.sub("0", line.text.replace(" ", "")), round(line.middle / 3)


def join_wrapped(lines: Sequence[PlacedLine], least_indent: float = _INDENT) -> str:
    """Return the text of lines, one paragraph a line.

    A line goes on in the next where it is full, or breaks off within a sentence, and the
    next is not indented; headings and captions of boxes begin anew.

    Parameters
    ----------
    lines
        In the order of the text.
    least_indent
        What counts as an indent, in Chinese characters.
    """
    if not lines:
        return ""
    size = median(line.size for line in lines) or 1.0
    left, right = _margins(lines, size)
    indented = sum(least_indent * size <= line.left - left <= 4.5 * size for line in lines)
    # Without indents the only sign of a new paragraph is the short line before it.
    uses_indents = indented >= 0.02 * len(lines) and indented >= 1
    column = _Column(left, right, size, least_indent * size, uses_indents)
    paragraphs: list[list[str]] = []
    previous: PlacedLine | None = None
    for line in lines:
        if previous is not None and _goes_on(previous, line, column):
            paragraphs[-1].append(_gap(previous.text, line.text) + line.text)
        else:
            paragraphs.append([line.text])
        previous = line
    return "\n".join("".join(parts) for parts in paragraphs)


def _margins(lines: Sequence[PlacedLine], size: float) -> tuple[float, float]:
    """Return the left margin most lines keep and the right one that full lines reach."""
    rights = sorted(line.right for line in lines)
    right = rights[int(0.95 * (len(rights) - 1))]
    full = [line for line in lines if line.right > right - 3 * size] or list(lines)
    step, _ = Counter(round(line.left / size * 2) for line in full).most_common(1)[0]
    return median(it.left for it in full if round(it.left / size * 2) == step), right


def _goes_on(line: PlacedLine, following: PlacedLine, column: _Column) -> bool:
    size = column.size
    if following.text.startswith(_CLOSING):
        return True
    if following.left - column.left > column.indent or _begins_anew(following.text):
        return False
    full = line.right > column.right - 2.2 * size
    if _begins_anew(line.text):
        at_margin = line.left - column.left < column.indent
        return full and column.uses_indents and at_margin
    if line.page == following.page and line.middle - following.middle > 4.5 * size:
        return False
    filled = (line.right - column.left) / ((column.right - column.left) or 1.0)
    if not line.text.endswith(_SENTENCE_END):
        return full or filled > 0.5
    # Among indented paragraphs, a long line without an indent goes on with the one before.
    is_long = following.right > (column.left + column.right) / 2
    return column.uses_indents and (full or (filled > 0.75 and is_long))


def _begins_anew(text: str) -> bool:
    mark = read_mark(text)
    return is_heading(text, mark) or read_box_caption(text) is not None


def _gap(before: str, after: str) -> str:
    both = before[-1:] + after[:1]
    return " " if both.isascii() and both.isalpha() else ""


def unwrapped(text: str) -> str:
    """Return a plain text whose lines were broken at one width, with its paragraphs whole.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        The same text where its lines do not look broken by a width.
    """
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    if len(lines) < _FEWEST_WRAPPED:
        return text
    # Some programs count columns to break a line, some characters: the right measure is the
    # one by which more lines are full.
    layouts = [
        [_place(line, -2.0 * number, size, measure) for number, line in enumerate(lines)]
        for size, measure in ((2.0, display_width), (1.0, len))
    ]
    placed = max(layouts, key=lambda layout: len(_full_lines(layout, 1.0)))
    size = placed[0].size
    full = _full_lines(placed, 3.0)
    broken = [line for line in full if not line.text.endswith(_SENTENCE_END)]
    is_page = max(line.right for line in full) <= 80 * size
    if is_page and len(full) > 0.5 * len(placed) and len(broken) > 0.7 * len(full):
        return join_wrapped(placed, least_indent=1.4 / size)
    return text


def _full_lines(lines: Sequence[PlacedLine], slack: float) -> list[PlacedLine]:
    """Return the lines that reach the right margin, but for some characters."""
    widest = sorted(line.right for line in lines)[int(0.95 * (len(lines) - 1))]
    return [it for it in lines if -slack * it.size <= it.right - widest <= 2 * it.size]


def _place(line: str, height: float, size: float, measure: Callable[[str], int]) -> PlacedLine:
    words = line.strip()
    indent = measure(line[: line.index(words[0])])
    return PlacedLine(words, indent, indent + measure(words), height, size, 0)


def display_width(text: str) -> int:
    """Return how many half-width columns a text takes; a tab counts for four."""
    columns = 0
    for character in text:
        wide = unicodedata.east_asian_width(character) in "WFA"
        columns += 4 if character == "\t" else 2 if wide else 1
    return columns

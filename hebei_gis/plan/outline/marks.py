"""The marks by which a line of a Chinese plan shows what it is.

One line is looked at by itself here: 第三章, 一、, (一), 1., ——, 专栏 3. What the lines make
together is read in :mod:`hebei_gis.plan.outline.outline_reading`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

_FIGURES = "〇○零0-9０-９一二两三四五六七八九十百"
_SMALL = "一二三四五六七八九十"
_NAMED = re.compile(rf"第\s*([{_FIGURES}](?:\s*[{_FIGURES}])*)\s*(篇|编|部\s*分|章|节)")
_ITEM = re.compile(rf"([{_SMALL}]{{1,3}})\s*[、.．]")
_SUBITEM = re.compile(rf"[(（]\s*([{_SMALL}]{{1,3}})\s*[)）]\s*[、.．]?")
_POINT = re.compile(r"([0-9０-９]{1,2})\s*[.．、](?![0-9０-９])")
_SUBPOINT = re.compile(r"[(（]\s*([0-9０-９]{1,2})\s*[)）]\s*[、.．]?|([①-⑳])|([●◆■◇□▪•★])")
_DASH = re.compile(r"[—―─━–－-]{1,4}(?=\s*[^\s\d—―─━–－-])")
_BOX = re.compile(rf"专\s*栏\s*([0-9０-９]{{1,3}}|[{_SMALL}〇○零百]{{1,4}})?\s*[:：、.．—-]?\s*")
_AFTER_MARK = re.compile(r"[\s:：、.．]*")
_VALUES = {figure: value for value, figure in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2,
}  # fmt: skip
_SENTENCE_SIGNS = re.compile(r"[。！？!?；;]")
# A table of contents closes its lines with leaders or a gap, and the number of a page.
_PAGE_NUMBER = re.compile(
    r"(?:\s*[.．…·⋯‥・_\-—]{2,}\s*|\t\s*|\s{2,})[(（\-—]?\s*\d{1,4}\s*[)）\-—]?$"
)
_LONGEST_HEADING = 60
_LONGEST_SHORT_LINE = 40


class Level(IntEnum):
    """How high a mark stands; a smaller number is higher."""

    PART = 1
    CHAPTER = 2
    SECTION = 3
    ITEM = 4
    SUBITEM = 5
    POINT = 6
    SUBPOINT = 7
    DASH = 8


@dataclass(frozen=True)
class Mark:
    """The mark at the start of a line.

    Attributes
    ----------
    level
        What kind of mark it is.
    number
        The number it carries; ``None`` for a dash or a bullet.
    length
        How many characters of the line the mark takes, with the white space after it.
    """

    level: Level
    number: int | None
    length: int


def read_mark(line: str) -> Mark | None:
    """Return the mark a line starts with.

    Parameters
    ----------
    line
        A line without white space at its start.

    Returns
    -------
    Mark or None
        ``None`` where the line starts with plain words.
    """
    if found := _NAMED.match(line):
        kind = found[2][0]
        level = {"章": Level.CHAPTER, "节": Level.SECTION}.get(kind, Level.PART)
        end = _end_of_mark(line, found.end())
        return Mark(level, chinese_number(found[1]), end)
    for pattern, level in (
        (_ITEM, Level.ITEM),
        (_SUBITEM, Level.SUBITEM),
        (_POINT, Level.POINT),
        (_SUBPOINT, Level.SUBPOINT),
        (_DASH, Level.DASH),
    ):
        if found := pattern.match(line):
            figure = found[1] if found.re.groups else None
            number = chinese_number(figure) if figure else None
            return Mark(level, number, _end_of_mark(line, found.end()))
    return None


def is_heading(line: str, mark: Mark | None) -> bool:
    """Say whether a line is a heading by itself: marked 第…章 or the like, and no sentence."""
    return (
        mark is not None
        and mark.level <= Level.SECTION
        and len(line) <= _LONGEST_HEADING
        and not _SENTENCE_SIGNS.search(line)
    )


def is_short_line(line: str) -> bool:
    """Say whether a line is short and holds no sentence, as a heading or a part of one does."""
    return len(line) <= _LONGEST_SHORT_LINE and not _SENTENCE_SIGNS.search(line)


def read_box_caption(line: str) -> tuple[int | None, str] | None:
    """Return number and title of a box's caption (专栏 3 …), or ``None`` for another line."""
    found = _BOX.match(line)
    if not found or len(line) > _LONGEST_HEADING or _SENTENCE_SIGNS.search(line):
        return None
    title = without_page_number(line[found.end() :])
    # 专栏 as a word of a sentence has neither a number nor a gap after it.
    if found[1] is None and not re.match(r"专\s*栏[\s:：]", line):
        return None
    return (chinese_number(found[1]) if found[1] else None), tidy(title)


def without_page_number(line: str) -> str:
    """Return a line of a table of contents without its leaders and page number."""
    return _PAGE_NUMBER.sub("", line).rstrip()


def has_page_number(line: str) -> bool:
    """Say whether a line ends as those of a table of contents do."""
    return _PAGE_NUMBER.search(line) is not None


def chinese_number(figure: str) -> int:
    """Return the value of a numeral such as 十二, 二〇, 一百零三, 12 or full-width １２.

    Parameters
    ----------
    figure
        Digits or Chinese numerals up to 999; white space is passed over.

    Returns
    -------
    int
        The value; circled digits count as their digit.
    """
    figure = re.sub(r"\s", "", figure)
    if len(figure) == 1 and "①" <= figure <= "⑳":
        return ord(figure) - ord("①") + 1
    digits = [_VALUES.get(sign, int(sign) if sign.isdecimal() else -1) for sign in figure]
    if "十" not in figure and "百" not in figure:
        return int("".join(map(str, digits)))
    total, last = 0, 0
    for sign, digit in zip(figure, digits, strict=True):
        if sign in "十百":
            # 十 at the start, or after 百, stands for 一十.
            total += (last or 1) * (10 if sign == "十" else 100)
            last = 0
        else:
            last = digit
    return total + last


def tidy(title: str) -> str:
    """Return a title without the white space that typesetting left in it.

    A gap stays only between two Latin words or numbers, as one space.
    """
    gap = re.compile(r"\s+")

    def closed(found: re.Match[str]) -> str:
        before = title[found.start() - 1 : found.start()]
        after = title[found.end() : found.end() + 1]
        both = before + after
        return " " if len(both) == 2 and both.isascii() and both.isalnum() else ""

    return gap.sub(closed, title)


def _end_of_mark(line: str, end: int) -> int:
    rest = _AFTER_MARK.match(line, end)
    return rest.end() if rest else end

"""Give the headings that Word numbers by itself the numbers that Word shows.

In such a document the words 第一章 stand in no paragraph: a style or a paragraph names a list,
and the list says how each of its levels is counted and written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from hebei_gis.plan.text.docx_elements import Attributes, Elements

_MOST_LEVELS = 9
_MOST_STYLES = 30
_DIGITS = "零一二三四五六七八九"
_PLACE = re.compile(r"%([1-9])")


@dataclass
class _LevelOfList:
    start: int = 1
    numeral: str = "decimal"
    written: str = ""


@dataclass
class Numbering:
    """The lists of a document, and how far each has been counted."""

    levels: dict[str, dict[int, _LevelOfList]] = field(default_factory=lambda: defaultdict(dict))
    list_kinds: dict[str, str] = field(default_factory=dict)
    style_lists: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    style_parents: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def label(self, style: str | None, list_id: str | None, level: str | None) -> str:
        """Return the number of the next paragraph, as Word writes it.

        Parameters
        ----------
        style
            The id of the paragraph's style.
        list_id, level
            The list and level the paragraph itself names, before those of its style.

        Returns
        -------
        str
            Such as ``第三章`` and a space; empty where the paragraph is not numbered.
        """
        of_style = self._list_of_style(style)
        list_id = list_id if list_id is not None else of_style[0]
        depth_text = level if level is not None else of_style[1]
        kind = self.list_kinds.get(list_id or "")
        if kind is None:
            return ""
        depth = _small_number(depth_text, 0)
        levels = self.levels.get(kind, {})
        this = levels.get(depth)
        if this is None or depth >= _MOST_LEVELS:
            return ""
        counts = self._counts[kind]
        counts[depth] = counts.get(depth, this.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if this.numeral == "none" or not this.written.strip():
            return ""
        if this.numeral == "bullet":
            return "● "

        def number(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            of = levels.get(at, this)
            return write_number(counts.get(at, of.start), of.numeral)

        label = _PLACE.sub(number, this.written)
        return label if label.endswith(tuple("、.．)）")) else f"{label} "

    def _list_of_style(self, style: str | None) -> tuple[str | None, str | None]:
        level = None
        for _ in range(_MOST_STYLES):
            if style is None:
                break
            list_id, own_level = self.style_lists.get(style, (None, None))
            level = level if level is not None else own_level
            if list_id is not None:
                return list_id, level
            style = self.style_parents.get(style)
        return None, None


def write_number(value: int, numeral: str) -> str:
    """Return a number in one of Word's numerals; in digits where the numeral is not known."""
    if numeral in ("ideographDigital", "japaneseDigitalTenThousand"):
        return "".join(_DIGITS[int(digit)] for digit in str(value)).replace("零", "〇")
    if re.match(r"(?:chinese|japanese|taiwanese)(?:Counting|Legal)", numeral) and value < 1000:
        return _counted(value)
    if numeral.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(ord("①") + value - 1)
    return str(value)


def _small_number(digits: str | None, otherwise: int) -> int:
    return int(digits) if digits and digits.isdecimal() and len(digits) < 6 else otherwise


def _counted(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones or not value else "")


class _Reader(Elements):
    def __init__(self, numbering: Numbering) -> None:
        super().__init__()
        self.numbering = numbering


class StylesReader(_Reader):
    """Reads from ``word/styles.xml`` which style belongs to which list."""

    _style = ""

    def begin(self, tag: str, namespace: str, attributes: Attributes) -> None:
        """Note what an element says of the style it stands in."""
        value = attributes.get("val")
        if tag == "style":
            self._style = attributes.get("styleId") or ""
        elif tag == "basedOn" and value:
            self.numbering.style_parents[self._style] = value
        elif tag in ("numId", "ilvl"):
            before = self.numbering.style_lists.get(self._style, (None, None))
            both = (value, before[1]) if tag == "numId" else (before[0], value)
            self.numbering.style_lists[self._style] = both


class ListsReader(_Reader):
    """Reads from ``word/numbering.xml`` how each list is counted and written."""

    _kind = ""
    _list = ""
    _level: _LevelOfList | None = None

    def begin(self, tag: str, namespace: str, attributes: Attributes) -> None:
        """Note what an element says of the list or level it stands in."""
        value = attributes.get("val")
        if tag == "abstractNum":
            self._kind, self._list = attributes.get("abstractNumId", ""), ""
        elif tag == "num":
            self._list, self._level = attributes.get("numId") or "", None
        elif tag == "abstractNumId" and self._list and value:
            self.numbering.list_kinds[self._list] = value
        elif tag == "lvl" and not self._list:
            self._level = _LevelOfList()
            self.numbering.levels[self._kind][_small_number(attributes.get("ilvl"), 0)] = (
                self._level
            )
        elif tag == "pStyle" and self._level is not None and value:
            list_id, level = self.numbering.style_lists.get(value, (None, None))
            self.numbering.style_lists[value] = (list_id, level or self._depth_of_level())
        elif self._level is not None and value is not None:
            if tag == "start":
                self._level.start = _small_number(value, 1)
            elif tag == "numFmt":
                self._level.numeral = value
            elif tag == "lvlText":
                self._level.written = value

    def _depth_of_level(self) -> str | None:
        levels = self.numbering.levels[self._kind]
        return next((str(at) for at, level in levels.items() if level is self._level), None)

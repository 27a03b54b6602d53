"""The facts of messages in Chinese: what was found, what was expected, what became of a row.

The code gives its facts in English. :data:`PHRASES` knows whole phrases, :data:`PATTERNS` those
with values in them. What neither knows is a name, a number, a code or another program's word,
and stays as it is.
"""

from __future__ import annotations

import re
from typing import Any

from hebei_gis.words.fault_words.patterns import PATTERNS
from hebei_gis.words.fault_words.phrases import PHRASES, WORDS

__all__ = ["PATTERNS", "PHRASES", "WORDS", "in_chinese", "place_in_chinese"]

_PLACE = re.compile(r"(?<=\S) (line|row) (\d+)(?= |$)")


class _Group(str):
    """A group of a pattern; how it is told stands after the colon."""

    def __format__(self, how: str) -> str:
        text = str(self)
        if how == "zh":
            return in_chinese(text)
        if how == "word":
            return WORDS.get(text, text)
        if how == "valid":
            return PHRASES.get(f"a valid {text}", text)
        if how == "least":
            return text.removeprefix("<= ")
        if how == "list":
            return re.sub(r"^(.+?)(?: and (\d+) more)?$", _rows, text)
        if how == "keys":
            return re.sub(r"(\(empty\)|[^,]+?) in row (\d+)", _key_in_row, text)
        return text


def _rows(found: re.Match[str]) -> str:
    return f"{found[1]} 行" + (f"(另有 {found[2]} 行)" if found[2] else "")


def _key_in_row(found: re.Match[str]) -> str:
    key = found[1].strip()
    return f" {'(空)' if key == '(empty)' else key}(第 {found[2]} 行)".lstrip()


def in_chinese(text: str) -> str:
    """A fact in Chinese; names, numbers, codes and what is not known stay as they are."""
    known = PHRASES.get(text) or WORDS.get(text)
    if known is not None:
        return known
    for pattern, chinese in PATTERNS:
        found = pattern.fullmatch(text)
        if found:
            groups: list[Any] = [_Group(group) for group in found.groups()]
            return chinese.format(*groups)
    return text


def place_in_chinese(where: str) -> str:
    """Where a fault is, its lines and rows told in Chinese; files and columns as they are."""
    return _PLACE.sub(lambda found: f" 第 {found[2]} 行", where)

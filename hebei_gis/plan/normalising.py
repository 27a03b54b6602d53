"""Bring two writings of the same words to one, to compare them.

What a heading, a place or a number looks like differs from copy to copy of a plan: white
space, full and half width, kinds of quote and dash, 〇 and ○ and 0.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501\ufe63\uff0d"
_QUOTES = "\"'\u201c\u201d\u201e\u201f\u301d\u301e\u300c\u300d\u300e\u300f\u2018\u2019\u201a\u201b"
_DOTS = "\u00b7\u2022\u2027\u2219\u22c5\u30fb"
_ZEROS = "〇○◯"
_SAME_SIGN = {
    variant: variants[0] for variants in (_DASHES, _QUOTES, _DOTS, _ZEROS) for variant in variants
}
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]")
# 二0三五 and 二零三五 are 二〇三五; the 0 of 2035 and the 零 of 零就业 stay what they are.
_YEAR_FIGURES = re.compile(r"(?<![0-9零])[一二三四五六七八九〇0零]{3,}(?![0-9零])")
_CHINESE_DIGIT = re.compile(r"[一二三四五六七八九〇]")


@dataclass(frozen=True)
class Normalised:
    """A text with its variants of writing brought to one.

    Attributes
    ----------
    text
        The text to compare.
    offsets
        One more than ``text`` has characters: for each where it stands in the text as
        given, and at the end that text's length.
    """

    text: str
    offsets: array[int]

    def find(self, words: str, start: int = 0) -> tuple[int, int] | None:
        """Return where words stand, as offsets into the text as given.

        Parameters
        ----------
        words
            What to look for, in any writing.
        start
            Where in ``self.text`` to begin.

        Returns
        -------
        tuple of int or None
            Start and end of the first place; ``None`` where they stand nowhere or are empty.
        """
        wanted = normalise(words).text
        at = self.text.find(wanted, start) if wanted else -1
        return None if at < 0 else self.span(at, at + len(wanted))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the text as given that a span of ``self.text`` was made from."""
        return self.offsets[start], self.offsets[end - 1] + 1


def normalise(text: str) -> Normalised:
    """Return a text without white space, in half width, with one kind of each sign.

    Quotes all become ``"``, a run of dashes one ``-``, middle dots ``·``, the zero of a year
    written in Chinese figures 〇; letters become lower case.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    Normalised
        The text to compare, and the way back to the text as given.
    """
    signs: list[str] = []
    offsets = array("q")
    for position, character in enumerate(text):
        if _INVISIBLE.match(character):
            continue
        sign = _SAME_SIGN.get(character)
        if sign is not None:
            if sign == "-" and signs and signs[-1] == "-":
                continue
            signs.append(sign)
            offsets.append(position)
            continue
        if "\u4e00" <= character <= "\u9fff" or "\u0020" < character < "\u0041":
            signs.append(character)
            offsets.append(position)
            continue
        for part in unicodedata.normalize("NFKC", character).casefold():
            if not part.isspace():
                signs.append(_SAME_SIGN.get(part, part))
                offsets.append(position)
    offsets.append(len(text))
    return Normalised(_YEAR_FIGURES.sub(_one_zero, "".join(signs)), offsets)


def _one_zero(figures: re.Match[str]) -> str:
    run = figures[0]
    return re.sub("[0零]", "〇", run) if _CHINESE_DIGIT.search(run) else run

"""How help and lists are laid out: lines are as wide as they look, and no word is broken."""

from __future__ import annotations

import argparse
import re
from unicodedata import east_asian_width

#: A run of letters with what closes it, or one sign; Chinese may be broken between signs.
_PIECES = re.compile(r"\s+|[^\s\u2e80-\uffef，。；：、（）“”]+[，。；：、）”]*|.[，。；：、）”]*")


class HelpLayout(argparse.HelpFormatter):
    """argparse's layout, which counts signs and breaks words, made to count columns."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in wrapped(text, width - len(indent)))


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` columns, a Chinese sign being two of them.

    Examples
    --------
    >>> wrapped("见于 surveyed、sketch", 16)
    ['见于 surveyed、', 'sketch']
    """
    lines = [""]
    for piece in _PIECES.findall(" ".join(text.split())):
        if _columns(lines[-1] + piece.rstrip()) > width and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        if lines[-1] or not piece.isspace():
            lines[-1] += piece
    return [line.rstrip() for line in lines]


def padded(text: str, width: int) -> str:
    """A text with blanks up to `width` columns."""
    return text + " " * max(width - _columns(text), 0)


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)

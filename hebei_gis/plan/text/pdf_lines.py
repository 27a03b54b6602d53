"""A program of its own that reads the lines of a PDF: PDF on its input, JSON on its output.

PDFium is native code, and a small PDF can unpack to any size inside it. In a process of its
own it can be stopped when it takes too long or too much memory, without harm to the caller.
It is started by :mod:`hebei_gis.plan.text.pdf` and imports nothing of this package.

The output is ``{"pages": [[[text, left, right, middle, size], ...], ...]}``, in points, or
``{"fault": kind, "amount": number}`` with kind ``locked``, ``unopened``, ``no_page``,
``bad_page``, ``pages`` or ``characters``.

Chinese fonts that a PDF does not carry are stood in for by one of a single glyph, so that what
is read depends on no font of the machine: PDFium passes over a line whose only character has
no glyph.
"""

from __future__ import annotations

import ctypes
import json
import struct
import sys
import unicodedata
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

PlacedWords = tuple[str, float, float, float, float]
#: Of Japanese, Korean, simplified and traditional Chinese fonts, as Windows numbers them.
_EAST_ASIAN = (128, 129, 134, 136)
_EM, _ASCENT, _DESCENT = 1000, 880, -120


def main(arguments: list[str]) -> None:
    """Read the PDF on standard input within limits of characters, pages and memory bytes."""
    max_characters, max_pages, max_memory = map(int, arguments)
    _limit_memory(max_memory)
    fonts = _StandIn()
    pdfium_c.FPDF_SetSystemFontInfo(fonts.info)
    answer = read_pages(sys.stdin.buffer.read(), max_characters, max_pages)
    sys.stdout.write(json.dumps(answer))


def read_pages(content: bytes, max_characters: int, max_pages: int) -> dict[str, Any]:
    """Return the lines of each page, or the fault that stands in the way."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        locked = code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)
        return {"fault": "locked" if locked else "unopened", "amount": 0}
    count = len(document)
    if not 0 < count <= max_pages:
        return {"fault": "pages" if count else "no_page", "amount": count}
    pages: list[list[PlacedWords]] = []
    characters = 0
    for number in range(count):
        try:
            page = document[number]
        except pdfium.PdfiumError:
            return {"fault": "bad_page", "amount": number + 1}
        text_page = page.get_textpage()
        characters += text_page.count_chars()
        if characters > max_characters:
            return {"fault": "characters", "amount": characters}
        pages.append(_read_lines(text_page))
        text_page.close()
        page.close()
    document.close()
    return {"pages": pages}


class _StandIn:
    """What PDFium asks for a font that a PDF names and does not carry."""

    def __init__(self) -> None:
        self._font = _square_font()
        fields = dict(pdfium_c.FPDF_SYSFONTINFO._fields_)
        answers = {
            "MapFont": lambda _, weight, italic, charset, *rest: int(charset in _EAST_ASIAN),
            "GetFontData": self._data,
            "GetFaceName": lambda *asked: 0,
            "GetFontCharset": lambda *asked: _EAST_ASIAN[2],
            "GetFont": lambda *asked: 0,
            "DeleteFont": lambda *asked: None,
        }
        self.info = pdfium_c.FPDF_SYSFONTINFO(version=1)
        for name, answer in answers.items():
            setattr(self.info, name, fields[name](answer))

    def _data(self, _: Any, font: Any, table: int, buffer: Any, size: int) -> int:
        if table:  # no collection of fonts, and no table alone
            return 0
        if buffer and size >= len(self._font):
            ctypes.memmove(buffer, self._font, len(self._font))
        return len(self._font)


def _square_font() -> bytes:
    """A TrueType font that draws every character as one full square."""
    box = (0, _DESCENT, _EM, _ASCENT)
    # One contour of 4 points on it, their coordinates as 16-bit steps.
    steps = (0, 0, _EM, 0, _DESCENT, _EM, 0, -_EM)
    square = struct.pack(">5h2H4B8h2x", 1, *box, 3, 0, 1, 1, 1, 1, *steps)
    tables = {
        # All of Unicode is glyph 1 (a map of format 13).
        b"cmap": struct.pack(">4HL2H6L", 0, 1, 3, 10, 12, 13, 0, 28, 0, 1, 0x20, 0x10FFFF, 1),
        b"glyf": square,
        b"head": struct.pack(
            ">4L2H2q4h2H3h", 0x10000, 0, 0, 0x5F0F3CF5, 0, _EM, 0, 0, *box, 0, 8, 2, 0, 0
        ),
        b"hhea": struct.pack(
            ">L3hH11hH", 0x10000, _ASCENT, _DESCENT, 0, _EM, 0, 0, _EM, 1, *[0] * 7, 1
        ),
        b"hmtx": struct.pack(">H2h", _EM, 0, 0),
        b"loca": struct.pack(">3H", 0, 0, len(square) // 2),
        b"maxp": struct.pack(">L14H", 0x10000, 2, 4, 1, 0, 0, 2, *[0] * 8),
    }
    directory = struct.pack(">L4H", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64)
    start = len(directory) + 16 * len(tables)
    body = b""
    for tag, table in tables.items():
        directory += struct.pack(">4s3L", tag, 0, start + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return directory + body


def _limit_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit stands there too.
        return
    for kind in (resource.RLIMIT_DATA, resource.RLIMIT_AS):
        # What is mapped but not written to counts for the address space alone.
        amount = most if kind == resource.RLIMIT_DATA else 4 * most
        hard = resource.getrlimit(kind)[1]
        if hard == resource.RLIM_INFINITY or hard > amount:
            resource.setrlimit(kind, (amount, hard))


def _read_lines(text_page: Any) -> list[PlacedWords]:
    lines: list[PlacedWords] = []
    signs: list[tuple[int, str]] = []
    for index in range(text_page.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(text_page.raw, index)
        if code in (0x0A, 0x0D):
            _add_line(lines, signs, text_page)
            signs = []
        elif code:
            signs.append((index, _ordinary(code)))
    _add_line(lines, signs, text_page)
    return lines


def _ordinary(code: int) -> str:
    """Return a character, Kangxi radicals and compatibility forms as the words they write."""
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    sign = chr(code)
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFKC", sign)
    return sign


def _add_line(lines: list[PlacedWords], signs: list[tuple[int, str]], text_page: Any) -> None:
    """Put one run of characters down, as a line or as the rest of the line before."""
    placed = [index for index, sign in signs if not sign.isspace()]
    text = "".join(sign for _, sign in signs).strip()
    if not placed or not text:
        return
    left, bottom, _, top = text_page.get_charbox(placed[0], loose=True)
    _, last_bottom, right, last_top = text_page.get_charbox(placed[-1], loose=True)
    size = max(top - bottom, last_top - last_bottom) or 1.0
    middle = (bottom + top) / 2
    # PDFium parts one line of a page where it has a wide gap.
    if lines and abs(lines[-1][3] - middle) < 0.3 * size and lines[-1][2] <= left:
        before = lines.pop()
        text, left = f"{before[0]} {text}", before[1]
    lines.append((text, left, right, middle, size))


if __name__ == "__main__":
    main(sys.argv[1:])

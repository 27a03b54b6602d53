"""Read the text layer of a PDF, as paragraphs."""

from __future__ import annotations

import threading
import time
import unicodedata
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from hebei_gis.plan.text_errors import (
    DamagedPlanFileError,
    EncryptedPlanFileError,
    PlanTextTooLargeError,
    ScanWithoutTextError,
)
from hebei_gis.plan.wrapped_lines import PlacedLine, join_wrapped, without_page_furniture

# PDFium may be used by one thread at a time only.
_PDFIUM = threading.Lock()
_LEAST_CHARACTERS_A_PAGE = 15
_TAIL = 4096


def read_pdf(
    content: bytes, name: str, max_characters: int, max_pages: int, max_seconds: float
) -> tuple[str, list[str]]:
    """Return the text of a PDF, one paragraph a line, and warnings.

    Parameters
    ----------
    content
        The file.
    name
        What errors call it.
    max_characters, max_pages, max_seconds
        What may be read, and how long, before it is given up.

    Raises
    ------
    DamagedPlanFileError
        It is cut off or cannot be opened.
    EncryptedPlanFileError
        It opens with a password only.
    PlanTextTooLargeError
        It goes past a limit.
    ScanWithoutTextError
        It holds no text, or none that means anything.
    """
    if b"%%EOF" not in content[-_TAIL:]:
        raise DamagedPlanFileError(name, "a PDF whose end (%%EOF) is missing")
    with _PDFIUM:
        document = _open(content, name)
        try:
            pages = _read_pages(document, name, max_characters, max_pages, max_seconds)
        finally:
            document.close()
    characters = sum(len(line.text) for lines in pages for line in lines)
    if characters < min(_LEAST_CHARACTERS_A_PAGE * len(pages), 200):
        raise ScanWithoutTextError(name, len(pages), characters)
    text = join_wrapped(without_page_furniture(pages))
    unreadable = sum(unicodedata.category(sign) in ("Co", "Cn", "Cc") for sign in text)
    unreadable += text.count("\ufffd") - text.count("\n")
    if unreadable > 0.1 * len(text):
        found = "a PDF whose fonts do not say which characters they draw"
        raise ScanWithoutTextError(name, len(pages), characters, found)
    warnings = []
    silent = [number for number, lines in enumerate(pages, start=1) if not lines]
    if silent:
        listed = ", ".join(map(str, silent[:10])) + ("…" if len(silent) > 10 else "")
        warnings.append(f"{len(silent)} of {len(pages)} pages hold no text: {listed}.")
    if unreadable:
        warnings.append(f"{unreadable} characters of the PDF could not be read.")
    return text, warnings


def _open(content: bytes, name: str) -> Any:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise EncryptedPlanFileError(name, "a PDF") from error
        raise DamagedPlanFileError(name, "a PDF that cannot be opened") from error


def _read_pages(
    document: Any, name: str, max_characters: int, max_pages: int, max_seconds: float
) -> list[list[PlacedLine]]:
    count = len(document)
    if count == 0:
        raise DamagedPlanFileError(name, "a PDF without a page")
    if count > max_pages:
        raise PlanTextTooLargeError(name, "pages", count, max_pages)
    deadline = time.monotonic() + max_seconds
    pages: list[list[PlacedLine]] = []
    characters = 0
    for number in range(count):
        try:
            page = document[number]
        except pdfium.PdfiumError as error:
            found = f"a PDF whose page {number + 1} of {count} cannot be read"
            raise DamagedPlanFileError(name, found) from error
        text_page = page.get_textpage()
        try:
            characters += text_page.count_chars()
            if characters > max_characters:
                raise PlanTextTooLargeError(name, "characters", characters, max_characters)
            pages.append(_read_lines(text_page, number))
        finally:
            text_page.close()
            page.close()
        if time.monotonic() > deadline:
            what = f"seconds of reading at page {number + 1:,} of {count:,}"
            raise PlanTextTooLargeError(name, what, round(max_seconds) + 1, round(max_seconds))
    return pages


def _read_lines(text_page: Any, page: int) -> list[PlacedLine]:
    raw = text_page.raw
    lines: list[PlacedLine] = []
    signs: list[tuple[int, str]] = []
    for index in range(text_page.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(raw, index)
        if code in (0x0A, 0x0D):
            _add_line(lines, signs, text_page, page)
            signs = []
        elif code:
            signs.append((index, _ordinary(code)))
    _add_line(lines, signs, text_page, page)
    return lines


def _ordinary(code: int) -> str:
    """Return a character, Kangxi radicals and compatibility forms as the words they write."""
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    sign = chr(code)
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFKC", sign)
    return sign


def _add_line(
    lines: list[PlacedLine], signs: list[tuple[int, str]], text_page: Any, page: int
) -> None:
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
    if lines and abs(lines[-1].middle - middle) < 0.3 * size and lines[-1].right <= left:
        before = lines.pop()
        text, left = f"{before.text} {text}", before.left
    lines.append(PlacedLine(text, left, right, middle, size, page))

"""Read the text layer of a PDF, as paragraphs."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from pathlib import Path

from hebei_gis.plan.text.errors import (
    DamagedPlanFileError,
    EncryptedPlanFileError,
    PlanTextTooLargeError,
    ScanWithoutTextError,
)
from hebei_gis.plan.text.wrapped_lines import PlacedLine, join_wrapped, without_page_furniture
from hebei_gis.words.facts import listed, term
from hebei_gis.words.notes import Note, note

_READER = Path(__file__).with_name("pdf_lines.py")
_LEAST_CHARACTERS_A_PAGE = 15
# Where the end mark of a PDF stands, with room for what mail and web servers append.
_TAIL = 4096


def read_pdf(
    content: bytes,
    name: str,
    max_characters: int,
    max_pages: int,
    max_seconds: float,
    max_memory: int,
) -> tuple[str, list[Note]]:
    """Return the text of a PDF, one paragraph a line, and warnings.

    Parameters
    ----------
    content
        The file.
    name
        What errors call it.
    max_characters, max_pages, max_seconds, max_memory
        What may be read, how long, and with how many bytes, before it is given up.

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
        raise DamagedPlanFileError(name, term("pdf_without_end"))
    pages = _read_pages(content, name, max_characters, max_pages, max_seconds, max_memory)
    characters = sum(len(line.text) for lines in pages for line in lines)
    if characters < min(_LEAST_CHARACTERS_A_PAGE * len(pages), 200):
        found = term("pages_of_a_scan", pages=len(pages), characters=characters)
        raise ScanWithoutTextError(name, found)
    unreadable = sum(
        sign == "\ufffd" or unicodedata.category(sign) in ("Co", "Cn", "Cc")
        for lines in pages
        for line in lines
        for sign in line.text
    )
    if unreadable > 0.1 * characters:
        raise ScanWithoutTextError(name, term("pdf_no_words"))
    text = join_wrapped(without_page_furniture(pages))
    warnings = []
    silent = [number for number, lines in enumerate(pages, start=1) if not lines]
    if silent:
        facts = {"silent": len(silent), "pages": len(pages), "listed": listed(silent, 10)}
        warnings.append(note("silent_pages", **facts))
    if unreadable:
        warnings.append(note("unreadable_characters", count=unreadable))
    return text, warnings


def _read_pages(
    content: bytes,
    name: str,
    max_characters: int,
    max_pages: int,
    max_seconds: float,
    max_memory: int,
) -> list[list[PlacedLine]]:
    limits = [str(limit) for limit in (max_characters, max_pages, max_memory)]
    # -P keeps this folder, with a module called numbers, off the reader's path.
    command = [sys.executable, "-P", str(_READER), *limits]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=max_seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        most = round(max_seconds)
        raise PlanTextTooLargeError(name, "seconds", most, most) from error
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        if "ModuleNotFoundError" in last:
            raise RuntimeError(f"The reader of PDFs is not installed whole: {last}")
        if done.returncode < 0 or "MemoryError" in last:
            raise PlanTextTooLargeError(name, "memory", max_memory, max_memory)
        raise DamagedPlanFileError(name, term("pdf_not_read", reason=last[:120]))
    answer = json.loads(done.stdout)
    fault, amount = answer.get("fault"), answer.get("amount", 0)
    if fault == "locked":
        raise EncryptedPlanFileError(name, term("a_pdf"))
    if fault in ("pages", "characters"):
        limit = max_pages if fault == "pages" else max_characters
        raise PlanTextTooLargeError(name, fault, amount, limit)
    if fault is not None:
        found = {
            "no_page": term("pdf_without_page"),
            "bad_page": term("pdf_bad_page", page=amount),
        }.get(fault, term("pdf_not_opened"))
        raise DamagedPlanFileError(name, found)
    return [
        [
            PlacedLine(text, left, right, middle, size, number)
            for text, left, right, middle, size in lines
        ]
        for number, lines in enumerate(answer["pages"])
    ]

"""Read a plan's text from a file: .txt, .docx or .pdf with a text layer.

What the file is shows by its content. It is read in memory within limits, and nothing is
written: the caller gets the whole text or an error that says what to do.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

from hebei_gis.plan.text.docx import read_docx
from hebei_gis.plan.text.errors import (
    DamagedPlanFileError,
    EmptyPlanTextError,
    EncryptedPlanFileError,
    PlanFileUnreadableError,
    PlanTextTooLargeError,
    UnknownEncodingError,
    WrongFileTypeError,
)
from hebei_gis.plan.text.pdf import read_pdf
from hebei_gis.plan.text.wrapped_lines import unwrapped
from hebei_gis.words.facts import term
from hebei_gis.words.notes import Note, note

TextKind = Literal["txt", "docx", "pdf"]
_OTHER_CONTENT = (
    (b"{\\rtf", term("rtf_document"), term("save_in_word")),
    (b"\x89PNG", term("picture", format="PNG"), term("run_ocr")),
    (b"\xff\xd8\xff", term("picture", format="JPEG"), term("run_ocr")),
    (b"II*\x00", term("picture", format="TIFF"), term("run_ocr")),
    (b"MM\x00*", term("picture", format="TIFF"), term("run_ocr")),
    (b"Rar!", term("archive", format="RAR"), term("unpack_it")),
    (b"7z\xbc\xaf", term("archive", format="7z"), term("unpack_it")),
    (b"\x1f\x8b", term("archive", format="gzip"), term("unpack_it")),
    (b"%!PS", term("postscript"), term("save_as_pdf")),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_NEW_LINE = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True)
class TextLimits:
    """How much is read before a file is given up.

    Attributes
    ----------
    file_bytes
        The size of the file.
    characters
        The length of its text; a district's plan has 30 to 200 thousand characters.
    xml_bytes
        How much the words of a .docx may unpack to.
    pages
        The pages of a PDF.
    seconds
        How long a .docx or .pdf may take.
    memory_bytes
        The memory that reading a PDF may take, where the system can hold it to that.
    """

    file_bytes: int = 64 * 1024 * 1024
    characters: int = 2_000_000
    xml_bytes: int = 64 * 1024 * 1024
    pages: int = 2000
    seconds: float = 8.0
    memory_bytes: int = 400 * 1024 * 1024


DEFAULT_LIMITS = TextLimits()


@dataclass(frozen=True)
class PlanText:
    """The text of a plan, one paragraph a line.

    Attributes
    ----------
    name
        What the file is called.
    text
        The text; lines end in ``\\n``. All offsets of the readers refer to it.
    kind
        ``txt``, ``docx`` or ``pdf``.
    encoding
        Of a .txt: ``utf-8``, ``utf-8-sig``, ``utf-16``, ``utf-32`` or ``gb18030``; else empty.
    sha256
        Of the file's bytes.
    tables
        Spans of ``text`` that stand in tables, sorted; known for .docx alone.
    warnings
        What a person should look at.
    """

    name: str
    text: str
    kind: TextKind
    encoding: str
    sha256: str
    tables: tuple[tuple[int, int], ...]
    warnings: tuple[Note, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text, without their ends."""
        return tuple(self.text.split("\n"))


def read_plan_text(
    source: str | Path | bytes, name: str | None = None, limits: TextLimits = DEFAULT_LIMITS
) -> PlanText:
    """Return the text of a plan's file.

    Parameters
    ----------
    source
        The path of the file, or its bytes.
    name
        What to call it in errors; its ending says what it should be. For a path, the name
        of the file by default.
    limits
        What is too much.

    Returns
    -------
    PlanText
        Whole, or not at all.

    Raises
    ------
    PlanTextError
        One of its kinds, see :mod:`hebei_gis.plan.text.errors`: the file is missing, empty,
        too large, of another type, damaged, locked, a scan, or in an unknown encoding.
    """
    content, name = _load(source, name, limits)
    if not content.strip():
        found = term("white_space_bytes", count=len(content)) if content else term("empty_file")
        raise EmptyPlanTextError(name, found)
    kind = _kind(content, name)
    tables: tuple[tuple[int, int], ...] = ()
    encoding = ""
    warnings: list[Note] = []
    if kind == "docx":
        text, tables = read_docx(content, name, limits.characters, limits.xml_bytes, limits.seconds)
    elif kind == "pdf":
        text, warnings = read_pdf(
            content,
            name,
            limits.characters,
            limits.pages,
            limits.seconds,
            limits.memory_bytes,
        )
    else:
        text, encoding = _decode(content, name)
        if len(text) > limits.characters:
            raise PlanTextTooLargeError(name, "characters", len(text), limits.characters)
        whole = unwrapped(text)
        if whole != text:
            warnings.append(note("lines_joined"))
            text = whole
    if not text.strip():
        nothing = "docx_without_words" if kind == "docx" else "only_white_space"
        raise EmptyPlanTextError(name, term(nothing))
    digest = hashlib.sha256(content).hexdigest()
    return PlanText(name, text, kind, encoding, digest, tables, tuple(warnings))


def _load(source: str | Path | bytes, name: str | None, limits: TextLimits) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        name = name or "the text"
        if len(source) > limits.file_bytes:
            raise PlanTextTooLargeError(name, "bytes", len(source), limits.file_bytes)
        return source, name
    path = Path(source)
    name = name or path.name
    try:
        if path.is_dir():
            raise PlanFileUnreadableError(name, term("a_folder"))
        with path.open("rb") as file:
            # One byte past the limit tells, however large the file says it is.
            content = file.read(limits.file_bytes + 1)
    except FileNotFoundError as error:
        raise PlanFileUnreadableError(name, term("no_such_file")) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        denied = isinstance(error, PermissionError)
        found = term("no_permission") if denied else term("not_opened", reason=reason)
        raise PlanFileUnreadableError(name, found) from error
    if len(content) > limits.file_bytes:
        size = max(path.stat().st_size, len(content))
        raise PlanTextTooLargeError(name, "bytes", size, limits.file_bytes)
    return content, name


def _kind(content: bytes, name: str) -> TextKind:
    """Return what a file is by its content, where its name does not say otherwise."""
    kind: TextKind = "txt"
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        kind = "docx"
    elif b"%PDF-" in content[:1024]:
        kind = "pdf"
    elif content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise EncryptedPlanFileError(name, term("office_document"))
        raise WrongFileTypeError(name, term("old_office"), term("save_in_word"))
    elif _HTML.match(content[:4096].removeprefix(codecs.BOM_UTF8)):
        raise WrongFileTypeError(name, term("web_page"), term("save_as_text"))
    else:
        for start, found, remedy in _OTHER_CONTENT:
            if content.startswith(start):
                raise WrongFileTypeError(name, found, remedy)
    suffix = PurePath(name).suffix.lower()
    wanted = {".txt": "txt", ".docx": "docx", ".pdf": "pdf"}.get(suffix)
    if wanted is not None and wanted != kind:
        named = {"txt": "neither_docx_nor_pdf", "docx": "zip_archive", "pdf": "a_pdf"}
        misnamed = term("other_ending", what=term(named[kind]), ending=suffix)
        raise WrongFileTypeError(name, misnamed, term("rename_to", ending=kind))
    return kind


def _decode(content: bytes, name: str) -> tuple[str, str]:
    """Return the text of bytes and its encoding, lines ending in one way."""
    bom = next(((sign, codec) for sign, codec in _BOMS if content.startswith(sign)), None)
    if bom is not None:
        text, encoding = _decode_marked(content, bom[1], name), bom[1]
    else:
        text, encoding = _decode_unmarked(content, name)
    control = _CONTROL.search(text)
    if control is not None:
        sign = f"U+{ord(control[0]):04X}"
        found = term("no_sign_of_text", sign=sign, place=control.start())
        raise UnknownEncodingError(name, found)
    return _NEW_LINE.sub("\n", text), encoding


def _decode_marked(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if error.end >= len(content):
            cut = term("text_cut_off", encoding=encoding)
            raise DamagedPlanFileError(name, cut) from error
        found = term("text_broken_at", encoding=encoding, byte=error.start)
        raise UnknownEncodingError(name, found) from error


def _decode_unmarked(content: bytes, name: str) -> tuple[str, str]:
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        broken = error
    # GB18030 reads nearly anything, so a UTF-8 text with a fault must not come to it.
    replaced = content.decode("utf-8", "replace")
    faults = replaced.count("\ufffd")
    good = sum(sign > "\x7f" for sign in replaced) - faults
    if good > 20 * faults:
        if broken.start >= len(content) - 3:
            cut = term("text_cut_off", encoding="UTF-8")
            raise DamagedPlanFileError(name, cut) from broken
        found = term("utf8_broken", count=faults, byte=broken.start)
        raise UnknownEncodingError(name, found) from broken
    try:
        return content.decode("gb18030"), "gb18030"
    except UnicodeDecodeError as error:
        if error.end >= len(content) and error.start >= len(content) - 4:
            cut = term("text_cut_off", encoding="GB18030")
            raise DamagedPlanFileError(name, cut) from error
        found = term("neither_encoding", byte=error.start)
        raise UnknownEncodingError(name, found) from error

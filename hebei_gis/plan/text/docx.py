"""Read the words of a Word document (.docx), one paragraph a line."""

from __future__ import annotations

import time
from collections.abc import Iterator

from hebei_gis.files.zips import BrokenZipError, Member, members_of
from hebei_gis.plan.text.docx_elements import Attributes, Elements, parse_xml
from hebei_gis.plan.text.docx_numbering import ListsReader, Numbering, StylesReader
from hebei_gis.plan.text.errors import (
    DamagedPlanFileError,
    EncryptedPlanFileError,
    PlanTextTooLargeError,
    WrongFileTypeError,
)
from hebei_gis.words.facts import term

_DOCUMENT = "word/document.xml"
_OTHER_KINDS = (
    ("xl/workbook.xml", term("excel_workbook", endings=".xlsx")),
    ("xl/workbook.bin", term("excel_workbook", endings=".xlsb")),
    ("ppt/presentation.xml", term("powerpoint", endings=".pptx")),
    ("content.xml", term("open_document")),
    ("Document.xml", term("ofd_file")),
    ("OFD.xml", term("ofd_file")),
)
_MAX_MEMBERS = 20_000
# Pictures included; a file that declares more is a bomb, whatever its name.
_MAX_DECLARED = 1 << 30
_WORD = "wordprocessingml/"
# Deleted words, former formats, and the second copy of a text box's words, for old programs.
_LEFT_OUT = ("Fallback", "del", "moveFrom", "pPrChange", "rPrChange")


def read_docx(
    content: bytes, name: str, max_characters: int, max_xml_bytes: int, max_seconds: float
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the text of a .docx and the spans of it that stand in tables.

    Headings that Word numbers by itself get their numbers back; deleted words, field codes,
    page heads and feet and notes are left out.

    Parameters
    ----------
    content
        The file.
    name
        What errors call it.
    max_characters, max_xml_bytes, max_seconds
        How much text, how much XML unpacked, and how long, is read before it is given up.

    Raises
    ------
    DamagedPlanFileError, EncryptedPlanFileError, PlanTextTooLargeError, WrongFileTypeError
        It is cut off, locked, unpacks to too much, or is no Word document.
    """
    try:
        listed = members_of(content)
    except BrokenZipError as error:
        raise DamagedPlanFileError(name, term("docx_without_end")) from error
    members = {member.name: member for member in listed}
    _check_members(members, len(listed), name)
    handler = _Paragraphs(name, max_characters)
    deadline = time.monotonic() + max_seconds

    def unpack(member: Member) -> Iterator[bytes]:
        for chunk in _unpack(member, name, max_xml_bytes):
            if time.monotonic() > deadline:
                most = round(max_seconds)
                raise PlanTextTooLargeError(name, "seconds", most, most)
            yield chunk

    for part, reader in (
        ("word/styles.xml", StylesReader(handler.numbering)),
        ("word/numbering.xml", ListsReader(handler.numbering)),
    ):
        if part in members:
            parse_xml(unpack(members[part]), reader, name)
    parse_xml(unpack(members[_DOCUMENT]), handler, name)
    return "\n".join(handler.lines), tuple(handler.tables)


def _check_members(members: dict[str, Member], count: int, name: str) -> None:
    if count > _MAX_MEMBERS:
        raise PlanTextTooLargeError(name, "packed", count, _MAX_MEMBERS)
    if _DOCUMENT not in members:
        for part, kind in _OTHER_KINDS:
            if part in members:
                raise WrongFileTypeError(name, kind, term("save_as_docx"))
        found = term("zip_without", member=_DOCUMENT)
        raise WrongFileTypeError(name, found, term("save_as_docx"))
    declared = sum(member.size for member in members.values())
    if declared > _MAX_DECLARED:
        raise PlanTextTooLargeError(name, "unpacked", declared, _MAX_DECLARED)


def _unpack(member: Member, name: str, limit: int) -> Iterator[bytes]:
    """Yield the bytes of a member that declares no more than the limit."""
    if member.encrypted:
        raise EncryptedPlanFileError(name, term("zip_archive"))
    if member.size > limit:
        raise PlanTextTooLargeError(name, "member", member.size, limit, member=member.name)
    if member.unknown_method is not None:
        found = term("docx_method", method=member.unknown_method)
        raise WrongFileTypeError(name, found, term("save_anew_docx"))
    try:
        yield from member.pieces()
    except BrokenZipError as error:
        raise DamagedPlanFileError(name, term("docx_broken_member", member=member.name)) from error


class _Paragraphs(Elements):
    """Gathers the paragraphs of a document as they pass by."""

    def __init__(self, name: str, max_characters: int) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.tables: list[tuple[int, int]] = []
        self.numbering = Numbering()
        self._name, self._limit = name, max_characters
        self._length = 0
        # A text box is a paragraph inside a paragraph.
        self._open: list[list[str]] = []
        self._in_text = False
        self._skipped = self._table_depth = 0
        self._table_start = 0
        self._style: str | None = None
        self._list: tuple[str | None, str | None] = (None, None)

    def begin(self, tag: str, namespace: str, attributes: Attributes) -> None:
        if self._skipped or tag in _LEFT_OUT:
            self._skipped += 1
        elif tag == "p" and _WORD in namespace:
            self._open.append([])
            self._style, self._list = None, (None, None)
        elif not self._open:
            if tag == "tbl":
                if not self._table_depth:
                    self._table_start = self._length
                self._table_depth += 1
        elif tag == "t":
            self._in_text = True
        elif tag in ("tab", "ptab") and not attributes:
            self._open[-1].append("\t")
        elif tag in ("br", "cr"):
            self._open[-1].append("\n")
        elif tag in ("pStyle", "numId", "ilvl"):
            self._note_list(tag, attributes.get("val"))

    def _note_list(self, tag: str, value: str | None) -> None:
        if tag == "pStyle":
            self._style = value
        elif tag == "numId":
            self._list = (value, self._list[1])
        else:
            self._list = (self._list[0], value)

    def characters(self, content: str) -> None:
        if self._in_text and not self._skipped:
            self._open[-1].append(content)
            if len(self._open[-1]) > self._limit:
                pieces = len(self._open[-1])
                raise PlanTextTooLargeError(self._name, "pieces", pieces, self._limit)

    def finish(self, tag: str, namespace: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif tag == "t":
            self._in_text = False
        elif tag == "p" and self._open and _WORD in namespace:
            self._close_paragraph("".join(self._open.pop()))
        elif tag == "tbl" and not self._open:
            self._table_depth -= 1
            if not self._table_depth and self._length > self._table_start:
                self.tables.append((self._table_start, self._length))

    def _close_paragraph(self, words: str) -> None:
        label = ""
        if words.strip():
            label = self.numbering.label(self._style, *self._list)
        self._style, self._list = None, (None, None)
        self.lines.append(label + words)
        self._length += len(label) + len(words) + 1
        if self._length > self._limit:
            raise PlanTextTooLargeError(self._name, "characters", self._length, self._limit)

"""The table of a Shapefile: in what its text is written, and whether it is whole."""

from __future__ import annotations

import contextlib
import struct
from codecs import getincrementaldecoder
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hebei_gis.files.text import Encoding, big5_or_gb18030, python_encoding, reads_as_big5
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import Term, term
from hebei_gis.words.refusals import refusal, shown

#: Language driver ids (byte 29 of the header) that name an encoding.
_LANGUAGE_DRIVERS = {0x4D: "GB18030", 0x4F: "BIG5", 0x7A: "GB18030", 0x78: "BIG5", 0x13: "CP932"}
#: So many bytes beyond ASCII make it certain that text which fits UTF-8 is UTF-8: GBK text of
#: one or two characters may fit it by chance.
_CERTAIN_BYTES = 12
_SAMPLED_VALUES = 20_000
#: A field of whole numbers this wide is one of decimal fractions to GDAL, which rounds them.
_WIDE = 19
_SAMPLE = 16
#: A new line is no part of any character of these, so that many values can be tried at once.
_ENDED_BY_NEW_LINE = ("utf-8", "gbk", "gb18030")


@dataclass(frozen=True)
class Table:
    """What the header of a .dbf says.

    Attributes
    ----------
    rows, stated_rows : int
        Rows that are whole, and rows the header promises.
    names : tuple of bytes
    texts : tuple of (bytes, bool)
        Names and values with bytes beyond ASCII, of a column at most 20,000; and whether the
        value fills its field, so that it may end within a character.
    language_driver : int
    wide : mapping of int to list
        Column, counted from 0 → its whole numbers of :data:`_WIDE` digits and more, None where
        there is none; rows that are marked as deleted are left out.
    overflowed : tuple of int
        Rows, counted from 0, with a number too long for its field, stored as ``***``.
    """

    rows: int
    stated_rows: int
    names: tuple[bytes, ...]
    texts: tuple[tuple[bytes, bool], ...]
    language_driver: int
    wide: Mapping[int, list[int | None]]
    overflowed: tuple[int, ...] = ()


def read_table(content: bytes, where: str) -> Table:
    """Look into a .dbf.

    Raises
    ------
    UploadError
        Where its header is broken.
    """
    whole = term("whole_file_of", name=".dbf")
    if len(content) < 33:
        raise refusal("unreadable_file", where, term("bytes_of", count=len(content)), whole)
    rows, header, width = struct.unpack("<IHH", content[4:12])
    fields: list[tuple[bytes, int, int]] = []
    wide: dict[int, tuple[int, int]] = {}
    numbers: list[tuple[int, int]] = []
    place, start = 32, 1
    while place + 32 <= min(header, len(content)) and content[place] != 0x0D:
        name = content[place : place + 11].split(b"\0")[0]
        kind, length = content[place + 11], content[place + 16]
        if kind == ord("C"):
            length += content[place + 17] << 8
        fields.append((name, start, length if kind == ord("C") else -1))
        if kind in b"NF":
            numbers.append((start, length))
        if kind == ord("N") and length >= _WIDE and content[place + 17] == 0:
            wide[len(fields) - 1] = (start, length)
        start += max(length, content[place + 16])
        place += 32
    if not fields or width == 0 or header > len(content):
        raise refusal("unreadable_file", where, term("broken_header"), whole)
    complete = min(rows, (len(content) - header) // width)
    names = tuple(name for name, _, _ in fields)
    # A name of 10 bytes fills its place too.
    texts = [(name, len(name) >= 10) for name in names if not name.isascii()]
    body = content[header : header + complete * width]
    if not body.isascii():
        texts += _texts(body, width, complete, fields)
    overflowed = _overflowed(body, width, numbers) if b"**" in body else ()
    return Table(
        complete, rows, names, tuple(texts), content[29], _wide(body, width, wide), overflowed
    )


def _overflowed(body: bytes, width: int, fields: list[tuple[int, int]]) -> tuple[int, ...]:
    """Rows in which a number is stored as asterisks; those marked as deleted do not count."""
    cells = np.frombuffer(body, dtype=np.uint8).reshape(-1, width)
    kept = cells[cells[:, 0] != ord("*")]
    full = np.zeros(len(kept), dtype=bool)
    for start, length in fields:
        full |= (kept[:, start : start + length] == ord("*")).any(axis=1)
    return tuple(np.flatnonzero(full).tolist())


def _texts(
    body: bytes, width: int, rows: int, fields: list[tuple[bytes, int, int]]
) -> list[tuple[bytes, bool]]:
    cells = np.frombuffer(body, dtype=np.uint8, count=rows * width).reshape(rows, width)
    found: list[tuple[bytes, bool]] = []
    for _, start, length in fields:
        if length <= 0:
            continue
        beyond = np.flatnonzero((cells[:, start : start + length] > 0x7F).any(axis=1))
        # Of every column some, from all over it.
        drawn = beyond[:: len(beyond) // _SAMPLED_VALUES + 1]
        for place in (drawn * width + start).tolist():
            value = body[place : place + length]
            found.append((value, not value.endswith((b" ", b"\0"))))
    return found


def _wide(
    body: bytes, width: int, fields: Mapping[int, tuple[int, int]]
) -> dict[int, list[int | None]]:
    found: dict[int, list[int | None]] = {}
    for number, (start, length) in fields.items():
        cells = [
            body[row + start : row + start + length].strip(b" \0")
            for row in range(0, len(body), width)
            if body[row] != ord("*")
        ]
        with contextlib.suppress(ValueError):  # as GDAL reads it, where it is none
            found[number] = [int(cell) if cell.strip(b"*") else None for cell in cells]
    return found


def _all_fit(table: Table, encoding: str) -> bool:
    decoder = getincrementaldecoder(encoding)
    if encoding.lower() in _ENDED_BY_NEW_LINE:
        with contextlib.suppress(UnicodeDecodeError):
            b"\n".join(value for value, _ in table.texts).decode(encoding)
            return True
    try:
        for value, full in table.texts:
            decoder().decode(value, final=not full)
    except UnicodeDecodeError:
        return False
    return True


def table_encoding(table: Table, stated: str | None, asked: str | None, where: str) -> Encoding:
    """In what a .dbf is written.

    The user's word, else the .cpg or the language driver where every byte fits them, else what
    the bytes fit: UTF-8, then GB18030.

    Parameters
    ----------
    table : Table
    stated : str or None
        Content of the .cpg.
    asked : str or None
        The user's word.

    Raises
    ------
    UploadError
        Where the encoding asked for does not fit, none does, or the one stated cannot be told
        from a Chinese one.
    """
    utf8, chinese = _all_fit(table, "utf-8"), _all_fit(table, "gb18030")
    if asked:
        name = python_encoding(asked)
        if name is None or not _all_fit(table, name):
            perhaps = "UTF-8" if utf8 else "GB18030" if chinese else None
            expected = (
                term("encoding_perhaps", name=perhaps) if perhaps else term("another_encoding")
            )
            raise refusal("wrong_encoding", where, asked, expected)
        return Encoding(name, term("encoding_your_word"))
    if not table.texts:
        name = (python_encoding(stated) if stated else None) or "UTF-8"
        return Encoding(name, term("encoding_ascii"))
    together = b"".join(text for text, _ in table.texts)
    beyond = len(together) - len(together.decode("ascii", "ignore"))
    certain = utf8 and beyond >= _CERTAIN_BYTES
    said = [(term("the_cpg"), python_encoding(stated) if stated else None)]
    said.append((term("the_dbf_header"), _LANGUAGE_DRIVERS.get(table.language_driver)))
    wrong: Term | None = None
    for origin, name in said:
        if name is None:
            continue
        doubted = utf8 and (certain or _one_byte(name)) and name != "UTF-8"
        if _all_fit(table, name) and not doubted:
            if chinese and _one_byte(name):
                raise _undecided(table, name, where)
            return Encoding(name, term("encoding_stated", origin=origin))
        wrong = wrong or term("encoding_stated_wrong", origin=origin, name=name)
    silent = wrong or term("encoding_not_stated")
    if utf8:
        return Encoding("UTF-8", term("encoding_found", silent=silent, why=term("encoding_fits")))
    if chinese:
        lines = b"\n".join(text for text, _ in table.texts)
        if wrong is None and reads_as_big5(lines):
            raise big5_or_gb18030(lines, where)
        why = term("encoding_not_utf8")
        return Encoding("GB18030", term("encoding_found", silent=silent, why=why))
    found = term("encodings_or", names=["UTF-8", "GB18030"])
    raise refusal("wrong_encoding", where, found, term("encoding_to_name"))


def _one_byte(encoding: str) -> bool:
    """Whether every character is one byte: then most bytes fit, whatever was meant."""
    each = bytes(range(0xA1, 0xFF)).decode(encoding, "replace")
    return len(each) == 0xFF - 0xA1 and each.count("\ufffd") < len(each) // 2


def _undecided(table: Table, stated: str, where: str) -> UploadError:
    """Bytes that are words in a Chinese encoding as well as in the one stated."""
    value = max((text for text, _ in table.texts), key=len)
    readings = {name: shown(value.decode(name, "ignore")[:_SAMPLE]) for name in (stated, "GB18030")}
    return refusal(
        "encoding_undecided", where, stated, "GB18030",
        reading=readings[stated], other_reading=readings["GB18030"], answered_by="encoding",
    )  # fmt: skip

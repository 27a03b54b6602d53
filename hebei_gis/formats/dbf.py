"""The table of a Shapefile: in what its text is written, and whether it is whole."""

from __future__ import annotations

import contextlib
import struct
from codecs import getincrementaldecoder
from dataclasses import dataclass

from hebei_gis.files.text import Encoding, python_encoding
from hebei_gis.words.facts import Term, term
from hebei_gis.words.refusals import refusal

#: Language driver ids (byte 29 of the header) that name an encoding.
_LANGUAGE_DRIVERS = {0x4D: "GB18030", 0x4F: "BIG5", 0x7A: "GB18030", 0x78: "BIG5", 0x13: "CP932"}
#: So many bytes beyond ASCII make it certain that text which fits UTF-8 is UTF-8: GBK text of
#: one or two characters may fit it by chance.
_CERTAIN_BYTES = 12
_SAMPLED_VALUES = 20_000
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
        Names and values with bytes beyond ASCII, at most some 20,000; and whether the value
        fills its field, so that it may end within a character.
    language_driver : int
    """

    rows: int
    stated_rows: int
    names: tuple[bytes, ...]
    texts: tuple[tuple[bytes, bool], ...]
    language_driver: int


def read_table(content: bytes, where: str) -> Table:
    """Look into a .dbf.

    Raises
    ------
    UploadError
        Where its header is broken.
    """
    if len(content) < 33:
        raise refusal("unreadable_file", where, f"{len(content)} bytes", "a whole .dbf")
    rows, header, width = struct.unpack("<IHH", content[4:12])
    fields: list[tuple[bytes, int, int]] = []
    place, start = 32, 1
    while place + 32 <= min(header, len(content)) and content[place] != 0x0D:
        name = content[place : place + 11].split(b"\0")[0]
        kind, length = content[place + 11], content[place + 16]
        if kind == ord("C"):
            length += content[place + 17] << 8
        fields.append((name, start, length if kind == ord("C") else -1))
        start += max(length, content[place + 16])
        place += 32
    if not fields or width == 0 or header > len(content):
        raise refusal("unreadable_file", where, "a broken header", "a whole .dbf")
    whole = min(rows, (len(content) - header) // width)
    names = tuple(name for name, _, _ in fields)
    # A name of 10 bytes fills its place too.
    texts = [(name, len(name) >= 10) for name in names if not name.isascii()]
    body = content[header : header + whole * width]
    if not body.isascii():
        texts += _texts(body, width, whole, fields)
    return Table(whole, rows, names, tuple(texts), content[29])


def _texts(
    body: bytes, width: int, rows: int, fields: list[tuple[bytes, int, int]]
) -> list[tuple[bytes, bool]]:
    found: list[tuple[bytes, bool]] = []
    for row in range(rows):
        record = body[row * width : (row + 1) * width]
        if record.isascii():
            continue
        for _, start, length in fields:
            value = record[start : start + length] if length > 0 else b""
            if not value.isascii():
                found.append((value, not value.endswith((b" ", b"\0"))))
        if len(found) > _SAMPLED_VALUES:
            break
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
        Where the encoding asked for does not fit, or none does.
    """
    utf8, chinese = _all_fit(table, "utf-8"), _all_fit(table, "gb18030")
    if asked:
        name = python_encoding(asked)
        if name is None or not _all_fit(table, name):
            perhaps = "UTF-8" if utf8 else "GB18030" if chinese else "another encoding"
            raise refusal("wrong_encoding", where, asked, f"perhaps {perhaps}")
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
        if _all_fit(table, name) and not (certain and name != "UTF-8"):
            return Encoding(name, term("encoding_stated", origin=origin))
        wrong = wrong or term("encoding_stated_wrong", origin=origin, name=name)
    silent = wrong or term("encoding_not_stated")
    if utf8:
        return Encoding("UTF-8", term("encoding_found", silent=silent, why=term("encoding_fits")))
    if chinese:
        why = term("encoding_not_utf8")
        return Encoding("GB18030", term("encoding_found", silent=silent, why=why))
    raise refusal("wrong_encoding", where, "neither UTF-8 nor GB18030", "an encoding you name")

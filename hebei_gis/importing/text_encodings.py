"""In what a piece of text is written: tried strictly, never replaced in silence."""

from __future__ import annotations

import codecs

from hebei_gis.importing.refusals import refusal, shown
from hebei_gis.importing.sources import Encoding

_MARKS = (
    (codecs.BOM_UTF8, "UTF-8-SIG"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
#: Names that mean one Chinese encoding; GB18030 reads them all.
_CHINESE = ("gbk", "gb2312", "gb18030", "cp936", "936", "ansi 936", "ansi_936", "ms936", "chinese")


def python_encoding(name: str) -> str | None:
    """The codec for a name such as ``GBK``, ``936``, ``ANSI 936``; None where there is none."""
    plain = name.strip().lower()
    if plain in _CHINESE:
        return "GB18030"
    if plain in ("65001", "utf8", "cp65001"):
        return "UTF-8"
    if plain.isdigit():
        plain = f"cp{plain}"
    if plain.startswith("8859"):
        plain = f"iso-{plain}"
    try:
        found = codecs.lookup(plain)
    except (LookupError, ValueError):
        return None
    return found.name.upper() if found._is_text_encoding else None


def known_encoding(name: str, where: str) -> str:
    """The codec for a name the user gave.

    Raises
    ------
    UploadError
        Where there is none.
    """
    found = python_encoding(name)
    if found is None:
        raise refusal("wrong_encoding", where, shown(name), "UTF-8, GB18030, Big5 …")
    return found


def fits(raw: bytes, encoding: str) -> bool:
    """Whether all bytes can be read in this encoding."""
    try:
        raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def guess_encoding(raw: bytes) -> Encoding | None:
    """The encoding of a text: its mark, then UTF-8, then GB18030; None where none fits."""
    for mark, name in _MARKS:
        if raw.startswith(mark) and fits(raw, name):
            return Encoding(name, "it says so with a byte order mark", "以字节顺序标记注明")
    if raw.isascii():
        return Encoding("UTF-8", "it is plain ASCII", "全为 ASCII 字符")
    if fits(raw, "utf-8"):
        return Encoding("UTF-8", "every byte fits", "全部字节符合")
    if fits(raw, "gb18030"):
        return Encoding(
            "GB18030", "it is not UTF-8 and every byte fits", "不是 UTF-8,且全部字节符合"
        )
    return None


def decoded(raw: bytes, where: str, asked: str | None) -> tuple[str, Encoding]:
    """A text, and in what it was written.

    Raises
    ------
    UploadError
        Where the encoding asked for does not fit, or none does.
    """
    if asked:
        name = known_encoding(asked, where)
        if name == "UTF-8":
            name = "UTF-8-SIG"
        if not fits(raw, name):
            guess = guess_encoding(raw)
            expected = f"the encoding of the file, perhaps {guess.name}" if guess else "another"
            raise refusal("wrong_encoding", where, asked, expected)
        return raw.decode(name), Encoding(name, "by your word", "依您所述")
    found = guess_encoding(raw)
    if found is None:
        raise refusal("wrong_encoding", where, "neither UTF-8 nor GB18030", "an encoding you name")
    return raw.decode(found.name), found

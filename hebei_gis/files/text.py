"""In what a piece of text is written: tried strictly, never replaced in silence."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from hebei_gis.words.facts import Term, term
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal, shown


@dataclass(frozen=True)
class Encoding:
    """In what the text is written, and how that is known."""

    name: str
    why: Term

    @property
    def note(self) -> Note:
        """The same as a sentence of the preview."""
        return note("encoding", self.name, self.why)


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
            return Encoding(name, term("encoding_by_mark"))
    if raw.isascii():
        return Encoding("UTF-8", term("encoding_ascii"))
    if fits(raw, "utf-8"):
        return Encoding("UTF-8", term("encoding_fits"))
    if fits(raw, "gb18030"):
        return Encoding("GB18030", term("encoding_not_utf8"))
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
        return raw.decode(name), Encoding(name, term("encoding_your_word"))
    found = guess_encoding(raw)
    if found is None:
        raise refusal("wrong_encoding", where, "neither UTF-8 nor GB18030", "an encoding you name")
    return raw.decode(found.name), found

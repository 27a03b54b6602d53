"""In what a piece of text is written: its bytes decide, nothing is replaced in silence."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from hebei_gis.words.errors import UploadError
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
        return note("encoding", name=self.name, why=self.why)


_MARKS = (
    (codecs.BOM_UTF8, "UTF-8-SIG"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
#: Names that mean one Chinese encoding; GB18030 reads them all.
_CHINESE = ("gbk", "gb2312", "gb18030", "cp936", "936", "ansi 936", "ansi_936", "ms936", "chinese")
#: So many characters of a text show how it reads in an encoding.
_SAMPLE = 16
_TRIED = ("UTF-8", "GB18030")
#: Of fewer Chinese characters nothing is told by how common they are.
_FEWEST_TOLD = 4
#: Shares of common characters: of what is not meant fewer are common than the first, of what is
#: meant more than the second.
_FEW_COMMON, _MOST_COMMON = 0.75, 0.9
_LOOKED_AT = 4096
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def python_encoding(name: str) -> str | None:
    """The codec for a name such as ``GBK``, ``936``, ``ANSI 936``; None where there is none."""
    plain = name.strip().lower()
    if plain in _CHINESE:
        return "GB18030"
    if plain in ("65001", "utf8", "cp65001"):
        return "UTF-8"
    if plain.startswith("8859"):
        plain = f"iso-8859-{plain[4:].lstrip('-_')}"
    elif plain.isdigit():
        plain = f"cp{plain}"
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
        expected = term("encodings_such_as", names=["UTF-8", "GB18030", "Big5"])
        raise refusal("encoding_unknown", where, shown(name), expected)
    return found


def fits(raw: bytes, encoding: str) -> bool:
    """Whether all bytes can be read in this encoding."""
    try:
        raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def guess_encoding(raw: bytes) -> Encoding | None:
    """The encoding of a text by its bytes; None where none fits.

    Its mark counts where the bytes agree; then UTF-16 by its zeros, UTF-8, GB18030.
    """
    for mark, name in _MARKS:
        if raw.startswith(mark) and fits(raw, name):
            return Encoding(name, term("encoding_by_mark"))
    if raw.isascii() and b"\0" not in raw:
        return Encoding("UTF-8", term("encoding_ascii"))
    wide = _without_mark(raw)
    if wide is not None:
        return Encoding(wide, term("encoding_by_zeros"))
    if fits(raw, "utf-8"):
        return Encoding("UTF-8", term("encoding_fits"))
    if raw.startswith(codecs.BOM_UTF8) and fits(raw.removeprefix(codecs.BOM_UTF8), "gb18030"):
        return Encoding("GB18030", term("encoding_against_mark"))
    if fits(raw, "gb18030"):
        return Encoding("GB18030", term("encoding_not_utf8"))
    return None


def reads_as_big5(raw: bytes) -> bool:
    """Whether bytes that fit GB18030 read as common characters in Big5 only.

    The common characters of either stand together at its front (GB 2312 level 1, Big5 level 1);
    the same bytes in the other encoding are rare characters.
    """
    if not fits(raw, "big5"):
        return False
    shares = []
    for encoding, first, last in (("gb18030", 0xB0A1, 0xD7F9), ("big5", 0xA440, 0xC67E)):
        text = raw[: 4 * _LOOKED_AT].decode(encoding, "ignore")
        codes = [
            int.from_bytes(character.encode(encoding), "big")
            for character in text
            if "\u3400" <= character <= "\ufaff"
        ]
        if len(codes) < _FEWEST_TOLD:
            return False
        # Level 1 of GB 2312 has no second byte below A1.
        common = [first <= code <= last and (encoding == "big5" or code & 0xFF > 0xA0)
                  for code in codes]  # fmt: skip
        shares.append(sum(common) / len(codes))
    return shares[0] < _FEW_COMMON and shares[1] > _MOST_COMMON


def big5_or_gb18030(raw: bytes, where: str) -> UploadError:
    """The question which of the two a text is in, with both readings."""
    readings = [sample(raw, name) for name in ("GB18030", "Big5")]
    return refusal(
        "encoding_unstated", where, "GB18030", "Big5",
        reading=readings[0], other_reading=readings[1], answered_by="encoding",
    )  # fmt: skip


def sample(raw: bytes, encoding: str) -> str:
    """How the longest word beyond ASCII reads in an encoding."""
    words = _BEYOND_ASCII.findall(raw[:_LOOKED_AT].decode(encoding, "ignore"))
    return shown(max(words, key=len, default="")[:_SAMPLE])


def _without_mark(raw: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of its ASCII characters is zero."""
    head = raw[:_LOOKED_AT]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(raw) % 2 or max(even, odd) * 8 < len(head) or min(even, odd) * 8 > max(even, odd):
        return None
    name = "UTF-16-LE" if odd > even else "UTF-16-BE"
    return name if fits(raw, name) else None


def decoded(raw: bytes, where: str, asked: str | None) -> tuple[str, Encoding]:
    """A text, and in what it was written.

    The bytes decide. What the user names must fit them; where they are plainly another
    encoding, both readings are told.

    Raises
    ------
    UploadError
        Where the encoding asked for does not fit, or none does.
    """
    guess = guess_encoding(raw)
    if asked:
        return _as_asked(raw, where, asked, guess)
    if guess is None:
        expected = term("encoding_to_name")
        raise refusal("wrong_encoding", where, term("encodings_or", names=_TRIED), expected)
    if guess.name == "GB18030" and reads_as_big5(raw):
        raise big5_or_gb18030(raw, where)
    return _read(raw, guess.name), guess


def _as_asked(raw: bytes, where: str, asked: str, guess: Encoding | None) -> tuple[str, Encoding]:
    name = known_encoding(asked, where)
    if not fits(raw, name):
        expected = term("encoding_perhaps", name=guess.name) if guess else term("another_encoding")
        raise refusal("wrong_encoding", where, asked, expected)
    text = _read(raw, name)
    if guess is None or raw.isascii() or guess.name == "GB18030":
        # Bytes that only GB18030 of the two fits may well be what the user says.
        return text, Encoding(name, term("encoding_your_word"))
    other = _read(raw, guess.name)
    if other == text:
        return text, Encoding(name, term("encoding_your_word"))
    mine, theirs = sample(raw, name), sample(raw, guess.name)
    why = term("encoding_doubted", reading=mine, other=guess.name, other_reading=theirs)
    return text, Encoding(name, why)


def _read(raw: bytes, name: str) -> str:
    """The text without a byte order mark."""
    plain = raw.removeprefix(codecs.BOM_UTF8) if name == "GB18030" else raw
    return plain.decode(name).removeprefix("\ufeff")

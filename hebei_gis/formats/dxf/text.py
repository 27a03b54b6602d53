"""Text of drawings: in what it is written, and characters written as their codes."""

from __future__ import annotations

import codecs
import re

from hebei_gis.files.text import Encoding, fits, python_encoding, reads_as_big5
from hebei_gis.words.facts import term
from hebei_gis.words.refusals import shown

#: From this version on text is UTF-8; before, in the code page the header names.
_UTF8_VERSION = "AC1021"
_BINARY = b"AutoCAD Binary DXF"
_CODE = re.compile(r"\\U\+([0-9A-Fa-f]{4})")


def encoding_of(content: bytes) -> Encoding | None:
    """In what a drawing's text is written; None for a binary drawing.

    The bytes decide, whatever the version or the header says.
    """
    if content.startswith(_BINARY):
        return None
    if content.isascii():
        return Encoding("UTF-8", term("encoding_ascii"))
    version = re.search(rb"\$ACADVER\s+1\s+(AC\d{4})", content[:20_000])
    page = re.search(rb"\$DWGCODEPAGE\s+3\s+([A-Za-z0-9_]+)", content[:20_000])
    stated = page.group(1).decode("ascii") if page else ""
    number = version.group(1).decode("ascii") if version else ""
    by_version = number >= _UTF8_VERSION
    header = number if by_version else shown(stated)
    if fits(content, "utf-8"):
        if by_version:
            return Encoding("UTF-8", term("encoding_by_version"))
        return Encoding("UTF-8", term("encoding_against_header", stated=header))
    named = python_encoding(stated.replace("ANSI_", "cp")) if stated else None
    if named in ("BIG5", "CP950", "BIG5HKSCS") and reads_as_big5(content):
        return Encoding(named, term("encoding_by_header", stated=header))
    if fits(content, "gb18030"):
        if named in ("GB18030", "CP936", "GBK") and not by_version:
            return Encoding("GB18030", term("encoding_by_header", stated=header))
        return Encoding("GB18030", term("encoding_against_header", stated=header))
    if named is not None and fits(content, named):
        return Encoding(named, term("encoding_by_header", stated=header))
    tried = [name for name in ("UTF-8", "GB18030", named) if name]
    broken = {name: content.decode(name, "replace").count("\ufffd") for name in tried}
    nearest = min(tried, key=lambda name: broken[name])
    return Encoding(nearest, term("encoding_with_faults", count=broken[nearest]))


def plain_text(text: str) -> str:
    r"""A text with the characters that ``\U+XXXX`` and ``\M+nXXXX`` stand for."""
    if "\\" in text:
        from ezdxf.lldxf.encoding import decode_mif_to_unicode

        text = decode_mif_to_unicode(text)
        text = _CODE.sub(lambda found: chr(int(found.group(1), 16)), text)
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _as_codes(error: UnicodeError) -> tuple[str, int]:
    """Characters beyond the code page as CAD programs write them, in units of UTF-16."""
    assert isinstance(error, UnicodeEncodeError)
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    codes = [f"\\U+{units[n]:02X}{units[n + 1]:02X}" for n in range(0, len(units), 2)]
    return "".join(codes), error.end


#: How characters that an encoding lacks are written.
AS_CODES = "drawing_codes"
codecs.register_error(AS_CODES, _as_codes)

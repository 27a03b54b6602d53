"""Names from data, made safe for Streamlit's markdown."""

from __future__ import annotations

import re

#: Signs that mark words wherever they stand; others only where they begin something. Names are read
#: aloud as they are written, so that no more is escaped than must be.
_SIGNS = re.compile(r"[\\`*_\[\]<>~$&|{}]|:(?=[\w+-])|^[#+=-](?=\s|[#=-]|$)")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
#: What Streamlit makes a link of even where its signs are escaped: addresses of pages and of mail.
_ADDRESSES = re.compile(r"https?(?=://)|www(?=\.)|(?<=[-.\w+])(?=@)", re.IGNORECASE)
#: Joins what stands around it and is not seen; an address is none with it.
_JOINER = "\u2060"


def escaped(words: str) -> str:
    """Words that markdown shows as they are, on one line; an address in them is no link."""
    plain = _ADDRESSES.sub(lambda found: found[0] + _JOINER, " ".join(words.split()))
    return _NUMBERED.sub(r"\1\\\2", _SIGNS.sub(lambda found: f"\\{found[0]}", plain))

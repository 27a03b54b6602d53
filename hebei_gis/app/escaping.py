"""Names from data, made safe for Streamlit's markdown."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")


def escaped(words: str) -> str:
    """Words that markdown shows as they are, on one line."""
    return _SIGNS.sub(r"\\\1", " ".join(words.split()))

"""Words of the papers, in Chinese and English: one file a kind of paper."""

from __future__ import annotations

from typing import Any

from hebei_gis.words.papers import files, report

WORDS = {**report.WORDS, **files.WORDS}


def say(name: str, language: str, /, **facts: Any) -> str:
    """One text in ``zh`` or ``en``, filled with facts."""
    chinese, english = WORDS[name]
    return (chinese if language == "zh" else english).format(**facts)

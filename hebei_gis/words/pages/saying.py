"""Saying a word of the pages in the user's language."""

from __future__ import annotations

from hebei_gis.words.pages import WORDS

LANGUAGES = {"zh": "中文", "en": "English"}


def say(word: str, language: str, /, **facts: object) -> str:
    """The words of that name in ``zh`` or ``en``, with the facts filled in."""
    chinese, english = WORDS[word]
    return (chinese if language == "zh" else english).format(**facts)

"""Saying a word of the pages in the user's language."""

from __future__ import annotations

from hebei_gis.words.pages import WORDS
from hebei_gis.words.saying import LANGUAGES, say_of

__all__ = ["LANGUAGES", "say"]

say = say_of(WORDS)

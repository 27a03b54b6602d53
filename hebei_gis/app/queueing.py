"""What a page says while a file is read."""

from __future__ import annotations

from hebei_gis.files.apart import waiting
from hebei_gis.words.pages.saying import say


def reading_words(language: str) -> str:
    """That it is at work; and how many files wait before this one, where some do."""
    count = waiting()
    return say("queued", language, count=count) if count else say("working", language)

"""Saying a text of a catalogue in the reader's language."""

from __future__ import annotations

from string import Formatter
from typing import Protocol

from hebei_gis.words.facts import Catalogue, Fact, fill

LANGUAGES = {"zh": "中文", "en": "English"}


class Say(Protocol):
    """Says a text by its name in ``zh`` or ``en``, filled with the facts it names."""

    def __call__(self, name: str, language: str, /, **facts: Fact) -> str:
        """The text of that name."""


def say_of(words: Catalogue) -> Say:
    """How to say the texts of one catalogue.

    A fact that a text names and is not given is a KeyError; an empty one stays empty.

    Examples
    --------
    >>> say_of({"found": ("{count} 项", "{count:thing|things}")})("found", "en", count=1)
    '1 thing'
    """

    def say(name: str, language: str, /, **facts: Fact) -> str:
        chinese, english = sentence = words[name]
        for _, fact, _, _ in Formatter().parse(chinese if language == "zh" else english):
            if fact is not None and fact not in facts:
                raise KeyError(f"{name}: {fact}")
        return fill(sentence, facts, language, blank="")

    return say

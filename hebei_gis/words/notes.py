"""What was understood and done: a kind and named facts, a sentence each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hebei_gis.words.facts import Fact, bounded, fill, term
from hebei_gis.words.sentences import NOTES


@dataclass(frozen=True)
class Note:
    """One thing a reader should know.

    Attributes
    ----------
    kind : str
        A key of :data:`~hebei_gis.words.sentences.NOTES`.
    facts : mapping of name to Fact
        What fills the sentence.
    """

    kind: str
    facts: Mapping[str, Fact] = field(default_factory=dict, hash=False)

    def sentence(self, language: str = "en") -> str:
        """The note in English (``en``) or Chinese (``zh``)."""
        return fill(NOTES[self.kind], bounded(self.facts), language)


def note(kind: str, /, **facts: Fact) -> Note:
    """A note by its kind."""
    return Note(kind, facts)


def counted(kind: str, count: int) -> Note:
    """How many issues of one kind there are; of some kinds one stands for all rows."""
    return note("mended", rows=count, what=term(f"issues_{kind}"))

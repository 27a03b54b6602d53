"""What was understood and done: a kind and named facts, a sentence each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hebei_gis.words.facts import Fact, Term, fill, term
from hebei_gis.words.fault_words import in_chinese
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
        facts = dict(self.facts)
        if language == "zh":  # facts still given as finished English
            for name, value in self.facts.items():
                if f"{name}_zh" in facts:
                    facts[name] = facts[f"{name}_zh"]
                elif isinstance(value, str):
                    facts[name] = in_chinese(value)
        return fill(NOTES[self.kind], facts, language)


def note(kind: str, /, *facts: object, **named: Fact) -> Note:
    """A note by its kind; facts without a name are counted from 0."""
    counted = {
        str(n): fact if isinstance(fact, Term) else str(fact) for n, fact in enumerate(facts)
    }
    return Note(kind, {**counted, **named})


def counted(kind: str, count: int) -> Note:
    """How many issues of one kind there are; of some kinds one stands for all rows."""
    return note("mended", rows=count, what=term(f"issues_{kind}"))

"""Faults and issues: values that say what is wrong and what to do.

A fault belongs to a whole file, layer or table and keeps it out. What is wrong with a single
row is an :class:`Issue`: the row is mended or left out, the rest stays. Both are a kind and
named facts; their sentences stand in :mod:`hebei_gis.words.sentences`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hebei_gis.words.facts import Fact, bounded, fill, told
from hebei_gis.words.sentences import FAULTS, ISSUES


@dataclass(frozen=True, init=False)
class Fault:
    """Something that keeps a file, layer or table out of use.

    Attributes
    ----------
    kind : str
        A key of :data:`~hebei_gis.words.sentences.FAULTS`.
    where : str or Term
        The file, and within it the place (``layers/park.toml [style] color``).
    facts : mapping of name to Fact
        ``found``, ``expected`` and whatever else the kind's sentence names.
    """

    kind: str
    where: Fact
    facts: Mapping[str, Fact] = field(hash=False)

    def __init__(
        self, kind: str, where: Fact, found: Fact = "", expected: Fact = "", **facts: Fact
    ) -> None:
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "where", where)
        object.__setattr__(self, "facts", {"found": found, "expected": expected, **facts})

    @property
    def found(self) -> str:
        """What is there, in English."""
        return told(self.facts["found"], "en") if self.facts["found"] else ""

    @property
    def expected(self) -> str:
        """What should be there, in English."""
        return told(self.facts["expected"], "en") if self.facts["expected"] else ""

    def at(self, where: Fact) -> Fault:
        """The same fault, at another place."""
        found = Fault(self.kind, where)
        object.__setattr__(found, "facts", self.facts)
        return found

    def sentence(self, language: str = "en") -> str:
        """Say the fault in English (``en``) or Chinese (``zh``)."""
        return fill(FAULTS[self.kind], bounded({"where": self.where, **self.facts}), language)


@dataclass(frozen=True, init=False)
class Issue:
    """Something wrong with one row; the row was mended or left out, as `kind` says.

    Attributes
    ----------
    kind : str
        ``repaired_geometry``, ``dropped_geometry`` …: a key of
        :data:`~hebei_gis.words.sentences.ISSUES`.
    key : str
        The row's key, or its number where it has none.
    facts : mapping of name to Fact
    """

    kind: str
    key: str
    facts: Mapping[str, Fact] = field(hash=False)

    def __init__(self, kind: str, key: str, /, **facts: Fact) -> None:
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "facts", facts)

    @property
    def detail(self) -> str:
        """What was wrong and what was done, in English."""
        return self.sentence("en")

    def sentence(self, language: str = "en") -> str:
        """Say what was wrong and done in English (``en``) or Chinese (``zh``)."""
        return fill(ISSUES[self.kind], bounded(self.facts), language)

"""Does the register stand in the plan's text? And what would the reader have found by itself?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from hebei_gis.plan.normalising import normalise
from hebei_gis.plan.reader import PlanReading, ReadEntry
from hebei_gis.plan.register.model import Entry, PlanRegister

#: Signs that headings in the register and in the text may write differently.
_SIGNS = str.maketrans("", "", "，,、；;：:。.（）()《》<>“”\"'‘’·—-－– ")


@dataclass(frozen=True)
class Verdict:
    """Whether one thing the register says of an entry stands in the text.

    Attributes
    ----------
    entry : str
    what : str
        ``paragraph``, ``heading``, ``place`` or ``number``.
    name : str
        The heading, the place's id, or the indicator's id.
    found : bool
    detail : str
        The words looked for, or the heading that stands there; empty where the plan has no
        heading at the entry's place.
    """

    entry: str
    what: str
    name: str
    found: bool
    detail: str


@dataclass(frozen=True)
class Agreement:
    """How the reader's own finds agree with the register.

    Attributes
    ----------
    what : str
        ``place links`` or ``indicator values``.
    both, only_register, only_reader : int
    missed, extra : tuple of str
        What only the register has, and what only the reader found.
    """

    what: str
    both: int
    missed: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def recall(self) -> float:
        """Share of the register's rows the reader finds; 1 where there are none."""
        total = self.both + len(self.missed)
        return self.both / total if total else 1.0

    @property
    def precision(self) -> float:
        """Share of the reader's finds the register holds; 1 where there are none."""
        total = self.both + len(self.extra)
        return self.both / total if total else 1.0


def bare(words: str) -> str:
    """Words without white space and signs, one width: how headings are compared."""
    return normalise(words).text.translate(_SIGNS)


def verify(register: PlanRegister, reading: PlanReading) -> list[Verdict]:
    """Look every heading, place link and number of the register up in the text.

    Returns
    -------
    list of Verdict
        In the register's order; a paragraph that is not there makes all of its rows not found.
    """
    read = {entry.id: entry for entry in reading.entries}
    verdicts = []
    for entry in register.entries.values():
        there = read.get(entry.id)
        verdicts.append(_heading_verdict(entry, there))
        words = bare(reading.words(there.entry)) if there else ""
        named = {mention.place for mention in there.mentions} if there else set()
        for link in register.links_of_entry.get(entry.id, ()):
            name = register.place(link.place).name_zh
            verdicts.append(Verdict(entry.id, "place", link.place, link.place in named, name))
        for indicator in register.indicators_of_entry.get(entry.id, ()):
            text = bare(indicator.value_text)
            found = bool(text) and text in words
            verdicts.append(Verdict(entry.id, "number", indicator.id, found, indicator.value_text))
    return verdicts


def _heading_verdict(entry: Entry, there: ReadEntry | None) -> Verdict:
    if there is None or not there.entry.heading:
        headed = bool(entry.paragraph)
        found = there is not None and not headed
        what = "heading" if headed else "paragraph"
        return Verdict(entry.id, what, entry.title, found, "")
    found = bare(entry.title) == bare(there.entry.heading)
    return Verdict(entry.id, "heading", entry.title, found, there.entry.heading)


def agreement(register: PlanRegister, reading: PlanReading) -> tuple[Agreement, Agreement]:
    """What the reader finds beside what the register holds: place links, indicator values.

    Only entries the register has are counted for numbers and places; the unheaded paragraphs
    that say nothing are left aside on both sides.
    """
    entries = set(register.entries)
    links = {(link.entry, link.place) for link in register.links}
    found_links = {
        (entry.id, mention.place)
        for entry in reading.entries
        if entry.id in entries
        for mention in entry.mentions
    }
    values: Counter[Hashable] = Counter(
        (i.entry, i.value, i.value_max) for i in register.indicators if i.entry in entries
    )
    found_values: Counter[Hashable] = Counter(
        (entry.id, number.value, number.value_max)
        for entry in reading.entries
        if entry.id in entries
        for number in entry.numbers
    )
    return (
        _agreement("place links", Counter(links), Counter(found_links)),
        _agreement("indicator values", values, found_values),
    )


def _agreement(what: str, ours: Counter[Hashable], found: Counter[Hashable]) -> Agreement:
    return Agreement(
        what,
        both=(ours & found).total(),
        missed=_listed((ours - found).elements()),
        extra=_listed((found - ours).elements()),
    )


def _listed(rows: Iterable[Hashable]) -> tuple[str, ...]:
    return tuple(sorted(" ".join(str(part) for part in row if part is not None) for row in rows))  # type: ignore[attr-defined]

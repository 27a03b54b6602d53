"""The plan register: entries, places and their links, read from ``geodata/plan/*.csv``.

An entry is one statement of the plan; a place is something the plan names. A place is
*located* when at least one feature of a layer stands for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from hebei_gis.words.errors import UnknownNameError
from hebei_gis.words.facts import term

#: What an entry is.
ENTRY_KINDS = ("achievement", "problem", "setting", "goal", "principle", "measure", "safeguard")
#: What the plan does with a place: builds or alters it, relies on it, names it.
RELATIONS = ("changes", "uses", "mentions")
PLACE_KINDS = (
    "area", "belt", "node", "road", "river", "park", "metro_station", "railway_station",
    "metro_line", "parcel", "building", "mall", "school", "hospital", "care", "culture",
    "sport", "heritage", "platform", "factory", "neighbourhood", "facility", "government",
)  # fmt: skip
ROLES = ("achieved", "baseline", "target")
DIRECTIONS = ("up", "down", "keep")
QUALIFIERS = (
    "累计", "以上", "以内", "超过", "突破", "达到", "左右", "力争", "动态为零", "全覆盖",
)  # fmt: skip
Value = TypeVar("Value")
ENTRY_ID = re.compile(r"^\d{1,2}(\.\d{1,3}){1,3}$")


def natural_order(entry_id: str) -> tuple[int, ...]:
    """Sort key of entry ids: 5.2.1 before 5.2.1.1 before 5.2.2 before 5.10."""
    return tuple(int(part) for part in entry_id.split("."))


@dataclass(frozen=True)
class Theme:
    """One of the closed list of themes."""

    id: str
    title_zh: str
    title_en: str


@dataclass(frozen=True)
class Heading:
    """A chapter's heading (section 0) or a section's."""

    chapter: int
    section: int
    title_zh: str
    title_en: str

    def title(self, language: str) -> str:
        """The heading in ``zh`` or ``en``."""
        return self.title_zh if language == "zh" else self.title_en or self.title_zh


@dataclass(frozen=True)
class Place:
    """Something the plan names; `not_in` are phrases that hold its name and are not it."""

    id: str
    name_zh: str
    name_en: str
    kind: str
    aliases: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    note_zh: str = ""
    note_en: str = ""

    def name(self, language: str) -> str:
        """The place's name in ``zh`` or ``en``; in Chinese where it has no English one."""
        return self.name_zh if language == "zh" else self.name_en or self.name_zh


@dataclass(frozen=True)
class Entry:
    """One statement of the plan, summarised in the project's own words."""

    id: str
    kind: str
    title: str
    title_en: str
    theme: str
    summary_zh: str
    summary_en: str

    @property
    def numbers(self) -> tuple[int, ...]:
        """The id's parts."""
        return natural_order(self.id)

    @property
    def chapter(self) -> int:
        """Chapter, from 1."""
        return self.numbers[0]

    @property
    def section(self) -> int | None:
        """Section, from 1; None for a chapter's opening (``c.0``)."""
        return self.numbers[1] or None

    @property
    def paragraph(self) -> int | None:
        """Headed paragraph of the section, from 1; 0 for an unheaded one; None at an opening."""
        return self.numbers[2] if len(self.numbers) > 2 else None

    @property
    def part(self) -> int | None:
        """A named work below a headed paragraph; which unheaded one after the first."""
        return self.numbers[3] if len(self.numbers) > 3 else None

    def name(self, language: str) -> str:
        """The entry's title in ``zh`` or ``en``; in Chinese where it has no English one."""
        return self.title if language == "zh" else self.title_en or self.title

    def summary(self, language: str) -> str:
        """The entry's summary in ``zh`` or ``en``; in Chinese where it has no English one."""
        return self.summary_zh if language == "zh" else self.summary_en or self.summary_zh

    def locator(self, language: str) -> str:
        """Where it stands in the plan, in words."""
        steps = [term("at_chapter", number=self.chapter)]
        if self.section:
            steps.append(term("at_section", number=self.section))
        else:
            steps.append(term("at_opening"))
        if self.paragraph:
            steps.append(term("at_paragraph", number=self.paragraph))
        elif self.section:
            steps.append(term("at_unheaded", number=(self.part or 0) + 1))
        if self.paragraph and self.part:
            steps.append(term("at_work", number=self.part))
        return ("" if language == "zh" else ", ").join(step.text(language) for step in steps)


@dataclass(frozen=True)
class Link:
    """An entry speaks of a place."""

    entry: str
    place: str
    relation: str


@dataclass(frozen=True)
class FeatureTie:
    """A place is a feature of a layer."""

    place: str
    layer: str
    key: str


@dataclass(frozen=True)
class Indicator:
    """A number the plan states; `value` in `unit`, `value_max` only for ranges."""

    id: str
    name_zh: str
    name_en: str
    unit: str
    value: float
    value_max: float | None
    value_text: str
    qualifier: str
    direction: str
    year: int | None
    role: str
    pair_id: str
    entry: str

    def name(self, language: str) -> str:
        """The indicator's name in ``zh`` or ``en``."""
        return self.name_zh if language == "zh" else self.name_en


@dataclass(frozen=True)
class PlanRegister:
    """All tables of the plan, checked against one another; entries in the plan's order."""

    themes: Mapping[str, Theme] = field(default_factory=dict)
    headings: tuple[Heading, ...] = ()
    entries: Mapping[str, Entry] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    ties: tuple[FeatureTie, ...] = ()
    indicators: tuple[Indicator, ...] = ()

    def entry(self, entry_id: str) -> Entry:
        """The entry of that id.

        Raises
        ------
        UnknownNameError
        """
        try:
            return self.entries[entry_id]
        except KeyError:
            raise UnknownNameError("entry", entry_id, list(self.entries)) from None

    def place(self, place_id: str) -> Place:
        """The place of that id.

        Raises
        ------
        UnknownNameError
        """
        try:
            return self.places[place_id]
        except KeyError:
            raise UnknownNameError("place", place_id, list(self.places)) from None

    def heading(self, chapter: int, section: int = 0) -> Heading | None:
        """The heading of a chapter, or of a section."""
        return self._headings.get((chapter, section))

    @cached_property
    def _headings(self) -> dict[tuple[int, int], Heading]:
        return {(h.chapter, h.section): h for h in self.headings}

    @cached_property
    def links_of_entry(self) -> Mapping[str, tuple[Link, ...]]:
        """Entry id → its links."""
        return _grouped(self.links, lambda link: link.entry)

    @cached_property
    def links_of_place(self) -> Mapping[str, tuple[Link, ...]]:
        """Place id → its links."""
        return _grouped(self.links, lambda link: link.place)

    @cached_property
    def ties_of_place(self) -> Mapping[str, tuple[FeatureTie, ...]]:
        """Place id → the features that stand for it; absent where it is unlocated."""
        return _grouped(self.ties, lambda tie: tie.place)

    @cached_property
    def indicators_of_entry(self) -> Mapping[str, tuple[Indicator, ...]]:
        """Entry id → its indicators."""
        return _grouped(self.indicators, lambda indicator: indicator.entry)


def _grouped(values: Iterable[Value], key: Callable[[Value], str]) -> dict[str, tuple[Value, ...]]:
    groups: dict[str, list[Value]] = {}
    for value in values:
        groups.setdefault(key(value), []).append(value)
    return {name: tuple(members) for name, members in groups.items()}

"""Declared styles → the rules that files with styles carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from hebei_gis.formats.outgoing import StyleRule, Table
from hebei_gis.layers.classes import class_values
from hebei_gis.layers.declaration import BASES, Style, worse_than_openstreetmap
from hebei_gis.words.facts import term

UNCERTAIN = tuple(basis for basis in BASES if worse_than_openstreetmap(basis))
Pair = tuple[str | None, str]


@dataclass(frozen=True)
class TableDrawing:
    """How one table is drawn by its declared style; made only where it is asked for.

    Attributes
    ----------
    table : Table
    style : Style
    language : str
        ``zh`` or ``en``, of titles.
    """

    table: Table
    style: Style
    language: str

    @property
    def label(self) -> bool:
        """Whether names are drawn."""
        return self.style.label

    @property
    def width_px(self) -> float:
        """Width of lines and outlines in pixels."""
        return self.style.width_px

    @property
    def fill_opacity(self) -> float:
        """Opacity of areas, 0 to 1."""
        return self.style.fill_opacity

    @cached_property
    def row_rules(self) -> list[StyleRule]:
        """The rule of each row, in the rows' order."""
        rules = self._rules
        return [rules[pair] for pair in self._pairs()]

    @cached_property
    def rules(self) -> list[StyleRule]:
        """The different rules: by class as declared, certain before uncertain.

        An empty table has one, so that what is filled in later is drawn.
        """
        found = set(self._rules.values())
        if not found:
            return [StyleRule(None, self.table.title, self.style.color, False)]
        order: dict[str | None, int] = {c.value: n for n, c in enumerate(self.style.classes)}
        last = len(order)
        return sorted(found, key=lambda rule: (order.get(rule.value, last), rule.uncertain))

    @property
    def categories(self) -> Mapping[str | None, str]:
        """Value of a rule → its title without a word on certainty; one alone has none."""
        values = list(dict.fromkeys(rule.value for rule in self.rules))
        other = term("other_classes").text(self.language) if len(values) > 1 else ""
        titles = self._titles
        return {value: other if value is None else titles[value] for value in values}

    @property
    def classed(self) -> bool:
        """Whether classes of a column tell rows apart."""
        return bool(self.style.by and self.style.classes and self.style.by in self.table.rows)

    @property
    def _titles(self) -> dict[str, str]:
        zh = self.language == "zh"
        return {c.value: c.title_zh if zh else c.title_en for c in self.style.classes}

    def _pairs(self) -> Iterator[Pair]:
        """Value of the style's column and basis, of each row."""
        rows = self.table.rows
        values: Sequence[str | None] = [None] * len(rows)
        if self.classed:
            values = class_values(rows[self.style.by])
        bases = rows["basis"].tolist() if "basis" in rows else [""] * len(rows)
        return zip(values, bases, strict=True)

    @cached_property
    def _rules(self) -> dict[Pair, StyleRule]:
        titles, colors = self._titles, {c.value: c.color for c in self.style.classes}
        other = term("other_classes").text(self.language) if self.classed else self.table.title

        def rule(value: str | None, basis: str) -> StyleRule:
            known = value if value in titles else None
            title = other if known is None else titles[known]
            uncertain = basis in UNCERTAIN
            if uncertain:
                title = term("position_uncertain", title=title).text(self.language)
            color = self.style.color if known is None else colors[known]
            return StyleRule(known, title, color, uncertain)

        return {pair: rule(*pair) for pair in set(self._pairs())}

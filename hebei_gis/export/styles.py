"""Declared styles → the rules that files with styles carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hebei_gis.export.request import Table
from hebei_gis.layers.classes import class_values
from hebei_gis.layers.declaration import BASES, worse_than_openstreetmap
from hebei_gis.words.legend import OTHER

UNCERTAIN = tuple(basis for basis in BASES if worse_than_openstreetmap(basis))
UNCERTAIN_WORDS = {"zh": "位置不确定", "en": "position uncertain"}
OTHER_WORDS = OTHER
Pair = tuple[str | None, str]


@dataclass(frozen=True)
class StyleRule:
    """How some rows of a table are drawn.

    Attributes
    ----------
    value : str or None
        Value of the style's ``by`` column; None: all, or all values without a class.
    title : str
    color : str
        #RRGGBB.
    uncertain : bool
        Drawn dashed or hollow: the basis is worse than OpenStreetMap.
    """

    value: str | None
    title: str
    color: str
    uncertain: bool


def row_rules(table: Table, language: str) -> list[StyleRule]:
    """The rule of each row, in the rows' order."""
    pairs = _pairs(table)
    rules = _rules(table, set(pairs), language)
    return [rules[pair] for pair in pairs]


def _pairs(table: Table) -> list[Pair]:
    """Value of the style's column and basis, of each row."""
    by, rows = table.layer.style.by, table.rows
    values: Sequence[str | None] = [None] * len(rows)
    if by and table.layer.style.classes and by in rows:
        values = class_values(rows[by])
    bases = rows["basis"].tolist() if "basis" in rows else [""] * len(rows)
    return list(zip(values, bases, strict=True))


def _rules(table: Table, pairs: set[Pair], language: str) -> dict[Pair, StyleRule]:
    style = table.layer.style
    titled = table.layer.title(language)
    classes = {
        c.value: (c.title_zh if language == "zh" else c.title_en, c.color) for c in style.classes
    }
    classed = bool(style.by and classes and style.by in table.rows)

    def rule(value: str | None, basis: str) -> StyleRule:
        known = value if value in classes else None
        other = OTHER[language] if classed else titled
        title, color = classes[known] if known is not None else (other, style.color)
        uncertain = basis in UNCERTAIN
        if uncertain:
            title = f"{title} ({UNCERTAIN_WORDS[language]})"
        return StyleRule(known, title, color, uncertain)

    return {pair: rule(*pair) for pair in pairs}


def table_rules(table: Table, language: str) -> list[StyleRule]:
    """The different rules of a table: by class as declared, certain before uncertain.

    An empty table has one, so that what is filled in later is drawn.
    """
    found = set(_rules(table, set(_pairs(table)), language).values())
    if not found:
        style = table.layer.style
        return [StyleRule(None, table.layer.title(language), style.color, False)]
    order: dict[str | None, int] = {c.value: n for n, c in enumerate(table.layer.style.classes)}
    last = len(order)
    return sorted(found, key=lambda rule: (order.get(rule.value, last), rule.uncertain))


def channels(color: str) -> tuple[int, int, int]:
    """Red, green and blue of #RRGGBB, 0 to 255."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)

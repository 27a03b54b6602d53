"""Two who changed the same table: their changes put together row by row and column by column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hebei_gis.plan.register.model import natural_order
from hebei_gis.plan.register.tables import COLUMNS

Rows = Sequence[Sequence[str]]
Key = tuple[str, ...]

#: table -> the columns that tell its rows apart.
KEYS: Mapping[str, tuple[str, ...]] = {
    "themes": ("id",),
    "headings": ("chapter", "section"),
    "measures": ("id",),
    "places": ("id",),
    "links": ("entry", "place"),
    "place_features": ("place", "layer", "key"),
    "indicators": ("id",),
}
#: table -> where a new row belongs among the others; a table that is not here grows at its end.
_ORDERS: Mapping[str, Callable[[Mapping[str, str]], Any]] = {
    "measures": lambda row: natural_order(row["id"]),
    "headings": lambda row: (int(row["chapter"]), int(row["section"] or 0)),
    "links": lambda row: (natural_order(row["entry"]), row["place"]),
    "places": lambda row: row["id"],
    "place_features": lambda row: (row["place"], row["layer"], row["key"]),
    "indicators": lambda row: row["id"],
}


@dataclass(frozen=True)
class Conflict:
    """What both changed, each to something else.

    Attributes
    ----------
    table, key : str
    column : str
        Empty where one removed the row that the other changed.
    theirs, mine : str or None
        Cells; None for a row that is not there.
    """

    table: str
    key: str
    column: str
    theirs: str | None
    mine: str | None


def key_of(table: str, cells: Sequence[str]) -> Key:
    """What tells a row of a table apart."""
    return tuple(cells[COLUMNS[table].index(column)] for column in KEYS[table])


def place_of(table: str, rows: Rows, added: Sequence[str]) -> int:
    """Where a new row belongs among the rows of a table."""
    order = _ORDERS.get(table)
    if order is None:
        return len(rows)

    def place(cells: Sequence[str]) -> Any:
        return order(dict(zip(COLUMNS[table], cells, strict=True)))

    try:
        wanted = place(added)
        return next((at for at in range(len(rows), 0, -1) if place(rows[at - 1]) < wanted), 0)
    except (ValueError, TypeError):  # a number that is none: told when the table is checked
        return len(rows)


def merge(
    table: str, base: Rows, theirs: Rows, mine: Rows, *, mine_wins: bool = False
) -> tuple[list[list[str]], list[Conflict]]:
    """Put two changed versions of a table together.

    Parameters
    ----------
    table : str
    base : rows
        What both began with.
    theirs, mine : rows
        As the table is now, and as I would have it.
    mine_wins : bool
        Where both changed the same, mine is taken; it is still among the conflicts.

    Returns
    -------
    rows : list of list of str
        In the order of `theirs`, new ones where they belong.
    conflicts : list of Conflict
        Empty where nobody's change stands in another's way.

    Examples
    --------
    >>> merge("themes", [["w", "水", "Water"]], [["w", "水务", "Water"]], [["w", "水", "Waters"]])
    ([['w', '水务', 'Waters']], [])
    """
    began, wanted = ({key_of(table, row): list(row) for row in rows} for rows in (base, mine))
    merged: list[list[str]] = []
    conflicts: list[Conflict] = []

    def conflict(key: Key, column: str, other: str | None, own: str | None) -> None:
        conflicts.append(Conflict(table, " ".join(key), column, other, own))

    for row in map(list, theirs):
        key = key_of(table, row)
        before, own = began.pop(key, None), wanted.pop(key, None)
        if own is None:
            if before is None:  # theirs is new
                merged.append(row)
            elif before != row:  # I removed what they changed
                conflict(key, "", _said(table, row), None)
                if not mine_wins:
                    merged.append(row)
            continue
        cells = []
        for place, column in enumerate(COLUMNS[table]):
            first = before[place] if before else None
            if own[place] in (first, row[place]):
                cells.append(row[place])
            elif row[place] == first:
                cells.append(own[place])
            else:
                conflict(key, column, row[place], own[place])
                cells.append(own[place] if mine_wins else row[place])
        merged.append(cells)
    for key, own in wanted.items():
        before = began.get(key)
        if before is not None and own == before:  # they removed what I left alone
            continue
        if before is not None:  # they removed what I changed
            conflict(key, "", None, _said(table, own))
            if not mine_wins:
                continue
        merged.insert(place_of(table, merged, own), own)
    return merged, conflicts


def _said(table: str, cells: Sequence[str]) -> str:
    named = zip(COLUMNS[table], cells, strict=True)
    return ", ".join(f"{column}={cell}" for column, cell in named if cell)

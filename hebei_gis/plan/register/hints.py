"""Hints on where places lie: what public pages say of an address, a crossing, a state of works.

Read from ``geodata/plan/hints.csv``, which a workspace may do without. A hint helps a planner
who places a place; it is no position of the map, also where it suggests one. The table stands
apart from the register's: what is wrong in it leaves the register as it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hebei_gis.plan.register.tables import PLAN_FOLDER, Checker, Row, rows_of
from hebei_gis.words.errors import RegisterError
from hebei_gis.words.facts import Term, term
from hebei_gis.words.faults import Fault

TABLE = "hints"
COLUMNS = (
    "place", "hint_zh", "hint_en", "state_zh", "state_en", "state_date", "source", "confidence",
    "lon", "lat", "accuracy_m",
)  # fmt: skip
#: Who says it, best first: an authority's or operator's page, another page, one that gathers
#: what others wrote.
CONFIDENCES = ("official", "page", "aggregator")
_DATE = re.compile(r"^\d{4}(-\d{2}){0,2}$")
_POSITION = ("lon", "lat", "accuracy_m")
_LARGEST_ACCURACY_M = 10_000


@dataclass(frozen=True)
class Hint:
    """What a public page says of where a place lies.

    Attributes
    ----------
    place : str
        Id of the place.
    hint_zh, hint_en : str
        Address or crossing, in our own words.
    state_zh, state_en, state_date : str
        What is there, and as of when (``2019``, ``2019-12`` or ``2019-12-11``); may be empty.
    source : str
        Addresses of the pages.
    confidence : str
        One of :data:`CONFIDENCES`.
    lon, lat : float or None
        A suggested position in WGS 84 degrees; never from an aggregator.
    accuracy_m : float or None
        Radius in metres around it that holds the true position 95 times in 100.
    """

    place: str
    hint_zh: str
    hint_en: str
    state_zh: str
    state_en: str
    state_date: str
    source: str
    confidence: str
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None

    def hint(self, language: str) -> str:
        """The hint in ``zh`` or ``en``."""
        return self.hint_zh if language == "zh" else self.hint_en

    def state(self, language: str) -> str:
        """The state in ``zh`` or ``en``."""
        return self.state_zh if language == "zh" else self.state_en


def read_hints(folder: Path, places: Collection[str]) -> tuple[tuple[Hint, ...], tuple[Fault, ...]]:
    """Read the hints of the workspace `folder`.

    Parameters
    ----------
    folder : Path
    places : collection of str
        Ids of the register's places.

    Returns
    -------
    hints : tuple of Hint
        Those of the sound rows, in the table's order; none where there is no table.
    faults : tuple of Fault
        Every fault of the table.
    """
    path = folder / PLAN_FOLDER / f"{TABLE}.csv"
    if not path.exists():
        return (), ()
    try:
        rows = rows_of(path.read_bytes(), TABLE, path.name, COLUMNS)
    except RegisterError as error:
        return (), error.faults
    check = Checker()
    check.unique(rows, "place", "hint_zh")
    hints = [hint for row in rows if (hint := _hint(row, places, check)) is not None]
    return tuple(hints), tuple(check.faults)


def _hint(row: Row, places: Collection[str], check: Checker) -> Hint | None:
    """The hint of a row; None where the row has a fault, which `check` then holds."""
    before = len(check.faults)
    check.one_of(row, "place", places)
    check.one_of(row, "confidence", CONFIDENCES)
    check.filled(row, "hint_zh", "hint_en", "source")
    if row["state_zh"] or row["state_en"]:
        check.filled(row, "state_zh", "state_en")
    if row["state_date"] and not _DATE.match(row["state_date"]):
        _bad(row, "state_date", term("date_as"), check)
    position = _position(row, check)
    if len(check.faults) > before:
        return None
    values: dict[str, Any] = {c: row[c] for c in COLUMNS if c not in _POSITION}
    return Hint(**{**values, **position})


def _position(row: Row, check: Checker) -> Mapping[str, float]:
    """Longitude, latitude and accuracy where the row gives them: all three or none."""
    if not any(row[column] for column in _POSITION):
        return {}
    found: dict[str, float] = {}
    for column in _POSITION:
        check.filled(row, column)
        value = check.number(row, column, float)
        if value is None:
            continue
        found[column] = float(value)
        if column == "accuracy_m" and not 0 < value <= _LARGEST_ACCURACY_M:
            _bad(row, column, term("metres_to_10000"), check)
        if column != "accuracy_m" and not abs(value) <= (180 if column == "lon" else 90):
            _bad(row, column, term("degrees"), check)
    if row["confidence"] == "aggregator":
        names = [name for name in CONFIDENCES if name != "aggregator"]
        _bad(row, "confidence", term("one_of", names=names), check)
    return found


def _bad(row: Row, column: str, expected: Term, check: Checker) -> None:
    check.faults.append(Fault("bad_value", row.cell(column), row[column], expected))

"""The register's tables: ``geodata/plan/*.csv`` read into a PlanRegister, and written back.

Tables are UTF-8 CSV so that a person can review a change in a diff; a file a planner saved
from Excel (with BOM, or GB18030) is read too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hebei_gis.plan.register.model import (
    DIRECTIONS,
    ENTRY_ID,
    ENTRY_KINDS,
    PLACE_KINDS,
    QUALIFIERS,
    RELATIONS,
    ROLES,
    Entry,
    FeatureTie,
    Heading,
    Indicator,
    Link,
    Place,
    PlanRegister,
    Theme,
    natural_order,
)
from hebei_gis.words.errors import RegisterError
from hebei_gis.words.facts import Term, listed, term
from hebei_gis.words.faults import Fault

PLAN_FOLDER = Path("geodata") / "plan"

#: table -> its columns, in order.
COLUMNS: dict[str, tuple[str, ...]] = {
    "themes": ("id", "title_zh", "title_en"),
    "headings": ("chapter", "section", "title_zh", "title_en"),
    "measures": ("id", "kind", "title", "title_en", "theme", "summary_zh", "summary_en"),
    "places": (
        "id", "name_zh", "name_en", "kind", "aliases", "not_in", "note_zh", "note_en",
    ),
    "links": ("entry", "place", "relation"),
    "place_features": ("place", "layer", "key"),
    "indicators": (
        "id", "name_zh", "name_en", "unit", "value", "value_max", "value_text", "qualifier",
        "direction", "year", "role", "pair_id", "entry",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row of a table with the line it ends in, for messages."""

    table: str
    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    @property
    def where(self) -> Term:
        """The place of the row."""
        return term("table_line", table=self.table, line=self.line)

    def cell(self, column: str) -> Term:
        """The place of one of its cells."""
        return term("table_cell", table=self.table, line=self.line, column=column)


def decoded(content: bytes, where: str) -> str:
    """Text of a table: UTF-8 (BOM allowed), else GB18030.

    Raises
    ------
    RegisterError
        Where it is neither.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RegisterError([Fault("table_no_text", where)])


def table_cells(content: bytes, table: str, where: str) -> list[list[str]]:
    """The cells of a table as text, its columns in their order.

    Raises
    ------
    RegisterError
        As :func:`rows_of`.
    """
    return [[row[column] for column in COLUMNS[table]] for row in rows_of(content, table, where)]


def read_table(path: Path, table: str) -> list[Row]:
    """Rows of one table; none where the file does not exist.

    Raises
    ------
    RegisterError
        As :func:`rows_of`.
    """
    return rows_of(path.read_bytes(), table, path.name) if path.exists() else []


def rows_of(
    content: bytes, table: str, where: str, columns: Sequence[str] | None = None
) -> list[Row]:
    """Rows of a table's file; `columns` it must have are those of the register's table.

    Raises
    ------
    RegisterError
        Where it is no text, a column is missing or a row has too many or too few cells.
    """
    reader = csv.reader(io.StringIO(decoded(content, where), newline=""))
    header = next(reader, [])
    faults = [
        Fault("table_lacks_column", where, column=column, columns=header)
        for column in columns or COLUMNS[table]
        if column not in header
    ]
    if faults:
        raise RegisterError(faults)
    rows = []
    for cells in reader:
        if not any(cells):
            continue
        if len(cells) != len(header):
            place = term("table_line", table=table, line=reader.line_num)
            counts = {"cells": len(cells), "heading": len(header)}
            faults.append(Fault("table_other_cells", place, **counts))
            continue
        values = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        rows.append(Row(table, reader.line_num, values))
    if faults:
        raise RegisterError(faults)
    return rows


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part for part in (piece.strip() for piece in cell.split("|")) if part)


class Checker:
    """Gathers the faults of all tables, so that they are told at once."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def one_of(self, row: Row, column: str, allowed: Iterable[str]) -> None:
        """The cell is one of `allowed`."""
        if row[column] not in allowed:
            self.unknown(row, column, row[column], allowed)

    def unknown(self, row: Row, column: str, found: str, allowed: Iterable[str]) -> None:
        """The cell names something that is not among `allowed`: a fault."""
        expected = listed(allowed, 60)
        self.faults.append(Fault("unknown_reference", row.cell(column), found, expected))

    def filled(self, row: Row, *columns: str) -> None:
        """None of the cells is empty."""
        for column in columns:
            if not row[column]:
                self.faults.append(
                    Fault("bad_value", row.cell(column), term("cell_empty"), term("cell_text"))
                )

    def unique(self, rows: Sequence[Row], *columns: str) -> None:
        """No two rows have the same cells in `columns`."""
        seen: set[tuple[str, ...]] = set()
        for row in rows:
            key = tuple(row[column] for column in columns)
            if key in seen:
                self.faults.append(Fault("table_repeats", row.where, key=" ".join(key)))
            seen.add(key)

    def number(self, row: Row, column: str, kind: Callable[[str], Any]) -> Any:
        """The cell as a number of `kind`; None where it is empty, or no number: a fault."""
        if not row[column]:
            return None
        try:
            return kind(row[column])
        except ValueError:
            fault = Fault("bad_value", row.cell(column), row[column], term("cell_number"))
            self.faults.append(fault)
            return None


def read_register(folder: Path) -> PlanRegister:
    """Read the register of the workspace `folder` and check its tables against one another.

    Whether the layers and keys that places are tied to exist is checked by the join, which
    knows the layers.

    Raises
    ------
    RegisterError
        With every fault at once.
    """
    check = Checker()
    tables: dict[str, list[Row]] = {}
    for table in COLUMNS:
        try:
            tables[table] = read_table(folder / PLAN_FOLDER / f"{table}.csv", table)
        except RegisterError as error:
            check.faults += error.faults
            tables[table] = []
    for table in ("themes", "measures", "places", "indicators"):
        check.unique(tables[table], "id")
    check.unique(tables["links"], "entry", "place")
    check.unique(tables["place_features"], "place", "layer", "key")
    themes = {row["id"]: Theme(**_own(row, "themes")) for row in tables["themes"]}
    headings = [
        Heading(
            check.number(row, "chapter", int) or 0,
            check.number(row, "section", int) or 0,
            row["title_zh"],
            row["title_en"],
        )
        for row in tables["headings"]
    ]
    entries = _entries(tables["measures"], themes, check)
    places = _places(tables["places"], check)
    for row in tables["links"]:
        check.one_of(row, "entry", entries)
        check.one_of(row, "place", places)
        check.one_of(row, "relation", RELATIONS)
    for row in tables["place_features"]:
        check.one_of(row, "place", places)
        check.filled(row, "layer", "key")
    indicators = _indicators(tables["indicators"], entries, check)
    if check.faults:
        raise RegisterError(check.faults)
    return PlanRegister(
        themes=themes,
        headings=tuple(headings),
        entries=entries,
        places=places,
        links=tuple(Link(**_own(row, "links")) for row in tables["links"]),
        ties=tuple(FeatureTie(**_own(row, "place_features")) for row in tables["place_features"]),
        indicators=indicators,
    )


def _own(row: Row, table: str) -> dict[str, str]:
    return {column: row[column] for column in COLUMNS[table]}


def _entries(rows: Sequence[Row], themes: Mapping[str, Theme], check: Checker) -> dict[str, Entry]:
    sound = []
    for row in rows:
        check.one_of(row, "kind", ENTRY_KINDS)
        if row["theme"]:
            check.one_of(row, "theme", themes)
        check.filled(row, "title")
        if ENTRY_ID.match(row["id"]):
            sound.append(Entry(**_own(row, "measures")))
        else:
            expected = term("entry_id_form")
            check.faults.append(Fault("bad_value", row.cell("id"), row["id"], expected))
    return {entry.id: entry for entry in sorted(sound, key=lambda e: natural_order(e.id))}


def _places(rows: Sequence[Row], check: Checker) -> dict[str, Place]:
    places = {}
    for row in rows:
        check.one_of(row, "kind", PLACE_KINDS)
        check.filled(row, "id", "name_zh")
        values: dict[str, Any] = _own(row, "places")
        values["aliases"] = _listed(row["aliases"])
        values["not_in"] = _listed(row["not_in"])
        places[row["id"]] = Place(**values)
    return places


def _indicators(
    rows: Sequence[Row], entries: Mapping[str, Entry], check: Checker
) -> tuple[Indicator, ...]:
    indicators = []
    for row in rows:
        check.one_of(row, "entry", entries)
        check.one_of(row, "role", ROLES)
        check.one_of(row, "direction", DIRECTIONS)
        check.filled(row, "name_zh", "value", "value_text")
        for qualifier in _listed(row["qualifier"]):
            if qualifier not in QUALIFIERS:
                check.unknown(row, "qualifier", qualifier, QUALIFIERS)
        values: dict[str, Any] = _own(row, "indicators")
        values["value"] = check.number(row, "value", float)
        values["value_max"] = check.number(row, "value_max", float)
        values["year"] = check.number(row, "year", int)
        indicators.append(Indicator(**values))
    return tuple(indicators)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "|".join(value)
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def table_rows(register: PlanRegister) -> dict[str, list[list[str]]]:
    """Cells of every table as they would be written, rows in the tables' order."""
    values: dict[str, Iterable[Any]] = {
        "themes": register.themes.values(),
        "headings": register.headings,
        "measures": register.entries.values(),
        "places": register.places.values(),
        "links": register.links,
        "place_features": register.ties,
        "indicators": register.indicators,
    }
    rows: dict[str, list[list[str]]] = {}
    for table, members in values.items():
        rows[table] = []
        for member in members:
            cells = asdict(member)
            if table == "headings" and not cells["section"]:
                cells["section"] = None
            rows[table].append([_cell(cells[column]) for column in COLUMNS[table]])
    return rows


def table_bytes(table: str, rows: Iterable[Sequence[str]]) -> bytes:
    """One table as the file's bytes: UTF-8, LF, quoted only where needed."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS[table])
    writer.writerows(rows)
    return stream.getvalue().encode()

"""What a planner changed in the workbook of the register. Nothing is written here."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hebei_gis.plan.register.merging import KEYS, Conflict, Rows, key_of, merge, place_of
from hebei_gis.plan.register.model import PlanRegister
from hebei_gis.plan.register.tables import (
    COLUMNS,
    PLAN_FOLDER,
    read_register,
    read_table,
    table_bytes,
    table_rows,
)
from hebei_gis.plan.register.workbook import register_fingerprint, sheet_title
from hebei_gis.plan.register.workbook_reading import (
    Sheet,
    SheetBook,
    SheetRow,
    canonical,
    read_sheets,
)
from hebei_gis.words.errors import RegisterError
from hebei_gis.words.facts import Fact, Term, term
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import note
from hebei_gis.words.refusals import shown

ChangeKind = Literal["added", "removed", "changed"]

_MAY_BE_EMPTY = frozenset({"section"})


@dataclass(frozen=True)
class Change:
    """One cell changed, or one row added or removed.

    Attributes
    ----------
    table, key : str
        The key's parts are set apart by blanks.
    column : str
        Empty for a whole row.
    before, after : str
        The cell; for a whole row ``column=cell`` of what it holds.
    kind : str
        ``added``, ``removed`` or ``changed``.
    """

    table: str
    key: str
    column: str
    before: str
    after: str
    kind: ChangeKind

    def sentence(self, language: str) -> str:
        """The change on one line, in ``zh`` or ``en``."""
        names = {"sheet": sheet_title(self.table), "table": self.table, "column": self.column}
        cells: dict[str, Fact] = {"before": shown(self.before), "after": shown(self.after)}
        if self.kind == "changed":
            cells = {"before": _quoted(shown(self.before)), "after": _quoted(shown(self.after))}
        return note(f"register_{self.kind}", key=self.key, **names, **cells).sentence(language)


def _quoted(cell: str) -> Term:
    return term("quoted", text=cell) if cell else term("cell_empty")


@dataclass(frozen=True)
class RegisterChanges:
    """All that an edited workbook changes.

    Attributes
    ----------
    changes : tuple of Change
        Table by table, rows in the order of the register, added ones last.
    rows : mapping of table to rows
        The changed tables whole, as they would be written.
    before : mapping of table to rows
        The same tables as they were read.
    register : PlanRegister
        The register as it would be.
    missing : tuple of str
        Tables that have no sheet; they stay as they are.
    passed_over : tuple of str
        Sheets and columns that are no part of the register.
    stale : bool
        The register has changed since the workbook was made; what was changed there stays.
    """

    changes: tuple[Change, ...]
    rows: Mapping[str, Rows]
    before: Mapping[str, Rows]
    register: PlanRegister
    missing: tuple[str, ...]
    passed_over: tuple[str, ...]
    stale: bool


def read_changes(content: bytes, folder: Path, where: str, force: bool = False) -> RegisterChanges:
    """Compare an edited workbook with the register of a workspace. Nothing is written.

    Where the register changed since the workbook was made, only what was edited in the workbook
    is a change; what was changed in both stands in the way.

    Parameters
    ----------
    content : bytes
        The XLSX file.
    folder : Path
        The workspace.
    where : str
        What messages call the file.
    force : bool
        Where both were changed, the workbook is taken.

    Raises
    ------
    RegisterError
        With every fault at once: what was changed in both, cells a spreadsheet spoiled, missing
        and double ids, names that do not exist. Places in messages are cells of the workbook.
    """
    book = read_sheets(content, where)
    now = read_register(folder)
    before = stored_rows(folder)
    faults = list(book.faults)
    # A sheet without all of its columns is a fault already; its table is not read.
    sound = {
        table: _sound_rows(sheet, faults)
        for table, sheet in book.sheets.items()
        if len(sheet.letters) == len(COLUMNS[table])
    }
    edited: dict[str, Rows] = {
        table: [row.cells for row in sound[table]] if table in sound else before[table]
        for table in COLUMNS
    }
    stale = bool(book.base) and book.base != register_fingerprint(table_rows(now))
    if stale:
        edited, in_the_way = _merged(edited, before, book, force=force)
        faults += in_the_way
        if faults:
            raise RegisterError(faults)
    register, found = _checked(edited, {} if stale else sound, book)
    faults += [fault for fault in found if fault.found != "?"]
    if faults or register is None:
        raise RegisterError(faults or found)
    changes: list[Change] = []
    rows: dict[str, Rows] = {}
    for table in COLUMNS:
        if table in sound:
            found_changes, merged = _compare(table, before[table], edited[table])
            if found_changes:
                changes += found_changes
                rows[table] = merged
    return RegisterChanges(
        tuple(changes),
        rows,
        {table: before[table] for table in rows},
        register,
        tuple(table for table in COLUMNS if table not in book.sheets),
        book.passed_over,
        stale,
    )


def _merged(
    edited: Mapping[str, Rows], now: Mapping[str, Rows], book: SheetBook, *, force: bool
) -> tuple[dict[str, Rows], list[Fault]]:
    """The edited tables with what others changed since, and what is in the way."""
    base = book.base_rows
    if base is None:
        outdated = Fault("workbook_outdated", sheet_title(next(iter(book.sheets))))
        return dict(edited), [] if force else [outdated]
    merged: dict[str, Rows] = {}
    faults: list[Fault] = []
    for table in COLUMNS:
        if table not in book.sheets:
            merged[table] = now[table]
            continue
        began, current = (_canonical(table, rows) for rows in (base.get(table, ()), now[table]))
        merged[table], conflicts = merge(table, began, current, edited[table], mine_wins=force)
        if not force:
            faults += [_conflict_fault(one) for one in conflicts]
    return merged, faults


def _canonical(table: str, rows: Rows) -> Rows:
    return [
        [canonical(table, column, cell) for column, cell in zip(COLUMNS[table], row, strict=True)]
        for row in rows
    ]


def _conflict_fault(one: Conflict) -> Fault:
    where = term("row_of_sheet", sheet=sheet_title(one.table), key=one.key)
    found = term("row_not_there") if one.mine is None else _quoted(one.mine)
    expected = term("row_not_there") if one.theirs is None else _quoted(one.theirs)
    return Fault("both_changed", where, found, expected, column=one.column or term("whole_row"))


def stored_rows(folder: Path) -> dict[str, Rows]:
    """Cells of every table as the workspace's files have them."""
    return {
        table: [
            [row[column] for column in columns]
            for row in read_table(folder / PLAN_FOLDER / f"{table}.csv", table)
        ]
        for table, columns in COLUMNS.items()
    }


def _sound_rows(sheet: Sheet, faults: list[Fault]) -> list[SheetRow]:
    """The rows that have a key of their own; the others are faults."""
    sound, seen = [], set()
    for row in sheet.rows:
        key = key_of(sheet.table, row.cells)
        empty = [
            column
            for column, cell in zip(KEYS[sheet.table], key, strict=True)
            if not cell and column not in _MAY_BE_EMPTY
        ]
        for column in empty:
            where = sheet.cell(row.number, column)
            faults.append(Fault("bad_value", where, term("cell_empty"), term("cell_text")))
        if empty or "?" in key:
            continue
        if key in seen:
            place = sheet.cell(row.number, KEYS[sheet.table][0])
            faults.append(Fault("table_repeats", place, key=" ".join(key)))
            continue
        seen.add(key)
        sound.append(row)
    return sound


def _checked(
    tables: Mapping[str, Rows], sound: Mapping[str, Sequence[SheetRow]], book: SheetBook
) -> tuple[PlanRegister | None, list[Fault]]:
    """Check the tables as a workspace's are when it is opened; faults name cells of the book."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / PLAN_FOLDER).mkdir(parents=True)
        for table, rows in tables.items():
            content = table_bytes(table, rows)
            (Path(name) / PLAN_FOLDER / f"{table}.csv").write_bytes(content)
        try:
            return read_register(Path(name)), []
        except RegisterError as error:
            faults = error.faults
    lines: dict[tuple[str, Fact], int] = {}
    for table, sheet_rows in sound.items():
        line = 1
        for row in sheet_rows:
            line += 1 + sum(cell.count("\n") for cell in row.cells)
            lines[table, line] = row.number
    moved = []
    for fault in faults:
        place = fault.where.facts if isinstance(fault.where, Term) else {}
        table, column = str(place.get("table")), place.get("column")
        number = lines.get((table, place.get("line")))
        if number:
            fault = fault.at(book.sheets[table].cell(number, str(column or KEYS[table][0])))
        moved.append(fault)
    return None, moved


def _compare(table: str, before: Rows, after: Rows) -> tuple[list[Change], Rows]:
    """Changes of one table, and its rows as they would be written."""
    columns = COLUMNS[table]
    new = {key_of(table, cells): list(cells) for cells in after}
    changes: list[Change] = []
    merged: list[list[str]] = []
    for old in before:
        key = tuple(
            canonical(table, column, cell)
            for column, cell in zip(KEYS[table], key_of(table, old), strict=True)
        )
        cells = new.pop(key, None)
        if cells is None:
            changes.append(Change(table, " ".join(key), "", _said(table, old), "", "removed"))
            continue
        for position, column in enumerate(columns):
            if canonical(table, column, old[position]) == cells[position]:
                cells[position] = old[position]
            else:
                words = (old[position], cells[position])
                changes.append(Change(table, " ".join(key), column, *words, "changed"))
        merged.append(cells)
    for key, cells in new.items():
        changes.append(Change(table, " ".join(key), "", "", _said(table, cells), "added"))
        merged.insert(place_of(table, merged, cells), cells)
    return changes, merged


def _said(table: str, cells: Sequence[str]) -> str:
    named = zip(COLUMNS[table], cells, strict=True)
    return ", ".join(f"{column}={cell}" for column, cell in named if cell)

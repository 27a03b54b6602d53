"""Write changed tables of the register: either all of them or none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hebei_gis.files.changes import change
from hebei_gis.plan.register.changes import RegisterChanges, stored_rows
from hebei_gis.plan.register.tables import PLAN_FOLDER, table_bytes
from hebei_gis.words.errors import RegisterError
from hebei_gis.words.faults import Fault

#: What the history calls it.
CHANGED = "change_register_imported"
#: The fault of a register that others changed since the workbook was compared with it.
MOVED = "table_changed"
#: How often a workbook is compared anew, where others write meanwhile.
_TRIES = 5


def read_and_apply(
    read: Callable[[], RegisterChanges], folder: Path
) -> tuple[RegisterChanges, list[Path]]:
    """Compare a workbook with the register and write what it changes; others may write meanwhile.

    Reading may take long, so nobody waits for it: where the register has changed when it is to be
    written, the workbook is compared again.

    Parameters
    ----------
    read : callable
        Compares the workbook with the register as it is.

    Returns
    -------
    changes : RegisterChanges
    written : list of Path

    Raises
    ------
    RegisterError
        What `read` raises, or where others wrote each time.
    OSError
    """
    for _ in range(_TRIES - 1):
        changes = read()
        try:
            return changes, apply_changes(changes, folder)
        except RegisterError as error:
            if any(fault.kind != MOVED for fault in error.faults):
                raise
    changes = read()
    return changes, apply_changes(changes, folder)


def apply_changes(changes: RegisterChanges, folder: Path) -> list[Path]:
    """Write the changed tables, all or none.

    Returns
    -------
    list of Path
        The files written; none where nothing changed.

    Raises
    ------
    RegisterError
        Where the register changed after the workbook was compared with it.
    OSError
        Where a file cannot be written; the tables are then as they were.
    """
    with change(folder, CHANGED, tables="") as made:
        made.facts["tables"] = ", ".join(changes.rows)
        now = stored_rows(folder)
        moved = [
            Fault(MOVED, f"{table}.csv")
            for table, rows in changes.before.items()
            if now[table] != rows
        ]
        if moved:
            raise RegisterError(moved)
        for table, rows in changes.rows.items():
            made.write(f"{PLAN_FOLDER}/{table}.csv", table_bytes(table, rows))
    return [folder / PLAN_FOLDER / f"{table}.csv" for table in changes.rows]

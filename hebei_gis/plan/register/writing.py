"""Write changed tables of the register: either all of them or none."""

from __future__ import annotations

from pathlib import Path

from hebei_gis.files.changes import change
from hebei_gis.plan.register.changes import RegisterChanges, stored_rows
from hebei_gis.plan.register.tables import PLAN_FOLDER, table_bytes
from hebei_gis.words.errors import RegisterError
from hebei_gis.words.faults import Fault

#: What the history calls it; who also reads the workbook within the change meets nobody's writing.
CHANGED = "change_register_imported"


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
            Fault("table_changed", f"{table}.csv")
            for table, rows in changes.before.items()
            if now[table] != rows
        ]
        if moved:
            raise RegisterError(moved)
        for table, rows in changes.rows.items():
            made.write(f"{PLAN_FOLDER}/{table}.csv", table_bytes(table, rows))
    return [folder / PLAN_FOLDER / f"{table}.csv" for table in changes.rows]

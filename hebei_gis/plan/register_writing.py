"""Write changed tables of the register: either all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hebei_gis.errors import RegisterError
from hebei_gis.faults import Fault
from hebei_gis.plan.attached import write_whole
from hebei_gis.plan.register_changes import RegisterChanges, stored_rows
from hebei_gis.plan.tables import PLAN_FOLDER, table_bytes


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
    now = stored_rows(folder)
    moved = [
        Fault("bad_value", f"{table}.csv", "changed meanwhile", "read the workbook again")
        for table, rows in changes.before.items()
        if now[table] != rows
    ]
    if moved:
        raise RegisterError(moved)
    return write_tables(
        {
            folder / PLAN_FOLDER / f"{table}.csv": table_bytes(table, rows)
            for table, rows in changes.rows.items()
        }
    )


def write_tables(contents: Mapping[Path, bytes]) -> list[Path]:
    """Write several files; where one cannot be written, those before it are put back.

    Raises
    ------
    OSError
    """
    old = {path: path.read_bytes() if path.exists() else None for path in contents}
    done: list[Path] = []
    try:
        for path, content in contents.items():
            write_whole(path, content)
            done.append(path)
    except BaseException:
        for path in done:
            _restore(path, old[path])
        raise
    return done


def _restore(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        write_whole(path, content)

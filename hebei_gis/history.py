"""What was changed in a workspace, by whom, and taking a change back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hebei_gis.files.change_records import (
    FOLDER,
    UNREADABLE,
    Entry,
    FileChange,
    content_of,
    former_content,
    history,
)
from hebei_gis.files.changes import change
from hebei_gis.plan.register.merging import Conflict, merge
from hebei_gis.plan.register.tables import COLUMNS, PLAN_FOLDER, table_bytes, table_cells
from hebei_gis.words.errors import UnknownNameError, WorkspaceError
from hebei_gis.words.facts import listed, term
from hebei_gis.words.faults import Fault
from hebei_gis.workspace import open_workspace

__all__ = ["Entry", "history", "undo"]


def undo(folder: Path, number: int) -> Entry:
    """Take a change back; that is a change too, and can be taken back itself.

    Tables of the register lose what the change did, row by row, and keep what came after; other
    files are put back where nothing changed them since.

    Parameters
    ----------
    folder : Path
        The workspace.
    number : int
        As :func:`history` counts.

    Returns
    -------
    Entry
        The change that was taken back.

    Raises
    ------
    UnknownNameError
        Where no such change is kept.
    WorkspaceError
        Where later changes build on it, or the workspace would have faults that it has not now;
        nothing is written then.
    """
    with change(folder, "change_undone", number=number) as made:
        known = {one.number: one for one in history(folder) if one.kind != UNREADABLE}
        if number not in known:
            raise UnknownNameError("change", str(number), [str(n) for n in known])
        entry = known[number]
        faults: list[Fault] = []
        contents: dict[str, bytes | None] = {}
        for one in entry.files:
            found, in_the_way = _taken_back(folder, one, entry)
            faults += in_the_way
            contents[one.path] = found
        if not faults:
            faults = _new_faults(folder, contents)
        if faults:
            raise WorkspaceError(faults)
        for path, content in contents.items():
            if content is None:
                made.remove(path)
            else:
                made.write(path, content)
    return entry


def _taken_back(folder: Path, one: FileChange, entry: Entry) -> tuple[bytes | None, list[Fault]]:
    """A file as it is without a change, and what is in the way of that."""
    now = folder / one.path
    before = former_content(folder, one.before) if one.before else None
    gone = one.before is not None and before is None
    current = now.read_bytes() if now.is_file() else None
    if gone:
        return None, [Fault("former_content_gone", one.path, entry.number)]
    if content_of(now) == one.after:
        return before, []
    later = [e for e in history(folder) if e.number > entry.number and _touches(e, one.path)]
    table = Path(one.path).stem
    after = former_content(folder, one.after) if one.after else None
    if (
        Path(one.path).parent == PLAN_FOLDER and table in COLUMNS
        and current is not None and before is not None and after is not None
    ):  # fmt: skip
        rows = [table_cells(text, table, one.path) for text in (after, current, before)]
        merged, conflicts = merge(table, *rows)
        if not conflicts:
            return table_bytes(table, merged), []
        return None, [_in_the_way(one.path, later, conflicts)]
    return None, [_in_the_way(one.path, later, [])]


def _touches(entry: Entry, path: str) -> bool:
    return any(one.path == path for one in entry.files)


def _in_the_way(path: str, later: list[Entry], conflicts: list[Conflict]) -> Fault:
    rows = [term("row_of_sheet", sheet=one.table, key=one.key) for one in conflicts]
    found = [
        term("change_of", number=entry.number, who=entry.who, when=entry.moment,
             what=term(entry.kind, **entry.facts))
        for entry in later
    ]  # fmt: skip
    where = listed(rows, 10) if rows else path
    return Fault("undo_in_the_way", where, listed(found, 10), term("nothing_later"))


def _new_faults(folder: Path, contents: Mapping[str, bytes | None]) -> list[Fault]:
    """Faults the workspace would have with these contents and has not now."""
    had = {fault.sentence("en") for fault in open_workspace(folder).faults}
    with tempfile.TemporaryDirectory(dir=folder / FOLDER, ignore_cleanup_errors=True) as name:
        aside = Path(name)
        for part in ("layers", "geodata"):
            if (folder / part).is_dir():
                shutil.copytree(folder / part, aside / part, copy_function=_linked)
        _linked(str(folder / "workspace.toml"), str(aside / "workspace.toml"))
        for path, content in contents.items():
            target = aside / path
            target.unlink(missing_ok=True)
            if content is not None:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        faults = open_workspace(aside).faults
    return [fault for fault in faults if fault.sentence("en") not in had]


def _linked(source: str, target: str) -> str:
    """A file under another name too; copied where the file system has no links."""
    try:
        Path(target).hardlink_to(source)
    except OSError:
        shutil.copy2(source, target)
    return target

"""A whole workspace as one file, consistent while others write, and a workspace from it again."""

from __future__ import annotations

import datetime
import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hebei_gis import __version__
from hebei_gis.files.change_records import FOLDER
from hebei_gis.files.changes import held
from hebei_gis.files.limits import Limits
from hebei_gis.files.workspace_folder import SETTINGS_FILE, require_workspace
from hebei_gis.files.zips import unpack, write_zip
from hebei_gis.words.errors import UploadError, WorkspaceError
from hebei_gis.words.facts import listed, term
from hebei_gis.words.faults import Fault
from hebei_gis.words.refusals import shown
from hebei_gis.workspace import open_workspace

KIND = "hebei-gis backup 1"
_ABOUT = "backup.json"
#: What belongs to a workspace; of its history, the records and what tables and places were.
_PARTS = ("layers", "geodata", "plan_text")
_HISTORY = (f"{FOLDER}/changes/", f"{FOLDER}/contents/")
#: Former data files larger than this are left out.
_LARGEST_FORMER = 16 * 2**20
_LIMITS = Limits(upload_mb=8000, unpacked_mb=8000, members=100_000)
_RATIO = 1000
_HISTORY_DEPTH = 3


def backup(folder: Path, path: Path) -> list[str]:
    """Write a workspace as one zip, with the history of its changes; of large data files only
    what they are now.

    Returns
    -------
    list of str
        The files in it.

    Raises
    ------
    WorkspaceError
        Where the folder is no workspace, or others change it for too long, or the file would be
        part of the next backup.
    OSError
        Where it cannot be written; a former backup stays.
    """
    folder = folder.resolve()
    require_workspace(folder)
    target = path.resolve()
    if any(target.is_relative_to(folder / part) for part in (*_PARTS, FOLDER)):
        raise WorkspaceError([Fault("backup_inside", str(path), str(folder))])
    with held(folder):
        files = {SETTINGS_FILE: folder / SETTINGS_FILE} | {
            found.relative_to(folder).as_posix(): found
            for part in _PARTS
            for found in sorted((folder / part).rglob("*"))
            if found.is_file() and not found.is_symlink()
        }
        files |= {
            found.relative_to(folder).as_posix(): found
            for part in _HISTORY
            for found in sorted((folder / part).glob("*"))
            if found.is_file() and found.stat().st_size <= _LARGEST_FORMER
        }
        about = {
            "backup": KIND,
            "program": f"hebei-gis {__version__}",
            "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "files": {name: _sha256(found) for name, found in files.items()},
        }
        text = json.dumps(about, ensure_ascii=False, indent=1).encode()
        write_zip(path, {_ABOUT: text, **files}, datetime.date.today())
    return list(files)


def restore(path: Path, folder: Path) -> tuple[Fault, ...]:
    """Make a workspace of a backup.

    Parameters
    ----------
    path : Path
        What :func:`backup` wrote.
    folder : Path
        A new or empty folder.

    Returns
    -------
    tuple of Fault
        What is wrong with the workspace, as it was when it was backed up.

    Raises
    ------
    WorkspaceError
        Where the folder holds something, or the file is no backup or not whole; nothing is
        written then.
    OSError
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceError([Fault("workspace_not_empty", str(folder))])
    try:
        members = dict(unpack(path.read_bytes(), path.name, _LIMITS, _RATIO)[0])
    except UploadError as error:
        raise WorkspaceError(error.faults) from error
    faults = _faults(members.pop(_ABOUT, None), members, path.name)
    if faults:
        raise WorkspaceError(faults)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".hebei-gis-restore-"))
    try:
        made = beside / "workspace"
        for name, content in members.items():
            target = made / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        found = open_workspace(made).faults
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return found


def _faults(about: bytes | None, members: dict[str, bytes], where: str) -> list[Fault]:
    """Whether these are the files of a backup, all of them and as they were."""
    try:
        values: dict[str, Any] = json.loads(about or b"")
        named: dict[str, str] = dict(values["files"])
        if values["backup"] != KIND:
            raise ValueError(values["backup"])
    except (ValueError, LookupError, TypeError):
        return [Fault("no_backup", where, listed(map(shown, members), 10), KIND)]
    wrong = [name for name, sha256 in named.items() if _digest(members.get(name)) != sha256]
    wrong += [name for name in members if name not in named or not _belongs(name)]
    return [
        Fault("backup_not_whole", where, shown(name), term("as_backed_up"))
        for name in dict.fromkeys(wrong)
    ]


def _belongs(name: str) -> bool:
    """Whether a workspace has such a file."""
    if name == SETTINGS_FILE or Path(name).parts[0] in _PARTS:
        return True
    return name.startswith(_HISTORY) and len(Path(name).parts) == _HISTORY_DEPTH


def _digest(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

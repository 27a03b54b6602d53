"""The only way anything of a workspace is written: changes, one after the other, whole or not at
all, each with who, when and what.

A change holds the workspace's lock (threads and processes alike) while its files are read and
written. When it ends, all of its contents lie on the disk first, then what it will do (its intent),
then each file takes its place, then it is done. Whatever ends the program in between, the next to
open the workspace carries the change through, or puts back what was there.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from hebei_gis.files.change_records import (
    FOLDER,
    Entry,
    FileChange,
    content_of,
    drafted,
    entry_of,
    forget,
    intents,
    kept,
    next_number,
    set_done,
    stamp,
    sync,
    write_intent,
)
from hebei_gis.files.whole_files import write_whole
from hebei_gis.words.errors import WorkspaceError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault

Read = TypeVar("Read")

#: Seconds to wait for another's change.
LONGEST_WAIT_S = 60.0
#: Set where this program may change no workspace: others than its users can reach it.
READ_ONLY_VARIABLE = "HEBEI_GIS_READ_ONLY"
_TRIES = 20


@dataclass(frozen=True)
class Actor:
    """Who works, and whether they may change a workspace; without a name, the account of the
    process."""

    name: str = ""
    may_change: bool = True


def _nobody_else() -> Actor | None:
    return None


#: Who works, where that is not the account of the process: the pages say it of whoever looks.
_ask_actor: Callable[[], Actor | None] = _nobody_else


def ask_actor(asked: Callable[[], Actor | None]) -> None:
    """Have `asked` say who works, each time something is changed; None is the account."""
    global _ask_actor  # noqa: PLW0603 - one for the program
    _ask_actor = asked


@dataclass
class Change:
    """What a change will write; nothing takes its place before the change ends."""

    folder: Path
    kind: str
    facts: dict[str, str | int | float]
    _contents: dict[str, bytes | Path | None] = field(default_factory=dict)

    def write(self, path: Path | str, content: bytes) -> None:
        """Write a file of the workspace, whose path may be absolute."""
        self._contents[self._within(path)] = content

    def move(self, source: Path, path: Path | str) -> None:
        """Take a file that lies elsewhere; it is gone from there when the change is done."""
        self._contents[self._within(path)] = source

    def remove(self, path: Path | str) -> None:
        """Remove a file, if it is there."""
        self._contents[self._within(path)] = None

    def read(self, path: Path | str) -> bytes | None:
        """A file as it will be; None where there will be none."""
        name = self._within(path)
        content = self._contents.get(name, self.folder / name)
        if isinstance(content, Path):
            return content.read_bytes() if content.is_file() else None
        return content

    def _within(self, path: Path | str) -> str:
        full = self.folder / path
        return full.relative_to(self.folder).as_posix()


_here = threading.local()


@contextlib.contextmanager
def change(folder: Path, kind: str, /, **facts: str | int | float) -> Iterator[Change]:
    """Change files of a workspace: what is read within is what nobody else changes meanwhile.

    A change within a change of the same workspace is part of it.

    Parameters
    ----------
    folder : Path
        The workspace.
    kind : str
        What is done, for the history: a kind of :data:`hebei_gis.words.terms.TERMS`.
    **facts
        Its names and numbers.

    Raises
    ------
    WorkspaceError
        Where others change it for longer than :data:`LONGEST_WAIT_S`, or this program may not.
    OSError
        Where it cannot be written; all files are then as they were.
    """
    require_change(folder)
    folder = folder.resolve()
    open_changes: dict[Path, Change] = _here.__dict__.setdefault("changes", {})
    if folder in open_changes:
        yield open_changes[folder]
        return
    with _locked(folder):
        recover(folder, locked=True)
        made = Change(folder, kind, dict(facts))
        open_changes[folder] = made
        try:
            yield made
        finally:
            del open_changes[folder]
        _commit(made)


def may_change() -> bool:
    """Whether this program may change a workspace at all, and who works may."""
    actor = None if os.environ.get(READ_ONLY_VARIABLE) else _ask_actor() or Actor()
    return actor is not None and actor.may_change


def require_change(folder: Path) -> None:
    """Nothing, where workspaces may be changed here and now.

    Raises
    ------
    WorkspaceError
    """
    if not may_change():
        kind = "read_only" if os.environ.get(READ_ONLY_VARIABLE) else "viewer_only"
        raise WorkspaceError([Fault(kind, folder.resolve().name)])


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Nobody changes the workspace meanwhile, and no change is half done.

    Raises
    ------
    WorkspaceError
        Where others change it for too long.
    """
    folder = folder.resolve()
    if not os.access(folder, os.W_OK):  # nobody writes there
        yield
        return
    with _locked(folder):
        recover(folder, locked=True)
        yield


def account() -> str:
    """Who works: the page's user, or the account of the process."""
    actor = _ask_actor()
    if actor is not None and actor.name:
        return actor.name
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no account behind the process
        return "unknown"


def steadily(folder: Path, read: Callable[[], Read]) -> Read:
    """What is read of several files that belong together: all from before a change, or all after.

    Parameters
    ----------
    folder : Path
        The workspace.
    read : callable
        Reads; may be called again.
    """
    for _ in range(_TRIES):
        before = stamp(folder)
        if before[1]:
            _wait(folder)
            continue
        failed: BaseException | None = None
        try:
            found = read()
        except Exception as error:  # what was torn may fail in any way
            failed = error
        if stamp(folder) != before:
            continue
        if failed:
            raise failed
        return found
    with _locked(folder):
        return read()


def recover(folder: Path, *, locked: bool = False) -> None:
    """Carry through the change that was under way when a program ended, or put back what was there.

    Nothing happens where none was, where another program is at it, or where nothing can be written.
    """
    if not intents(folder):
        return
    if not locked:
        with contextlib.suppress(WorkspaceError, OSError), _locked(folder, wait_s=0):
            recover(folder, locked=True)
        return
    for path in intents(folder):
        try:
            entry = entry_of(path)
        except ValueError:
            path.unlink(missing_ok=True)  # written by halves: no file had been touched yet
            continue
        with contextlib.suppress(OSError):  # what was there is back
            _carry_through(folder, entry, path)
    shutil.rmtree(folder / FOLDER / "drafts", ignore_errors=True)


# ---- Within the lock.


def _commit(made: Change) -> None:
    folder = made.folder
    store = folder / FOLDER
    number = next_number(store)
    files: list[FileChange] = []
    try:
        for name, content in made._contents.items():
            before = kept(store, folder / name)
            after = drafted(store, _draft(number, len(files)), content)
            if before != after:
                files.append(FileChange(name, before, after))
        if not files:
            return
        now = datetime.now(UTC).isoformat(timespec="seconds")
        entry = Entry(number, account(), now, made.kind, made.facts, tuple(files))
        _carry_through(folder, entry, write_intent(store, entry))
    finally:
        shutil.rmtree(store / "drafts", ignore_errors=True)
    forget(store)


def _draft(number: int, place: int) -> str:
    """The name under which the content of a change's file waits."""
    return f"{number}.{place}"


def _carry_through(folder: Path, entry: Entry, intent: Path) -> None:
    """Put each file into its place; where that cannot be, put back what was there."""
    drafts = folder / FOLDER / "drafts"
    try:
        for place, one in enumerate(entry.files):
            _place(folder, one, drafts / _draft(entry.number, place))
    except OSError:
        for one in entry.files:
            _put_back(folder, one)
        intent.unlink(missing_ok=True)
        raise
    for parent in {(folder / one.path).parent for one in entry.files}:
        sync(parent)
    set_done(intent)


def _place(folder: Path, one: FileChange, draft: Path) -> None:
    target = folder / one.path
    found = content_of(target)
    if found == one.after:
        return
    if found != one.before:
        # Edited by hand since the program ended in the middle: that edit is not written over.
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    if one.after is None:
        target.unlink(missing_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        draft.replace(target)
    except OSError as error:
        if error.filename is not None:  # the draft is nobody's file
            error.filename, error.filename2 = str(target), None
        raise


def _put_back(folder: Path, one: FileChange) -> None:
    target = folder / one.path
    if content_of(target) != one.after:
        return
    if one.before is None:
        target.unlink(missing_ok=True)
        return
    former = folder / FOLDER / "contents" / one.before
    draft = folder / FOLDER / "drafts" / "back"
    draft.parent.mkdir(exist_ok=True)
    shutil.copy2(former, draft)
    draft.replace(target)


def _wait(folder: Path) -> None:
    """Until the change that is under way is done, by whoever makes it or by us."""
    with _locked(folder):
        recover(folder, locked=True)


@contextlib.contextmanager
def _locked(folder: Path, wait_s: float = LONGEST_WAIT_S) -> Iterator[None]:
    store = folder / FOLDER
    try:
        store.mkdir(exist_ok=True)
    except FileExistsError as error:
        fault = Fault("in_the_way", str(store), term("a_file_there"), term("own_folder"))
        raise WorkspaceError([fault]) from error
    if not (store / ".gitignore").exists():
        write_whole(store / ".gitignore", b"*\n", durable=False)
    (store / "changes").mkdir(exist_ok=True)
    lock = FileLock(store / "lock", timeout=wait_s)
    try:
        lock.acquire()
    except Timeout as error:
        expected = term("no_other_change")
        raise WorkspaceError([Fault("being_changed", str(folder), "", expected)]) from error
    try:
        yield
    finally:
        lock.release()

"""The only way anything of a workspace is written: changes, one after the other, whole or not at
all, each with who, when and what.

A change holds the workspace's lock (threads and processes alike) while its files are read and
written. When it ends, all of its contents lie on the disk first, then what it will do (its intent),
then each file takes its place, then it is done. Whatever ends the program in between, the next to
open the workspace carries the change through, or puts back what was there.

In the folder ``.hebei-gis`` of the workspace: ``lock``; ``drafts``, contents that wait for their
place; ``contents``, former ones by their hash; ``changes``, one JSON a change, ``.intent`` while it
is not done.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import hashlib
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from hebei_gis.files.whole_files import write_whole
from hebei_gis.words.errors import WorkspaceError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault

Read = TypeVar("Read")

FOLDER = ".hebei-gis"
#: How many changes can be undone, and how many bytes of former contents are kept for it.
MOST_CHANGES, MOST_BYTES = 200, 2 * 2**30
#: Seconds to wait for another's change.
LONGEST_WAIT_S = 60.0
_INTENT, _DONE = ".intent", ".json"
_DIGITS = 9
_TRIES = 20
_SMALL_BYTES, _LARGE_BYTES = 4 * 2**20, 64 * 2**20
#: Who works, where that is not the account of the process: the pages set it.
acting: ContextVar[str] = ContextVar("acting", default="")


@dataclass(frozen=True)
class FileChange:
    """A file of a change; hashes are None where there is no file.

    Attributes
    ----------
    path : str
        Within the workspace, with ``/``.
    before, after : str or None
        sha256 of the content.
    """

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Entry:
    """A change as the history holds it.

    Attributes
    ----------
    number : int
        Counted from 1.
    who, when : str
        Account or user; ISO time in UTC.
    kind : str
        What was done: a kind of :data:`hebei_gis.words.terms.TERMS`.
    facts : mapping
        Names and numbers of `kind`.
    files : tuple of FileChange
    """

    number: int
    who: str
    when: str
    kind: str
    facts: Mapping[str, str | int | float]
    files: tuple[FileChange, ...]

    @property
    def moment(self) -> str:
        """When, in the time of this machine."""
        return datetime.fromisoformat(self.when).astimezone().strftime("%Y-%m-%d %H:%M")

    def text(self, language: str) -> str:
        """What was done, in ``zh`` or ``en``."""
        return term(self.kind, **self.facts).text(language)


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
        Where others change it for longer than :data:`LONGEST_WAIT_S`.
    OSError
        Where it cannot be written; all files are then as they were.
    """
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
    named = acting.get()
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no account behind the process
        return "unknown"


def history(folder: Path) -> list[Entry]:
    """The changes that are kept, the last first."""
    found = []
    for path in sorted((folder / FOLDER / "changes").glob(f"*{_DONE}"), reverse=True):
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            found.append(_entry(path))
    return found


def former_content(folder: Path, sha256: str) -> bytes | None:
    """A content that was there before some change; None where it is no longer kept."""
    with contextlib.suppress(OSError):
        content = (folder / FOLDER / "contents" / sha256).read_bytes()
        return content if hashlib.sha256(content).hexdigest() == sha256 else None
    return None


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
        before = _stamp(folder)
        if before[1]:
            _wait(folder)
            continue
        failed: BaseException | None = None
        try:
            found = read()
        except Exception as error:  # what was torn may fail in any way
            failed = error
        if _stamp(folder) != before:
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
    if not _intents(folder):
        return
    if not locked:
        with contextlib.suppress(WorkspaceError, OSError), _locked(folder, wait_s=0):
            recover(folder, locked=True)
        return
    for path in _intents(folder):
        try:
            entry = _entry(path)
        except (OSError, ValueError, TypeError, KeyError):
            path.unlink(missing_ok=True)  # written by halves: no file had been touched yet
            continue
        with contextlib.suppress(OSError):  # what was there is back
            _carry_through(folder, entry, path)
    shutil.rmtree(folder / FOLDER / "drafts", ignore_errors=True)


# ---- Within the lock.


def _commit(made: Change) -> None:
    folder = made.folder
    store = folder / FOLDER
    files, drafts = [], []
    numbered = [int(path.stem) for path in (store / "changes").glob("*.*")]
    number = max(numbered, default=0) + 1
    for place, (name, content) in enumerate(made._contents.items()):
        before = _kept(store, folder / name)
        after = _drafted(store / "drafts" / f"{number}-{place}", content)
        if before != after:
            if after and _size(store / "drafts" / f"{number}-{place}") < _SMALL_BYTES:
                # What later changes of the same table began with.
                _keep(store, store / "drafts" / f"{number}-{place}", after)
            files.append(FileChange(name, before, after))
            drafts.append(store / "drafts" / f"{number}-{place}")
    if not files:
        return
    now = datetime.now(UTC).isoformat(timespec="seconds")
    entry = Entry(number, account(), now, made.kind, made.facts, tuple(files))
    for place, draft in enumerate(drafts):
        if draft.exists():
            draft.replace(draft.with_name(f"{number}.{place}"))
    intent = store / "changes" / f"{number:0{_DIGITS}}{_INTENT}"
    try:
        write_whole(intent, json.dumps(asdict(entry), ensure_ascii=False, indent=1).encode())
        _carry_through(folder, entry, intent)
    finally:
        shutil.rmtree(store / "drafts", ignore_errors=True)
    _forget(store)


def _carry_through(folder: Path, entry: Entry, intent: Path) -> None:
    """Put each file into its place; where that cannot be, put back what was there."""
    drafts = folder / FOLDER / "drafts"
    try:
        for place, one in enumerate(entry.files):
            _place(folder, one, drafts / f"{entry.number}.{place}")
    except OSError:
        for one in entry.files:
            _put_back(folder, one)
        intent.unlink(missing_ok=True)
        raise
    for parent in {(folder / one.path).parent for one in entry.files}:
        _sync(parent)
    intent.replace(intent.with_suffix(_DONE))
    _sync(intent.parent)


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
    kept = folder / FOLDER / "contents" / one.before
    draft = folder / FOLDER / "drafts" / "back"
    draft.parent.mkdir(exist_ok=True)
    shutil.copy2(kept, draft)
    draft.replace(target)


def _kept(store: Path, path: Path) -> str | None:
    """The hash of a file, its content kept under that; None where there is no file."""
    sha256 = content_of(path)
    if sha256 is not None:
        _keep(store, path, sha256)
    return sha256


def _keep(store: Path, path: Path, sha256: str) -> None:
    kept = store / "contents" / sha256
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        draft = kept.with_suffix(".part")
        draft.unlink(missing_ok=True)
        # A link costs nothing; a copy is safe from whoever writes into the file itself.
        if _size(path) < _LARGE_BYTES or not _linked(path, draft):
            shutil.copy2(path, draft)
        draft.replace(kept)


def _linked(path: Path, other: Path) -> bool:
    with contextlib.suppress(OSError):  # a file system without links
        os.link(path, other)
        return True
    return False


def _drafted(draft: Path, content: bytes | Path | None) -> str | None:
    """A content on the disk, ready to take its place; its hash."""
    if content is None:
        return None
    draft.parent.mkdir(exist_ok=True)
    if isinstance(content, Path):
        shutil.move(content, draft)
    else:
        draft.write_bytes(content)
    with draft.open("rb+") as stream:
        os.fsync(stream.fileno())
    return content_of(draft)


def _forget(store: Path) -> None:
    """Let go of the oldest changes, and of contents that no change names."""
    paths = sorted((store / "changes").glob(f"*{_DONE}"), reverse=True)
    kept: set[str] = set()
    size = 0
    for count, path in enumerate(paths):
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            entry = _entry(path)
            named = {name for one in entry.files for name in (one.before, one.after) if name} - kept
            size += sum(_size(store / "contents" / name) for name in named)
            if count and (count >= MOST_CHANGES or size > MOST_BYTES):
                path.unlink()
                continue
            kept |= named
    with contextlib.suppress(OSError):
        for content in (store / "contents").iterdir():
            if content.name not in kept:
                content.unlink(missing_ok=True)


def _size(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_size
    return 0


# ---- What lies there.


def _entry(path: Path) -> Entry:
    values = json.loads(path.read_bytes())
    files = tuple(FileChange(**one) for one in values.pop("files"))
    return Entry(**values, files=files)


def _intents(folder: Path) -> list[Path]:
    return sorted((folder / FOLDER / "changes").glob(f"*{_INTENT}"))


def _stamp(folder: Path) -> tuple[int, bool]:
    """How far the changes have come, and whether one is under way."""
    try:
        names = [path.name for path in (folder / FOLDER / "changes").iterdir()]
    except OSError:
        return 0, False
    done = [int(name[:_DIGITS]) for name in names if name.endswith(_DONE)]
    return max(done, default=0), any(name.endswith(_INTENT) for name in names)


def _wait(folder: Path) -> None:
    """Until the change that is under way is done, by whoever makes it or by us."""
    with _locked(folder):
        recover(folder, locked=True)


@contextlib.contextmanager
def _locked(folder: Path, wait_s: float = LONGEST_WAIT_S) -> Iterator[None]:
    store = folder / FOLDER
    if not store.is_dir():
        store.mkdir(exist_ok=True)
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


def _sync(folder: Path) -> None:
    """Have the disk know which files a folder holds."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def content_of(path: Path) -> str | None:
    """The sha256 of a file's content; None where there is no file."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return None

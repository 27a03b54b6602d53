"""What lies on the disk of a workspace's changes: records, former contents, drafts.

In the folder ``.hebei-gis`` of the workspace: ``lock``; ``drafts``, contents that wait for their
place; ``contents``, former ones by their hash; ``changes``, one JSON a change, ``.intent`` while it
is not done.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from hebei_gis.files.whole_files import write_whole
from hebei_gis.words.facts import term

FOLDER = ".hebei-gis"
#: How many changes can be undone, and how many bytes of former contents are kept for it.
MOST_CHANGES, MOST_BYTES = 200, 2 * 2**30
#: The kind of a change whose record cannot be read.
UNREADABLE = "change_unreadable"
_INTENT, _DONE = ".intent", ".json"
_DIGITS = 9
_RECORD = re.compile(rf"(\d{{{_DIGITS}}})\.(?:intent|json)")
_SMALL_BYTES, _LARGE_BYTES = 4 * 2**20, 64 * 2**20
#: What a record that was not written by us, or not to its end, may fail by.
_BROKEN = (OSError, ValueError, TypeError, KeyError, AttributeError)


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
        """When, in the time of this machine; nothing where the record cannot be read."""
        if not self.when:
            return ""
        return datetime.fromisoformat(self.when).astimezone().strftime("%Y-%m-%d %H:%M")

    def text(self, language: str) -> str:
        """What was done, in ``zh`` or ``en``."""
        return term(self.kind, **self.facts).text(language)


def history(folder: Path) -> list[Entry]:
    """The changes that are kept, the last first; of kind :data:`UNREADABLE` where a record is
    broken."""
    return [_entry_or_word(path) for path in _records(folder / FOLDER, _DONE)[::-1]]


def former_content(folder: Path, sha256: str) -> bytes | None:
    """A content that was there before some change; None where it is no longer kept."""
    with contextlib.suppress(OSError):
        content = (folder / FOLDER / "contents" / sha256).read_bytes()
        return content if hashlib.sha256(content).hexdigest() == sha256 else None
    return None


# ---- Records.


def entry_of(path: Path) -> Entry:
    """A change as its record holds it; of a kind this program may not know.

    Raises
    ------
    ValueError
        Where it is no record, or not whole.
    OSError
    """
    try:
        values = json.loads(path.read_bytes())
        files = tuple(FileChange(**one) for one in values.pop("files"))
        entry = Entry(**values, files=files)
        if entry.number != number_of(path):
            raise ValueError(entry.number)
    except OSError:
        raise
    except _BROKEN as error:
        raise ValueError(path.name) from error
    return entry


def _entry_or_word(path: Path) -> Entry:
    """A change; of kind :data:`UNREADABLE` where it cannot be told, with what files it names."""
    files: tuple[FileChange, ...] = ()
    try:
        entry = entry_of(path)
        files = entry.files
        if all([entry.text("zh"), entry.text("en"), entry.moment]):
            return entry
    except _BROKEN:  # written by a newer program, or by hand
        pass
    return Entry(number_of(path), "", "", UNREADABLE, {"name": path.name}, files)


def write_intent(store: Path, entry: Entry) -> Path:
    """The record of a change that is about to be."""
    intent = store / "changes" / f"{entry.number:0{_DIGITS}}{_INTENT}"
    write_whole(intent, json.dumps(asdict(entry), ensure_ascii=False, indent=1).encode())
    return intent


def set_done(intent: Path) -> None:
    """The record of a change that has been."""
    intent.replace(intent.with_suffix(_DONE))
    sync(intent.parent)


def intents(folder: Path) -> list[Path]:
    """The records of changes that are under way, or were when a program ended."""
    return _records(folder / FOLDER, _INTENT)


def next_number(store: Path) -> int:
    """The number of the change to come."""
    return max((number_of(path) for path in _records(store)), default=0) + 1


def number_of(path: Path) -> int:
    """The number of a change, by the name of its record."""
    return int(path.name[:_DIGITS])


def stamp(folder: Path) -> tuple[int, bool]:
    """How far the changes have come, and whether one is under way."""
    records = _records(folder / FOLDER)
    done = [number_of(path) for path in records if path.suffix == _DONE]
    return max(done, default=0), len(done) < len(records)


def _records(store: Path, suffix: str = "") -> list[Path]:
    """What a folder holds beside records is nobody's."""
    try:
        found = list((store / "changes").iterdir())
    except OSError:
        return []
    return sorted(p for p in found if _RECORD.fullmatch(p.name) and p.name.endswith(suffix))


# ---- Contents.


def kept(store: Path, path: Path) -> str | None:
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


def drafted(store: Path, name: str, content: bytes | Path | None) -> str | None:
    """A content on the disk, ready to take its place; its hash."""
    if content is None:
        return None
    draft = store / "drafts" / name
    draft.parent.mkdir(exist_ok=True)
    if isinstance(content, Path):
        shutil.move(content, draft)
    else:
        draft.write_bytes(content)
    with draft.open("rb+") as stream:
        os.fsync(stream.fileno())
    sha256 = content_of(draft)
    if sha256 and _size(draft) < _SMALL_BYTES:
        _keep(store, draft, sha256)  # what later changes of the same table began with
    return sha256


def forget(store: Path) -> None:
    """Let go of the oldest changes, and of contents that no change names."""
    kept: set[str] = set()
    size = 0
    for count, path in enumerate(_records(store, _DONE)[::-1]):
        entry = _entry_or_word(path)
        named = {name for one in entry.files for name in (one.before, one.after) if name} - kept
        size += sum(_size(store / "contents" / name) for name in named)
        if count and (count >= MOST_CHANGES or size > MOST_BYTES):
            path.unlink(missing_ok=True)
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


def sync(folder: Path) -> None:
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

"""Writing files so that nothing is ever half-written: one file, or several together."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path


def write_whole(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write a file so that it is there whole or not at all; what was there stays until then.

    Parameters
    ----------
    durable : bool
        Wait until the disk has it, so that it outlives a power cut too.

    Raises
    ------
    OSError
    """
    draft = _draft(path, content, durable)
    with _moved(draft, path):
        pass


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A draft to write to, which becomes the file `path` if all goes well, and nothing if not.

    Raises
    ------
    OSError
        Named by `path`.
    """
    draft = _beside(path, "part")
    with _moved(draft, path):
        yield draft


@contextlib.contextmanager
def _moved(draft: Path, path: Path) -> Iterator[None]:
    try:
        yield
        draft.replace(path)
    except BaseException as error:
        draft.unlink(missing_ok=True)
        if not isinstance(error, OSError) or error.filename in (None, str(draft)):
            _name(error, path)
        raise


def _draft(path: Path, content: bytes, durable: bool) -> Path:
    """The content in a hidden file beside the one it is for."""
    draft = _beside(path, "part")
    try:
        with draft.open("xb") as stream:
            stream.write(content)
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
    except BaseException as error:
        draft.unlink(missing_ok=True)
        _name(error, path)
        raise
    return draft


def _beside(path: Path, ending: str) -> Path:
    if path.exists() and not (path.is_file() or path.is_dir()):  # a device, a pipe
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    return path.with_name(f".{path.name[:100]}.{os.getpid()}.{threading.get_ident()}.{ending}")


def _name(error: BaseException, path: Path) -> None:
    """Name the file in an error, and not its draft, which is nobody's."""
    if isinstance(error, OSError) and error.errno is not None:
        error.filename, error.filename2 = str(path), None


def write_together(contents: Mapping[Path, bytes | None], *, durable: bool = True) -> list[Path]:
    """Write several files; where one cannot be written, all stay as they were.

    A file whose content is None is removed. All is on the disk before the first takes its place.

    Returns
    -------
    list of Path
        The files written or removed.

    Raises
    ------
    OSError
    """
    drafts: dict[Path, Path] = {}
    former: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for path, content in contents.items():
            if content is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                drafts[path] = _draft(path, content, durable)
        for path in contents:
            if path.is_file():
                former[path] = _kept(path)
        for path in contents:
            try:
                if path in drafts:
                    drafts[path].replace(path)
                else:
                    path.unlink(missing_ok=True)
            except OSError as error:
                _name(error, path)
                raise
            done.append(path)
    except BaseException:
        for path in done:
            if path in former:
                former[path].replace(path)
            else:
                path.unlink(missing_ok=True)
        raise
    finally:
        for left in (*drafts.values(), *former.values()):
            left.unlink(missing_ok=True)
    return done


def _kept(path: Path) -> Path:
    """The file as it is, under another name too."""
    kept = _beside(path, "former")
    kept.unlink(missing_ok=True)
    try:
        os.link(path, kept)
    except OSError:  # a file system without links
        shutil.copy2(path, kept)
    return kept

"""Writing files so that nothing is ever half-written: one file, or several together."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
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
    draft = path.with_name(f".{path.name[:100]}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        with draft.open("xb") as stream:
            stream.write(content)
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        draft.replace(path)
    except BaseException as error:
        draft.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is not None:
            error.filename, error.filename2 = str(path), None  # the draft is nobody's file
        raise


def write_together(contents: Mapping[Path, bytes | None]) -> list[Path]:
    """Write several files in their order; where one fails, those before it are put back.

    A file whose content is None is removed.

    Returns
    -------
    list of Path
        The files written or removed.

    Raises
    ------
    OSError
    """
    old = {path: path.read_bytes() if path.exists() else None for path in contents}
    done: list[Path] = []
    try:
        for path, content in contents.items():
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, content)
            done.append(path)
    except BaseException:
        for path in done:
            before = old[path]
            if before is None:
                path.unlink(missing_ok=True)
            else:
                write_whole(path, before)
        raise
    return done

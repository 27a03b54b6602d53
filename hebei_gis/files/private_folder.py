"""Untrusted bytes on disk for GDAL: under names of ours, in a folder of ours, always removed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PREFIX = "hebei-gis-import-"


@contextmanager
def private_folder(files: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder that only this user can read, with `files` in it; removed whatever happens.

    Parameters
    ----------
    files : mapping of file name to bytes
        Names are fixed by the caller (``upload.geojson``), never taken from an upload.
    """
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        for name, content in files.items():
            (folder / name).write_bytes(content)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)

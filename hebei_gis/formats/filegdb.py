"""File Geodatabase: the folder in a zip, read."""

from __future__ import annotations

from pathlib import Path

from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.gdal import GdalSource
from hebei_gis.formats.sources import Upload

_TABLE = ".gdbtable"


class GeodatabaseSource(GdalSource):
    """The tables of one geodatabase."""

    def __init__(self, upload: Upload) -> None:
        super().__init__(upload, "OpenFileGDB", ".gdb")

    def lay_out(self, folder: Path) -> Path:
        """The folder with all its files; their names say what they are."""
        path = folder / f"upload{self._suffix}"
        path.mkdir()
        for name, content in self.upload.parts.items():
            (path / name.replace("\\", "/").rsplit("/", 1)[-1]).write_bytes(content)
        return path


def claims(upload: Upload) -> int:
    """Sure of a folder with tables."""
    return SURE if any(name.lower().endswith(_TABLE) for name in upload.parts) else NOT


FORMAT = Format(
    "filegdb", "File Geodatabase", (_TABLE,), claims, GeodatabaseSource, folder=True
)  # fmt: skip

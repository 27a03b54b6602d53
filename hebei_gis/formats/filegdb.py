"""File Geodatabase: the folder in a zip, read and written by GDAL's own driver."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from hebei_gis.files.cells import distinct_names
from hebei_gis.files.zips import zip_bytes
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.gdal import GdalSource, by_arrow, write_table
from hebei_gis.formats.outgoing import Outgoing, Table
from hebei_gis.formats.partition import by_family
from hebei_gis.formats.sources import Upload
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Issue
from hebei_gis.words.refusals import refusal, shown

_DRIVER = "OpenFileGDB"
_TABLE = ".gdbtable"
#: Where a table says how long its file is, in a head of so many bytes.
_SIZE, _HEAD_BYTES = slice(24, 32), 40
#: Longest name of a field, in characters.
_NAME_LENGTH = 64
#: Names that a geodatabase keeps for itself or for SQL.
_RESERVED = {
    "ADD", "ALTER", "AND", "AS", "ASC", "BETWEEN", "BY", "COLUMN", "CREATE", "DATE", "DELETE",
    "DESC", "DROP", "EXISTS", "FOR", "FROM", "GROUP", "IN", "INSERT", "INTO", "IS", "LIKE",
    "NOT", "NULL", "OBJECTID", "OR", "ORDER", "SELECT", "SET", "SHAPE", "SHAPE_AREA",
    "SHAPE_LENGTH", "TABLE", "UPDATE", "VALUES", "WHERE",
}  # fmt: skip
#: The grid of coordinates, which GDAL takes from the CRS: a shifted datum has none to state.
_DEGREES = {"XORIGIN": -400, "YORIGIN": -400, "XYSCALE": 1e9, "XYTOLERANCE": 1e-8}
#: Whole numbers that every ArcGIS since 10 holds as such.
_LARGEST = 2**31 - 1


class GeodatabaseSource(GdalSource):
    """The tables of one geodatabase."""

    def __init__(self, upload: Upload) -> None:
        super().__init__(upload, _DRIVER, ".gdb")
        # GDAL reads a table that is cut off as one without rows.
        for name, content in upload.parts.items():
            size = int.from_bytes(content[_SIZE], "little")
            if name.lower().endswith(_TABLE) and len(content) < max(size, _HEAD_BYTES):
                found = term("member_cut", name=shown(_bare(name)), found=len(content), whole=size)
                expected = term("whole_file_of", name=FORMAT.title)
                raise refusal("unreadable_file", upload.name, found, expected)

    def lay_out(self, folder: Path) -> Path:
        """The folder with all its files; their names say what they are."""
        path = folder / f"upload{self._suffix}"
        path.mkdir()
        for name, content in self.upload.parts.items():
            (path / _bare(name)).write_bytes(content)
        return path


def _bare(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1]


def claims(upload: Upload) -> int:
    """Sure of a folder with tables."""
    return SURE if any(name.lower().endswith(_TABLE) for name in upload.parts) else NOT


def tables_of(outgoing: Outgoing) -> tuple[Table, ...]:
    """One table a layer and geometry family; notes say which columns had to be renamed."""
    return tuple(_renamed(part) for part in by_family(outgoing))


def _renamed(part: Table) -> Table:
    names = field_names(part.columns)
    new = {old: name for old, name in zip(part.columns, names, strict=True) if old != name}
    notes = [Issue("renamed_column", old, name=name) for old, name in new.items()]
    return replace(part, rows=part.rows.rename(columns=new), notes=(*part.notes, *notes))


def field_names(columns: Sequence[str]) -> list[str]:
    """Names that a geodatabase takes: letters of any script, digits and underscores."""
    fitting = []
    for name in columns:
        plain = re.sub(r"\W", "_", name)[:_NAME_LENGTH]
        plain = f"f_{plain}" if plain[:1].isdigit() else plain
        fitting.append(f"{plain}_" if plain.upper() in _RESERVED else plain)
    return distinct_names(fitting, _NAME_LENGTH)


def write_filegdb(outgoing: Outgoing) -> bytes:
    """Every layer as a feature class of one geodatabase, in a zip, without the sidecar."""
    return zip_bytes(filegdb_members(outgoing), outgoing.date)


def filegdb_members(outgoing: Outgoing) -> dict[str, bytes]:
    """The files of :func:`write_filegdb` by name, all in one folder ``.gdb``."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        layers = {part.layer for part in outgoing.tables}
        path = Path(name) / f"{layers.pop() if len(layers) == 1 else 'layers'}.gdb"
        for part in outgoing.tables:
            rows = part.rows.copy()
            for column in part.columns:
                rows[column] = _fitting(rows[column])
            # A feature class has one kind of geometry, also where nothing has any.
            kinds = part.geometry if part.geometry_types else part.geometry[:1]
            stored = replace(part, rows=rows, geometry=kinds)
            options = _DEGREES if outgoing.target.shifted else {}
            swift = by_arrow(stored)
            write_table(
                swift or stored, path, _DRIVER, append=path.exists(),
                use_arrow=swift is not None, LAYER_ALIAS=part.title, **options,
            )  # fmt: skip
        return {
            f"{path.name}/{file.name}": file.read_bytes()
            for file in sorted(path.iterdir())
            if file.is_file()
        }


def _fitting(values: pd.Series) -> pd.Series:
    """Values as every ArcGIS reads them: yes/no as 1 and 0, longer whole numbers as text."""
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.astype("Int32" if values.hasnans else "int32")
    if not pd.api.types.is_integer_dtype(values.dtype):
        return values
    if (values.dropna().abs() > _LARGEST).any():
        return pd.Series([None if pd.isna(v) else str(v) for v in values.tolist()], dtype=object)
    return values.astype("Int32" if values.hasnans else "int32")


FORMAT = Format(
    "filegdb", "File Geodatabase", (_TABLE,), claims, GeodatabaseSource,
    "zip", "application/zip", write_filegdb,
    parts=tables_of, many=True, carries_sidecar=False, members=filegdb_members,
    losses=("loss_split", "loss_booleans_and_long", "loss_field_names", "loss_no_style"),
    folder=True,
)  # fmt: skip

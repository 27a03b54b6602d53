"""Shapefiles as they come in: parts together, the table's encoding, what is cut off."""

from __future__ import annotations

import contextlib
import csv
import io
import struct
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pandas as pd
from pandas.api.types import is_numeric_dtype

from hebei_gis.files.cells import is_inert
from hebei_gis.files.text import Encoding
from hebei_gis.formats.format import NOT, SURE
from hebei_gis.formats.gdal import PREFIX, read_rows, stated_crs
from hebei_gis.formats.layer_choice import check_size, chosen_layer, others_unread
from hebei_gis.formats.shapefile.dbf import Table, table_encoding
from hebei_gis.formats.shapefile.parts import (
    FIELDS_ENDING,
    FIELDS_HEADER,
    HEADER_BYTES,
    Parts,
    gathered,
    index_of,
    padded,
    records_of,
)
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Source, Upload
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault, Issue
from hebei_gis.words.notes import Note, note
from hebei_gis.words.questions import KEEP_REST
from hebei_gis.words.refusals import refusal, shown

_DRIVER = "ESRI Shapefile"
_MAGIC = b"\0\0\x27\x0a"
_TYPES = {1: "Point", 3: "LineString", 5: "Polygon", 8: "MultiPoint", 31: "MultiPatch"}
_LARGEST = 2**63 - 1


class ShapefileSource:
    """One or more Shapefiles, from a zip or from parts given together."""

    one_layer_needed = True

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self._parts = {parts.name: parts for parts in gathered(upload.parts)}
        # By name and the user's word: the samples of a table are decoded once.
        self._encodings: dict[tuple[str, str | None], Encoding] = {}

    @property
    def notes(self) -> tuple[Note, ...]:
        """Nothing is known before a layer is read."""
        return ()

    @cached_property
    def layers(self) -> tuple[LayerFound, ...]:
        """One layer a .shp."""
        return tuple(self._layer(parts) for parts in self._parts.values())

    @property
    def encoding(self) -> Encoding | None:
        """Of the table, where there is one Shapefile and it can be told."""
        (first, *others) = self._parts.values()
        if others or first.dbf is None:
            return None
        try:
            return self._encoding_of(first, None, self._upload.name) if first.table else None
        except UploadError:
            return None

    def _encoding_of(self, parts: Parts, asked: str | None, where: str) -> Encoding:
        known = parts.name, asked
        if known not in self._encodings:
            assert parts.table is not None, "there is a table to decode"
            self._encodings[known] = table_encoding(parts.table, parts.cpg, asked, where)
        return self._encodings[known]

    def _layer(self, parts: Parts) -> LayerFound:
        where = f"{self._upload.name} {parts.name}"
        if len(parts.shp) < HEADER_BYTES or parts.shp[:4] != _MAGIC:
            raise refusal(
                "unreadable_file", where, term("no_shapefile_header"),
                term("whole_file_of", name=".shp"),
            )  # fmt: skip
        kind = int.from_bytes(parts.shp[32:36], "little") % 10
        kind = 31 if parts.shp[32] == 31 else kind
        geometry = (_TYPES[kind],) if kind in _TYPES else ()
        columns: dict[str, str] = {}
        rows = len(parts.records)
        table = parts.table
        if table is not None:
            rows = table.rows
            try:
                name = self._encoding_of(parts, None, where).name
            except UploadError:
                name = "latin-1"
            columns = {field.decode(name, "replace"): "" for field in table.names}
        check_size(where, rows, len(columns), self._upload.limits)
        return LayerFound(
            parts.name, rows, geometry, columns, stated_crs(parts.prj) if parts.prj else None
        )

    def read(self, reading: Reading) -> Rows:
        """The rows of one Shapefile; a table or shapes that are cut off are a fault."""
        layer = chosen_layer(self.layers, reading.layer, self._upload.name)
        parts = self._parts[layer.name]
        where = f"{self._upload.name} {layer.name}"
        notes: list[Note] = []
        index = index_of(parts.shp, parts.records)
        if parts.shx != index:
            notes.append(note("index_rebuilt"))
        table, encoding, shp = parts.table, None, parts.shp
        files: dict[str, bytes] = {}
        if parts.dbf is None or table is None:
            notes.append(note("no_table"))
        else:
            # Only whole rows are promised to GDAL, and each has a shape, if a null one.
            files["upload.dbf"] = parts.dbf[:4] + struct.pack("<I", table.rows) + parts.dbf[8:]
            if len(parts.records) < table.rows:
                shp = padded(parts, table.rows)
                index = index_of(shp, records_of(shp))
            encoding = self._encoding_of(parts, reading.encoding, where)
            notes.append(encoding.note)
        files |= {"upload.shp": shp, "upload.shx": index}
        if parts.prj:
            files["upload.prj"] = parts.prj.encode("utf-8")
        rows = self._read(files, encoding)
        if table is not None:
            rows = _with_wide_numbers(rows, table)
        names = _long_names(parts.fields)
        if names:
            rows = replace(rows, table=rows.table.rename(columns=names))
            notes.append(note("fields_named", name=f"{shown(parts.name)}{FIELDS_ENDING}"))
        if not reading.layer:
            notes += others_unread(self.layers, layer)
        faults = _cut_off(parts, table, where)
        return replace(
            rows, crs=layer.crs, notes=tuple(notes), faults=tuple(faults),
            mends={"cut_off": (KEEP_REST,)} if faults else {},
            stated=parts.prj if layer.crs is None else None, layer=layer.name,
        )  # fmt: skip

    def _read(self, files: Mapping[str, bytes], encoding: Encoding | None) -> Rows:
        where, limits = self._upload.name, self._upload.limits
        with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
            for name, content in files.items():
                (Path(folder) / name).write_bytes(content)
            path = Path(folder) / "upload.shp"
            try:
                return read_rows(
                    path, _DRIVER, where, limits, encoding=encoding.name if encoding else None
                )
            except UploadError as error:
                if not isinstance(error.__cause__, UnicodeDecodeError) or encoding is None:
                    raise
            # A value that fills its field may end within a character.
            rows = read_rows(path, _DRIVER, where, limits, encoding="ISO-8859-1")
            return _decoded(rows, encoding)


def _long_names(content: bytes | None) -> dict[str, str]:
    """Short field name → the column it stands for, as an export of this program says."""
    if content is None:
        return {}
    with contextlib.suppress(UnicodeDecodeError, csv.Error, ValueError):
        header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")), strict=True)
        if tuple(header) == FIELDS_HEADER:
            plain = [[cell[1:] if is_inert(cell) else cell for cell in row] for row in rows]
            return dict(plain)
    return {}


def _with_wide_numbers(rows: Rows, table: Table) -> Rows:
    """Whole numbers of many digits exactly, as integers or else as text."""
    cells = rows.table
    for number, values in table.wide.items():
        if number >= cells.shape[1] or len(values) != len(cells):
            continue
        known = [value for value in values if value is not None]
        if all(abs(value) <= _LARGEST for value in known):
            exact = pd.Series(values, dtype="Int64")
        else:
            exact = pd.Series([None if v is None else str(v) for v in values], dtype=object)
        cells = cells.assign(**{str(cells.columns[number]): exact})
    issues = [Issue("number_overflow", str(row + 1)) for row in table.overflowed]
    return replace(rows, table=cells, issues=(*rows.issues, *issues))


def _cut_off(parts: Parts, table: Table | None, where: str) -> list[Fault]:
    shp = parts.shp
    stated = 2 * int.from_bytes(shp[24:28], "big")
    records = len(parts.records)
    faults = []
    if len(shp) < stated:
        found = term("shp_cut", size=len(shp), shapes=records)
        faults.append(Fault("cut_off", shown(where), found, term("bytes_of", count=stated)))
    if table is not None and table.rows < table.stated_rows:
        found = term("dbf_cut", rows=table.rows)
        expected = term("rows_of", rows=table.stated_rows)
        faults.append(Fault("cut_off", shown(where), found, expected))
    elif table is not None and table.rows != records and not faults:
        found = term("dbf_against_shp", rows=table.rows, shapes=records)
        faults.append(Fault("cut_off", shown(where), found, term("as_many_of_both")))
    return faults


def _decoded(rows: Rows, encoding: Encoding) -> Rows:
    """Rows read as Latin-1 put right; half characters at the end of a value are dropped."""
    table = rows.table.copy()
    issues: list[Issue] = []

    def put_right(value: object, row: int) -> object:
        if not isinstance(value, str) or value.isascii():
            return value
        raw = value.encode("latin-1", "replace")
        text = raw.decode(encoding.name, "ignore")
        if text.encode(encoding.name) != raw:
            issues.append(Issue("half_character", str(row + 1), text=shown(text)))
        return text

    for column in table.columns[[not is_numeric_dtype(kind) for kind in table.dtypes]]:
        values = [put_right(value, row) for row, value in enumerate(table[column])]
        table[column] = pd.Series(values, index=table.index, dtype=object)
    table.columns = [str(put_right(name, -1)) for name in table.columns]
    issues = [issue for issue in issues if issue.key != "0"]
    return replace(rows, table=table, issues=(*rows.issues, *issues))


def claims(upload: Upload) -> int:
    """Sure of several parts of which one is a .shp, or of its first bytes."""
    if any(name.lower().endswith(".shp") for name in upload.parts):
        return SURE if len(upload.parts) > 1 or upload.content[:4] == _MAGIC else NOT
    return SURE if upload.content[:4] == _MAGIC else NOT


def open_shapefile(upload: Upload) -> Source:
    """A Shapefile of its parts; a lone one of any name is its .shp."""
    named = any(name.lower().endswith(".shp") for name in upload.parts)
    lone = upload if named else replace(upload, parts={"upload.shp": upload.content})
    return ShapefileSource(lone)

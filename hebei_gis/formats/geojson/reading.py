"""GeoJSON of unknown origin and of ours: values exactly as they stand in the file.

JSON-FG of ours, which places its shapes in another CRS beside the WGS 84 geometry, is read in
that CRS.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd
import shapely

from hebei_gis.files.limits import Limits
from hebei_gis.files.seal import seal_of
from hebei_gis.files.text import Encoding, decoded
from hebei_gis.formats.gdal import check_size, chosen_layer
from hebei_gis.formats.geojson.documents import Head, read_features
from hebei_gis.formats.geojson.places import easting_first, placed_crs
from hebei_gis.formats.geojson.shapes import shapes_of
from hebei_gis.formats.geojson.writing import DIGITS_AS_TEXT
from hebei_gis.formats.own_sidecars import FoundSidecar, sidecar_within
from hebei_gis.formats.reading_back import UNSTATED, ReadExport, ReadTable, from_cells
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.geo.crs import WGS84, WGS84_3D, crs_code
from hebei_gis.geo.shapes import Shapes, shape_array
from hebei_gis.words.errors import DatumError, UploadError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Issue
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import shown, too_much

#: So many features are turned into rows at once; more would keep the garbage collector busy.
_BATCH = 32
_KNOWN_MEMBERS = ("type", "id", "properties", "geometry", "bbox")
_ID = "id"
#: Whole numbers up to this are the same as floats.
_EXACT = 2**53
_NO_LIMITS = Limits(rows=10**9, columns=10**6, cells=10**12, vertices=10**12)


@dataclass
class Collection:
    """What a GeoJSON holds.

    Attributes
    ----------
    ids : list
        The ``id`` of each feature; None where it has none.
    columns : dict
        Name → a value a row, as JSON has it; None where there is none.
    shapes : array
    skipped : Counter
        Members of features that are not taken in.
    """

    head: Head = field(default_factory=Head)
    ids: list[Any] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)
    shapes: Shapes = field(default_factory=lambda: shape_array([]))
    issues: list[Issue] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def read_collection(
    text: str, where: str, limits: Limits, geometry: str = "geometry"
) -> Collection:
    """Read a GeoJSON text.

    Parameters
    ----------
    text, where : str
    limits : Limits
    geometry : str
        The member of features that holds their shape.

    Raises
    ------
    UploadError
        Where it is broken, of another kind, or too large.
    """
    found = Collection()
    known = (*_KNOWN_MEMBERS, geometry)
    shapes: list[Shapes] = []
    features = read_features(text, where, found.head)
    rows = vertices = 0
    while batch := [one for one in islice(features, _BATCH) if isinstance(one, dict)]:
        _add_values(found, [one.get("properties") for one in batch], rows)
        found.ids += [one.get("id") for one in batch]
        found.skipped.update(name for one in batch for name in one if name not in known)
        shapes.append(shapes_of([one.get(geometry) for one in batch], rows, found.issues))
        rows += len(batch)
        vertices += int(shapely.get_num_coordinates(shapes[-1]).sum())
        check_size(where, rows, len(found.columns), limits)
        if vertices > limits.vertices:
            raise too_much(where, vertices, limits.vertices, "vertices", "vertices")
    found.shapes = np.concatenate([shape_array([]), *shapes])
    return found


def _add_values(found: Collection, values: Sequence[Any], rows: int) -> None:
    """Add the properties of features after the first `rows`."""
    known = [one if isinstance(one, dict) else {} for one in values]
    for name in dict.fromkeys(name for one in known for name in one):
        if name not in found.columns:
            found.columns[name] = [None] * rows
    for name, cells in found.columns.items():
        cells += [one.get(name) for one in known]


class GeojsonSource:
    """A GeoJSON file in memory, read once."""

    one_layer_needed = True

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self._text, self.encoding = self._decoded(None)

    def _decoded(self, asked: str | None) -> tuple[str, Encoding | None]:
        return decoded(self._upload.content, self._upload.name, asked)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Nothing is known before it is read."""
        return ()

    @cached_property
    def _rows(self) -> Rows:
        return self._read(self._text, self.encoding)

    @cached_property
    def layers(self) -> tuple[LayerFound, ...]:
        """The one layer."""
        rows = self._rows
        types = {shape.geom_type for shape in rows.shapes[:1000].tolist() if shape is not None}
        columns = {str(name): _type_word(values) for name, values in rows.table.items()}
        return (LayerFound(rows.layer, len(rows.table), tuple(sorted(types)), columns, rows.crs),)

    def read(self, reading: Reading) -> Rows:
        """Its rows; integers, dates and codes as they stand in the file."""
        chosen_layer(self.layers, reading.layer, self._upload.name)
        if reading.encoding:
            return self._read(*self._decoded(reading.encoding))
        return self._rows

    def _read(self, text: str, encoding: Encoding | None) -> Rows:
        upload = self._upload
        found = read_collection(text, upload.name, upload.limits)
        sidecar = sidecar_within(found.head.members.get("metadata"), upload.content)
        notes = [encoding.note] if encoding is not None and encoding.name != "UTF-8" else []
        crs, stated = _crs_member(found.head.members)
        placed = placed_crs(found.head.members)
        if placed is not None:
            found, crs, said = _placed(text, upload, found, placed)
            notes += said
        by_format = "GeoJSON" if crs is None and stated is None else None
        if crs in (WGS84, WGS84_3D):
            crs, by_format = None, "GeoJSON"
        if stated == "":
            stated = None
        if found.head.sequence:
            notes.append(note("features_in_sequence"))
        table, said = _table(found, sidecar)
        notes += said
        if found.skipped:
            listed = found.skipped.most_common(12)
            names = [term("name_count", name=shown(name), count=count) for name, count in listed]
            notes.append(note("elements_skipped", names=names))
        name = found.head.members.get("name")
        return Rows(
            table, found.shapes, crs, by_format, tuple(notes), tuple(found.issues),
            stated=stated, layer=name if isinstance(name, str) else "", sidecar=sidecar,
        )  # fmt: skip


def _crs_member(members: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The CRS that the member ``crs`` of older GeoJSON names, or its words where it is no
    known one; empty words where it says that there is none."""
    if "crs" not in members:
        return None, None
    member = members["crs"]
    values = member.get("properties") if isinstance(member, Mapping) else None
    words = member if isinstance(member, str) else json.dumps(member, ensure_ascii=False)
    if isinstance(values, Mapping):
        words = str(values.get("name") or values.get("href") or values.get("code") or words)
        if "code" in values and str(values["code"]).isdigit():
            words = f"EPSG:{values['code']}"
    if member is None:
        return None, ""
    if re.search(r"CRS:?84h?$", words, re.IGNORECASE):
        return WGS84, None
    try:
        return crs_code(words), None
    except DatumError:
        return None, words


def _placed(
    text: str, upload: Upload, plain: Collection, code: str
) -> tuple[Collection, str | None, list[Note]]:
    """The shapes as JSON-FG places them, where it places all that it has."""
    placed = read_collection(text, upload.name, upload.limits, "place")
    bare = shapely.is_missing(placed.shapes) & ~shapely.is_missing(plain.shapes)
    for name in ("place", "time", "geometry"):
        plain.skipped.pop(name, None)
    if bare.any():
        return plain, None, []
    placed.shapes = easting_first(placed.shapes, code)
    placed.skipped = plain.skipped
    return placed, code, [note("placed_in_crs", crs=code)]


def _table(
    found: Collection, sidecar: FoundSidecar | None = None
) -> tuple[pd.DataFrame, list[Note]]:
    """Columns as they stand in the file, the features' own ids first where they say more."""
    columns = dict(found.columns)
    notes: list[Note] = []
    digits = found.head.members.get(DIGITS_AS_TEXT)
    if sidecar is not None and isinstance(digits, list):
        for name in digits:
            if name in columns:
                columns[name] = _digits(columns[name])
    if _ids_count(found.ids, columns):
        title = _ID
        number = 2
        while title in columns:
            title, number = f"{_ID}_{number}", number + 1
        if title != _ID:
            notes.append(note("feature_ids_renamed", found=_ID, name=title))
        columns = {title: found.ids, **columns}
    series = {}
    for name, cells in columns.items():
        series[name], as_text = _exact(cells)
        if as_text:
            notes.append(note("digits_as_text", column=shown(name)))
    return pd.DataFrame(series, index=pd.RangeIndex(len(found.ids))), notes


def _ids_count(ids: Sequence[Any], columns: Mapping[str, Sequence[Any]]) -> bool:
    """Whether ids say more than row numbers or what a column called ``id`` or ``key`` says."""
    if all(one is None for one in ids):
        return False
    if any(list(ids) == list(columns.get(name, ())) for name in (_ID, "key")):
        return False
    return list(ids) not in (list(range(len(ids))), list(range(1, len(ids) + 1)))


def _exact(cells: Sequence[Any]) -> tuple[pd.Series, bool]:
    """A column with nested values as JSON text, and whether it had to become text: whole
    numbers that would not stay the same among others."""
    kinds = set(map(type, cells))
    if kinds in ({float}, {bool}):
        return pd.Series(cells), False
    if kinds & {dict, list}:
        cells = [
            json.dumps(cell, ensure_ascii=False) if isinstance(cell, (dict, list)) else cell
            for cell in cells
        ]
    mixed = float in kinds and int in kinds
    if mixed and any(type(cell) is int and abs(cell) > _EXACT for cell in cells):
        texts = [None if cell is None else str(cell) for cell in cells]
        return pd.Series(texts, dtype=object), True
    return pd.Series(cells, dtype=object), False


def _digits(cells: Iterable[Any]) -> list[Any]:
    """Whole numbers that were written as text for browsers."""
    return [
        int(cell) if isinstance(cell, str) and re.fullmatch(r"-?\d{1,30}", cell) else cell
        for cell in cells
    ]


def _type_word(values: pd.Series) -> str:
    kinds = {type(value) for value in values[:1000].tolist() if value is not None}
    names = {int: "integer", float: "number", bool: "boolean", str: "text"}
    return names.get(kinds.pop(), "text") if len(kinds) == 1 else "text"


def read_geojson(content: bytes) -> ReadExport:
    """What an export of ours holds, its sidecar from the member ``metadata``.

    Raises
    ------
    ValueError
        Where it is no whole GeoJSON, or a shape in it is broken.
    """
    found = read_exported(content, "geometry")
    members = found.head.members
    code = WGS84 if "crs" not in members else str(members["crs"])
    sidecar = members.get("metadata")
    if isinstance(sidecar, dict):
        system = sidecar.get("reference_system", {})
        if not str(system.get("code", "EPSG")).startswith("EPSG"):
            code = UNSTATED
    return exported(content, found, code)


def read_exported(content: bytes, geometry: str) -> Collection:
    """An export of ours as it stands in the file.

    Raises
    ------
    ValueError
        Where it is no whole GeoJSON, or a shape in it is broken.
    """
    try:
        found = read_collection(content.decode(), "GeoJSON", _NO_LIMITS, geometry)
    except UploadError as error:
        raise ValueError(str(error)) from error
    if found.issues:
        raise ValueError(found.issues[0].detail)
    return found


def exported(content: bytes, found: Collection, code: str) -> ReadExport:
    """What an export is checked by."""
    sidecar = found.head.members.get("metadata")
    table, _ = _table(found, FoundSidecar(sidecar, None) if isinstance(sidecar, dict) else None)
    columns = {str(name): values.tolist() for name, values in table.items()}
    rows = from_cells(columns, list(found.shapes))
    stated = sidecar.get("sha256") if isinstance(sidecar, dict) else None
    seal = seal_of(content, stated) if isinstance(stated, str) else None
    return ReadExport((ReadTable("", rows, code),), sidecar, stated, seal)

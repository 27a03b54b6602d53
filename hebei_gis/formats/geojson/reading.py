"""GeoJSON of unknown origin and of ours: values exactly as they stand in the file.

JSON-FG of ours, which places its shapes in another CRS beside the WGS 84 geometry, is read in
that CRS.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import shapely

from hebei_gis.files.limits import Limits
from hebei_gis.files.seal import seal_of
from hebei_gis.files.text import Encoding, decoded
from hebei_gis.formats.geojson.collection import Collection, read_collection, table_of, type_word
from hebei_gis.formats.geojson.places import easting_first, placed_crs
from hebei_gis.formats.layer_choice import chosen_layer
from hebei_gis.formats.own_sidecars import FoundSidecar, sidecar_within
from hebei_gis.formats.reading_back import UNSTATED, ReadExport, ReadTable, from_cells
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.geo.crs import WGS84, WGS84_3D, crs_code
from hebei_gis.words.errors import DatumError, UploadError
from hebei_gis.words.facts import term
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import shown

#: An export of ours is as large as what it was made from.
_NO_LIMITS = Limits(rows=10**9, columns=10**6, cells=10**12, vertices=10**12)


class GeojsonSource:
    """A GeoJSON file in memory, read once."""

    one_layer_needed = True

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self.encoding: Encoding | None = None
        with contextlib.suppress(UploadError):  # told where nothing names the encoding
            self.encoding = self._decoded[1]

    @cached_property
    def _decoded(self) -> tuple[str, Encoding]:
        return decoded(self._upload.content, self._upload.name, None)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Nothing is known before it is read."""
        return ()

    @cached_property
    def _rows(self) -> Rows:
        return self._read(*self._decoded)

    @cached_property
    def layers(self) -> tuple[LayerFound, ...]:
        """The one layer; without rows where its encoding is not known."""
        if self.encoding is None:
            return (LayerFound("", 0),)
        rows = self._rows
        types = {shape.geom_type for shape in rows.shapes[:1000].tolist() if shape is not None}
        columns = {str(name): type_word(values) for name, values in rows.table.items()}
        return (LayerFound(rows.layer, len(rows.table), tuple(sorted(types)), columns, rows.crs),)

    def read(self, reading: Reading) -> Rows:
        """Its rows; integers, dates and codes as they stand in the file."""
        upload = self._upload
        if reading.encoding:
            return self._read(*decoded(upload.content, upload.name, reading.encoding))
        self._decoded  # noqa: B018 - asks for the encoding where it is not known
        chosen_layer(self.layers, reading.layer, upload.name)
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
        if found.head.repeated:
            twice = [shown(name) for name in dict.fromkeys(found.head.repeated)]
            notes.append(note("members_repeated", names=twice))
        if found.head.sequence:
            notes.append(note("features_in_sequence"))
        table, said = table_of(found, sidecar)
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
    table, _ = table_of(found, FoundSidecar(sidecar, None) if isinstance(sidecar, dict) else None)
    columns = {str(name): values.tolist() for name, values in table.items()}
    rows = from_cells(columns, list(found.shapes))
    stated = sidecar.get("sha256") if isinstance(sidecar, dict) else None
    seal = seal_of(content, stated) if isinstance(stated, str) else None
    return ReadExport((ReadTable("", rows, code),), sidecar, stated, seal)

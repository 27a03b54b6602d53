"""DXF drawings: CAD entities as points, lines and areas, read by ezdxf."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from ezdxf import filemanagement, recover
from ezdxf.path import from_hatch, make_path

from hebei_gis.files.text import Encoding, known_encoding
from hebei_gis.formats.dxf_write import read_dxf, write_dxf
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.gdal import PREFIX, check_size
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.geo.shapes import shape_array
from hebei_gis.geo.targets import METRES
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Issue
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal, shown, too_much

#: Curves are drawn as segments that leave them by at most this, in units of the drawing.
_FLATTENED = 0.01
#: Segments of one curve; a spline may ask for more than memory holds.
_SEGMENTS = 2000
_LINES = ("LINE", "LWPOLYLINE", "POLYLINE", "CIRCLE", "ARC", "ELLIPSE", "SPLINE")
_CURVES = ("CIRCLE", "ARC", "ELLIPSE", "SPLINE")
_TEXTS = ("TEXT", "MTEXT", "ATTDEF")
#: From this version on text is UTF-8; before, in the code page the header names.
_UTF8_VERSION = "AC1021"
#: ezdxf raises whatever a damaged drawing leads it to.
_ERRORS = (Exception,)


@dataclass
class _Drawn:
    """What was read of a drawing."""

    values: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[Any] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)


class DrawingSource:
    """A drawing; each CAD layer with entities is a layer, all are read together."""

    one_layer_needed = False

    def __init__(self, upload: Upload) -> None:
        limit = upload.limits.drawing_mb
        if len(upload.content) > limit * 1_000_000:
            size = len(upload.content) // 1_000_000
            raise too_much(upload.name, size, limit, "MB", "drawing_mb")
        self._upload = upload

    @property
    def notes(self) -> tuple[Note, ...]:
        """Nothing is known before the drawing is read."""
        return ()

    @cached_property
    def encoding(self) -> Encoding | None:
        """The text's encoding: the version's, the header's, or what the bytes fit."""
        content = self._upload.content
        if content.startswith(b"AutoCAD Binary DXF"):
            return None
        version = re.search(rb"\$ACADVER\s+1\s+(AC\d{4})", content[:20_000])
        page = re.search(rb"\$DWGCODEPAGE\s+3\s+([A-Za-z0-9_]+)", content[:20_000])
        stated = page.group(1).decode("ascii") if page else ""
        if version and version.group(1).decode() >= _UTF8_VERSION:
            return Encoding("UTF-8", term("encoding_by_version"))
        if content.isascii():
            return Encoding("UTF-8", term("encoding_ascii"))
        for name in ("utf-8", "gb18030"):
            try:
                content.decode(name)
            except UnicodeDecodeError:
                continue
            if name == "gb18030" and stated == "ANSI_936":
                return Encoding("GB18030", term("encoding_by_header", stated=stated))
            return Encoding(name.upper(), term("encoding_against_header", stated=stated))
        return None

    @cached_property
    def _drawn(self) -> _Drawn:
        return self._read_drawing(self.encoding.name if self.encoding else None)

    def _read_drawing(self, encoding: str | None) -> _Drawn:
        upload = self._upload
        with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name:
            path = Path(name) / "upload.dxf"
            path.write_bytes(upload.content)
            try:
                try:
                    drawing = filemanagement.readfile(str(path), encoding=encoding, errors="ignore")
                except _ERRORS:
                    drawing, _ = recover.readfile(str(path), errors="ignore")
                return _entities(drawing.modelspace(), upload)
            except UploadError:
                raise
            except _ERRORS as error:
                raise refusal("unreadable_file", upload.name, shown(error), "a DXF") from error

    @cached_property
    def layers(self) -> tuple[LayerFound, ...]:
        """One layer a CAD layer that has entities."""
        names = [values["layer"] for values in self._drawn.values]
        found = []
        for name, count in Counter(names).items():
            types = {
                shape.geom_type
                for layer, shape in zip(names, self._drawn.shapes, strict=True)
                if layer == name and shape is not None
            }
            found.append(
                LayerFound(name, count, tuple(sorted(types)), {"layer": "text", "text": "text"})
            )
        return tuple(found)

    def read(self, reading: Reading) -> Rows:
        """The entities of one CAD layer or of all, with layer, entity type, text and colour."""
        drawn = self._drawn
        notes = [self.encoding.note] if self.encoding else []
        if reading.encoding:
            name = known_encoding(reading.encoding, self._upload.name)
            drawn = self._read_drawing(name)
            notes = [Encoding(name, term("encoding_your_word")).note]
        for kind in ("closed_lines", "curves", "blocks"):
            if drawn.counts[kind]:
                notes.append(note(kind, drawn.counts[kind]))
        if drawn.skipped:
            listed = ", ".join(f"{name} ({count})" for name, count in drawn.skipped.most_common(12))
            notes.append(note("skipped", listed))
        table = pd.DataFrame(drawn.values, columns=["layer", "entity", "text", "block", "color"])
        shapes = shape_array(drawn.shapes)
        if reading.layer is not None:
            kept = np.flatnonzero(table["layer"] == reading.layer)
            if not len(kept):
                listed = ", ".join(shown(layer.name) for layer in self.layers[:20])
                raise refusal(
                    "unknown_layer", self._upload.name, shown(reading.layer), f"one of {listed}"
                )
            table, shapes = table.iloc[kept].reset_index(drop=True), shapes[kept]
        if not len(table):
            raise refusal(
                "nothing_inside", self._upload.name, "no entity", "points, lines or areas"
            )
        return Rows(table.astype(object), shapes, notes=tuple(notes), issues=tuple(drawn.issues))


def _entities(space: Iterable[Any], upload: Upload) -> _Drawn:
    drawn = _Drawn()
    limits, vertices = upload.limits, 0
    for entity in space:
        kind = entity.dxftype()
        try:
            shapes = _shapes(entity, kind, drawn.counts)
        except _ERRORS as error:
            drawn.issues.append(
                Issue(
                    "no_position", shown(entity.dxf.get("handle", "?")), f"{kind}: {shown(error)}"
                )
            )
            continue
        if shapes is None:
            drawn.skipped[kind] += 1
            continue
        for shape in shapes:
            drawn.shapes.append(shape)
            drawn.values.append(_values(entity, kind))
            vertices += int(shapely.get_num_coordinates(shape))
        if vertices > limits.vertices:
            raise too_much(upload.name, vertices, limits.vertices, "vertices", "vertices")
        if len(drawn.shapes) > limits.rows:
            check_size(upload.name, len(drawn.shapes), 1, limits)
    return drawn


def _values(entity: Any, kind: str) -> dict[str, Any]:
    text = None
    if kind == "MTEXT":
        text = entity.plain_text()
    elif kind in _TEXTS:
        text = entity.dxf.get("text")
    elif kind == "INSERT":
        text = "; ".join(str(attribute.dxf.get("text", "")) for attribute in entity.attribs) or None
    return {
        "layer": str(entity.dxf.get("layer", "0")),
        "entity": kind,
        "text": text,
        "block": entity.dxf.get("name") if kind == "INSERT" else None,
        "color": str(entity.dxf.get("color", 256)),
    }


def _shapes(entity: Any, kind: str, counts: Counter[str]) -> list[Any] | None:
    """The shapes of an entity; None where its kind is not taken in."""
    if kind == "POINT":
        return [shapely.Point(_xy(entity.dxf.location))]
    if kind in _TEXTS or kind == "INSERT":
        counts["blocks"] += kind == "INSERT"
        return [shapely.Point(_xy(entity.dxf.insert))]
    if kind in ("SOLID", "TRACE", "3DFACE"):
        corners = entity.wcs_vertices()
        return [shapely.Polygon([_xy(corner) for corner in corners])]
    if kind == "HATCH":
        rings = [make_path_ring(path) for path in from_hatch(entity)]
        return [_area([ring for ring in rings if len(ring) >= 3])]
    if kind not in _LINES or (
        kind == "POLYLINE" and not (entity.is_2d_polyline or entity.is_3d_polyline)
    ):
        return None
    path = make_path(entity)
    places = make_path_ring(path)
    counts["curves"] += kind in _CURVES or bool(path.has_curves)
    closed = len(places) > 3 and np.allclose(places[0], places[-1], rtol=0, atol=1e-9)
    if closed:
        counts["closed_lines"] += 1
        return [shapely.Polygon(places)]
    return [shapely.LineString(places)]


def make_path_ring(path: Any) -> list[tuple[float, float]]:
    """A path as positions, its curves flattened within :data:`_FLATTENED`.

    Raises
    ------
    ValueError
        Where that takes more segments than :data:`_SEGMENTS` times the path's commands.
    """
    limit = _SEGMENTS * (len(path) + 1)
    places = []
    for place in path.flattening(_FLATTENED):
        places.append(_xy(place))
        if len(places) > limit:
            raise ValueError(f"a curve of more than {limit} segments")
    return places


def _area(rings: list[list[tuple[float, float]]]) -> Any:
    """Rings of a hatch as an area: those within others are holes."""
    area: Any = shapely.Polygon()
    for ring in rings:
        area = shapely.symmetric_difference(area, shapely.make_valid(shapely.Polygon(ring)))
    return area


def _xy(place: Any) -> tuple[float, float]:
    return float(place[0]), float(place[1])


def claims(upload: Upload) -> int:
    """Sure of the first lines of a drawing."""
    start = upload.content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    drawing = start.startswith(b"AutoCAD Binary DXF") or re.match(rb"(0\s+SECTION|999\s)", start)
    return SURE if drawing else NOT


FORMAT = Format(
    "dxf", "DXF", (".dxf",), claims, DrawingSource,
    "dxf", "image/vnd.dxf", write_dxf, read_dxf, kinds=("projected", "shifted"), default=METRES,
    many=True, carries_sidecar=False, bare_shifted=True, needs_shapes=True,
    losses=(
        "loss_attributes_of_drawing", "loss_entities", "loss_no_crs", "loss_beyond_gbk",
        "loss_shapeless",
    ),
)  # fmt: skip

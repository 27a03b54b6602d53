"""DXF drawings of unknown origin and of ours: entities → rows, ours put together again."""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import shapely

from hebei_gis.files.limits import Limits
from hebei_gis.files.text import Encoding, known_encoding
from hebei_gis.formats.dxf.entities import extended_data, height_of, shapes_of, text_of
from hebei_gis.formats.dxf.own_rows import APPLICATION, LABEL, OwnRow, own_mark, stated_code
from hebei_gis.formats.dxf.text import AS_CODES, encoding_of, plain_text
from hebei_gis.formats.layer_choice import check_size
from hebei_gis.formats.reading_back import UNSTATED, ReadExport, ReadTable, from_cells
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.geo.shapes import shape_array
from hebei_gis.geo.shifted_datums import SHIFTED_DATUMS
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import Fact, term
from hebei_gis.words.faults import Issue
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import reason_of, refusal, shown, too_much

_COLUMNS = ["layer", "entity", "text", "block", "color"]
_NO_LIMITS = Limits(rows=10**9, columns=10**6, cells=10**12, vertices=10**12)
#: ezdxf raises whatever a damaged drawing leads it to.
_ERRORS = (Exception,)


@dataclass
class _Drawn:
    """What was read of a drawing."""

    values: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[Any] = field(default_factory=list)
    own: dict[tuple[str, int], OwnRow] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    layers: list[str] = field(default_factory=list)
    hidden: Counter[str] = field(default_factory=Counter)

    def add(self, values: dict[str, Any], shape: Any) -> None:
        """A row, its height as a column."""
        height = height_of(shape)
        if height is not None and math.isnan(height):
            self.counts["heights_vary"] += 1
        elif height is not None:
            values["elevation"] = height
        self.values.append(values)
        self.shapes.append(shapely.force_2d(shape))


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
        """The text's encoding, by its bytes."""
        return encoding_of(self._upload.content)

    @cached_property
    def _drawn(self) -> _Drawn:
        upload = self._upload
        return _read_drawing(upload.content, self.encoding, upload.name, upload.limits)

    @cached_property
    def layers(self) -> tuple[LayerFound, ...]:
        """One layer a CAD layer that has entities."""
        drawn = self._drawn
        counts = Counter(values["layer"] for values in drawn.values)
        types: dict[str, set[str]] = {name: set() for name in counts}
        for values, shape in zip(drawn.values, drawn.shapes, strict=True):
            if shape is not None:
                types[values["layer"]].add(shape.geom_type)
        columns = dict.fromkeys(_table(drawn).columns, "text")
        return tuple(
            LayerFound(name, count, tuple(sorted(types[name])), columns, _crs([name])[0])
            for name, count in counts.items()
        )

    def read(self, reading: Reading) -> Rows:
        """The entities of one CAD layer or of all, with layer, kind, text, colour and height."""
        upload, drawn, encoding = self._upload, self._drawn, self.encoding
        if reading.encoding:
            name = known_encoding(reading.encoding, upload.name)
            encoding = Encoding(name, term("encoding_your_word"))
            drawn = _read_drawing(upload.content, encoding, upload.name, upload.limits)
        table, shapes = _table(drawn), shape_array(drawn.shapes)
        names = list(dict.fromkeys(table["layer"]))
        if reading.layer is not None:
            kept = np.flatnonzero(table["layer"] == reading.layer)
            if not len(kept):
                listed = term("one_of", names=[shown(name) for name in names[:20]])
                raise refusal("unknown_layer", upload.name, shown(reading.layer), listed)
            table, shapes, names = table.iloc[kept].reset_index(drop=True), shapes[kept], [
                reading.layer
            ]  # fmt: skip
        if not len(table):
            found = term("no_entity")
            raise refusal("nothing_inside", upload.name, found, term("points_lines_areas"))
        crs, stated = _crs(names)
        return Rows(
            table, shapes, crs, notes=tuple(_notes(drawn, encoding)), issues=tuple(drawn.issues),
            stated=stated, layer=names[0] if len(names) == 1 else "",
        )  # fmt: skip


def _crs(layers: Iterable[str]) -> tuple[str | None, str | None]:
    """What the names of the layers say: a CRS, or the datum that no code stands for."""
    code = stated_code(layers)
    return (None, code) if code in SHIFTED_DATUMS else (code, None)


def _notes(drawn: _Drawn, encoding: Encoding | None) -> Iterable[Note]:
    if encoding is not None:
        yield encoding.note
    for kind in ("closed_lines", "curves", "blocks"):
        if drawn.counts[kind]:
            yield note(f"drawing_{kind}", count=drawn.counts[kind])
    if any(values.get("elevation") for values in drawn.values):
        yield note("elevations_kept", column="elevation")
    if drawn.hidden:
        yield note("drawing_layers_hidden", names=_counted(drawn.hidden))
    if drawn.counts["heights_vary"]:
        yield note("heights_vary", count=drawn.counts["heights_vary"])
    applications = [name for name in _table(drawn).columns if name.startswith("xdata_")]
    if applications:
        yield note("extended_data_kept", columns=[shown(name) for name in applications])
    if drawn.skipped:
        yield note("elements_skipped", names=_counted(drawn.skipped))


def _counted(counts: Counter[str]) -> list[Fact]:
    listed = counts.most_common(12)
    return [term("name_count", name=shown(name), count=count) for name, count in listed]


def _table(drawn: _Drawn) -> pd.DataFrame:
    """The rows' values; a height only where one is not 0, and the key of rows of ours."""
    more = dict.fromkeys(name for values in drawn.values for name in values)
    if not any(values.get("elevation") for values in drawn.values):
        more.pop("elevation", None)
    names = [*(["key"] if "key" in more else []), *_COLUMNS]
    names += [name for name in more if name not in names]
    columns = {
        name: pd.Series(
            [values.get(name) for values in drawn.values],
            dtype="float64" if name == "elevation" else object,
        )
        for name in names
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(drawn.values)))


def _read_drawing(content: bytes, encoding: Encoding | None, where: str, limits: Limits) -> _Drawn:
    try:
        drawing = _document(content, encoding.name if encoding else None)
        drawn = _gathered(drawing.modelspace(), where, limits)
        for layout in drawing.layouts:
            if layout.name != "Model" and len(layout):
                # What lies on a sheet of paper has no place on the ground.
                drawn.skipped[layout.name] += len(layout)
        drawn.hidden = _hidden(drawing, drawn)
        drawn.layers = [plain_text(layer.dxf.name) for layer in drawing.layers]
        return drawn
    except UploadError:
        raise
    except _ERRORS as error:
        raise refusal("unreadable_file", where, shown(error), term("a_drawing")) from error


def _hidden(drawing: Any, drawn: _Drawn) -> Counter[str]:
    """Rows on layers that are off or frozen, a count a layer."""
    names = {
        plain_text(layer.dxf.name)
        for layer in drawing.layers
        if layer.is_off() or layer.is_frozen()
    }
    return Counter(row["layer"] for row in drawn.values if row["layer"] in names)


def _document(content: bytes, encoding: str | None) -> Any:
    """The drawing as ezdxf reads it; a damaged one as far as it can be recovered."""
    # Large, and of use only where there is a drawing.
    from ezdxf import filemanagement, recover
    from ezdxf.document import Drawing
    from ezdxf.lldxf.tagger import binary_tags_loader

    if encoding is None:
        return Drawing.load(binary_tags_loader(content, errors="ignore"))
    text = content.decode(encoding, "ignore").removeprefix("\ufeff")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        return filemanagement.read(io.StringIO(text))
    except _ERRORS:
        # It finds the encoding by the header alone: nothing but ASCII is left to it.
        return recover.read(io.BytesIO(text.encode("ascii", AS_CODES)), errors="ignore")[0]


def _gathered(space: Iterable[Any], where: str, limits: Limits) -> _Drawn:
    drawn = _Drawn()
    vertices = rows = 0
    for entity in space:
        kind = entity.dxftype()
        try:
            shapes = shapes_of(entity, kind, drawn.counts)
            mark = own_mark(entity)
        except _ERRORS as error:
            handle, found = shown(entity.dxf.get("handle", "?")), reason_of(error)
            drawn.issues.append(
                Issue("no_position", handle, found=term("in_element", name=kind, found=found))
            )
            continue
        if shapes is None:
            drawn.skipped[kind] += 1
            continue
        for shape in shapes:
            vertices += int(shapely.get_num_coordinates(shape))
            rows += 1
            if mark is None:
                drawn.add(_values(entity, kind), shape)
            else:
                _take_own(drawn, mark, entity, shape)
        if vertices > limits.vertices:
            raise too_much(where, vertices, limits.vertices, "vertices", "vertices")
        if rows > limits.rows:
            check_size(where, rows, 1, limits)
    for row in drawn.own.values():
        values = {"layer": row.drawn_on, "entity": row.kind, "text": row.name, "color": row.color}
        drawn.add({"key": row.key, **values}, row.shape)
    return drawn


def _take_own(drawn: _Drawn, mark: tuple[str, str, int, int], entity: Any, shape: Any) -> None:
    layer, key, number, part = mark
    row = drawn.own.setdefault((layer, number), OwnRow(plain_text(layer), plain_text(key)))
    if part == LABEL:
        row.name = text_of(entity, entity.dxftype())
        return
    row.parts.setdefault(part, []).append(shape)
    values = _values(entity, entity.dxftype())
    row.drawn_on, row.kind, row.color = values["layer"], values["entity"], values["color"]


def _values(entity: Any, kind: str) -> dict[str, Any]:
    values = {
        "layer": plain_text(str(entity.dxf.get("layer", "0"))),
        "entity": kind,
        "text": text_of(entity, kind),
        "block": plain_text(str(entity.dxf.get("name"))) if kind == "INSERT" else None,
        "color": str(entity.dxf.get("color", 256)),
    }
    for application, text in extended_data(entity, (APPLICATION,)):
        values[f"xdata_{application}"] = text
    return values


def read_dxf(content: bytes) -> ReadExport:
    """The rows of an export of ours, put together from its entities.

    Raises
    ------
    ValueError
        Where it is no whole drawing.
    """
    try:
        drawn = _read_drawing(content, encoding_of(content), "DXF", _NO_LIMITS)
    except UploadError as error:
        raise ValueError(str(error)) from error
    code = stated_code(drawn.layers) or UNSTATED
    tables: dict[str, dict[int, OwnRow]] = {}
    for (layer, number), row in drawn.own.items():
        tables.setdefault(layer, {})[number] = row
    found = []
    for layer, rows in tables.items():
        ordered = [rows[number] for number in sorted(rows)]
        columns = {
            "key": [row.key for row in ordered],
            "category": [row.drawn_on for row in ordered],
        }
        shapes = [shapely.force_2d(row.shape) for row in ordered]
        found.append(ReadTable(layer, from_cells(columns, shapes), code))
    return ReadExport(tuple(found or [ReadTable("", from_cells({}, []), code)]))

"""DXF R2000 in GBK: a CAD layer a category, the CRS in its name, the row in extended data."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from hebei_gis.files.cells import distinct_names
from hebei_gis.formats.dxf.own_rows import APPLICATION, LABEL
from hebei_gis.formats.dxf.text import AS_CODES
from hebei_gis.formats.outgoing import Drawing, Outgoing, Table, channels
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Issue

ENCODING = "gbk"
#: Height of names in metres, and what a metre is where degrees are drawn.
TEXT_HEIGHT_M = 12.0
DEGREES_PER_METRE = 1e-5
#: What a drawing calls the units of its coordinates; 0 is none.
UNITS = {"metre": 6, "kilometre": 7, "foot": 2, "US survey foot": 21}
NAME_LENGTH = 200
_NOT_IN_NAMES = re.compile(r"[<>/\\\":;?*|=`,\n\t]")
#: Extended data holds at most 255 bytes a text.
_KEY_LENGTH = 80


def write_dxf(outgoing: Outgoing) -> bytes:
    """Every layer in one drawing, without the sidecar: there is no place for it."""
    from ezdxf.filemanagement import new

    drawing = new("R2000")
    drawing.encoding = ENCODING
    drawing.header["$INSUNITS"] = UNITS.get(outgoing.target.unit, 0)
    drawing.appids.add(APPLICATION)
    drawing.linetypes.add("DASHED", pattern=[1.5, 1.0, -0.5])
    drawing.styles.add("HZ", font="simsun.ttf")
    space = drawing.modelspace()
    tables = outgoing.tables
    names = iter(_layer_names(outgoing))
    for table in tables:
        layers = {}
        style = _drawing(table)
        for value, color in _colors(style).items():
            layers[value] = next(names)
            drawing.layers.add(layers[value], color=_color_index(color))
        labels = next(names) if style.label else None
        if labels:
            drawing.layers.add(labels, color=7)
        _draw(space, table, outgoing, layers, labels)
    stream = io.StringIO()
    drawing.write(stream)
    return stream.getvalue().encode(ENCODING, AS_CODES)


def tables_of(outgoing: Outgoing) -> tuple[Table, ...]:
    """The tables; their notes say which keys are longer than extended data holds."""
    return tuple(
        replace(
            table,
            notes=(
                *table.notes,
                *(
                    Issue("text_cut", str(key), column="key", found=len(key), kept=_KEY_LENGTH)
                    for key in map(str, table.rows["key"])
                    if len(key) > _KEY_LENGTH
                ),
            ),
        )
        for table in outgoing.tables
    )


def _drawing(table: Table) -> Drawing:
    assert table.drawing is not None, "a drawing has its colours by layer"
    return table.drawing


def _colors(style: Drawing) -> dict[str | None, str]:
    """Value of a category → its colour, certain or not."""
    colors: dict[str | None, str] = {}
    for rule in style.rules:
        colors.setdefault(rule.value, rule.color)
    return colors


def _layer_names(outgoing: Outgoing) -> list[str]:
    language, label = outgoing.language, outgoing.target.label
    names = []
    for table in outgoing.tables:
        style = _drawing(table)
        for word in style.categories.values():
            names.append("-".join(part for part in (table.title, word, label) if part))
        if style.label:
            names.append(f"{table.title}-{term('drawing_labels').text(language)}-{label}")
    clean = [_NOT_IN_NAMES.sub(" ", name)[-NAME_LENGTH:] for name in names]
    numbered = distinct_names(clean)
    # The label must stay last: reading looks for it there.
    return [
        name if name == kept else f"{kept.removesuffix(f'-{label}')} {number}-{label}"
        for number, (name, kept) in enumerate(zip(numbered, clean, strict=True))
    ]


def _color_index(color: str) -> int:
    from ezdxf.colors import DXF_DEFAULT_COLORS

    known = np.array([[v >> 16 & 255, v >> 8 & 255, v & 255] for v in DXF_DEFAULT_COLORS[1:256]])
    return int(np.argmin(((known - np.array(channels(color))) ** 2).sum(axis=1))) + 1


def _draw(
    space: Any,
    table: Table,
    outgoing: Outgoing,
    layers: dict[str | None, str],
    labels: str | None,
) -> None:
    rules = _drawing(table).row_rules
    column = f"name_{outgoing.language}"
    names = table.rows[column] if column in table.rows else table.rows["key"]
    goal = outgoing.target
    height = TEXT_HEIGHT_M * (DEGREES_PER_METRE if goal.in_degrees else 1 / goal.metres)
    rows = zip(table.rows["key"], table.rows.geometry, rules, names, strict=True)
    for number, (key, shape, rule, name) in enumerate(rows):
        attributes = {"layer": layers[rule.value]}
        if rule.uncertain:
            attributes["linetype"] = "DASHED"
        for part, piece in enumerate(shapely.get_parts(shape)):
            for ring, entity in enumerate(_entities(space, piece, attributes)):
                _mark(entity, table.layer, key, (number, part, ring))
        if labels and name:
            at = shapely.point_on_surface(shape)
            words = " ".join(str(name).split())[:250]
            text = space.add_text(words, height=height, dxfattribs={"layer": labels, "style": "HZ"})
            text.set_placement((at.x, at.y))
            _mark(text, table.layer, key, (number, LABEL, 0))


def _mark(entity: Any, layer: str, key: object, numbers: tuple[int, int, int]) -> None:
    """Say in extended data of which row an entity is: row, part and ring."""
    text = str(key)[:_KEY_LENGTH].replace("\n", " ")
    entity.set_xdata(
        APPLICATION, [(1000, layer), (1000, text), *((1071, number) for number in numbers)]
    )


def _entities(space: Any, shape: Any, attributes: dict[str, str]) -> list[Any]:
    if shape.geom_type == "Point":
        return [space.add_point((shape.x, shape.y), dxfattribs=attributes)]
    if shape.geom_type == "Polygon":
        rings = [shape.exterior, *shape.interiors]
        return [
            space.add_lwpolyline(list(ring.coords)[:-1], close=True, dxfattribs=attributes)
            for ring in rings
        ]
    return [space.add_lwpolyline(list(shape.coords), dxfattribs=attributes)]

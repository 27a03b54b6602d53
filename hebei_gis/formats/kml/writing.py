"""KML with styles. Text is escaped, balloons show no value unescaped, nothing is remote."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree as ET

import pandas as pd
import shapely

from hebei_gis.files.cells import column_lists
from hebei_gis.files.seal import sealed, sidecar_text, unsealed
from hebei_gis.formats.kml.placemarks import SIDECAR
from hebei_gis.formats.outgoing import Drawing, Outgoing, StyleRule, Table, channels

SPACE = "http://www.opengis.net/kml/2.2"
#: Decimals of degrees.
DECIMALS = 9


def write_kml(outgoing: Outgoing) -> bytes:
    """Every layer as a folder of one KML; the sidecar stands in the document's data."""
    tables = outgoing.tables
    root = ET.Element("kml", xmlns=SPACE)
    document = ET.SubElement(root, "Document")
    _leaf(document, "name", outgoing.title)
    _leaf(document, "description", html.escape(outgoing.about))
    for number, table in enumerate(tables):
        for position, rule in enumerate(_drawing(table).rules):
            document.append(_style(f"s{number}-{position}", rule, table))
    data = ET.SubElement(document, "ExtendedData")
    holder = ET.SubElement(data, "Data", name=SIDECAR)
    _leaf(holder, "value", sidecar_text(unsealed(outgoing.sidecar)))
    for number, table in enumerate(tables):
        document.append(_schema(f"schema{number}", table))
    for number, table in enumerate(tables):
        document.append(_folder(number, table, outgoing.language))
    text = ET.tostring(root, encoding="unicode")
    return sealed(b'<?xml version="1.0" encoding="UTF-8"?>\n' + text.encode())


def _leaf(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = text
    return element


def _drawing(table: Table) -> Drawing:
    assert table.drawing is not None, "KML carries styles"
    return table.drawing


def _kml_color(color: str, opacity: float) -> str:
    red, green, blue = channels(color)
    return f"{round(255 * opacity):02x}{blue:02x}{green:02x}{red:02x}"


def _style(name: str, rule: StyleRule, table: Table) -> ET.Element:
    style = _drawing(table)
    strength = 0.5 if rule.uncertain else 1.0
    element = ET.Element("Style", id=name)
    _leaf(ET.SubElement(element, "IconStyle"), "color", _kml_color(rule.color, strength))
    label = ET.SubElement(element, "LabelStyle")
    _leaf(label, "scale", "0.8" if style.label else "0")
    line = ET.SubElement(element, "LineStyle")
    _leaf(line, "color", _kml_color(rule.color, strength))
    _leaf(line, "width", f"{style.width_px:g}")
    area = ET.SubElement(element, "PolyStyle")
    _leaf(area, "color", _kml_color(rule.color, style.fill_opacity * strength))
    # Otherwise the viewer shows every value of the row as HTML.
    balloon = ET.SubElement(element, "BalloonStyle")
    _leaf(balloon, "text", "$[description]")
    return element


def _kind(values: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(values):
        return "bool"
    if pd.api.types.is_integer_dtype(values):
        return "int64"
    return "double" if pd.api.types.is_float_dtype(values) else "string"


def _schema(name: str, table: Table) -> ET.Element:
    element = ET.Element("Schema", name=table.name, id=name)
    for column in table.columns:
        ET.SubElement(element, "SimpleField", type=_kind(table.rows[column]), name=column)
    return element


def _folder(number: int, table: Table, language: str) -> ET.Element:
    folder = ET.Element("Folder", id=table.name)
    _leaf(folder, "name", table.title)
    places = {rule: place for place, rule in enumerate(_drawing(table).rules)}
    rules = _drawing(table).row_rules
    columns = table.columns
    cells = zip(*column_lists(pd.DataFrame(table.rows), columns), strict=True)
    name_column = "name_en" if language == "en" else "name_zh"
    for row, rule, shape in zip(cells, rules, table.rows.geometry, strict=True):
        values = dict(zip(columns, row, strict=True))
        placemark = ET.SubElement(folder, "Placemark")
        _leaf(placemark, "name", str(values.get(name_column) or values["key"]))
        ET.SubElement(placemark, "Snippet", maxLines="0")
        _leaf(placemark, "description", html.escape(_description(values, language)))
        _leaf(placemark, "styleUrl", f"#s{number}-{places[rule]}")
        data = ET.SubElement(placemark, "ExtendedData")
        data = ET.SubElement(data, "SchemaData", schemaUrl=f"#schema{number}")
        for column, value in values.items():
            if value is not None:
                _leaf(data, "SimpleData", _text(value)).set("name", column)
        if shape is not None and not shape.is_empty:
            placemark.append(_geometry(shape))
    return folder


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _description(values: dict[str, Any], language: str) -> str:
    accuracy = values.get("accuracy_m")
    within = "" if accuracy is None else f" ±{accuracy:g} m"
    parts = (f"{values.get('basis') or ''}{within}", values.get("source"))
    note = values.get("note_en" if language == "en" else "note_zh")
    return "\n".join(str(part) for part in (*parts, note) if part)


def _geometry(shape: Any) -> ET.Element:
    if shape.geom_type.startswith("Multi") or shape.geom_type == "GeometryCollection":
        element = ET.Element("MultiGeometry")
        element.extend(_geometry(part) for part in shape.geoms)
        return element
    if shape.geom_type == "Polygon":
        element = ET.Element("Polygon")
        turned = shapely.orient_polygons(shape)
        rings = [("outerBoundaryIs", turned.exterior)]
        rings += [("innerBoundaryIs", ring) for ring in turned.interiors]
        for name, ring in rings:
            boundary = ET.SubElement(ET.SubElement(element, name), "LinearRing")
            _leaf(boundary, "coordinates", _coordinates(ring.coords))
        return element
    element = ET.Element("Point" if shape.geom_type == "Point" else "LineString")
    _leaf(element, "coordinates", _coordinates(shape.coords))
    return element


def _coordinates(positions: Iterable[Iterable[float]]) -> str:
    return " ".join(",".join(f"{v:.{DECIMALS}f}" for v in position) for position in positions)

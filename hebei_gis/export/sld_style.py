"""A table's style as OGC Styled Layer Descriptor 1.1, for readers other than QGIS."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hebei_gis.export.styles import UNCERTAIN, TableDrawing
from hebei_gis.formats.outgoing import StyleRule
from hebei_gis.geo.shapes import families
from hebei_gis.layers.declaration import Style

_SLD = "http://www.opengis.net/sld"
_SE = "http://www.opengis.net/se"
_OGC = "http://www.opengis.net/ogc"
ET.register_namespace("sld", _SLD)
ET.register_namespace("se", _SE)
ET.register_namespace("ogc", _OGC)
#: Our symbols → well-known marks.
MARKS = {"cross": "x", "plus": "cross", "diamond": "diamond", "pentagon": "pentagon"}


def sld(drawing: TableDrawing) -> str:
    """The style of a table of one geometry family as an SLD document."""
    table = drawing.table
    family = families(table.geometry_types, table.geometry)[0]
    root = ET.Element(f"{{{_SLD}}}StyledLayerDescriptor", version="1.1.0")
    named = ET.SubElement(root, f"{{{_SLD}}}NamedLayer")
    _text(named, _SE, "Name", table.name)
    style = ET.SubElement(named, f"{{{_SLD}}}UserStyle")
    _text(style, _SE, "Name", table.name)
    types = ET.SubElement(style, f"{{{_SE}}}FeatureTypeStyle")
    for rule in drawing.rules:
        element = ET.SubElement(types, f"{{{_SE}}}Rule")
        _text(element, _SE, "Name", rule.title)
        if len(table.rows):
            _filter(element, drawing, rule)
        _symbolizer(element, rule, family, drawing.style)
    return ET.tostring(root, encoding="unicode")


def _text(parent: ET.Element, space: str, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{space}}}{name}")
    element.text = text
    return element


def _filter(parent: ET.Element, drawing: TableDrawing, rule: StyleRule) -> None:
    style = drawing.style
    conditions = []
    if drawing.classed and style.by:
        if rule.value is not None:
            conditions.append(_equal(style.by, rule.value))
        else:
            conditions.append(_not(_any(style.by, [c.value for c in style.classes])))
    if "basis" in drawing.table.rows:
        uncertain = _any("basis", list(UNCERTAIN))
        conditions.append(uncertain if rule.uncertain else _not(uncertain))
    if conditions:
        holder = ET.SubElement(parent, f"{{{_OGC}}}Filter")
        if len(conditions) > 1:
            holder = ET.SubElement(holder, f"{{{_OGC}}}And")
        holder.extend(conditions)


def _equal(column: str, value: str) -> ET.Element:
    element = ET.Element(f"{{{_OGC}}}PropertyIsEqualTo")
    _text(element, _OGC, "PropertyName", column)
    _text(element, _OGC, "Literal", value)
    return element


def _any(column: str, values: list[str]) -> ET.Element:
    if len(values) == 1:
        return _equal(column, values[0])
    element = ET.Element(f"{{{_OGC}}}Or")
    element.extend(_equal(column, value) for value in values)
    return element


def _not(inner: ET.Element) -> ET.Element:
    element = ET.Element(f"{{{_OGC}}}Not")
    element.append(inner)
    return element


def _symbolizer(parent: ET.Element, rule: StyleRule, family: str, style: Style) -> None:
    name = {"point": "PointSymbolizer", "line": "LineSymbolizer", "polygon": "PolygonSymbolizer"}
    element = ET.SubElement(parent, f"{{{_SE}}}{name[family]}")
    element.set("uom", "http://www.opengeospatial.org/se/units/pixel")
    if family == "point":
        graphic = ET.SubElement(element, f"{{{_SE}}}Graphic")
        mark = ET.SubElement(graphic, f"{{{_SE}}}Mark")
        _text(mark, _SE, "WellKnownName", MARKS.get(style.symbol, style.symbol))
        _parameters(mark, "Fill", {"fill": "#FFFFFF" if rule.uncertain else rule.color})
        _parameters(mark, "Stroke", {"stroke": rule.color, "stroke-width": "1"})
        _text(graphic, _SE, "Size", f"{2 * style.radius_px:g}")
        return
    if family == "polygon":
        _parameters(
            element, "Fill", {"fill": rule.color, "fill-opacity": f"{style.fill_opacity:g}"}
        )
    stroke = {"stroke": rule.color, "stroke-width": f"{style.width_px:g}"}
    if rule.uncertain:
        stroke["stroke-dasharray"] = "6 4"
    _parameters(element, "Stroke", stroke)


def _parameters(parent: ET.Element, name: str, values: dict[str, str]) -> None:
    element = ET.SubElement(parent, f"{{{_SE}}}{name}")
    for key, value in values.items():
        _text(element, _SE, "SvgParameter", value).set("name", key)

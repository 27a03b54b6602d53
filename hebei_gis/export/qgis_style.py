"""A table's style as QGIS holds it (QML): rules by class and certainty, and labels."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hebei_gis.export.styles import UNCERTAIN, TableDrawing
from hebei_gis.formats.outgoing import StyleRule, channels
from hebei_gis.geo.shapes import families
from hebei_gis.layers.declaration import Style

#: Our symbols → QGIS's names.
SYMBOLS = {
    "circle": "circle",
    "square": "square",
    "triangle": "triangle",
    "diamond": "diamond",
    "star": "star",
    "cross": "cross2",
    "plus": "cross",
    "pentagon": "pentagon",
}
_GEOMETRY_CODES = {"point": "0", "line": "1", "polygon": "2"}
_SYMBOL_TYPES = {"point": "marker", "line": "line", "polygon": "fill"}
_LAYER_CLASSES = {"point": "SimpleMarker", "line": "SimpleLine", "polygon": "SimpleFill"}


def quoted(name: str) -> str:
    """A column in a QGIS expression."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text in a QGIS expression."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def rule_filter(drawing: TableDrawing, rule: StyleRule) -> str:
    """The QGIS expression that holds for the rows of a rule."""
    style = drawing.style
    parts = []
    if drawing.classed and style.by:
        if rule.value is not None:
            parts.append(f"{quoted(style.by)} = {literal(rule.value)}")
        else:
            known = ", ".join(literal(c.value) for c in style.classes)
            column = quoted(style.by)
            parts.append(f"({column} IS NULL OR {column} NOT IN ({known}))")
    if "basis" in drawing.table.rows:
        uncertain = ", ".join(literal(basis) for basis in UNCERTAIN)
        parts.append(f'"basis" {"IN" if rule.uncertain else "NOT IN"} ({uncertain})')
    return " AND ".join(parts)


def qml(drawing: TableDrawing) -> str:
    """The style of a table of one geometry family as a QML document."""
    table, style = drawing.table, drawing.style
    family = families(table.geometry_types, table.geometry)[0]
    root = ET.Element(
        "qgis",
        version="3.22.0",
        styleCategories="Symbology|Labeling",
        labelsEnabled="1" if style.label else "0",
    )
    renderer = ET.SubElement(
        root, "renderer-v2", type="RuleRenderer", forceraster="0", symbollevels="0",
        enableorderby="0",
    )  # fmt: skip
    rules = ET.SubElement(renderer, "rules", key="{root}")
    symbols = ET.SubElement(renderer, "symbols")
    for number, rule in enumerate(drawing.rules):
        attributes = {"key": f"{{rule-{number}}}", "symbol": str(number), "label": rule.title}
        expression = rule_filter(drawing, rule) if len(table.rows) else ""
        if expression:
            attributes["filter"] = expression
        ET.SubElement(rules, "rule", attributes)
        symbols.append(_symbol(number, rule, family, style))
    if style.label:
        root.append(_labels(drawing, family))
    ET.SubElement(root, "layerGeometryType").text = _GEOMETRY_CODES[family]
    text = ET.tostring(root, encoding="unicode")
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{text}\n"


def _symbol(number: int, rule: StyleRule, family: str, style: Style) -> ET.Element:
    symbol = ET.Element(
        "symbol", name=str(number), type=_SYMBOL_TYPES[family], alpha="1", clip_to_extent="1",
        force_rhr="0",
    )  # fmt: skip
    layer = ET.SubElement(
        symbol, "layer", {"class": _LAYER_CLASSES[family], "enabled": "1", "locked": "0"}
    )
    layer.set("pass", "0")
    properties = _properties(rule, family, style)
    options = ET.SubElement(layer, "Option", type="Map")
    for name, value in properties.items():
        ET.SubElement(options, "Option", name=name, type="QString", value=value)
    for name, value in properties.items():  # as QGIS before 3.20 reads them
        ET.SubElement(layer, "prop", k=name, v=value)
    return symbol


def _properties(rule: StyleRule, family: str, style: Style) -> dict[str, str]:
    dash = "dash" if rule.uncertain else "solid"
    if family == "line":
        return {
            "line_color": _rgba(rule.color),
            "line_width": f"{style.width_px:g}",
            "line_width_unit": "Pixel",
            "line_style": dash,
            "capstyle": "round",
            "joinstyle": "round",
        }
    outline = {
        "outline_color": _rgba(rule.color),
        "outline_width_unit": "Pixel",
    }
    if family == "polygon":
        return {
            **outline,
            "outline_width": f"{style.width_px:g}",
            "outline_style": dash,
            "color": _rgba(rule.color, style.fill_opacity),
            "style": "solid",
        }
    return {
        **outline,
        "name": SYMBOLS[style.symbol],
        "color": _rgba("#FFFFFF" if rule.uncertain else rule.color),
        "outline_style": "solid",
        "outline_width": "2" if rule.uncertain else "1",
        "size": f"{2 * style.radius_px:g}",
        "size_unit": "Pixel",
    }


def _rgba(color: str, opacity: float = 1) -> str:
    red, green, blue = channels(color)
    return f"{red},{green},{blue},{round(255 * opacity)}"


def _labels(drawing: TableDrawing, family: str) -> ET.Element:
    column = f"name_{drawing.language}"
    name = column if column in drawing.table.rows else "key"
    labeling = ET.Element("labeling", type="simple")
    settings = ET.SubElement(labeling, "settings", calloutType="simple")
    text = ET.SubElement(
        settings, "text-style", fieldName=name, isExpression="0", fontSize="9",
        fontSizeUnit="Point", textColor="40,40,40,255", fontFamily="Noto Sans CJK SC",
    )  # fmt: skip
    ET.SubElement(
        text, "text-buffer", bufferDraw="1", bufferSize="1", bufferSizeUnits="MM",
        bufferColor="255,255,255,255",
    )  # fmt: skip
    placement = {"point": "6", "line": "2", "polygon": "1"}[family]
    ET.SubElement(settings, "placement", placement=placement, dist="1", distUnits="MM")
    ET.SubElement(settings, "rendering", drawLabels="1", obstacle="1")
    return labeling

"""Reading a KML of ours again; entities in it are refused."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import defusedxml.ElementTree
import shapely

from hebei_gis.files.seal import seal_of
from hebei_gis.formats.kml_write import SPACE
from hebei_gis.formats.reading_back import UNSTATED, ReadExport, ReadTable, from_cells
from hebei_gis.geo.crs import WGS84

_TAG = f"{{{SPACE}}}"


def read_kml(content: bytes) -> ReadExport:
    """Read a KML that :func:`write_kml` wrote again; entities are refused."""
    root = defusedxml.ElementTree.fromstring(content)
    document = root.find(f"{_TAG}Document")
    kinds = {
        f"#{schema.get('id')}": {
            str(field.get("name")): str(field.get("type"))
            for field in schema.iter(f"{_TAG}SimpleField")
        }
        for schema in document.iter(f"{_TAG}Schema")
    }
    described = document.findtext(f"{_TAG}ExtendedData/{_TAG}Data[@name='hebei_gis']/{_TAG}value")
    sidecar = json.loads(described) if described else None
    shifted = sidecar is not None and not str(sidecar["reference_system"]["code"]).startswith(
        "EPSG"
    )
    code = UNSTATED if shifted else WGS84
    tables = tuple(
        ReadTable(str(folder.get("id")), _read_rows(folder, kinds), code)
        for folder in document.iter(f"{_TAG}Folder")
    )
    if sidecar is None:
        return ReadExport(tables)
    return ReadExport(tables, sidecar, sidecar["sha256"], seal_of(content, sidecar["sha256"]))


def _read_rows(folder: ET.Element, kinds: dict[str, dict[str, str]]) -> Any:
    rows: list[dict[str, Any]] = []
    shapes = []
    columns: dict[str, None] = {}
    for placemark in folder.iter(f"{_TAG}Placemark"):
        data = placemark.find(f"{_TAG}ExtendedData/{_TAG}SchemaData")
        fields = kinds[str(data.get("schemaUrl"))] if data is not None else {}
        columns.update(dict.fromkeys(fields))
        rows.append(
            {
                str(value.get("name")): _value(value.text or "", fields[str(value.get("name"))])
                for value in (data if data is not None else ())
            }
        )
        shapes.append(_shape(placemark))
    return from_cells({name: [row.get(name) for row in rows] for name in columns}, shapes)


def _value(text: str, kind: str) -> Any:
    if kind == "string":
        return text
    if kind == "bool":
        return text == "1"
    return int(text) if kind == "int64" else float(text)


def _shape(holder: ET.Element) -> Any:
    for element in holder:
        kind = element.tag.removeprefix(_TAG)
        if kind == "Point":
            return shapely.Point(_positions(element)[0])
        if kind == "LineString":
            return shapely.LineString(_positions(element))
        if kind == "Polygon":
            outer = element.find(f"{_TAG}outerBoundaryIs/{_TAG}LinearRing")
            inner = element.findall(f"{_TAG}innerBoundaryIs/{_TAG}LinearRing")
            return shapely.Polygon(_positions(outer), [_positions(ring) for ring in inner])
        if kind == "MultiGeometry":
            return _collected([part for one in element if (part := _shape_of(one)) is not None])
    return None


def _shape_of(element: ET.Element) -> Any:
    holder = ET.Element("holder")
    holder.append(element)
    return _shape(holder)


def _collected(parts: list[Any]) -> Any:
    makers: dict[str, Callable[..., Any]] = {
        "Point": shapely.MultiPoint,
        "LineString": shapely.MultiLineString,
        "Polygon": shapely.MultiPolygon,
    }
    kinds = {part.geom_type for part in parts}
    maker = makers.get(kinds.pop()) if len(kinds) == 1 else None
    return maker(parts) if maker else shapely.GeometryCollection(parts)


def _positions(element: ET.Element | None) -> list[tuple[float, float]]:
    text = (element.findtext(f"{_TAG}coordinates") if element is not None else "") or ""
    positions = []
    for position in text.split():
        x, y, *_ = (float(value) for value in position.split(","))
        if not (math.isfinite(x) and math.isfinite(y)):
            raise ValueError(f"coordinates {position}")
        positions.append((x, y))
    return positions

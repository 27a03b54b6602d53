"""JSON-FG: GeoJSON with a place in another CRS beside the WGS 84 geometry.

Coordinates of ``place`` are in the order of the axes of the CRS: north before east in
EPSG:4490 and EPSG:4548.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import shapely

from hebei_gis.files.seal import seal_of, sealed
from hebei_gis.formats.format import Format
from hebei_gis.formats.geojson import (
    geojson_geometries,
    head_members,
    json_text,
    table_properties,
)
from hebei_gis.formats.outgoing import Outgoing
from hebei_gis.formats.reading_back import ReadExport, ReadTable, from_cells
from hebei_gis.geo.crs import CGCS2000, WGS84, known_crs, to_datum

CONFORMS_TO = ["http://www.opengis.net/spec/json-fg-1/0.3/conf/core"]
#: Where OGC names the CRS of EPSG.
ADDRESS = "http://www.opengis.net/def/crs/EPSG/0/"


def write_jsonfg(outgoing: Outgoing) -> bytes:
    """One layer as JSON-FG, its sidecar in the member ``metadata``."""
    (table,) = outgoing.tables
    code = outgoing.target.reference_system
    placed = table.rows
    if _north_first(code):
        placed = placed.set_geometry(_swapped(placed.geometry.to_numpy()))
    places = geojson_geometries(placed, outgoing.target.decimals)
    geometries = geojson_geometries(to_datum(table.rows, WGS84))
    lines = [
        f'{{"type": "Feature", "id": {json_text(key)}, "time": null, '
        f'"geometry": {geometry or "null"}, "place": {place or "null"}, '
        f'"properties": {json_text(row)}}}'
        for key, row, geometry, place in zip(
            table.rows["key"], table_properties(table), geometries, places, strict=True
        )
    ]
    head: dict[str, Any] = {
        "type": "FeatureCollection",
        "conformsTo": CONFORMS_TO,
        "featureType": table.name,
        "coordRefSys": ADDRESS + code.removeprefix("EPSG:"),
        **head_members(outgoing),
    }
    text = json_text(head)[:-1] + ', "features": [\n' + ",\n".join(lines) + "\n]}\n"
    return sealed(text.encode())


def read_jsonfg(content: bytes) -> ReadExport:
    """Read the places of a JSON-FG again, easting or longitude first."""
    values = json.loads(content)
    members = values["features"]
    names = dict.fromkeys(name for member in members for name in member["properties"])
    columns = {name: [member["properties"].get(name) for member in members] for name in names}
    code = f"EPSG:{str(values['coordRefSys']).removeprefix(ADDRESS)}"
    texts = [None if member["place"] is None else json.dumps(member["place"]) for member in members]
    shapes = shapely.from_geojson(texts)
    if _north_first(code):
        shapes = _swapped(shapes)
    sidecar = values.get("metadata")
    stated = sidecar.get("sha256") if isinstance(sidecar, dict) else None
    found = seal_of(content, stated) if isinstance(stated, str) else None
    return ReadExport(
        (ReadTable("", from_cells(columns, list(shapes)), code),), sidecar, stated, found
    )


def _north_first(code: str) -> bool:
    return known_crs(code).axis_info[0].direction == "north"


def _swapped(shapes: Any) -> Any:
    return shapely.transform(np.asarray(shapes, dtype=object), lambda xy: xy[:, ::-1])


FORMAT = Format(
    "jsonfg", "JSON-FG", extension="json", mime="application/fg+json",
    write=write_jsonfg, read_back=read_jsonfg, kinds=("geographic", "projected"),
    default=CGCS2000, text=True, losses=("loss_decimals_9_or_4", "loss_no_style"),
)  # fmt: skip

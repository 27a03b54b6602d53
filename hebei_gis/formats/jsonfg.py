"""JSON-FG: GeoJSON with a place in another CRS beside the WGS 84 geometry.

Coordinates of ``place`` are in the order of the axes of the CRS: north before east in
EPSG:4490 and EPSG:4548.
"""

from __future__ import annotations

from typing import Any

from hebei_gis.files.seal import sealed
from hebei_gis.formats.format import Format
from hebei_gis.formats.geojson.places import easting_first, north_first, placed_crs, swapped
from hebei_gis.formats.geojson.reading import exported, read_exported
from hebei_gis.formats.geojson.writing import (
    geojson_geometries,
    head_members,
    json_text,
    table_properties,
)
from hebei_gis.formats.outgoing import Outgoing
from hebei_gis.formats.reading_back import ReadExport
from hebei_gis.geo.crs import CGCS2000, WGS84, to_datum

CONFORMS_TO = ["http://www.opengis.net/spec/json-fg-1/0.3/conf/core"]
#: Where OGC names the codes of an authority.
ADDRESS = "http://www.opengis.net/def/crs/{}/0/{}"


def write_jsonfg(outgoing: Outgoing) -> bytes:
    """One layer as JSON-FG, its sidecar in the member ``metadata``."""
    (table,) = outgoing.tables
    code = outgoing.target.reference_system
    placed = table.rows
    if north_first(code):
        placed = placed.set_geometry(swapped(placed.geometry.to_numpy()))
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
        "coordRefSys": ADDRESS.format(*code.split(":", 1)),
        **head_members(outgoing),
    }
    text = json_text(head)[:-1] + ', "features": [\n' + ",\n".join(lines) + "\n]}\n"
    return sealed(text.encode())


def read_jsonfg(content: bytes) -> ReadExport:
    """The places of a JSON-FG again, easting or longitude first.

    Raises
    ------
    ValueError
        Where it is no whole JSON-FG, or a shape in it is broken.
    """
    found = read_exported(content, "place")
    code = placed_crs(found.head.members)
    if code is None:
        raise ValueError("coordRefSys")
    found.shapes = easting_first(found.shapes, code)
    return exported(content, found, code)


FORMAT = Format(
    "jsonfg", "JSON-FG", extension="json", mime="application/fg+json",
    write=write_jsonfg, read_back=read_jsonfg, kinds=("geographic", "projected"),
    default=CGCS2000, text=True,
    losses=("loss_decimals_9_or_4", "loss_no_style", "loss_digits_as_text"),
)  # fmt: skip

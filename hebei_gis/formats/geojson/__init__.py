"""GeoJSON as RFC 7946 has it: WGS 84, no ``crs`` member, right-hand rings, 7 decimals."""

from hebei_gis.formats.format import NOT, PERHAPS, SURE, Format
from hebei_gis.formats.geojson.reading import GeojsonSource, read_geojson
from hebei_gis.formats.geojson.writing import (
    DEGREE_DECIMALS,
    feature_properties,
    geojson_geometries,
    head_members,
    json_text,
    right_handed,
    table_properties,
    to_geojson,
    write_geojson,
)
from hebei_gis.formats.sources import Upload

__all__ = [
    "DEGREE_DECIMALS",
    "feature_properties",
    "geojson_geometries",
    "head_members",
    "json_text",
    "right_handed",
    "table_properties",
    "to_geojson",
    "write_geojson",
]


def claims(upload: Upload) -> int:
    """Sure of what begins as a JSON object; perhaps, where it is only called so."""
    start = upload.content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip(b"\x1e \t\r\n")
    if start.startswith(b"{"):
        return SURE
    return PERHAPS if upload.ends_with(FORMAT.suffixes) else NOT


FORMAT = Format(
    "geojson", "GeoJSON", (".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson"), claims,
    GeojsonSource,
    "geojson", "application/geo+json", write_geojson, read_geojson,
    kinds=("wgs84", "shifted"), text=True,
    losses=("loss_decimals_7", "loss_no_style", "loss_digits_as_text"),
)  # fmt: skip

"""Layers and selections → files. One module a format, one function ``write_<format>``."""

from hebei_gis.exporting.geojson import (
    FORMATS,
    feature_properties,
    geojson_geometries,
    plain,
    right_handed,
    to_geojson,
    writer,
)

__all__ = [
    "FORMATS",
    "feature_properties",
    "geojson_geometries",
    "plain",
    "right_handed",
    "to_geojson",
    "writer",
]

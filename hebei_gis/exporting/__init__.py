"""Layers and selections → files. One module a format, one function ``write_<format>``."""

from hebei_gis.errors import UnknownNameError
from hebei_gis.exporting.cells import plain
from hebei_gis.exporting.geojson import (
    feature_properties,
    geojson_geometries,
    right_handed,
    to_geojson,
)

FORMATS = {"geojson": (to_geojson, "geojson", "application/geo+json")}


def writer(name):
    try:
        return FORMATS[name]
    except KeyError:
        raise UnknownNameError("format", name, list(FORMATS)) from None


__all__ = [
    "FORMATS",
    "feature_properties",
    "geojson_geometries",
    "plain",
    "right_handed",
    "to_geojson",
    "writer",
]

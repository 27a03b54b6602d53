"""Esri JSON as ArcGIS servers hand it out, read by GDAL."""

from __future__ import annotations

from hebei_gis.formats.json_by_gdal import json_format

FORMAT = json_format(
    "esrijson", "Esri JSON", ".esrijson", "ESRIJSON",
    r'"(spatialReference|geometryType|fieldAliases)"\s*:',
)  # fmt: skip

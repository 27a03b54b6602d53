"""GeoPackage: a table a layer and geometry family, with QGIS styles and the sidecar inside."""

from __future__ import annotations

from hebei_gis.formats.format import Format
from hebei_gis.formats.geopackage.reading import GeopackageSource, claims
from hebei_gis.formats.geopackage.writing import write_geopackage
from hebei_gis.formats.partition import by_family

FORMAT = Format(
    "gpkg", "GeoPackage", (".gpkg",), claims, GeopackageSource,
    "gpkg", "application/geopackage+sqlite3", write_geopackage,
    companions=(".gpkg-wal", ".gpkg-shm"), parts=by_family, many=True,
    losses=("loss_split", "loss_qgis_symbols"),
)  # fmt: skip

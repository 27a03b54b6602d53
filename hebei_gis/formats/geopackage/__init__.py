"""GeoPackage: a table a layer and geometry family, with QGIS styles and the sidecar inside."""

from __future__ import annotations

from hebei_gis.formats.format import Format
from hebei_gis.formats.geopackage.reading import GeopackageSource, claims
from hebei_gis.formats.geopackage.writing import tables_of, write_geopackage

FORMAT = Format(
    "gpkg", "GeoPackage", (".gpkg",), claims, GeopackageSource,
    "gpkg", "application/geopackage+sqlite3", write_geopackage,
    companions=(".gpkg-wal", ".gpkg-shm"), parts=tables_of, many=True,
    losses=("loss_split", "loss_qgis_symbols"),
)  # fmt: skip

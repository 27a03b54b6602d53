"""Every format: its function, names, what it can hold. Adding one is one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hebei_gis.export.partition import by_family, whole
from hebei_gis.export.request import ExportRequest, Table
from hebei_gis.export.targets import METRES
from hebei_gis.formats import csv_write as csv_file
from hebei_gis.formats import shapefile_write as shapefile
from hebei_gis.formats import xlsx_write as xlsx_file
from hebei_gis.formats.csv_write import read_csv, write_csv
from hebei_gis.formats.dxf_write import read_dxf, write_dxf
from hebei_gis.formats.flatgeobuf import read_flatgeobuf, write_flatgeobuf
from hebei_gis.formats.geojson import read_geojson, write_geojson
from hebei_gis.formats.geopackage_write import read_geopackage, write_geopackage
from hebei_gis.formats.geoparquet_write import read_geoparquet, write_geoparquet
from hebei_gis.formats.jsonfg import read_jsonfg, write_jsonfg
from hebei_gis.formats.kml_back import read_kml
from hebei_gis.formats.kml_write import write_kml
from hebei_gis.formats.reading_back import Reader
from hebei_gis.formats.shapefile_write import read_shapefile, write_shapefile
from hebei_gis.formats.xlsx_write import read_xlsx, write_xlsx
from hebei_gis.geo.crs import CGCS2000, WGS84
from hebei_gis.words.errors import UnknownNameError

#: Kinds of :attr:`Target.kind` → how a message names them.
KIND_WORDS = {
    "wgs84": "WGS84",
    "geographic": "CGCS2000",
    "projected": "metres or EPSG:n (projected)",
    "shifted": "GCJ-02, BD-09",
}
_ANY = ("wgs84", "geographic", "projected", "shifted")


@dataclass(frozen=True)
class Format:
    """One file format.

    Attributes
    ----------
    name : str
        As the user asks for it.
    title_zh, title_en : str
    extension, mime : str
    write : callable
        A request → the file.
    read : callable
        The file → what is read again.
    kinds : tuple of str
        The reference systems it takes, by :attr:`Target.kind`.
    default : str
        Reference system where none is asked for.
    parts : callable
        A request → the tables the file holds.
    many : bool
        Holds several layers; otherwise each is a file of its own.
    carries_sidecar : bool
        Has a place for the sidecar inside.
    bare_shifted : bool
        May go out in GCJ-02 without a zip: its columns or layers say so.
    text : bool
        May go to standard output.
    needs_shapes : bool
        Cannot hold a row without a shape.
    encodings : tuple of str
        The first unless asked; empty where there is no choice.
    members : callable or None
        A request → the files of one export by name, where that is several; then it is always
        a zip.
    """

    name: str
    title_zh: str
    title_en: str
    extension: str
    mime: str
    write: Callable[[ExportRequest], bytes]
    read: Reader
    kinds: tuple[str, ...] = _ANY
    default: str = WGS84
    parts: Callable[[ExportRequest], tuple[Table, ...]] = whole
    many: bool = False
    carries_sidecar: bool = True
    bare_shifted: bool = False
    text: bool = False
    needs_shapes: bool = False
    encodings: tuple[str, ...] = ()
    members: Callable[[ExportRequest], dict[str, bytes]] | None = None

    @property
    def packed_extension(self) -> str:
        """Of a zip with the sidecar: it still says the format."""
        return f"{self.name}.zip" if self.extension == "zip" else f"{self.extension}.zip"

    def title(self, language: str) -> str:
        """The format's name in ``zh`` or ``en``."""
        return self.title_zh if language == "zh" else self.title_en


_LISTED = (
    Format(
        "geojson", "GeoJSON(RFC 7946)", "GeoJSON (RFC 7946)", "geojson", "application/geo+json",
        write_geojson, read_geojson, ("wgs84", "shifted"), text=True,
    ),
    Format(
        "jsonfg", "JSON-FG", "JSON-FG", "json", "application/fg+json",
        write_jsonfg, read_jsonfg, ("geographic", "projected"), CGCS2000, text=True,
    ),
    Format(
        "gpkg", "GeoPackage(带 QGIS 样式)", "GeoPackage (with QGIS styles)", "gpkg",
        "application/geopackage+sqlite3", write_geopackage, read_geopackage,
        parts=by_family, many=True,
    ),
    Format(
        "shp", "Shapefile(zip)", "Shapefile (zip)", "zip", "application/zip",
        write_shapefile, read_shapefile, parts=by_family, many=True, carries_sidecar=False,
        encodings=shapefile.ENCODINGS, members=shapefile.shapefile_members,
    ),
    Format(
        "fgb", "FlatGeobuf", "FlatGeobuf", "fgb", "application/flatgeobuf",
        write_flatgeobuf, read_flatgeobuf, needs_shapes=True,
    ),
    Format(
        "parquet", "GeoParquet", "GeoParquet", "parquet", "application/vnd.apache.parquet",
        write_geoparquet, read_geoparquet,
    ),
    Format(
        "kml", "KML", "KML", "kml", "application/vnd.google-earth.kml+xml",
        write_kml, read_kml, ("wgs84", "shifted"), many=True, text=True,
    ),
    Format(
        "dxf", "DXF(CAD)", "DXF (CAD)", "dxf", "image/vnd.dxf",
        write_dxf, read_dxf, ("projected", "shifted"), METRES, many=True, carries_sidecar=False,
        bare_shifted=True, needs_shapes=True,
    ),
    Format(
        "csv", "CSV", "CSV", "csv", "text/csv", write_csv, read_csv, carries_sidecar=False,
        bare_shifted=True, text=True, encodings=csv_file.ENCODINGS,
    ),
    Format(
        "xlsx", "Excel(XLSX)", "Excel (XLSX)", "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_xlsx, read_xlsx, parts=xlsx_file.sheets, many=True, bare_shifted=True,
    ),
)  # fmt: skip
FORMATS: dict[str, Format] = {known.name: known for known in _LISTED}


def format_named(name: str) -> Format:
    """A format by its name.

    Raises
    ------
    UnknownNameError
        Listing the formats there are.
    """
    try:
        return FORMATS[name]
    except KeyError:
        raise UnknownNameError("format", name, list(FORMATS)) from None

"""What kind of file came in: told by its content; its name only breaks ties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from hebei_gis.files.text import decoded
from hebei_gis.files.xml import as_utf8, check_markup
from hebei_gis.files.zips import unpack
from hebei_gis.formats.csv import DelimitedSource
from hebei_gis.formats.dxf import DrawingSource
from hebei_gis.formats.gdal import GdalSource
from hebei_gis.formats.geopackage import GeopackageSource
from hebei_gis.formats.geoparquet import ParquetSource
from hebei_gis.formats.gpx import GpxSource
from hebei_gis.formats.kml import KmlSource
from hebei_gis.formats.own_sidecars import take_sidecar
from hebei_gis.formats.shapefile import ShapefileSource
from hebei_gis.formats.sources import Source, Upload
from hebei_gis.formats.xlsx import WorkbookSource
from hebei_gis.words.notes import note
from hebei_gis.words.refusals import refusal, shown, too_much

#: kind -> how messages call it
KINDS = {
    "geojson": "GeoJSON",
    "geopackage": "GeoPackage",
    "shapefile": "Shapefile",
    "flatgeobuf": "FlatGeobuf",
    "geoparquet": "GeoParquet",
    "kml": "KML",
    "dxf": "DXF",
    "gpx": "GPX",
    "csv": "CSV",
    "xlsx": "XLSX",
}
_SUFFIXES = {
    ".geojson": "geojson", ".json": "geojson", ".gpkg": "geopackage", ".shp": "shapefile",
    ".fgb": "flatgeobuf", ".parquet": "geoparquet", ".geoparquet": "geoparquet", ".kml": "kml",
    ".dxf": "dxf", ".gpx": "gpx", ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx",
}  # fmt: skip
_ACCEPTED = "GeoJSON, GeoPackage, Shapefile (zip or parts), FlatGeobuf, GeoParquet, KML/KMZ, DXF, "
_ACCEPTED += "GPX, CSV or XLSX"
_GEOJSON_TYPES = (
    "FeatureCollection|Feature|Point|LineString|Polygon|MultiPoint|MultiLineString|MultiPolygon|"
    "GeometryCollection"
)
_GEOJSON = re.compile(rf'"type"\s*:\s*"({_GEOJSON_TYPES})"')
_OTHER = (
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file (.xls, .doc); save it as .xlsx"),
    (b"AC10", "a DWG drawing; save it as DXF"),
    (b"%PDF", "a PDF"),
    (b"Rar!", "a RAR archive; pack it as zip"),
    (b"7z\xbc\xaf", "a 7z archive; pack it as zip"),
    (b"\x1f\x8b", "a gzip archive; unpack it"),
    (b"PK\x05\x06", "an empty zip"),
)


def recognise(upload: Upload) -> tuple[str, Upload, Source]:
    """The kind of what came in, the parts that count, and its reader.

    Returns
    -------
    kind : str
        A key of :data:`KINDS`.
    upload : Upload
        Unpacked, and with what was understood on the way.
    source : Source

    Raises
    ------
    UploadError
        Where it is too large, hostile or of no kind that is taken.
    """
    size = sum(len(content) for content in upload.parts.values())
    limit = upload.limits.upload_mb
    if size > limit * 1_000_000:
        raise too_much(upload.name, f"{size / 1e6:.0f}", limit, "MB", "upload_mb")
    if not size:
        raise refusal("nothing_inside", upload.name, "0 bytes", _ACCEPTED)
    if any(name.lower().endswith(".shp") for name in upload.parts) and (
        len(upload.parts) > 1 or upload.content[:4] == b"\0\0\x27\x0a"
    ):
        return "shapefile", upload, ShapefileSource(upload)
    if len(upload.parts) > 1:
        listed = ", ".join(shown(name) for name in list(upload.parts)[:10])
        raise refusal(
            "unknown_format", upload.name, listed, "one file, or the parts of a Shapefile"
        )
    if upload.content[:4] == b"PK\x03\x04":
        return _recognise_zip(upload)
    return _recognise_one(upload)


def _recognise_zip(upload: Upload) -> tuple[str, Upload, Source]:
    members, encoding = unpack(upload.content, upload.name, upload.limits)
    members, sidecar = take_sidecar(members)
    upload = replace(upload, sidecar=sidecar or upload.sidecar)
    lower = {name: name.lower() for name in members}
    if "[content_types].xml" in lower.values():
        if any(name.startswith("xl/") for name in lower.values()):
            return "xlsx", upload, WorkbookSource(upload)
        raise refusal("unknown_format", upload.name, "an Office file without sheets", _ACCEPTED)
    notes = (note("names", encoding),) if encoding != "ASCII" else ()
    if any(name.endswith(".shp") for name in lower.values()):
        inner = replace(upload, parts=members, notes=notes)
        return "shapefile", inner, ShapefileSource(inner)
    main = _main_member(lower)
    if main is None:
        listed = ", ".join(shown(name) for name in list(members)[:10]) or "nothing"
        raise refusal("unknown_format", upload.name, f"a zip with {listed}", _ACCEPTED)
    inner = Upload(
        f"{upload.name}/{shown(main)}", {main: members[main]}, upload.limits,
        (*notes, note("member", shown(main))), upload.sidecar,
    )  # fmt: skip
    return _recognise_one(inner)


def _main_member(lower: Mapping[str, str]) -> str | None:
    """The one member that can be read; of several KML files the outermost ``doc.kml``."""
    readable = [n for n, name in lower.items() if _suffix(name) in _SUFFIXES]
    documents = [n for n in readable if lower[n].endswith(".kml")]
    if documents:
        return min(documents, key=lambda n: (n.count("/"), lower[n] != "doc.kml"))
    return readable[0] if len(readable) == 1 else None


def _suffix(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].lower() if dot >= 0 else ""


def _recognise_one(upload: Upload) -> tuple[str, Upload, Source]:
    (name,) = upload.parts
    kind, source = _by_content(upload, _SUFFIXES.get(_suffix(name)))
    claimed = _SUFFIXES.get(_suffix(name))
    if claimed not in (None, kind):
        said = note("suffix", shown(_suffix(name)), KINDS[kind])
        upload = replace(upload, notes=(*upload.notes, said))
    return kind, upload, source


def _by_content(upload: Upload, claimed: str | None) -> tuple[str, Source]:
    content = upload.content
    head = content[:4096]
    if head.startswith(b"SQLite format 3\0"):
        return "geopackage", GeopackageSource(upload)
    if head.startswith(b"fgb"):
        return "flatgeobuf", GdalSource(upload, "flatgeobuf")
    if head.startswith(b"PAR1"):
        return "geoparquet", ParquetSource(upload)
    if head.startswith(b"\0\0\x27\x0a"):
        whole = replace(upload, parts={"upload.shp": content})
        return "shapefile", ShapefileSource(whole)
    for mark, name in _OTHER:
        if head.startswith(mark):
            raise refusal("unknown_format", upload.name, name, _ACCEPTED)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<") or head.startswith((b"\xff\xfe<\0", b"\xfe\xff\0<")):
        return _by_root(upload)
    if start.startswith(b"AutoCAD Binary DXF") or re.match(rb"(0\s+SECTION|999\s)", start):
        return "dxf", DrawingSource(upload)
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) and claimed != "csv":
        raise refusal("unknown_format", upload.name, f"bytes {head[:8].hex(' ')}", _ACCEPTED)
    if start.startswith(b"{") or claimed == "geojson":
        return _geojson(upload)
    return "csv", DelimitedSource(upload)


def _by_root(upload: Upload) -> tuple[str, Source]:
    content, _ = as_utf8(upload.content, upload.name)
    root = check_markup(content, upload.name, upload.limits)
    if root == "kml":
        return "kml", KmlSource(upload)
    if root == "gpx":
        return "gpx", GpxSource(upload)
    raise refusal("unknown_format", upload.name, f"XML with <{shown(root)}>", _ACCEPTED)


def _geojson(upload: Upload) -> tuple[str, Source]:
    """GeoJSON for GDAL: UTF-8 without a mark, and of a type GDAL calls GeoJSON."""
    text, encoding = decoded(upload.content, upload.name, None)
    if not _GEOJSON.search(text[:100_000]) and not _GEOJSON.search(text[-10_000:]):
        found = f"JSON that begins {shown(text[:40])}"
        raise refusal("unknown_format", upload.name, found, _ACCEPTED)
    if '"Topology"' in text[:2000] or '"esriGeometry' in text[:5000]:
        raise refusal("unknown_format", upload.name, "TopoJSON or Esri JSON", _ACCEPTED)
    content = upload.content if encoding.name == "UTF-8" else text.encode("utf-8")
    notes = () if encoding.name == "UTF-8" else (encoding.note,)
    return "geojson", GdalSource(replace(upload, parts={"": content}), "geojson", notes)

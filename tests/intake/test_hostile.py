"""A corpus of hostile and broken files: each a clear error or a safe result, and nothing left."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import re
import shutil
import sqlite3
import struct
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pyproj
import pytest

from hebei_gis.files.limits import Limits
from hebei_gis.formats.gdal import PREFIX
from hebei_gis.words.errors import HebeiGisError

Parts = Mapping[str, bytes]
Maker = Callable[[Any], Parts]
#: Name of the case → maker of its parts, what the error says (None where the result is safe).
CASES: dict[str, tuple[Maker, str | None, dict[str, Any]]] = {}
KML = b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>%s</Document></kml>'
MARK = b"<Placemark><name>%s</name><Point><coordinates>117.2,39.1</coordinates></Point></Placemark>"
BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
GPX = b'<gpx xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="39.1" lon="117.2"/></gpx>'


def case(name: str, message: str | None, **said: Any) -> Callable[[Maker], Maker]:
    def add(make: Maker) -> Maker:
        CASES[name] = (make, message, said)
        return make

    return add


def collection(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def point(properties: Any = None, x: Any = 117.2, y: Any = 39.1) -> Any:
    shape = {"type": "Point", "coordinates": [x, y]}
    return {"type": "Feature", "properties": properties or {"n": 1}, "geometry": shape}


def fixed(name: str, message: str | None, parts: Parts, **said: Any) -> None:
    CASES[name] = (lambda makers: parts, message, said)


# Nothing, rubbish, other formats.
fixed("no byte", "an empty file", {"a.geojson": b""})
fixed("no file", "an empty file", {})
fixed("random bytes", "no file the importer knows|this is", {"a.shp": bytes(range(256)) * 9})
fixed("zeros", "this is bytes", {"a.dxf": bytes(5000)})
fixed("old excel", "not an Excel workbook", {"a.xls": b"\xd0\xcf\x11\xe0" + bytes(600)})
fixed("dwg", "DWG", {"a.dwg": b"AC1032" + bytes(600)})
fixed("pdf", "a PDF", {"a.pdf": b"%PDF-1.7\n"})
fixed("rar", "RAR", {"a.rar": b"Rar!\x1a\x07"})
fixed("gzip", "gzip", {"a.csv": gzip.compress(b"x,y\n1,2\n")})
fixed("topojson", "TopoJSON|JSON that begins", {"a.json": b'{"type":"Topology","objects":{}}'})
fixed("any json", "JSON that begins", {"a.json": b'{"hello": 1}'})
fixed("esri json", "no row", {"a.json": b'{"geometryType":"esriGeometryPoint","features":[]}'})
fixed("html", "HTML without a table", {"a.html": b"<html><body><p>x</p></body></html>"})
fixed("gml", "XML with <FeatureCollection>", {"a.gml": b"<FeatureCollection/>"})
fixed("two files", "one file, or the parts", {"a.csv": b"x,y\n1,2", "b.csv": b"x,y\n1,2"})
fixed("only a dbf", "this is|cannot", {"a.dbf": b"\x03" + bytes(99)})

# Broken files of known formats.
fixed("geojson cut", "cannot be read", {"a.geojson": collection(point())[:-20]})
fixed("geojson empty", "no layer|no row|cannot", {"a.geojson": collection()})
fixed("geojson number too large", "no row",
      {"a.geojson": collection(point()).replace(b"117.2", b"1e999")})  # fmt: skip
fixed("geojson deep", "cannot be read|no row",
      {"a.geojson": b'{"type":"FeatureCollection","features":' + b"[" * 90_000})  # fmt: skip
fixed("geojson no features", "without features",
      {"a.geojson": b'{"type":"FeatureCollection"}'})  # fmt: skip
fixed("gpkg header only", "cannot be read", {"a.gpkg": b"SQLite format 3\0" + bytes(84)})
fixed("fgb header only", "cannot be read", {"a.fgb": b"fgb\x03fgb\x00" + bytes(20)})
fixed("fgb of 0xff", "cannot be read", {"a.fgb": b"fgb\x03fgb\x00" + b"\xff" * 5000})
fixed("parquet of zeros", "cannot be read", {"a.parquet": b"PAR1" + bytes(50) + b"PAR1"})
fixed("zip cut", "cannot be read", {"a.zip": b"PK\x03\x04" + bytes(50)})
fixed("shp header only", "cannot|no row|no layer", {"a.shp": b"\0\0\x27\x0a" + bytes(96)})
fixed("shp cut in header", "cannot be read", {"a.shp": b"\0\0\x27\x0a" + bytes(10)})
fixed("dxf cut", "cannot be read|no entity", {"a.dxf": b"0\nSECTION\n2\nENTITIES\n0\nLINE\n"})
fixed("dxf rubbish", "cannot be read|no entity", {"a.dxf": b"0\nSECTION\n" + b"\xfe\xfe\n" * 99})
fixed("binary dxf cut", "cannot be read", {"a.dxf": b"AutoCAD Binary DXF\r\n\x1a\x00" + bytes(9)})
fixed("kml cut", "cannot be read", {"a.kml": (KML % (MARK % b"a"))[:-9]})
fixed("kml no placemark", "no row", {"a.kml": KML % b""})
fixed("gpx no point", "no row", {"a.gpx": b"<gpx></gpx>"})
fixed("csv header only", "no row", {"a.csv": b"x,y\n"}, datum="WGS84")
fixed("csv no positions", "not clear where positions", {"a.csv": b"a,b\n1,2\n"}, datum="WGS84")
fixed("csv two pairs", "not clear where", {"a.csv": b"lon,lat,x,y\n1,2,3,4\n"}, datum="WGS84")
fixed("csv unclosed quote", "no row|not clear", {"a.csv": b'x,y\n"117.2,39.1\n' * 3}, datum="WGS84")
fixed("bad wkt", "no row", {"a.csv": b"wkt\nPOINT (1\n"}, datum="WGS84")
fixed("deep wkt", "no row",
      {"a.csv": b"wkt\n" + b"GEOMETRYCOLLECTION (" * 5000 + b"\n"}, datum="WGS84")  # fmt: skip

# Entities and depth.
fixed("kml billion laughs", "XML is not read", {"a.kml": BILLION + b"<kml>&c;</kml>"})
fixed("kml outside entity", "XML is not read", {"a.kml": OUTSIDE + b"<kml>&a;</kml>"})
fixed("kml doctype", "XML is not read", {"a.kml": b"<!DOCTYPE kml><kml></kml>"})
fixed("gpx billion laughs", "XML is not read", {"a.gpx": BILLION + b"<gpx>&c;</gpx>"})
fixed("gml entities", "XML is not read", {"a.gml": BILLION + b"<gml>&c;</gml>"})
fixed("kml deep", "within each other", {"a.kml": b"<kml>" + b"<Folder>" * 50_000})
fixed("xml utf-7", "cannot be read", {"a.kml": b'<?xml version="1.0" encoding="utf-7"?><kml/>'})
fixed("kml says GBK, is not", "not GBK",
      {"a.kml": b'<?xml version="1.0" encoding="GBK"?><kml>\xff\xff</kml>'})  # fmt: skip


@case("kmz billion laughs", "XML is not read")
def _kmz_entities(makers: Any) -> Parts:
    return {"a.kmz": makers.zipped({"doc.kml": BILLION + b"<kml>&c;</kml>"})}


@case("xlsx entities", "XML is not read")
def _xlsx_entities(makers: Any) -> Parts:
    content = makers.xlsx([["x", "y"], [117.2, 39.1]])
    return {"a.xlsx": _changed(makers, content, "xl/workbook.xml", lambda xml: BILLION + xml)}


@case("xlsx broken part", "cannot be read")
def _xlsx_broken(makers: Any) -> Parts:
    content = makers.xlsx([["x", "y"], [117.2, 39.1]])
    return {"a.xlsx": _changed(makers, content, "xl/workbook.xml", lambda xml: xml[:100])}


def _changed(makers: Any, content: bytes, name: str, change: Any) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    body = parts[name]
    start = body.find(b"?>") + 2 if body.startswith(b"<?xml") else 0
    parts[name] = change(body[start:])
    return makers.zipped(parts)


# Archives.
for climbing in ("../a.shp", "/etc/a.shp", "a/../../b.shp", "..\\a.shp", "C:\\a.shp", "C:/a.shp"):

    @case(f"zip with {climbing}", "climbs out")
    def _climbing(makers: Any, name: str = climbing) -> Parts:
        return {"a.zip": makers.zipped({name: b"x" * 200})}


@case("zip bomb", "grows from|MB")
def _bomb(makers: Any) -> Parts:
    return {"a.zip": makers.zipped({"a.geojson": bytes(300_000_000)})}


@case("zip bomb of many", "MB|grows")
def _bomb_of_many(makers: Any) -> Parts:
    return {"a.zip": makers.zipped({f"{n}.shp": bytes(4_000_000) for n in range(100)})}


@case("zip bomb that lies", "cannot be read|grows")
def _lying_bomb(makers: Any) -> Parts:
    content = bytearray(makers.zipped({"a.geojson": bytes(50_000_000)}))
    for mark, offset in ((b"PK\1\2", 24), (b"PK\3\4", 22)):
        place = content.find(mark)
        content[place + offset : place + offset + 4] = struct.pack("<I", 1000)
    return {"a.zip": bytes(content)}


@case("zip in zip in zip", "a zip with")
def _nested(makers: Any) -> Parts:
    inner = makers.zipped({"c.zip": makers.zipped({"d.csv": b"x,y\n1,2"})})
    return {"a.zip": makers.zipped({"b.zip": inner})}


@case("zip of ten thousand", "files")
def _many(makers: Any) -> Parts:
    return {"a.zip": makers.zipped({f"{n:05d}.txt": b"" for n in range(10_000)})}


@case("zip with a directory that lies", "files|cannot be read")
def _lying_directory(makers: Any) -> Parts:
    content = bytearray(makers.zipped({"a.csv": b"x,y\n1,2"}))
    end = content.find(b"PK\5\6")
    content[end + 12 : end + 16] = struct.pack("<I", 2**31)
    return {"a.zip": bytes(content)}


@case("zip encrypted", "encrypted")
def _encrypted(makers: Any) -> Parts:
    content = bytearray(makers.zipped({"a.csv": b"x,y\n1,2"}))
    for mark, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        content[content.find(mark) + offset] |= 1
    return {"a.zip": bytes(content)}


@case("zip with a link", "is a link")
def _link(makers: Any) -> Parts:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("a.shp")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return {"a.zip": buffer.getvalue()}


@case("zip with a name twice", "stands twice")
@pytest.mark.filterwarnings("ignore:Duplicate name")
def _twice(makers: Any) -> Parts:
    content = makers.zipped({"a.csv": b"x,y\n1,2", "b.csv": b"x,y\n1,2"})
    return {"a.zip": content.replace(b"b.csv", b"a.csv")}


@case("zip with bad checksum", "cannot be read")
def _checksum(makers: Any) -> Parts:
    content = makers.zipped({"a.csv": b"x,y\n117.2,39.1\n" * 20})
    return {"a.zip": content[:45] + bytes([content[45] ^ 0xFF]) + content[46:]}


@case("zip with a shp that is none", "no Shapefile header")
def _no_shapefile(makers: Any) -> Parts:
    return {"a.zip": makers.zipped({"a.shp": b"x" * 500, "a.dbf": b"y" * 500})}


# Tables.
@case("xlsx with a million promised columns", None, datum="WGS84")
def _promised(makers: Any) -> Parts:
    content = makers.xlsx([["x", "y"], [117.2, 39.1]])
    return {
        "a.xlsx": _changed(
            makers, content, "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'),
        )
    }  # fmt: skip


@case("xlsx with far cells", "columns|cells", datum="WGS84")
def _far(makers: Any) -> Parts:
    book = openpyxl.Workbook()
    for row in range(1, 300):
        book.active.cell(row, 16384, "x")
    stream = io.BytesIO()
    book.save(stream)
    return {"a.xlsx": stream.getvalue()}


@case("xlsx with formulas", "1 of 2 rows have no readable", datum="WGS84", x="x", y="y")
def _formulas(makers: Any) -> Parts:
    rows = [["x", "y", "note"], [117.2, 39.1, '=HYPERLINK("http://x")'], ["=1+1", 39.1, "a"]]
    return {"a.xlsx": makers.xlsx(rows)}


WIDE = ",".join(f"c{n}" for n in range(10_000)) + "\n1\n"
fixed("ten thousand columns", "columns", {"a.csv": WIDE.encode()}, datum="WGS84")
fixed("ten thousand properties", "10000 columns",
      {"a.geojson": collection(point({f"c{n}": n for n in range(10_000)}))})  # fmt: skip
fixed("a cell of a million characters", None,
      {"a.csv": b"x,y,t\n117.2,39.1," + b"a" * 1_000_000 + b"\n"}, datum="WGS84")  # fmt: skip
fixed("nul in a table", None, {"a.csv": b"x,y,t\n117.2,39.1,a\0b\n"}, datum="WGS84")
fixed("too many rows", "rows",
      {"a.csv": b"x,y\n" + b"117.2,39.1\n" * 600_000}, datum="WGS84")  # fmt: skip


# Databases and columnar files.
@case("gpkg with a view", "is a view")
def _view(makers: Any) -> Parts:
    ((name, content),) = makers.written(makers.points(), "EPSG:4326", "GPKG", ".gpkg").items()
    path = makers.folder / "view.gpkg"
    path.write_bytes(content)
    database = sqlite3.connect(path)
    (table,) = database.execute("SELECT table_name FROM gpkg_contents").fetchone()
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    database.execute(f'ALTER TABLE "{table}" RENAME TO hidden')
    database.execute(f'CREATE VIEW "{table}" AS {endless}')
    database.commit()
    database.close()
    return {name: path.read_bytes()}


@case("sqlite that is no geopackage", "cannot be read|no layer")
def _sqlite(makers: Any) -> Parts:
    path = makers.folder / "plain.sqlite"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE t (a)")
    database.commit()
    database.close()
    return {"a.gpkg": path.read_bytes()}


@case("gpkg cut", "cannot be read")
def _gpkg_cut(makers: Any) -> Parts:
    ((name, content),) = makers.written(makers.points(), "EPSG:4326", "GPKG", ".gpkg").items()
    return {name: content[:5000]}


@case("fgb cut", "cannot be read|no row")
def _fgb_cut(makers: Any) -> Parts:
    ((name, content),) = makers.written(makers.parcels(), "EPSG:4326", "FlatGeobuf", ".fgb").items()
    return {name: content[: len(content) // 2]}


@case("gpkg whose table of extensions is broken, which no layer needs", None)
def _gpkg_page(makers: Any) -> Parts:
    ((name, content),) = makers.written(makers.parcels(), "EPSG:4326", "GPKG", ".gpkg").items()
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        (page,) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'gpkg_extensions'"
        ).fetchone()
    size = int.from_bytes(content[16:18], "big")
    start = (page - 1) * size
    return {name: content[:start] + b"\xff" * size + content[start + size :]}


@case("streamed fgb, which does not say how many rows it has", None)
def _fgb_uncounted(makers: Any) -> Parts:
    stream = Path(tempfile.mkdtemp()) / "a.fgb"
    rows = makers.parcels().to_crs("EPSG:4326")
    rows.to_file(stream, driver="FlatGeobuf", SPATIAL_INDEX="NO")
    content = stream.read_bytes()
    shutil.rmtree(stream.parent)
    place = content.index(struct.pack("<Q", len(rows)))
    return {"a.fgb": content[:place] + bytes(8) + content[place + 8 :]}


@case("parquet without geo", "without the key geo")
def _plain_parquet(makers: Any) -> Parts:
    stream = io.BytesIO()
    pd.DataFrame({"a": [1]}).to_parquet(stream)
    return {"a.parquet": stream.getvalue()}


@case("parquet whose CRS has an axis without a unit", "not understood")
def _parquet_unitless(makers: Any) -> Parts:
    stated = pyproj.CRS.from_epsg(4490).to_json_dict()
    del stated["coordinate_system"]["axis"][1]["unit"]
    stream = io.BytesIO()
    rows = pa.table({"geometry": pa.array([struct.pack("<BI2d", 1, 1, 117.2, 39.1)])})
    column = {"encoding": "WKB", "geometry_types": ["Point"], "crs": stated}
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    pq.write_table(rows.replace_schema_metadata({"geo": json.dumps(geo)}), stream)
    return {"a.parquet": stream.getvalue()}


@case("parquet that unpacks to gigabytes", "MB")
def _parquet_bomb(makers: Any) -> Parts:
    wkb = struct.pack("<BI2d", 1, 1, 117.2, 39.1)
    rows = 2000
    columns = {
        "geometry": pa.array([wkb] * rows),
        "text": pa.DictionaryArray.from_arrays(
            pa.array(np.zeros(rows, dtype=np.int32)), pa.array(["a" * 1_000_000])
        ).cast(pa.dictionary(pa.int32(), pa.string())),
    }
    table = pa.table(columns).replace_schema_metadata({
        "geo": json.dumps({
            "version": "1.0.0", "primary_column": "geometry",
            "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
        })
    })  # fmt: skip
    stream = io.BytesIO()
    pq.write_table(table, stream)
    return {"a.parquet": stream.getvalue()}


# Names and values.
NASTY = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`/\\..\\../;DROP TABLE x;--\x00\x07"
    "\u202e{0}{where}%s\n"
)
fixed("nasty values", None, {"a.geojson": collection(point({"名称": NASTY, "b": "长" * 10_000}))})
NASTY_COLUMNS = {NASTY: 1, "": 2, "c" * 10_000: 3, "geometry": 4, "key": 5}
fixed("nasty columns", None, {"a.geojson": collection(point(NASTY_COLUMNS))})
fixed("nested values", None, {"a.geojson": collection(point({"a": {"b": [1]}, "c": [1, 2]}))})
fixed("kml script", None,
      {"a.kml": KML % (MARK % b"&lt;script&gt;alert(1)&lt;/script&gt;")})  # fmt: skip
fixed("connection string", "cannot be read|this is|no row|not clear",
      {"PG:host=localhost dbname=x": b"x"})  # fmt: skip
for number, path in enumerate((
    "/vsicurl/http://localhost/a.geojson", "/vsizip//etc/x.zip/a.shp", "/etc/passwd", "../../a",
    "WFS:http://localhost/", "a\0b.geojson", "n" * 10_000 + ".geojson", "", "con", "a/b\\c\"'.json",
)):  # fmt: skip
    fixed(f"name {number}", None, {path: collection(point())})
VRT = b'<OGRVRTDataSource><OGRVRTLayer name="passwd"/></OGRVRTDataSource>'
fixed("vrt", "XML with <OGRVRTDataSource>", {"a.geojson": VRT})

# Coordinates.
fixed(
    "nan in geojson",
    "cannot be read|no row",
    {"a.geojson": collection(point(None, float("nan"), 39))},
)
fixed("infinite", "no row|nothing|cannot", {"a.geojson": collection(point(None, float("inf"), 39))})
fixed("huge", "lies", {"a.geojson": collection(point(None, 1e300, -1e300))})
fixed("words for numbers", "cannot|no row", {"a.geojson": collection(point(None, "a", "b"))})
fixed("one number", "cannot|no row",
      {"a.geojson": collection(point()).replace(b"[117.2, 39.1]", b"[117.2]")})  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """All temporary files of a case go to one folder, which is empty afterwards."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = set(Path.cwd().iterdir())
    yield folder
    assert not list(folder.iterdir()), f"left behind ({PREFIX})"
    assert set(Path.cwd().iterdir()) == before


@pytest.mark.parametrize("name", sorted(CASES))
def test_case(makers: Any, previewed: Any, name: str) -> None:
    make, message, said = CASES[name]
    parts = make(makers)
    start = time.monotonic()
    try:
        preview = previewed(parts, **said)
    except HebeiGisError as error:
        assert message is not None, error
        sentences = str(error)
    else:
        sentences = "\n".join(q.fault.sentence("en") for q in preview.questions)
        assert bool(sentences) == (message is not None), sentences
        _is_clean(preview)
    assert time.monotonic() - start < 10
    if message is not None:
        assert re.search(message, sentences), sentences
        assert "\n" not in sentences and "Traceback" not in sentences
        assert len(sentences) < 1500
        assert "Expected" in sentences or "at most" in sentences


def _is_clean(preview: Any) -> None:
    for column in preview.rows.columns:
        assert len(column) <= 60 and column.isprintable()
        for value in preview.rows[column]:
            if isinstance(value, str):
                assert len(value) <= Limits().text_characters
                assert "\0" not in value and "\x07" not in value


def test_markup_in_names_stays_text(previewed: Any) -> None:
    preview = previewed({"a.geojson": collection(point({"名称": NASTY}))})
    assert preview.rows["名称"].iloc[0].startswith("<script>alert(1)</script><img src=x")


def test_an_error_of_gdal_is_told(
    makers: Any, previewed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise pyogrio.errors.DataLayerError("database disk image is malformed")

    parts = makers.written(makers.parcels(), "EPSG:4326", "GPKG", ".gpkg")
    monkeypatch.setattr(pyogrio, "read_info", broken)
    with pytest.raises(HebeiGisError, match="malformed"):
        previewed(parts)


def test_formulas_stay_text(makers: Any, previewed: Any) -> None:
    preview = previewed(_formulas(makers), datum="WGS84")
    assert preview.rows["note"].tolist() == ['=HYPERLINK("http://x")']
    assert any("2 cells hold formulas" in sentence for sentence in preview.sentences())
    assert [issue.kind for issue in preview.issues] == ["position_unread"]


def test_limits_are_set_by_the_workspace(makers: Any, previewed: Any) -> None:
    parts = makers.written(makers.parcels(), "EPSG:4326", "GPKG", ".gpkg")
    for key in ("rows", "columns", "cells", "vertices"):
        with pytest.raises(HebeiGisError, match=rf"\({key}\).*workspace.toml"):
            previewed(parts, limits=Limits(**{key: 1}))
    big = {"a.csv": b"x,y\n" + b"1,2\n" * 400_000}
    with pytest.raises(HebeiGisError, match=r"upload_mb"):
        previewed(big, limits=Limits(upload_mb=1))
    drawing = makers.dxf(makers.parcels(), "EPSG:4548", "R2010", "UTF-8")
    drawing += b"999\nx\n" * 200_000
    with pytest.raises(HebeiGisError, match=r"drawing_mb"):
        previewed({"a.dxf": drawing}, limits=Limits(drawing_mb=1))

"""Kinds that GDAL reads: told by content, guarded, their values as they stand in the file."""

from __future__ import annotations

import gc
import io
import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from hebei_gis.files.limits import Limits
from hebei_gis.formats.recognising import recognise
from hebei_gis.formats.sources import Reading, Rows, Upload
from hebei_gis.words.errors import UploadError

CODE = 1201050010010000001
MIF = (
    'Version 300\nCharset "{charset}"\nDelimiter ","\nCoordSys Earth Projection 1, 104\n'
    "Columns 3\n  名称 Char(40)\n  层数 Integer\n  用地 Char(8)\nData\n\n"
    "Point 117.2 39.16\nPoint 117.21 39.17\n"
)
MID = '"望海楼",3,"0701"\n"河北区",4,"0901"\n'


def read(parts: dict[str, bytes], **said: str) -> tuple[str, Rows]:
    """Format and rows of what is handed in together."""
    known, _, source = recognise(Upload(next(iter(parts)), parts, Limits()))
    return known.name, source.read(Reading(**said))


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def parcels(crs: str = "EPSG:4490") -> gpd.GeoDataFrame:
    boxes = [shapely.box(x, 39.15, x + 0.01, 39.16) for x in (117.2, 117.22)]
    return gpd.GeoDataFrame(
        {"名称": ["望海楼", "河北㐂"], "用地": ["0701", None],
         "层数": pd.array([3, None], dtype="Int64"), "高": [1.5, None]},
        geometry=boxes, crs="EPSG:4490",
    ).to_crs(crs)  # fmt: skip


def write_table(path: Path, layer: str, **more: Any) -> None:
    """A table of a geodatabase, whole numbers of 64 bits as newer versions hold them."""
    version = {"TARGET_ARCGIS_VERSION": "ARCGIS_PRO_3_2_OR_LATER"}
    parcels().to_file(
        path, driver="OpenFileGDB", engine="pyogrio", layer=layer, layer_options=version, **more
    )


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        f"{folder.name}/{path.name}": path.read_bytes() for path in folder.iterdir()
        if path.is_file()
    }  # fmt: skip


def told(parts: dict[str, bytes]) -> str:
    with pytest.raises(UploadError) as error:
        read(parts)
    (fault,) = error.value.faults
    assert fault.sentence("zh")
    return fault.sentence("en")


def test_a_mif_with_columns_wants_its_mid() -> None:
    mif = MIF.format(charset="UTF-8").encode()
    assert "there is no .mid" in told({"a.mif": mif})
    bare = mif.replace(b"Columns 3", b"Columns 0")
    bare = bare[: bare.index(b"  ")] + bare[bare.index(b"Data") :]
    assert len(read({"a.mif": bare})[1].table) == 2


def test_a_geodatabase_whose_table_is_cut_off_is_not_read(tmp_path: Path) -> None:
    write_table(tmp_path / "a.gdb", "parcels")
    parts = files_of(tmp_path / "a.gdb")
    name = max(name for name in parts if name.endswith(".gdbtable"))
    cut = {**parts, name: parts[name][:-200]}
    sentence = told({"a.zip": zipped(cut)})
    assert name.split("/")[1] in sentence and f"{len(parts[name]) - 200} bytes" in sentence


@pytest.mark.parametrize("cut", [100, 700])
def test_a_tab_whose_map_is_cut_off_is_not_read(cut: int, tmp_path: Path) -> None:
    rows = parcels()[["geometry"]].assign(code=["0701", "0901"])
    rows.to_file(tmp_path / "a.tab", driver="MapInfo File", engine="pyogrio")
    parts = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(read(parts)[1].table) == 2
    assert ".map has" in told({**parts, "a.map": parts["a.map"][:-cut]})


ESRI = {
    "geometryType": "esriGeometryPoint", "spatialReference": {"wkid": 4490},
    "features": [{"attributes": {"a": 1}, "geometry": {"x": 117.2, "y": 39.15}}],
}  # fmt: skip


def test_what_a_server_kept_back_is_said() -> None:
    _, rows = read({"a.json": json.dumps(ESRI).encode()})
    assert not any(one.kind == "rows_left_at_server" for one in rows.notes)
    limited = json.dumps({**ESRI, "exceededTransferLimit": True}).encode()
    _, _, source = recognise(Upload("a.json", {"a.json": limited}, Limits()))
    assert "rows_left_at_server" in [one.kind for one in source.notes]


def test_a_crs_that_is_not_known_is_stated_all_the_same() -> None:
    strange = {**ESRI, "spatialReference": {"wkid": 999999}}
    _, rows = read({"a.json": json.dumps(strange).encode()})
    assert rows.crs is None and rows.stated == "wkid 999999"
    assert read({"a.json": json.dumps(ESRI).encode()})[1].stated is None


def test_arcs_that_cannot_be_read_are_not_left_out() -> None:
    curved = {"curveRings": [[[117.2, 39.1], {"c": [[117.21, 39.1], [117.2, 39.11]]}]]}
    features = [*ESRI["features"], {"attributes": {"a": 2}, "geometry": curved}]
    content = json.dumps({**ESRI, "features": features}).encode()
    assert "curveRings" in told({"a.json": content})


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("WindowsSimpChinese", "gbk"), ("Neutral", "gbk"), ("Neutral", "utf-8"), ("UTF-8", "utf-8")],
)
@pytest.mark.parametrize("archive", [False, True])
def test_mif_and_mid_in_every_encoding(charset: str, encoding: str, archive: bool) -> None:
    parts = {"a.mif": MIF.format(charset=charset).encode(encoding), "a.MID": MID.encode(encoding)}
    kind, rows = read({"a.zip": zipped(parts)} if archive else parts)
    assert kind == "mapinfo"
    assert rows.table["名称"].tolist() == ["望海楼", "河北区"]
    assert rows.table["用地"].tolist() == ["0701", "0901"]
    assert rows.table["层数"].tolist() == [3, 4]
    assert (rows.shapes[0].x, rows.shapes[0].y) == (117.2, 39.16)


def test_a_tab_without_its_rows_or_shapes_is_refused_by_name(tmp_path: Path) -> None:
    rows = parcels("EPSG:4326").rename(
        columns={"名称": "mc", "用地": "yd", "层数": "cs", "高": "h"}
    )
    rows.to_file(tmp_path / "a.tab", driver="MapInfo File", engine="pyogrio", encoding="GB18030")
    parts = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kind, found = read({"a.zip": zipped(parts)})
    assert kind == "mapinfo"
    assert found.table["yd"].tolist()[0] == "0701"
    assert found.shapes[0].bounds == pytest.approx((117.2, 39.15, 117.21, 39.16), abs=1e-6)
    for ending in ("dat", "map"):
        rest = {name: part for name, part in parts.items() if not name.endswith(ending)}
        with pytest.raises(UploadError, match=rf"there is no \.{ending}"):
            read({"a.zip": zipped(rest)})


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4326", "EPSG:4548"])
def test_gml_without_its_schema_keeps_codes_and_axes(crs: str, tmp_path: Path) -> None:
    parcels(crs).to_file(tmp_path / "a.gml", driver="GML", engine="pyogrio")
    kind, rows = read({"a.gml": (tmp_path / "a.gml").read_bytes()})
    assert (kind, rows.crs) == ("gml", crs)
    assert rows.table["用地"].tolist() == ["0701", None]
    assert (str(rows.table["层数"].dtype), rows.table["层数"].tolist()[0]) == ("Int64", 3)
    assert rows.table["名称"].tolist() == ["望海楼", "河北㐂"]
    expected = parcels(crs).geometry.iloc[0].bounds
    assert rows.shapes[0].bounds == pytest.approx(expected, abs=1e-6)


def test_gml_with_entities_is_refused(tmp_path: Path) -> None:
    parcels().to_file(tmp_path / "a.gml", driver="GML", engine="pyogrio")
    text = (tmp_path / "a.gml").read_text("utf-8")
    head, rest = text.split("?>", 1)
    hostile = f'{head}?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>{rest}'
    with pytest.raises(UploadError):
        read({"a.gml": hostile.replace("望海楼", "&x;").encode()})


def test_a_geodatabase_in_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "规划.gdb"
    write_table(path, "one")
    archive = zipped(files_of(path))
    kind, rows = read({"a.zip": archive})
    assert (kind, rows.crs) == ("filegdb", "EPSG:4490")
    assert rows.table["名称"].tolist() == ["望海楼", "河北㐂"]
    assert rows.table["用地"].tolist() == ["0701", None]
    write_table(path, "two", append=True)
    both = zipped(files_of(path))
    with pytest.raises(UploadError, match=r"one \(2\), two \(2\)"):
        read({"a.zip": both})
    assert len(read({"a.zip": both}, layer="two")[1].table) == 2


def test_a_geodatabase_whose_tables_are_cut_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gdb"
    write_table(path, "one")
    cut = {name: part[:60] if name.endswith("table") else part for name, part in
           files_of(path).items()}  # fmt: skip
    with pytest.raises(UploadError, match=r"File Geodatabase|OpenFileGDB"):
        read({"a.zip": zipped(cut)})
    without = {name: part for name, part in files_of(path).items() if "gdbtabl" not in name}
    with pytest.raises(UploadError, match="geodatabase without its tables"):
        read({"a.zip": zipped(without)})


@pytest.mark.parametrize("spatial", ["YES", "NO"])
def test_sqlite_with_shapes_and_a_view(spatial: str, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    parcels().to_file(
        path, driver="SQLite", engine="pyogrio", layer="dk", dataset_options={"SPATIALITE": spatial}
    )
    with sqlite3.connect(path) as database:
        database.execute("CREATE VIEW endless AS SELECT * FROM dk")
    kind, rows = read({"a.sqlite": path.read_bytes()})
    assert kind == "spatialite"
    assert rows.table["用地"].tolist() == ["0701", None]
    assert rows.shapes[0].bounds == pytest.approx((117.2, 39.15, 117.21, 39.16), abs=1e-9)
    with pytest.raises(UploadError):
        read({"a.sqlite": path.read_bytes()[:5000]})


def test_sqlite_without_shapes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE t (a INTEGER)")
    with pytest.raises(UploadError, match="SpatiaLite"):
        read({"a.db": path.read_bytes()})


def topology() -> dict[str, Any]:
    arc = [[117.2, 39.15], [117.21, 39.15], [117.21, 39.16], [117.2, 39.15]]
    shape = {"type": "Polygon", "arcs": [[0]], "properties": {"名称": "望海楼", "用地": "0701"}}
    return {"type": "Topology", "arcs": [arc],
            "objects": {"dk": {"type": "GeometryCollection", "geometries": [shape]}}}  # fmt: skip


@pytest.mark.parametrize("name", ["a.topojson", "a.json"])
def test_topojson(name: str) -> None:
    kind, rows = read({name: json.dumps(topology(), ensure_ascii=False).encode()})
    assert kind == "topojson"
    assert rows.table[["名称", "用地"]].values.tolist() == [["望海楼", "0701"]]
    assert rows.shapes[0].bounds == pytest.approx((117.2, 39.15, 117.21, 39.16), abs=1e-9)


@pytest.mark.parametrize("name", ["a.esrijson", "a.json"])
def test_esri_json(name: str) -> None:
    values = {
        "geometryType": "esriGeometryPoint", "spatialReference": {"wkid": 4490},
        "fields": [{"name": "MC", "type": "esriFieldTypeString"}],
        "features": [{"attributes": {"MC": "望海楼"}, "geometry": {"x": 117.2, "y": 39.16}}],
    }  # fmt: skip
    kind, rows = read({name: json.dumps(values, ensure_ascii=False).encode("gbk")})
    assert (kind, rows.crs) == ("esrijson", "EPSG:4490")
    assert rows.table["MC"].tolist() == ["望海楼"]
    assert (rows.shapes[0].x, rows.shapes[0].y) == (117.2, 39.16)


@pytest.mark.parametrize("name", ["a.geojsonl", "a.geojsons", "a.ndjson"])
def test_features_line_by_line_by_every_name(name: str) -> None:
    feature = {"type": "Feature", "properties": {"码": CODE},
               "geometry": {"type": "Point", "coordinates": [117.2, 39.16]}}  # fmt: skip
    kind, rows = read({name: "\n".join([json.dumps(feature)] * 2).encode()})
    assert (kind, rows.table["码"].tolist()) == ("geojson", [CODE, CODE])


@pytest.mark.parametrize("kind", ["topojson", "esrijson", "gml", "mapinfo", "spatialite"])
def test_cut_files_are_refused_in_both_languages(kind: str, tmp_path: Path) -> None:
    parcels().to_file(tmp_path / "a.gml", driver="GML", engine="pyogrio")
    parcels().to_file(tmp_path / "a.sqlite", driver="SQLite", engine="pyogrio")
    whole = {
        "topojson": json.dumps(topology()).encode(),
        "esrijson": b'{"geometryType": "esriGeometryPoint", "features": [{"attributes": {}}',
        "gml": (tmp_path / "a.gml").read_bytes(),
        "mapinfo": MIF.format(charset="Neutral").encode()[:60],
        "spatialite": (tmp_path / "a.sqlite").read_bytes(),
    }[kind]
    name = {"mapinfo": "a.mif", "spatialite": "a.sqlite"}.get(kind, f"a.{kind}")
    with pytest.raises(UploadError) as caught:
        read({name: whole[: len(whole) // 2]})
    for language in ("en", "zh"):
        assert all(fault.sentence(language) for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.dwg", b"AC1032\0\0", "Save As DXF"),
        ("a.mdb", b"\0\1\0\0Standard Jet DB\0", "personal geodatabase"),
        ("a.accdb", b"\0\1\0\0Standard ACE DB\0", "personal geodatabase"),
        ("a.wp", b"WMAP`D22", "MapGIS"),
        ("a.ovobj", b"\1\2\3\4", "export it as KML"),
        ("a.vct", b"HeadBegin\n", "VCT"),
        ("a.udbx", b"SQLite format 3\0", "SuperMap"),
        ("a.rar", b"Rar!\x1a\7\0", "pack it as zip"),
        ("a.png", b"\x89PNG\r\n\x1a\n0000", "an image, which has no features"),
        ("a.tif", b"II*\0aaaa", "an image, which has no features"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "an image, which has no features"),
        ("a.lyr", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an ArcGIS layer file"),
        ("a.qgz", b"PK\3\4", "a QGIS project"),
        ("a.geojson", b"", "an empty file"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "pack it as zip"),
        ("a.zip", None, "MapGIS"),
    ],
)
def test_kinds_of_other_programs_are_named_with_the_way_out(
    name: str, content: bytes | None, sentence: str
) -> None:
    parts = {name: zipped({"图/a.wt": b"WMAP`D21"}) if content is None else content}
    with pytest.raises(UploadError, match=sentence) as caught:
        read(parts)
    assert caught.value.faults[0].sentence("zh")


def test_a_schema_beside_gml_is_left_aside_whichever_comes_first(tmp_path: Path) -> None:
    plain = {"名称": "name", "用地": "code", "层数": "floors", "高": "high"}
    parcels().rename(columns=plain).to_file(tmp_path / "a.gml", driver="GML", engine="pyogrio")
    parts = {name: (tmp_path / name).read_bytes() for name in ("a.xsd", "a.gml")}
    for order in (parts, dict(reversed(parts.items()))):
        kind, rows = read(order)
        assert kind == "gml" and rows.table["code"].tolist()[0] == "0701"
    assert read({"a.zip": zipped(parts)})[0] == "gml"


def test_what_gml_was_laid_out_in_is_gone_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = {"名称": "name", "用地": "code", "层数": "floors", "高": "high"}
    parcels().rename(columns=plain).to_file(tmp_path / "a.gml", driver="GML", engine="pyogrio")
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(aside))
    _, _, source = recognise(
        Upload("a.gml", {"a.gml": (tmp_path / "a.gml").read_bytes()}, Limits())
    )
    source.read(Reading())
    assert list(aside.iterdir())
    del source
    gc.collect()
    assert not list(aside.iterdir())


def test_boxes_around_features_of_gml_are_no_columns() -> None:
    box = "<gml:boundedBy><gml:Envelope><gml:lowerCorner>{0}</gml:lowerCorner><gml:upperCorner>{0}"
    box += "</gml:upperCorner></gml:Envelope></gml:boundedBy>"
    member = (
        "<gml:featureMember><a:lot>{box}<a:name>x</a:name><a:geom><gml:Point><gml:pos>117.2 39.1"
        "</gml:pos></gml:Point></a:geom></a:lot></gml:featureMember>"
    )
    head = '<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml" xmlns:a="urn:a">'
    text = head + "".join(member.format(box=box.format(b)) for b in ("1 2", "3.5 -4e1"))
    _, rows = read({"a.gml": f"{text}</gml:FeatureCollection>".encode()})
    assert list(rows.table.columns) == ["gml_id", "name"]
    assert "corners_unread" in [one.kind for one in rows.notes]
    # Words under such a name are a column like any other.
    text = head + member.format(box=box.format("over there"))
    _, rows = read({"a.gml": f"{text}</gml:FeatureCollection>".encode()})
    assert "lowerCorner" in rows.table.columns

"""Every format × datum × encoding: rows come back where they lie, with the attributes they had."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

DATUMS = ["EPSG:4326", "EPSG:4490", "EPSG:4548", "EPSG:4527", "GCJ-02", "BD-09"]
SHIFTED = ("GCJ-02", "BD-09")
#: 1 mm, as the contract says.
CLOSE = 1e-8


def same_places(preview: Any, rows: Any, tolerance: float = CLOSE) -> None:
    found = preview.rows.geometry.to_numpy()
    wanted = rows.geometry.to_numpy()
    assert len(found) == len(wanted)
    assert shapely.hausdorff_distance(found, wanted).max() < tolerance


def same_values(preview: Any, rows: Any, columns: list[str]) -> None:
    for column in columns:
        found = [str(value).removesuffix(".0") for value in preview.rows[column]]
        assert found == [str(value).removesuffix(".0") for value in rows[column]]


def said(datum: str, *, crs_is_stated: bool) -> dict[str, str]:
    if datum in SHIFTED:
        return {"datum": datum}
    return {} if crs_is_stated else {"crs": datum}


@pytest.mark.parametrize("datum", DATUMS)
@pytest.mark.parametrize(
    ("driver", "suffix"),
    [("GeoJSON", ".geojson"), ("GPKG", ".gpkg"), ("FlatGeobuf", ".fgb"), ("Parquet", ".parquet")],
)
def test_file_of_gdal(makers: Any, previewed: Any, driver: str, suffix: str, datum: str) -> None:
    rows = makers.parcels()
    options = {"COORDINATE_PRECISION": "11"} if driver == "GeoJSON" else {}
    if driver == "FlatGeobuf":
        options = {"SPATIAL_INDEX": "NO"}
    parts = makers.written(rows, datum, driver, suffix, **options)
    preview = previewed(parts, **said(datum, crs_is_stated=True))
    assert not preview.questions
    same_places(preview, rows)
    same_values(preview, rows, ["名称", "用地代码", "面积", "层数"])
    assert preview.name_zh == "名称"


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
@pytest.mark.parametrize("datum", DATUMS)
@pytest.mark.parametrize("zipped", [True, False])
def test_shapefile(makers: Any, previewed: Any, datum: str, encoding: str, zipped: bool) -> None:
    rows = makers.parcels()
    parts = makers.shapefile(rows, datum, encoding)
    if zipped:
        parts = {"数据.zip": makers.zipped({f"控规/{n}": c for n, c in parts.items()})}
    preview = previewed(parts, **said(datum, crs_is_stated=True))
    assert not preview.questions
    same_places(preview, rows)
    # A name of 12 bytes is cut at 10, within its last character, which is left out.
    cut = rows.rename(columns={"用地代码": "用地代"}) if encoding == "UTF-8" else rows
    same_values(preview, cut, [name for name in cut.columns if name != "geometry"])


@pytest.mark.parametrize("datum", ["EPSG:4326", "GCJ-02", "BD-09"])
@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
@pytest.mark.parametrize("packed", [True, False])
def test_kml(makers: Any, previewed: Any, datum: str, encoding: str, packed: bool) -> None:
    rows = makers.parcels()
    content = makers.kml(rows, datum, encoding)
    parts = {"a.kmz": makers.zipped({"doc.kml": content})} if packed else {"a.kml": content}
    preview = previewed(parts, **said(datum, crs_is_stated=True))
    assert not preview.questions
    same_places(preview, rows)
    same_values(preview, rows, ["用地代码", "面积", "层数"])
    assert list(preview.rows["name"]) == list(rows["名称"])
    assert {issue.kind for issue in preview.issues} == {"height_dropped"}


def test_gpx(makers: Any, previewed: Any) -> None:
    rows = makers.points()
    preview = previewed({"a.gpx": makers.gpx(rows)})
    same_places(preview, rows)
    assert list(preview.rows["name"]) == list(rows["名称"])


@pytest.mark.parametrize(
    ("version", "encoding"), [("R12", "GB18030"), ("R2000", "GB18030"), ("R2010", "UTF-8")]
)
@pytest.mark.parametrize("datum", ["EPSG:4548", "EPSG:4527", "EPSG:4490"])
def test_dxf(makers: Any, previewed: Any, version: str, encoding: str, datum: str) -> None:
    rows = makers.parcels()
    parts = {"a.dxf": makers.dxf(rows, datum, version, encoding)}
    preview = previewed(parts, crs=datum)
    assert not preview.questions
    same_places(preview, rows)
    assert set(preview.rows["layer"]) == {"地块"}
    points = makers.points()
    preview = previewed({"b.dxf": makers.dxf(points, datum, version, encoding)}, crs=datum)
    same_places(preview, points)
    assert list(preview.rows["text"]) == list(points["名称"])


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-8-SIG", "GB18030", "UTF-16"])
@pytest.mark.parametrize("datum", DATUMS)
@pytest.mark.parametrize("how", ["xy", "wkt"])
def test_csv(makers: Any, previewed: Any, encoding: str, datum: str, how: str) -> None:
    rows = makers.points() if how == "xy" else makers.parcels()
    parts = {"表.csv": makers.csv(makers.cells(rows, datum, how), encoding)}
    preview = previewed(parts, **said(datum, crs_is_stated=False))
    assert not preview.questions
    same_places(preview, rows)
    same_values(preview, rows, ["名称", "用地代码", "面积", "层数"])
    assert preview.rows["用地代码"].tolist()[0] == "0701"


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters(makers: Any, previewed: Any, delimiter: str) -> None:
    rows = makers.points()
    parts = {"a.txt": makers.csv(makers.cells(rows, "EPSG:4326", "xy"), "UTF-8", delimiter)}
    same_places(previewed(parts, datum="WGS84"), rows)


@pytest.mark.parametrize("datum", DATUMS)
@pytest.mark.parametrize("how", ["xy", "wkt"])
def test_xlsx(makers: Any, previewed: Any, datum: str, how: str) -> None:
    rows = makers.points() if how == "xy" else makers.parcels()
    table = [["某区地块一览表"], *makers.cells(rows, datum, how)]
    preview = previewed({"表.xlsx": makers.xlsx(table)}, **said(datum, crs_is_stated=False))
    assert not preview.questions
    same_places(preview, rows)
    same_values(preview, rows, ["名称", "用地代码", "面积", "层数"])
    assert any("row 2" in sentence for sentence in preview.sentences())


def test_degrees_minutes_and_seconds(previewed: Any) -> None:
    table = '名称,经度,纬度\n甲,"117°12′30.5″E","北纬39°9′0″"\n乙,117.2084722,39.15\n'
    preview = previewed({"a.csv": table.encode()}, datum="WGS84")
    assert np.allclose(preview.rows.geometry.x, 117 + 12 / 60 + 30.5 / 3600, atol=1e-7)
    assert np.allclose(preview.rows.geometry.y, 39.15)

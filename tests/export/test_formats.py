"""What each format must look like inside for the programs that open it."""

from __future__ import annotations

import io
import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from hebei_gis.export.verify import members_of
from hebei_gis.formats.shapefile.writing import short_names

PLACES = [(117.2, 39.1), (117.21, 39.15), (117.22, 39.16)]


@pytest.fixture
def package(exported: Any, trial: Any, tmp_path: Path) -> Any:
    """A GeoPackage of two layers, open."""
    path = tmp_path / "x.gpkg"
    other = replace(trial, id="other", title_zh="另一层")
    exported(trial, other, format_name="gpkg", datum="CGCS2000").write(path)
    database = sqlite3.connect(path)
    yield database
    database.close()


def test_qgis_finds_the_styles_of_a_geopackage(package: Any) -> None:
    rows = package.execute(
        "SELECT f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleQML, "
        "styleSLD, useAsDefault FROM layer_styles"
    ).fetchall()
    assert [row[:4] for row in rows] == [("", "", "trial", "geom"), ("", "", "other", "geom")]
    columns = package.execute("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns")
    assert columns.fetchall() == [("trial", "geom", 4490), ("other", "geom", 4490)]
    kinds = dict(package.execute("SELECT table_name, data_type FROM gpkg_contents"))
    assert kinds == {"trial": "features", "other": "features", "layer_styles": "attributes"}
    for *_, qml, sld, default in rows:
        assert default == 1
        rules = ET.fromstring(qml.partition("\n")[2]).findall("renderer-v2/rules/rule")
        assert [rule.get("label") for rule in rules] == ["甲类", "乙'类（位置不确定）", "其他"]
        filters = [rule.get("filter") for rule in rules]
        assert filters[0].startswith("\"kind\" = 'a' AND \"basis\" NOT IN ('vendor_map'")
        assert filters[1].startswith('"kind" = \'b\' AND "basis" IN ')
        assert "NOT IN ('a', 'b')" in filters[2]
        rules = list(ET.fromstring(sld).iter("{http://www.opengis.net/se}Rule"))
        assert len(rules) == 3


def test_a_geopackage_carries_titles_and_metadata(package: Any) -> None:
    titles = dict(package.execute("SELECT table_name, identifier FROM gpkg_contents"))
    assert (titles["trial"], titles["other"]) == ("试验图层", "另一层")
    ((scope, mime, text),) = package.execute(
        "SELECT md_scope, mime_type, metadata FROM gpkg_metadata"
    ).fetchall()
    assert (scope, mime) == ("dataset", "application/json")
    assert [layer["id"] for layer in json.loads(text)["layers"]] == ["trial", "other"]
    extensions = {row[0] for row in package.execute("SELECT extension_name FROM gpkg_extensions")}
    assert extensions == {"gpkg_metadata", "gpkg_rtree_index"}


def test_dashed_lines_and_filled_areas(exported: Any, layer_from: Any, tmp_path: Path) -> None:
    line = shapely.LineString(PLACES)
    layer = layer_from(("a", line), ("b", line.buffer(0.01)), basis=["sketch", "surveyed"])
    exported(layer, format_name="gpkg").write(tmp_path / "x.gpkg")
    database = sqlite3.connect(tmp_path / "x.gpkg")
    styles = dict(database.execute("SELECT f_table_name, styleQML FROM layer_styles"))
    database.close()
    assert 'name="line_style" type="QString" value="dash"' in styles["trial_line"]
    assert 'name="outline_style" type="QString" value="solid"' in styles["trial_polygon"]


@pytest.mark.parametrize("encoding", ["GBK", "GB18030", "UTF-8"])
def test_a_shapefile_says_its_encoding(encoding: str, exported: Any, layer_from: Any) -> None:
    layer = layer_from(("a", shapely.Point(*PLACES[0])), **{"用地性质代码": ["𠮷野家€"]})
    members = members_of(exported(layer, format_name="shp", encoding=encoding).content, "trial.zip")
    assert members["trial.cpg"].decode().strip() == encoding
    assert "名a".encode(encoding) in members["trial.dbf"]
    aliases = members["trial_fields.csv"].decode("utf-8-sig").splitlines()
    stored = short_names(["用地性质代码"], encoding)[0]
    assert f"{stored},用地性质代码" in aliases
    rows = pyogrio.read_dataframe(exported(layer, format_name="shp", encoding=encoding).content)
    assert rows[stored][0] == ("?野家?" if encoding == "GBK" else "𠮷野家€")


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["name_zh", "accuracy_m"], ["name_zh", "accuracy_m"]),
        (["nearest_station_m"], ["near_sta_m"]),
        (["floor_area_ratio"], ["flo_are_ra"]),
        (["用地性质代码", "用地性质说明"], ["用地性质代", "用地性质说"]),
        (["绿地率绿地率一", "绿地率绿地率二"], ["绿地率绿地", "绿地率绿_2"]),
        (["a" * 30, "A" * 30], ["a" * 10, "A" * 8 + "_2"]),
    ],
)
def test_field_names_are_short_and_readable(names: list[str], short: list[str]) -> None:
    assert short_names(names) == short


@given(st.lists(st.text(min_size=1, max_size=30), max_size=40, unique=True))
def test_field_names_always_fit_and_differ(names: list[str]) -> None:
    for encoding in ("GBK", "GB18030", "UTF-8"):
        short = short_names(names, encoding)
        assert all(len(name.encode(encoding, "replace")) <= 10 for name in short)
        assert len({name.casefold() for name in short}) == len(names)


def test_a_drawing_reads_right_in_gdal(exported: Any, trial: Any, tmp_path: Path) -> None:
    content = exported(trial, format_name="dxf", packaging="bare").content
    assert b"$DWGCODEPAGE\n  3\nANSI_936" in content
    assert b"AC1015" in content[:400]
    path = tmp_path / "x.dxf"
    path.write_bytes(content)
    rows = pyogrio.read_dataframe(path)
    drawn = rows[rows["Text"].isna()]
    assert list(drawn["Layer"]) == [
        "试验图层-甲类-EPSG4548", "试验图层-乙'类-EPSG4548", "试验图层-其他-EPSG4548",
    ]  # fmt: skip
    assert list(drawn["Linetype"].fillna("")) == ["", "DASHED", ""]
    assert set(rows["Text"].dropna()) == {"名k1", "名k2", "名k3"}
    x, y = trial.features.geometry.iloc[0].x, trial.features.geometry.iloc[0].y
    assert (drawn.geometry.iloc[0].x, drawn.geometry.iloc[0].y) == pytest.approx((x, y), abs=1e-6)


def test_json_fg_reads_in_gdal_with_its_crs(exported: Any, trial: Any) -> None:
    for datum, code in (("CGCS2000", "EPSG:4490"), ("metres", "EPSG:4548")):
        content = exported(trial, format_name="jsonfg", datum=datum).content
        values = json.loads(content)
        assert values["coordRefSys"].endswith(code.removeprefix("EPSG:"))
        rows = pyogrio.read_dataframe(content)
        assert rows.crs.to_epsg() == int(code.removeprefix("EPSG:"))
        expected = trial.features.to_crs(code).geometry.iloc[1]
        found = rows.geometry.iloc[1]
        assert (found.x, found.y) == pytest.approx((expected.x, expected.y), abs=1e-4)
        north = values["features"][1]["place"]["coordinates"][0]
        assert north == pytest.approx(expected.y, abs=1e-4), "north first, as EPSG says"


def test_kml_reads_in_gdal_with_its_columns(exported: Any, trial: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.kml"
    path.write_bytes(exported(trial, format_name="kml").content)
    rows = pyogrio.read_dataframe(path)
    assert list(rows["name_zh"]) == ["名k1", "名k2", "名k3"]
    assert list(rows["accuracy_m"]) == [1.0, 300.0, 25.0]
    assert rows.geometry.iloc[0].x == pytest.approx(117.2)


def test_a_geoparquet_has_its_covering(exported: Any, trial: Any) -> None:
    content = exported(trial, format_name="parquet").content
    metadata = pq.read_metadata(io.BytesIO(content)).metadata
    geo = json.loads(metadata[b"geo"])
    assert geo["columns"]["geometry"]["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    assert json.loads(metadata[b"hebei_gis"])["rows"] == 3


def test_a_workbook_is_for_people(exported: Any, trial: Any) -> None:
    workbook = openpyxl.load_workbook(
        io.BytesIO(exported(trial, format_name="xlsx", datum="GCJ-02").content)
    )
    assert workbook.sheetnames == ["试验图层", "说明", "hebei_gis_sidecar"]
    assert workbook["hebei_gis_sidecar"].sheet_state == "hidden"
    titles = [cell.value for cell in workbook.worksheets[0][1]]
    assert titles[-2:] == ["lon_gcj02", "lat_gcj02"]
    words = {row[0].value: row[1].value for row in workbook["说明"].iter_rows()}
    assert words["许可"] == "ODbL-1.0"
    assert words["最差依据与最大误差"] == "sketch ±300 m"


def test_metres_are_called_easting_and_northing(exported: Any, trial: Any) -> None:
    content = exported(trial, format_name="csv", datum="metres", packaging="bare").content
    header = content.decode("utf-8-sig").splitlines()[0]
    assert header.endswith("easting_epsg4548,northing_epsg4548"), "never x and y"

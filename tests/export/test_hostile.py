"""Cells that would run, markup, control characters, numbers that are not finite, long names."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import zipfile
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely

from hebei_gis.export.verify import read_export, verify_content
from hebei_gis.formats.registry import written_formats
from hebei_gis.layers.declaration import Style
from hebei_gis.words.errors import ExportError

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "＝1+1", "－1",
    '=HYPERLINK("http://x","y")', "#REF!", "#N/A",
]  # fmt: skip
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>&lt;\"'"
HERE = shapely.Point(117.2, 39.1)


def named(layer_from: Any, *names: Any, **columns: Any) -> Any:
    rows = [(f"k{number}", HERE) for number in range(len(names))]
    return layer_from(*rows, note_zh=list(names), **columns)


def test_no_cell_of_a_csv_runs(exported: Any, layer_from: Any) -> None:
    layer = named(layer_from, *FORMULAS, **{"=evil()": [-1.5] * len(FORMULAS)})
    content = exported(layer, format_name="csv", packaging="bare").content
    assert content.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert "'=evil()" in header
    number = header.index("'=evil()")
    for row in [header, *rows]:
        for place, cell in enumerate(row):
            assert place == number or not re.match("[=+\\-@\t\r\n＝＋－＠]", cell), cell
    assert [row[number] for row in rows] == ["-1.5"] * len(FORMULAS), "numbers stay numbers"


def test_no_cell_of_a_workbook_runs(exported: Any, layer_from: Any) -> None:
    layer = named(layer_from, *FORMULAS, **{"=evil()": [-1.5] * len(FORMULAS)})
    layer = replace(layer, title_zh="=1+1", about_zh="=2+2", licence="=3+3")
    content = exported(layer, format_name="xlsx", title="=4+4").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name), name
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    kinds = {cell.data_type for sheet in workbook for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "inlineStr", "n"}
    sheet = workbook.worksheets[0]
    titles = {cell.value: cell.column for cell in sheet[1]}
    cells = [sheet.cell(row, titles["note_zh"]) for row in range(2, 2 + len(FORMULAS))]
    assert [cell.value for cell in cells] == [text.replace("\r", "\n") for text in FORMULAS]
    assert all(cell.quotePrefix for cell in cells)
    assert sheet.cell(2, titles["=evil()"]).value == -1.5


def test_markup_never_leaves_a_kml_unescaped(exported: Any, layer_from: Any) -> None:
    layer = layer_from(("<b>k</b>", HERE), kind=[MARKUP], source=[MARKUP], note_zh=[MARKUP])
    layer.features["name_zh"] = MARKUP
    content = exported(replace(layer, title_zh=MARKUP), format_name="kml", title=MARKUP).content
    assert b"<script" not in content
    assert b"<img" not in content
    space = "{http://www.opengis.net/kml/2.2}"
    root = ET.fromstring(content)
    assert root.find(f".//{space}Placemark/{space}name").text == MARKUP, "for the reader as it is"
    for description in root.iter(f"{space}description"):
        assert "<" not in description.text, "viewers show a description as HTML"
    assert {text.text for text in root.iter(f"{space}text")} == {"$[description]"}
    assert b"http" not in content.replace(b"http://www.opengis.net/kml/2.2", b""), "nothing remote"


@pytest.mark.parametrize("name", written_formats())
def test_control_characters_are_taken_out_and_noted(
    name: str, exported: Any, layer_from: Any
) -> None:
    layer = named(layer_from, "", "")
    texts = pd.Series(["a\x00b\x1b\x85c\ud800\ufffe", "plain"], dtype=object)
    layer.features["note_zh"] = texts.set_axis(layer.features.index)
    file = exported(layer, format_name=name)
    assert verify_content(file.content, file.name)[1] == ()
    issues = file.sidecar["layers"][0]["issues"]
    assert ["cleaned_cells", "note_zh"] in [issue[:2] for issue in issues]
    if name in ("gpkg", "fgb", "parquet", "kml", "xlsx", "geojson", "jsonfg"):
        (table,) = read_export(written_formats()[name], {"": file.content}, "file").tables
        assert sorted(table.rows["note_zh"]) == ["abc", "plain"]


@pytest.mark.parametrize("name", written_formats())
def test_not_finite_numbers_are_no_numbers(name: str, exported: Any, layer_from: Any) -> None:
    layer = named(layer_from, "a", "b", "c", area_m2=[math.inf, math.nan, 2.0])
    file = exported(layer, format_name=name)
    assert verify_content(file.content, file.name)[1] == ()
    if name in ("geojson", "jsonfg"):
        json.loads(file.content, parse_constant=pytest.fail)


@pytest.mark.parametrize("name", written_formats())
def test_not_finite_coordinates_are_refused(name: str, exported: Any, layer_from: Any) -> None:
    layer = layer_from(("ok", HERE), ("bad", shapely.Point(math.inf, 39)), ("worse", HERE))
    with pytest.raises(ExportError, match=r"bad has coordinates that are not finite"):
        exported(layer, format_name=name)


LONG = "很长的名字" * 2000


@pytest.mark.parametrize("name", written_formats())
def test_ten_thousand_characters(name: str, exported: Any, layer_from: Any) -> None:
    layer = layer_from((LONG, HERE), ("'; DROP TABLE trial; --", HERE), ('a"b/../c\\d%00', HERE))
    layer = replace(layer, title_zh=LONG)
    file = exported(layer, format_name=name, stem=LONG, title=LONG)
    assert len(file.name) < 140
    assert verify_content(file.content, file.name)[1] == ()


def test_odd_column_names(exported: Any, layer_from: Any) -> None:
    odd = ["fid", "geom", "bbox", "KEY", "Name_zh", "a b", "a\x00b", "", "select", '"', "'", "类"]
    layer = named(layer_from, "x", **{name: [f"cell {name!r}"] for name in odd})
    for name in written_formats():
        file = exported(layer, format_name=name)
        assert verify_content(file.content, file.name)[1] == (), name
        renamed = [issue for issue in file.sidecar["layers"][0]["issues"]
                   if issue[0] == "renamed_column"]  # fmt: skip
        assert {issue[1] for issue in renamed} >= {"fid", "geom", "bbox", "KEY", "Name_zh"}


@pytest.mark.parametrize("name", written_formats())
def test_empty_and_shapeless(name: str, exported: Any, layer_from: Any) -> None:
    empty = layer_from(kind=[])
    file = exported(empty, format_name=name)
    assert verify_content(file.content, file.name)[1] == ()
    assert file.sidecar["rows"] == 0
    holes = layer_from(("a", HERE), ("b", None), ("c", shapely.Point()), kind=["a", "b", "c"])
    file = exported(holes, format_name=name)
    assert verify_content(file.content, file.name)[1] == ()
    assert file.sidecar["rows"] == (1 if written_formats()[name].needs_shapes else 3)


@pytest.mark.parametrize("name", written_formats())
def test_a_mixed_layer(name: str, exported: Any, layer_from: Any) -> None:
    square = shapely.box(117.2, 39.1, 117.21, 39.11)
    layer = layer_from(
        ("point", HERE), ("area", square),
        ("line", shapely.LineString([(117.2, 39.1), (117.3, 39.2)])),
        ("areas", shapely.MultiPolygon([square, shapely.box(117.22, 39.1, 117.23, 39.11)])),
    )  # fmt: skip
    file = exported(layer, format_name=name)
    assert verify_content(file.content, file.name)[1] == ()
    parts = [part["name"] for part in file.sidecar["layers"][0]["parts"]]
    if name in ("gpkg", "shp", "filegdb"):
        assert parts == ["trial_polygon", "trial_line", "trial_point"]
    else:
        assert len(parts) == 1


def test_a_shape_too_long_for_a_cell_is_left_empty_and_noted(
    exported: Any, layer_from: Any
) -> None:
    circle = HERE.buffer(0.01, quad_segs=1000)  # 4,000 corners
    layer = layer_from(("round", circle), ("small", HERE.buffer(0.01, quad_segs=2)))
    file = exported(layer, format_name="xlsx")
    assert verify_content(file.content, file.name)[1] == ()
    assert ["left_out_shape", "round"] in [i[:2] for i in file.sidecar["layers"][0]["issues"]]


def test_a_layer_without_any_standard_column(exported: Any) -> None:
    from hebei_gis.export.request import ExportLayer

    features = gpd.GeoDataFrame({"x": [[1, 2], {"a": 1}]}, geometry=[HERE, HERE], crs="EPSG:4326")
    layer = ExportLayer(
        "bare", "无", "Bare", features, Style(color="#000000", by="nothing"), "", "", ""
    )
    for name in written_formats():
        file = exported(layer, format_name=name)
        assert verify_content(file.content, file.name)[1] == (), name

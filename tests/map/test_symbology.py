from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from hebei_gis.export.request import ExportRequest, layer_of
from hebei_gis.export.styles import TableDrawing
from hebei_gis.formats.geojson import to_geojson
from hebei_gis.geo.targets import Target
from hebei_gis.layers.classes import class_values
from hebei_gis.layers.declaration import StyleClass, worse_than_openstreetmap
from hebei_gis.map.symbology import drawing, family, legend

CLASSES = """\
by = "sort"
symbol = "star"

[[style.class]]
value = "deep"
color = "#111111"
title_zh = "深"
title_en = "Deep"

[[style.class]]
value = "dry"
color = "#222222"
title_zh = "干"
title_en = "Dry"
"""


@pytest.fixture
def classed(workspace_folder: Any) -> Any:
    folder = workspace_folder(empty=True)
    rows = [
        folder.feature("a", sort="deep", b="surveyed"),
        folder.feature("b", sort="deep", b="sketch"),
        folder.feature("c", sort="salty", b="surveyed"),
        folder.feature("d", [[117.1, 39.1], [117.2, 39.1]], "LineString", sort="deep"),
        folder.feature("e", sort=None, b="surveyed"),
    ]
    folder.add_layer(
        "wells",
        rows,
        geometry=["Point", "LineString"],
        fields={"sort": "sort", "b": "basis"},
        style=CLASSES,
    )
    return folder.open().layer("wells")


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        ("Point", "point"),
        ("MultiPoint", "point"),
        ("LineString", "line"),
        ("MultiLineString", "line"),
        ("Polygon", "polygon"),
        ("MultiPolygon", "polygon"),
    ],
)
def test_family(geometry: str, expected: str) -> None:
    assert family(geometry) == expected


def test_a_legend_row_for_each_class_family_and_certainty(classed: Any) -> None:
    rows = [
        (r.title_en, r.title_zh, r.family, r.color, r.uncertain, r.features)
        for r in legend(classed)
    ]
    assert rows == [
        ("Deep", "深", "line", "#111111", False, 1),
        ("Deep", "深", "point", "#111111", False, 1),
        ("Deep", "深", "point", "#111111", True, 1),
        ("Other", "其他", "point", "#336699", False, 2),
    ]
    assert {row.symbol for row in legend(classed)} == {"star"}


def test_a_layer_of_one_class(workspace_folder: Any) -> None:
    layer = workspace_folder().open().layer("well")
    (row,) = legend(layer)
    assert (row.title_zh, row.title_en, row.features, row.uncertain) == ("", "", 3, False)
    assert row.color == "#336699"


def test_an_empty_layer_has_no_legend(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    folder.add_layer("none", [])
    layer = folder.open().layer("none")
    assert legend(layer) == []


def test_what_the_browser_gets_of_a_style(classed: Any) -> None:
    drawn = drawing(classed.declaration.style)
    assert drawn["by"] == "sort"
    assert drawn["classes"] == {"deep": "#111111", "dry": "#222222"}
    assert drawn["symbol"] == "star"
    assert set(drawn) == {
        "color", "fill_opacity", "width_px", "radius_px", "symbol", "label", "z", "by", "classes",
    }  # fmt: skip


def test_legends_of_the_workspace_count_every_feature_once(default_workspace: Any) -> None:
    for layer in default_workspace.layers.values():
        rows = legend(layer)
        assert sum(row.features for row in rows) == len(layer.features), layer.id
        uncertain = layer.features["basis"].map(worse_than_openstreetmap).sum()
        assert sum(row.features for row in rows if row.uncertain) == uncertain, layer.id


# ---- One class for a value: legend, map and exported styles.

CASES = {
    "whole numbers with a gap": (pd.array([1, None, 2, 1], dtype="Int64"), ["1", "2"]),
    "floats with a gap": ([1.0, None, 2.5, 1.0], ["1", "2.5"]),
    "truth values": ([True, False, True, True], ["true", "false"]),
    "truth values with a gap": (pd.array([True, None, False, True], "boolean"), ["true", "false"]),
    "text": (["1.0", None, "1", "01"], ["1.0", "1", "01"]),
    "names of scripts": (["constructor", None, "toString", "a"], ["a"]),
}


def in_browser(collection: str, by: str, classes: dict[str, str]) -> list[str | None]:
    """The class of each feature as plan_map.js finds it: ``String(value)`` of what JSON holds."""
    found = []
    for feature in json.loads(collection)["features"]:
        value = feature["properties"][by]
        text = value if isinstance(value, str) else json.dumps(value).removesuffix(".0")
        found.append(text if value is not None and text in classes else None)
    return found


@pytest.mark.parametrize("case", CASES)
def test_a_value_is_of_one_class_everywhere(workspace_folder: Any, case: str) -> None:
    values, named = CASES[case]
    folder = workspace_folder(empty=True)
    keys = ["a", "b", "c", "d"]
    folder.add_layer("well", [folder.feature(key) for key in keys])
    layer = folder.open().layer("well")
    features = layer.features.assign(sort=pd.Series(values, index=keys))
    declared = [
        StyleClass(value=name, color=f"#00000{n}", title_zh=f"类{name}", title_en=f"Class {name}")
        for n, name in enumerate(named)
    ]
    style = layer.declaration.style.model_copy(update={"by": "sort", "classes": tuple(declared)})
    layer = replace(
        layer,
        declaration=layer.declaration.model_copy(update={"style": style}),
        features=features,
    )
    expected = [v if v in named else None for v in class_values(features["sort"])]
    classes = drawing(style)["classes"]
    assert in_browser(to_geojson(features), "sort", classes) == expected

    titles = {**{name: f"Class {name}" for name in named}, None: "Other"}
    counts = {row.title_en: row.features for row in legend(layer)}
    assert counts == Counter(titles[name] for name in expected)

    going_out = layer_of(layer, "CC0-1.0", ("甲", "A"), ())
    (table,) = ExportRequest((going_out,), "t", Target("EPSG:4326"), "EPSG:4548", "en").tables
    exported = TableDrawing(table, style, "en")
    assert [rule.value for rule in exported.row_rules] == expected
    assert {rule.title for rule in exported.rules} == set(counts)

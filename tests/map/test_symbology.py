from __future__ import annotations

from typing import Any

import pytest

from hebei_gis.layers.declaration import worse_than_openstreetmap
from hebei_gis.map.symbology import drawing, family, feature_colors, legend, legend_values

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
    assert legend_values(legend(classed))[0]["title_en"] == "Deep"


def test_colours_are_those_of_the_legend(classed: Any) -> None:
    assert feature_colors(classed) == {
        "a": "#111111",
        "b": "#111111",
        "c": "#336699",
        "d": "#111111",
        "e": "#336699",
    }


def test_a_layer_of_one_class(workspace_folder: Any) -> None:
    layer = workspace_folder().open().layer("well")
    (row,) = legend(layer)
    assert (row.title_zh, row.title_en, row.features, row.uncertain) == ("", "", 3, False)
    assert set(feature_colors(layer).values()) == {"#336699"}


def test_an_empty_layer_has_no_legend(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    folder.add_layer("none", [])
    layer = folder.open().layer("none")
    assert legend(layer) == []
    assert feature_colors(layer) == {}


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
        drawn = set(feature_colors(layer).values())
        assert {row.color for row in rows} == drawn, layer.id

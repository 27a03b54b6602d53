from __future__ import annotations

from typing import Any

import geopandas as gpd
import pytest
import shapely

from hebei_gis.layers.declaration import BASES, Recipe
from hebei_gis.layers.preparing import (
    STANDARD_COLUMNS,
    PreparedLayer,
    prepare_layer,
    worst_basis,
)
from hebei_gis.layers.reading import read_layer_file
from hebei_gis.layers.recipes import derive_layer
from hebei_gis.words.errors import LayerError
from hebei_gis.words.faults import Issue


def prepared(folder: Any, layer: str) -> PreparedLayer:
    from hebei_gis.layers.catalog import read_catalog

    catalog = read_catalog(folder.path)
    declaration = catalog.declaration(layer)
    rows = read_layer_file(folder.path, declaration)
    return prepare_layer(rows, declaration, catalog.settings)


def faults(folder: Any, layer: str) -> list[str]:
    with pytest.raises(LayerError) as caught:
        prepared(folder, layer)
    return [fault.sentence() for fault in caught.value.faults]


# ---- Rows of a file.


def test_a_prepared_layer_is_in_metres_with_basis_and_accuracy_on_every_row(
    workspace_folder: Any,
) -> None:
    layer = prepared(workspace_folder(), "well")
    features = layer.features
    assert layer.id == "well"
    assert features.crs.to_epsg() == 4548
    assert list(features.index) == ["e", "w", "n"]
    assert features.index.name == "key"
    assert tuple(features.columns) == (*STANDARD_COLUMNS, "geometry")
    assert list(features["name_en"]) == ["东井", "西井", "北井"]
    assert set(features["basis"]) == {"surveyed"}
    assert set(features["accuracy_m"]) == {5.0}
    assert layer.issues == ()
    # 0.02 degrees of longitude at 39.1 N.
    distance_m = features.geometry["e"].distance(features.geometry["w"])
    assert distance_m == pytest.approx(1730, abs=2)


def test_rows_may_state_their_own_basis_and_accuracy(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    rows = [
        folder.feature("a", b="sketch", r=300),
        folder.feature("b", b="", r=None),
        folder.feature("c", b=None, r="12.5"),
    ]
    fields = {"b": "basis", "r": "accuracy_m"}
    folder.add_layer("mixed", rows, fields=fields, basis="openstreetmap", accuracy_m=20)
    layer = prepared(folder, "mixed")
    assert list(layer.features["basis"]) == ["sketch", "openstreetmap", "openstreetmap"]
    assert list(layer.features["accuracy_m"]) == [300, 20, 12.5]
    assert layer.worst_basis == "sketch"
    assert layer.largest_accuracy_m == 300


def test_where_the_chinese_source_is_empty_the_other_stands(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    rows = [folder.feature("a", s="a map", z="一幅图"), folder.feature("b", s="a map", z=None)]
    folder.add_layer("both", rows, fields={"s": "source", "z": "source_zh"})
    folder.add_layer("one", rows, fields={"s": "source"})
    assert list(prepared(folder, "both").features["source_zh"]) == ["一幅图", "a map"]
    assert list(prepared(folder, "one").features["source_zh"]) == ["a map", "a map"]


def test_an_empty_layer_has_the_declared_quality(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    folder.add_layer("empty", [], basis="approximate", accuracy_m=70)
    layer = prepared(folder, "empty")
    assert layer.features.empty
    assert layer.features.crs.to_epsg() == 4548
    assert tuple(layer.features.columns) == (*STANDARD_COLUMNS, "geometry")
    assert (layer.worst_basis, layer.largest_accuracy_m) == ("approximate", 70)


def test_columns_are_renamed_and_others_dropped(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    rows = [folder.feature(7, 面积=3.5, 标签=["x", "y"], 名=["甲", "乙"], other=1)]
    folder.add_layer("plots", rows, fields={"面积": "area_m2", "标签": "tags", "名": "name_zh"})
    features = prepared(folder, "plots").features
    assert tuple(features.columns) == (*STANDARD_COLUMNS, "area_m2", "tags", "geometry")
    assert list(features.index) == ["7"]
    assert features["area_m2"].iloc[0] == 3.5
    assert features["name_zh"].iloc[0] == "甲; 乙"


@pytest.mark.parametrize(("datum", "shift_m"), [("GCJ-02", 557), ("BD-09", 1345)])
def test_a_declared_datum_is_taken_out(workspace_folder: Any, datum: str, shift_m: float) -> None:
    folder = workspace_folder()
    straight = prepared(folder, "well").features
    folder.edit("layers/well.toml", 'crs = "EPSG:4326"', f'datum = "{datum}"')
    moved = prepared(folder, "well").features
    shifts = straight.geometry.distance(moved.geometry)
    assert shifts.between(shift_m - 10, shift_m + 10).all()


def test_rows_in_another_crs_arrive_at_the_same_place(workspace_folder: Any) -> None:
    folder = workspace_folder()
    expected = prepared(folder, "well").features
    metres = expected.to_crs("EPSG:4527")
    rows = [folder.feature(key, (point.x, point.y)) for key, point in metres.geometry.items()]
    folder.add_layer(
        "moved",
        rows,
        system='crs = "EPSG:4527"',
        members={"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4527"}}},
    )
    found = prepared(folder, "moved").features
    assert expected.geometry.distance(found.geometry).max() < 1e-3


# ---- What is mended or left out.


def test_rows_without_shape_are_left_out_and_told(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    folder.add_layer("some", [folder.feature("a"), folder.feature("b", None)])
    layer = prepared(folder, "some")
    assert list(layer.features.index) == ["a"]
    assert [(i.kind, i.key) for i in layer.issues] == [("missing_geometry", "b")]


def test_a_bow_tie_is_repaired_and_told(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    ring = [[117.1, 39.1], [117.2, 39.2], [117.2, 39.1], [117.1, 39.2], [117.1, 39.1]]
    folder.add_layer("bow", [folder.feature("a", [ring], "Polygon")], geometry=["Polygon"])
    layer = prepared(folder, "bow")
    (shape,) = layer.features.geometry
    assert shape.is_valid
    assert shape.geom_type == "MultiPolygon"
    (issue,) = layer.issues
    assert issue.kind == "repaired_geometry"
    assert "Self-intersection" in issue.detail


@pytest.mark.parametrize(
    ("kind", "coordinates"),
    [
        ("Polygon", [[[117.1, 39.1], [117.2, 39.2], [117.1, 39.1], [117.1, 39.1]]]),
        ("LineString", [[117.1, 39.1], [117.1, 39.1]]),
    ],
)
def test_what_collapses_is_left_out_and_told(
    workspace_folder: Any, kind: str, coordinates: Any
) -> None:
    folder = workspace_folder(empty=True)
    folder.add_layer("thin", [folder.feature("a", coordinates, kind)], geometry=[kind])
    layer = prepared(folder, "thin")
    assert layer.features.empty
    assert [(i.kind, i.key) for i in layer.issues] == [("dropped_geometry", "a")]
    assert isinstance(layer.issues[0], Issue)


# ---- Faults.


def test_a_position_outside_the_bounds_is_told_with_key_and_place(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    folder.add_layer("far", [folder.feature("ok"), folder.feature("swapped", (39.1, 117.2))])
    (told,) = faults(folder, "far")
    assert told.startswith("geodata/far.geojson: swapped (39.10000, 117.20000")
    assert "[117.0, 39.0, 117.4, 39.3]" in told
    assert "order of the axes" in told
    assert "ok (" not in told


@pytest.mark.parametrize(
    "position", [(116.99, 39.1), (117.41, 39.1), (117.2, 38.99), (117.2, 39.31)]
)
def test_every_side_of_the_bounds_counts(
    workspace_folder: Any, position: tuple[float, float]
) -> None:
    folder = workspace_folder(empty=True)
    folder.add_layer("far", [folder.feature("a", position), folder.feature("b", (117.0, 39.3))])
    (told,) = faults(folder, "far")
    assert "far.geojson: a (" in told
    assert "b (" not in told, "the bounds themselves are inside"


def test_many_rows_outside_are_named_first_and_counted(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    folder.add_layer("far", [folder.feature(f"k{n}", (118.0, 39.1)) for n in range(12)])
    (told,) = faults(folder, "far")
    assert "k0 (" in told
    assert "k4 (" in told
    assert "k5 (" not in told
    assert "7 more" in told


def test_keys_are_there_and_unique(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    keys = ["a", "b", "a", "", None, "b", "c"]
    folder.add_layer("keys", [folder.feature(key) for key in keys])
    told = faults(folder, "keys")
    assert len(told) == 2
    joined = "\n".join(told)
    assert "geodata/keys.geojson: no key in rows 4, 5" in joined
    assert "geodata/keys.geojson: more than once as a key: a, b" in joined
    assert "one row a key" in joined


def test_every_fault_of_the_rows_at_once(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    rows = [
        folder.feature("a", b="guessed", r="-3"),
        folder.feature("a", (118, 39), b="sketch", r="wide"),
        folder.feature("c", [[117.1, 39.1], [117.2, 39.1]], "LineString"),
    ]
    folder.add_layer(
        "bad",
        rows,
        fields={"b": "basis", "r": "accuracy_m"},
        style='by = "colour"',
    )
    joined = "\n".join(faults(folder, "bad"))
    for expected in (
        "layers/bad.toml [style] by: names colour",
        "more than once as a key: a.",
        "geodata/bad.geojson r: found wide, expected a number of metres",
        "geodata/bad.geojson basis: found guessed",
        "geodata/bad.geojson accuracy_m: found -3",
        "found geometry LineString, expected Point",
        "a (118.00000, 39.00000",
    ):
        assert expected in joined
    assert len(joined.splitlines()) == 7


def test_a_part_and_its_multi_part_are_one_kind(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    multi = folder.feature("a", [[117.1, 39.1], [117.2, 39.1]], "MultiPoint")
    folder.add_layer("points", [multi])
    assert prepared(folder, "points").features.geom_type.iloc[0] == "MultiPoint"
    folder.edit("layers/points.toml", '"Point"', '"Polygon"')
    assert "found geometry MultiPoint" in faults(folder, "points")[0]


# ---- Recipes.


def test_worst_basis_follows_the_closed_list() -> None:
    import pandas as pd

    assert worst_basis(pd.Series(["surveyed", "sketch", "vendor_map"])) == "sketch"
    assert worst_basis(pd.Series(list(BASES))) == "demonstration"


def derived(workspace_folder: Any, recipe: str, inputs: str) -> tuple[Any, PreparedLayer]:
    folder = workspace_folder()
    line = [[117.15, 39.15], [117.25, 39.15]]
    folder.add_layer(
        "street",
        [folder.feature("s", line, "LineString", src="the street's source")],
        geometry=["LineString"],
        basis="vendor_map",
        accuracy_m=40,
        fields={"src": "source"},
        licence="MIT",
    )
    folder.add_layer(
        "district",
        [folder.feature("d", folder.square(117.18, 39.1, 0.1), "Polygon")],
        geometry=["Polygon"],
        basis="approximate",
        accuracy_m=15,
    )
    folder.add_recipe("zone", recipe, inputs)
    workspace = folder.open()
    assert not workspace.faults, [f.sentence() for f in workspace.faults]
    return workspace, workspace.layer("zone")


def test_a_buffer_honours_its_distance(workspace_folder: Any) -> None:
    workspace, zone = derived(
        workspace_folder,
        'step = "buffer"\ndistance_m = 200',
        '[{ layer = "street", key = "s" }]',
    )
    (shape,) = zone.features.geometry
    (line,) = workspace.layer("street").features.geometry
    assert_within_distance(shape, line, 200)
    assert shape.area == pytest.approx(line.length * 400 + 3.14159 * 200**2, rel=0.002)


def test_derived_features_have_the_worst_basis_and_largest_accuracy(workspace_folder: Any) -> None:
    workspace, zone = derived(
        workspace_folder,
        'step = "buffer"\ndistance_m = 200\nclip = "district"',
        '[{ layer = "street" }, { layer = "well", key = "n" }]',
    )
    assert list(zone.features.index) == ["derived"]
    row = zone.features.loc["derived"]
    assert row["basis"] == "approximate"  # the clipping layer's, worse than the street's
    assert row["accuracy_m"] == 40  # the street's
    assert row["note_en"] == "for a test"
    assert row["source"].startswith("derived (buffer 200 m, clipped to district) from: ")
    assert "the street's source" in row["source"]
    # The street has no Chinese source: its English one stands.
    title = workspace.layer("district").declaration.title_zh
    assert row["source_zh"] == f"由“the street's source”派生（缓冲 200 米，裁剪到“{title}”）"
    (district,) = workspace.layer("district").features.geometry
    assert shapely.difference(row.geometry, district).area < 1e-6
    assert row.geometry.area > 0
    assert workspace.licence("zone") == "CC0-1.0; MIT"
    assert "Source of street" in workspace.attribution("zone", "en")


def test_without_a_clip_its_quality_does_not_count(workspace_folder: Any) -> None:
    _, zone = derived(workspace_folder, 'step = "union"', '[{ layer = "well" }]')
    row = zone.features.loc["derived"]
    assert (row["basis"], row["accuracy_m"]) == ("surveyed", 5)
    assert row["source_zh"] == "由所列图层派生（合并）"
    assert row.geometry.geom_type == "MultiPoint"
    assert len(row.geometry.geoms) == 3


def test_what_the_clip_leaves_nothing_of_is_told(workspace_folder: Any) -> None:
    _, zone = derived(
        workspace_folder,
        'step = "buffer"\ndistance_m = 1\nclip = "district"',
        '[{ layer = "well", key = "w" }, { layer = "well", key = "w" }]',
    )
    assert len(zone.features) == 1
    (workspace_folder_two, empty) = derived(
        lambda: workspace_folder("second"),
        'step = "buffer"\ndistance_m = 1\nclip = "street"',
        '[{ layer = "well" }]',
    )
    assert empty.features.empty
    assert [(i.kind, i.key) for i in empty.issues] == [("dropped_geometry", "derived")]
    assert workspace_folder_two.layer("zone").worst_basis in BASES


def test_an_unknown_key_in_a_recipe_lists_the_known_ones(workspace_folder: Any) -> None:
    folder = workspace_folder()
    folder.add_recipe(
        "zone", 'step = "union"', '[{ layer = "well", key = "x" }, { layer = "well", key = "y" }]'
    )
    workspace = folder.open()
    assert "zone" not in workspace.layers
    told = [fault.sentence() for fault in workspace.left_out["zone"]]
    assert len(told) == 2
    assert told[0] == (
        "layers/zone.toml [recipe]: names well/x, which does not exist. "
        "Expected one of e, w, n. Correct the name."
    )


def test_a_recipe_without_its_source_says_so(workspace_folder: Any) -> None:
    folder = workspace_folder()
    folder.add_recipe("zone", 'step = "union"', '[{ layer = "well" }]')
    workspace = folder.open()
    declaration = workspace.layer("zone").declaration
    with pytest.raises(LayerError, match="is derived from well, which is left out"):
        derive_layer(declaration, {}, workspace.settings)


def assert_within_distance(shape: Any, line: Any, distance_m: float) -> None:
    boundary = shapely.segmentize(shapely.boundary(shape), 5.0)
    points = shapely.points(shapely.get_coordinates(boundary))
    assert shapely.distance(points, line).max() <= distance_m + 1e-6


def test_the_belts_lie_in_the_district_and_within_their_distance(default_workspace: Any) -> None:
    belts = default_workspace.layer("economic_belt")
    recipe: Recipe = belts.declaration.recipe
    assert recipe.step == "buffer"
    assert recipe.distance_m
    clip = default_workspace.layer(recipe.clip).features
    district = shapely.union_all(clip.geometry.to_numpy())
    assert list(belts.features.index) == [feature.key for feature in recipe.feature]
    assert len(belts.features) == 3
    for feature in recipe.feature:
        shape = belts.features.geometry[feature.key]
        inputs = [
            default_workspace.layer(part.layer).features.loc[[part.key]] for part in feature.inputs
        ]
        line = shapely.union_all([frame.geometry.iloc[0] for frame in inputs])
        assert_within_distance(shape, line, recipe.distance_m)
        assert shapely.difference(shape, district).area < 1e-3
        reached = shapely.intersection(line.buffer(recipe.distance_m * 0.99), district)
        assert shapely.difference(reached, shape).area < 1e-3
        row = belts.features.loc[feature.key]
        everything: gpd.GeoDataFrame = [*inputs, clip]
        bases = [basis for frame in everything for basis in frame["basis"]]
        assert row["basis"] == max(bases, key=BASES.index)
        assert row["accuracy_m"] == max(frame["accuracy_m"].max() for frame in everything)

"""One test case for every file of layers/, for free."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import shapely

from hebei_gis.geo.crs import WGS84
from hebei_gis.layers.declaration import BASES
from hebei_gis.layers.reading import file_sha256

LAYERS = sorted(p.stem for p in (Path(__file__).resolve().parents[2] / "layers").glob("*.toml"))


@pytest.mark.parametrize("layer_id", LAYERS)
def test_a_declared_layer_is_sound(layer_id: str, default_workspace: Any) -> None:
    layer = default_workspace.layer(layer_id)  # raises with its faults where it was left out
    declaration, features = layer.declaration, layer.features
    source = declaration.source
    if source:
        path = default_workspace.folder / source.file
        assert file_sha256(path) == source.sha256
        assert len(features) == source.rows, layer.issues
    else:
        assert len(features) == len(declaration.recipe.feature), layer.issues
    assert not layer.issues
    assert features.crs == default_workspace.settings.metre_crs
    assert features.index.is_unique
    assert all(isinstance(key, str) and key.strip() == key != "" for key in features.index)
    shapes = features.geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    allowed = set(declaration.shape.geometry)
    assert set(features.geom_type) <= allowed | {f"Multi{name}" for name in allowed}
    assert set(features["basis"]) <= set(BASES)
    assert (features["accuracy_m"] > 0).all()
    for column in ("source", "source_zh", "name_zh", "name_en"):
        assert (features[column].str.strip() != "").all(), column
    west, south, east, north = default_workspace.settings.bounds
    extent = features.geometry.to_crs(WGS84).bounds
    assert (extent["minx"] >= west).all()
    assert (extent["miny"] >= south).all()
    assert (extent["maxx"] <= east).all()
    assert (extent["maxy"] <= north).all()
    style = declaration.style
    if style.by and not features.empty:
        assert features[style.by].notna().all()


def test_no_other_layer_list_is_needed(default_workspace: Any) -> None:
    assert set(default_workspace.layers) == set(LAYERS)


def test_every_data_file_is_declared(default_workspace: Any) -> None:
    declared = {
        layer.declaration.source.file
        for layer in default_workspace.layers.values()
        if layer.declaration.source
    }
    folder = default_workspace.folder
    lying = {
        p.relative_to(folder).as_posix()
        for p in (folder / "geodata").glob("*.*")
        if p.suffix != ".toml"  # settings of a method, no layer
    }
    assert lying == declared


def test_the_layers_the_plan_map_stands_on(default_workspace: Any) -> None:
    assert set(default_workspace.layers) >= {
        "district_boundary", "growth_pole", "growth_pole_core", "economic_belt", "industry_node",
        "park", "metro_station", "metro_line", "railway_station", "river", "road", "land_parcel",
        "commercial_building", "heritage", "school", "hospital", "culture_facility",
        "sport_facility", "elder_care",
    }  # fmt: skip


def test_the_chinese_source_is_chinese(default_workspace: Any) -> None:
    for layer in default_workspace.layers.values():
        for source in layer.features["source_zh"]:
            words = re.sub(r"OpenStreetMap 2024(,osm_id \d+)?", "", source)
            assert not words or re.search("[\u4e00-\u9fff]", words), source


def test_a_tied_feature_of_the_same_name_has_the_gazetteers_english_name(
    default_workspace: Any,
) -> None:
    register = default_workspace.register
    pairs = []
    for tie in register.ties:
        place = register.places[tie.place]
        row = default_workspace.layer(tie.layer).features.loc[tie.key]
        if row["name_zh"] == place.name_zh:
            pairs.append((f"{tie.layer}/{tie.key}", row["name_en"], place.name_en))
    assert len(pairs) > 10
    assert [pair for pair in pairs if pair[1] != pair[2]] == []


def test_an_empty_layer_says_so(default_workspace: Any) -> None:
    for layer in default_workspace.layers.values():
        if layer.features.empty:
            assert "空" in layer.declaration.about_zh
            assert "empty" in layer.declaration.about_en

"""The ground of this workspace: streets and water, where they end, and what became of keys."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import shapely

from hebei_gis.geo.crs import WGS84
from hebei_gis.layers.declaration import read_declaration
from hebei_gis.words.errors import LayerError

CUT_NORTH = 39.1413
OSM = "© OpenStreetMap contributors"


def features(workspace: Any, layer: str) -> Any:
    return workspace.layer(layer).features


def test_a_declaration_is_no_ground_unless_it_says_so(workspace_folder: Any) -> None:
    folder = workspace_folder()
    assert read_declaration(folder.declaration("well")).ground is False
    folder.edit("layers/well.toml", "order = 10", "order = 10\nground = true")
    assert read_declaration(folder.declaration("well")).ground is True


@pytest.mark.parametrize("value", ['"yes"', "1", '""', "[true]"])
def test_ground_is_true_or_false(workspace_folder: Any, value: str) -> None:
    folder = workspace_folder()
    folder.edit("layers/well.toml", "order = 10", f"order = 10\nground = {value}")
    with pytest.raises(LayerError) as caught:
        read_declaration(folder.declaration("well"))
    (fault,) = caught.value.faults
    for language in ("zh", "en"):
        assert "layers/well.toml" in fault.sentence(language)
        assert "ground" in fault.sentence(language)


def test_the_field_is_documented(repository: Path) -> None:
    text = (repository / "layers" / "README.md").read_text(encoding="utf-8")
    assert "| `ground` |" in text


def test_ground_is_streets_and_water(default_workspace: Any) -> None:
    ground = {n for n, one in default_workspace.layers.items() if one.declaration.ground}
    assert ground == {"street", "water_area"}


def test_streets_end_where_their_source_does(default_workspace: Any) -> None:
    streets = features(default_workspace, "street")
    north = streets.geometry.to_crs(WGS84).bounds["maxy"]
    assert north.max() <= CUT_NORTH + 1e-7
    at_edge = streets[(north > CUT_NORTH - 1e-5).to_numpy()]
    assert len(at_edge) >= 2
    assert at_edge["note_zh"].str.contains("39.1413").all()
    assert at_edge["note_en"].str.contains("39.1413").all()
    assert set(streets["street_class"]) == {"main", "secondary", "minor"}


def test_the_river_is_cut_in_two_that_meet_and_say_so(default_workspace: Any) -> None:
    rivers = features(default_workspace, "river")
    south, north = rivers.loc["haihe"], rivers.loc["haihe_north"]
    assert (south["basis"], north["basis"]) == ("openstreetmap", "sketch")
    in_degrees = rivers.geometry.to_crs(WGS84)
    assert in_degrees.loc["haihe"].bounds[3] <= CUT_NORTH + 1e-7
    assert in_degrees.loc["haihe_north"].bounds[1] >= CUT_NORTH - 1e-7
    assert shapely.distance(south.geometry, north.geometry) < 15
    water = features(default_workspace, "water_area").loc["haihe"]
    for row in (south, north, water):
        assert "39.1413" in row["note_zh"]
        assert "39.1413" in row["note_en"]
    assert (
        shapely.intersection(south.geometry, water.geometry).length > 0.95 * south.geometry.length
    )


def test_everything_lies_within_the_district_plus_2_km(default_workspace: Any) -> None:
    district = shapely.union_all(features(default_workspace, "district_boundary").geometry)
    bound = shapely.buffer(district, 2000, quad_segs=64)
    for name, layer in default_workspace.layers.items():
        outside = [k for k, one in layer.features.geometry.items() if not bound.covers(one)]
        assert outside == [], name


def test_the_belt_is_derived_from_both_parts_of_the_river(default_workspace: Any) -> None:
    belt = features(default_workspace, "economic_belt").loc["haihe_beiyunhe"]
    assert "OpenStreetMap, 10 June 2026" in belt["source"]
    assert "sketch of this project" in belt["source"]
    assert belt["basis"] == "sketch"
    assert "OpenStreetMap" in belt["note_zh"]
    assert "OpenStreetMap" in belt["note_en"]
    rivers = features(default_workspace, "river")
    for key in ("haihe", "haihe_north", "beiyunhe"):
        middle = rivers.loc[key].geometry.interpolate(0.5, normalized=True)
        assert shapely.distance(belt.geometry, middle) < 100, key


def test_stations_are_the_open_ones_but_two(default_workspace: Any) -> None:
    stations = features(default_workspace, "metro_station")
    vendor = stations[stations["basis"] == "vendor_map"]
    assert set(vendor["name_zh"]) == {"白庙", "北洋桥"}
    assert set(stations["basis"]) == {"vendor_map", "openstreetmap"}
    north = features(default_workspace, "railway_station").geometry.to_crs(WGS84)
    point = north.loc["tianjin_north_railway_station"]
    assert (round(point.x, 5), round(point.y, 5)) == (117.20305, 39.16567)


def test_national_sites_have_batch_and_era_and_two_wait(default_workspace: Any) -> None:
    sites = features(default_workspace, "heritage")
    protected = sites[sites["national_batch"].notna()]
    assert {k: (int(r["national_batch"]), r["era"]) for k, r in protected.iterrows()} == {
        "wanghailou_church": (3, "1869-1904"),
        "liang_qichao_memorial": (6, "1914-1929"),
        "marco_polo_square": (7, "1908-1924"),
    }
    for place in ("xinkaihe_station_site", "juewu_society"):
        assert default_workspace.register.place(place).note_en
        assert not default_workspace.located(place)


@pytest.mark.parametrize("place", ["guangfudao", "minzulu", "pinganjie", "ziyoudao"])
def test_four_roads_of_the_plan_are_located(default_workspace: Any, place: str) -> None:
    ties = {(t.layer, t.key) for t in default_workspace.register.ties_of_place[place]}
    assert ties == {("road", place), ("street", place)}
    road = features(default_workspace, "road").loc[place]
    assert (road["basis"], road["accuracy_m"]) == ("openstreetmap", 10)
    street = features(default_workspace, "street").loc[place]
    assert street.geometry.equals(road.geometry)


def test_no_place_of_a_streets_very_name_is_left_untied(default_workspace: Any) -> None:
    register = default_workspace.register
    names = set(features(default_workspace, "street")["name_zh"])
    same = {p.id for p in register.places.values() if p.name_zh in names}
    tied = {t.place for t in register.ties if t.layer == "street"}
    assert same == tied


def test_what_holds_openstreetmap_is_licensed_and_attributed_so(default_workspace: Any) -> None:
    for name, layer in default_workspace.layers.items():
        if (layer.features["basis"] == "openstreetmap").any() or name == "economic_belt":
            assert "ODbL-1.0" in default_workspace.licence(name), name
            assert OSM in default_workspace.attribution(name, "zh"), name
            assert OSM in default_workspace.attribution(name, "en"), name


def test_every_licence_page_names_the_layers(repository: Path, default_workspace: Any) -> None:
    text = (repository / "DATA_LICENSES.md").read_text(encoding="utf-8")
    real = [n for n in default_workspace.layers if n != "site_parcel_demo"]
    assert [name for name in real if f"`{name}`" not in text] == []


#: Before the ground came: ties and links of others hang on the keys of then.
FORMER_COMMIT = "3c616e3"


def shown(repository: Path, path: str) -> str | None:
    """A file of the former commit; None where it was not there."""
    words = ["git", "show", f"{FORMER_COMMIT}:{path}"]
    done = subprocess.run(words, cwd=repository, capture_output=True, check=False)
    return None if done.returncode else done.stdout.decode("utf-8")


def test_no_key_is_lost(repository: Path, default_workspace: Any) -> None:
    if shown(repository, "workspace.toml") is None:
        pytest.skip("the former commit is not there: a copy without its history")
    compared = 0
    for name, layer in default_workspace.layers.items():
        former = shown(repository, f"geodata/{name}.geojson")
        if former is None:
            continue  # derived, or new
        keys = {feature["properties"]["key"] for feature in json.loads(former)["features"]}
        assert keys <= set(layer.features.index), name
        compared += len(keys)
    assert compared > 120

from __future__ import annotations

import json
import re
import socket
from typing import Any
from urllib.parse import urlsplit

import folium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hebei_gis.layers.catalog import Basemap
from hebei_gis.layers.declaration import BASES
from hebei_gis.map.mapping import (
    MapState,
    basemap_values,
    browser_assets,
    build_map,
    coordinate_systems,
    fixed_part,
    script_json,
)
from hebei_gis.plan.join import FeatureRef
from hebei_gis.words.legend import BASIS_TITLES

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u2028&amp;"

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def address(layer: str) -> str:
    return f"../../plan-data/{layer}.geojson"


def rendered(workspace: Any, state: MapState | None = None) -> str:
    plan_map = build_map(workspace, address)
    if state:
        state.as_feature_group().add_to(plan_map)
    return str(plan_map.get_root().render())


# ---- Script safety.


@given(values=json_values)
def test_script_json_is_the_same_value_and_ends_no_script(values: Any) -> None:
    text = script_json(values)
    assert json.loads(text) == values
    assert not set(text) & set("<>&\u2028\u2029")


def test_script_json_takes_dataclasses() -> None:
    assert json.loads(script_json([FeatureRef("well", "e")])) == [{"layer": "well", "key": "e"}]


def test_names_with_script_tags_do_not_reach_the_map_as_script(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    folder.add_layer("evil", [folder.feature(EVIL, name_zh=EVIL)])
    quoted = json.dumps(EVIL)
    folder.edit("layers/evil.toml", '"evil图层"', quoted)
    folder.edit("layers/evil.toml", '"Source of evil"', quoted)
    folder.edit("layers/evil.toml", 'color = "#336699"',
                f'color = "#336699"\nby = "name_zh"\n\n[[style.class]]\nvalue = {quoted}\n'
                f'color = "#123456"\ntitle_zh = {quoted}\ntitle_en = {quoted}')  # fmt: skip
    workspace = folder.open()
    assert not workspace.faults
    state = MapState(
        "zh",
        ["evil"],
        highlight=[FeatureRef("evil", EVIL)],
        filter={"evil": [EVIL]},
        colors={"evil": {EVIL: "#000000"}},
        basemap=basemap_values(
            Basemap(id="x", title_zh="x", title_en="x", url=f"http://x/{EVIL}", attribution=EVIL)
        ),
    )
    page = rendered(workspace, state)
    assert "alert(1)" in page, "the names are there, as text of a JSON string"
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "\u2028" not in page
    without = len(re.findall("</script>", rendered(workspace_folder("plain").open())))
    assert len(re.findall("</script>", page)) == without


# ---- The fixed part.


def test_the_map_names_no_other_host(default_workspace: Any) -> None:
    page = rendered(default_workspace, MapState("zh", ["park"]))
    loaded = re.findall(r"""(?:src|href)\s*=\s*["']([^"']+)["']""", page)
    assert {name.rsplit("/", 1)[-1] for name in loaded} >= {
        "leaflet.js", "leaflet.css", "plan_map.js", "plan_map.css",
    }  # fmt: skip
    for name in loaded:
        assert not urlsplit(name).netloc, name
    assert "tileLayer" not in page
    addresses = set(re.findall(r"https?://[^\s\"'<>]+", page))
    assert not {a for a in addresses if "w3.org" not in a}, addresses


def test_every_asset_the_page_names_is_served(default_workspace: Any) -> None:
    page = rendered(default_workspace)
    named = {n.rsplit("/", 1)[-1] for n in re.findall(r'(?:src|href)="([^"]+)"', page)}
    assets = browser_assets()
    assert named <= set(assets)
    assert all(len(content) > 500 for content in assets.values())
    assert b"Leaflet" in assets["leaflet.js"]
    assert b"PlanMap" in assets["plan_map.js"]
    urls = re.findall(rb"url\(([^)]*)\)", assets["leaflet.css"] + assets["plan_map.css"])
    for url in urls:
        assert url.strip(b"'\"").startswith((b"data:", b"#")), url


def test_everything_is_built_without_a_network(
    monkeypatch: pytest.MonkeyPatch, workspace_folder: Any
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    browser_assets.cache_clear()
    workspace = workspace_folder(plan=True).open()
    assert rendered(workspace, MapState("en", ["well"]))
    assert browser_assets()


def test_the_fixed_part_holds_every_layer_and_no_data(default_workspace: Any) -> None:
    fixed = fixed_part(default_workspace, address)
    assert [layer["id"] for layer in fixed["layers"]] == list(default_workspace.layers)
    for layer in fixed["layers"]:
        assert layer["url"] == address(layer["id"])
        assert layer["title"]["zh"]
        assert layer["title"]["en"]
        assert layer["attribution"]["zh"]
        assert set(layer) == {"id", "title", "attribution", "geometry", "style", "ground", "url"}
        assert layer["ground"] == default_workspace.layers[layer["id"]].declaration.ground
    assert fixed["uncertain"] == ["vendor_map", "approximate", "sketch", "demonstration"]
    assert fixed["boundary"] == default_workspace.settings.boundary
    (south, west), (north, east) = fixed["home"]
    bounds = default_workspace.settings.bounds
    assert bounds[0] < west < east < bounds[2]
    assert bounds[1] < south < north < bounds[3]


def test_the_systems_of_the_pointer() -> None:
    systems = coordinate_systems("EPSG:4548")
    assert [one["id"] for one in systems] == ["wgs84", "cgcs2000", "metre"]
    projection = systems[-1]["projection"]
    assert projection["lon_0"] == 117 and projection["x_0"] == 500_000 and projection["k_0"] == 1
    assert 1 / projection["f"] == pytest.approx(298.257222101)
    # Not of a transverse Mercator projection: degrees only.
    assert [one["id"] for one in coordinate_systems("EPSG:3857")] == ["wgs84", "cgcs2000"]


def test_without_a_boundary_the_bounds_are_home(workspace_folder: Any) -> None:
    fixed = fixed_part(workspace_folder().open(), address)
    assert fixed["home"] == [[39.0, 117.0], [39.3, 117.4]]
    assert fixed["boundary"] == ""


def test_every_basis_has_words_in_both_languages() -> None:
    assert tuple(BASIS_TITLES) == BASES
    assert all(titles["zh"] and titles["en"] for titles in BASIS_TITLES.values())


# ---- The changing part.


def test_a_state_as_the_browser_takes_it() -> None:
    state = MapState(
        "en",
        ("well", "park"),
        highlight=[FeatureRef("well", "e")],
        filter={"well": ("e", "w")},
        fit=(117.1, 39.1, 117.2, 39.2),
        fit_count="entry-1",
        count=7,
    )
    expected = {
        "language": "en",
        "visible": ["well", "park"],
        "highlight": [["well", "e"]],
        "filter": {"well": ["e", "w"]},
        "fit": {"n": "entry-1", "bounds": [[39.1, 117.1], [39.2, 117.2]]},
        "basemap": None,
        "colors": None,
        "n": 7,
    }
    assert {name: state.values()[name] for name in expected} == expected
    empty = MapState("zh", [])
    assert empty.values()["filter"] is None
    assert empty.values()["fit"] is None


def test_a_state_is_one_call_and_leaves_the_map_as_it_is(workspace_folder: Any) -> None:
    workspace = workspace_folder().open()
    group = MapState("en", ["well"], count=3).as_feature_group()
    assert isinstance(group, folium.FeatureGroup)
    plan_map = build_map(workspace, address)
    group.add_to(plan_map)
    page = plan_map.get_root().render()
    calls = re.findall(r"PlanMap\.update\((.*?)\);", page)
    assert [json.loads(call)["n"] for call in calls] == [3]
    attached = re.findall(r"PlanMap\.attach\((\w+), ({.*})\);", page)
    assert len(attached) == 1
    assert attached[0][0] == plan_map.get_name()
    assert [layer["id"] for layer in json.loads(attached[0][1])["layers"]] == ["well"]


def test_basemaps_get_the_users_key_and_say_their_datum() -> None:
    basemap = Basemap(
        id="t", title_zh="t", title_en="t", url="https://h/{z}/{x}/{y}?tk={key}",
        attribution="©", datum="CGCS2000", subdomains="01", max_zoom=16,
    )  # fmt: skip
    assert basemap_values(basemap, "secret") == {
        "url": "https://h/{z}/{x}/{y}?tk=secret",
        "subdomains": "01",
        "attribution": "©",
        "max_zoom": 16,
        "datum": "WGS84",
    }
    shifted = basemap.model_copy(update={"datum": "GCJ-02"})
    assert basemap_values(shifted)["datum"] == "GCJ-02"


def test_basemaps_offered_are_of_known_datums(default_workspace: Any) -> None:
    offered = {b.id: b for b in default_workspace.settings.basemaps}
    assert offered["amap"].datum == "GCJ-02"
    assert offered["tianditu"].key_needed
    assert all(b.attribution for b in offered.values())

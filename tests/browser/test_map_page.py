"""The map page of the default workspace, as a planner uses it."""

from __future__ import annotations

import io
import itertools
import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyproj
import pytest
from PIL import Image, ImageColor
from playwright.sync_api import expect

from hebei_gis.export.verify import verify_content
from hebei_gis.geo.crs import WGS84
from hebei_gis.geo.shifted_datums import wgs84_to_gcj02
from hebei_gis.layers.declaration import worse_than_openstreetmap
from hebei_gis.map.mapping import coordinate_systems
from hebei_gis.plan.join import FeatureRef
from hebei_gis.words.legend import BASIS_TITLES
from hebei_gis.workspace import Workspace

pytestmark = pytest.mark.browser

ARTEFACTS = Path(__file__).resolve().parents[2] / "artefacts"
CHINESE = re.compile(r"[\u3400-\u9fff]")
EARTH_RADIUS_M = 6_371_008.8
CLEAR_PX = 30


def shown_layers(workspace: Workspace) -> list[str]:
    """Ids of the layers that are on when the page opens."""
    layers = workspace.layers.values()
    return [la.id for la in layers if la.declaration.style.visible and len(la.features)]


def shown_count(workspace: Workspace) -> int:
    return sum(len(workspace.layers[name].features) for name in shown_layers(workspace))


def points(workspace: Workspace) -> list[FeatureRef]:
    """The point features that are on when the page opens."""
    return [
        FeatureRef(name, str(key))
        for name in shown_layers(workspace)
        for key, shape in workspace.layers[name].features.geometry.items()
        if shape.geom_type == "Point"
    ]


def clear_points(map_page: Any, workspace: Workspace) -> list[FeatureRef]:
    """Points that plan entries speak of and that no other point is drawn near."""
    at = {ref: map_page.where(ref.layer, ref.key) for ref in points(workspace)}
    found = [
        ref
        for ref, here in at.items()
        if workspace.links.entries_of(ref.layer, ref.key)
        and all(ref == other or math.dist(here, there) > CLEAR_PX for other, there in at.items())
    ]
    assert found, "no point of the default layers stands alone and has an entry"
    return found


def row(workspace: Workspace, ref: FeatureRef) -> Any:
    return workspace.layers[ref.layer].features.loc[ref.key]


def position(workspace: Workspace, ref: FeatureRef) -> tuple[float, float]:
    """Longitude and latitude of a point in WGS 84."""
    layer = workspace.layers[ref.layer]
    shape = layer.features.loc[[ref.key]].geometry.to_crs(WGS84).iloc[0]
    return shape.x, shape.y


def look_at(map_page: Any, lon: float, lat: float, zoom: float) -> None:
    map_page.map.evaluate("(e, [lat, lon, zoom]) => PlanMap.setView(lat, lon, zoom)",
                          [lat, lon, zoom])  # fmt: skip


def metres(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Distance of two near positions in degrees, in metres."""
    north = math.radians(lat2 - lat1)
    east = math.radians(lon2 - lon1) * math.cos(math.radians((lat1 + lat2) / 2))
    return EARTH_RADIUS_M * math.hypot(north, east)


def checkbox(map_page: Any, title: str) -> Any:
    """The switch of a layer in the sidebar, by its title."""
    row = map_page.sidebar.get_by_test_id("stCheckbox").filter(
        has_text=re.compile(rf"^\s*{re.escape(title)} [0-9/]+$")
    )
    return row.locator("label")


def keep(map_page: Any, name: str) -> None:
    """Keep a screenshot as a test artefact."""
    ARTEFACTS.mkdir(exist_ok=True)
    map_page.page.screenshot(path=ARTEFACTS / name)


def assert_rfc7946(collection: dict[str, Any], bounds: tuple[float, ...]) -> None:
    """WGS 84 without `crs`, longitude first, at most 7 decimals, right-hand rings."""
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    west, south, east, north = bounds
    for feature in collection["features"]:
        assert feature["type"] == "Feature"
        assert isinstance(feature["properties"], dict)
        rings: list[Any] = []
        shape = feature["geometry"]
        if shape["type"] == "Polygon":
            rings = [shape["coordinates"]]
        elif shape["type"] == "MultiPolygon":
            rings = shape["coordinates"]
        for polygon in rings:
            for number, ring in enumerate(polygon):
                assert ring[0] == ring[-1]
                assert (signed_area(ring) > 0) == (number == 0), feature["id"]
        for lon, lat in positions(shape["coordinates"]):
            assert west <= lon <= east and south <= lat <= north, feature["id"]
            assert round(lon, 7) == lon and round(lat, 7) == lat


def signed_area(ring: list[list[float]]) -> float:
    pairs = itertools.pairwise(ring)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def positions(coordinates: Any) -> list[tuple[float, float]]:
    if isinstance(coordinates[0], (int, float)):
        return [(coordinates[0], coordinates[1])]
    return [found for part in coordinates for found in positions(part)]


def downloaded(map_page: Any, expander: str, button: str) -> tuple[str, dict[str, Any]]:
    """Name and content of the file a download button gives."""
    box = map_page.expand(expander)
    with map_page.page.expect_download() as got:
        box.get_by_role("button", name=button).click()
    text = Path(got.value.path()).read_text(encoding="utf-8")
    return got.value.suggested_filename, json.loads(text)


# ---- What is there at once.


def test_opens_on_a_map_that_shows_the_features(map_page: Any, workspace: Workspace) -> None:
    data = map_page.data()
    assert data["failed"] == ""
    assert data["language"] == "zh"
    assert data["datum"] == "WGS84"
    assert data["highlighted"] == "0"
    assert int(data["features"]) == shown_count(workspace)
    for name in shown_layers(workspace):
        expect(map_page.sidebar).to_contain_text(workspace.layers[name].declaration.title_zh)
    boundary = workspace.settings.boundary
    assert boundary
    attribution = map_page.map.locator(".leaflet-control-attribution")
    for part in workspace.attribution(boundary, "zh").split("；"):
        expect(attribution).to_contain_text(part)
    keep(map_page, "map_zh.png")


def test_features_are_drawn_as_declared_hollow_or_soft_where_uncertain(
    map_page: Any, workspace: Workspace
) -> None:
    drawn = map_page.map.evaluate(
        """() => {
          const found = [];
          window.map.eachLayer((l) => {
            if (l.feature && l.options.interactive !== false)
              found.push([l.feature.geometry.type, l.feature.properties.basis,
                Boolean(l.options.dashArray), l.options.fillColor === "#FFFFFF",
                Boolean(l.options.soft), l.options.fillOpacity > 0]);
          });
          return found;
        }"""
    )
    ground = sum(
        len(workspace.layers[name].features)
        for name in shown_layers(workspace)
        if workspace.layers[name].declaration.ground
    )
    assert ground and len(drawn) >= shown_count(workspace) - ground, "the ground takes no click"
    kinds = set()
    for shape, basis, dashed, hollow, soft, filled in drawn:
        rough = worse_than_openstreetmap(basis)
        assert not dashed, "to a planner a dashed line is under construction"
        assert hollow == (rough and shape == "Point"), (shape, basis)
        assert soft == (rough and "Polygon" in shape and filled), (shape, basis)
        kinds.add((shape == "Point", rough))
    assert kinds >= {(True, True), (True, False), (False, True)}

    picture = Image.open(io.BytesIO(map_page.map.screenshot())).convert("RGB")
    for ref in clear_points(map_page, workspace):
        if worse_than_openstreetmap(row(workspace, ref)["basis"]):
            continue  # hollow
        style = workspace.layers[ref.layer].declaration.style
        if style.by:
            continue
        x, y = map_page.where(ref.layer, ref.key)
        found, wanted = picture.getpixel((x, y)), ImageColor.getrgb(style.color)
        assert math.dist(found, wanted) < 60, f"{ref}: {found} instead of {wanted}"
        break
    else:
        pytest.fail("no point of OpenStreetMap or better with an entry stands alone")


# ---- Selecting.


def test_click_shows_entries_and_an_entry_its_features(map_page: Any, workspace: Workspace) -> None:
    ref = clear_points(map_page, workspace)[0]
    values = row(workspace, ref)
    before = map_page.view()
    map_page.click(ref.layer, ref.key)
    map_page.wait_data(highlighted="1")
    map_page.rested()

    panel = map_page.panel
    expect(panel).to_contain_text(values["name_zh"])
    expect(panel).to_contain_text(workspace.layers[ref.layer].declaration.title_zh)
    expect(panel).to_contain_text(BASIS_TITLES[values["basis"]]["zh"])
    expect(panel).to_contain_text(f"±{values['accuracy_m']:,.0f} 米")
    expect(panel).to_contain_text(values["source_zh"])
    joins = workspace.links.entries_of(ref.layer, ref.key)
    for join in joins:
        title = workspace.register.entries[join.entry].title
        expect(panel.get_by_role("button", name=join.entry).first).to_contain_text(title)
    assert map_page.view()["zoom"] == before["zoom"]
    assert f"feature={ref.layer}%2F{ref.key}" in map_page.page.url
    expect(map_page.map.locator(".plan-popup")).to_have_count(0)

    # The entry that shows something else than the whole district.
    entry_id = joins[0].entry
    refs = workspace.links.features_of(entry_id)
    panel.get_by_role("button", name=re.compile(rf"^{re.escape(entry_id)} ")).click()
    map_page.wait_data(highlighted=str(len(refs)))
    map_page.rested()
    expect(panel).to_contain_text(workspace.register.entries[entry_id].locator("zh"))
    expect(panel).to_contain_text(workspace.register.entries[entry_id].summary_zh)
    assert not map_page.stayed(before)
    west, south, east, north = workspace.features(list(refs)).to_crs(WGS84).total_bounds
    lat, lon = map_page.view()["centre"]
    assert west - 1e-3 <= lon <= east + 1e-3
    assert south - 1e-3 <= lat <= north + 1e-3

    # Back to nothing.
    panel.get_by_role("button", name="取消选择").click()
    map_page.wait_data(highlighted="0")
    map_page.rested()
    assert "entry=" not in map_page.page.url
    expect(panel).to_have_count(0)


def test_every_click_counts_and_a_click_beside_clears(map_page: Any, workspace: Workspace) -> None:
    ref, *others = clear_points(map_page, workspace)
    other = others[0] if others else ref
    for chosen in (ref, other, ref, ref):
        map_page.click(chosen.layer, chosen.key)
        expect(map_page.panel.get_by_role("heading")).to_have_text(
            row(workspace, chosen)["name_zh"]
        )
    map_page.map.click(position={"x": 960, "y": 780})  # the mask, outside the district
    map_page.wait_data(highlighted="0")
    expect(map_page.panel.get_by_role("heading").first).to_have_text("此处")
    expect(map_page.panel).to_contain_text("WGS 84")
    map_page.rested()
    assert "point=" in map_page.page.url
    map_page.panel.get_by_role("button", name="取消选择").click()
    expect(map_page.panel).to_have_count(0)


def test_here_says_what_applies_and_gives_it_away(map_page: Any, workspace: Workspace) -> None:
    """Inside an area of the plan: its entries come through the area."""
    ref = next(
        FeatureRef(join.feature.layer, join.feature.key)
        for join in workspace.links.joins
        if workspace.layers[join.feature.layer].features.geometry.loc[join.feature.key].geom_type
        == "Polygon"
    )
    shape = workspace.layers[ref.layer].features.loc[[ref.key]].to_crs(WGS84).geometry.iloc[0]
    point = shape.representative_point()
    map_page.open(f"?point={point.x:.6f},{point.y:.6f}&lang=zh")
    panel = map_page.panel
    expect(panel.get_by_role("heading").first).to_have_text("此处")
    expect(panel).to_contain_text(row(workspace, ref)["name_zh"])
    entry = workspace.links.entries_of(ref.layer, ref.key)[0].entry
    expect(panel.get_by_role("button", name=re.compile(f"^{re.escape(entry)} "))).to_be_visible()
    name, content = map_page.download(panel.get_by_role("button", name="GeoJSON"))
    collection = json.loads(content)
    assert name == "here.geojson"
    assert f"{ref.layer}/{ref.key}" in [feature["id"] for feature in collection["features"]]
    name, content = map_page.download(panel.get_by_role("button", name="Word 单页"))
    assert name == "here.docx" and content.startswith(b"PK")

    map_page.open("?point=rubbish&lang=zh")
    expect(map_page.panel).to_contain_text("已不在此工作区")
    map_page.open("?point=0,0&lang=zh")
    expect(map_page.panel).to_contain_text("之外")


def test_links_open_on_what_they_name(
    server: Any, open_page: Callable[[Any], Any], workspace: Workspace
) -> None:
    entry_id = next(e for e in workspace.register.entries if workspace.links.features_of(e))
    entry = workspace.register.entries[entry_id]
    page = open_page(server).open(f"?entry={entry_id}&lang=en")
    page.wait_data(language="en", highlighted=str(len(workspace.links.features_of(entry_id))))
    expect(page.panel).to_contain_text(entry.title_en)
    expect(page.panel).to_contain_text(entry.locator("en"))

    ref = points(workspace)[0]
    page = open_page(server).open(f"?feature={ref.layer}/{ref.key}")
    page.wait_data(language="zh", highlighted="1")
    expect(page.panel).to_contain_text(row(workspace, ref)["name_zh"])
    lat, lon = page.view()["centre"]
    assert metres(lon, lat, *position(workspace, ref)) < 200
    assert page.view()["zoom"] == 16

    page = open_page(server).open("?feature=no_such_layer/nothing&lang=xx")
    page.wait_data(language="zh", highlighted="0")
    expect(page.panel).to_contain_text("no_such_layer/nothing")


def test_search_finds_entries_features_and_unlocated_places(
    map_page: Any, workspace: Workspace
) -> None:
    ref = clear_points(map_page, workspace)[0]
    name = row(workspace, ref)["name_zh"]
    map_page.pick(name, name)
    map_page.wait_data(highlighted="1")
    map_page.rested()
    expect(map_page.panel).to_contain_text(name)
    assert map_page.view()["zoom"] == 16

    entry = next(
        e for e in workspace.register.entries.values() if workspace.links.features_of(e.id)
    )
    map_page.pick(entry.title, f"{entry.id} {entry.title}")
    map_page.wait_data(highlighted=str(len(workspace.links.features_of(entry.id))))
    expect(map_page.panel).to_contain_text(entry.title)

    place = next(
        p
        for p in workspace.register.places.values()
        if not workspace.located(p.id) and workspace.register.links_of_place.get(p.id)
    )
    map_page.pick(place.name_zh, place.name_zh)
    map_page.wait_data(highlighted="0")
    expect(map_page.panel).to_contain_text("未落图")

    expect(map_page.find("没有这个地方呀")).to_contain_text("没有找到")


def test_search_is_driven_by_keys_and_takes_pinyin_and_slips(map_page: Any) -> None:
    offered = map_page.find("yfq")
    expect(offered.get_by_role("option").first).to_contain_text("意风区")
    expect(offered.get_by_role("group", name="地图要素")).to_be_visible()
    box = map_page.page.get_by_role("combobox", name="查找")
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    box.press("ArrowDown")
    marked = offered.locator('[aria-selected="true"]')
    expect(marked).to_have_count(1)
    assert box.get_attribute("aria-activedescendant") == marked.get_attribute("id")
    title = marked.locator(".finder-name").inner_text()
    box.press("Enter")
    map_page.wait_data(highlighted="1")
    expect(map_page.panel.get_by_role("heading").first).to_have_text(title)
    expect(offered).to_be_hidden()

    expect(map_page.find("北宁公圆").get_by_role("option").first).to_contain_text("北宁公园")
    box.press("Escape")
    expect(offered).to_be_hidden()


def test_a_theme_or_chapter_that_is_found_filters(map_page: Any, workspace: Workspace) -> None:
    theme = next(iter(workspace.register.themes.values()))
    with map_page.redrawn():
        map_page.find(theme.title_zh).get_by_role("group", name="主题").get_by_role(
            "option"
        ).first.click()
    chips = map_page.page.locator(".st-key-chips")
    expect(chips.get_by_role("button")).to_contain_text(theme.title_zh)
    expect(map_page.panel).to_contain_text("符合筛选")
    off = next(
        layer
        for layer in workspace.layers.values()
        if not layer.declaration.style.visible and len(layer.features)
    )
    map_page.find(off.declaration.title_zh).get_by_role("group", name="图层").get_by_role(
        "option"
    ).first.click()
    key = str(off.features.index[0])
    map_page.wait_for("(e, [l, k]) => PlanMap.where(l, k) !== null", [off.id, key])


# ---- Changing what is shown.


def test_a_filter_shows_what_it_keeps_and_stays_when_taken_out(
    map_page: Any, workspace: Workspace
) -> None:
    look_at(map_page, *position(workspace, points(workspace)[0]), 15.5)
    before = map_page.view()
    box = map_page.expand("下载")
    map_page.choose("格式", "KML", box)
    map_page.rested()
    map_page.choose("坐标系", "GCJ-02", box)
    map_page.rested()
    file_name, content = map_page.made(box, r"下载 .*GCJ02.*\.kml\.zip")
    sidecar, faults = verify_content(content, file_name)
    assert faults == () and sidecar["rows"] == shown_count(workspace)
    assert sidecar["reference_system"]["code"] == "GCJ-02" and "图层" in sidecar["filter"]

    chapter = next(e.chapter for e in workspace.register.entries.values()
                   if workspace.links.features_of(e.id))  # fmt: skip
    chosen = [e for e in workspace.register.entries.values() if e.chapter == chapter]
    refs = {ref for entry in chosen for ref in workspace.links.features_of(entry.id)}
    off = {ref.layer for ref in refs} - set(shown_layers(workspace))
    assert off, "the chapter speaks of no layer that is off"
    with map_page.redrawn():
        map_page.choose("章", f"{chapter} ", map_page.expand("筛选"))
    expect(map_page.panel).to_contain_text(f"符合筛选：{len(chosen)} 条措施，{len(refs)} 个要素")
    for entry in chosen:
        expect(map_page.panel.get_by_role("button", name=f"{entry.id} ").first).to_be_attached()
    # Drawn also where their layer is off, and nothing else of that layer.
    for ref in refs:
        assert map_page.where(ref.layer, ref.key), ref
    for name in off:
        others = {str(key) for key in workspace.layers[name].features.index}
        others -= {ref.key for ref in refs if ref.layer == name}
        assert not any(map_page.where(name, key) for key in others)
    assert not map_page.stayed(before), "the map shows what fits"
    before = map_page.view()
    dimmed = map_page.map.evaluate(
        """() => {
          const found = [];
          window.map.eachLayer((l) => {
            if (l.feature && l.options.interactive !== false && l.options.opacity < 1)
              found.push(l.feature.properties.key);
          });
          return found;
        }"""
    )
    assert dimmed
    others = {
        str(key) for la in workspace.layers.values() for key in la.features.index
        if FeatureRef(la.id, str(key)) not in refs
    }  # fmt: skip
    assert set(dimmed) <= others

    with map_page.redrawn():
        map_page.page.locator(".st-key-chips").get_by_role("button").click()
    assert map_page.stayed(before)
    expect(map_page.panel).to_have_count(0)
    assert int(map_page.data()["features"]) == shown_count(workspace)


def test_a_click_answers_for_everything_under_it_the_plan_first(
    map_page: Any, workspace: Workspace
) -> None:
    """A station over a node of the plan: both are named, and the node is what is selected."""
    stations = workspace.layers["metro_station"].features
    spoken = [ref for ref in points(workspace) if workspace.links.entries_of(ref.layer, ref.key)]
    node, key = next(
        (ref, str(key))
        for ref in spoken
        for key in stations.index
        if ref.layer != "metro_station"
        and not workspace.links.entries_of("metro_station", str(key))
        and metres(*position(workspace, ref),
                   *position(workspace, FeatureRef("metro_station", str(key)))) < 400
    )  # fmt: skip
    look_at(map_page, *position(workspace, node), 11)
    map_page.page.wait_for_timeout(300)
    map_page.click("metro_station", key)
    map_page.wait_data(highlighted="1")
    map_page.rested()
    under = map_page.panel.locator("[class*=st-key-under-]")
    expect(under.filter(has_text=row(workspace, node)["name_zh"])).to_have_count(1)
    station = under.filter(has_text=workspace.layers["metro_station"].declaration.title_zh).filter(
        has_text=stations.loc[key, "name_zh"]
    )
    expect(station).to_have_count(1)
    heading = map_page.panel.get_by_role("heading").first
    first = str(heading.inner_text())
    spoken_names = {row(workspace, ref)["name_zh"] for ref in spoken}
    assert first in spoken_names
    before = map_page.view()
    station.get_by_role("button").click()
    expect(heading).to_have_text(stations.loc[key, "name_zh"])
    assert map_page.stayed(before)
    expect(under.filter(has_text=row(workspace, node)["name_zh"])).to_have_count(1)


def test_a_layer_switched_off_goes_with_its_legend(map_page: Any, workspace: Workspace) -> None:
    before = map_page.view()
    name = next(
        name for name in shown_layers(workspace) if workspace.layers[name].declaration.style.classes
    )
    layer = workspace.layers[name]
    title = layer.declaration.title_zh
    words = layer.declaration.style.classes[0].title_zh
    legend = map_page.sidebar.get_by_test_id("stCaptionContainer").filter(has_text=words)
    expect(legend).to_be_visible()
    with map_page.redrawn():
        checkbox(map_page, title).click()
    assert int(map_page.data()["features"]) == shown_count(workspace) - len(layer.features)
    expect(legend).to_have_count(0)
    assert map_page.stayed(before)


def test_switching_the_language_changes_every_word_and_keeps_the_rest(
    map_page: Any, workspace: Workspace
) -> None:
    ref = clear_points(map_page, workspace)[0]
    chapter = workspace.register.entries[
        workspace.links.entries_of(ref.layer, ref.key)[0].entry
    ].chapter
    map_page.click(ref.layer, ref.key)
    map_page.wait_data(highlighted="1")
    with map_page.redrawn():
        map_page.choose("章", f"{chapter} ", map_page.expand("筛选"))
    map_page.expand("下载")
    look_at(map_page, *position(workspace, ref), 14.25)
    before = map_page.view()

    map_page.language("English")
    map_page.wait_data(language="en")
    map_page.rested()
    expect(map_page.panel).to_contain_text(row(workspace, ref)["name_en"])
    expect(map_page.panel).to_contain_text(BASIS_TITLES[row(workspace, ref)["basis"]]["en"])
    expect(map_page.page.locator(".st-key-chips").get_by_text("Matching: ")).to_be_visible()
    assert map_page.stayed(before)
    assert "lang=en" in map_page.page.url
    map_page.page.wait_for_timeout(300)
    keep(map_page, "map_en.png")
    names = [str(row(workspace, ref)[name]) for name in ("name_zh", "source", "note_en")]
    words = [
        map_page.sidebar.inner_text(),
        map_page.panel.inner_text(),
        map_page.map.inner_text(),
        *(box.input_value() for box in map_page.sidebar.get_by_role("combobox").all()),
    ]
    for text in words:
        for name in ["中文", *filter(None, names)]:
            text = text.replace(name, "")  # noqa: PLW2901
        assert not CHINESE.search(text), [li for li in text.splitlines() if CHINESE.search(li)]

    # What was chosen in Chinese still holds when something else is chosen in English.
    boundary = workspace.layers[str(workspace.settings.boundary)]
    with map_page.redrawn():
        checkbox(map_page, boundary.declaration.title_en).click()
    expect(map_page.page.locator(".st-key-chips").get_by_text("Matching: ")).to_be_visible()
    map_page.language("中文")
    map_page.wait_data(language="zh")
    map_page.rested()
    expect(map_page.page.locator(".st-key-chips").get_by_text("符合筛选：")).to_be_visible()
    assert map_page.stayed(before)


# ---- Taking data out.


def test_downloads_are_geojson_of_what_is_named(map_page: Any, workspace: Workspace) -> None:
    bounds = workspace.settings.bounds
    name = next(iter(workspace.layers))
    file_name, collection = downloaded(map_page, "下载", "下载“")
    assert file_name == f"{name}.geojson"
    assert_rfc7946(collection, bounds)
    assert len(collection["features"]) == len(workspace.layers[name].features)
    assert collection["licence"] == workspace.licence(name)

    file_name, collection = downloaded(map_page, "下载", "下载当前显示")
    assert_rfc7946(collection, bounds)
    assert len(collection["features"]) == shown_count(workspace)

    chapter = next(e.chapter for e in workspace.register.entries.values()
                   if workspace.links.features_of(e.id))  # fmt: skip
    kept = {
        ref
        for e in workspace.register.entries.values()
        if e.chapter == chapter
        for ref in workspace.links.features_of(e.id)
        if ref.layer in shown_layers(workspace)
    }
    with map_page.redrawn():
        map_page.choose("章", f"{chapter} ", map_page.expand("筛选"))
    _, collection = downloaded(map_page, "下载", "下载当前显示")
    assert {f["id"] for f in collection["features"]} == {f"{r.layer}/{r.key}" for r in kept}


# ---- Basemaps.


def test_no_image_is_asked_of_a_host_that_is_no_basemap(map_page: Any) -> None:
    """Whatever a name of the workspace holds: neither the page nor its map fetches a picture."""
    asked = """() => new Promise(done => {
        const image = new Image();
        image.onload = () => done("loaded");
        image.onerror = () => done("refused");
        image.src = "https://elsewhere.example/picture.png";
    })"""
    assert map_page.page.evaluate(asked) == "refused"
    assert map_page.map.evaluate(asked) == "refused"
    assert not map_page.watch.foreign
    map_page.watch.forgive()  # the browser says that it refused


def test_amap_is_fetched_once_chosen_and_moves_the_layers_to_gcj02(
    map_page: Any, workspace: Workspace
) -> None:
    ref = points(workspace)[0]
    lon, lat = position(workspace, ref)
    look_at(map_page, lon, lat, 17)
    before = map_page.view()
    here = map_page.where(ref.layer, ref.key)
    assert not map_page.watch.foreign
    with map_page.redrawn():
        map_page.choose("底图", "高德")
    map_page.wait_data(datum="GCJ-02")
    assert map_page.stayed(before)
    there = map_page.where(ref.layer, ref.key)
    lon_gcj, lat_gcj = (float(v) for v in wgs84_to_gcj02(lon, lat))
    scale = 2 * math.pi * 6_378_137 * math.cos(math.radians(lat)) / (256 * 2**17)
    moved_m = metres(lon, lat, lon_gcj, lat_gcj)
    assert 500 < moved_m < 600
    assert math.dist(here, there) * scale == pytest.approx(moved_m, abs=5)
    expect(map_page.map.locator(".leaflet-control-attribution")).to_contain_text("AMap")
    expect(map_page.sidebar.get_by_text("图层已随之偏移")).to_be_visible()

    asked = list(map_page.watch.foreign)
    assert asked
    assert all(".is.autonavi.com/appmaptile" in url for url in asked)
    map_page.watch.forgive()  # the test refuses the tiles it wanted asked for

    # A download stays in WGS 84.
    _, collection = downloaded(map_page, "下载", "下载当前显示")
    feature = next(f for f in collection["features"] if f["id"] == f"{ref.layer}/{ref.key}")
    assert metres(*feature["geometry"]["coordinates"], lon, lat) < 0.1

    with map_page.redrawn():
        map_page.choose("底图", "无")
    map_page.wait_data(datum="WGS84")
    assert map_page.where(ref.layer, ref.key) == here
    map_page.watch.forgive()  # tiles asked for until then


# ---- The strip below the map.


def test_the_pointers_position_is_told_in_the_chosen_system(
    map_page: Any, workspace: Workspace
) -> None:
    metre_crs = workspace.settings.metre_crs
    west, south, east, north = workspace.settings.bounds
    to_metres = pyproj.Transformer.from_crs(WGS84, metre_crs, always_xy=True)
    (system,) = [one for one in coordinate_systems(metre_crs) if one["id"] == "metre"]
    for lon, lat in ((west, south), (east, north), ((west + east) / 2, (south + north) / 2)):
        found = map_page.map.evaluate(
            "(e, [s, x, y]) => PlanStrip.projected(s, x, y)", [system["projection"], lon, lat]
        )
        assert found == pytest.approx(to_metres.transform(lon, lat), abs=2e-3)

    ref = clear_points(map_page, workspace)[0]
    strip = map_page.map.locator(".plan-strip")
    map_page.map.hover(position=map_page.at(ref.layer, ref.key))
    lon, lat = position(workspace, ref)
    told = [float(part.rstrip("°,")) for part in strip.locator("output").inner_text().split()]
    assert metres(told[0], told[1], lon, lat) < 60
    strip.get_by_role("combobox").select_option("metre")
    east_m, north_m = to_metres.transform(lon, lat)
    told = [float(part.rstrip(",")) for part in strip.locator("output").inner_text().split()[:2]]
    assert math.dist(told, (east_m, north_m)) < 60

    attribution = map_page.map.locator(".leaflet-control-attribution")
    expect(attribution).to_be_hidden()
    strip.get_by_role("button", name="来源").click()
    expect(attribution).to_be_visible()


def test_the_map_is_nearly_all_of_the_window(browser: Any, server: Any) -> None:
    """Drawer folded, nothing selected: 90 % of it at 1440 pixels, 85 % at 390."""
    for width, height, least in ((1440, 900, 0.90), (390, 844, 0.85)):
        page = browser.new_context(viewport={"width": width, "height": height}).new_page()
        page.goto(f"{server.url}/?lang=zh")
        frame = page.locator('iframe[src*="streamlit_folium"]')
        frame.wait_for()
        page.wait_for_timeout(800)
        box = frame.bounding_box()
        assert box["width"] * box["height"] / (width * height) >= least
        page.context.close()


# ---- A box, pulses, what goes wrong.


def test_a_box_that_is_drawn_says_what_is_in_it(map_page: Any, workspace: Workspace) -> None:
    box = map_page.map.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = map_page.page.mouse
    before = map_page.view()
    map_page.map.get_by_role("button", name="框选").click()
    mouse.move(x - 100, y - 80)
    mouse.down()
    mouse.move(x - 20, y, steps=4)
    mouse.up()
    expect(map_page.panel.get_by_role("heading").first).to_have_text("框选范围")
    map_page.rested()
    assert "area=" in map_page.page.url and map_page.stayed(before)
    expect(map_page.panel).to_contain_text("占 ")
    # The next drag moves the map again.
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 60, y, steps=4)
    mouse.up()
    assert not map_page.stayed(before)


def test_an_entry_under_the_pointer_pulses_its_places(map_page: Any, workspace: Workspace) -> None:
    ref = clear_points(map_page, workspace)[0]
    map_page.click(ref.layer, ref.key)
    map_page.wait_data(highlighted="1")
    entry = workspace.links.entries_of(ref.layer, ref.key)[0].entry
    button = map_page.panel.get_by_role("button", name=re.compile(f"^{re.escape(entry)} ")).first
    button.hover()
    map_page.wait_data(pulsed=str(len(workspace.links.features_of(entry))))
    map_page.page.locator(".st-key-bar h1").hover()
    map_page.wait_data(pulsed="0")
    map_page.map.hover(position={"x": 700, "y": 790})
    map_page.map.hover(position=map_page.at(ref.layer, ref.key))
    outlined = map_page.page.locator('[style*="outline: "]')
    expect(outlined.first).to_be_visible()


def test_a_basemap_that_does_not_answer_says_so(map_page: Any) -> None:
    told = map_page.map.locator(".plan-told")
    expect(told).to_be_hidden()
    with map_page.redrawn():
        map_page.choose("底图", "OpenStreetMap")
    expect(told).to_contain_text("底图没有应答")
    with map_page.redrawn():
        map_page.choose("底图", "无")
    expect(told).to_be_hidden()
    map_page.watch.forgive()  # the tiles the test refuses


# ---- The address.


def test_a_reload_and_a_shared_link_show_the_same(
    map_page: Any, open_page: Callable[[Any], Any], server: Any, workspace: Workspace
) -> None:
    ref = clear_points(map_page, workspace)[0]
    name = next(n for n in shown_layers(workspace) if n not in (ref.layer,))
    chapter = workspace.register.entries[
        workspace.links.entries_of(ref.layer, ref.key)[0].entry
    ].chapter
    with map_page.redrawn():
        checkbox(map_page, workspace.layers[name].declaration.title_zh).click()
    with map_page.redrawn():
        map_page.choose("章", f"{chapter} ", map_page.expand("筛选"))
    look_at(map_page, *position(workspace, ref), 15)
    map_page.page.wait_for_timeout(300)
    map_page.click(ref.layer, ref.key)
    map_page.wait_data(highlighted="1")
    map_page.rested()
    before, address = map_page.view(), map_page.page.url
    for part in ("v=1", f"off={name}", f"chapters={chapter}", "view=", "feature="):
        assert part in address, address

    def shows_the_same(page: Any) -> None:
        page.wait_data(highlighted="1")
        page.rested()
        assert page.stayed(before) or math.dist(page.view()["centre"], before["centre"]) < 1e-4
        assert page.view()["zoom"] == pytest.approx(before["zoom"], abs=0.01)
        expect(page.panel.get_by_role("heading").first).to_have_text(row(workspace, ref)["name_zh"])
        expect(page.page.locator(".st-key-chips").get_by_role("button")).to_have_count(1)
        assert page.where(name, str(workspace.layers[name].features.index[0])) is None or name in {
            r.layer for r in workspace.links.by_feature
        }

    map_page.page.reload()
    map_page.map.wait_for()
    shows_the_same(map_page)
    other = open_page(server)
    other.page.goto(address)
    other.map.wait_for()
    shows_the_same(other)

    share = map_page.page.get_by_role("button", name="分享")
    share.click()
    panel = map_page.page.get_by_role("dialog", name="分享")
    assert panel.get_by_role("textbox").input_value() == map_page.page.url
    code = panel.get_by_role("img")
    map_page.page.wait_for_timeout(500)
    assert code.evaluate("e => e.naturalWidth") > 50
    panel.get_by_role("button", name="复制链接").click()
    expect(panel.get_by_role("status")).not_to_be_empty()


def test_back_steps_one_action(map_page: Any, workspace: Workspace) -> None:
    ref, other = clear_points(map_page, workspace)[:2]
    for chosen in (ref, other):
        map_page.click(chosen.layer, chosen.key)
        expect(map_page.panel.get_by_role("heading").first).to_have_text(
            row(workspace, chosen)["name_zh"]
        )
        map_page.rested()
        map_page.page.wait_for_timeout(300)
    map_page.page.go_back()
    expect(map_page.panel.get_by_role("heading").first).to_have_text(row(workspace, ref)["name_zh"])


def test_a_link_that_is_out_of_date_says_so_and_the_rest_works(
    server: Any, open_page: Callable[[Any], Any]
) -> None:
    page = open_page(server).open("?v=9&on=gone_layer&chapters=5,99&view=x&lang=zh")
    told = page.sidebar.get_by_test_id("stAlert")
    for words in ("版本为 9", "gone_layer", "99", "地图位置"):
        expect(told.filter(has_text=words)).to_have_count(1)
    expect(page.page.locator(".st-key-chips").get_by_role("button")).to_have_count(1)

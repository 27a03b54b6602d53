"""The data page: the catalogue, a file out that proves itself, a file in that asks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from hebei_gis.export.verify import verify_content
from hebei_gis.geo.crs import WGS84, distance_m
from hebei_gis.geo.shifted_datums import wgs84_to_gcj02
from hebei_gis.intake.disagreements import known_features
from hebei_gis.workspace import Workspace, open_workspace

pytestmark = pytest.mark.browser

LAYER = "imported_gcj"


@pytest.fixture
def cleared(edited: tuple[Any, Path]) -> Iterator[tuple[Any, Path]]:
    """The edited workspace, without what the test adds once it is over."""
    folder = edited[1]
    before = {path for name in ("geodata", "layers") for path in (folder / name).rglob("*")}
    yield edited
    for name in ("geodata", "layers"):
        for path in set((folder / name).rglob("*")) - before:
            if path.is_file():
                path.unlink()


def known_places(workspace: Workspace) -> dict[str, tuple[float, float]]:
    """A few named features and where they lie in WGS 84."""
    known = known_features(workspace.layers.values()).places
    return dict(list(known.items())[:6])


def collection(places: dict[str, tuple[float, float]]) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"名称": name, "备注": "<b>甲</b>"},
            "geometry": {"type": "Point", "coordinates": list(spot)},
        }
        for name, spot in places.items()
    ]
    values = {"type": "FeatureCollection", "features": features}
    return json.dumps(values, ensure_ascii=False).encode()


def in_gcj02(places: dict[str, tuple[float, float]]) -> bytes:
    """The places as a phone or a web map would give them, without a word about the datum."""
    shifted = {}
    for name, (lon, lat) in places.items():
        lon_gcj, lat_gcj = wgs84_to_gcj02(lon, lat)
        shifted[name] = (float(lon_gcj), float(lat_gcj))
    return collection(shifted)


def fill_form(page: Any, panel: Any, layer_id: str, title: str) -> None:
    panel.get_by_label("图层标识").fill(layer_id)
    panel.get_by_label("图层标识").blur()
    page.rested()
    page.choose("分组", "规划格局", panel)
    page.choose("依据", "概略位置", panel)
    panel.get_by_label("精度半径").fill("50")
    panel.get_by_label("中文名称").fill(title)
    panel.get_by_label("英文名称").fill("Imported places")
    panel.get_by_label("许可").fill("CC0-1.0")
    panel.get_by_label("署名与来源").fill("测试")


def test_the_catalogue_lists_every_layer_and_a_geopackage_verifies(
    server: Any, open_page: Callable[[Any], Any], workspace: Workspace
) -> None:
    page = open_page(server).go("data")
    catalogue = page.tab("目录")
    cells = catalogue.locator("canvas table td")
    for layer in list(workspace.layers.values())[:8]:
        expect(cells.filter(has_text=layer.declaration.title_zh).first).to_be_attached()

    out = page.tab("导出")
    names = ["metro_station", "heritage"]
    for name in names:
        page.choose("图层", workspace.layers[name].declaration.title_zh, out)
        page.rested()
    page.choose("格式", "GeoPackage", out)
    page.rested()
    file_name, content = page.made(out, r"下载 .*\.gpkg")
    sidecar, faults = verify_content(content, file_name)
    assert not faults
    rows = sum(len(workspace.layers[name].features) for name in names)
    assert sidecar["rows"] == rows

    check = page.tab("核对")
    page.drop(check, "导出的文件", (file_name, content))
    said = check.get_by_test_id("stAlert")
    expect(said).to_contain_text(f"{rows} 行")
    page.rested()
    check.get_by_role("button", name=re.compile("^移除")).click()
    expect(said).to_have_count(0)
    page.drop(check, "导出的文件", (file_name, content[:-5000]))
    expect(said).to_be_visible()
    expect(said).not_to_contain_text("一致：")
    expect(said).to_contain_text(file_name)


def test_a_layer_is_made_from_a_template(
    cleared: tuple[Any, Path], open_page: Callable[[Any], Any]
) -> None:
    running, folder = cleared
    page = open_page(running).go("data")
    panel = page.tab("导入")
    panel.get_by_text("按标准模板新建图层").click()
    page.choose("模板", "控规用地", panel)
    page.rested()
    expect(panel.get_by_text("字段：")).to_contain_text("DKBH")
    panel.get_by_label("新图层的标识").fill("own_land_use")
    panel.get_by_label("新图层的标识").blur()
    page.rested()
    panel.get_by_role("button", name="新建图层").click()
    expect(panel.get_by_test_id("stAlert")).to_contain_text("own_land_use")
    page.rested()
    assert len(open_workspace(folder).layer("own_land_use").features) == 0
    cells = page.tab("目录").locator("canvas table td")
    expect(cells.filter(has_text="控规用地").first).to_be_attached()


def test_gcj02_without_a_word_is_asked_about_mended_kept_and_on_the_map(
    cleared: tuple[Any, Path], open_page: Callable[[Any], Any]
) -> None:
    running, folder = cleared
    places = known_places(open_workspace(folder))
    page = open_page(running).go("data")
    panel = page.tab("导入")
    page.drop(panel, "拖入文件", ("地点导出.geojson", in_gcj02(places)))
    mend = panel.get_by_test_id("stRadio").get_by_text("按 GCJ-02 读取")
    mend.wait_for()
    metres = re.search(r"移动约 ([\d,]+) 米", mend.inner_text())
    assert metres
    assert 500 < int(metres[1].replace(",", "")) < 620
    expect(panel.get_by_test_id("stAlert").filter(has_text="GCJ-02").first).to_contain_text("米")
    expect(panel.get_by_text("保存为图层")).to_have_count(0)  # nothing is kept unanswered
    page.rested()
    mend.click()
    expect(panel.get_by_text("保存为图层")).to_be_visible()
    page.rested()
    fill_form(page, panel, LAYER, "导入的地点")
    panel.get_by_role("button", name="保存到工作区").click()
    expect(panel.get_by_text("已保存：")).to_be_visible()
    page.rested()

    kept = open_workspace(folder)
    assert not kept.faults
    layer = kept.layers[LAYER]
    spots = layer.features.to_crs(WGS84).geometry
    assert len(spots) == len(places)
    for name, spot in zip(layer.features["name_zh"], spots, strict=True):
        lon, lat = places[name]
        assert distance_m(spot.x, spot.y, lon, lat) < 0.5
    assert layer.declaration.source
    assert any("GCJ-02" in step for step in layer.declaration.source.history)

    cells = page.tab("目录").locator("canvas table td")
    expect(cells.filter(has_text="导入的地点").first).to_be_attached()
    page = open_page(running).open()
    before = int(page.data()["features"])
    group = next(g for g in kept.settings.groups if g.id == layer.declaration.group)
    box = page.expand(group.title_zh)
    on = box.get_by_test_id("stCheckbox").filter(has_text="导入的地点")
    if on.get_by_role("checkbox").is_checked():
        assert page.where(LAYER, str(layer.features.index[0])) is not None
        return
    with page.redrawn():
        on.locator("label").click()
    assert int(page.data()["features"]) == before + len(places)
    assert page.where(LAYER, str(layer.features.index[0])) is not None


def test_a_layer_of_the_session_is_seen_by_nobody_else(
    server: Any, open_page: Callable[[Any], Any], workspace: Workspace
) -> None:
    places = known_places(workspace)
    page = open_page(server).go("data")
    panel = page.tab("导入")
    page.drop(panel, "拖入文件", ("我的地点.geojson", collection(places)))
    expect(panel.get_by_text("保存为图层")).to_be_visible()
    page.rested()
    fill_form(page, panel, "my_own_places", "我自己的地点")
    panel.get_by_role("button", name="仅用于本次会话").click()
    expect(panel.get_by_text("已加入本次会话")).to_be_visible()
    page.rested()
    out = page.tab("导出")
    page.choose("图层", "我自己的地点（本次会话）", out)
    page.rested()
    page.choose("格式", "Shapefile", out)
    page.rested()
    page.choose("坐标系", "CGCS2000", out)
    page.rested()
    file_name, content = page.made(out, r"下载 .*CGCS2000.*\.shp\.zip")
    sidecar, faults = verify_content(content, file_name)
    assert not faults and sidecar["rows"] == len(places)
    assert sidecar["layers"][0]["licence"] == "CC0-1.0"
    page.page.get_by_role("link", name="地图").first.click()
    page.map.wait_for()
    expect(page.sidebar.get_by_text("本次会话的图层")).to_be_visible()
    expect(
        page.sidebar.get_by_test_id("stCheckbox").filter(has_text="我自己的地点")
    ).to_be_visible()
    page.wait_for("e => Number(e.dataset.features) > 0")
    shown = int(page.data()["features"])

    other = open_page(server).open()
    assert int(other.data()["features"]) == shown - len(places)
    expect(other.sidebar.get_by_text("本次会话的图层")).to_have_count(0)
    assert "我自己的地点" not in other.page.content()
    other.go("data")
    expect(other.tab("目录").locator("canvas table td").first).to_be_attached()
    cells = other.page.locator("canvas table td").filter(has_text="我自己的地点")
    expect(cells).to_have_count(0)
    assert "my_own_places" not in open_workspace(workspace.folder).layers


WHERE = """(e, name) => {
  let found = null;
  window.map.eachLayer((l) => {
    if (l.getLatLng && l.feature && l.feature.properties.name_zh === name) found = l.getLatLng();
  });
  return found && [found.lng, found.lat];
}"""


def test_a_layer_of_the_session_moves_with_a_basemap_in_gcj02(
    server: Any, open_page: Callable[[Any], Any], workspace: Workspace
) -> None:
    west, south, east, north = workspace.settings.bounds
    lon, lat = round((west + east) / 2, 5), round((south + north) / 2, 5)
    page = open_page(server).go("data")
    panel = page.tab("导入")
    page.drop(panel, "拖入文件", ("会话.geojson", collection({"会话一点": (lon, lat)})))
    expect(panel.get_by_text("保存为图层")).to_be_visible()
    page.rested()
    fill_form(page, panel, "session_point", "会话的点")
    panel.get_by_role("button", name="仅用于本次会话").click()
    expect(panel.get_by_text("已加入本次会话")).to_be_visible()
    page.rested()
    page.page.get_by_role("link", name="地图").first.click()
    page.map.wait_for()
    page.wait_for("e => Number(e.dataset.features) > 0")
    page.rested()
    assert page.map.evaluate(WHERE, "会话一点") == pytest.approx([lon, lat], abs=1e-6)
    with page.redrawn():
        page.choose("底图", "高德")
    page.wait_data(datum="GCJ-02")
    page.rested()
    moved = [float(v) for v in wgs84_to_gcj02(lon, lat)]
    assert page.map.evaluate(WHERE, "会话一点") == pytest.approx(moved, abs=1e-6)
    page.watch.forgive()  # the test refuses the tiles it wanted asked for


BROKEN = {
    "坏的.gpkg": b"SQLite format 3\x00" + b"\xff" * 300,
    "截断.geojson": b'{"type": "FeatureCollection", "features": [{"type": "Fea',
    "../../爬出.csv": b"lon,lat\nnan,inf\n",
    "![图](https:evil.invalid).gpkg": b"SQLite format 3\x00" + b"\xff" * 300,
}


def test_a_broken_upload_gives_a_sentence_and_the_app_still_serves(
    server: Any, open_page: Callable[[Any], Any]
) -> None:
    page = open_page(server)
    for name, content in BROKEN.items():
        page.go("data")
        panel = page.tab("导入")
        page.drop(panel, "拖入文件", (name, content))
        said = panel.get_by_test_id("stAlert").first
        expect(said).to_be_visible()
        assert len(said.inner_text()) > 8
        expect(said.locator("img, a")).to_have_count(0)  # a name is no markdown
        expect(page.page.get_by_test_id("stException")).to_have_count(0)
    open_page(server).go("data")

"""A workspace whose files change: a layer more, a broken one, names that are code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from hebei_gis.workspace import open_workspace

pytestmark = pytest.mark.browser

CODE = '<img src=x onerror="window.hacked=1;top.hacked=1">'
PICTURE = "![p](http://192.0.2.1/p.png)"


def add_layer(
    folder: Path,
    name: str,
    features: list[tuple[str, str, float, float]],
    more: Mapping[str, dict[str, Any]] | None = None,
) -> None:
    """Write one declaration and the one file it names: points as (key, name, lon, lat).

    `more` are further properties by key.
    """
    collection = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {
                    "key": key,
                    "name": words,
                    "note": words,
                    "from": words,
                    **(more or {}).get(key, {}),
                },
                "geometry": {"type": "Point", "coordinates": [lon, lat]},
            }
            for key, words, lon, lat in features
        ],
    }
    content = json.dumps(collection, ensure_ascii=False).encode()
    (folder / "geodata" / f"{name}.geojson").write_bytes(content)
    (folder / "layers" / f"{name}.toml").write_text(
        f"""
title_zh = "新图层甲"
title_en = "New layer"
about_zh = "测试"
about_en = "Test"
group = "plan"
order = 1

[source]
file = "geodata/{name}.geojson"
crs = "EPSG:4326"
encoding = "UTF-8"
sha256 = "{hashlib.sha256(content).hexdigest()}"
rows = {len(features)}
licence = "CC0-1.0"
attribution_zh = "测试 <b>甲</b>"
attribution_en = "Test <b>one</b>"
retrieved = "2026"

[shape]
geometry = ["Point"]
key = "key"

[fields]
name = "name_zh"
note = "note_zh"
from = "source"

[style]
color = "#123456"
radius_px = 9
label = true
z = 900
visible = true

[quality]
basis = "official_plan"
accuracy_m = 7
""",
        encoding="utf-8",
    )


def remove_layer(folder: Path, name: str) -> None:
    (folder / "layers" / f"{name}.toml").unlink()
    (folder / "geodata" / f"{name}.geojson").unlink()


def middle(folder: Path) -> tuple[float, float]:
    west, south, east, north = open_workspace(folder).settings.bounds
    return (west + east) / 2, (south + north) / 2


def test_one_declaration_and_one_file_are_a_layer_on_the_map(
    edited: tuple[Any, Path], open_page: Callable[[Any], Any]
) -> None:
    server, folder = edited
    page = open_page(server).open()
    before = int(page.data()["features"])
    lon, lat = middle(folder)
    add_layer(folder, "new_layer", [("a", "甲点", lon, lat), ("b", "乙点", lon + 0.01, lat)])
    try:
        page.open()
        assert int(page.data()["features"]) == before + 2
        expect(page.sidebar).to_contain_text("新图层甲 2")
        page.click("new_layer", "b")
        expect(page.panel.get_by_role("heading")).to_have_text("乙点")
        expect(page.panel).to_contain_text("官方规划 · 位置精度 ±7 米")
        expect(page.panel).to_contain_text("规划没有提到该要素")
    finally:
        remove_layer(folder, "new_layer")


CLASSES = """
visible = true
by = "level"

[[style.class]]
value = "1"
color = "#AA0000"
title_zh = "一级"
title_en = "First"

[[style.class]]
value = "constructor"
color = "#00AA00"
title_zh = "二级"
title_en = "Second"
"""


def test_a_gap_among_whole_numbers_changes_no_class(
    edited: tuple[Any, Path], open_page: Callable[[Any], Any]
) -> None:
    server, folder = edited
    lon, lat = middle(folder)
    spots = [(key, key, lon + n * 0.005, lat) for n, key in enumerate("abc")]
    levels = {"a": 1, "b": None, "c": "toString"}
    add_layer(folder, "leveled", spots, {key: {"level": one} for key, one in levels.items()})
    path = folder / "layers" / "leveled.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('from = "source"', 'from = "source"\nlevel = "level"')
    path.write_text(text.replace("visible = true\n", CLASSES), encoding="utf-8")
    try:
        page = open_page(server).open()
        colors = page.map.evaluate(
            """() => {
              const found = {};
              window.map.eachLayer((l) => {
                const p = l.feature && l.feature.properties;
                if (p && "level" in p && "abc".includes(p.key)) found[p.key] = l.options.color;
              });
              return found;
            }"""
        )
        assert colors == {"a": "#AA0000", "b": "#123456", "c": "#123456"}
        expect(page.sidebar).to_contain_text("一级 1")
        expect(page.sidebar).to_contain_text("其他 2")
    finally:
        remove_layer(folder, "leveled")


@pytest.mark.parametrize("words", [CODE, PICTURE], ids=["html", "markdown"])
def test_a_name_that_is_code_is_shown_as_text(
    edited: tuple[Any, Path], open_page: Callable[[Any], Any], words: str
) -> None:
    server, folder = edited
    # Beside the map, an address is kept from becoming a link by a joiner that is not seen.
    shown = words.replace("http://", "http\u2060://")
    add_layer(folder, "hostile", [("k", words, *middle(folder))])
    try:
        page = open_page(server).open()
        expect(page.map.locator(".plan-label", has_text=words)).to_be_visible()
        page.map.hover(position=page.at("hostile", "k"))
        expect(page.map.locator(".plan-tooltip")).to_have_text(words)
        page.click("hostile", "k")
        expect(page.map.locator(".plan-label-lit")).to_have_text(words)
        expect(page.panel.get_by_role("heading")).to_have_text(shown)
        expect(page.panel).to_contain_text(f"来源：{shown}")
        expect(page.panel).to_contain_text(f"说明：{shown}")
        expect(page.map.locator(".leaflet-control-attribution")).to_contain_text("<b>甲</b>")
        expect(page.find(words[:6]).get_by_role("option").first).to_contain_text(words)
        assert page.page.evaluate("() => window.hacked") is None
        assert page.map.evaluate("() => window.hacked") is None
    finally:
        remove_layer(folder, "hostile")


def test_a_broken_layer_is_left_out_and_named(
    edited: tuple[Any, Path], open_page: Callable[[Any], Any]
) -> None:
    server, folder = edited
    data = folder / "geodata" / "park.geojson"
    whole = data.read_bytes()
    declaration = folder / "layers" / "hospital.toml"
    sound = declaration.read_text(encoding="utf-8")
    data.write_bytes(whole + b"\n")
    declaration.write_text("colour = 1\n" + sound, encoding="utf-8")
    try:
        page = open_page(server).open()
        assert page.data()["failed"] == ""
        said = page.page.get_by_test_id("stExpander").filter(has_text="未能载入")
        said.locator("summary").click()
        expect(said).to_contain_text("geodata/park.geojson")
        expect(said).to_contain_text("sha256")
        expect(said).to_contain_text("layers/hospital.toml")
        expect(said).to_contain_text("colour")
        expect(page.sidebar).not_to_contain_text("公园绿地")
    finally:
        data.write_bytes(whole)
        declaration.write_text(sound, encoding="utf-8")


def test_a_folder_that_is_no_workspace_says_so(
    edited: tuple[Any, Path], open_page: Callable[[Any], Any]
) -> None:
    server, folder = edited
    settings = folder / "workspace.toml"
    sound = settings.read_text(encoding="utf-8")
    settings.write_text('name_zh = "缺"\n', encoding="utf-8")
    try:
        page = open_page(server)
        page.page.goto(server.url)
        expect(page.page.get_by_test_id("stApp")).to_contain_text("metre_crs")
        expect(page.page.get_by_test_id("stApp")).not_to_contain_text("Traceback")
    finally:
        settings.write_text(sound, encoding="utf-8")

"""The register page and the placing of what is unlocated, as a planner uses them."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pytest
import shapely
from playwright.sync_api import expect

from hebei_gis.geo.crs import WGS84
from hebei_gis.plan.reader import read_plan
from hebei_gis.plan.register.model import Entry
from hebei_gis.plan.text.document import read_plan_text
from hebei_gis.plan.verifying import verify
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace, open_workspace

pytestmark = pytest.mark.browser

FOUND = re.compile(r"(\d+) 条，其中 (\d+) 条已落图")


def rich_entry(workspace: Workspace) -> Entry:
    """An entry that is on the map, names an unlocated place too, and promises a number."""
    register = workspace.register
    return next(
        entry
        for entry in register.entries.values()
        if workspace.links.features_of(entry.id)
        and entry.id in register.indicators_of_entry
        and not all(
            workspace.located(link.place) for link in register.links_of_entry.get(entry.id, ())
        )
    )


def unlocated_place(workspace: Workspace) -> Any:
    return next(
        place
        for place in workspace.register.places.values()
        if not workspace.located(place.id) and workspace.register.links_of_place.get(place.id)
    )


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a workspace's data, by its path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for name in ("geodata", "layers")
        for path in (folder / name).rglob("*")
        if path.is_file()
    }


# ---- The table.


def test_filters_and_exports_give_the_same_entries(
    server: Any, open_page: Callable[[Any], Any], workspace: Workspace
) -> None:
    register, links = workspace.register, workspace.links
    page = open_page(server).go("register")
    shown = page.tab("条目")

    def wait_found(entries: list[Entry]) -> None:
        located = sum(1 for entry in entries if links.features_of(entry.id))
        words = say("entries_found", "zh", count=len(entries), located=located)
        expect(shown.get_by_text(words)).to_be_visible()

    entries = list(register.entries.values())
    wait_found(entries)
    page.choose("类型", say("kind_measure", "zh"), shown)
    entries = [entry for entry in entries if entry.kind == "measure"]
    assert entries
    wait_found(entries)
    shown.get_by_text("有数字", exact=True).click()
    entries = [entry for entry in entries if entry.id in register.indicators_of_entry]
    assert entries
    wait_found(entries)
    shown.get_by_text("未落图", exact=True).first.click()
    fewer = [entry for entry in entries if not links.features_of(entry.id)]
    if fewer:
        wait_found(fewer)
    else:
        expect(shown.get_by_text(say("entries_none", "zh"))).to_be_visible()
    shown.get_by_text("未落图", exact=True).first.click()
    wait_found(entries)
    page.rested()

    assert_exports(page, shown, workspace, entries)

    # Contents at the left: a chapter.
    page.go("register")
    chapter = max(entry.chapter for entry in register.entries.values())
    button = page.expand(say("chapter_number", "zh", number=chapter)).get_by_role("button").first
    expected = [entry for entry in register.entries.values() if entry.chapter == chapter]
    button.click()
    try:
        wait_found(expected)
    except AssertionError:  # the page was still settling: a planner would click again
        button.click()
        wait_found(expected)


def assert_exports(page: Any, shown: Any, workspace: Workspace, entries: list[Entry]) -> None:
    """CSV and JSON hold the entries that are shown, the workbook all of them."""
    name, content = page.download(shown.get_by_role("button", name="CSV（Excel"))
    assert name == "measures.csv"
    assert content.startswith("\ufeff".encode())
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert [row[0] for row in rows] == [entry.id for entry in entries]
    places = header.index(next(column for column in header if "(places)" in column))
    first = workspace.measure_row(entries[0])["places"]
    assert set(filter(None, rows[0][places].split("、"))) == {place["name"] for place in first}

    name, content = page.download(shown.get_by_role("button", name="JSON"))
    assert name == "measures.json"
    values = json.loads(content)
    wanted = [workspace.measure_row(entry) for entry in entries]
    assert values["measures"] == json.loads(json.dumps(wanted))
    assert len(values["indicators"]) == len(workspace.register.indicators)

    # The workbook is the whole register: it is what can be read back.
    name, content = page.download(shown.get_by_role("button", name="XLSX（可修改"))
    assert name == "register.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    ids = {str(row[0]) for row in book.worksheets[1].iter_rows(min_row=2, values_only=True)}
    ids |= {str(row[0]) for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)}
    assert set(workspace.register.entries) <= ids
    book.close()


def test_an_entry_shows_its_places_numbers_and_map(
    server: Any, open_page: Callable[[Any], Any], workspace: Workspace
) -> None:
    entry = rich_entry(workspace)
    page = open_page(server).go(f"register?entry={entry.id}")
    shown = page.tab("条目")
    expect(shown.get_by_role("heading", name=f"{entry.id} {entry.title}")).to_be_visible()
    expect(shown).to_contain_text(entry.locator("zh"))
    expect(shown).to_contain_text(entry.summary_zh)
    for link in workspace.register.links_of_entry[entry.id]:
        place = workspace.register.places[link.place]
        name = place.name_zh + ("" if workspace.located(place.id) else " · 未落图")
        expect(shown.get_by_role("button", name=name).first).to_be_visible()
    for indicator in workspace.register.indicators_of_entry[entry.id]:
        expect(shown).to_contain_text(indicator.value_text)
    drawn = page.frame_map(shown)
    drawn.wait_for()
    refs = workspace.links.features_of(entry.id)
    expect(drawn).to_have_attribute("data-highlighted", str(len(refs)))

    name, content = page.download(shown.get_by_role("button", name="下载该条目的要素"))
    assert name == f"{entry.id}.geojson"
    collection = json.loads(content)
    assert {str(f["id"]).rsplit("/", 1)[-1] for f in collection["features"]} == {
        ref.key for ref in refs
    }

    page.language("English")
    expect(page.page.get_by_role("heading", name=f"{entry.id} {entry.title_en}")).to_be_visible()
    expect(page.page.get_by_role("tab", name="Entries")).to_be_visible()

    coverage = page.tab("Coverage")
    total = len(workspace.register.entries)
    located = total - len(workspace.links.unlocated_entries)
    expect(coverage).to_contain_text(f"{located} / {total}")


# ---- The plan's text.


def test_an_uploaded_text_shows_quotes_and_is_verified(
    edited: tuple[Any, Path], open_page: Callable[[Any], Any]
) -> None:
    running, folder = edited
    workspace = open_workspace(folder)
    entry = next(
        e for e in workspace.register.entries.values()
        if e.id == "1.1.1" and workspace.register.links_of_entry.get(e.id)
    )  # fmt: skip
    link = workspace.register.links_of_entry[entry.id][0]
    place = workspace.register.places[link.place]
    secret = "这是为测试而编的一句话"
    text = (
        f"第一章 编造的一章\n第一节 编造的一节\n{entry.title}。 {secret},"
        f"{place.name_zh}新建井 37 座,<b>不是标签</b>。\n"
    )
    source = read_plan_text(text.encode("gb18030"), "编造.txt")
    verdicts = verify(workspace.register, read_plan(source, workspace.register.places.values()))
    missing = [verdict for verdict in verdicts if not verdict.found]
    assert 0 < len(missing) < len(verdicts)

    page = open_page(running).go(f"register?entry={entry.id}")
    panel = page.tab("规划原文")
    page.drop(panel, "规划文本文件", ("空.txt", b""))
    expect(panel.get_by_test_id("stAlert").filter(has_text="空.txt")).to_contain_text("没有文字")
    assert not (folder / "plan_text" / "text.txt").exists()

    page.go(f"register?entry={entry.id}")
    panel = page.tab("规划原文")
    page.drop(panel, "规划文本文件", ("编造.txt", text.encode("gb18030")))
    try:
        expect(panel).to_contain_text("已接入：编造.txt")
        words = say("verified_missing", "zh", missing=len(missing), count=len(verdicts))
        expect(panel).to_contain_text(words)
        quoted = page.tab("条目").locator(".plan-quote")
        expect(quoted).to_contain_text(secret)
        expect(quoted).to_contain_text("<b>不是标签</b>")
        marked = quoted.locator("span").all_inner_texts()
        assert place.name_zh in marked
        assert any(re.fullmatch(r"37\s*座", words) for words in marked)
        for address in ("plan_text/text.txt", "app/static/text.txt", "plan-data/x/text.geojson"):
            given = page.page.request.get(f"{running.url}/{address}").text()
            assert secret not in given
    finally:
        panel = page.tab("规划原文")
        panel.get_by_role("button", name="移除文本").click()
    expect(panel.get_by_text("已接入：")).to_have_count(0)
    assert not (folder / "plan_text" / "text.txt").exists()


# ---- Placing.


def free_spot(workspace: Workspace) -> tuple[float, float]:
    """A position in the district with nothing near it."""
    settings = workspace.settings
    frames = {
        name: layer.features.to_crs(settings.metre_crs).geometry
        for name, layer in workspace.layers.items()
        if len(layer.features)
    }
    district = frames[str(settings.boundary)].union_all()
    near = [shape for name, shapes in frames.items() for shape in shapes
            if name != settings.boundary]  # fmt: skip
    free = district.buffer(-150).difference(shapely.union_all(shapely.buffer(near, 150)))
    assert not free.is_empty
    spot = max(getattr(free, "geoms", [free]), key=lambda part: part.area).representative_point()
    moved = gpd.GeoSeries([spot], crs=settings.metre_crs).to_crs(WGS84).iloc[0]
    return moved.x, moved.y


def test_a_place_is_put_on_the_map_by_a_click_and_taken_back(
    edited: tuple[Any, Path], open_page: Callable[[Any], Any]
) -> None:
    running, folder = edited
    workspace = open_workspace(folder)
    place = unlocated_place(workspace)
    before = files_of(folder)
    lon, lat = free_spot(workspace)
    page = open_page(running).open(f"?place={place.id}")
    expect(page.panel).to_contain_text("未落图")
    page.map.evaluate("(e, [lat, lon]) => PlanMap.setView(lat, lon, 17)", [lat, lon])
    box = page.map.bounding_box()
    page.map.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    expect(page.panel).to_contain_text("已取地图点击位置")
    page.rested()
    assert float(page.panel.get_by_label("经度（°）").input_value()) == pytest.approx(lon, abs=3e-5)
    assert float(page.panel.get_by_label("纬度（°）").input_value()) == pytest.approx(lat, abs=3e-5)
    source, by = page.panel.get_by_label("依据什么"), page.panel.get_by_label("落图人")
    source.fill("测试测绘成果 2026-11")
    source.press("Tab")
    page.rested()
    by.fill("张三")
    by.press("Tab")
    page.rested()
    page.panel.get_by_role("button", name="落图", exact=True).click()
    try:
        expect(page.page.get_by_text(f"已落图：{place.name_zh}")).to_be_visible()
        placed = open_workspace(folder)
        assert placed.located(place.id)
        tie = placed.register.ties_of_place[place.id][0]
        row = placed.layers[tie.layer].features.loc[[tie.key]]
        shape = row.geometry.to_crs(WGS84).iloc[0]
        assert math.hypot(shape.x - lon, shape.y - lat) < 5e-5
        assert "张三" in " ".join(map(str, row.iloc[0].tolist()))
        assert "测试测绘成果 2026-11" in " ".join(map(str, row.iloc[0].tolist()))
        assert not placed.faults
        page.wait_data(highlighted="1")
        page.rested()
        expect(page.panel.get_by_text("未落图")).to_have_count(0)
    finally:
        page.panel.get_by_role("button", name="撤销人工落图").click()
    expect(page.page.get_by_text(f"已撤销：{place.name_zh}")).to_be_visible()
    page.wait_data(highlighted="0")
    assert not open_workspace(folder).located(place.id)
    after = files_of(folder)
    assert {name: after.get(name) for name in before} == before

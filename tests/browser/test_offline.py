"""No page asks another host for anything, and a missing asset is noticed."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from hebei_gis.map.mapping import PlanMap, browser_assets

pytestmark = pytest.mark.browser


def test_every_page_asks_only_its_own_host(map_page: Any) -> None:
    addresses = map_page.page.evaluate("() => [...document.querySelectorAll('a')].map(a => a.href)")
    pages = sorted({url for url in addresses if not map_page.watch.is_foreign(url)})
    for address in pages:
        map_page.page.goto(address)
        map_page.page.get_by_test_id("stMainBlockContainer").wait_for()
        map_page.rested()
        expect(map_page.page.get_by_test_id("stException")).to_have_count(0)
    assert len(pages) > 1
    assert map_page.watch.problems() == []
    own = " ".join(map_page.watch.own)
    assert "/plan-assets/leaflet.js" in own
    assert "/plan-data/" in own


def test_every_asset_of_the_map_is_there_and_whole(server: Any) -> None:
    named = [address for _, address in [*PlanMap.default_js, *PlanMap.default_css]]
    assert all(address.startswith("../../plan-assets/") for address in named)
    assert {address.rsplit("/", 1)[-1] for address in named} == set(browser_assets())
    for name in browser_assets():
        with urllib.request.urlopen(f"{server.url}/plan-assets/{name}") as answer:
            assert answer.status == 200
            content = answer.read().decode()
        assert len(content) > 500
        if name.endswith(".css"):
            addresses = re.findall(r"url\(\s*[\"']?([^)\"']+)", content)
            outside = [a for a in addresses if not a.startswith(("data:", "#"))]
            assert outside == []


def test_a_missing_script_is_noticed(blank_page: Any) -> None:
    page = blank_page.page
    page.route("**/plan-assets/plan_map.js", lambda route: route.fulfill(status=404, body=""))
    with page.expect_response("**/plan-assets/plan_map.js"):
        page.goto(blank_page.server.url)
    page.wait_for_timeout(500)
    assert any("404" in words for words in blank_page.watch.problems())
    blank_page.watch.forgive()


def test_a_missing_layer_is_noticed_and_the_others_are_drawn(
    blank_page: Any, workspace: Any
) -> None:
    page = blank_page.page
    page.route("**/plan-data/*/park.geojson", lambda route: route.fulfill(status=404, body=""))
    blank_page.open()
    assert blank_page.data()["failed"] == "park"
    assert int(blank_page.data()["features"]) > 0
    assert any("park.geojson" in words for words in blank_page.watch.problems())
    blank_page.watch.forgive()


def test_a_foreign_address_is_refused_and_noticed(blank_page: Any) -> None:
    blank_page.page.goto(f"{blank_page.server.url}/_stcore/health")
    answer = blank_page.page.evaluate(
        "() => fetch('http://192.0.2.1/x.js').then(() => 'came', () => 'refused')"
    )
    assert answer == "refused"
    assert "asked another host: http://192.0.2.1/x.js" in blank_page.watch.problems()
    blank_page.watch.forgive()


def test_the_map_works_under_a_base_path(
    served_under: Callable[[str], Any], open_page: Callable[[Any], Any]
) -> None:
    with served_under("gis") as running:
        page = open_page(running).open()
        assert page.data()["failed"] == ""
        assert all(url.startswith(running.url) for url in page.watch.own), (
            "something was asked for outside the base path"
        )
        page.language("English")
        page.wait_data(language="en")
        page.rested()
        page.page.goto("about:blank")  # so that the server's end is no error of the page

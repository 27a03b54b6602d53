"""WCAG 2.2 AA by axe: every page, its states and drawers, in both languages, light and dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: What only Streamlit can mend, by rule and the part it is in; nothing of ours.
UPSTREAM: dict[str, str] = {}
TABS = {
    "register": ("条目", "落图情况", "规划原文", "编辑", "修改记录"),
    "data": ("图层目录", "导出", "导入", "校验"),
}


def violations(page: Page) -> list[str]:
    """Rule, part and reason of each violation, in the page and its frames."""
    found = []
    for frame in page.frames:
        frame.evaluate(AXE)
        result = frame.evaluate(
            "rules => axe.run(document, {runOnly: rules, iframes: false})", RULES
        )
        for one in result["violations"]:
            for node in one["nodes"]:
                part = str(node["target"])
                if not any(one["id"] == rule and mark in node["html"] + part
                           for rule, mark in UPSTREAM.items()):  # fmt: skip
                    why = node["any"][0]["message"] if node["any"] else one["help"]
                    found.append(f"{one['id']}: {part} {node['html'][:120]} ({why})")
    return found


def opened(browser: Any, server: Any, address: str, **options: Any) -> Page:
    settings: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, **options}
    page: Page = browser.new_context(**settings).new_page()
    page.goto(f"{server.url}/{address}")
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.wait_for_timeout(1500)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "address",
    ["", "?feature=growth_pole/dayifengqu", "?entry=5.3.3", "?point=117.2055,39.16", "register",
     "sites", "data"],
)  # fmt: skip
def test_no_page_breaks_a_rule(
    browser: Any, server: Any, address: str, language: str, scheme: str
) -> None:
    mark = "&" if "?" in address else "?"
    page = opened(browser, server, f"{address}{mark}lang={language}", color_scheme=scheme)
    assert page.evaluate("() => document.documentElement.lang") == (
        "zh-CN" if language == "zh" else "en"
    )
    assert violations(page) == []
    page.context.close()


@pytest.mark.parametrize("address", ["", "register", "data"])
def test_no_narrow_page_breaks_a_rule(browser: Any, server: Any, address: str) -> None:
    page = opened(browser, server, f"{address}?lang=zh", viewport={"width": 390, "height": 844})
    heading = page.locator(".st-key-bar h1")
    expect(heading).to_be_in_viewport(ratio=1)
    assert heading.bounding_box()["width"] > 100, "the name is cut"
    for name in ("地图", "规划措施", "地块比选", "数据"):
        link = page.locator(".st-key-pages").get_by_role("link", name=name)
        expect(link).to_be_in_viewport(ratio=1)
    assert violations(page) == []
    page.context.close()


@pytest.mark.parametrize("name", list(TABS))
def test_no_tab_breaks_a_rule(browser: Any, server: Any, name: str) -> None:
    page = opened(browser, server, f"{name}?lang=zh")
    broken: dict[str, list[str]] = {}
    for tab in page.get_by_role("tab").all():
        tab.click()
        page.wait_for_timeout(1200)
        broken[tab.inner_text()] = violations(page)
    assert len(broken) >= len(TABS[name])
    assert {tab: found for tab, found in broken.items() if found} == {}
    page.context.close()


def test_names_are_read_as_they_are(browser: Any, server: Any) -> None:
    """No address of a picture, no mark of colour, no backslash in what a reader is told."""
    page = opened(browser, server, "?lang=zh")
    names = page.evaluate(
        """() => [...document.querySelectorAll("[aria-label], img[alt]")]
            .map(e => e.getAttribute("aria-label") || e.getAttribute("alt"))"""
    )
    assert names
    assert not [name for name in names if "data:" in name or ":gray" in name or "\\" in name]
    english = [name for name in names if name in ("Sidebar", "Open") or name.startswith("Help for")]
    assert english == []
    frame = page.locator('iframe[src*="streamlit_folium"]').first
    expect(frame).to_have_attribute("aria-label", "地图")
    page.context.close()


def test_twice_as_large_the_name_and_pages_are_there(browser: Any, server: Any) -> None:
    """200 % zoom of 1280 pixels is 640 pixels of the page."""
    page = opened(browser, server, "?lang=zh", viewport={"width": 640, "height": 450})
    expect(page.locator(".st-key-bar h1")).to_be_visible()
    for link in page.locator(".st-key-pages").get_by_role("link").all():
        expect(link).to_be_in_viewport(ratio=1)
    page.context.close()

"""Bar, map, card and strip at four sizes, in both languages, light and dark; kept as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
ARTEFACTS = Path(__file__).resolve().parents[2] / "artefacts"
SIZES = ((1440, 900), (1024, 768), (768, 1024), (390, 844))
ADDRESS = "?feature=economic_belt/zhongshanlu"


def overlap(one: dict[str, float], other: dict[str, float]) -> float:
    """Square pixels that two boxes share."""
    wide = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
    high = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
    return max(0.0, wide) * max(0.0, high)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_nothing_lies_on_anything_else(
    browser: Any, server: Any, size: tuple[int, int], language: str, scheme: str
) -> None:
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, locale="zh-CN"
    )
    page = context.new_page()
    page.goto(f"{server.url}/{ADDRESS}&lang={language}")
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    frame = page.locator('iframe[src*="streamlit_folium"]')
    ready = frame.content_frame.locator('#map_div[data-highlighted="1"]')
    ready.wait_for()
    page.wait_for_timeout(600)
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"layout_{width}_{language}_{scheme}.png")

    bar = {
        name: page.locator(mark).bounding_box()
        for name, mark in {
            "name": ".st-key-bar h1", "search": ".finder input", "share": ".share-open",
            "language": ".st-key-bar-language",
        }.items()
    }  # fmt: skip
    for name, box in bar.items():
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width + 1, name
        assert box["y"] >= 0 and box["y"] + box["height"] <= 50, name
    pages = [one.bounding_box() for one in page.locator(".st-key-pages a").all()]
    boxes = [*bar.values(), *pages]
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert overlap(one, other) < 4, (one, other)
    card = page.locator(".st-key-card").bounding_box()
    assert card["x"] >= 0 and card["x"] + card["width"] <= width + 1
    assert card["y"] >= 40 and card["y"] + card["height"] <= height + 1
    strip = frame.content_frame.locator(".plan-strip").bounding_box()
    assert strip["height"] < 40
    # What was selected is drawn where nothing lies on it.
    lit = frame.content_frame.locator(".plan-label-lit").first.bounding_box()
    assert overlap(lit, card) < 0.3 * lit["width"] * lit["height"]
    # The page itself never scrolls sideways.
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    context.close()

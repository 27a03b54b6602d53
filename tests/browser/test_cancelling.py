"""A large file that takes its time: the page says so, and takes "cancel" for an answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def large(tmp_path: Path, workspace: Any) -> Path:
    """A GeoJSON that takes several seconds to read."""
    random = np.random.default_rng(3)
    west, south, east, north = workspace.settings.bounds
    count = 150_000
    x = random.uniform(west + 0.01, east - 0.01, count)
    y = random.uniform(south + 0.01, north - 0.01, count)
    angle = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    rings = np.stack(
        [x[:, None] + 0.0004 * np.cos(angle), y[:, None] + 0.0004 * np.sin(angle)], axis=-1
    )
    rows = gpd.GeoDataFrame({"name": range(count)}, geometry=shapely.polygons(rings), crs=4326)
    path = tmp_path / "large.geojson"
    rows.to_file(path, driver="GeoJSON", engine="pyogrio", COORDINATE_PRECISION=7)
    return path


def test_a_reading_is_cancelled_and_begun_again(
    server: Any, open_page: Callable[[Any], Any], large: Path
) -> None:
    page = open_page(server).go("data")
    panel = page.tab("导入")
    panel.locator("input[type=file]").first.set_input_files(str(large), timeout=60_000)
    cancel = panel.get_by_role("button", name="取消")
    expect(cancel).to_be_visible(timeout=30_000)
    expect(panel.get_by_text("已读取").first).to_be_visible()
    cancel.click()
    told = panel.get_by_test_id("stAlert").filter(has_text="读取已取消")
    expect(told).to_be_visible(timeout=5_000)
    expect(cancel).to_have_count(0)
    panel.get_by_role("button", name="重新读取").click()
    expect(cancel).to_be_visible(timeout=30_000)
    cancel.click()
    expect(told).to_be_visible(timeout=5_000)
    page.rested()

"""The comparison page, from a dropped Shapefile to papers and back."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import geopandas as gpd
import openpyxl
import pytest
from playwright.sync_api import Locator, expect
from shapely.geometry import box

from hebei_gis.workspace import Workspace

pytestmark = pytest.mark.browser

NAMES = ("甲地块", "乙地块", "丙地块", "丁地块", "戊地块")
#: Heavy enough to decide the ranking: the largest parcel comes first.
SIDES_M = (60, 90, 120, 150, 260)
AREA = "地块面积"


def gbk_shapefile(folder: Path, workspace: Workspace) -> bytes:
    """Parcels in metres with Chinese names in GBK, zipped as a planner would send them."""
    boundary = workspace.layers[str(workspace.settings.boundary)].features
    middle = boundary.to_crs(workspace.settings.metre_crs).geometry.iloc[0].representative_point()
    shapes = [
        box(
            middle.x + 400 * at,
            middle.y + 150 * at,
            middle.x + 400 * at + side,
            middle.y + 150 * at + side,
        )
        for at, side in enumerate(SIDES_M)
    ]
    parcels = gpd.GeoDataFrame(
        {"编号": [f"HB-{n}" for n in range(1, 6)], "名称": NAMES, "容积率": [1.5, 2.0, 2.5, 3.0, 3.5]},
        geometry=shapes,
        crs="EPSG:4548",
    )
    parcels.to_file(folder / "出让地块.shp", encoding="GBK", engine="pyogrio")
    assert (folder / "出让地块.dbf").read_bytes().count("甲地块".encode("gbk")) == 1
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.glob("出让地块.*")):
            archive.write(part, part.name)
    return packed.getvalue()


def weight(page: Any, title: str) -> Locator:
    """The slider of a criterion's weight."""
    return page.sidebar.get_by_test_id("stSlider").filter(has_text=title).get_by_role("slider")


def ranking(page: Any) -> dict[str, int]:
    """Parcel → rank, as the table on the page says."""
    rows = page.table(page.page.get_by_role("tabpanel", name="排序").get_by_test_id("stDataFrame"))
    return {row["地块"]: int(row["名次"]) for row in rows}


def wait_ranking(page: Any, wanted: Callable[[dict[str, int]], bool]) -> dict[str, int]:
    """The ranking, once it is as wanted."""
    for _ in range(200):
        try:
            found = ranking(page)
        except KeyError, ValueError:
            found = {}
        if wanted(found):
            return found
        page.page.wait_for_timeout(100)
    pytest.fail(f"the ranking never came: {found}")

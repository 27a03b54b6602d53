"""The comparison page, from a dropped Shapefile to papers and back."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import geopandas as gpd
import openpyxl
import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, expect
from shapely.geometry import box

from hebei_gis.export.verify import verify_content
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
        {
            "编号": [f"HB-{n}" for n in range(1, 6)],
            "名称": NAMES,
            "容积率": [1.5, 2.0, 2.5, 3.0, 3.5],
        },
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
        except (KeyError, ValueError, PlaywrightError):
            found = {}
        if wanted(found):
            return found
        page.page.wait_for_timeout(100)
    pytest.fail(f"the ranking never came: {found}")


def test_the_whole_way_from_a_gbk_shapefile_to_papers_and_back(
    server: Any, open_page: Callable[[Any], Any], workspace: Workspace, tmp_path: Path
) -> None:
    page = open_page(server)
    page.page.goto(f"{server.url}/sites")
    page.sidebar.get_by_text("拖入的文件").click()
    page.drop(page.sidebar, "地块文件", ("出让地块.zip", gbk_shapefile(tmp_path, workspace)))
    before = wait_ranking(page, lambda found: set(found) == set(NAMES))
    assert sorted(before.values()) == [1, 2, 3, 4, 5]

    # A weight heavy enough makes the largest parcel the first.
    slider = weight(page, AREA)
    slider.focus()
    slider.press("End")
    page.page.wait_for_url(re.compile(r"area_m2%3D1(%2C|&|$)"))
    page.rested()
    after = wait_ranking(page, lambda found: found.get("戊地块") == 1 and set(found) == set(NAMES))
    shown = page.tab("排序")
    expect(shown.get_by_text("5 个地块参加排序，0 个未参加。")).to_be_visible()
    # Demonstration is what the layer of that name is, not what a planner dropped.
    expect(page.page.get_by_text("演示数据")).to_have_count(0)
    drawn = page.frame_map(shown)
    drawn.wait_for()

    # How sure: it follows on its own.
    sure = page.tab("稳健性")
    expect(sure.get_by_text("的权重与位置抽样中居首")).to_be_visible(timeout=60_000)
    expect(sure.get_by_role("heading")).to_contain_text("戊地块")

    # The sheet of one parcel.
    sheet = page.tab("一地一档")
    page.choose("地块", "丙地块", sheet)
    expect(sheet.get_by_role("heading", name="丙地块")).to_be_visible()
    cells = sheet.get_by_test_id("stDataFrame").first.locator("canvas table td")
    expect(cells.filter(has_text=re.compile(r"^14,[34]\d\d 平方米"))).to_have_count(
        1
    )  # 120 × 120 m
    expect(sheet.get_by_text("周边要素")).to_be_visible()

    # Word, Excel and the file to load again.
    saved = assert_papers(page, after)

    # Somebody else loads it and finds the same.
    other = open_page(server)
    other.page.goto(f"{server.url}/sites")
    other.sidebar.get_by_text("已保存的比选").click()
    other.drop(other.sidebar, "比选文件", ("comparison.json", saved))
    assert wait_ranking(other, lambda found: set(found) == set(NAMES)) == after
    sure = other.tab("稳健性")
    expect(sure.get_by_role("heading")).to_contain_text("戊地块")


def assert_papers(page: Any, ranks: dict[str, int]) -> bytes:
    """The papers give the ranks of the page; the saved comparison."""
    papers = page.tab("成果")
    content = paper(page, papers, "生成 Word", ".docx")
    report = docx.Document(io.BytesIO(content))
    tables = [[[cell.text for cell in row.cells] for row in t.rows] for t in report.tables]
    assert ranks_in(tables) == ranks
    assert report.inline_shapes
    assert [p for p in report.paragraphs if p.style.name.startswith("Heading")]

    content = paper(page, papers, "生成 Excel", ".xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert set(NAMES) <= set(cells)
    assert sum(str(cell).startswith("=") for cell in cells) > 2 * len(NAMES)
    counted = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    sheets = [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in counted]
    assert ranks_in(sheets) == ranks

    page.choose("格式", "GeoPackage", papers)
    page.rested()
    name, content = page.made(papers, r"下载 .*\.gpkg")
    sidecar, faults = verify_content(content, name)
    assert faults == () and sidecar["rows"] == len(NAMES)
    assert sidecar["layers"][0]["analysis"]["weights"]

    name, saved = page.download(papers.get_by_role("button", name="保存比选"))
    assert name == "comparison.json"
    assert json.loads(saved)
    return saved


def paper(page: Any, papers: Locator, button: str, ending: str) -> bytes:
    """Have a paper made, and download it."""
    papers.get_by_role("button", name=button).click()
    given = papers.get_by_role("button", name=ending)
    given.wait_for(timeout=30_000)
    page.rested()
    name, content = page.download(given)
    assert name.endswith(ending)
    return content


def ranks_in(tables: list[list[list[Any]]]) -> dict[str, int] | None:
    """Parcel → rank of the first table whose rows are a rank and a name."""
    for rows in tables:
        found: dict[str, int] = {}
        for row in rows:
            named = [cell for cell in row if cell in NAMES]
            numbers = [cell for cell in row if str(cell).isdigit()]
            if named and numbers and named[0] not in found:
                found[named[0]] = int(numbers[0])
        if set(found) == set(NAMES):
            return found
    return None


def test_the_demonstration_says_so_and_a_broken_file_gives_a_sentence(
    server: Any, open_page: Callable[[Any], Any], workspace: Workspace
) -> None:
    page = open_page(server).go("sites?sites_layer=site_parcel_demo")
    expect(page.page.get_by_text("演示数据：这些地块为展示功能而虚构")).to_be_visible()
    expect(page.tab("排序").get_by_test_id("stDataFrame").first).to_be_visible()
    page.sidebar.get_by_text("拖入的文件").click()
    page.drop(page.sidebar, "地块文件", ("坏.zip", b"PK\x03\x04 not a zip"))
    expect(page.page.get_by_test_id("stAlert").first).to_contain_text("坏.zip")
    expect(page.page.get_by_test_id("stException")).to_have_count(0)
    page.sidebar.get_by_text("已保存的比选").click()
    page.drop(page.sidebar, "比选文件", ("comparison.json", b'{"version": 99}'))
    expect(page.page.get_by_test_id("stAlert").first).to_be_visible()
    expect(page.page.get_by_test_id("stException")).to_have_count(0)
    open_page(server).go("sites")

"""Hostile uploads on a served app, while another user works: who is held up, what is held.

    python tests/browser/uploads_trial.py [--limits]

One user hands in file after file of the kinds that once ended or held up the server; another hands
in 200 rows after each. Prints as JSON: seconds until the other's rows were there, seconds until the
server said that it is well, most megabytes of all its processes (proportional set size), and what
the first user was told. Exits 1 where somebody was told nothing or the server ended; with
``--limits`` also where a promise was broken: 5 s, 1 s, 2 GB.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import runpy
import sqlite3
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import geopandas as gpd  # noqa: E402
import numpy as np  # noqa: E402
import openpyxl  # noqa: E402
import shapely  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from hebei_gis.plan.register.workbook import register_xlsx  # noqa: E402
from hebei_gis.workspace import open_workspace  # noqa: E402
from tests.browser.conftest import SWITCHES, _healthy, served  # noqa: E402

PROMISES = {"small upload s": 5.0, "health s": 1.0, "held MB": 2048.0}
#: Told within so many seconds: as long as a reading may take, and a little.
LONGEST_S = 140


def nested() -> tuple[str, bytes]:
    depth = 15_000
    cell = "GEOMETRYCOLLECTION(" * depth + "POINT(117.2 39.1)" + ")" * depth
    return "nested.csv", f'name,wkt\nx,"{cell}"\n'.encode()


def wide() -> tuple[str, bytes]:
    chance = random.Random(1)
    features = [
        {
            "type": "Feature",
            "properties": {f"c{chance.randrange(10**9)}": 1 for _ in range(100)},
            "geometry": {"type": "Point", "coordinates": [117.2, 39.15]},
        }
        for _ in range(3_000)
    ]
    return "wide.geojson", json.dumps({"type": "FeatureCollection", "features": features}).encode()


def zeros() -> tuple[str, bytes]:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", b"[" * 280_000_000)
    return "zeros.zip", content.getvalue()


def endless() -> tuple[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        rows = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(117.2, 39.15)], crs=4326)
        rows.to_file(path, driver="GPKG", layer="rows", engine="pyogrio")
        database = sqlite3.connect(path)
        query = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i FROM n"
        database.execute("ALTER TABLE rows RENAME TO hidden")
        database.execute(f"CREATE VIEW rows AS {query}")
        database.commit()
        database.close()
        return "endless.gpkg", path.read_bytes()


def faulty_register() -> tuple[str, bytes]:
    book = openpyxl.load_workbook(io.BytesIO(register_xlsx(open_workspace(ROOT).register)))
    for sheet in book.worksheets:
        width = sheet.max_column
        for row in range(20_000):
            sheet.append([f"x{row % 7}"] * width)
    content = io.BytesIO()
    book.save(content)
    return "faulty.xlsx", content.getvalue()


def small(number: int) -> tuple[str, bytes]:
    chance = np.random.default_rng(number)
    features = [
        {
            "type": "Feature",
            "properties": {"名称": f"点{number}-{n}"},
            "geometry": {"type": "Point", "coordinates": [float(x), float(y)]},
        }
        for n, (x, y) in enumerate(chance.uniform((117.18, 39.14), (117.24, 39.18), (200, 2)))
    ]
    values = {"type": "FeatureCollection", "features": features}
    return f"small{number}.geojson", json.dumps(values, ensure_ascii=False).encode()


#: Kind → its maker, and the page, tab and place it is handed in at.
HOSTILE: dict[str, tuple[Any, str, str]] = {
    "nested collections": (nested, "data", "导入"),
    "other columns in each row": (wide, "data", "导入"),
    "a zip of zeros, imported": (zeros, "data", "导入"),
    "a zip of zeros, checked": (zeros, "data", "核对"),
    "an endless view": (endless, "data", "导入"),
    "a register workbook of faults": (faulty_register, "register", "编辑"),
}


class Watched:
    """The server's health and memory, looked at all the time."""

    def __init__(self, url: str, process: int) -> None:
        self._url, self._process = url, process
        self._over = threading.Event()
        self.health_s = self.held_mb = 0.0
        self.dead = False
        self._threads = [
            threading.Thread(target=work, daemon=True) for work in (self._ask, self._look)
        ]

    def __enter__(self) -> Watched:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _ask(self) -> None:
        while not self._over.wait(0.1):
            start = time.monotonic()
            if not _healthy(self._url):
                self.dead = True
            self.health_s = max(self.health_s, time.monotonic() - start)

    def _look(self) -> None:
        while not self._over.wait(0.2):
            held = sum(map(proportional_mb, [self._process, *children(self._process)]))
            self.held_mb = max(self.held_mb, held)


def children(process: int) -> list[int]:
    """All processes below one, as Linux tells them."""
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            own = [int(word) for word in task.read_text().split()]
        except OSError:
            continue
        found += [*own, *(one for child in own for one in children(child))]
    return found


def proportional_mb(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def opened(browser: Any, url: str, page: str, tab: str) -> tuple[Page, Any]:
    made = browser.new_context(locale="zh-CN").new_page()
    made.set_default_timeout(30_000)
    made.goto(f"{url}/{page}?lang=zh")
    made.get_by_role("tab", name=tab, exact=True).click()
    panel = made.get_by_role("tabpanel", name=tab, exact=True)
    panel.locator("input[type=file]").first.wait_for(state="attached")
    made.wait_for_timeout(1000)
    return made, panel


def hand_in(panel: Any, folder: Path, file: tuple[str, bytes]) -> None:
    path = folder / file[0]
    path.write_bytes(file[1])
    panel.locator("input[type=file]").first.set_input_files(str(path))


def one_kind(browser: Any, url: str, kind: str, folder: Path, number: int) -> dict[str, Any]:
    make, page, tab = HOSTILE[kind]
    hostile, there = opened(browser, url, page, tab)
    other, panel = opened(browser, url, "data", "导入")
    hand_in(there, folder, make())
    hostile.wait_for_timeout(300)
    start = time.monotonic()
    hand_in(panel, folder, small(number))
    panel.get_by_text("200 行").first.wait_for(timeout=LONGEST_S * 1000)
    took = time.monotonic() - start
    told = there.get_by_test_id("stAlert").first
    told.wait_for(timeout=LONGEST_S * 1000)
    words = told.inner_text()
    hostile.context.close()
    other.context.close()
    return {"small upload s": round(took, 2), "told": words[:120]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limits", action="store_true")
    options = parser.parse_args()
    chromium = runpy.run_path(str(ROOT / "tools" / "setup.py"))["chromium"]()
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=chromium, args=list(SWITCHES))
        with (
            served(folder / "log.txt", ROOT) as server,
            Watched(server.url, server.process) as watched,
        ):
            for number, kind in enumerate(HOSTILE):
                found[kind] = one_kind(browser, server.url, kind, folder, number)
                print(kind, found[kind], file=sys.stderr)
        browser.close()
    slowest = max(one["small upload s"] for one in found.values())
    measured = {"small upload s": slowest, "health s": watched.health_s, "held MB": watched.held_mb}
    found |= {name: round(value, 2) for name, value in measured.items()}
    found["ended"] = watched.dead
    broken = [name for name, most in PROMISES.items() if measured[name] > most]
    found["broken promises"] = broken
    print(json.dumps(found, ensure_ascii=False))
    return int(watched.dead or (options.limits and bool(broken)))


if __name__ == "__main__":
    sys.exit(main())

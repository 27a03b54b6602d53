"""Our map page beside the naive one, in one run: what a rerun and a click cost.

Naive is what a user would write: ``st_folium(folium.GeoJson(parcels, style, tooltip))`` with the
parcels already in memory; its scripts are served from its own host, for it shows nothing
otherwise. Ours is the project's own app on a workspace with the same parcels. Both answer the
same two gestures in the same Chromium: a filter not chosen before (what it leaves out is dimmed)
and a click on a parcel (its name is shown beside the map).

Measured: CPU seconds of the server process, bytes on the websocket both ways, and seconds from
the click until the name is there. Exit code 1 where a goal is missed at the largest size.

    python benchmarks/map_delivery.py [--sizes 1000 10000] [--repeat 5]
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import os
import re
import runpy
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from hebei_gis.map.mapping import browser_assets
from hebei_gis.plan.register.tables import COLUMNS

ROOT = Path(__file__).resolve().parents[1]
FRAME = 'iframe[title="streamlit_folium.st_folium"]'
WEST, SOUTH, EAST, NORTH = 117.14, 39.11, 117.27, 39.21
CHAPTERS = tuple(range(1, 13))
#: At most this much of naive's cost, at the largest size.
GOALS = {"cpu_s": 1 / 20, "bytes": 1 / 50, "click_s": 1 / 4}
WORDS = {
    "cpu_s": "server CPU a rerun",
    "bytes": "websocket bytes a rerun",
    "click_s": "click to selection shown",
}
PATIENCE_S = 60
QUIET_S = 0.5


@dataclass
class Cost:
    """Medians of one app at one size."""

    cpu_s: float
    bytes: float
    click_s: float
    shown_s: float


# ---- The same parcels for both.


def parcels(count: int) -> dict[str, Any]:
    """A grid of six-sided parcels over the district, as GeoJSON."""
    columns = math.ceil(math.sqrt(count * 1.3))
    rows = math.ceil(count / columns)
    width, height = (EAST - WEST) / columns, (NORTH - SOUTH) / rows
    features = []
    for number in range(count):
        row, column = divmod(number, columns)
        x, y = WEST + column * width, SOUTH + row * height
        shape = [(0.05, 0.05), (0.6, 0.02), (0.95, 0.1), (0.9, 0.95), (0.4, 0.9), (0.02, 0.8)]
        ring = [[round(x + u * width, 7), round(y + v * height, 7)] for u, v in shape]
        features.append(
            {
                "type": "Feature",
                "properties": {
                    "key": f"p{number}",
                    "name": f"地块{number}",
                    "use": f"用途{number % 7}",
                    "area_m2": 1000 + number % 900,
                    "chapter": CHAPTERS[number % len(CHAPTERS)],
                },
                "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def middle(count: int) -> str:
    """Key of a parcel near the middle of the map."""
    columns = math.ceil(math.sqrt(count * 1.3))
    return f"p{min(count - 1, (math.ceil(count / columns) // 2) * columns + columns // 2)}"


# ---- The naive app.

NAIVE = """
import folium
import geopandas as gpd
import streamlit as st
import streamlit_folium
from streamlit_folium import st_folium

# Offline: every script from this host, or the component shows nothing at all.
if not hasattr(streamlit_folium, "original"):
    streamlit_folium.original = streamlit_folium._component_func
    def local(**arguments):
        arguments["js_links"] = ["../../app/static/leaflet.js"]
        arguments["css_links"] = ["../../app/static/leaflet.css"]
        return streamlit_folium.original(**arguments)
    streamlit_folium._component_func = local

st.set_page_config(layout="wide")

@st.cache_resource
def read():
    return gpd.read_file("parcels.geojson")

gdf = read()
chapter = st.radio("chapter", ["all", *map(str, CHAPTERS)], horizontal=True)

def style(feature):
    kept = chapter == "all" or str(feature["properties"]["chapter"]) == chapter
    return {"color": "#AA6600", "weight": 1, "fillOpacity": 0.4 if kept else 0.07}

m = folium.Map(location=[(SOUTH + NORTH) / 2, (WEST + EAST) / 2], zoom_start=13, tiles=None,
               prefer_canvas=True)
folium.GeoJson(gdf, style_function=style,
               tooltip=folium.GeoJsonTooltip(["name", "use", "area_m2"])).add_to(m)
left, right = st.columns([3, 1])
with left:
    got = st_folium(m, key="map", height=640, use_container_width=True,
                    returned_objects=["last_active_drawing"])
with right:
    drawing = (got or {}).get("last_active_drawing")
    st.text(drawing["properties"]["name"] if drawing else "nothing")
"""


def write_naive(folder: Path, collection: dict[str, Any]) -> None:
    """The naive app with its data and its scripts."""
    (folder / "static").mkdir(parents=True)
    for name in ("leaflet.js", "leaflet.css"):
        (folder / "static" / name).write_bytes(browser_assets()[name])
    (folder / "parcels.geojson").write_text(json.dumps(collection), encoding="utf-8")
    bounds = f"WEST, SOUTH, EAST, NORTH = {WEST}, {SOUTH}, {EAST}, {NORTH}\n"
    bounds += f"CHAPTERS = {CHAPTERS}\n"
    (folder / "naive.py").write_text(bounds + NAIVE, encoding="utf-8")


# ---- Our workspace.

SETTINGS = f"""
name_zh = "测速区"
name_en = "Benchmark District"
adcode = "000000"
plan_zh = "测速"
plan_en = "Benchmark"
metre_crs = "EPSG:4548"
bounds = [{WEST - 0.01}, {SOUTH - 0.01}, {EAST + 0.01}, {NORTH + 0.01}]

[[groups]]
id = "land"
title_zh = "土地"
title_en = "Land"
"""

LAYER = """
title_zh = "地块"
title_en = "Parcels"
about_zh = "生成的地块"
about_en = "Generated parcels"
group = "land"
order = 1

[source]
file = "geodata/parcels.geojson"
crs = "EPSG:4326"
encoding = "UTF-8"
sha256 = "{sha256}"
rows = {rows}
licence = "CC0-1.0"
attribution_zh = "测速"
attribution_en = "Benchmark"
retrieved = "2026"

[shape]
geometry = ["Polygon"]
key = "key"

[fields]
name = "name_zh"
use = "land_use"
area_m2 = "area_m2"

[style]
color = "#AA6600"
fill_opacity = 0.4
width_px = 1
visible = true

[quality]
basis = "surveyed"
accuracy_m = 1
"""


def write_ours(folder: Path, collection: dict[str, Any]) -> None:
    """A workspace with the parcels, and a plan whose chapters speak of all of them."""
    plan = folder / "geodata" / "plan"
    plan.mkdir(parents=True)
    (folder / "layers").mkdir()
    content = json.dumps(collection, ensure_ascii=False).encode()
    (folder / "geodata" / "parcels.geojson").write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    rows = len(collection["features"])
    declaration = LAYER.format(sha256=sha256, rows=rows)
    (folder / "layers" / "parcels.toml").write_text(declaration, encoding="utf-8")
    (folder / "workspace.toml").write_text(SETTINGS, encoding="utf-8")
    tables: dict[str, list[list[Any]]] = {
        "themes": [["land", "土地", "Land"]],
        "headings": [[c, "", f"第{c}章", f"Chapter {c}"] for c in CHAPTERS],
        "measures": [
            [f"{c}.1.1", "measure", f"条目{c}", f"Entry {c}", "land", "概要", "Summary"]
            for c in CHAPTERS
        ],
        "places": [[f"area{c}", f"片区{c}", f"Area {c}", "area", "", "", "", ""] for c in CHAPTERS],
        "links": [[f"{c}.1.1", f"area{c}", "changes"] for c in CHAPTERS],
        "place_features": [
            [f"area{f['properties']['chapter']}", "parcels", f["properties"]["key"]]
            for f in collection["features"]
        ],
    }
    for name, lines in tables.items():
        with (plan / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([COLUMNS[name], *lines])


# ---- Servers and their CPU.


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def served(command: list[str], folder: Path) -> Iterator[tuple[str, int]]:
    """Run a Streamlit server until the block ends; its address and process id."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = folder / "server.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [part.format(port=port) for part in command],
            cwd=folder,
            stdout=written,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        try:
            until = time.monotonic() + PATIENCE_S
            while not healthy(url):
                if process.poll() is not None or time.monotonic() > until:
                    sys.exit(f"The server did not start:\n{log.read_text(errors='replace')}")
                time.sleep(0.1)
            yield url, process.pid
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def cpu_s(pid: int) -> float:
    """CPU seconds a process has used, all its threads, those that ended too."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def quiet(page: Page, pid: int) -> None:
    """Wait until the server has used no CPU for a while."""
    until = time.monotonic() + PATIENCE_S
    used, since = cpu_s(pid), time.monotonic()
    while time.monotonic() - since < QUIET_S:
        page.wait_for_timeout(50)
        now = cpu_s(pid)
        if now - used > 0.011:  # one tick may be an idle server's own
            used, since = now, time.monotonic()
        if time.monotonic() > until:
            sys.exit("The server never came to rest.")


# ---- The gestures.


@dataclass
class Traffic:
    """Bytes on all websockets of a page, both ways."""

    total: int = 0
    seen: list[Any] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("websocket", self._opened)

    def _opened(self, websocket: Any) -> None:
        self.seen.append(websocket)
        websocket.on("framesent", self._add)
        websocket.on("framereceived", self._add)

    def _add(self, payload: Any) -> None:
        self.total += len(payload if isinstance(payload, bytes) else payload.encode())


class App:
    """What differs between the two apps: their gestures."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.frame = page.locator(FRAME).content_frame
        self.map = self.frame.locator("#map_div")

    def wait_js(self, script: str, argument: Any = None) -> None:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                if self.map.evaluate(script, argument, timeout=2000):
                    return
            except Exception as error:  # the naive frame is mounted anew while we look
                if "imeout" not in str(error) and "detached" not in str(error):
                    self.page.wait_for_timeout(20)
            self.page.wait_for_timeout(20)
        sys.exit(f"Never true: {script}")

    def open(self, url: str) -> None:
        self.page.goto(url)
        self.map.wait_for(timeout=PATIENCE_S * 1000)
        self.shown()

    def shown(self) -> None:
        raise NotImplementedError

    def filter(self, number: int) -> None:
        raise NotImplementedError

    def position(self, key: str) -> tuple[float, float]:
        raise NotImplementedError

    def selected(self, name: str) -> None:
        raise NotImplementedError

    def click(self, key: str) -> float:
        """Seconds from the click on a parcel until its name is there."""
        x, y = self.position(key)
        box = self.page.locator(FRAME).bounding_box()
        assert box
        self.page.mouse.move(box["x"] + x, box["y"] + y)
        self.page.wait_for_timeout(300)
        start = time.perf_counter()
        self.page.mouse.click(box["x"] + x, box["y"] + y)
        self.selected(f"地块{key[1:]}")
        return time.perf_counter() - start


class Naive(App):
    def shown(self) -> None:
        self.wait_js(
            """() => { let n = 0; window.map && window.map.eachLayer(l => n += !!l.feature);
               return n > 0; }"""
        )

    def filter(self, number: int) -> None:
        self.page.get_by_role("radio", name=str(CHAPTERS[number]), exact=True).check(force=True)

    def position(self, key: str) -> tuple[float, float]:
        x, y = self.map.evaluate(
            """(e, key) => { let at; window.map.eachLayer(l => {
                 if (l.feature && l.feature.properties.key === key)
                   at = window.map.latLngToContainerPoint(l.getBounds().getCenter()); });
               return [at.x, at.y]; }""",
            key,
        )
        return x, y

    def selected(self, name: str) -> None:
        text = self.page.get_by_test_id("stText").get_by_text(name, exact=True)
        text.wait_for(timeout=PATIENCE_S * 1000)


class Ours(App):
    def shown(self) -> None:
        self.wait_js("e => Number(e.dataset.features) > 0")

    def filter(self, number: int) -> None:
        box = self.page.get_by_role("combobox", name="章")
        if not box.is_visible():
            self.page.locator("summary", has_text="筛选").click()
        ready = self.map.evaluate("e => e.dataset.ready")
        option = self.page.get_by_role("option", name=re.compile(rf"^{CHAPTERS[number]} "))
        while not option.is_visible():  # one click may close the list that the last one left open
            box.click()
            self.page.wait_for_timeout(500)
        option.click()
        self.wait_js("(e, n) => e.dataset.ready && e.dataset.ready !== n", ready)

    def position(self, key: str) -> tuple[float, float]:
        x, y = self.map.evaluate("(e, key) => PlanMap.where('parcels', key)", key)
        return x, y

    def selected(self, name: str) -> None:
        heading = self.page.get_by_role("heading", name=name, exact=True)
        heading.wait_for(timeout=PATIENCE_S * 1000)


def measure(browser: Browser, kind: type[App], url: str, pid: int, size: int, repeat: int) -> Cost:
    """Open the app, filter `repeat` times, click as often; medians."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_S * 1000)
    traffic = Traffic()
    traffic.listen(page)
    app = kind(page)
    app.open(url)  # once more below: a first visit also imports and reads
    quiet(page, pid)
    start = time.perf_counter()
    app.open(url)
    shown_s = time.perf_counter() - start
    quiet(page, pid)
    cpu, sent = [], []
    for number in range(repeat + 1):
        before_cpu, before_bytes = cpu_s(pid), traffic.total
        app.filter(number)
        quiet(page, pid)
        if number:  # the first opens the list of chapters
            cpu.append(cpu_s(pid) - before_cpu)
            sent.append(traffic.total - before_bytes)
    app.open(url)
    quiet(page, pid)
    keys = [middle(size), f"p{int(middle(size)[1:]) + 3}"]
    clicks = []
    for number in range(repeat + 1):
        seconds = app.click(keys[number % 2])
        quiet(page, pid)
        if number:
            clicks.append(seconds)
        # The popup would lie over what is clicked next.
        app.map.evaluate("() => { window.map.closePopup(); }")
    context.close()
    return Cost(
        cpu_s=statistics.mean(cpu),  # mean: a tick of the clock is 10 ms
        bytes=statistics.median(sent),
        click_s=statistics.median(clicks),
        shown_s=shown_s,
    )


def run(browser: Browser, size: int, repeat: int, folder: Path) -> tuple[Cost, Cost]:
    """Naive and ours at one size."""
    collection = parcels(size)
    write_naive(folder / "naive", collection)
    write_ours(folder / "ours", collection)
    streamlit = [sys.executable, "-m", "streamlit", "run", "naive.py", "--server.port={port}"]
    streamlit += ["--server.address=127.0.0.1", "--server.headless=true"]
    streamlit += ["--server.enableStaticServing=true", "--browser.gatherUsageStats=false"]
    streamlit += ["--server.fileWatcherType=none"]
    with served(streamlit, folder / "naive") as (url, pid):
        naive = measure(browser, Naive, url, pid, size, repeat)
    ours_command = [sys.executable, "-m", "hebei_gis.cli", "app", "--port", "{port}"]
    ours_command += ["--workspace", str(folder / "ours")]
    with served(ours_command, folder / "ours") as (url, pid):
        ours = measure(browser, Ours, url, pid, size, repeat)
    return naive, ours


def report(size: int, naive: Cost, ours: Cost, judged: bool) -> bool:
    """Print one size; whether every goal is met."""
    print(f"\n{size:,} polygons{'':22}{'naive':>12}{'ours':>12}{'ratio':>10}  goal")
    met = True
    for name, goal in GOALS.items():
        a, b = float(getattr(naive, name)), float(getattr(ours, name))
        unit = (lambda v: f"{v / 1e6:.3f} MB") if name == "bytes" else (lambda v: f"{v:.3f} s")
        good = b <= a * goal
        met &= good
        verdict = f"≤ 1/{1 / goal:.0f} {'met' if good else 'MISSED'}" if judged else ""
        ratio = f"1/{a / b:.1f}" if b else "0"
        print(f"  {WORDS[name]:<32}{unit(a):>12}{unit(b):>12}{ratio:>10}  {verdict}")
    print(f"  {'page opened to map drawn':<32}{naive.shown_s:>10.3f} s{ours.shown_s:>10.3f} s")
    return met


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--repeat", type=int, default=5, choices=range(1, len(CHAPTERS)))
    options = parser.parse_args()
    if not Path("/proc/self/stat").exists():
        print("This benchmark reads CPU seconds from /proc, which this system does not have.")
        return 0
    path = runpy.run_path(str(ROOT / "tools" / "setup.py"))["chromium"]()
    if path is None:
        print("No Chromium found: install the package chromium or set HEBEI_GIS_CHROMIUM.")
        return 0
    met = True
    switches = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                "--disable-component-update", "--no-first-run"]  # fmt: skip
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as temporary:
        browser = playwright.chromium.launch(executable_path=path, args=switches)
        for size in sorted(options.sizes):
            naive, ours = run(browser, size, options.repeat, Path(temporary) / str(size))
            judged = size == max(options.sizes)
            met = report(size, naive, ours, judged) or not judged
        browser.close()
    print("\nGoals met." if met else "\nA goal was missed.")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())

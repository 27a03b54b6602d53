"""A served app and a real Chromium that refuses every host but the app's own."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Route,
    sync_playwright,
)
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from hebei_gis.files.workspace_folder import WORKSPACE_VARIABLE
from hebei_gis.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "artefacts"
MAP_FRAME = 'iframe[title="streamlit_folium.st_folium"]'
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
# Streamlit asks for these beside each page's own address before it finds the base path.
PROBES = re.compile(r"/[a-z_]+/_stcore/(health|host-config)$")
START_S = 60
WAIT_MS = 20_000


# ---- The server.


@dataclass(frozen=True)
class Server:
    """A served app: its address and what it said."""

    url: str
    log: Path
    process: int = 0

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _healthy(url: str) -> bool:
    try:
        # A certificate of a test's own is nobody's to trust.
        trust = ssl._create_unverified_context() if url.startswith("https") else None
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5, context=trust) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def served(
    log: Path,
    workspace: Path | None = None,
    base_path: str = "",
    options: Sequence[str] = (),
    scheme: str = "http",
) -> Iterator[Server]:
    """Serve the app on a free port of this machine until the block ends."""
    port = _free_port()
    url = f"{scheme}://127.0.0.1:{port}" + (f"/{base_path}" if base_path else "")
    command = [sys.executable, "-m", "hebei_gis.cli", "app", "--port", str(port), *options]
    if workspace:
        command += ["--workspace", str(workspace)]
    environment = {k: v for k, v in os.environ.items() if k != WORKSPACE_VARIABLE}
    if base_path:
        environment["STREAMLIT_SERVER_BASE_URL_PATH"] = base_path
    with log.open("wb") as written:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=written, stderr=subprocess.STDOUT
        )
        try:
            until = time.monotonic() + START_S
            while not _healthy(url):
                if process.poll() is not None or time.monotonic() > until:
                    pytest.fail(f"The app did not start:\n{log.read_text(errors='replace')}")
                time.sleep(0.1)
            yield Server(url, log, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


# Fixtures of the package, not of the session: playwright's event loop would stay in the thread
# of every test that runs after these.


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The default workspace, served."""
    with served(tmp_path_factory.mktemp("server") / "log.txt") as running:
        yield running


@pytest.fixture(scope="package")
def edited(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[tuple[Server, Path]]:
    """A copy of the default workspace, served; a test may edit the copy's files."""
    folder = tmp_path_factory.mktemp("edited") / "workspace"
    folder.mkdir()
    shutil.copy(ROOT / "workspace.toml", folder)
    shutil.copytree(ROOT / "layers", folder / "layers")
    shutil.copytree(ROOT / "geodata", folder / "geodata")
    with served(folder.parent / "log.txt", workspace=folder) as running:
        yield running, folder


@pytest.fixture(scope="package")
def served_under(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], Any]:
    """Serve the default workspace under a base path, as a context manager."""
    return lambda base_path: served(tmp_path_factory.mktemp("base") / "log.txt", None, base_path)


@pytest.fixture(scope="package")
def served_with() -> Callable[..., Any]:
    """Serve a workspace with further options, as a context manager."""
    return served


@pytest.fixture(scope="session")
def workspace(default_workspace: Workspace) -> Workspace:
    """The default workspace, to ask what the page should show."""
    return default_workspace


# ---- The browser.


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests, found as tools/setup.py finds it."""
    path = runpy.run_path(str(ROOT / "tools" / "setup.py"))["chromium"]()
    if path is None:
        pytest.skip("No Chromium found: install the package chromium or set HEBEI_GIS_CHROMIUM.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
        yield launched
        launched.close()


@dataclass
class Watch:
    """What a page asked for and complained of; a test fails on any of it."""

    host: str
    foreign: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)

    @property
    def foreign_pattern(self) -> re.Pattern[str]:
        """What matches every address but the app's own and what is inside the page."""
        return re.compile(rf"^(?!https?://{re.escape(self.host)}(/|$)|data:|blob:|about:)")

    def is_foreign(self, url: str) -> bool:
        return bool(self.foreign_pattern.match(url.replace("ws://", "http://", 1)))

    def refuse(self, route: Route) -> None:
        """Refuse what is not for the app's own host, and remember it."""
        self.foreign.append(route.request.url)
        route.abort()

    def watch(self, context: BrowserContext, page: Page) -> None:
        """Listen to everything the page does."""
        context.route(self.foreign_pattern, self.refuse)
        context.on("request", lambda request: self.own.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(f"page error: {error}"))
        page.on("console", self._console)
        page.on("response", lambda answer: self._response(answer.status, answer.url))
        page.on(
            "websocket",
            lambda socket: self.foreign.append(socket.url) if self.is_foreign(socket.url) else None,
        )

    def _console(self, said: ConsoleMessage) -> None:
        # "Unrecognized feature …" is a warning, and so is never here.
        if said.type == "error" and not PROBES.search(str(said.location.get("url", ""))):
            self.errors.append(f"console: {said.text}")

    def _response(self, status: int, url: str) -> None:
        if status >= 400 and not PROBES.search(url):
            self.failed.append(f"{status} {url}")

    def problems(self) -> list[str]:
        """All of it, in words."""
        return [
            *(f"asked another host: {url}" for url in self.foreign),
            *(f"failed: {url}" for url in self.failed),
            *self.errors,
        ]

    def forgive(self) -> None:
        """Forget what a test provoked and has looked at."""
        self.foreign.clear()
        self.failed.clear()
        self.errors.clear()


class MapPage:
    """The map page in a browser, as a planner sees it."""

    def __init__(self, page: Page, server: Server, watch: Watch) -> None:
        self.page = page
        self.server = server
        self.watch = watch

    def open(self, address: str = "") -> MapPage:
        """Go to an address of the app and wait until the map has drawn."""
        self.page.goto(f"{self.server.url}/{address}")
        self.map.wait_for(timeout=WAIT_MS)
        self.wait_for("e => e.dataset.ready && Number(e.dataset.features) > 0")
        self.rested()
        return self

    @property
    def map(self) -> Locator:
        return self.page.locator(MAP_FRAME).content_frame.locator("#map_div")

    @property
    def sidebar(self) -> Locator:
        return self.page.get_by_test_id("stSidebar")

    @property
    def panel(self) -> Locator:
        """The card of what is selected."""
        return self.page.locator(".st-key-card")

    def data(self) -> dict[str, str]:
        """What the map says of itself."""
        return dict(self.map.evaluate("e => ({...e.dataset})"))

    def wait_for(self, condition: str, argument: Any = None) -> None:
        """Wait until a condition (JavaScript on the map's element) holds."""
        until = time.monotonic() + WAIT_MS / 1000
        while not self.map.evaluate(condition, argument):
            if time.monotonic() > until:
                pytest.fail(f"The map never came to {condition} {argument!r}; it is {self.data()}")
            self.page.wait_for_timeout(50)

    def wait_data(self, **values: str) -> None:
        """Wait until the map's dataset has these values."""
        self.wait_for("(e, v) => Object.entries(v).every(([k, x]) => e.dataset[k] === x)", values)

    def rested(self) -> None:
        """Wait until the server is done with the page."""
        self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(
            timeout=WAIT_MS
        )

    @contextmanager
    def redrawn(self) -> Iterator[None]:
        """Wait until what is done in the block is drawn."""
        before = self.data()["ready"]
        yield
        self.wait_for("(e, n) => e.dataset.ready !== n", before)
        self.rested()

    def view(self) -> dict[str, Any]:
        """Zoom and centre."""
        return dict(self.map.evaluate("() => PlanMap.view()"))

    def stayed(self, before: dict[str, Any]) -> bool:
        """Whether the map shows what it did, within a pixel: a frame of another height has its
        middle half a pixel away."""
        now = self.view()
        pixel = 360 / (256 * 2 ** before["zoom"])
        moved = [abs(a - b) for a, b in zip(now["centre"], before["centre"], strict=True)]
        return bool(now["zoom"] == before["zoom"] and max(moved) < pixel)

    def where(self, layer: str, key: str) -> list[float] | None:
        """Where a feature is drawn, in pixels of the map."""
        found = self.map.evaluate("(e, [l, k]) => PlanMap.where(l, k)", [layer, key])
        return found if found is None else list(found)

    def at(self, layer: str, key: str) -> Any:
        """The same, as playwright takes a position."""
        found = self.where(layer, key)
        assert found is not None, f"{layer}/{key} is not drawn"
        return {"x": found[0], "y": found[1]}

    def click(self, layer: str, key: str) -> None:
        self.map.click(position=self.at(layer, key))

    def expand(self, title: str) -> Locator:
        """Open an expander of the sidebar, by its title."""
        box = self.sidebar.get_by_test_id("stExpander").filter(
            has=self.page.locator("summary", has_text=title)
        )
        if box.locator("details").get_attribute("open") is None:
            box.locator("summary").click()
        return box

    def choose(self, label: str, option: str, within: Locator | None = None) -> None:
        """Pick an option of a select box or multiselect, by its words."""
        box = (within or self.sidebar).get_by_role("combobox", name=label)
        whole = (within or self.sidebar).locator(
            '[data-testid="stSelectbox"], [data-testid="stMultiSelect"]'
        )
        whole = whole.filter(has=self.page.get_by_role("combobox", name=label))
        found = self.page.get_by_role("option", name=option).first
        for attempt in range(4):
            box.click()
            if attempt and len(option) > 4:
                # A long list holds only what is in sight: narrow it to what is wanted.
                box.fill(option)
            try:
                found.click(timeout=3000)
                # A rerun under way can take the choice back.
                words = json.dumps(option.strip(), ensure_ascii=False)
                whole.and_(self.page.locator(f":has-text({words})")).or_(
                    whole.locator(f"input[value*={words}]")
                ).first.wait_for(timeout=3000)
                break
            except PlaywrightTimeout:
                continue  # the click closed a list that was open, or a rerun closed this one
        else:
            pytest.fail(f"{label} never offered {option!r}")
        # Not Escape: where the list has closed by itself, it takes the choice back.
        self.page.evaluate("() => document.activeElement.blur()")

    def language(self, name: str) -> None:
        self.page.locator(".st-key-bar").get_by_role("radio", name=name).click()

    def find(self, words: str) -> Locator:
        """Type into the search; what it offers."""
        box = self.page.get_by_role("combobox", name="查找")
        box.fill("")
        box.press_sequentially(words)
        offered = self.page.locator(".finder-list")
        offered.locator(".finder-option, .finder-none").first.wait_for(timeout=WAIT_MS)
        self.page.wait_for_timeout(500)
        return offered

    def pick(self, words: str, title: str) -> None:
        """Search, and choose what is called so."""
        self.find(words).get_by_role("option").filter(has_text=title).first.click()

    # ---- What every page has: an address, tabs, tables, files in and out.

    def go(self, address: str) -> MapPage:
        """Go to a page that need not show a map, and wait until the server is done."""
        self.page.goto(f"{self.server.url}/{address}")
        self.page.get_by_role("tab").first.wait_for(timeout=WAIT_MS)
        self.rested()
        return self

    def tab(self, name: str) -> Locator:
        """Open a tab; its panel."""
        self.page.get_by_role("tab", name=name, exact=True).click()
        panel = self.page.get_by_role("tabpanel", name=name, exact=True)
        panel.wait_for(timeout=WAIT_MS)
        return panel

    def frame_map(self, within: Locator) -> Locator:
        """The map inside a part of the page."""
        return within.locator(MAP_FRAME).content_frame.locator("#map_div")

    def drop(self, within: Locator, label: str, *files: tuple[str, bytes]) -> None:
        """Give files to an uploader, by its label."""
        box = within.get_by_test_id("stFileUploader").filter(has_text=label)
        payload: Any = [
            {"name": name, "mimeType": "application/octet-stream", "buffer": content}
            for name, content in files
        ]
        box.locator("input[type=file]").set_input_files(payload)

    def made(self, within: Locator, name: str) -> tuple[str, bytes]:
        """Have an export made, and download what a button offers under that name (a pattern)."""
        within.get_by_role("button", name="生成文件").click()
        given = within.get_by_role("button", name=re.compile(name))
        given.wait_for(timeout=WAIT_MS)
        self.rested()
        return self.download(given)

    def download(self, button: Locator) -> tuple[str, bytes]:
        """Name and content of what a download button gives."""
        with self.page.expect_download() as got:
            button.click()
        return got.value.suggested_filename, Path(got.value.path()).read_bytes()

    @staticmethod
    def table(frame: Locator) -> list[dict[str, str]]:
        """The rows of a table on the page that are drawn, by column."""
        return list(
            frame.locator("canvas table").first.evaluate(
                """t => {
                  const texts = (row, what) => [...row.querySelectorAll(what)]
                    .map(c => c.textContent.trim());
                  const names = texts(t.querySelector("thead tr"), "th");
                  return [...t.querySelectorAll("tbody tr")].map(row =>
                    Object.fromEntries(texts(row, "td").map((text, at) => [names[at], text])));
                }"""
            )
        )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":  # type: ignore[attr-defined]
        item.stash[_FAILED] = report.failed  # type: ignore[attr-defined]
    return report


_FAILED = pytest.StashKey[bool]()


@pytest.fixture
def open_page(
    browser: Browser, request: pytest.FixtureRequest
) -> Iterator[Callable[[Server], MapPage]]:
    """Make a watched page for a server; at the end, anything foreign or failed fails the test."""
    made: list[tuple[BrowserContext, MapPage]] = []

    def make(running: Server) -> MapPage:
        context = browser.new_context(
            viewport={"width": 1440, "height": 900}, locale="zh-CN", service_workers="block"
        )
        context.set_default_timeout(WAIT_MS)
        watch = Watch(running.host)
        page = context.new_page()
        watch.watch(context, page)
        made.append((context, MapPage(page, running, watch)))
        return made[-1][1]

    yield make
    problems = []
    for number, (context, map_page) in enumerate(made):
        if request.node.stash.get(_FAILED, False):
            ARTEFACTS.mkdir(exist_ok=True)
            name = "".join(c if c.isalnum() else "_" for c in request.node.name)
            map_page.page.screenshot(path=ARTEFACTS / f"failed_{name}_{number}.png")
        context.close()
        problems += map_page.watch.problems()
    assert not problems, "\n".join(problems)


@pytest.fixture
def map_page(server: Server, open_page: Callable[[Server], MapPage]) -> MapPage:
    """The map page of the default workspace, opened and drawn."""
    return open_page(server).open()


@pytest.fixture
def blank_page(server: Server, open_page: Callable[[Server], MapPage]) -> MapPage:
    """The same, before it goes anywhere."""
    return open_page(server)

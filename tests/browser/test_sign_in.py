"""A served app with users: the form in a browser, the pages as viewer and editor."""

from __future__ import annotations

import http.client
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from hebei_gis.plan.places.placing import Position, place_at
from hebei_gis.users import set_user
from hebei_gis.workspace import open_workspace

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a long password"


@pytest.fixture(scope="module")
def with_users(tmp_path_factory: pytest.TempPathFactory, served_with: Any) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("users")
    users = folder / "users.toml"
    set_user(users, "李工", "editor", PASSWORD)
    set_user(users, "wang", "viewer", PASSWORD)
    workspace = folder / "workspace"
    workspace.mkdir()
    shutil.copy(ROOT / "workspace.toml", workspace)
    for name in ("layers", "geodata"):
        shutil.copytree(ROOT / name, workspace / name)
    opened = open_workspace(workspace)
    place = next(p for p in opened.register.places if not opened.located(p))
    west, south, east, north = opened.settings.bounds
    spot = Position((west + east) / 2, (south + north) / 2, 300.0, "approximate", "a test")
    place_at(workspace, place, spot)
    with served_with(folder / "log.txt", workspace, options=("--users", str(users))) as server:
        yield server


@pytest.fixture
def page(browser: Any, with_users: Any) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.goto(f"{with_users.url}/register?lang=zh")
    yield opened
    context.close()


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def test_a_wrong_password_is_told_and_a_right_one_leads_on(page: Page, with_users: Any) -> None:
    expect(page).to_have_title("天津市河北区规划地图")
    sign_in(page, "wang", "wrong password")
    expect(page.get_by_role("alert")).to_have_text("用户名或密码不正确。")
    expect(page.get_by_label("用户名")).to_have_value("wang")
    sign_in(page, "wang")
    page.wait_for_url(f"{with_users.url}/register?lang=zh")
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar.get_by_text("wang（浏览者）")).to_be_visible()
    expect(sidebar.get_by_text("只供浏览")).to_be_visible()
    sidebar.get_by_role("link", name="退出登录").click()
    expect(page.get_by_label("密码")).to_be_visible()
    page.goto(f"{with_users.url}/map")
    expect(page.locator("#password")).to_be_visible()


def test_an_editor_takes_a_change_back_under_their_name(page: Page) -> None:
    sign_in(page, "李工")
    expect(page.get_by_test_id("stSidebar").get_by_text("李工（编辑者）")).to_be_visible()
    page.get_by_role("tab", name="修改记录").click()
    grid = page.get_by_test_id("stDataFrame").last
    grid.locator("canvas").first.click(position={"x": 12, "y": 52}, force=True)
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("已撤销").first).to_be_visible(timeout=15_000)
    # The history names who did it.
    cells = page.get_by_test_id("stDataFrame").last.locator("td")
    expect(cells.filter(has_text="李工").first).to_be_attached()


def test_over_tls(tmp_path: Path, served_with: Any) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    users = tmp_path / "users.toml"
    set_user(users, "wang", "viewer", PASSWORD)
    options = ("--users", str(users), "--certificate", str(certificate), "--key", str(key))
    trust = ssl._create_unverified_context()  # a test's own certificate is nobody's to trust
    with served_with(tmp_path / "log.txt", options=options, scheme="https") as server:
        asked = http.client.HTTPSConnection(urlsplit(server.url).netloc, context=trust)
        try:
            asked.request("GET", "/sign-in")
            form = asked.getresponse()
            assert form.status == 200 and b"password" in form.read()
            asked.request("POST", "/sign-in", "name=wang&password=a+long+password")
            answer = asked.getresponse()
            assert answer.status == 303 and "Secure" in str(answer.getheader("set-cookie"))
            answer.read()
        finally:
            asked.close()

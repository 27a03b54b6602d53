"""Signing in: nothing is answered before it, no role is exceeded after it."""

from __future__ import annotations

import asyncio
import re
import shutil
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from streamlit.testing.v1 import AppTest

from hebei_gis.app import people, signing_in
from hebei_gis.app.launching import launch
from hebei_gis.app.people import COOKIE, USERS_VARIABLE, page_actor
from hebei_gis.app.serving import routes
from hebei_gis.app.signing_in import SignIn
from hebei_gis.files import changes
from hebei_gis.files.changes import change
from hebei_gis.files.workspace_folder import WORKSPACE_VARIABLE
from hebei_gis.history import history
from hebei_gis.users import User, read_users, remove_user, set_user
from hebei_gis.words.errors import FaultsError, WorkspaceError

PASSWORD = "a long password"
PAGE = {"accept": "text/html"}


@pytest.fixture
def users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "users.toml"
    set_user(path, "李工", "editor", PASSWORD)
    set_user(path, "wang", "viewer", PASSWORD)
    monkeypatch.setenv(USERS_VARIABLE, str(path))
    monkeypatch.setattr(people.sessions, "_until", {})
    return path


async def _page(_: Any) -> PlainTextResponse:
    return PlainTextResponse("page")


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("open")
    await socket.close()


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Client:
    """Asks an ASGI app as a browser would, keeping its cookies and following nothing."""

    app: Any
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, place: str, **headers: str) -> Answer:
        return self.ask("GET", place, **headers)

    def post(self, place: str, data: dict[str, str], **headers: str) -> Answer:
        return self.ask("POST", place, urlencode(data).encode(), **headers)

    def ask(self, method: str, place: str, content: bytes = b"", **headers: str) -> Answer:
        (start, *rest) = self._sent("http", method, place, content, **headers)
        told = {name.decode(): value.decode() for name, value in start["headers"]}
        given = [value.decode() for name, value in start["headers"] if name == b"set-cookie"]
        told["set-cookie"] = "\n".join(given)
        for one in given:
            for name, cookie in SimpleCookie(one).items():
                self.cookies[name] = cookie.value
                if cookie["max-age"] == "0":
                    del self.cookies[name]
        text = b"".join(one.get("body", b"") for one in rest).decode()
        return Answer(start["status"], told, text)

    def socket(self, place: str) -> list[str]:
        return [message["type"] for message in self._sent("websocket", "GET", place)]

    def _sent(
        self, kind: str, method: str, place: str, content: bytes = b"", **headers: str
    ) -> list[dict[str, Any]]:
        path, _, query = place.partition("?")
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        named = {"host": "localhost", "cookie": cookies, **headers}
        scope = {
            "type": kind, "method": method, "path": path, "query_string": query.encode(),
            "raw_path": path.encode(), "root_path": "", "scheme": "http",
            "client": ("127.0.0.1", 50000), "server": ("localhost", 80),
            "headers": [
                (name.replace("_", "-").encode(), value.encode()) for name, value in named.items()
            ],
        }  # fmt: skip
        told = iter(
            [{"type": "http.request", "body": content}]
            if kind == "http"
            else [{"type": "websocket.connect"}]
        )
        sent: list[dict[str, Any]] = []

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> dict[str, Any]:
            return next(told, {"type": f"{kind}.disconnect"})

        asyncio.run(self.app(scope, receive, send))
        return sent


def client(base: str = "", **options: Any) -> Client:
    prefix = f"/{base}" if base else ""
    return Client(
        Starlette(
            routes=[
                *routes(base),
                WebSocketRoute(f"{prefix}/_stcore/stream", _socket),
                Route(f"{prefix}/{{rest:path}}", _page, methods=["GET", "POST"]),
            ],
            middleware=[Middleware(SignIn, base_path=base, **options)],
        )
    )


def sign_in(asked: Client, name: str, password: str = PASSWORD, **headers: str) -> Answer:
    data = {"name": name, "password": password}
    return asked.post("/sign-in?next=/register", data, **headers)


ROUTES = (
    "/", "/map", "/register", "/static/js/index.js", "/_stcore/host-config", "/media/a.zip",
    "/component/streamlit_folium.st_folium/index.html", "/plan-assets/leaflet.js",
    "/plan-find?q=a", "/plan-code?text=a", "/register?lang=zh",
    "/plan-data/abc/metro.geojson", "/sign-in/x", "/_stcore/health/x", "//sign-in-not",
)  # fmt: skip


@pytest.mark.usefixtures("users")
@pytest.mark.parametrize("route", ROUTES)
def test_no_route_answers_before_the_sign_in(route: str) -> None:
    asked = client()
    for method in ("GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE"):
        assert asked.ask(method, route).status == 401
    turned = asked.get(route, **PAGE)
    assert turned.status == 303 and turned.headers["location"].startswith("/sign-in?")
    asked.cookies[COOKIE] = "x" * 43
    assert asked.get(route).status == 401


@pytest.mark.usefixtures("users")
def test_the_server_says_that_it_is_well_to_everybody() -> None:
    assert client().get("/_stcore/health").text == "page"


@pytest.mark.usefixtures("users")
def test_no_socket_opens_before_the_sign_in() -> None:
    asked = client()
    assert asked.socket("/_stcore/stream") == ["websocket.close"]
    sign_in(asked, "wang")
    opened = asked.socket("/_stcore/stream")
    assert opened == ["websocket.accept", "websocket.send", "websocket.close"]


@pytest.mark.usefixtures("users")
def test_signing_in_and_out() -> None:
    asked = client()
    form = asked.get("/sign-in?lang=zh")
    assert form.status == 200 and "登录" in form.text and 'lang="zh-CN"' in form.text
    assert "Sign in" in asked.get("/sign-in", accept_language="en-GB,en").text
    answer = sign_in(asked, "李工")
    assert (answer.status, answer.headers["location"]) == (303, "/register")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "secure" not in cookie
    assert asked.get("/register").text == "page"
    assert asked.get("/sign-in?next=/data").headers["location"] == "/data"
    token = asked.cookies[COOKIE]
    assert asked.get("/sign-out").status == 303
    asked.cookies[COOKIE] = token
    assert asked.get("/register").status == 401


@pytest.mark.usefixtures("users")
def test_without_users_everybody_is_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USERS_VARIABLE, "")
    assert client().get("/register").text == "page"


@pytest.mark.usefixtures("users")
@pytest.mark.parametrize(
    "goal",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)",
     "/\tx", "", "evil"],
)  # fmt: skip
def test_the_way_back_leads_nowhere_else(goal: str) -> None:
    asked = client()
    data = {"name": "wang", "password": PASSWORD}
    assert asked.post(f"/sign-in?next={quote(goal)}", data).headers["location"] == "/"


@pytest.mark.usefixtures("users")
def test_what_is_typed_is_shown_as_text() -> None:
    hostile = '"><script>alert(1)</script>'
    page = sign_in(client(), hostile).text
    assert "<script" not in page and "&lt;script" in page
    page = client().get(f"/sign-in?next={quote('/' + hostile)}").text
    assert "<script" not in page


@pytest.mark.usefixtures("users")
def test_guessing_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(signing_in.time, "monotonic", lambda: now[0])
    asked = client()
    assert sign_in(asked, "wang", "wrong").status == 403
    assert sign_in(asked, "wang", "wrong").status == 403, "one slip is free"
    refused = sign_in(asked, "wang")
    assert refused.status == 429 and re.search(r"\d+ (秒|second)", refused.text)
    # Each further one doubles the wait.
    now[0] += 1.1
    assert sign_in(asked, "wang", "wrong").status == 403
    now[0] += 1.1
    assert sign_in(asked, "wang").status == 429
    now[0] += 1.1
    assert sign_in(asked, "wang").status == 303
    assert sign_in(client(), "wang", "wrong").status == 403


@pytest.mark.usefixtures("users")
def test_signing_in_as_oneself_clears_no_guesses_about_others() -> None:
    asked = client()
    told = []
    for number in range(3):
        told += [sign_in(asked, "李工", f"guess {number}").status, sign_in(asked, "wang").status]
        asked.cookies.clear()
    assert told == [403, 303, 403, 429, 429, 429]


@pytest.mark.usefixtures("users")
def test_guesses_that_come_at_once_wait_for_one_another() -> None:
    asked = client()

    async def guess(number: int) -> int:
        sent: list[dict[str, Any]] = []
        body = urlencode({"name": "李工", "password": f"guess {number}"}).encode()

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http", "method": "POST", "path": "/sign-in", "query_string": b"",
            "headers": [(b"host", b"localhost")], "scheme": "http", "root_path": "",
            "client": ("127.0.0.1", 50000), "server": ("localhost", 80),
        }  # fmt: skip
        await asked.app(scope, receive, send)
        return int(sent[0]["status"])

    async def all_at_once() -> list[int]:
        return await asyncio.gather(*map(guess, range(12)))

    told = asyncio.run(all_at_once())
    assert told.count(403) == 2 and told.count(429) == 10


@pytest.mark.usefixtures("users")
def test_a_large_form_is_not_read() -> None:
    assert sign_in(client(), "x" * 10_000).status == 413
    assert client().post("/sign-in", {f"a{n}": "1" for n in range(12)}).status == 413


@pytest.mark.usefixtures("users")
def test_who_goes_away_amid_the_form_leaves_nothing_in_the_log() -> None:
    asked = client()

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(_: Any) -> None:
        pass

    scope = {
        "type": "http", "method": "POST", "path": "/sign-in", "query_string": b"",
        "headers": [(b"host", b"localhost")], "scheme": "http", "root_path": "",
        "client": ("127.0.0.1", 50000), "server": ("localhost", 80),
    }  # fmt: skip
    asyncio.run(asked.app(scope, receive, send))


@pytest.mark.usefixtures("users")
def test_cookies_are_secure_where_the_page_is() -> None:
    said = {"x_forwarded_proto": "https"}
    assert "Secure" in sign_in(client(proxied=True), "wang", **said).headers["set-cookie"]
    # Nobody but a proxy we know of is believed.
    assert "Secure" not in sign_in(client(), "wang", **said).headers["set-cookie"]


@pytest.mark.usefixtures("users")
def test_behind_a_proxy_addresses_are_told_apart() -> None:
    asked = client(proxied=True)
    for _ in range(2):
        sign_in(asked, "wang", "wrong", x_forwarded_for="203.0.113.9, 192.0.2.1")
    assert sign_in(asked, "wang", x_forwarded_for="192.0.2.1").status == 429
    assert sign_in(asked, "wang", x_forwarded_for="192.0.2.2").status == 303


@pytest.mark.usefixtures("users")
def test_under_a_base_path() -> None:
    asked = client("plans")
    turned = asked.get("/plans/map", **PAGE)
    assert turned.headers["location"].startswith("/plans/sign-in?next=%2Fplans%2Fmap")
    data = {"name": "wang", "password": PASSWORD}
    answer = asked.post("/plans/sign-in?next=/plans/map", data)
    assert answer.headers["location"] == "/plans/map"
    assert "Path=/plans/" in answer.headers["set-cookie"]
    assert asked.get("/plans/map").text == "page"


def test_who_is_removed_or_loses_the_role_does_so_at_once(users: Path) -> None:
    asked = client()
    sign_in(asked, "李工")
    token = asked.cookies[COOKIE]
    text = users.read_text(encoding="utf-8")
    users.write_text(text.replace('"editor"', '"viewer"'), encoding="utf-8")
    user = people.sessions.user(token)
    assert user is not None and not user.may_change
    remove_user(users, "李工")
    assert people.sessions.user(token) is None
    assert asked.get("/register").status == 401


def test_another_password_ends_what_was_signed_in_by_the_one_before(users: Path) -> None:
    asked = client()
    sign_in(asked, "李工")
    set_user(users, "李工", "editor", "another password")
    assert asked.get("/register").status == 401


@pytest.mark.usefixtures("users")
def test_a_sign_in_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = client()
    sign_in(asked, "wang")
    later = people.time.monotonic() + people.LASTS_S + 1
    monkeypatch.setattr(people.time, "monotonic", lambda: later)
    assert asked.get("/register").status == 401


def test_a_file_that_was_spoilt_lets_nobody_in(users: Path) -> None:
    asked = client()
    sign_in(asked, "wang")
    users.write_text("[[user]\n", encoding="utf-8")
    assert asked.get("/register").status == 401
    assert sign_in(client(), "wang").status == 403


# ---- Starting.


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({}, "password_in_clear"),
        ({"certificate": Path("missing.pem")}, "certificate_unusable"),
    ],
)
def test_passwords_travel_under_tls_only(
    users: Path, default_copy: Path, options: Any, kind: str
) -> None:
    with pytest.raises(FaultsError) as told:
        launch(default_copy, "0.0.0.0", 8977, users=users, **options)
    (fault,) = told.value.faults
    assert fault.kind == kind
    assert "--certificate" in fault.sentence("zh") or "missing.pem" in fault.sentence("zh")


def test_a_file_without_users_is_refused(tmp_path: Path, default_copy: Path) -> None:
    with pytest.raises(FaultsError) as told:
        launch(default_copy, "127.0.0.1", 8977, users=tmp_path / "none.toml")
    assert told.value.faults[0].kind == "no_users_file"
    assert "hebei-gis user" in told.value.faults[0].sentence("en")


# ---- What pages let a role do.


@pytest.fixture
def looking(users: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Pages as a user of this name sees them."""
    monkeypatch.setattr(changes, "_ask_actor", changes._ask_actor)  # as before afterwards

    def as_user(name: str) -> User | None:
        user = read_users(users).named(name)
        monkeypatch.setattr(people.sessions, "user", lambda _: user)
        return user

    return as_user


def _copy(default_copy: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(default_copy, tmp_path / "workspace"))


@pytest.mark.parametrize("page", ["map", "register", "sites", "data"])
def test_a_viewer_reads_every_page_and_is_told(
    page: str, looking: Any, default_copy: Path, open_page: Any
) -> None:
    looking("wang")
    at = open_page(default_copy, page, "zh")
    assert not at.exception
    told = [caption.value for caption in at.sidebar.caption]
    assert any("只供浏览" in words for words in told) and any("wang" in words for words in told)
    for key in ("undo", "confirm_proposals", "write_register"):
        assert all(button.disabled for button in at.button if button.key == key)
    assert not any(str(button.key).startswith(("save-", "undo-", "tie-")) for button in at.button)


def test_nobody_signed_in_sees_nothing(looking: Any, default_copy: Path, open_page: Any) -> None:
    looking("nobody")
    at = open_page(default_copy, "map", "en")
    assert [error.value[:18] for error in at.error] == ["You are signed out"]
    assert not at.button and not at.sidebar.caption


def test_an_editor_works_under_their_name(
    looking: Any, default_copy: Path, open_page: Any, tmp_path: Path
) -> None:
    folder = _copy(default_copy, tmp_path)
    looking("李工")
    at = open_page(folder, "map", "zh")
    assert not any("只供浏览" in caption.value for caption in at.sidebar.caption)
    form = AppTest.from_function(_place_form, args=(str(folder),), default_timeout=60)
    form.run()
    form.text_input[0].set_value("现场踏勘")
    form.number_input[0].set_value(117.2)
    form.number_input[1].set_value(39.15)
    # A button's own work runs before the page's script: it is the user's all the same.
    next(one for one in form.button if str(one.key).startswith("save-")).click()
    form.run()
    assert not form.exception
    assert [entry.who for entry in history(folder)] == ["李工"]
    looking("wang")
    form.run()
    assert not form.button, "the role that was taken away counts at once"
    outside = page_actor()
    assert outside is not None and not outside.may_change, "outside of a page nobody may"


def _place_form(folder: str) -> None:
    from pathlib import Path

    from hebei_gis.app.map.placing_form import render_placing
    from hebei_gis.workspace import open_workspace

    workspace = open_workspace(Path(folder))
    places = workspace.register.places.values()
    render_placing(workspace, next(p for p in places if not workspace.located(p.id)), "zh")


@pytest.mark.usefixtures("users")
def test_what_runs_outside_of_a_page_may_change_nothing(
    default_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _copy(default_copy, tmp_path)
    monkeypatch.setattr(changes, "_ask_actor", page_actor)
    with pytest.raises(WorkspaceError) as told, change(folder, "change_text_detached"):
        pass
    assert [fault.kind for fault in told.value.faults] == ["viewer_only"]
    assert not history(folder)


@pytest.mark.usefixtures("users")
def test_the_routes_of_layers_ask_for_the_sign_in(
    default_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(default_copy))
    asked = client()
    assert asked.get("/plan-assets/leaflet.js").status == 401
    sign_in(asked, "wang")
    assert asked.get("/plan-assets/leaflet.js").status == 200

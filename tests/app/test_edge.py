"""Only requests by our own names, from pages of our own, are answered, with strict headers."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.app.edge import (
    HEADERS,
    Edge,
    basemap_sources,
    image_source,
    name_of,
    served_hosts,
)
from hebei_gis.files.workspace_folder import WORKSPACE_VARIABLE
from hebei_gis.layers.catalog import read_settings

ROOT = Path(__file__).resolve().parents[2]
OWN = served_hosts("127.0.0.1")


async def _inner(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"page"})


def ask(kind: str = "http", hosts: Any = OWN, **headers: str) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    listed = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    if kind == "websocket":
        listed.append((b"sec-websocket-key", b"x"))
    scope = {"type": kind, "headers": listed, "path": "/", "method": "GET"}
    asyncio.run(Edge(_inner, hosts)(scope, receive, send))
    return sent


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1", "[::1]:8501", "LOCALHOST"])
def test_our_own_names_are_answered(host: str) -> None:
    assert ask(host=host)[0]["status"] == 200
    origin = f"http://{host}"
    assert ask("websocket", host=host, origin=origin)[0]["type"] == "websocket.accept"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8501", "127.0.0.1.evil.example", ""]
)
def test_another_host_is_refused(host: str) -> None:
    start, body = ask(host=host)
    assert start["status"] == 421
    told = body["body"].decode()
    assert "--name" in told and "请" in told and name_of(host) in told
    (closed,) = ask("websocket", host=host, origin="http://localhost")
    assert closed["type"] == "websocket.close"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://localhost.evil.example", "http://[bad"]
)
def test_another_page_is_refused(origin: str) -> None:
    assert ask(host="localhost", origin=origin)[0]["status"] == 421
    (closed,) = ask("websocket", host="localhost:8501", origin=origin)
    assert closed["type"] == "websocket.close"


def test_another_port_is_another_page() -> None:
    host, other = "localhost:8501", "http://localhost:9999"
    assert ask(host=host, origin=other)[0]["status"] == 421
    assert ask("websocket", host=host, origin=other)[0]["type"] == "websocket.close"
    assert ask(host="127.0.0.1:8501.evil.example")[0]["status"] == 421


def test_the_pages_of_a_named_proxy_come_from_its_port() -> None:
    async def asked() -> list[Any]:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        headers = [(b"host", b"map.example:8501"), (b"origin", b"https://map.example")]
        edge = Edge(_inner, served_hosts("127.0.0.1", ["map.example"]), ["map.example"])
        await edge({"type": "http", "headers": headers}, None, send)  # type: ignore[arg-type]
        return sent

    assert asyncio.run(asked())[0]["status"] == 200


def test_a_browser_that_names_no_page_gets_no_websocket() -> None:
    assert ask("websocket", host="localhost")[0]["type"] == "websocket.close"


def test_without_a_host_nothing_is_answered() -> None:
    assert ask()[0]["status"] == 421


def test_pages_carry_strict_headers() -> None:
    headers = dict(ask(host="localhost")[0]["headers"])
    assert set(HEADERS) <= set(headers)
    assert b"frame-ancestors 'self'" in headers[b"content-security-policy"]


def test_names_given_are_answered_too() -> None:
    hosts = served_hosts("0.0.0.0", ["plan.example.cn"])
    assert (
        ask(hosts=hosts, host="plan.example.cn", origin="https://plan.example.cn")[0]["status"]
        == 200
    )
    assert ask(hosts=hosts, host="evil.example")[0]["status"] == 421
    assert "0.0.0.0" not in hosts


def test_nobody_outside_is_asked_for_our_names(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: Any, **__: Any) -> Any:
        raise AssertionError("a name was looked up")

    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "getfqdn"):
        monkeypatch.setattr(socket, name, asked)
    assert "localhost" in served_hosts("0.0.0.0")
    assert served_hosts("192.168.1.5")[-1] == "192.168.1.5"


@pytest.mark.parametrize(
    ("host", "name"), [("A.b:80", "a.b"), ("[2001:db8::1]:80", "2001:db8::1"), ("::1", "::1")]
)
def test_the_name_of_a_host(host: str, name: str) -> None:
    assert name_of(host) == name


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://tile.example/{z}/{x}/{y}.png", "https://tile.example"),
        ("https://{s}.tile.example/{z}/{x}/{y}.png", "https://*.tile.example"),
        ("https://t{s}.map.example:8443/wmts?x={x}", "https://*.map.example:8443"),
        ("http://10.0.0.7:8080/{z}/{x}/{y}.png", "http://10.0.0.7:8080"),
        ("http://tile_server:8080/{z}/{x}/{y}.png", "http://tile_server:8080"),
        ("ftp://tile.example/{z}", None),
        ("https://a b; script-src */{z}", None),
        ("https://{s}/{z}", None),
    ],
)
def test_images_come_from_basemaps_only(url: str, source: str | None) -> None:
    assert image_source(url) == source


def test_pages_say_where_their_images_come_from(
    workspace_folder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = workspace_folder().path
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(folder))
    assert basemap_sources() == [image_source(one.url) for one in read_settings(folder).basemaps]
    assert "https://tile.openstreetmap.org" in [
        image_source(one.url) for one in read_settings(ROOT).basemaps
    ]
    monkeypatch.setenv(WORKSPACE_VARIABLE, "/no/such/folder")
    assert basemap_sources() == []

    async def asked(kind: bytes | None) -> bytes:
        sent: list[Any] = []

        async def page(scope: Any, receive: Any, send: Any) -> None:
            headers = [(b"content-type", kind)] if kind else []
            await send({"type": "http.response.start", "status": 200, "headers": headers})

        async def send(message: Any) -> None:
            sent.append(message)

        edge = Edge(page, OWN, images=lambda: ["https://*.tile.example"])
        await edge({"type": "http", "headers": [(b"host", b"localhost")]}, None, send)  # type: ignore[arg-type]
        return dict(sent[0]["headers"])[b"content-security-policy"]

    policy = asyncio.run(asked(b"text/html; charset=utf-8"))
    assert b"img-src 'self' data: blob: https://*.tile.example" in policy
    # “Not modified”, whose headers replace those of the page that a browser keeps.
    assert asyncio.run(asked(None)) == policy
    assert b"img-src" not in asyncio.run(asked(b"application/json"))

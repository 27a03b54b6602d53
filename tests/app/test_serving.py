"""Layers by address: what was not there is looked for again once a file has changed."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from hebei_gis.app.serving import current_reading, current_workspace, routes
from hebei_gis.files.workspace_folder import WORKSPACE_VARIABLE
from hebei_gis.geo.shifted_datums import wgs84_to_gcj02
from hebei_gis.plan.text.attached import attach, detach
from hebei_gis.plan.text.document import read_plan_text


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes


def ask(path: str, query: str = "") -> Answer:
    """What the server's routes answer, asked as a browser would ask them."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "scheme": "http", "path": path, "raw_path": path.encode(), "root_path": "",
        "query_string": query.encode(), "headers": [(b"host", b"test")],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    asyncio.run(Starlette(routes=routes())(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    content = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(int(sent[0]["status"]), headers, content)


def address(workspace: Any, layer: str) -> str:
    return f"/plan-data/{workspace.fingerprints[layer]}/{layer}.geojson"


@pytest.fixture
def folder(workspace_folder: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = workspace_folder(plan=True)
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(made.path))
    return made


def test_an_address_that_was_not_there_works_once_the_layer_is(folder: Any) -> None:
    folder.add_layer("park", [folder.feature("p")])
    with_park = address(folder.open(), "park")
    declared = folder.declaration("park").read_bytes()
    folder.declaration("park").unlink()
    refused = ask(with_park)
    assert (refused.status, refused.headers["cache-control"]) == (404, "no-store")
    folder.declaration("park").write_bytes(declared)
    given = ask(with_park)
    assert given.status == 200 and "immutable" in given.headers["cache-control"]
    assert [f["id"] for f in json.loads(given.content)["features"]] == ["p"]


def test_a_workspace_that_could_not_be_opened_is_opened_once_it_can(folder: Any) -> None:
    named = address(folder.open(), "well")
    settings = (folder.path / "workspace.toml").read_bytes()
    (folder.path / "workspace.toml").write_bytes(b"name_zh = ")
    assert ask(named).status == 404
    (folder.path / "workspace.toml").write_bytes(settings)
    assert ask(named).status == 200


def test_an_address_of_another_content_is_not_given(folder: Any) -> None:
    before = address(folder.open(), "well")
    assert ask(before).status == 200
    folder.add_layer("well", [folder.feature("other")])
    assert ask(address(folder.open(), "well")).status == 200
    assert ask(before.replace("/well.", "/elsewhere.")).status == 404


def test_a_layer_in_the_datum_of_the_basemap(folder: Any) -> None:
    named = address(folder.open(), "well")
    plain, moved = (json.loads(ask(named, query).content) for query in ("", "datum=GCJ-02"))
    for one, other in zip(plain["features"], moved["features"], strict=True):
        expected = wgs84_to_gcj02(*one["geometry"]["coordinates"])
        assert other["geometry"]["coordinates"] == pytest.approx([*map(float, expected)], abs=1e-6)
    assert ask(named, "datum=Mars").status == 400
    assert ask("/plan-assets/other.js").status == 404
    assert ask("/plan-assets/leaflet.js").status == 200


def test_an_attached_text_is_read_whenever_it_comes(folder: Any) -> None:
    assert current_reading(current_workspace()) is None
    text = "第一章 水务\n第一节 打井\n打两口井。\n"
    attach(folder.path, read_plan_text(text.encode(), "plan.txt"))
    reading = current_reading(current_workspace())
    assert reading is not None and reading.source.name == "plan.txt"
    detach(folder.path)
    assert current_reading(current_workspace()) is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_search_is_answered_by_groups(
    workspace_folder: Any, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(workspace_folder(plan=True).path))
    answer = ask("/plan-find", urlencode({"q": "jing", "lang": language}))
    assert answer.status == 200 and answer.headers["cache-control"] == "no-store"
    (group, *_) = json.loads(answer.content)["groups"]
    assert group["title"] == ("地图要素" if language == "zh" else "On the map")
    assert set(group["hits"][0]) == {"kind", "id", "title", "beside", "by"}
    assert json.loads(ask("/plan-find", "q=%20").content) == {"groups": []}
    assert ask("/plan-find", "q=" + "x" * 101).status == 400
    assert ask("/plan-find", "q=x&lang=xx").status == 400


def test_an_address_comes_as_a_code() -> None:
    answer = ask("/plan-code", urlencode({"text": "http://127.0.0.1:8501/?entry=5.3.3"}))
    assert answer.status == 200 and answer.content.lstrip().startswith(b"<?xml")
    for text in ("", "x" * 5000, "a\nb"):
        assert ask("/plan-code", urlencode({"text": text})).status == 400

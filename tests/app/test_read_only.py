"""A server that others reach: refused, or for looking only, on each page and in each writing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.app.edge import HOSTS_VARIABLE
from hebei_gis.app.launching import is_own, launch
from hebei_gis.files.changes import READ_ONLY_VARIABLE, change
from hebei_gis.files.workspace_folder import WORKSPACE_VARIABLE
from hebei_gis.history import undo
from hebei_gis.plan.places.placing import Position, place_at
from hebei_gis.words.errors import FaultsError, WorkspaceError


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "no such host"])
def test_an_address_that_others_reach_is_refused(host: str, default_copy: Path) -> None:
    assert not is_own(host)
    with pytest.raises(FaultsError) as told:
        launch(default_copy, host, 8977)
    (fault,) = told.value.faults
    assert fault.kind == "host_open"
    assert all("--public-read-only" in fault.sentence(one) for one in ("zh", "en"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_this_machine_reaches_itself(host: str) -> None:
    assert is_own(host)


def test_for_looking_only_it_is_served(default_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (READ_ONLY_VARIABLE, WORKSPACE_VARIABLE, HOSTS_VARIABLE):
        monkeypatch.setenv(name, "")  # set by what is tested, and to be as before afterwards
    asked: list[Any] = []
    monkeypatch.setattr("streamlit.web.cli.main", lambda words, **_: asked.append(words))
    monkeypatch.setattr("hebei_gis.app.launching.check_port", lambda *_: None)
    launch(default_copy, "0.0.0.0", 8977, read_only=True)
    assert "--server.address=0.0.0.0" in asked[0] and os.environ[READ_ONLY_VARIABLE]


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(READ_ONLY_VARIABLE, "1")


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("read_only")
def test_nothing_is_written(workspace_folder: Any) -> None:
    folder = workspace_folder(plan=True).path
    before = files(folder)
    spot = Position(117.2, 39.15, 300.0, "approximate", "a test")
    for write in (
        lambda: place_at(folder, "lost_well", spot),
        lambda: undo(folder, 1),
        lambda: change(folder, "change_text_detached").__enter__(),
    ):
        with pytest.raises(WorkspaceError) as told:
            write()
        assert [fault.kind for fault in told.value.faults] == ["read_only"]
        assert str(folder.parent) not in told.value.faults[0].sentence("en")
    assert files(folder) == before


@pytest.mark.usefixtures("read_only")
@pytest.mark.parametrize(("language", "words"), [("zh", "只供浏览"), ("en", "For looking only")])
@pytest.mark.parametrize("page", ["map", "register", "sites", "data"])
def test_every_page_says_so(
    page: str, language: str, words: str, default_copy: Path, open_page: Any
) -> None:
    at = open_page(default_copy, page, language)
    assert not at.exception
    assert any(words in caption.value for caption in at.sidebar.caption)

"""The app's own script run without a browser, on any of its pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import hebei_gis.app
from hebei_gis.files.workspace_folder import WORKSPACE_VARIABLE

SCRIPT = Path(hebei_gis.app.__file__).with_name("main.py")
PAGES = ("map", "register", "sites", "data")
TIMEOUT_S = 120


def said(at: AppTest) -> list[str]:
    """Every text the page shows, the sidebar's too."""
    kinds = (at.markdown, at.caption, at.text, at.info, at.warning, at.error, at.success)
    return [str(element.value) for kind in kinds for element in kind]


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens a page of a workspace: ``open_page(folder, "data", language="en")``."""

    def make(folder: Path, page: str = "map", language: str = "zh", **session: Any) -> AppTest:
        monkeypatch.setenv(WORKSPACE_VARIABLE, str(folder))
        at = AppTest.from_file(str(SCRIPT), default_timeout=TIMEOUT_S)
        at.query_params["lang"] = language
        for name, value in session.items():
            at.session_state[name] = value
        at.run()
        if page == "map":
            return at
        # Pages are functions: AppTest can be sent to one by its address only from inside.
        (at._page_hash,) = (
            number
            for number, known in at._registered_pages.items()
            if known["url_pathname"] == page
        )
        return at.run()

    return make


@pytest.fixture(scope="session")
def default_copy(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the workspace that comes along: nothing a test does reaches the repository."""
    folder = tmp_path_factory.mktemp("pages") / "workspace"
    folder.mkdir()
    shutil.copy(repository / "workspace.toml", folder)
    for name in ("layers", "geodata"):
        shutil.copytree(repository / name, folder / name)
    return folder

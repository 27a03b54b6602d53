"""Each page in both languages: on the workspace that comes along, an empty and a broken one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from hebei_gis.app.escaping import escaped
from hebei_gis.words.pages.saying import say
from tests.app.conftest import PAGES, said

OpenPage = Callable[..., AppTest]
LANGUAGES = ("zh", "en")
#: What no page may say: options of the command, another program's addresses, our column names.
UNSAID = re.compile(r"(?<![\w-])--[a-z]|/vsimem|\b(name_zh|accuracy_m|source_zh|geometry)\b|[{}]")


def assert_sound(at: AppTest) -> None:
    assert not at.exception, at.exception
    unsaid = [text for text in said(at) if UNSAID.search(text) and "<style>" not in text]
    assert not unsaid


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_the_workspace_that_comes_along(
    open_page: OpenPage, default_copy: Path, page: str, language: str
) -> None:
    at = open_page(default_copy, page, language)
    assert_sound(at)
    assert not at.error
    if language == "en":
        chinese = re.compile(r"[\u3400-\u9fff]")
        labels = [box.label for kind in (at.selectbox, at.multiselect, at.tabs) for box in kind]
        assert not [label for label in labels if chinese.search(label)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_an_empty_workspace(
    open_page: OpenPage, workspace_folder: Any, page: str, language: str
) -> None:
    at = open_page(workspace_folder(empty=True).path, page, language)
    assert_sound(at)
    expected = {
        "map": "no_layers", "register": "register_empty", "sites": "no_criteria",
        "data": "no_layers",
    }[page]  # fmt: skip
    assert say(expected, language) in [info.value for info in at.info]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_broken_layer_is_named_and_the_rest_works(
    open_page: OpenPage, workspace_folder: Any, page: str, language: str
) -> None:
    folder = workspace_folder(plan=True)
    folder.add_layer("broken", b"{", rows=3)
    at = open_page(folder.path, page, language)
    assert_sound(at)
    if page == "map":
        told = [text for text in said(at) if "geodata/broken.geojson" in text]
        assert told
        assert say("left_out", language, count=1) in " ".join(box.label for box in at.expander)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_layer_of_the_session(
    open_page: OpenPage, workspace_folder: Any, page: str, language: str
) -> None:
    folder = workspace_folder(plan=True)
    own = workspace_folder("other", empty=True)
    own.add_layer("mine", [own.feature("m", name_zh="甲")])
    layers = {"mine": own.open().layer("mine")}
    at = open_page(folder.path, page, language, session_layers=layers)
    assert_sound(at)
    titles = {"zh": "mine图层", "en": "Layer mine"}
    if page == "map":
        assert [box for box in at.checkbox if titles[language] in box.label]
    if page == "data":
        named = say("of_session", language, name=titles[language])
        (chosen,) = [box for box in at.multiselect if box.label == say("choose_layers", language)]
        assert named in chosen.options


def test_what_a_link_names_is_there_once_the_layer_is(
    open_page: OpenPage, workspace_folder: Any
) -> None:
    folder = workspace_folder()
    at = open_page(folder.path, selection=None)
    at.query_params["feature"] = "park/p"
    at.run()
    gone = say("link_unknown", "zh", words=escaped("park/p"))
    assert gone in [info.value for info in at.info]
    folder.add_layer("park", [folder.feature("p", name_zh="新园")])
    at.run()
    assert_sound(at)
    assert "新园" in [text.value for text in at.subheader]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_panel_lists_what_a_feature_has_and_nothing_empty(
    open_page: OpenPage, workspace_folder: Any, language: str
) -> None:
    folder = workspace_folder()
    fields = {"name_zh": "name_zh", "深度": "深度"}
    shaft = folder.feature("p", name_zh="新井", 深度=31.5)
    folder.add_layer("shaft", [shaft], fields=fields)
    at = open_page(folder.path, language=language)
    at.query_params["feature"] = "shaft/p"
    at.run()
    assert_sound(at)
    captions = [text.value for text in at.caption]
    start = say("source", language, words="").strip()
    assert start not in [text.strip() for text in captions]
    licence = say("licensed", language, words="CC0")
    assert [text for text in captions if text.startswith(licence)]
    (table,) = [one.value for one in at.table]
    assert list(table.index) == ["深度"] and "31" in table.iloc[0, 0]


def test_a_folder_that_is_no_workspace_says_so(open_page: OpenPage, tmp_path: Path) -> None:
    at = open_page(tmp_path)
    assert not at.exception
    assert at.error and at.text

"""A file dropped on the data page: asked, refused, kept; the same facts as the command's."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from hebei_gis.layers.declaration import read_declaration
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import open_workspace
from tests.app.conftest import said

OpenPage = Callable[..., AppTest]
POINTS = {"甲": (117.21, 39.11), "乙": (117.22, 39.12), "丙": (117.23, 39.13)}


def csv(swapped: bool = False) -> bytes:
    rows = [
        f"{name},{y if swapped else x},{x if swapped else y}" for name, (x, y) in POINTS.items()
    ]
    return "\n".join(["name,x,y", *rows]).encode()


def geojson(**members: Any) -> bytes:
    features = [
        {"type": "Feature", "properties": {"name": name},
         "geometry": {"type": "Point", "coordinates": list(spot)}}
        for name, spot in POINTS.items()
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features, **members}).encode()


def drop(at: AppTest, language: str, name: str, content: bytes) -> AppTest:
    (box,) = [b for b in at.file_uploader if b.label == say("import_files", language)]
    box.upload(name, content, "application/octet-stream")
    return at.run()


def labelled(elements: Any, word: str, language: str, **facts: Any) -> Any:
    (found,) = [one for one in elements if one.label == say(word, language, **facts)]
    return found


@pytest.fixture
def folder(workspace_folder: Any) -> Any:
    return workspace_folder()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_table_without_a_datum_asks_and_is_read_once_it_is_said(
    folder: Any, open_page: OpenPage, language: str
) -> None:
    at = drop(open_page(folder.path, "data", language), language, "points.csv", csv())
    assert not at.exception, at.exception
    assert say("questions", language) in "".join(text.value for text in at.markdown)
    (asked,) = [one.value for one in at.warning]
    assert "points" in asked and "--" not in asked
    datum = labelled(at.selectbox, "import_datum", language)
    assert say("datum_BEIJING54", language) in datum.options
    at = datum.set_value("EPSG:4326").run()
    assert not at.exception and not at.warning
    assert labelled(at.selectbox, "import_datum", language).value == "EPSG:4326"
    assert labelled(at.text_input, "layer_id", language) is not None


def test_old_datums_ask_for_parameters(folder: Any, open_page: OpenPage) -> None:
    at = drop(open_page(folder.path, "data"), "zh", "points.csv", csv())
    at = labelled(at.selectbox, "import_datum", "zh").set_value("BEIJING54").run()
    assert len(at.warning) == 1
    at = labelled(at.text_input, "import_parameters", "zh").set_value("15，-150，-90").run()
    assert not at.exception and not at.warning, said(at)


def test_a_mend_is_accepted_and_taken_back(folder: Any, open_page: OpenPage) -> None:
    at = drop(open_page(folder.path, "data"), "zh", "points.csv", csv(swapped=True))
    at = labelled(at.selectbox, "import_datum", "zh").set_value("EPSG:4326").run()
    assert len(at.warning) == 1
    words = say("mend_swap_xy", "zh")
    offered = [box for box in at.checkbox if words in box.label]
    if offered:
        offered[0].check().run()
    else:
        (choice,) = [one for one in at.radio if one.label == say("accept_one", "zh")]
        choice.set_value("swap_xy").run()
    assert not at.exception and not at.warning
    (accepted,) = [box for box in at.checkbox if box.label == words]
    at = accepted.uncheck().run()
    assert len(at.warning) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_no_answer_helps_against_is_refused(
    folder: Any, open_page: OpenPage, language: str
) -> None:
    content = b"SQLite format 3\x00" + b"\xff" * 300
    at = drop(open_page(folder.path, "data", language), language, "bad.gpkg", content)
    assert not at.exception
    (told,) = [error.value for error in at.error]
    assert "bad" in told and "/vsimem" not in told


def fill(at: AppTest, **values: Any) -> AppTest:
    """Fill the form by the keys of its fields, and keep."""
    for kind in (at.text_input, at.selectbox, at.number_input):
        for box in kind:
            name = str(box.key or "").removeprefix("keep_").split(":")[0]
            if str(box.key or "").startswith("keep_") and name in values:
                box.set_value(values.pop(name))
    assert not values
    return at


def submit(at: AppTest, word: str) -> AppTest:
    (button,) = [one for one in at.button if one.label == say(word, "zh")]
    return button.click().run()


def test_a_new_layer_needs_basis_and_accuracy_and_is_kept(folder: Any, open_page: OpenPage) -> None:
    at = drop(open_page(folder.path, "data"), "zh", "points.geojson", geojson())
    at.text_input(key="keep_id").set_value("wells").run()
    at = submit(at, "keep_workspace")
    (asked,) = [error.value for error in at.error]
    assert "--" not in asked and asked.count("\n\n") == 2, "group, basis and accuracy at once"
    assert not (folder.path / "layers" / "wells.toml").exists()
    at = submit(fill(at, group="first", basis="surveyed", accuracy=5.0), "keep_workspace")
    assert not at.exception and not at.error, said(at)
    (told,) = [text.value for text in at.success]
    assert "wells" in told and "points" in told, "the layer's title and id"
    asked_again = [one for one in at.info if "要素" in one.value]
    assert not asked_again and not at.warning, "nothing is asked about what was just kept"
    assert not [box for box in at.text_input if str(box.key).startswith("keep_")]
    layer = open_workspace(folder.path).layer("wells")
    assert list(layer.features["name_zh"]) == list(POINTS)
    assert (layer.worst_basis, layer.largest_accuracy_m) == ("surveyed", 5.0)


def test_replacing_keeps_what_the_planner_does_not_change(folder: Any, open_page: OpenPage) -> None:
    before = read_declaration(folder.declaration("well"))
    at = drop(open_page(folder.path, "data"), "zh", "points.geojson", geojson())
    at = at.text_input(key="keep_id").set_value("well").run()
    assert say("keep_existing", "zh", title="well图层", rows=3) in [i.value for i in at.info]
    at.checkbox(key="keep_replace:well").check()
    at = submit(fill(at, accuracy=9.0), "keep_workspace")
    assert not at.exception and not at.error, said(at)
    after = read_declaration(folder.declaration("well"))
    assert before.source and before.quality and after.source and after.quality
    for name in ("group", "title_zh", "title_en"):
        assert getattr(after, name) == getattr(before, name)
    for name in ("licence", "attribution_zh", "attribution_en"):
        assert getattr(after.source, name) == getattr(before.source, name)
    assert (after.quality.basis, after.quality.accuracy_m) == (before.quality.basis, 9.0)
    assert after.source.rows == 3


def test_a_layer_is_not_replaced_unasked(folder: Any, open_page: OpenPage) -> None:
    content = folder.declaration("well").read_bytes()
    at = drop(open_page(folder.path, "data"), "zh", "points.geojson", geojson())
    at = at.text_input(key="keep_id").set_value("well").run()
    at = submit(at, "keep_workspace")
    assert len(at.error) == 1
    assert folder.declaration("well").read_bytes() == content


def test_for_the_session_only(folder: Any, open_page: OpenPage) -> None:
    at = drop(open_page(folder.path, "data"), "zh", "points.geojson", geojson())
    at = at.text_input(key="keep_id").set_value("mine").run()
    at = submit(fill(at, group="first", basis="sketch", accuracy=50.0), "keep_session")
    assert not at.exception and not at.error, said(at)
    assert list(at.session_state["session_layers"]) == ["mine"]
    assert "mine" not in open_workspace(folder.path).layers


def test_enter_in_a_field_keeps_nothing(folder: Any, open_page: OpenPage) -> None:
    at = drop(open_page(folder.path, "data"), "zh", "points.geojson", geojson())
    forms = [node.proto for node in at.main if node.type == "form"]
    (form,) = [one.form for one in forms if one.form.form_id.startswith("import_keep")]
    assert not form.enter_to_submit


@pytest.mark.parametrize("keep", ["keep_workspace", "keep_session"])
def test_the_id_is_made_of_the_files_name(folder: Any, open_page: OpenPage, keep: str) -> None:
    at = drop(open_page(folder.path, "data"), "zh", "My-points.geojson", geojson())
    assert at.text_input(key="keep_id").value == "my_points"
    at = at.text_input(key="keep_id").set_value("").run()
    at = submit(fill(at, group="first", basis="sketch", accuracy=50.0), keep)
    assert not at.exception and not at.error, said(at)
    assert any("my" in text.value and "points" in text.value for text in at.success)


def test_a_name_that_is_no_id_is_asked_for_but_not_for_the_session(
    folder: Any, open_page: OpenPage
) -> None:
    at = drop(open_page(folder.path, "data"), "zh", "水井.geojson", geojson())
    assert at.text_input(key="keep_id").value == ""
    at = submit(fill(at, group="first", basis="sketch", accuracy=50.0), "keep_workspace")
    (asked,) = [error.value for error in at.error]
    assert "标识" in asked
    at = submit(at, "keep_session")
    assert not at.exception and not at.error, said(at)
    assert len(at.session_state["session_layers"]) == 1


def test_a_datum_has_one_name_and_stands_before_another_code(
    folder: Any, open_page: OpenPage
) -> None:
    at = drop(open_page(folder.path, "data"), "zh", "井_GCJ-02.geojson", geojson())
    options = labelled(at.selectbox, "import_datum", "zh").options
    assert [one for one in options if "WGS" in one] == ["WGS 84"]
    at = labelled(at.selectbox, "import_datum", "zh").set_value("EPSG:4326").run()
    assert not at.exception and not at.warning, said(at)


def test_another_file_forgets_the_answers(folder: Any, open_page: OpenPage) -> None:
    at = drop(open_page(folder.path, "data"), "zh", "points.csv", csv())
    at = labelled(at.selectbox, "import_datum", "zh").set_value("EPSG:4326").run()
    assert not at.warning
    (box,) = [b for b in at.file_uploader if b.label == say("import_files", "zh")]
    at = box.set_value(("others.csv", csv(), "text/csv")).run()
    assert len(at.warning) == 1

"""What stands in the map's drawer and on its card, without a browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import open_workspace
from tests.app.conftest import said


def sent_to_the_map(at: Any) -> str:
    """What the page hands the map, as text."""
    found = [str(one.proto) for one in at.get("component_instance")]
    assert found, "no map is drawn"
    return " ".join(found)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_has_every_feature_of_a_layer(
    open_page: Any, workspace_folder: Any, language: str
) -> None:
    folder = workspace_folder()
    folder.add_layer("spot", [folder.feature("a", name_zh="甲"), folder.feature("b", name_zh="")])
    at = open_page(folder.path, language=language)
    assert not at.exception
    (table,) = [one.value for one in at.dataframe if len(one.value) == 2]
    assert list(table.iloc[:, 0]) == ["甲", "b"], "its key where it has no name"
    at.button(key="layer_zoom").click().run()
    assert not at.exception
    at.slider(key="opacity-spot").set_value(40).run()
    assert not at.exception and at.session_state["layer_opacity"]["spot"] == 0.4


def test_only_this_switches_the_others_off(open_page: Any, default_copy: Path) -> None:
    at = open_page(default_copy)
    at.button(key="layer_only").click().run()
    chosen = at.session_state["table_layer"]
    on = [box.key for box in at.checkbox if str(box.key).startswith("layer-") and box.value]
    assert on == [f"layer-{chosen}"]
    assert at.query_params["v"] in ("1", ["1"]) and at.query_params["off"]


def test_clues_stand_where_a_place_is_placed(open_page: Any, default_copy: Path) -> None:
    workspace = open_workspace(default_copy)
    place = next(p for p in workspace.hints_of_place if not workspace.located(p))
    at = open_page(default_copy, selection=None)
    at.query_params["place"] = place
    at.run()
    hint = workspace.hints_of_place[place][0]
    told = " ".join(said(at)).replace("\\", "")
    assert say("hints", "zh") in told and hint.hint_zh[:8] in told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_layer_that_cannot_be_read_is_said_where_it_changes_the_ranks(
    open_page: Any, default_copy: Path, tmp_path: Path, language: str
) -> None:
    import shutil

    folder = Path(shutil.copytree(default_copy, tmp_path / "workspace"))
    whole = open_page(folder, "sites", language)
    assert not whole.exception
    (folder / "geodata" / "metro_station.geojson").write_text("{", encoding="utf-8")
    at = open_page(folder, "sites", language)
    assert not at.exception
    told = [one.value for one in at.warning if "metro" in one.value.replace("\\", "")]
    assert told, [one.value for one in at.warning]
    assert not [one for one in whole.warning if "metro" in one.value]
    assert any("geodata/metro_station.geojson" in text.value for text in at.text)


def test_an_area_and_a_point_of_the_address_are_answered(
    open_page: Any, default_copy: Path
) -> None:
    west, south, east, north = open_workspace(default_copy).settings.bounds
    middle = f"{(west + east) / 2:.6f},{(south + north) / 2:.6f}"
    box = f"{west:.6f},{south:.6f},{east:.6f},{north:.6f}"
    for kind, value, title in (("point", middle, "here_point"), ("area", box, "here_area")):
        at = open_page(default_copy, selection=None)
        at.query_params[kind] = value
        at.run()
        assert not at.exception
        assert say(title, "zh") in [one.value for one in at.subheader]
    for rubbish in ("1", "a,b", "1,2,3", "5,5,1,1", "nan,nan"):
        at = open_page(default_copy, selection=None)
        at.query_params["area"] = rubbish
        at.run()
        assert not at.exception and at.info


def test_the_map_is_told_of_opacity_and_entries(open_page: Any, default_copy: Path) -> None:
    at = open_page(default_copy)
    workspace = open_workspace(default_copy)
    told = sent_to_the_map(at)
    entry = next(iter(workspace.links.by_entry))
    assert entry in told and json.dumps("opacity") in told.replace("\\", "")


@pytest.mark.parametrize(
    ("language", "title", "value"),
    [("zh", "道路等级", "主要道路"), ("en", "Class of street", "Main street")],
)
def test_columns_and_classes_are_called_as_declared(
    open_page: Any, default_copy: Path, language: str, title: str, value: str
) -> None:
    streets = open_workspace(default_copy).layers["street"].features
    key = str(streets.index[streets["street_class"] == "main"][0])
    at = open_page(default_copy, language=language, selection=None)
    at.query_params["feature"] = f"street/{key}"
    at.run()
    assert not at.exception
    tables = [one.value for one in at.table]
    assert any(title in table.index and value in table.to_numpy() for table in tables)


def test_no_layer_that_comes_along_has_a_column_without_a_title(default_copy: Path) -> None:
    from hebei_gis.layers.preparing import STANDARD_COLUMNS

    for layer in open_workspace(default_copy).layers.values():
        own = set(layer.features.columns) - {*STANDARD_COLUMNS, layer.features.geometry.name}
        for language in ("zh", "en"):
            assert all(layer.declaration.column_title(c, language) != c for c in own), layer.id

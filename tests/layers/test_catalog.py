from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hebei_gis.layers.catalog import read_catalog, read_settings
from hebei_gis.words.errors import UnknownNameError, WorkspaceError


def test_menu_order_is_group_order_then_id(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    folder.add_layer("zebra", [], group="first", order=1)
    folder.add_layer("apple", [], group="second", order=1)
    folder.add_layer("cherry", [], group="first", order=2)
    folder.add_layer("berry", [], group="first", order=2)
    catalog = read_catalog(folder.path)
    assert list(catalog.declarations) == ["zebra", "berry", "cherry", "apple"]
    assert not catalog.faults
    assert catalog.declaration("apple").group == "second"
    with pytest.raises(UnknownNameError, match=r"no layer 'pear'.*zebra"):
        catalog.declaration("pear")


def test_settings_of_a_sound_workspace(workspace_folder: Any) -> None:
    settings = read_settings(workspace_folder().path)
    assert settings.name("zh") == "测试区"
    assert settings.name("en") == "Test District"
    assert settings.groups[0].title("en") == "First group"
    assert settings.bounds == (117.0, 39.0, 117.4, 39.3)
    assert settings.basemaps == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("EPSG:4548", "EPSG:4326", "metre_crs: found 'EPSG:4326', expected a projected CRS"),
        ("EPSG:4548", "EPSG:99999", "metre_crs: found 'EPSG:99999', expected a projected CRS"),
        ("117.0, 39.0, 117.4, 39.3", "117.4, 39.0, 117.0, 39.3", "west, south, east, north"),
        ("117.0, 39.0, 117.4, 39.3", "39.0, 117.0, 39.3, 117.4", "west, south, east, north"),
        ("117.0, 39.0, 117.4, 39.3", "117.0, 39.0, 117.4", "bounds"),
        ('adcode = "000000"', "adcode = 0", "adcode"),
        ('adcode = "000000"', 'adcode = "000000"\ncity = "x"', "unknown key city"),
        ('name_zh = "测试区"\n', "", "the key name_zh is missing"),
    ],
)
def test_settings_that_cannot_be_used(
    workspace_folder: Any, old: str, new: str, expected: str
) -> None:
    folder = workspace_folder()
    folder.edit("workspace.toml", old, new)
    with pytest.raises(WorkspaceError) as caught:
        read_catalog(folder.path)
    assert str(caught.value).startswith("workspace.toml")
    assert expected in str(caught.value)


def test_every_fault_of_the_settings_at_once(workspace_folder: Any) -> None:
    folder = workspace_folder()
    folder.edit("workspace.toml", "EPSG:4548", "4548")
    folder.edit("workspace.toml", "117.0, 39.0", "200.0, 39.0")
    folder.edit("workspace.toml", 'id = "second"', "")
    with pytest.raises(WorkspaceError) as caught:
        read_catalog(folder.path)
    assert len(caught.value.faults) == 3


def test_no_settings(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"workspace\.toml"):
        read_settings(tmp_path)


def test_an_unknown_group_lists_the_known_ones(workspace_folder: Any) -> None:
    folder = workspace_folder()
    folder.add_layer("lone", [], group="third")
    catalog = read_catalog(folder.path)
    assert list(catalog.declarations) == ["well"]
    (fault,) = catalog.faults["lone"]
    assert fault.sentence() == (
        "layers/lone.toml group: names third, which does not exist. "
        "Expected one of first, second (workspace.toml). Correct the name."
    )


def test_an_unknown_boundary_is_told_and_the_layers_stay(workspace_folder: Any) -> None:
    folder = workspace_folder()
    folder.edit("workspace.toml", "\n\n[[groups]]\nid = \"first\"",
                '\nboundary = "border"\n\n[[groups]]\nid = "first"')  # fmt: skip
    catalog = read_catalog(folder.path)
    assert list(catalog.declarations) == ["well"]
    (fault,) = catalog.faults["workspace.toml"]
    assert "workspace.toml boundary: names border" in fault.sentence()
    assert "one of well" in fault.sentence()


def test_recipes_name_layers_that_exist_are_sound_and_are_no_recipes(
    workspace_folder: Any,
) -> None:
    folder = workspace_folder()
    folder.add_layer("broken", [], group="third")
    folder.declaration("unread").write_text("=", encoding="utf-8")
    folder.add_recipe("good", 'step = "union"', '[{ layer = "well" }]')
    folder.add_recipe(
        "bad",
        'step = "union"\nclip = "nowhere"',
        '[{ layer = "good" }, { layer = "unread" }, { layer = "well" }]',
    )
    catalog = read_catalog(folder.path)
    assert list(catalog.declarations) == ["well", "good"]
    assert set(catalog.faults) == {"broken", "unread", "bad"}
    told = "\n".join(fault.sentence() for fault in catalog.faults["bad"])
    assert "names nowhere, which does not exist" in told
    assert "a layer with a [source], not a [recipe]" in told
    assert "is derived from unread, which is left out" in told
    assert len(catalog.faults["bad"]) == 3


def test_a_layer_is_added_by_its_file_alone(workspace_folder: Any) -> None:
    folder = workspace_folder()
    before = read_catalog(folder.path)
    folder.add_layer("spring", [])
    after = read_catalog(folder.path)
    assert set(after.declarations) - set(before.declarations) == {"spring"}


@pytest.mark.parametrize("part", ["groups", "basemaps"])
def test_ids_of_groups_and_basemaps_are_unique(workspace_folder: Any, part: str) -> None:
    folder = workspace_folder()
    more = '\n[[{part}]]\nid = "first"\ntitle_zh = "甲"\ntitle_en = "A"\n{url}' * 2
    url = 'url = "https://x/{z}/{x}/{y}"\nattribution = "x"\n' if part == "basemaps" else ""
    settings = folder.path / "workspace.toml"
    text = settings.read_text("utf-8") + more.replace("{part}", part).replace("{url}", url)
    settings.write_text(text, encoding="utf-8")
    with pytest.raises(WorkspaceError, match=rf"\[\[{part}\]\]: the id first stands more than"):
        read_settings(folder.path)

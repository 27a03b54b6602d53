from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.export.selection import export_layers
from hebei_gis.files.workspace_folder import SETTINGS_FILE, WORKSPACE_VARIABLE, default_folder
from hebei_gis.formats.geojson import to_geojson
from hebei_gis.map.mapping import fixed_part
from hebei_gis.plan.join import FeatureRef
from hebei_gis.words.errors import FaultsError, LayerError, UnknownNameError, WorkspaceError
from hebei_gis.workspace import open_workspace

# ---- Bad input, one fault each: what is broken → what the message must name.


def _unknown_key(folder: Any) -> None:
    folder.edit("layers/bad.toml", "order = 10", "order = 10\ncolour = 3")


def _missing_file(folder: Any) -> None:
    (folder.path / "geodata" / "bad.geojson").unlink()


def _wrong_hash(folder: Any) -> None:
    path = folder.path / "geodata" / "bad.geojson"
    path.write_bytes(path.read_bytes() + b" ")


def _wrong_crs(folder: Any) -> None:
    folder.edit("layers/bad.toml", "EPSG:4326", "EPSG:4548")


def _outside(folder: Any) -> None:
    folder.add_layer("bad", [folder.feature("a", (39.1, 117.2))])


def _duplicate_key(folder: Any) -> None:
    folder.add_layer("bad", [folder.feature("twin"), folder.feature("twin")])


def _unknown_place(folder: Any) -> None:
    folder.write_table("links", ["1.1.1", "atlantis", "uses"])


def _unknown_tie(folder: Any) -> None:
    folder.write_table("place_features", ["atlantis", "well", "e"])


#: break → left out, file, found, expected, remedy
BAD_INPUT: dict[Callable[[Any], None], tuple[str, str, str, str, str]] = {
    _unknown_key: ("bad", "layers/bad.toml", "colour", "title_zh", "Correct or remove it."),
    _missing_file: (
        "bad",
        "layers/bad.toml",
        "geodata/bad.geojson does not exist",
        "a file of the workspace",
        "Put it there or correct the path.",
    ),
    _wrong_hash: ("bad", "geodata/bad.geojson", "has sha256", "says", "Restore the file"),
    _wrong_crs: ("bad", "geodata/bad.geojson", "EPSG:4326", "EPSG:4548", "convert the file"),
    _outside: ("bad", "geodata/bad.geojson", "a (39.1", "[117.0, 39.0,", "order of the axes"),
    _duplicate_key: (
        "bad", "geodata/bad.geojson", "twin", "one row a key", "Give each row its own key.",
    ),
    _unknown_place: ("plan", "links.csv line 2", "atlantis", "east_well", "Correct the name."),
    _unknown_tie: ("plan", "place_features.csv line 2", "atlantis", "lost_well", "Correct"),
}  # fmt: skip


@pytest.fixture
def breakable(workspace_folder: Any) -> Any:
    folder = workspace_folder(plan=True)
    folder.add_layer("bad", [folder.feature("a")])
    assert not folder.open().faults
    return folder


@pytest.mark.parametrize("spoil", BAD_INPUT, ids=lambda spoil: spoil.__name__.strip("_"))
def test_bad_input_is_told_in_one_message_and_the_rest_opens(breakable: Any, spoil: Any) -> None:
    spoil(breakable)
    workspace = breakable.open()
    name, file, found, expected, remedy = BAD_INPUT[spoil]
    assert set(workspace.left_out) == {name}
    (fault,) = workspace.faults
    sentence = fault.sentence()
    assert sentence.startswith(file)
    assert found in sentence
    assert expected in sentence
    assert remedy in sentence
    assert Path(file.split()[0]).name in fault.sentence("zh")
    sound = {"well", "bad"} - {name}
    assert set(workspace.layers) == sound
    for layer in sound:
        assert json.loads(to_geojson(workspace.layer(layer).features))["features"]
    assert bool(workspace.register.entries) == (name != "plan")
    if name == "bad":
        assert workspace.links.features_of("1.1.1")
        with pytest.raises(LayerError) as caught:
            workspace.layer("bad")
        assert caught.value.faults == (fault,)


def test_faults_of_the_declaration_its_file_and_its_rows_are_told_together(
    breakable: Any,
) -> None:
    twins = [breakable.feature("twin"), breakable.feature("twin", (10, 10))]
    breakable.add_layer("bad", twins, group="nowhere", rows=5, sha256="0" * 64)
    breakable.edit("layers/bad.toml", "order = 10", "order = 10\ncolour = 3")
    workspace = breakable.open()
    assert [fault.kind for fault in workspace.left_out["bad"]] == [
        "unknown_key",
        "wrong_hash",
        "wrong_rows",
        "duplicate_key",
        "outside_bounds",
    ]
    breakable.edit("layers/bad.toml", "\ncolour = 3", "")
    assert [fault.kind for fault in breakable.open().left_out["bad"]] == [
        "unknown_reference",
        "wrong_hash",
        "wrong_rows",
        "duplicate_key",
        "outside_bounds",
    ]


def test_another_crs_is_not_told_a_second_time_as_outside(breakable: Any) -> None:
    breakable.add_layer("bad", [breakable.feature("a")] * 2, system='crs = "EPSG:4548"')
    kinds = [fault.kind for fault in breakable.open().left_out["bad"]]
    assert kinds == ["wrong_crs", "duplicate_key"]


def test_a_column_that_is_missing_is_told_once(breakable: Any) -> None:
    breakable.add_layer("bad", [breakable.feature("a"), breakable.feature("b")], key="code")
    (fault,) = breakable.open().left_out["bad"]
    assert fault.kind == "missing_column"


def test_every_layer_and_table_is_told_at_once(breakable: Any) -> None:
    for layer in ("one", "two", "three"):
        breakable.add_layer(layer, [breakable.feature("a", (0, 0))])
    breakable.add_recipe("four", 'step = "union"', '[{ layer = "one" }]')
    _missing_file(breakable)
    _unknown_place(breakable)
    workspace = breakable.open()
    assert set(workspace.left_out) == {"one", "two", "three", "four", "bad", "plan"}
    assert len(workspace.faults) == 6
    assert list(workspace.layers) == ["well"]


# ---- A layer is one declaration and one file.


def test_one_declaration_and_one_file_make_a_layer_everywhere(workspace_folder: Any) -> None:
    folder = workspace_folder(plan=True)
    before = folder.open()
    files = {p: p.read_bytes() for p in folder.path.rglob("*") if p.is_file()}
    folder.add_layer(
        "spring",
        [folder.feature("s", (117.25, 39.2), name_zh="新泉")],
        group="second",
        basis="sketch",
        accuracy_m=200,
        licence="ODbL-1.0",
    )
    added = {p for p in folder.path.rglob("*") if p.is_file()} - set(files)
    assert {p.name for p in added} == {"spring.toml", "spring.geojson"}
    assert all(p.read_bytes() == content for p, content in files.items())

    after = folder.open()
    assert not after.faults
    assert [row for row in after.layer_rows() if row not in before.layer_rows()] == [
        {
            "id": "spring",
            "title_zh": "spring图层",
            "title_en": "Layer spring",
            "group": "second",
            "geometry": "Point",
            "features": 1,
            "basis": "sketch",
            "accuracy_m": 200.0,
            "licence": "ODbL-1.0",
        }
    ]
    drawn = fixed_part(after, lambda name: f"/layer/{name}")["layers"]
    assert [layer["id"] for layer in drawn] == ["well", "spring"]
    assert drawn[1]["title"] == {"zh": "spring图层", "en": "Layer spring"}
    assert drawn[1]["url"] == "/layer/spring"
    exported = json.loads(export_layers(after, ["spring"], "geojson").content)
    assert exported["features"][0]["geometry"]["coordinates"] == [117.25, 39.2]
    assert exported["features"][0]["properties"]["name_zh"] == "新泉"
    assert exported["attribution"] == "spring来源"
    assert FeatureRef("spring", "s") in after.links.unspoken_features


# ---- JSON shapes.


def test_layer_rows_have_exactly_the_promised_keys(default_workspace: Any) -> None:
    rows = default_workspace.layer_rows()
    assert [row["id"] for row in rows] == list(default_workspace.layers)
    for row in rows:
        assert list(row) == [
            "id", "title_zh", "title_en", "group", "geometry", "features", "basis",
            "accuracy_m", "licence",
        ]  # fmt: skip
        assert type(row["features"]) is int
        assert type(row["accuracy_m"]) is float
        assert row["licence"]
        layer = default_workspace.layer(row["id"])
        if row["features"]:
            assert row["accuracy_m"] == layer.features["accuracy_m"].max()
            assert row["basis"] in set(layer.features["basis"])
    json.dumps(rows)


def test_measure_rows_say_where_each_place_is(default_workspace: Any) -> None:
    rows = default_workspace.measure_rows()
    assert [row["id"] for row in rows] == list(default_workspace.register.entries)
    for row in rows:
        assert row["locator"] == default_workspace.register.entry(row["id"]).locator("zh")
        for place in row["places"]:
            assert place["located"] == (place["layer"] is not None)
            assert (place["layer"] is None) == (place["key"] is None)
            if place["located"]:
                features = default_workspace.layer(place["layer"]).features
                assert place["key"] in features.index
    json.dumps(rows)


# ---- Opening.


def test_the_default_workspace_has_no_fault(default_workspace: Any) -> None:
    assert [fault.sentence() for fault in default_workspace.faults] == []


def test_a_folder_that_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"workspace\.toml does not exist.*layers/") as caught:
        open_workspace(tmp_path)
    assert isinstance(caught.value, FaultsError)
    with pytest.raises(WorkspaceError):
        open_workspace(tmp_path / "nowhere")


def test_a_workspace_without_layers_or_plan_opens(workspace_folder: Any) -> None:
    workspace = workspace_folder(empty=True).open()
    assert not workspace.faults
    assert workspace.layer_rows() == workspace.measure_rows() == []


def test_unknown_layers_list_the_known_ones(workspace_folder: Any) -> None:
    workspace = workspace_folder().open()
    with pytest.raises(UnknownNameError, match=r"There is no layer 'wel'\. Known: well\."):
        workspace.layer("wel")
    with pytest.raises(KeyError):
        workspace.licence("wel")


def test_features_of_several_layers_keep_the_asked_order(workspace_folder: Any) -> None:
    folder = workspace_folder()
    folder.add_layer("spring", [folder.feature("s")])
    workspace = folder.open()
    refs = [FeatureRef("well", "w"), FeatureRef("spring", "s"), FeatureRef("well", "e")]
    features = workspace.features(refs)
    assert list(features.index) == ["well/w", "spring/s", "well/e"]
    assert list(features["layer"]) == ["well", "spring", "well"]
    assert features.crs.to_epsg() == 4548
    assert workspace.features([]).empty


def test_fingerprints_follow_content(workspace_folder: Any) -> None:
    folder = workspace_folder()
    first = folder.open().fingerprints["well"]
    assert folder.open().fingerprints["well"] == first
    folder.edit("layers/well.toml", "#336699", "#336698")
    second = folder.open().fingerprints["well"]
    folder.add_layer("well", [folder.feature("e", (117.21, 39.1000001))])
    assert len({first, second, folder.open().fingerprints["well"]}) == 3


def test_the_default_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, workspace_folder: Any, repository: Path
) -> None:
    folder = workspace_folder().path
    monkeypatch.delenv(WORKSPACE_VARIABLE, raising=False)
    monkeypatch.chdir(folder)
    assert default_folder() == folder
    monkeypatch.chdir(tmp_path)
    assert default_folder() == repository
    monkeypatch.setenv(WORKSPACE_VARIABLE, "elsewhere")
    assert default_folder() == Path("elsewhere")


# ---- The wheel.


@pytest.fixture(scope="session")
def unpacked_wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    built, unpacked = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("unpacked")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)],
        cwd=repository,
        check=True,
        capture_output=True,
    )
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    return unpacked


def test_the_wheel_carries_the_workspace_and_the_browser_files(
    unpacked_wheel: Path, repository: Path
) -> None:
    package = unpacked_wheel / "hebei_gis"
    carried = package / "default_workspace"
    names = [SETTINGS_FILE]
    for folder in ("layers", "geodata"):
        names += [
            p.relative_to(repository).as_posix()
            for p in (repository / folder).rglob("*")
            if p.is_file()
        ]
    assert len(names) > 40
    for name in names:
        assert (carried / name).read_bytes() == (repository / name).read_bytes(), name
    browser = repository / "hebei_gis" / "map" / "browser"
    for path in browser.iterdir():
        assert (package / "map" / "browser" / path.name).read_bytes() == path.read_bytes()
    assert (package / "map" / "browser" / "plan_map.js").is_file()
    assert not (unpacked_wheel / "tests").exists()


def test_an_installed_wheel_opens_its_workspace_from_an_empty_folder(
    unpacked_wheel: Path, tmp_path: Path, default_workspace: Any
) -> None:
    script = (
        "import hebei_gis, json\n"
        "from hebei_gis.map.mapping import browser_assets\n"
        "from hebei_gis.files.workspace_folder import default_folder\n"
        "from hebei_gis.workspace import open_workspace\n"
        "opened = open_workspace(default_folder())\n"
        "print(json.dumps([hebei_gis.__file__, str(opened.folder), list(opened.layers),"
        " len(opened.register.entries), len(opened.faults), sorted(browser_assets())]))\n"
    )
    environment = {k: v for k, v in os.environ.items() if k != WORKSPACE_VARIABLE}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(unpacked_wheel)},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    module, folder, layers, entries, faults, assets = json.loads(done.stdout)
    assert Path(module).is_relative_to(unpacked_wheel)
    assert Path(folder) == unpacked_wheel / "hebei_gis" / "default_workspace"
    assert layers == list(default_workspace.layers)
    assert entries == len(default_workspace.register.entries)
    assert faults == 0
    assert {"leaflet.js", "leaflet.css", "plan_map.js", "plan_map.css"} <= set(assets)

"""A layer is read when it is asked for, and only then."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import pytest

from hebei_gis.export.selection import export_layers
from hebei_gis.layers import on_demand
from hebei_gis.words.errors import LayerError, UnknownNameError
from hebei_gis.workspace import open_workspace


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The layers whose files were read."""
    names: list[str] = []
    inspect = on_demand.inspect_layer_file

    def noting(folder: Path, declaration: Any) -> Any:
        names.append(declaration.id)
        return inspect(folder, declaration)

    monkeypatch.setattr(on_demand, "inspect_layer_file", noting)
    monkeypatch.setattr(on_demand, "_in_use", WeakValueDictionary())  # of other tests
    return names


@pytest.fixture
def folder(workspace_folder: Any) -> Any:
    """Layers ``well``, ``tree``, ``bad`` (its file is not there); a plan tied to ``well``."""
    folder = workspace_folder(plan=True)
    folder.add_layer("tree", [folder.feature("a", (117.2, 39.11))])
    folder.add_layer("bad", [folder.feature("a", (117.2, 39.11))])
    (folder.path / "geodata" / "bad.geojson").unlink()
    return folder


def test_opening_reads_no_layer(folder: Any, read: list[str]) -> None:
    workspace = open_workspace(folder.path)
    assert set(workspace.catalog.declarations) == {"well", "tree", "bad"}
    assert read == []


def test_exporting_one_layer_reads_that_layer(folder: Any, read: list[str]) -> None:
    export_layers(open_workspace(folder.path), ["tree"], "geojson")
    assert read == ["tree"]


def test_the_plan_reads_the_layers_it_is_tied_to(folder: Any, read: list[str]) -> None:
    workspace = open_workspace(folder.path)
    assert workspace.measure_rows()
    assert read == ["well"]


def test_each_layer_is_read_once_however_often_it_is_asked_for(
    folder: Any, read: list[str]
) -> None:
    workspace = open_workspace(folder.path)
    beside = workspace.with_layers({})
    for _ in range(3):
        assert list(workspace.layers) == list(beside.layers)
        assert set(workspace.left_out) == {"bad"}
    assert sorted(read) == ["bad", "tree", "well"]


def test_threads_that_ask_at_once_get_one_layer(folder: Any, read: list[str]) -> None:
    workspace = open_workspace(folder.path)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: workspace.layers["well"], range(64)))
    assert len({id(layer) for layer in found}) == 1
    assert read == ["well"]


def test_a_layer_that_is_left_out_says_why_when_asked_for(folder: Any) -> None:
    workspace = open_workspace(folder.path)
    with pytest.raises(LayerError) as caught:
        workspace.layer("bad")
    assert caught.value.faults[0].kind == "missing_file"
    assert "bad" not in workspace.layers
    with pytest.raises(UnknownNameError):
        workspace.layer("nowhere")


def test_a_fault_of_one_layer_hinders_no_other(folder: Any) -> None:
    workspace = open_workspace(folder.path)
    assert export_layers(workspace, ["tree"], "geojson").sidecar["rows"] == 1
    assert "bad" in workspace.left_out


def test_a_layer_put_beside_stands_in_place_and_the_plan_keeps_its_own(folder: Any) -> None:
    workspace = open_workspace(folder.path)
    tree = workspace.layers["tree"]
    beside = workspace.with_layers({"well": tree, "new": tree})
    assert beside.layers["well"] is tree and workspace.layers["well"] is not tree
    assert list(beside.layers) == [*workspace.layers, "new"]
    assert beside.links is workspace.links and beside.register is workspace.register
    again = beside.with_layers({"more": tree})
    assert again.links is workspace.links and "new" in again.layers


def test_a_layer_in_use_is_not_read_again_when_another_file_changes(
    folder: Any, read: list[str]
) -> None:
    first = open_workspace(folder.path)
    well = first.layers["well"]
    folder.add_layer("tree", [folder.feature("other", (117.2, 39.11))])
    second = open_workspace(folder.path)
    assert second.layers["well"] is well
    assert list(second.layers["tree"].features.index) == ["other"]
    assert read.count("well") == 1


@pytest.mark.parametrize("what", ["file", "declaration", "settings"])
def test_a_layer_in_use_is_read_again_when_it_or_its_settings_change(
    folder: Any, what: str
) -> None:
    first = open_workspace(folder.path)
    well = first.layers["well"]
    if what == "file":
        data = folder.path / "geodata" / "well.geojson"
        data.write_bytes(data.read_bytes() + b" ")
        assert "well" not in open_workspace(folder.path).layers
        return
    if what == "declaration":
        folder.edit("layers/well.toml", "accuracy_m = 5", "accuracy_m = 6")
    else:
        folder.edit("workspace.toml", "EPSG:4548", "EPSG:32650")
    found = open_workspace(folder.path).layers["well"]
    assert found is not well
    assert (found.features["accuracy_m"] == 6).all() or found.features.crs.to_epsg() == 32650


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (["--help"], ["numpy", "pandas", "geopandas", "pyproj", "shapely", "pydantic"]),
        (["nonsense"], ["numpy", "pandas", "geopandas"]),
        (["export", "--help"], ["ezdxf", "openpyxl", "docx", "scipy", "streamlit"]),
        (["layers", "--help"], ["ezdxf", "openpyxl", "docx", "scipy", "streamlit"]),
    ],
)
def test_a_command_loads_what_it_needs(arguments: list[str], absent: list[str]) -> None:
    program = (
        "import json, sys\n"
        "from hebei_gis.cli import main\n"
        "try:\n"
        "    main(sys.argv[1:])\n"
        "except SystemExit:\n"
        "    pass\n"
        "print(json.dumps(sorted(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
    )
    loaded = json.loads(done.stdout.splitlines()[-1])
    assert [name for name in absent if name in loaded] == []

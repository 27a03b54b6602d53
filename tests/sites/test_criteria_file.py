from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hebei_gis.sites import (
    Surroundings,
    column_criterion,
    measure_sites,
    parcels_from_layer,
    read_criteria,
)
from hebei_gis.words.errors import LayerError, UnknownNameError
from hebei_gis.workspace import Workspace, open_workspace

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "geodata" / "criteria.toml"


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return open_workspace(ROOT)


def test_the_file_declares_what_the_issue_asks():
    declared = read_criteria(FILE)
    assert list(declared.presets) == ["commerce", "industry", "housing", "culture_tourism"]
    for preset in declared.presets.values():
        assert sum(preset.weights.values()) == pytest.approx(1)
    formulas = {criterion.formula for criterion in declared.criteria.values()}
    assert formulas == {
        "area", "compactness", "nearest", "count_within", "distinct_within", "share",
        "covered_area", "plan_entries", "column", "category",
    }  # fmt: skip
    with pytest.raises(UnknownNameError, match="no preset 'x'"):
        declared.preset("x")
    with pytest.raises(UnknownNameError, match="no criterion 'x'"):
        declared.criterion("x")


def test_criteria_read_layers_keys_and_columns_that_are_there(workspace):
    declared = read_criteria(FILE)
    absent = set()
    for criterion in declared.criteria.values():
        layer = workspace.layers.get(criterion.layer or "")
        if criterion.layer and layer is None:
            absent.add(criterion.layer)
        if layer is not None and criterion.key:
            assert criterion.key in layer.features.index
        if layer is not None and criterion.columns:
            assert set(criterion.columns) & set(layer.features.columns)
    assert absent <= {"control_line", "grand_canal_zone"}


def test_the_demonstration_says_so_and_can_be_measured_in_all(workspace):
    layer = workspace.layer("site_parcel_demo")
    assert set(layer.features["basis"]) == {"demonstration"}
    assert all("演示" in name for name in layer.features["name_zh"])
    assert all("emonstration" in name for name in layer.features["name_en"])
    boundary = workspace.layers[workspace.settings.boundary]
    made = parcels_from_layer(layer, boundary=boundary)
    assert [note.kind for note in made.notes] == ["demonstration"]
    around = Surroundings(workspace.layers, workspace.links, workspace.register)
    measured = measure_sites(made, read_criteria(FILE), around)
    assert not measured.notes
    assert measured.values.notna().all(axis=None)


def test_the_script_makes_the_file_byte_for_byte(tmp_path):
    script = ROOT / "tools" / "make_demo_parcels.py"
    subprocess.run([sys.executable, str(script), "--out", str(tmp_path)], check=True)
    name = "site_parcel_demo.geojson"
    assert (tmp_path / name).read_bytes() == (ROOT / "geodata" / name).read_bytes()


GOOD = """
version = 1
[[criterion]]
id = "a"
title_zh = "甲"
title_en = "A"
unit = "m"
direction = "lower"
formula = "nearest"
layer = "s"
"""


def test_every_fault_is_told_at_once(tmp_path):
    path = tmp_path / "criteria.toml"
    path.write_text(
        GOOD
        + GOOD.replace("version = 1", "").replace('direction = "lower"', 'direction = "up"')
        + '[[criterion]]\nid = "b"\ntitle_zh = "x"\ntitle_en = "x"\nunit = ""\ncolour = 1\n'
        + 'direction = "higher"\nformula = "count_within"\n'
        + '[[criterion]]\nid = "c"\ntitle_zh = "x"\ntitle_en = "x"\nunit = ""\nlayer = "s"\n'
        + 'direction = "higher"\nformula = "area"\n'
        + '[[preset]]\nid = "p"\ntitle_zh = "x"\ntitle_en = "x"\nweights = { a = 0, z = 1 }\n'
        + '[[preset]]\nid = "q"\ntitle_zh = "x"\ntitle_en = "x"\nweights = { a = 0 }\n',
        encoding="utf-8",
    )
    with pytest.raises(LayerError) as caught:
        read_criteria(path)
    told = str(caught.value)
    for words in (
        "a direction: found 'up'",
        "unknown key colour",
        'formula "area" without layer',
        "names z",
        "a stands more than once",
        "q weights: has no weight above 0",
    ):
        assert words in told


@pytest.mark.parametrize("text", ["", "version = 2\n" + GOOD.replace("version = 1", ""), "x ="])
def test_a_file_that_is_none(tmp_path, text):
    path = tmp_path / "criteria.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LayerError):
        read_criteria(path)
    with pytest.raises(LayerError, match="does not exist"):
        read_criteria(tmp_path / "none.toml")


def test_any_column_can_be_a_criterion():
    made = column_criterion("容积率", "higher")
    assert (made.id, made.columns) == ("容积率", ("容积率",))


def test_a_planning_condition_gives_its_upper_bound():
    assert read_criteria(FILE).criterion("floor_area_ratio").bound == "upper"


@pytest.mark.parametrize("name", ["", " a", "a ", "a\nb", "x" * 121])
def test_an_id_is_one_line(name):
    with pytest.raises(LayerError):
        column_criterion(name, "higher")
    assert column_criterion("起始价(万元，含税)=？", "lower").id == "起始价(万元，含税)=？"

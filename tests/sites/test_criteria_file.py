from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from hebei_gis.cli import main
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
        "q weights: found no weight",
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


# The command.


def run(capsys, *arguments):
    code = main(["sites", *arguments, "--workspace", str(ROOT)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def compare(capsys, *arguments):
    return run(
        capsys,
        "compare",
        "--language",
        "en",
        "--weightings",
        "100",
        "--positions",
        "20",
        *arguments,
    )


def test_compare_prints_the_json_of_the_issue(capsys, tmp_path):
    saved = tmp_path / "saved.json"
    code, out, _ = compare(
        capsys, "--parcels", "site_parcel_demo", "--preset", "commerce", "--json", "--seed", "3",
        "--save", str(saved),
    )  # fmt: skip
    assert code == 0
    told = json.loads(out)
    assert {"criteria", "parcels", "pairwise", "seed", "method", "notes"} <= set(told)
    assert told["seed"] == 3
    assert len(told["parcels"]) == 12
    assert {"id", "values", "scores", "score", "rank", "vetoes", "rank_acceptability"} <= set(
        told["parcels"][0]
    )
    assert any("straight-line" in note for note in told["notes"])
    assert any("demonstration" in note for note in told["notes"])
    assert saved.exists()


def test_compare_takes_every_option(capsys, tmp_path):
    path = tmp_path / "p.geojson"
    rows = gpd.GeoDataFrame(
        {"id": ["x", "y", "z"], "price": [3, 1, 2]},
        geometry=[shapely.Point(117.2, 39.16).buffer(r) for r in (0.001, 0.002, 0.003)],
        crs="EPSG:4326",
    )
    rows.to_file(path, driver="GeoJSON", engine="pyogrio")
    code, out, err = compare(
        capsys, "--parcels", str(path), "--column", "price=lower", "--weights", "price=1,area_m2=2",
        "--method", "topsis", "--normalise", "vector", "--missing", "median", "--accuracy-m", "50",
        "--target", "area_m2=20000:90000", "--veto", "price>2.5", "--no-veto", "control_line_share",
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert "x" in out
    assert "above 2.5" in out
    code, out, _ = compare(
        capsys, "--parcels", str(path), "--pairwise", "area_m2/compactness=3", "--only", "y,z"
    )
    assert code == 0
    assert "area_m2=0.750, compactness=0.250" in out
    code, _, err = compare(capsys, "--parcels", str(path), "--only", "y,no")
    assert code == 1
    assert "no parcel 'no'" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--parcels", "nope"], "There is no layer 'nope'"),
        (["--parcels", "nope.geojson"], "does not exist"),
        (["--parcels", "land_parcel", "--preset", "x"], "--preset: x is not known"),
        (["--parcels", "land_parcel", "--method", "x"], "--method: x is not known"),
        (["--parcels", "land_parcel", "--weights", "park_count_500m=0"], "all weights are zero"),
        (["--parcels", "land_parcel", "--weights", "park_count_500m=-1"], "is no number of 0"),
        (["--parcels", "land_parcel", "--weights", "area_m2=1"], "none of the weighted criteria"),
        (
            ["--parcels", "land_parcel", "--veto", "school_count_1000m>-1"],
            "every parcel is excluded",
        ),
        (["--parcels", "land_parcel", "--only", "zz"], "no parcel 'zz'"),
        (["--parcels", "land_parcel", "--target", "x"], "--target"),
        (["--parcels", "land_parcel", "--column", "x"], "--column"),
        (["--parcels", "elder_care"], "no parcel to compare"),
        (["--parcels", "metro_line"], "a parcel is a polygon"),
        (["--parcels", "land_parcel", "--seed", "-1"], "seed"),
    ],
)
def test_bad_input_has_a_clear_word_and_exit_code_1(capsys, arguments, words):
    code, out, err = compare(capsys, *arguments)
    assert code == 1
    assert words in err
    assert out == ""


def test_criteria_are_listed(capsys):
    code, out, _ = run(capsys, "criteria", "--language", "zh")
    assert code == 0
    assert "最近地铁站距离" in out
    code, out, _ = run(capsys, "criteria", "--json")
    assert {row["id"] for row in json.loads(out)["criteria"]} >= {"area_m2", "metro_distance_m"}

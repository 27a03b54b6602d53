"""``sites compare`` and ``sites criteria``: what they print, what they ask, what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from hebei_gis.cli import main
from hebei_gis.sites import load_comparison

ROOT = Path(__file__).resolve().parents[2]


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
        capsys, "--parcels", str(path),
        "--column", "price=lower", "--weights", "price=1,area_m2=2",
        "--method", "topsis", "--normalise", "vector", "--missing", "median", "--accuracy-m", "50",
        "--target", "area_m2=20000:90000", "--veto", "price>2.5", "--no-veto", "control_line_share",
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert "x" in out
    assert "above 2.5" in out
    code, out, _ = compare(
        capsys, "--parcels", str(path), "--pairwise", "area_m2/compactness=3",
        "--only", "y,z",
    )  # fmt: skip
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
        (["--parcels", "land_parcel", "--seed", "-1"], "--seed: found -1"),
        (["--parcels", "land_parcel", "--positions", "-1"], "--positions: found -1, expected an"),
        (["--parcels", "land_parcel", "--weights", "metro_distance_m"], "Write it as ID=W"),
        (["--parcels", "site_parcel_demo", "--column", "foo=higher"], "has no column foo. Columns"),
        (
            ["--parcels", "site_parcel_demo", "--column", "foo=lower", "--weights", "foo=1"],
            "has no column foo. Columns: name_zh",
        ),
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


# Files of parcels.


def lots(folder, *, columns, coordinates=None, crs="EPSG:4326", name="parcels.geojson"):
    """A file of square lots in a row, from west to east."""
    count = len(next(iter(columns.values())))
    boxes = [
        shapely.box(117.2 + n * 0.004, 39.16, 117.2015 + n * 0.004, 39.161) for n in range(count)
    ]
    rows = gpd.GeoDataFrame(columns, geometry=boxes, crs="EPSG:4326").to_crs(crs)
    if coordinates is not None:
        rows = rows.set_geometry(shapely.transform(rows.geometry.to_numpy(), coordinates))
    features = [
        {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(shape)}
        for properties, shape in zip(
            rows.drop(columns="geometry").to_dict("records"), rows.geometry, strict=True
        )
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def ranks(out):
    return {row["id"]: row["rank"] for row in json.loads(out)["parcels"]}


def test_a_mark_of_a_missing_value_is_not_first(capsys, tmp_path):
    path = lots(tmp_path, columns={"key": list("abcd"), "fee": [100, 120, -9999, 150]})
    code, out, err = compare(
        capsys, "--parcels", str(path), "--column", "fee=lower", "--weights", "fee=1", "--json"
    )
    assert (code, err) == (0, "")
    assert ranks(out) == {"a": 1, "b": 2, "d": 3, "c": None}
    assert any("-9999 of c marks a missing value" in note for note in json.loads(out)["notes"])


def test_a_key_that_stands_twice_is_asked_about(capsys, tmp_path):
    path = lots(tmp_path, columns={"编号": ["G1", "G2", "G2"], "地块名称": list("一二三")})
    arguments = ["--parcels", str(path), "--weights", "metro_distance_m=1"]
    code, out, err = compare(capsys, *arguments)
    assert (code, out) == (2, "")
    assert "G2" in err and "--accept number_keys" in err
    code, out, _ = compare(capsys, *arguments, "--accept", "number_keys", "--json")
    assert code == 0
    assert set(ranks(out)) == {"G1", "G2", "G2-2"}


def test_headings_with_brackets_and_units_are_criteria(capsys, tmp_path):
    price, mu, odd = "起始价(万元)", "亩价（万元/亩）", "率=a,b：%"
    path = lots(
        tmp_path,
        columns={"key": ["p0", "p1", "p2"], price: [10, 20, 30], mu: [30, 60, 90], odd: [1, 2, 3]},
    )
    code, out, err = compare(
        capsys, "--parcels", str(path), "--column", f"{price}=lower", "--column", f"{mu}=lower",
        "--column", f"{odd}=lower", "--weights", f"{price}=1,{mu}=0.5,{odd}=1",
        "--target", f"{odd}=1:9", "--veto", f"{mu}>80", "--json",
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert ranks(out) == {"p0": 1, "p1": 2, "p2": None}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("case", "mend"), [("metres", "crs=EPSG:4548"), ("swapped", "swap_xy")])
def test_coordinates_that_disagree_are_a_sentence_and_a_mend(
    capsys, tmp_path, case, mend, language
):
    columns = {"key": list("ABC"), "v": [1, 2, 3]}
    if case == "metres":
        path = lots(tmp_path, columns=columns, crs="EPSG:4548")
    else:
        path = lots(tmp_path, columns=columns, coordinates=lambda xy: xy[:, ::-1])
    arguments = ["--parcels", str(path), "--weights", "area_m2=1"]
    code, out, err = compare(capsys, *arguments, "--language", language)
    assert (code, out) == (2, "")
    assert "Traceback" not in err and path.name in err and f"--accept {mend}" in err
    code, out, _ = compare(capsys, *arguments, "--accept", mend, "--json")
    assert code == 0
    area = json.loads(out)["parcels"][0]["values"]["area_m2"]
    assert area == pytest.approx(14393, rel=1e-3)


def test_planning_conditions_as_they_are_printed(capfd, tmp_path):
    path = lots(
        tmp_path, columns={"key": list("abcd"), "容积率": ["≤2.0", "1.0-2.5", "2.5", "１．８"]}
    )
    code, out, err = compare(
        capfd, "--parcels", str(path), "--weights", "floor_area_ratio=1", "--json"
    )
    assert (code, err) == (0, "")
    found = {row["id"]: row["values"]["floor_area_ratio"] for row in json.loads(out)["parcels"]}
    assert found == {"a": 2.0, "b": 2.5, "c": 2.5, "d": 1.8}


def test_the_parts_of_a_shapefile_are_taken_from_beside_it(capsys, tmp_path):
    rows = gpd.GeoDataFrame(
        {"编号": ["甲", "乙"]},
        geometry=[shapely.box(517286 + n, 4336285, 517386 + n, 4336385) for n in (0, 300)],
        crs="EPSG:4548",
    )
    rows.to_file(tmp_path / "地块.shp", encoding="GBK", engine="pyogrio")
    saved = tmp_path / "saved.json"
    code, _, err = compare(
        capsys, "--parcels", str(tmp_path / "地块.shp"), "--key", "编号",
        "--weights", "metro_distance_m=1", "--save", str(saved),
    )  # fmt: skip
    assert (code, err) == (0, "")
    opened = load_comparison(saved)
    assert set(opened.ranked) == {"甲", "乙"}
    assert (opened.layer, opened.file.name) == ("", "地块.shp")


def test_options_of_a_file_are_not_passed_over_for_a_layer(capsys):
    code, _, err = compare(
        capsys, "--parcels", "site_parcel_demo", "--crs", "EPSG:4490", "--accuracy-m", "5"
    )
    assert code == 1
    assert "--crs, --accuracy-m are for a file" in err


def test_weights_and_judgements_together_are_refused(capsys):
    code, _, err = compare(
        capsys, "--parcels", "site_parcel_demo", "--pairwise", "area_m2/compactness=3",
        "--weights", "area_m2=1",
    )  # fmt: skip
    assert code == 1
    assert "both weights and pairwise" in err


def test_positions_taken_as_exact_name_the_option(capsys, tmp_path):
    path = lots(tmp_path, columns={"key": ["a", "b"], "fee": [1, 2]})
    arguments = ["--parcels", str(path), "--weights", "area_m2=1"]
    _, out, _ = compare(capsys, *arguments)
    assert "states no accuracy_m" in out and "Options: --accuracy-m METRES." in out
    _, out, _ = compare(capsys, *arguments, "--accuracy-m", "5")
    assert "--accuracy-m" not in out


def test_a_chinese_console_reads_chinese(capsys, tmp_path):
    path = lots(tmp_path, columns={"key": ["a", "b"], "价": [1, 2]})
    code, out, _ = compare(
        capsys, "--parcels", str(path), "--column", "价=lower", "--weights", "价=1",
        "--language", "zh",
    )  # fmt: skip
    assert code == 0
    assert "排序方法：加权求和；标准化方法：极差法；缺失值的处理：该地块不参加排序" in out
    assert "权重：价 1.000\n" in out
    assert "居首概率" in out and "随机种子" in out and "地块取自文件 parcels.geojson" in out
    code, _, err = compare(capsys, "--parcels", str(path), "--method", "x", "--language", "zh")
    assert code == 1
    assert err == "--method：没有“x”。可用：weighted_sum、topsis。\n"

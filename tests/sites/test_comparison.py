from __future__ import annotations

import json
import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pymcdm
import pytest
import shapely

from hebei_gis.sites import (
    SiteOptions,
    Veto,
    assess_robustness,
    compare_sites,
    comparison_from_text,
    comparison_to_text,
    comparison_values,
    load_comparison,
    measure_sites,
    parcels_from_frame,
    parcels_from_layer,
    parse_pairs,
    parse_weights,
    read_parcels_file,
    save_comparison,
    weights_from_pairs,
)
from hebei_gis.words.errors import ComparisonError, LayerError, UnknownNameError
from hebei_gis.words.sentences.sites import FAULTS, NOTES
from tests.sites.site_cases import (
    CRS,
    X,
    Y,
    around,
    at,
    criteria,
    criterion,
    frame,
    layer,
    parcels,
    square,
    table_case,
)


def compared(values, weights=None, **options):
    case, declared = table_case(values)
    return compare_sites(
        measure_sites(case, declared, around()), SiteOptions(weights=weights, **options)
    )


def kinds(comparison):
    return [note.kind for note in comparison.notes]


# Weights.


def test_weights_are_scaled_and_only_the_named_count():
    made = compared({"a": [1, 2], "b": [1, 2], "c": [1, 2]}, {"c": 2.0, "a": 6.0, "b": 0.0})
    assert made.weights == {"a": 0.75, "c": 0.25}
    assert parse_weights(" a=0.3, b=7 ") == {"a": 0.3, "b": 7}


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({"a": 0.0}, "all weights are zero"),
        ({}, "all weights are zero"),
        ({"a": -1.0}, "weight -1 is no number"),
        ({"a": math.nan}, "weight nan is no number"),
        ({"a": math.inf}, "weight inf is no number"),
        ({"z": 1.0}, "z is not known. Known: a"),
    ],
)
def test_weights_that_rank_nothing_are_said(weights, words):
    with pytest.raises(ComparisonError, match=words) as caught:
        compared({"a": [1, 2]}, weights)
    assert caught.value.faults[0].sentence("zh") != str(caught.value)


def test_all_bad_weights_are_told_at_once():
    with pytest.raises(ComparisonError) as caught:
        compared({"a": [1, 2], "b": [1, 2]}, {"a": -1.0, "b": math.nan, "c": 1.0})
    assert len(caught.value.faults) == 3
    with pytest.raises(ComparisonError) as caught:
        parse_weights("a,b=x")
    assert len(caught.value.faults) == 2


# Pairwise judgements.


def test_consistent_judgements_give_their_weights_back():
    found = weights_from_pairs(["a", "b", "c"], parse_pairs("a/b=2,b/c=3,a/c=6"))
    assert list(found.weights.values()) == pytest.approx([0.6, 0.3, 0.1])
    assert found.consistency_ratio == pytest.approx(0, abs=1e-12)
    assert found.notes == ()


def test_the_textbook_case_of_saaty():
    # λ and CR of this matrix: Saaty (1980); checked by hand on its characteristic equation.
    pairs = {("a", "b"): 1 / 3, ("a", "c"): 5.0, ("b", "c"): 7.0}
    found = weights_from_pairs(["a", "b", "c"], pairs)
    matrix = np.array([[1, 1 / 3, 5], [3, 1, 7], [1 / 5, 1 / 7, 1]])
    largest = max(np.roots([1, -3, 0, -np.linalg.det(matrix)]).real)
    assert found.largest_eigenvalue == pytest.approx(largest)
    assert found.consistency_ratio == pytest.approx((largest - 3) / 2 / 0.58)
    theirs = pymcdm.weights.subjective.AHP(matrix=matrix)
    assert list(found.weights.values()) == pytest.approx(list(theirs()), abs=1e-3)


def test_judgements_that_contradict_one_another_are_noted():
    # All equal but for one judgement far off.
    pairs = parse_pairs("a/b=1,a/c=1,a/d=9,b/c=1,b/d=1,c/d=1/5")
    found = weights_from_pairs(["a", "b", "c", "d"], pairs)
    assert found.consistency_ratio > 0.1
    assert [note.kind for note in found.notes] == ["ahp_inconsistent"]
    assert set(found.worst[:2]) == {"a", "d"}


@pytest.mark.parametrize(
    "text", ["a/b=2,a/c=3", "a/b=2,b/a=2,a/c=1,b/c=1", "a/b=10,a/c=1,b/c=1", "a/b=2,a/c=1,b/z=1"]
)
def test_incomplete_or_odd_judgements_are_refused(text):
    with pytest.raises(ComparisonError):
        weights_from_pairs(["a", "b", "c"], parse_pairs(text))
    with pytest.raises(ComparisonError):
        parse_pairs("a/b=x,a/c=1/0")


# Vetoes and missing values.


def test_a_veto_excludes_with_its_reason_and_leaves_the_scale_to_the_others():
    case, declared = table_case({"a": [1, 5, 100], "b": [1, 2, 3]})
    veto = Veto(above=50.0, reason_en="too much", reason_zh="过多")
    measured = measure_sites(case, declared, around())
    made = compare_sites(measured, SiteOptions(weights={"a": 1.0}, vetoes={"a": veto}))
    assert made.ranked == ["p1", "p0"]
    assert made.score["p1"] == 1
    told = comparison_values(made, "en")["parcels"][-1]
    assert (told["id"], told["rank"], told["score"], told["scores"]) == ("p2", None, None, {})
    assert told["vetoes"] == [
        {"criterion": "a", "value": 100.0, "reason": "a 100, above 50: too much."}
    ]
    assert made.vetoed["p2"][0].reason("zh") == "a 100,高于 50:过多。"
    only_veto = compare_sites(measured, SiteOptions(weights={"b": 1.0}, vetoes={"a": veto}))
    assert [c.id for c in only_veto.criteria] == ["b", "a"]
    assert comparison_values(only_veto)["criteria"][1]["weight"] == 0


def test_declared_vetoes_can_be_switched():
    case, _ = table_case({"a": [1, 5]})
    off = criterion("a", "column", columns=["a"], veto=Veto(above=3.0, applies=False))
    measured = measure_sites(case, criteria(off), around())
    assert not compare_sites(measured, SiteOptions()).vetoed
    assert list(compare_sites(measured, SiteOptions(vetoes={"a": True})).vetoed) == ["p1"]
    on = measure_sites(
        case, criteria(criterion("a", "column", columns=["a"], veto=Veto(below=3.0))), around()
    )
    assert list(compare_sites(on, SiteOptions()).vetoed) == ["p0"]
    assert not compare_sites(on, SiteOptions(vetoes={"a": False})).vetoed
    with pytest.raises(ComparisonError, match="vetoes: z is not known"):
        compare_sites(on, SiteOptions(vetoes={"z": True}))


def test_no_rank_out_of_nothing():
    with pytest.raises(ComparisonError, match="every parcel is excluded"):
        compared({"a": [1, 5]}, vetoes={"a": Veto(above=0.0)})
    with pytest.raises(ComparisonError, match="none of the weighted criteria"):
        compared({"a": [math.nan, math.nan]})
    with pytest.raises(ComparisonError, match="every parcel is excluded"):
        compared({"a": [1, math.nan], "b": [math.nan, 1]})


def test_missing_values_are_treated_as_said_and_never_silently():
    values = {"a": [1, 3, 8, math.nan], "b": [1, 1, 1, 2]}
    excluded = compared(values)
    assert excluded.ranked == ["p2", "p1", "p0"]
    assert "p3" in excluded.unknown
    assert "excluded_missing" in kinds(excluded)
    worst = compared(values, missing="worst")
    assert worst.filled == {"p3": {"a": 1.0}}
    assert worst.scores.loc["p3", "a"] == 0
    median = compared(values, missing="median")
    assert median.filled == {"p3": {"a": 3.0}}
    assert "filled" in kinds(median)
    told = comparison_values(median)["parcels"]
    row = next(parcel for parcel in told if parcel["id"] == "p3")
    assert (row["values"]["a"], row["filled"]) == (None, {"a": 3.0})


def test_worst_follows_direction_and_value_function():
    case = parcels({"a": at(0, 0), "b": at(1, 0), "c": at(2, 0)}, x=[1.0, 9.0, None])
    lower = criterion(
        "x", "column", "lower", columns=["x"], value={"points": [[0, 1], [5, 0], [9, 1]]}
    )
    measured = measure_sites(case, criteria(lower), around())
    assert compare_sites(measured, SiteOptions(missing="worst")).filled["c"] == {"x": 9.0}
    by_value = SiteOptions(missing="worst", normalise="value")
    assert compare_sites(measured, by_value).filled["c"] == {"x": 1.0}


def test_a_criterion_that_cannot_be_measured_hands_its_weight_on():
    case = parcels({"a": at(0, 0), "b": at(1, 0)}, x=[1.0, 2.0])
    declared = criteria(
        criterion("x", "column", columns=["x"]),
        criterion("area", "area"),
        criterion("gone", "nearest", layer="nowhere"),
    )
    made = compare_sites(measure_sites(case, declared, around()), SiteOptions())
    assert made.weights == {"x": 1.0}
    assert sorted(kinds(made)) == ["all_unknown", "layer_missing"]
    sentences = comparison_values(made, "zh")["notes"]
    assert any("nowhere" in sentence for sentence in sentences)


def test_straight_lines_are_said():
    stations = around(layer("s", {"one": at(0, 0)}))
    declared = criteria(criterion("c", "nearest", "lower", layer="s"))
    measured = measure_sites(parcels({"a": at(5, 0), "b": at(9, 0)}), declared, stations)
    assert any(
        "straight-line" in n
        for n in comparison_values(compare_sites(measured, SiteOptions()))["notes"]
    )


# Parcels.


def test_parcels_of_a_frame_take_key_name_and_accuracy():
    rows = gpd.GeoDataFrame(
        {"编号": [7, 8], "地块名称": ["甲", "乙"], "accuracy_m": [5.0, None], "far": [1, 2]},
        geometry=[square(0, 0, 10), at(50, 50)],
        crs=CRS,
    )
    made = parcels_from_frame(rows, CRS)
    assert made.keys == ("7", "8")
    assert list(made.features["name_zh"]) == ["甲", "乙"]
    assert made.accuracy_m.tolist() == [5, 0]
    assert made.are_points.tolist() == [False, True]
    assert [note.kind for note in made.notes] == ["no_accuracy", "points"]
    assert parcels_from_frame(rows, CRS, accuracy_m=30).accuracy_m.tolist() == [5, 30]
    unnamed = parcels_from_frame(rows[["geometry"]], CRS)
    assert unnamed.keys == ("1", "2")


def test_faults_of_parcels():
    rows = gpd.GeoDataFrame({"k": ["a", "a"]}, geometry=[at(0, 0), at(1, 1)], crs=CRS)
    with pytest.raises(ComparisonError, match="stands more than once"):
        parcels_from_frame(rows, CRS, key="k")
    with pytest.raises(ComparisonError, match="column no is not"):
        parcels_from_frame(rows, CRS, key="no")
    with pytest.raises(ComparisonError, match="does not say its CRS"):
        parcels_from_frame(rows.set_crs(None, allow_override=True), CRS)
    with pytest.raises(ComparisonError, match="no parcel"):
        parcels_from_frame(rows.iloc[:0], CRS)
    line = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (1, 1)])], crs=CRS)
    with pytest.raises(ComparisonError, match="a parcel is a polygon"):
        parcels_from_frame(line, CRS)


def test_odd_parcels_are_noted():
    bow = shapely.Polygon([(X, Y), (X + 9, Y + 9), (X + 9, Y), (X, Y + 9)])
    rows = gpd.GeoDataFrame(
        {"key": list("abcdefg"), "accuracy_m": [0] * 7},
        geometry=[square(0, 100, 10), square(0, 100, 10), square(5, 100, 10), None, bow,
                  square(9000, 0, 5), square(300, 300, 9)],
        crs=CRS,
    )  # fmt: skip
    district = layer("d", {"all": square(-1000, -1000, 3000)})
    made = parcels_from_frame(rows, CRS, boundary=district)
    assert made.keys == tuple("abcefg")
    assert [note.kind for note in made.notes] == [
        "dropped_row", "repaired", "duplicate", "overlap", "overlap", "outside",
    ]  # fmt: skip
    assert made.notes[-1].facts["parcel"] == "f"
    assert made.notes[3].facts["share"] == "50"


def test_parcels_of_a_layer_are_chosen_by_key():
    of = layer("l", {"a": at(0, 0), "b": at(1, 1)})
    assert parcels_from_layer(of, ["b"]).keys == ("b",)
    with pytest.raises(UnknownNameError, match="no parcel 'z'"):
        parcels_from_layer(of, ["z"])
    with pytest.raises(ComparisonError, match="no parcel to compare"):
        parcels_from_layer(layer("l", {}))


def test_parcels_of_a_file(tmp_path):
    path = tmp_path / "地块.geojson"
    rows = gpd.GeoDataFrame({"name": ["甲"]}, geometry=[square(0, 0, 100)], crs=CRS)
    rows.to_crs("EPSG:4326").to_file(path, driver="GeoJSON", engine="pyogrio")
    made = read_parcels_file(path, CRS)
    assert made.features.geometry.iloc[0].area == pytest.approx(10_000, rel=1e-6)
    moved = read_parcels_file(path, CRS, crs="GCJ-02")
    assert 300 < moved.shapes[0].distance(made.shapes[0]) < 1000
    with pytest.raises(LayerError, match="does not exist"):
        read_parcels_file(tmp_path / "no.geojson", CRS)
    (tmp_path / "bad.geojson").write_text("{")
    with pytest.raises(LayerError, match="cannot be read"):
        read_parcels_file(tmp_path / "bad.geojson", CRS)
    (tmp_path / "empty.geojson").write_text('{"type":"FeatureCollection","features":[]}')
    with pytest.raises(ComparisonError, match="no parcel"):
        read_parcels_file(tmp_path / "empty.geojson", CRS)


# Saved and loaded.


def whole_comparison():
    stations = around(layer("s", {"one": at(0, 0)}, 30))
    declared = criteria(
        criterion("c", "nearest", "lower", layer="s"),
        criterion("area", "area"),
        criterion(
            "x", "column", columns=["x"], veto=Veto(above=90.0, reason_zh="否", reason_en="no")
        ),
    )
    case = parcels(
        {"a": square(0, 0, 50), "b": at(90, 0), "c": square(300, 0, 40), "v": at(0, 9)}, 40,
        x=[1.0, 2, 3, 99], 说明=["甲", None, "丙", ""],
    )  # fmt: skip
    measured = measure_sites(case, declared, stations)
    options = SiteOptions(
        weights={"c": 2.0, "area": 1.0}, missing="worst", weightings=50, positions=40
    )
    return assess_robustness(compare_sites(measured, options), measured, stations)


def test_a_comparison_comes_back_from_its_file_whole(tmp_path):
    made = whole_comparison()
    save_comparison(made, tmp_path / "比选.json")
    again = load_comparison(tmp_path / "比选.json")
    pd.testing.assert_series_equal(again.rank, made.rank, check_index_type=False)
    for language in ("zh", "en"):
        assert comparison_values(again, language) == comparison_values(made, language)
    assert comparison_to_text(again) == comparison_to_text(made)
    assert again.parcels.crs == made.parcels.crs
    assert next(iter(again.parcels["说明"])) == "甲"
    assert again.options == made.options
    assert again.criteria == made.criteria


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda v: "{", "no JSON"),
        (lambda v: "[1]", "another kind"),
        (lambda v: json.dumps({**v, "format": "x"}), "another kind"),
        (lambda v: json.dumps({**v, "version": 2}), "version 2"),
        (lambda v: json.dumps({k: x for k, x in v.items() if k != "rank"}), "damaged"),
        (lambda v: json.dumps({**v, "rank": [1]}), "damaged"),
        (lambda v: json.dumps({**v, "options": {"method": "magic"}}), "damaged"),
        (lambda v: json.dumps({**v, "parcels": {**v["parcels"], "wkb": ["00"] * 4}}), "damaged"),
    ],
)
def test_a_file_that_is_none_is_said(change, words):
    values = json.loads(comparison_to_text(whole_comparison()))
    with pytest.raises(ComparisonError, match=words):
        comparison_from_text(change(values))


def test_json_is_json():
    told = comparison_values(whole_comparison())
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert list(told)[:7] == [
        "criteria",
        "parcels",
        "pairwise",
        "seed",
        "method",
        "normalise",
        "missing",
    ]
    for parcel in told["parcels"][:3]:
        assert sum(parcel["rank_acceptability"].values()) == pytest.approx(1)
    assert told["parcels"][3]["rank_acceptability"] == {}
    assert told["pairwise"]["a"]["c"] + told["pairwise"]["c"]["a"] == pytest.approx(1)


def test_every_sentence_has_two_languages():
    for chinese, english in [*NOTES.values(), *FAULTS.values()]:
        assert english.replace("…", "").isascii()
        assert any("一" <= letter <= "鿿" for letter in chinese)


def test_a_frame_of_a_case_is_as_a_layer_has_it():
    assert frame({"a": at(0, 0)}).index.name == "key"

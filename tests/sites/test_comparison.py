from __future__ import annotations

import math

import numpy as np
import pymcdm
import pytest

from hebei_gis.sites import (
    SiteOptions,
    ValueFunction,
    Veto,
    compare_sites,
    comparison_values,
    listed_names,
    measure_sites,
    parse_pairs,
    parse_weights,
    weights_from_pairs,
)
from hebei_gis.words.errors import ComparisonError
from tests.sites.site_cases import (
    around,
    at,
    criteria,
    criterion,
    layer,
    parcels,
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


def test_names_of_criteria_hold_any_sign():
    names = ["价(万元,总)", "a=b", "a=b,c", "率：%", "甲/乙", "丙"]
    text = "价(万元,总)=1, a=b,c=2,a=b=3,率：%=4"
    assert list(parse_weights(text, names).items()) == [
        ("价(万元,总)", 1), ("a=b,c", 2), ("a=b", 3), ("率：%", 4),
    ]  # fmt: skip
    assert parse_pairs("甲/乙/丙=3,丙/a=b,c=1/5", names) == {
        ("甲/乙", "丙"): 3.0, ("丙", "a=b,c"): 0.2,
    }  # fmt: skip
    assert listed_names("a=b,c,丙,zz", names) == ["a=b,c", "丙", "zz"]


def test_what_is_given_twice_is_refused():
    with pytest.raises(ComparisonError, match="weights a: is given twice"):
        parse_weights("a=1,a=2")
    with pytest.raises(ComparisonError, match="pairwise: a/b is given twice"):
        parse_pairs("a/b=3,a/b=5")


def test_a_value_function_of_no_criterion_is_refused():
    case, declared = table_case({"a": [1, 2]})
    function = ValueFunction(points=((0, 0), (1, 1)))
    with pytest.raises(ComparisonError, match="value functions: z is not known"):
        compare_sites(measure_sites(case, declared, around()), SiteOptions(values={"z": function}))


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
    assert made.vetoed["p2"][0].reason("zh") == "a 100，高于 50：过多。"
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

from __future__ import annotations

import numpy as np
import pymcdm
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skcriteria import mkdm
from skcriteria.agg.simple import WeightedSumModel
from skcriteria.agg.topsis import TOPSIS
from skcriteria.pipelines import mkpipe
from skcriteria.preprocessing.invert_objectives import InvertMinimize, NegateMinimize
from skcriteria.preprocessing.scalers import MinMaxScaler, SumScaler, VectorScaler

from hebei_gis.sites import (
    SiteOptions,
    ValueFunction,
    compare_sites,
    comparison_values,
    measure_sites,
)
from hebei_gis.sites.normalising import normalised
from hebei_gis.sites.scoring import ranks, weigh
from hebei_gis.words.errors import ComparisonError
from tests.sites.site_cases import around, criterion, table_case

PYMCDM = {
    "min_max": pymcdm.normalizations.minmax_normalization,
    "max": pymcdm.normalizations.max_normalization,
    "sum": pymcdm.normalizations.sum_normalization,
    "vector": pymcdm.normalizations.vector_normalization,
}


def made_case(seed, parcels=40, count=7):
    random = np.random.default_rng(seed)
    values = random.uniform(1, 500, (parcels, count))
    signs = random.choice([1, -1], count)
    weights = random.dirichlet(np.ones(count))
    declared = [
        criterion(f"c{n}", "area", "higher" if s > 0 else "lower") for n, s in enumerate(signs)
    ]
    return values, signs, weights, declared


@pytest.mark.parametrize("normalise", sorted(PYMCDM))
@pytest.mark.parametrize("seed", range(5))
def test_scores_equal_those_of_pymcdm(normalise, seed):
    values, signs, weights, declared = made_case(seed)
    scores = normalised(values, declared, normalise)
    for method, theirs in (
        ("weighted_sum", pymcdm.methods.WSM(PYMCDM[normalise])),
        ("topsis", pymcdm.methods.TOPSIS(PYMCDM[normalise])),
    ):
        expected = theirs(values, weights, signs)
        np.testing.assert_allclose(weigh(scores, weights, method), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("normalise", "method", "steps"),
    [
        ("min_max", "weighted_sum", (NegateMinimize(), MinMaxScaler("matrix"), WeightedSumModel())),
        ("sum", "weighted_sum", (InvertMinimize(), SumScaler("matrix"), WeightedSumModel())),
        ("vector", "topsis", (VectorScaler("matrix"), TOPSIS())),
        ("min_max", "topsis", (MinMaxScaler("matrix"), TOPSIS())),
        ("sum", "topsis", (InvertMinimize(), SumScaler("matrix"), TOPSIS())),
    ],
)
@pytest.mark.filterwarnings("ignore:Although TOPSIS can operate with minimization")
def test_scores_equal_those_of_scikit_criteria(normalise, method, steps, seed):
    values, signs, weights, declared = made_case(seed)
    result = mkpipe(*steps).evaluate(mkdm(values, list(signs), weights=weights))
    extra = result.extra_
    expected = extra.score if method == "weighted_sum" else extra.similarity
    found = weigh(normalised(values, declared, normalise), weights, method)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)
    np.testing.assert_array_equal(ranks(found), result.rank_)


def test_many_weightings_and_draws_equal_one_by_one():
    values, _, _, declared = made_case(3)
    random = np.random.default_rng(0)
    weights = random.dirichlet(np.ones(7), 5)
    draws = np.stack(
        [
            normalised(values * random.uniform(0.5, 2, values.shape), declared, "min_max")
            for _ in range(5)
        ]
    )
    for method in ("weighted_sum", "topsis"):
        many = weigh(draws[0], weights, method)
        paired = weigh(draws, weights, method)
        single = weigh(draws, weights[0], method)
        for n in range(5):
            np.testing.assert_allclose(many[n], weigh(draws[0], weights[n], method), atol=1e-14)
            np.testing.assert_allclose(paired[n], weigh(draws[n], weights[n], method), atol=1e-14)
            np.testing.assert_allclose(single[n], weigh(draws[n], weights[0], method), atol=1e-14)


def test_normalising_a_batch_passes_over_rows_left_out():
    values, _, _, declared = made_case(4)
    batch = np.stack([values, values])
    batch[1, 0] = np.nan
    for name in PYMCDM:
        found = normalised(batch, declared, name)
        np.testing.assert_allclose(found[0], normalised(values, declared, name))
        np.testing.assert_allclose(found[1, 1:], normalised(values[1:], declared, name))
        assert np.isnan(found[1, 0]).all()


def test_ranks_share_ties_the_competition_way():
    assert ranks(np.array([0.5, 0.9, 0.5, np.nan, 0.1])).tolist() == [2, 1, 2, 0, 4]
    assert ranks(np.array([0.1 + 0.2, 0.3])).tolist() == [1, 1]
    assert ranks(np.array([])).tolist() == []


def test_target_and_thresholds():
    closer = ValueFunction(target=800.0, none_above=1500.0)
    worth = closer.worth(np.array([800, 1150, 1500, 9000, 450, 100, 0, np.nan]))
    np.testing.assert_allclose(worth, [1, 0.5, 0, 0, 0.5, 0, 0, np.nan])
    corners = ValueFunction.model_validate({"points": [[500, 1], [1500, 0]]})
    np.testing.assert_allclose(corners.worth(np.array([0.0, 500, 1000, 1500])), [1, 1, 0.5, 0])
    both = ValueFunction(target=10.0, none_below=5.0, none_above=30.0)
    np.testing.assert_allclose(both.worth(np.array([7.5, 20])), [0.5, 0.5])
    assert ValueFunction(target=10.0, none_below=5.0).corners[-1] == (15.0, 0.0)


@pytest.mark.parametrize(
    "fields",
    [{}, {"target": 1.0}, {"target": 1.0, "none_above": 0.5}, {"target": 1.0, "none_below": 2.0},
     {"points": [[1, 0]]}, {"points": [[2, 0], [1, 1]]}, {"points": [[0, 0], [1, 2]]},
     {"points": [[0, 0], [1, 1]], "target": 1.0}],
)  # fmt: skip
def test_value_functions_that_make_no_sense_are_refused(fields):
    with pytest.raises(ValueError, match=r"validation error"):
        ValueFunction.model_validate(fields)


def compared(values, weights=None, **options):
    directions = options.pop("directions", {})
    case, declared = table_case(values, **directions)
    measured = measure_sites(case, declared, around())
    return compare_sites(measured, SiteOptions(weights=weights, **options))


def test_contributions_add_up_to_the_score():
    made = compared({"a": [1, 2, 4], "b": [9, 5, 1]}, {"a": 3, "b": 1}, directions={"b": "lower"})
    assert made.weights == {"a": 0.75, "b": 0.25}
    np.testing.assert_allclose(made.contributions.sum(axis=1), made.score)
    assert made.ranked == ["p2", "p1", "p0"]
    assert compared({"a": [1, 2]}, method="topsis").contributions is None


@pytest.mark.parametrize("normalise", ["sum", "vector", "max"])
def test_values_that_do_not_suit_a_normalisation_are_said(normalise):
    with pytest.raises(ComparisonError, match=f"a: found -1; the normalisation {normalise} needs"):
        compared({"a": [1, -1], "b": [1, 2]}, normalise=normalise)


def test_sum_of_inverses_refuses_zero():
    with pytest.raises(ComparisonError, match="a: found 0; the normalisation sum"):
        compared({"a": [1, 0]}, normalise="sum", directions={"a": "lower"})


@pytest.mark.parametrize("normalise", ["min_max", "max", "sum", "vector", "value"])
@pytest.mark.parametrize("method", ["weighted_sum", "topsis"])
def test_constant_criteria_divide_by_no_zero(normalise, method):
    made = compared({"a": [3, 3, 3], "b": [0, 0, 0]}, normalise=normalise, method=method)
    assert made.rank.tolist() == [1, 1, 1]
    assert np.isfinite(made.score).all()
    kinds = [note.kind for note in made.notes]
    assert kinds.count("constant") == 2
    assert kinds.count("value_fallback") == (2 if normalise == "value" else 0)


# Invariances. Values with two decimals keep clear of differences that are rounding alone.

numbers = st.integers(1, 10_000).map(lambda n: n / 100)
LINEAR = st.sampled_from(["min_max", "max", "sum", "vector"])
METHODS = st.sampled_from(["weighted_sum", "topsis"])


@st.composite
def tables(draw):
    count, parcels = draw(st.integers(1, 4)), draw(st.integers(2, 7))
    column = st.lists(numbers, min_size=parcels, max_size=parcels)
    values = {f"c{n}": draw(column) for n in range(count)}
    directions = {name: draw(st.sampled_from(["higher", "lower"])) for name in values}
    weights = {name: draw(st.integers(1, 9)) for name in values}
    return values, directions, weights


@given(tables(), LINEAR, METHODS, st.randoms(use_true_random=False))
def test_the_order_of_parcels_changes_nothing(table, normalise, method, random):
    values, directions, weights = table
    made = compared(values, weights, directions=directions, normalise=normalise, method=method)
    order = list(range(len(made.rank)))
    random.shuffle(order)
    shuffled = {name: [column[n] for n in order] for name, column in values.items()}
    other = compared(shuffled, weights, directions=directions, normalise=normalise, method=method)
    np.testing.assert_allclose(made.score.to_numpy()[order], other.score.to_numpy(), atol=1e-12)
    assert made.rank.to_numpy()[order].tolist() == other.rank.tolist()


@given(tables(), LINEAR, METHODS, st.sampled_from([0.001, 0.3048, 10_000.0]))
def test_the_unit_of_a_criterion_changes_nothing(table, normalise, method, factor):
    values, directions, weights = table
    made = compared(values, weights, directions=directions, normalise=normalise, method=method)
    other = {**values, "c0": [value * factor for value in values["c0"]]}
    again = compared(other, weights, directions=directions, normalise=normalise, method=method)
    np.testing.assert_allclose(made.score, again.score, atol=1e-9)
    assert made.rank.tolist() == again.rank.tolist()


@given(tables(), LINEAR, METHODS, st.data())
def test_an_added_dominated_parcel_is_never_above_the_one_that_dominates_it(
    table, normalise, method, data
):
    values, directions, weights = table
    of = data.draw(st.integers(0, len(values["c0"]) - 1))
    added = {}
    for name, column in values.items():
        worse = data.draw(st.integers(0, 5000)) / 100
        sign = -1 if directions[name] == "higher" else 1
        added[name] = [*column, max(0.01, column[of] + sign * worse)]
        if directions[name] == "higher":
            added[name][-1] = min(added[name][-1], column[of])
    made = compared(added, weights, directions=directions, normalise=normalise, method=method)
    assert made.rank.iloc[-1] >= made.rank.iloc[of]


@given(tables(), LINEAR, st.data())
def test_a_better_value_never_lowers_the_weighted_sum_rank(table, normalise, data):
    values, directions, weights = table
    made = compared(values, weights, directions=directions, normalise=normalise)
    row = data.draw(st.integers(0, len(values["c0"]) - 1))
    name = data.draw(st.sampled_from(sorted(values)))
    step = data.draw(st.integers(1, 5000)) / 100
    better = list(values[name])
    better[row] = (
        better[row] + step if directions[name] == "higher" else max(0.01, better[row] - step)
    )
    if directions[name] == "lower":
        better[row] = min(better[row], values[name][row])
    again = compared({**values, name: better}, weights, directions=directions, normalise=normalise)
    assert again.rank.iloc[row] <= made.rank.iloc[row]


@given(tables(), METHODS)
def test_json_holds_no_nan_and_ranks_in_order(table, method):
    values, directions, weights = table
    told = comparison_values(compared(values, weights, directions=directions, method=method))
    found = [parcel["rank"] for parcel in told["parcels"]]
    assert found == sorted(found)
    assert sum(c["weight"] for c in told["criteria"]) == pytest.approx(1)

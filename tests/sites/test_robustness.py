from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hebei_gis.sites import (
    Progress,
    SiteOptions,
    StoppedError,
    Veto,
    assess_robustness,
    compare_sites,
    comparison_values,
    criteria_to_perturb,
    draws_for,
    error_of_share,
    measure_sites,
    perturb_sites,
)
from hebei_gis.sites.scoring import RankCounter, ranks, weigh
from hebei_gis.sites.weight_thresholds import weight_thresholds
from hebei_gis.sites.weights import all_weights, weights_around
from tests.sites.site_cases import (
    around,
    at,
    criteria,
    criterion,
    layer,
    parcels,
    square,
    table_case,
)


def distance_case(places, accuracy_m, targets_accuracy_m=0.0):
    stations = around(layer("s", {"one": at(0, 0)}, targets_accuracy_m))
    declared = criteria(criterion("c", "nearest", "lower", layer="s"))
    case = parcels({name: at(*place) for name, place in places.items()}, accuracy_m)
    return measure_sites(case, declared, stations), stations


def assessed(measured, surroundings, **options):
    comparison = compare_sites(measured, SiteOptions(**options))
    return assess_robustness(comparison, measured, surroundings)


def columns_case(values, weights=None, **options):
    case, declared = table_case(values)
    return assessed(measure_sites(case, declared, around()), around(), weights=weights, **options)


def test_exact_positions_and_fixed_weights_leave_no_doubt():
    found = columns_case(
        {"a": [3, 1, 2], "b": [1, 2, 9]}, {"a": 0.9, "b": 0.1}, weightings=0, positions=0
    )
    assert found.ranked == ["p0", "p2", "p1"]
    assert [found.robustness.joint.by_rank(k) for k in ("p0", "p1", "p2")] == [
        {"1": 1},
        {"3": 1},
        {"2": 1},
    ]
    assert found.robustness.everywhere is None
    assert found.robustness.positions is None


def test_accuracy_of_nothing_leaves_no_doubt_over_positions():
    measured, stations = distance_case({"a": (100, 0), "b": (200, 0), "c": (200, 0)}, 0)
    found = assessed(measured, stations)
    assert found.robustness.joint.by_rank("a") == {"1": 1.0}
    # Ties share.
    assert found.robustness.joint.by_rank("b") == {"2": 0.5, "3": 0.5}
    assert found.robustness.positions.by_rank("c") == {"2": 0.5, "3": 0.5}


def test_two_identical_parcels_have_half_each():
    measured, stations = distance_case({"a": (100, 0), "b": (100, 0)}, 300)
    found = assessed(measured, stations)
    assert found.robustness.positions.first("a") == pytest.approx(0.5, abs=0.02)
    assert found.robustness.joint.first("b") == pytest.approx(0.5, abs=0.02)
    assert found.robustness.pairwise.loc["a", "b"] == pytest.approx(0.5, abs=0.02)
    # By weights alone they tie in every draw.
    assert found.robustness.near.by_rank("a") == {"1": 0.5, "2": 0.5}
    same = columns_case({"a": [3, 3, 1], "b": [1, 1, 2]})
    assert same.robustness.joint.first("p0") == same.robustness.joint.first("p1")
    assert same.robustness.pairwise.loc["p0", "p1"] == 0.5


@pytest.mark.parametrize("apart", [401.0, 2000.0])
def test_parcels_farther_apart_than_twice_their_radii_never_change_places(apart):
    measured, stations = distance_case({"near": (300, 0), "far": (300 + apart, 0)}, 100)
    found = assessed(measured, stations)
    assert found.robustness.positions.by_rank("near") == {"1": 1.0}
    assert found.robustness.joint.by_rank("far") == {"2": 1.0}
    assert found.robustness.pairwise.loc["near", "far"] == 1.0


def test_a_moved_station_moves_for_all_parcels_alike():
    # On one ray from the station, 1 km away: wherever it moves, the nearer stays nearer.
    measured, stations = distance_case({"a": (1000, 0), "b": (1150, 0)}, 0, 500)
    found = assessed(measured, stations)
    assert found.robustness.positions.by_rank("a") == {"1": 1.0}


def test_the_shares_repeat_with_the_seed_and_not_with_another():
    measured, stations = distance_case({"a": (100, 0), "b": (150, 0), "c": (0, 220)}, 300)
    one, two = (comparison_values(assessed(measured, stations, seed=7)) for _ in range(2))
    other = comparison_values(assessed(measured, stations, seed=8))
    assert one == two
    assert one["seed"] == 7
    assert one["pairwise"] != other["pairwise"]


def test_the_order_of_parcels_changes_no_share():
    measured, stations = distance_case({"a": (100, 0), "b": (150, 0), "c": (0, 220)}, 300)
    first = assessed(measured, stations).robustness.joint.shares
    again = assessed(measured.part(["c", "a", "b"]), stations).robustness.joint.shares
    np.testing.assert_allclose(first.loc[["c", "a", "b"]], again, atol=1e-12)


def test_shares_over_all_weights_are_those_of_the_triangle():
    # p1 is first where wb > wa, an even chance; p2 never.
    found = columns_case({"a": [2, 1, 1], "b": [1, 2, 1]}, {"a": 9, "b": 1}, weightings=20_000)
    everywhere = found.robustness.everywhere
    assert everywhere.first("p0") == pytest.approx(0.5, abs=4 * error_of_share(0.5, 20_000))
    assert everywhere.by_rank("p2") == {"3": 1.0}
    assert found.robustness.near.first("p0") > 0.99


def test_weights_around_the_chosen_ones_have_their_mean_and_spread():
    chosen = np.array([0.5, 0.3, 0.2, 0.0])
    drawn = weights_around(chosen, 40_000, 50.0, 1)
    np.testing.assert_allclose(drawn.sum(axis=1), 1)
    np.testing.assert_allclose(drawn.mean(axis=0), chosen, atol=0.002)
    np.testing.assert_allclose(drawn.std(axis=0), np.sqrt(chosen * (1 - chosen) / 51), atol=0.002)
    free = all_weights(3, 40_000, 1)
    np.testing.assert_allclose(free.mean(axis=0), 1 / 3, atol=0.005)


def test_a_veto_that_holds_in_some_draws_takes_the_parcel_out_of_these():
    heritage = around(layer("h", {"x": at(150, 0)}), layer("s", {"one": at(0, 0)}))
    declared = criteria(
        criterion("c", "nearest", "lower", layer="s"),
        criterion("h", "count_within", "lower", layer="h", distance_m=100, veto=Veto(above=0.0)),
    )
    case = parcels({"a": at(0, 0), "b": at(900, 0)}, 100)
    measured = measure_sites(case, declared, heritage)
    found = assessed(measured, heritage, weights={"c": 1})
    assert criteria_to_perturb(found) == ["c", "h"]
    shares = found.robustness.positions.shares.sum(axis=1)
    # The part of the disc of radius 100 about (0, 0) within 100 of (150, 0).
    d, r = 150.0, 100.0
    lens = 2 * r * r * np.arccos(d / 2 / r) - d / 2 * np.sqrt(4 * r * r - d * d)
    assert shares["a"] == pytest.approx(1 - lens / (np.pi * r * r), abs=0.02)
    assert shares["b"] == 1


def test_missing_values_stay_missing_in_every_draw():
    case = parcels({"a": square(0, 0, 30), "b": at(200, 0), "c": square(90, 0, 50)}, 40)
    stations = around(layer("s", {"one": at(0, 0)}))
    declared = criteria(criterion("a", "area"), criterion("d", "nearest", "lower", layer="s"))
    measured = measure_sites(case, declared, stations)
    for missing in ("worst", "median"):
        found = assessed(measured, stations, missing=missing)
        assert found.robustness.joint.shares.sum(axis=1).tolist() == pytest.approx([1, 1, 1])
    assert assessed(measured, stations).ranked == ["a", "c"]


def test_positions_that_do_not_suit_the_normalisation_are_said():
    measured, stations = distance_case({"a": (100, 0), "b": (150, 0)}, 0)
    stations.layers["s"].features["accuracy_m"] = 0.0
    perturbed = perturb_sites(measured, ["c"], stations, seed=1, draws=5)
    perturbed.values[2, 0, 0] = 0.0
    comparison = compare_sites(measured, SiteOptions(normalise="sum"))
    found = assess_robustness(comparison, measured, stations, perturbed=perturbed)
    assert found.robustness.positions is None
    assert [note.kind for note in found.robustness.notes] == ["positions_unsuited"]


def test_progress_goes_from_step_to_step_and_stops():
    measured, stations = distance_case({"a": (100, 0), "b": (150, 0)}, 50)
    steps = []
    progress = Progress(lambda name, share: steps.append((name, share)))
    comparison = compare_sites(measured, SiteOptions())
    assess_robustness(comparison, measured, stations, progress=progress)
    names = [name for name, _ in itertools.groupby(steps, key=lambda step: step[0])]
    assert names == ["positions", "weights_near", "weights_all", "positions_only", "joint"]
    assert all(0 <= share <= 1 for _, share in steps)
    progress.stop()
    with pytest.raises(StoppedError):
        assess_robustness(comparison, measured, stations, progress=progress)


def test_draws_of_positions_keep_the_run_short():
    assert [draws_for(n) for n in (0, 1, 2, 3, 100, 1000)] == [
        10_000,
        10_000,
        10_000,
        6600,
        200,
        200,
    ]


@given(st.integers(1, 6), st.integers(1, 5), st.data())
def test_counted_ranks_are_those_of_each_draw(parcels_, draws, data):
    value = st.sampled_from([0.0, 0.25, 0.5, 1.0, float("nan")])
    row = st.lists(value, min_size=parcels_, max_size=parcels_)
    scores = np.array(data.draw(st.lists(row, min_size=draws, max_size=draws)))
    counter = RankCounter(parcels_)
    counter.add(scores[:1])
    if draws > 1:
        counter.add(scores[1:])
    expected = np.zeros((parcels_, parcels_))
    for draw in scores:
        best = ranks(draw)
        for parcel, rank in enumerate(best):
            if rank:
                size = int((best == rank).sum())
                expected[parcel, rank - 1 : rank - 1 + size] += 1 / size / draws
    np.testing.assert_allclose(counter.shares(), expected, atol=1e-11)


# Weight thresholds.

scored = st.lists(
    st.lists(st.integers(0, 20).map(lambda n: n / 20), min_size=3, max_size=3),
    min_size=2, max_size=5,
)  # fmt: skip


@given(scored, st.lists(st.integers(1, 9), min_size=3, max_size=3))
def test_the_nearest_weights_are_level(rows, parts):
    scores = np.array(rows)
    weights = np.array(parts) / sum(parts)
    keys = [f"p{n}" for n in range(len(rows))]
    found = weight_thresholds(keys, scores, ["a", "b", "c"], weights, "weighted_sum")
    first, second = keys.index(found.first), keys.index(found.second)
    gap = scores[first] - scores[second]
    if found.weights is None:
        assert (gap > 0).all()
    else:
        at_turn = np.array(list(found.weights.values()))
        assert at_turn.sum() == pytest.approx(1)
        assert (at_turn >= 0).all()
        assert gap @ at_turn == pytest.approx(0, abs=1e-9)
        # No weights on a fine grid that turn them are nearer.
        grid = np.array([(i, j, 40 - i - j) for i in range(41) for j in range(41 - i)]) / 40
        turned = grid[grid @ gap <= 1e-12]
        if len(turned):
            assert found.moved <= np.abs(turned - weights).sum(axis=1).min() / 2 + 1e-9
    for change in found.single:
        number = "abc".index(change.criterion)
        trial = weights * (1 - change.threshold) / (1 - weights[number])
        trial[number] = change.threshold
        assert gap @ trial == pytest.approx(0, abs=1e-9)


def test_a_parcel_better_in_everything_cannot_be_turned():
    found = columns_case({"a": [3, 1], "b": [5, 2]}).robustness.thresholds
    assert found.weights is None
    assert found.single == ()
    assert found.exact


def test_thresholds_for_topsis_is_level_where_it_says():
    scores = np.array([[1.0, 0.0, 0.4], [0.2, 0.9, 0.6], [0.5, 0.5, 0.0]])
    weights = np.array([0.5, 0.2, 0.3])
    found = weight_thresholds(["x", "y", "z"], scores, ["a", "b", "c"], weights, "topsis")
    assert not found.exact
    assert found.single
    for change in found.single:
        number = "abc".index(change.criterion)
        trial = weights * (1 - change.threshold) / (1 - weights[number])
        trial[number] = change.threshold
        total = dict(zip("xyz", weigh(scores, trial, "topsis"), strict=True))
        assert total[found.first] == pytest.approx(total[found.second], abs=1e-9)


@pytest.mark.parametrize("method", ["weighted_sum", "topsis"])
def test_a_criterion_that_favours_neither_turns_nothing(method):
    weights = np.array([0.5, 0.3, 0.2])
    scores = np.array([[1.0, 0.2, 0.4], [0.1, 0.9, 0.4], [0.0, 0.0, 1.0]])
    found = weight_thresholds(["x", "y", "z"], scores, ["a", "b", "c"], weights, method)
    assert "c" not in {change.criterion for change in found.single}
    assert all(0 < change.threshold < 1 for change in found.single) and found.single


def test_one_parcel_has_no_weight_thresholds():
    found = columns_case({"a": [3]})
    assert found.robustness.thresholds is None
    assert found.robustness.joint.by_rank("p0") == {"1": 1.0}
    assert [note.kind for note in found.notes] == ["one_parcel"]

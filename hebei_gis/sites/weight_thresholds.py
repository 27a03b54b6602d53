"""Weights at which the first and the second parcel are level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hebei_gis.sites.kernels.zone_shares import Floats
from hebei_gis.sites.scoring import tolerance, weigh

_GRID = 1001
_HALVINGS = 60
_LEVEL = 1e-12


@dataclass(frozen=True)
class WeightThreshold:
    """One weight now and where both are level, the others keeping their proportions."""

    criterion: str
    weight: float
    threshold: float


@dataclass(frozen=True)
class WeightThresholds:
    """Weights at which the first and the second parcel change places.

    Attributes
    ----------
    first, second : str
        Keys of the parcels.
    weights : mapping of criterion id to weight, optional
        The nearest weights at which both are level: weight is taken from the criteria that
        favour the first most and given to the one that favours the second most. None where
        no weights do that, and for TOPSIS.
    moved : float, optional
        How much weight that moves, 0 to 1 (half the sum of the absolute differences).
    single : tuple of WeightThreshold
        For each criterion that can change their places alone, its weight now and where they
        are level, the smallest change first.
    exact : bool
        False where found by search (TOPSIS).
    """

    first: str
    second: str
    weights: Mapping[str, float] | None
    moved: float | None
    single: tuple[WeightThreshold, ...]
    exact: bool


def weight_thresholds(
    keys: Sequence[str], scores: Floats, criteria: Sequence[str], weights: Floats, method: str
) -> WeightThresholds | None:
    """The weight thresholds of the two best parcels; None where there is only one.

    Parameters
    ----------
    keys : sequence of str
    scores : array, shape (parcels, criteria)
        Normalised; the rows of `keys`.
    criteria : sequence of str
    weights : array, shape (criteria,)
    method : str

    Notes
    -----
    Weighted sum: with ``dⱼ = s₁ⱼ − s₂ⱼ`` the parcels are level where ``Σ wⱼ dⱼ = 0``. A unit of
    weight moved from j to k closes the gap by ``dⱼ − dₖ``; moving it from the greatest d first,
    to the smallest d, needs the least (a linear programme of one constraint). Changing one
    weight to t scales the others by ``(1 − t)/(1 − w)``; the gap is linear in t. TOPSIS: a grid
    of t, refined by halving.
    """
    total = weigh(scores, weights, method)
    if len(total) < 2:
        return None
    first, second = (int(n) for n in np.argsort(-total, kind="stable")[:2])
    level = abs(total[first] - total[second]) <= tolerance(total)
    if method == "weighted_sum":
        gap = scores[first] - scores[second]
        nearest = weights.copy() if level else _nearest_level(gap, weights)
        single = () if level else _single_linear(gap, weights)
    else:
        nearest = weights.copy() if level else None
        single = () if level else _single_search(scores, weights, method, (first, second))
    changes = [
        WeightThreshold(name, float(w), t)
        for name, w, t in zip(criteria, weights, single or [None] * len(criteria), strict=True)
        if t is not None
    ]
    found = None
    moved = None
    if nearest is not None:
        found = {name: float(w) for name, w in zip(criteria, nearest, strict=True)}
        moved = float(np.abs(nearest - weights).sum() / 2)
    return WeightThresholds(
        keys[first],
        keys[second],
        found,
        moved,
        tuple(sorted(changes, key=lambda c: abs(c.threshold - c.weight))),
        exact=method == "weighted_sum",
    )


def _nearest_level(gap: Floats, weights: Floats) -> Floats | None:
    """Nearest weights (least weight moved) at which the gap is 0."""
    to = int(np.argmin(gap))
    if gap[to] > 0:
        return None
    changed = weights.copy()
    left = float(gap @ weights)
    for source in np.argsort(-gap, kind="stable"):
        gain = float(gap[source] - gap[to])
        if left <= 0 or gain <= 0:
            break
        step = min(float(changed[source]), left / gain)
        changed[source] -= step
        changed[to] += step
        left -= step * gain
    return changed


def _single_linear(gap: Floats, weights: Floats) -> tuple[float | None, ...]:
    whole = float(gap @ weights)
    found: list[float | None] = []
    for weight, own in zip(weights, gap, strict=True):
        rest = 1.0 - float(weight)
        others = (whole - float(weight * own)) / rest if rest > 1e-12 else None
        # Where only one side favours a parcel, both are level at 0 or 1 and never change places.
        if others is None or others * float(own) >= 0:
            found.append(None)
            continue
        found.append(others / (others - float(own)))
    return tuple(found)


def _single_search(
    scores: Floats, weights: Floats, method: str, pair: tuple[int, int]
) -> tuple[float | None, ...]:
    # The others matter only by the best and the worst there is in each criterion.
    four = np.stack([*scores[list(pair)], scores.max(axis=0), scores.min(axis=0)])
    found: list[float | None] = []
    for number, weight in enumerate(weights):
        rest = 1.0 - float(weight)
        if rest <= 1e-12:
            found.append(None)
            continue

        def lead(t: Floats, number: int = number, rest: float = rest) -> Floats:
            trial = weights[None, :] * ((1.0 - t) / rest)[:, None]
            trial[:, number] = t
            each = weigh(four, trial, method)
            return each[:, 0] - each[:, 1]

        grid = np.linspace(0.0, 1.0, _GRID)
        leads = lead(grid)
        # Level at an end only: they never change places there.
        for end, beside in ((0, 1), (-1, -2)):
            if abs(leads[end]) <= _LEVEL:
                leads[end] = leads[beside]
        turned = np.flatnonzero((leads[:-1] > 0) != (leads[1:] > 0))
        if not len(turned):
            found.append(None)
            continue
        nearest = turned[np.argmin(np.abs(grid[turned] - weight))]
        low, high = grid[nearest], grid[nearest + 1]
        rising = leads[nearest] <= 0
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            ahead = lead(np.array([middle]))[0] > 0
            low, high = (low, middle) if ahead == rising else (middle, high)
        found.append(float((low + high) / 2))
    return tuple(found)

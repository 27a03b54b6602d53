"""Scores by criterion and weights → one score a parcel → ranks.

``weighted_sum``: Σ wⱼ sᵢⱼ (simple additive weighting; Fishburn 1967). Assumes that what is
lost in one criterion may be made up by another, and that criteria do not count the same thing
twice. ``topsis``: d⁻/(d⁺ + d⁻), with d⁺ and d⁻ the Euclidean distances of (wⱼ sᵢⱼ) to the
best and to the worst there is in each criterion (Hwang & Yoon 1981); depends on the parcels
compared. Where all parcels are alike in everything, each has 0.5.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hebei_gis.sites.kernels.zone_shares import Floats
from hebei_gis.sites.normalising import extreme

#: Scores that differ by no more than this, relative to the greatest, are equal.
TIE = 1e-12
#: Parcels whose distances are computed at once: what a processor's cache holds.
_BLOCK = 4096


def weigh(scores: Floats, weights: Floats, method: str) -> Floats:
    """One score a parcel, for any number of weightings and draws.

    Parameters
    ----------
    scores : array, shape (parcels, m) or (draws, parcels, m)
        As :func:`~hebei_gis.sites.normalising.normalised` gives them.
    weights : array, shape (m,) or (draws, m)
        With three-dimensional scores and as many weightings, each draw has its own.
    method : str

    Returns
    -------
    array, shape (parcels,) or (draws, parcels)
        NaN for a parcel left out of a draw.
    """
    if method == "weighted_sum":
        return _product(scores, weights)
    best, worst = extreme(np.fmax, scores), extreme(np.fmin, scores)
    squared = weights * weights
    if scores.ndim == 2 and weights.ndim == 1:
        parts = range(0, len(scores), _BLOCK)
        return np.concatenate(
            [_closeness(scores[n : n + _BLOCK], best, worst, squared) for n in parts]
        )
    return _closeness(scores, best, worst, squared)


def _closeness(scores: Floats, best: Floats, worst: Floats, squared: Floats) -> Floats:
    to_best, to_worst = (_distance(scores, ideal, squared) for ideal in (best, worst))
    whole = to_best + to_worst
    half = np.where(np.isnan(whole), np.nan, 0.5)
    np.divide(to_worst, whole, out=half, where=whole > 0)
    return half


def _distance(scores: Floats, ideal: Floats, squared: Floats) -> Floats:
    apart = scores - ideal
    apart *= apart
    # Rounding may leave a product of nothing but squares a hair below 0 in BLAS.
    return np.sqrt(np.maximum(_product(apart, squared), 0.0))


def _product(parts: Floats, weights: Floats) -> Floats:
    product: Any
    if parts.ndim == 2:
        product = parts @ weights if weights.ndim == 1 else weights @ parts.T
    elif weights.ndim == 1:
        product = parts @ weights
    else:
        product = np.matmul(parts, weights[:, :, None])[..., 0]
    return np.asarray(product, dtype=float)


def tolerance(scores: Floats) -> float:
    """The difference up to which scores count as equal."""
    if not scores.size:
        return 0.0
    return TIE * float(np.fmax.reduce(np.abs(scores), axis=None, initial=0.0))


def ranks(scores: Floats) -> NDArray[np.int64]:
    """Rank of each parcel, 1 the best; equal scores share the best rank (1, 1, 3); NaN has 0."""
    order = np.argsort(-scores)
    ordered = scores[order]
    new = np.r_[True, ~(ordered[:-1] - ordered[1:] <= tolerance(scores))][: len(scores)]
    first = np.maximum.accumulate(np.where(new, np.arange(len(scores)), 0))
    found = np.zeros(len(scores), dtype=np.int64)
    found[order] = first + 1
    found[np.isnan(scores)] = 0
    return found


class RankCounter:
    """Counts how often each parcel takes each rank; parcels that tie share their ranks."""

    def __init__(self, parcels: int) -> None:
        self.parcels, self.draws = parcels, 0
        self._plain = np.zeros(parcels * parcels, dtype=np.int64)
        self._changes: Floats | None = None

    def add(self, scores: Floats) -> None:
        """Count draws; shape (draws, parcels), NaN for a parcel left out of a draw."""
        count = self.parcels
        self.draws += len(scores)
        order = np.argsort(-scores, axis=1)
        ordered = np.take_along_axis(scores, order, axis=1)
        known = ~np.isnan(ordered)
        tied = ordered[:, :-1] - ordered[:, 1:] <= tolerance(scores)
        if known.all() and not tied.any():
            flat = (order * count + np.arange(count)).ravel()
            self._plain += np.bincount(flat, minlength=count * count)
            return
        self._add_tied(order, known, tied)

    def _add_tied(
        self, order: NDArray[np.intp], known: NDArray[np.bool_], tied: NDArray[np.bool_]
    ) -> None:
        # A group of equals holds the ranks from its first to its last place; each of its
        # members is at each of them for 1/size: a change at the first, its undoing after the
        # last, summed up along the ranks in `shares`.
        rows, count = known.shape
        places = np.broadcast_to(np.arange(count), (rows, count))
        edge = np.ones((rows, 1), dtype=bool)
        starts = np.where(np.hstack([edge, ~tied]), places, 0)
        first = np.maximum.accumulate(starts, axis=1)
        ends = np.where(np.hstack([~tied, edge]), places, count)
        last = np.minimum.accumulate(ends[:, ::-1], axis=1)[:, ::-1]
        share = (1.0 / (last - first + 1))[known]
        wide = count + 1
        parcel = order[known] * wide
        size = count * wide
        if self._changes is None:
            self._changes = np.zeros(size)
        self._changes += np.bincount(parcel + first[known], weights=share, minlength=size)
        self._changes -= np.bincount(parcel + last[known] + 1, weights=share, minlength=size)

    def shares(self) -> Floats:
        """Share of the draws in which each parcel takes each rank, shape (parcels, ranks)."""
        counts = self._plain.reshape(self.parcels, self.parcels).astype(float)
        if self._changes is not None:
            changes = self._changes.reshape(self.parcels, self.parcels + 1)
            counts = counts + np.cumsum(changes, axis=1)[:, :-1]
        return np.clip(np.round(counts / max(self.draws, 1), 12), 0.0, 1.0)

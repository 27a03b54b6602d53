"""Random errors of position within the accuracy of features, the same wherever one is used.

The accuracy of a feature is the radius around the drawn position that holds the true one; a
error is drawn uniformly from that disc: ``r = accuracy · √u, φ = 2πv`` with u, v uniform in
0–1. The errors of a feature follow from the seed, its layer and its key alone, so neither the
order nor the presence of others changes them, and a station that three criteria use has
one error for all three.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from hebei_gis.sites.kernels.zone_shares import Floats, Shapes


class PositionErrors:
    """PositionErrors of features for a number of draws.

    Parameters
    ----------
    seed : int
    draws : int
    """

    def __init__(self, seed: int, draws: int) -> None:
        self.seed, self.draws = seed, draws
        self._discs: dict[tuple[str, str], Floats] = {}

    def of(self, layer: str, keys: Sequence[str], accuracy_m: Floats, draws: slice) -> Floats:
        """East and north offsets in metres, shape (draws, features, 2)."""
        span = len(range(*draws.indices(self.draws)))
        offsets = np.zeros((span, len(keys), 2))
        for number, (key, radius) in enumerate(zip(keys, accuracy_m, strict=True)):
            if radius > 0:
                offsets[:, number] = self._disc(layer, key)[draws] * radius
        return offsets

    def _disc(self, layer: str, key: str) -> Floats:
        """Points of the unit disc, one a draw."""
        name = (layer, key)
        if name not in self._discs:
            digest = hashlib.sha256(f"{layer}/{key}".encode()).digest()
            random = np.random.default_rng([self.seed, int.from_bytes(digest[:8], "big")])
            u, v = random.random((2, self.draws))
            radius, angle = np.sqrt(u), 2 * np.pi * v
            self._discs[name] = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
        return self._discs[name]


def translated(shapes: Shapes, shifts: Floats) -> Shapes:
    """Shapes moved without rotation.

    Parameters
    ----------
    shapes : array, shape (n,)
    shifts : array, shape (draws, n, 2)
        Metres east and north.

    Returns
    -------
    array of shapes, shape (draws, n)
    """
    draws = len(shifts)
    coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
    moved = coordinates[None, :, :] + shifts[:, owner, :]
    copies: Any = np.tile(shapes, draws)
    shapely.set_coordinates(copies, moved.reshape(-1, 2))
    return np.asarray(copies).reshape(draws, len(shapes))


def moved_distances(origins: Shapes, targets: Shapes, shifts: Floats) -> Floats:
    """Distance of each pair with the target moved.

    Parameters
    ----------
    origins, targets : arrays, shape (pairs,)
    shifts : array, shape (draws, pairs, 2)
        The target's error less the origin's.

    Returns
    -------
    array of metres, shape (draws, pairs)
    """
    distances = np.empty(shifts.shape[:2])
    origin_points = shapely.get_type_id(origins) == 0
    target_points = shapely.get_type_id(targets) == 0
    both = origin_points & target_points
    apart = shapely.get_coordinates(targets[both]) - shapely.get_coordinates(origins[both])
    distances[:, both] = np.hypot(*np.moveaxis(apart[None] + shifts[:, both], -1, 0))
    for here, still, sign in (
        (target_points & ~both, origins, 1.0),
        (origin_points & ~both, targets, -1.0),
    ):
        if here.any():
            moving = targets if sign > 0 else origins
            places = shapely.get_coordinates(moving[here])[None] + sign * shifts[:, here]
            distances[:, here] = shapely.distance(shapely.points(places), still[here][None, :])
    rest = ~(origin_points | target_points)
    if rest.any():
        moved = translated(targets[rest], shifts[:, rest])
        distances[:, rest] = shapely.distance(moved, origins[rest][None, :])
    return distances


def any_of(values: NDArray[np.bool_], owners: NDArray[Any], count: int) -> NDArray[np.bool_]:
    """Whether any of an owner's columns is true; `owners` sorted; shape (draws, count)."""
    found = np.zeros((len(values), count), dtype=bool)
    if len(owners):
        first = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])
        found[:, owners[first]] = np.logical_or.reduceat(values, first, axis=1)
    return found

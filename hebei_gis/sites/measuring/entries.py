"""Plan entries that bear on a parcel, by what the plan does with the place they speak of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from hebei_gis.plan.join import FeatureRef
from hebei_gis.plan.register.model import RELATIONS, natural_order
from hebei_gis.sites.criteria import Criterion
from hebei_gis.sites.kernels.nearest import pairs_within
from hebei_gis.sites.kernels.zone_shares import Floats, Shapes
from hebei_gis.sites.measuring.shares import chance_or_share
from hebei_gis.sites.measuring.surroundings import Surroundings
from hebei_gis.sites.parcels import Parcels
from hebei_gis.sites.position_error import PositionErrors, any_of, moved_distances


@dataclass(frozen=True)
class Bearing:
    """One entry bears on one parcel.

    Attributes
    ----------
    entry, kind, relation : str
        The entry's id and kind, and what the plan does with the place.
    feature : FeatureRef
        Through which feature; the parcel itself where the plan names it.
    chance : float
        1, or for a parcel known only as a point the chance that it lies in that feature.
    """

    entry: str
    kind: str
    relation: str
    feature: FeatureRef
    chance: float = 1.0


def bearing_entries(parcels: Parcels, around: Surroundings) -> Mapping[str, tuple[Bearing, ...]]:
    """The entries that bear on each parcel: the strongest relation first, then the plan's order.

    An entry bears on a parcel where it is joined to the parcel itself or to a feature that
    contains or touches it. A parcel known only as a point lies in areas only: that a station
    has the same position says nothing of the parcel; areas within its accuracy count with their
    chance. An entry joined through several features stands once a relation, through the one
    with the greatest chance.
    """
    features = _Features(parcels, around, None)
    found: dict[str, dict[tuple[str, str], Bearing]] = {key: {} for key in parcels.keys}
    pairs = [(row, FeatureRef(parcels.layer, key), 1.0) for row, key in enumerate(parcels.keys)]
    certain = ~(parcels.are_points & (parcels.accuracy_m > 0))
    for row, number in features.touching(0.0):
        chance = 1.0 if certain[row] else _chance(parcels, row, features.shapes[[number]])
        if chance > 0 and (not certain[row] or features.touches(row, number)):
            pairs.append((row, features.refs[number], chance))
    for row, ref, chance in pairs:
        bearings = found[parcels.keys[row]]
        for join in around.links.by_feature.get(ref, ()):
            name = (join.entry, join.relation)
            if name not in bearings or bearings[name].chance < chance:
                entry = around.register.entries.get(join.entry)
                kind = entry.kind if entry else ""
                bearings[name] = Bearing(join.entry, kind, join.relation, ref, chance)
    return {key: tuple(sorted(b.values(), key=_order)) for key, b in found.items()}


def _order(bearing: Bearing) -> tuple[int, tuple[int, ...]]:
    return RELATIONS.index(bearing.relation), natural_order(bearing.entry)


def measure_entries(criterion: Criterion, parcels: Parcels, around: Surroundings) -> Floats:
    """Formula ``plan_entries``: number of different entries that bear on the parcel.

    Counted are entries of ``kinds`` (all unless given) joined by one of ``relations`` to the
    parcel itself, or to a feature of ``layers`` (all unless given) that contains or touches
    it; see :func:`bearing_entries`. For a parcel known only as a point it is the number to be
    expected: each entry counts with the chance that the parcel lies in one of its areas. A
    count of promises, not of their worth.
    """
    features = _Features(parcels, around, criterion)
    pairs = features.touching()
    touching = np.ones((1, len(pairs)), dtype=bool)
    counts: Floats = _counts(features, touching, pairs, len(parcels))[0]
    uncertain = np.flatnonzero(parcels.are_points & (parcels.accuracy_m > 0))
    if len(uncertain):
        near = features.touching(0.0)
        for row in uncertain:
            counts[row] = _expected(features, int(row), near[near[:, 0] == row, 1])
    return counts


def _expected(features: _Features, row: int, near: NDArray[Any]) -> float:
    """The number of entries to be expected of a parcel known only as a point."""
    chances: dict[tuple[int, ...], float] = {}
    total = 0.0
    for entry, joined in features.entries.items():
        if row in features.own.get(entry, ()):
            total += 1.0
            continue
        held = tuple(int(number) for number in near if joined[number])
        if held and held not in chances:
            chances[held] = _chance(features.parcels, row, features.shapes[list(held)])
        total += chances.get(held, 0.0)
    return total


def perturb_entries(
    criterion: Criterion,
    parcels: Parcels,
    around: Surroundings,
    errors: PositionErrors,
    draws: slice,
) -> Floats:
    """Formula ``plan_entries`` with parcels and features moved; shape (draws, parcels)."""
    features = _Features(parcels, around, criterion)
    pairs = features.touching(features.accuracy_m.max(initial=0.0))
    row, number = pairs.T
    of_parcels = errors.of(parcels.layer, parcels.keys, parcels.accuracy_m, draws)
    of_features = np.zeros((len(of_parcels), len(features.refs), 2))
    for n, ref in enumerate(features.refs):
        of_features[:, [n]] = errors.of(ref.layer, [ref.key], features.accuracy_m[[n]], draws)
    shifts = of_features[:, number] - of_parcels[:, row]
    touching = moved_distances(parcels.shapes[row], features.shapes[number], shifts) <= 0.0
    return _counts(features, touching, pairs, len(parcels))


class _Features:
    """The features the plan speaks of, and which entries join them."""

    def __init__(self, parcels: Parcels, around: Surroundings, criterion: Criterion | None) -> None:
        self.parcels = parcels
        wanted = criterion.layers if criterion else None
        refs = [ref for ref in around.spoken if wanted is None or ref.layer in wanted]
        self.refs = tuple(refs)
        frames = {name: around.layers[name].features for name in {ref.layer for ref in refs}}
        self.shapes: Shapes = np.empty(len(refs), dtype=object)
        self.shapes[:] = [frames[ref.layer].geometry.loc[ref.key] for ref in refs]
        accuracies = [frames[ref.layer].at[ref.key, "accuracy_m"] for ref in refs]
        self.accuracy_m: Floats = np.array(accuracies, dtype=float)
        self.entries: dict[str, NDArray[np.bool_]] = {}
        self.own: dict[str, set[int]] = {}
        if criterion is None:
            return
        own = [FeatureRef(parcels.layer, key) for key in parcels.keys]
        for refs_, note in ((self.refs, self._note_feature), (tuple(own), self._note_own)):
            for number, ref in enumerate(refs_):
                for join in around.links.by_feature.get(ref, ()):
                    entry = around.register.entries.get(join.entry)
                    kind = entry.kind if entry else ""
                    fits = criterion.kinds is None or kind in criterion.kinds
                    if fits and join.relation in (criterion.relations or ()):
                        note(join.entry, number)

    def _note_feature(self, entry: str, number: int) -> None:
        self.entries.setdefault(entry, np.zeros(len(self.refs), dtype=bool))[number] = True

    def _note_own(self, entry: str, row: int) -> None:
        self.entries.setdefault(entry, np.zeros(len(self.refs), dtype=bool))
        self.own.setdefault(entry, set()).add(row)

    def touches(self, row: int, number: int) -> bool:
        """Whether a parcel and a feature touch as drawn."""
        return bool(shapely.intersects(self.parcels.shapes[row], self.shapes[number]))

    def touching(self, reach_m: float | None = None) -> NDArray[Any]:
        """Pairs of parcel and feature that touch, sorted by parcel.

        With `reach_m`, those that would where the parcel moves within its accuracy and the
        feature by so many metres.
        """
        parcels = self.parcels
        reach: Any = 0.0
        if reach_m is not None:
            reach = parcels.accuracy_m + reach_m + 1e-9
        if not len(self.refs):
            return np.empty((0, 2), dtype=np.intp)
        row, number = pairs_within(parcels.shapes, self.shapes, reach)
        areal = shapely.get_dimensions(self.shapes) == 2
        fits = ~parcels.are_points[row] | areal[number]
        itself = np.array(
            [self.refs[n] == FeatureRef(parcels.layer, parcels.keys[r])
             for r, n in zip(row, number, strict=True)], dtype=bool,
        )  # fmt: skip
        kept: NDArray[np.bool_] = fits & ~itself
        return np.stack([row[kept], number[kept]], axis=1)


def _counts(
    features: _Features, touching: NDArray[np.bool_], pairs: NDArray[Any], parcels: int
) -> Floats:
    counts = np.zeros((len(touching), parcels))
    row, number = pairs.T
    for entry, joined in features.entries.items():
        held = joined[number]
        bears = any_of(touching[:, held], row[held], parcels)
        bears[:, list(features.own.get(entry, ()))] = True
        counts += bears
    return counts


def _chance(parcels: Parcels, row: int, areas: Shapes) -> float:
    """The chance that a parcel known only as a point lies in one of the areas."""
    alone = parcels.part([parcels.keys[row]])
    return float(chance_or_share(alone, shapely.union_all(areas))[0])

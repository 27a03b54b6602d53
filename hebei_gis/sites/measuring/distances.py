"""Distance to the nearest feature, and what lies within a distance: along straight lines.

From the nearest point of a parcel's outline (0 where they touch or overlap); from the drawn
position for a parcel known only as a point. Does not apply where a river, a railway or a wall
makes the walk much longer than the line.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from hebei_gis.sites.criteria import Criterion
from hebei_gis.sites.kernels.nearest import count_within, nearest_feature, pairs_within
from hebei_gis.sites.kernels.zone_shares import Floats
from hebei_gis.sites.measuring.surroundings import Surroundings, Targets, targets_of
from hebei_gis.sites.parcels import Parcels
from hebei_gis.sites.position_error import PositionErrors, any_of, moved_distances
from hebei_gis.words.notes import Note, note

Index = NDArray[np.intp]


def measure_nearest(criterion: Criterion, parcels: Parcels, around: Surroundings) -> Floats | Note:
    """Formula ``nearest``: metres in a straight line to the nearest feature of the layer."""
    targets = targets_of(criterion, around)
    if isinstance(targets, Note):
        return targets
    return nearest_feature(parcels.shapes, targets.shapes)[0]


def measure_count(criterion: Criterion, parcels: Parcels, around: Surroundings) -> Floats | Note:
    """Formula ``count_within``: number of features no farther than ``distance_m``."""
    targets = targets_of(criterion, around)
    if isinstance(targets, Note):
        return targets
    counts = count_within(parcels.shapes, targets.shapes, criterion.distance_m or 0.0)
    return counts.astype(float)


def measure_distinct(criterion: Criterion, parcels: Parcels, around: Surroundings) -> Floats | Note:
    """Formula ``distinct_within``: number of different values of a column within ``distance_m``.

    A cell may hold several, split at ``separator``: metro lines of a station, ``2号线/3号线``.
    """
    targets = targets_of(criterion, around)
    if isinstance(targets, Note):
        return targets
    labels = _labels(criterion, targets)
    if isinstance(labels, Note):
        return labels
    origin, target = pairs_within(parcels.shapes, targets.shapes, criterion.distance_m or 0.0)
    counts = np.zeros(len(parcels))
    for holders in labels.values():
        counts[np.unique(origin[holders[target]])] += 1
    return counts


def _labels(criterion: Criterion, targets: Targets) -> dict[str, NDArray[np.bool_]] | Note:
    """Value → which targets hold it."""
    column = next((c for c in criterion.columns or () if c in targets.features), None)
    if column is None:
        return note(
            "layer_column_missing", criterion=criterion.titled, layer=targets.layer,
            columns=list(criterion.columns or ()),
        )  # fmt: skip
    labels: dict[str, NDArray[np.bool_]] = {}
    for number, cell in enumerate(targets.features[column]):
        text = "" if pd.isna(cell) else str(cell)
        parts = text.split(criterion.separator) if criterion.separator else [text]
        for label in filter(None, map(str.strip, parts)):
            labels.setdefault(label, np.zeros(len(targets.keys), dtype=bool))[number] = True
    return labels


def _shifts(
    parcels: Parcels,
    targets: Targets,
    pairs: tuple[Index, Index],
    errors: PositionErrors,
    draws: slice,
) -> Floats:
    origin, target = pairs
    of_parcels = errors.of(parcels.layer, parcels.keys, parcels.accuracy_m, draws)
    of_targets = errors.of(targets.layer, targets.keys, targets.accuracy_m, draws)
    return of_targets[:, target] - of_parcels[:, origin]


def perturb_nearest(
    criterion: Criterion,
    parcels: Parcels,
    around: Surroundings,
    errors: PositionErrors,
    draws: slice,
) -> Floats:
    """Formula ``nearest`` with parcels and features moved; shape (draws, parcels)."""
    targets = _known(criterion, around)
    pairs = _may_be_nearest(parcels, targets)
    shifts = _shifts(parcels, targets, pairs, errors, draws)
    distances = moved_distances(parcels.shapes[pairs[0]], targets.shapes[pairs[1]], shifts)
    first = np.flatnonzero(np.r_[True, pairs[0][1:] != pairs[0][:-1]])
    return np.minimum.reduceat(distances, first, axis=1)


def _may_be_nearest(parcels: Parcels, targets: Targets) -> tuple[Index, Index]:
    """Pairs whose target is the nearest one under some move; at least one a parcel."""
    nearest_m, which = nearest_feature(parcels.shapes, targets.shapes)
    # Wherever all move, the one drawn nearest is no farther than this.
    bound = nearest_m + parcels.accuracy_m + targets.accuracy_m[which]
    reach = bound + parcels.accuracy_m + targets.accuracy_m.max()
    return _pruned(parcels, targets, reach * (1 + 1e-12) + 1e-9, bound)


def _pruned(
    parcels: Parcels, targets: Targets, reach: Floats, bound: Floats
) -> tuple[Index, Index]:
    origin, target = pairs_within(parcels.shapes, targets.shapes, reach)
    drawn = shapely.distance(parcels.shapes[origin], targets.shapes[target])
    closest = drawn - parcels.accuracy_m[origin] - targets.accuracy_m[target]
    kept = closest <= bound[origin] * (1 + 1e-12) + 1e-9
    return origin[kept], target[kept]


def _may_be_within(criterion: Criterion, parcels: Parcels, targets: Targets) -> tuple[Index, Index]:
    bound = np.full(len(parcels), criterion.distance_m or 0.0)
    reach = bound + parcels.accuracy_m + targets.accuracy_m.max()
    return _pruned(parcels, targets, reach * (1 + 1e-12) + 1e-9, bound)


def _within(
    criterion: Criterion, parcels: Parcels, targets: Targets, errors: PositionErrors, draws: slice
) -> tuple[NDArray[np.bool_], tuple[Index, Index]]:
    limit = criterion.distance_m or 0.0
    origin, target = _may_be_within(criterion, parcels, targets)
    shapes, others = parcels.shapes[origin], targets.shapes[target]
    reach = parcels.accuracy_m[origin] + targets.accuracy_m[target]
    # Pairs that are within the distance wherever both move need no computing.
    open_ = shapely.distance(shapes, others) + reach > limit
    shifts = _shifts(parcels, targets, (origin[open_], target[open_]), errors, draws)
    within = np.ones((len(shifts), len(origin)), dtype=bool)
    within[:, open_] = moved_distances(shapes[open_], others[open_], shifts) <= limit
    return within, (origin, target)


def perturb_count(
    criterion: Criterion,
    parcels: Parcels,
    around: Surroundings,
    errors: PositionErrors,
    draws: slice,
) -> Floats:
    """Formula ``count_within`` with parcels and features moved; shape (draws, parcels)."""
    within, (origin, _) = _within(criterion, parcels, _known(criterion, around), errors, draws)
    counts = np.zeros((len(within), len(parcels)))
    if len(origin):
        first = np.flatnonzero(np.r_[True, origin[1:] != origin[:-1]])
        counts[:, origin[first]] = np.add.reduceat(within.astype(float), first, axis=1)
    return counts


def perturb_distinct(
    criterion: Criterion,
    parcels: Parcels,
    around: Surroundings,
    errors: PositionErrors,
    draws: slice,
) -> Floats:
    """Formula ``distinct_within`` with parcels and features moved; shape (draws, parcels)."""
    targets = _known(criterion, around)
    labels: Any = _labels(criterion, targets)
    within, (origin, target) = _within(criterion, parcels, targets, errors, draws)
    counts = np.zeros((len(within), len(parcels)))
    for holders in labels.values():
        held = holders[target]
        counts += any_of(within[:, held], origin[held], len(parcels))
    return counts


def _known(criterion: Criterion, around: Surroundings) -> Targets:
    """The targets of a criterion that was measured."""
    targets = targets_of(criterion, around)
    if isinstance(targets, Note):
        raise ValueError(targets.sentence())
    return targets

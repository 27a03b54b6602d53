"""Parcels and criteria → values: as drawn, and with every feature moved within its accuracy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from hebei_gis.sites.criteria import Criteria, Criterion
from hebei_gis.sites.kernels.zone_shares import Floats
from hebei_gis.sites.measuring import distances, entries, shape, shares, table
from hebei_gis.sites.measuring.entries import Bearing, bearing_entries
from hebei_gis.sites.measuring.surroundings import Surroundings
from hebei_gis.sites.parcels import Parcels
from hebei_gis.sites.position_error import PositionErrors
from hebei_gis.sites.progress import Progress
from hebei_gis.words.errors import ComparisonError
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import Note

__all__ = [
    "Bearing", "MeasuredSites", "PerturbedValues", "Surroundings", "bearing_entries",
    "draws_for", "measure_sites", "perturb_sites",
]  # fmt: skip

_MEASURE: dict[str, Callable[[Criterion, Parcels, Surroundings], Floats | Note]] = {
    "area": shape.measure_area,
    "compactness": shape.measure_compactness,
    "nearest": distances.measure_nearest,
    "count_within": distances.measure_count,
    "distinct_within": distances.measure_distinct,
    "share": shares.measure_share,
    "covered_area": shares.measure_covered_area,
    "plan_entries": entries.measure_entries,
    "column": table.measure_column,
    "category": table.measure_category,
}
#: The formulas whose values change where something moves.
_PERTURB: dict[str, Callable[[Criterion, Parcels, Surroundings, PositionErrors, slice], Floats]] = {
    "nearest": distances.perturb_nearest,
    "count_within": distances.perturb_count,
    "distinct_within": distances.perturb_distinct,
    "share": shares.perturb_share,
    "covered_area": shares.perturb_covered_area,
    "plan_entries": entries.perturb_entries,
}
#: Parcels times draws computed at once.
_AT_ONCE = 20_000


@dataclass(frozen=True)
class MeasuredSites:
    """Parcels with the value of every criterion that could be measured.

    Attributes
    ----------
    parcels : Parcels
    criteria : Criteria
        All declared, also those that could not be measured.
    values : DataFrame
        Index the parcels' keys, a column a measured criterion; NaN is unknown.
    unmeasured : mapping of criterion id to Note
        What could not be measured, and why.
    notes : mapping of criterion id to notes
        What is to be said of measured ones.
    """

    parcels: Parcels
    criteria: Criteria
    values: pd.DataFrame
    unmeasured: Mapping[str, Note]
    notes: Mapping[str, tuple[Note, ...]]

    def part(self, keys: list[str]) -> MeasuredSites:
        """Only these parcels, in the order given."""
        return replace(self, parcels=self.parcels.part(keys), values=self.values.loc[keys])


@dataclass(frozen=True)
class PerturbedValues:
    """Values with every feature moved within its accuracy.

    Attributes
    ----------
    keys, criteria : tuple of str
        Parcels and criteria, the second and third axis.
    values : array, shape (draws, parcels, criteria)
    seed : int
    """

    keys: tuple[str, ...]
    criteria: tuple[str, ...]
    values: Floats
    seed: int

    @property
    def draws(self) -> int:
        """Number of draws."""
        return len(self.values)


def measure_sites(parcels: Parcels, criteria: Criteria, around: Surroundings) -> MeasuredSites:
    """Measure every criterion of every parcel, as drawn.

    Raises
    ------
    ComparisonError
        Where a layer is in another CRS than the parcels.
    """
    crs = parcels.features.crs
    for name, layer in around.layers.items():
        if layer.features.crs != crs:
            found, expected = str(layer.features.crs), str(crs)
            raise ComparisonError([Fault("other_crs", name, found, expected)])
    values: dict[str, Floats] = {}
    unmeasured: dict[str, Note] = {}
    notes: dict[str, tuple[Note, ...]] = {}
    for criterion in criteria.criteria.values():
        measured = _MEASURE[criterion.formula](criterion, parcels, around)
        if isinstance(measured, Note):
            unmeasured[criterion.id] = measured
            continue
        values[criterion.id] = measured
        if said := table.remarks(criterion, parcels, measured):
            notes[criterion.id] = said
    frame = pd.DataFrame(values, index=parcels.features.index)
    return MeasuredSites(parcels, criteria, frame, unmeasured, notes)


def draws_for(parcels: int) -> int:
    """How many draws of positions a number of parcels is given unless told: 200 to 10,000."""
    return int(np.clip(20_000 // max(parcels, 1) // 100 * 100, 200, 10_000))


def perturb_sites(
    measured: MeasuredSites,
    criteria: list[str],
    around: Surroundings,
    *,
    seed: int,
    draws: int | None = None,
    progress: Progress | None = None,
) -> PerturbedValues:
    """Values of the criteria named with every feature moved within its accuracy.

    Each draw moves each parcel, and each feature of each layer, as a whole by a vector
    uniform in the disc of its accuracy (:mod:`~hebei_gis.sites.position_error`); a feature
    that several criteria use moves once. Shapes are not turned or stretched, neighbours move
    without regard for one another. Areas, compactness and columns stay.

    Raises
    ------
    StoppedError
        Where `progress` was stopped.
    """
    parcels = measured.parcels
    count = draws or draws_for(len(parcels))
    errors = PositionErrors(seed, count)
    values = np.empty((count, len(parcels), len(criteria)))
    step = max(1, _AT_ONCE // max(len(parcels), 1))
    starts = range(0, count, step)
    for number, name in enumerate(criteria):
        criterion = measured.criteria.criterion(name)
        perturb = _PERTURB.get(criterion.formula)
        values[:, :, number] = measured.values[name].to_numpy()
        for done, start in enumerate(starts):
            if progress is not None:
                share = (number + done / len(starts)) / len(criteria)
                progress.step("positions", share)
            if perturb is not None:
                part = slice(start, min(start + step, count))
                values[part, :, number] = perturb(criterion, parcels, around, errors, part)
    if progress is not None:
        progress.step("positions", 1.0)
    return PerturbedValues(parcels.keys, tuple(criteria), values, seed)

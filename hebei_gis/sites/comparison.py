"""The comparison of sites: ranks, scores by criterion, exclusions, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd

from hebei_gis.sites.acceptability import Robustness
from hebei_gis.sites.criteria import STRAIGHT_LINE, Criterion
from hebei_gis.sites.kernels.zone_shares import Floats
from hebei_gis.sites.measuring import (
    MeasuredSites,
)
from hebei_gis.sites.normalising import normalised, value_function
from hebei_gis.sites.options import SiteOptions
from hebei_gis.sites.parcels import ParcelFile, Parcels
from hebei_gis.sites.scoring import ranks, weigh
from hebei_gis.sites.screening import Exclusion, active_vetoes, admit
from hebei_gis.sites.weights import chosen_weights
from hebei_gis.words.errors import ComparisonError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import Note, note


@dataclass(frozen=True)
class SiteComparison:
    """Parcels compared.

    Attributes
    ----------
    options : SiteOptions
    criteria : tuple of Criterion
        Those weighed, then those of which only the veto applies.
    weights : mapping of criterion id to weight
        Of the weighed ones, summing to 1.
    parcels : GeoDataFrame
        All parcels, also those not ranked, with their whole table, in metres; index ``key``.
    values : DataFrame
        All parcels × :attr:`criteria`, as measured; NaN is unknown.
    scores : DataFrame
        Ranked parcels × weighed criteria: 0–1, the higher the better (see `normalise`).
    score, rank : Series
        Of the ranked parcels, in the order of :attr:`parcels`; equal scores share a rank.
    vetoed, unknown : mapping of parcel key to Exclusion
        The parcels that are not ranked, and why.
    filled : mapping of parcel key to {criterion id: value taken}
    notes : tuple of Note
    robustness : Robustness, optional
    layer : str
        Id of the layer the parcels are features of; empty for those of a file.
    file : ParcelFile, optional
        The file they are from.
    """

    options: SiteOptions
    criteria: tuple[Criterion, ...]
    weights: Mapping[str, float]
    parcels: gpd.GeoDataFrame
    values: pd.DataFrame
    scores: pd.DataFrame
    score: pd.Series
    rank: pd.Series
    vetoed: Mapping[str, tuple[Exclusion, ...]]
    unknown: Mapping[str, tuple[Exclusion, ...]]
    filled: Mapping[str, Mapping[str, float]]
    notes: tuple[Note, ...]
    robustness: Robustness | None = None
    layer: str = ""
    file: ParcelFile | None = None

    @property
    def weighed(self) -> tuple[Criterion, ...]:
        """The criteria that have a weight."""
        return tuple(c for c in self.criteria if c.id in self.weights)

    @property
    def weight_vector(self) -> Floats:
        """Weights in the order of the columns of :attr:`scores`."""
        return np.array([self.weights[name] for name in self.scores.columns])

    @property
    def ranked(self) -> list[str]:
        """Keys of the ranked parcels, the best first; equals in the order of the parcels."""
        return [str(key) for key in self.rank.sort_values(kind="stable").index]

    @property
    def contributions(self) -> pd.DataFrame | None:
        """Weight × score of each criterion, which sum to the score; None for TOPSIS."""
        if self.options.method != "weighted_sum":
            return None
        return self.scores * self.weight_vector

    def parcels_of(self, keys: Sequence[str]) -> Parcels:
        """Some of the parcels as they were given, of their layer or file."""
        return Parcels(self.layer, self.parcels, file=self.file).part(keys)

    def with_robustness(self, robustness: Robustness) -> SiteComparison:
        """The same with its robustness."""
        return replace(self, robustness=robustness)


def compare_sites(measured: MeasuredSites, options: SiteOptions) -> SiteComparison:
    """Rank measured parcels.

    Raises
    ------
    ComparisonError
        Weights that cannot be used, no parcel or no criterion left, values that do not suit
        the normalisation.
    """
    weights = chosen_weights(measured.criteria, options)
    known = list(measured.criteria.criteria)
    if unknown := [name for name in options.values if name not in known]:
        where = term("value_functions")
        raise ComparisonError([Fault("unknown_choice", where, name, known) for name in unknown])
    admission = admit(measured, weights, options)
    names = list(admission.weights)
    criteria = [measured.criteria.criterion(name) for name in names]
    array = normalised(admission.values.to_numpy(), criteria, options.normalise, options.values)
    vector = np.array([admission.weights[name] for name in names])
    total = weigh(array, vector, options.method)
    index = admission.values.index
    taken = admission.values.loc[list(admission.filled)].to_dict("index")
    only_vetoes = [name for name in active_vetoes(measured, options)
                   if name not in admission.weights and name in measured.values]  # fmt: skip
    used = (*criteria, *(measured.criteria.criterion(name) for name in only_vetoes))
    return SiteComparison(
        options=options,
        criteria=used,
        weights=admission.weights,
        parcels=measured.parcels.features,
        values=measured.values[[c.id for c in used]],
        scores=pd.DataFrame(array, index=index, columns=names),
        score=pd.Series(total, index=index, name="score"),
        rank=pd.Series(ranks(total), index=index, name="rank"),
        vetoed=admission.vetoed,
        unknown=admission.unknown,
        filled={
            key: {name: float(taken[key][name]) for name in filled}
            for key, filled in admission.filled.items()
        },
        notes=(
            *measured.parcels.notes,
            *admission.notes,
            *_reading_notes(criteria, admission.values, options),
        ),
        layer=measured.parcels.layer,
        file=measured.parcels.file,
    )


def _reading_notes(
    criteria: list[Criterion], values: pd.DataFrame, options: SiteOptions
) -> list[Note]:
    notes = []
    straight = [c for c in criteria if c.formula in STRAIGHT_LINE]
    if straight:
        notes.append(note("straight_line", criteria=[c.titled for c in straight]))
    if len(values) == 1:
        notes.append(note("one_parcel"))
    for criterion in criteria:
        column = values[criterion.id]
        if len(values) > 1 and column.min() == column.max():
            notes.append(note("constant", criterion=criterion.titled))
        function = value_function(criterion, options.normalise, options.values)
        if options.normalise == "value" and function is None:
            notes.append(note("value_fallback", criterion=criterion.titled))
    return notes

"""What is known of how sure a ranking is: shares of draws by rank, and where weights turn it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hebei_gis.sites.kernels.zone_shares import Floats
from hebei_gis.sites.weight_thresholds import WeightThresholds
from hebei_gis.words.notes import Note


@dataclass(frozen=True)
class Acceptability:
    """Share of draws in which each parcel takes each rank.

    Attributes
    ----------
    shares : DataFrame
        Index the parcels' keys, columns the ranks from 1. A row sums to less than 1 where a
        veto rules the parcel out in some draws.
    draws : int
    """

    shares: pd.DataFrame
    draws: int

    def first(self, key: str) -> float:
        """Share of draws in which a parcel is first."""
        return float(self._row(key)[0])

    def by_rank(self, key: str) -> dict[str, float]:
        """Rank → share of one parcel, ranks it never takes left out."""
        return {str(n + 1): float(share) for n, share in enumerate(self._row(key)) if share > 0}

    def _row(self, key: str) -> Floats:
        return self.shares.to_numpy()[self.shares.index.get_loc(key)]


@dataclass(frozen=True)
class Robustness:
    """How sure a ranking is.

    Attributes
    ----------
    near : Acceptability
        Weights drawn around the chosen ones, positions as drawn on the map; with no draws of
        weights the ranking itself.
    everywhere : Acceptability, optional
        All weights there are, evenly.
    positions : Acceptability, optional
        The chosen weights, every feature moved within its accuracy.
    joint : Acceptability
        Both at once: what ``rank_acceptability`` says.
    pairwise : DataFrame
        Share of the joint draws in which the row's parcel is better than the column's, a tie
        counting half; among the best 50.
    thresholds : WeightThresholds, optional
    seed : int
    notes : tuple of Note
    """

    near: Acceptability
    everywhere: Acceptability | None
    positions: Acceptability | None
    joint: Acceptability
    pairwise: pd.DataFrame
    thresholds: WeightThresholds | None
    seed: int
    notes: tuple[Note, ...] = ()

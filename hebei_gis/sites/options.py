"""How a comparison is to be made: all a permalink or a saved file needs to make it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field

from hebei_gis.files.toml import Part
from hebei_gis.sites.criteria import ValueFunction, Veto

Method = Literal["weighted_sum", "topsis"]
Normalisation = Literal["min_max", "max", "sum", "vector", "value"]
Missing = Literal["exclude", "worst", "median"]
METHODS: tuple[str, ...] = get_args(Method)
NORMALISATIONS: tuple[str, ...] = get_args(Normalisation)
MISSING: tuple[str, ...] = get_args(Missing)
SEED = 20260801
#: The largest seed and numbers of draws; the least of each is 0.
LARGEST = {"seed": 2**63 - 1, "weightings": 1_000_000, "positions": 100_000}


class SiteOptions(Part):
    """What the user chose.

    Attributes
    ----------
    preset : str, optional
        Weights to start from; else the criteria's own.
    weights : mapping of criterion id to number, optional
        Without a preset only these count; with one they replace those of it. Any numbers of
        0 or more: they are scaled to sum to 1.
    method, normalise : str
    missing : str
        What an unknown value means: the parcel is left out (``exclude``), or takes the worst
        or the median of the known values.
    values : mapping of criterion id to ValueFunction
        Criteria judged by these whatever `normalise` says.
    vetoes : mapping of criterion id to Veto or bool
        Own limits, or the declared one switched on or off.
    seed : int
        Of all random draws.
    weightings : int
        Draws of weights; 0 keeps the weights fixed.
    positions : int, optional
        Draws of positions; 0 takes them as exact; else as many as keep the run short.
    concentration : float
        How close the drawn weights stay to the chosen ones: a weight w varies with standard
        deviation √(w(1−w)/(concentration+1)).
    """

    preset: str | None = None
    weights: Mapping[str, float] | None = None
    method: Method = "weighted_sum"
    normalise: Normalisation = "min_max"
    missing: Missing = "exclude"
    values: Mapping[str, ValueFunction] = Field(default_factory=dict)
    vetoes: Mapping[str, Veto | bool] = Field(default_factory=dict)
    seed: Annotated[int, Field(ge=0, le=LARGEST["seed"])] = SEED
    weightings: Annotated[int, Field(ge=0, le=LARGEST["weightings"])] = 2000
    positions: Annotated[int, Field(ge=0, le=LARGEST["positions"])] | None = None
    concentration: Annotated[float, Field(gt=0, le=1e6)] = 50.0

"""Weights: chosen, and drawn at random around the chosen ones or from all there are."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

import numpy as np

from hebei_gis.sites.criteria import Criteria
from hebei_gis.sites.kernels.zone_shares import Floats
from hebei_gis.sites.option_text import named_numbers
from hebei_gis.sites.options import SiteOptions
from hebei_gis.words.errors import ComparisonError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault


def chosen_weights(criteria: Criteria, options: SiteOptions) -> dict[str, float]:
    """Criterion → weight above 0, summing to 1, in the order of the criteria.

    Raises
    ------
    ComparisonError
        Unknown criteria, weights that are negative or no numbers, no weight above 0: all at
        once.
    UnknownNameError
        For an unknown preset.
    """
    if options.preset is not None:
        raw = dict(criteria.preset(options.preset).weights)
    elif options.weights is None:
        raw = {name: c.weight for name, c in criteria.criteria.items()}
    else:
        raw = {}
    raw |= options.weights or {}
    faults: list[Fault] = []
    for name, weight in raw.items():
        if name not in criteria.criteria:
            faults.append(Fault("unknown_choice", term("weights"), name, list(criteria.criteria)))
        elif not (math.isfinite(weight) and weight >= 0):
            faults.append(Fault("bad_weight", term("weight_of", criterion=name), weight))
    if faults:
        raise ComparisonError(faults)
    return scaled({name: raw[name] for name in criteria.criteria if raw.get(name, 0) > 0})


def scaled(weights: Mapping[str, float]) -> dict[str, float]:
    """The same weights, summing to 1.

    Raises
    ------
    ComparisonError
        Where none is above 0.
    """
    total = math.fsum(weights.values())
    if not total > 0:
        raise ComparisonError([Fault("no_weight", term("weights"))])
    return {name: weight / total for name, weight in weights.items()}


def parse_weights(text: str, known: Collection[str] = ()) -> dict[str, float]:
    """Read ``id=0.3,id=0.7``.

    Parameters
    ----------
    text : str
    known : collection of criterion ids
        These may hold commas and equals signs.

    Raises
    ------
    ComparisonError
        With every part that is no such pair, and every id that is given twice.
    """
    weights: dict[str, float] = {}
    faults: list[Fault] = []
    for name, number in named_numbers(text, known):
        where = term("weight_of", criterion=name)
        if name in weights:
            faults.append(Fault("weight_twice", where))
        if not number:
            faults.append(Fault("option_form", term("weights"), name, form="ID=W"))
            continue
        try:
            weights[name] = float(number)
        except ValueError:
            faults.append(Fault("bad_weight", where, number))
    if faults:
        raise ComparisonError(faults)
    return weights


def weights_around(weights: Floats, draws: int, concentration: float, seed: int) -> Floats:
    """Weights drawn around the chosen ones: Dirichlet(concentration · w); shape (draws, m).

    Their mean is w, the standard deviation of each √(w(1−w)/(concentration+1)); a weight of 0
    stays 0. All sum to 1.
    """
    random = np.random.default_rng([seed, 1])
    drawn = np.zeros((draws, len(weights)))
    positive = weights > 0
    drawn[:, positive] = random.dirichlet(concentration * weights[positive], size=draws)
    return drawn


def all_weights(criteria: int, draws: int, seed: int) -> Floats:
    """Weights drawn evenly from all that sum to 1: Dirichlet(1, …, 1); shape (draws, criteria)."""
    return np.random.default_rng([seed, 2]).dirichlet(np.ones(criteria), size=draws)


def error_of_share(share: float, draws: int) -> float:
    """Standard error of a share found by draws: √(p(1−p)/draws).

    Raises
    ------
    ComparisonError
        Without a draw.
    """
    if draws < 1:
        raise ComparisonError([Fault("no_draws", term("draws"))])
    return math.sqrt(share * (1 - share) / draws)

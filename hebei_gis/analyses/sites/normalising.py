"""Values → 0–1 scores, the higher the better, so that criteria of different units add up.

Of values x of one criterion over the parcels compared, for ``higher`` and for ``lower``:

=========== ======================== ============================ ====================
name        higher is better         lower is better              needs
=========== ======================== ============================ ====================
``min_max`` (x − min) / (max − min)  (max − x) / (max − min)      nothing
``max``     x / max                  1 − x / max                  values of 0 or more
``sum``     x / Σx                   (1/x) / Σ(1/x)               0 or more; above 0
``vector``  x / √Σx²                 1 − x / √Σx²                 values of 0 or more
``value``   the criterion's value function                        a value function
=========== ======================== ============================ ====================

(Hwang & Yoon 1981, ch. 2.) All but ``value`` depend on which parcels are compared: adding one
may turn the ranks of others. A criterion that is the same for all scores 0 by ``min_max``: it
earns nobody anything.
``max``, ``sum`` and ``vector`` do not apply to scales without a true zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hebei_gis.analyses.sites.criteria import Criterion, ValueFunction
from hebei_gis.analyses.sites.notes import ComparisonError, SiteFault
from hebei_gis.analyses.zone_shares import Floats
from hebei_gis.faults import Fault


def normalised(
    values: Floats,
    criteria: Sequence[Criterion],
    normalise: str,
    functions: Mapping[str, ValueFunction] | None = None,
) -> Floats:
    """Scores of the same shape.

    Parameters
    ----------
    values : array, shape (..., parcels, criteria)
        A row of NaN is a parcel left out of that draw; it is passed over and stays NaN.
    criteria : sequence of Criterion
        In the order of the last axis.
    normalise : str
    functions : mapping of criterion id to ValueFunction
        Chosen by the user; go before `normalise`.

    Raises
    ------
    ComparisonError
        Where values do not suit the normalisation, all criteria at once.
    """
    scores = np.empty_like(values)
    by_higher: dict[bool, list[int]] = {True: [], False: []}
    fallback: dict[bool, list[int]] = {True: [], False: []}
    for number, criterion in enumerate(criteria):
        function = value_function(criterion, normalise, functions)
        higher = criterion.direction == "higher"
        if function is not None:
            scores[..., number] = function.worth(values[..., number])
        elif normalise == "value":
            fallback[higher].append(number)
        else:
            by_higher[higher].append(number)
    faults: list[Fault] = []
    for higher, numbers in by_higher.items():
        if numbers:
            part = values[..., numbers]
            faults += _unsuited(part, [criteria[n] for n in numbers], normalise, higher)
            if not faults:
                scores[..., numbers] = _scaled(part, normalise, higher)
    for higher, numbers in fallback.items():
        if numbers:
            scores[..., numbers] = _scaled(values[..., numbers], "min_max", higher)
    if faults:
        raise ComparisonError(faults)
    return scores


def value_function(
    criterion: Criterion, normalise: str, functions: Mapping[str, ValueFunction] | None
) -> ValueFunction | None:
    """The value function a criterion is judged by; None where it is scaled."""
    chosen = (functions or {}).get(criterion.id)
    return chosen or (criterion.value if normalise == "value" else None)


def _scaled(x: Floats, normalise: str, higher: bool) -> Floats:
    known: Any = True
    if np.isnan(x).any():
        known = ~np.isnan(x)
    if normalise == "min_max":
        low = np.min(x, axis=-2, keepdims=True, where=known, initial=np.inf)
        high = np.max(x, axis=-2, keepdims=True, where=known, initial=-np.inf)
        span = high - low
        above: Floats = x - low if higher else high - x
        return np.asarray(above / np.where(span > 0, span, 1.0))
    if normalise == "sum" and not higher:
        x = 1.0 / x
    if normalise == "max":
        whole = np.max(x, axis=-2, keepdims=True, where=known, initial=0.0)
    elif normalise == "sum":
        whole = np.sum(x, axis=-2, keepdims=True, where=known)
    else:
        whole = np.sqrt(np.sum(x * x, axis=-2, keepdims=True, where=known))
    parts: Floats = x / np.where(whole > 0, whole, 1.0)
    return parts if higher or normalise == "sum" else 1.0 - parts


def _unsuited(
    x: Floats, criteria: Sequence[Criterion], normalise: str, higher: bool
) -> list[Fault]:
    if normalise == "min_max":
        return []
    faults: list[Fault] = []
    for number, criterion in enumerate(criteria):
        column = x[..., number]
        column = column[~np.isnan(column)]
        if not column.size:
            continue
        lowest = float(column.min())
        if lowest < 0:
            expected = "values of 0 or more (大于等于 0)"
        elif normalise == "sum" and not higher and lowest == 0:
            expected = "values above 0 where lower is better (越小越好者须大于 0)"
        else:
            continue
        where = f"{normalise} {criterion.id}"
        faults.append(SiteFault("unsuited_normalisation", where, f"{lowest:g}", expected))
    return faults

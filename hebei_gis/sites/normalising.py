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

import numpy as np

from hebei_gis.sites.criteria import Criterion, ValueFunction
from hebei_gis.sites.kernels.zone_shares import Floats
from hebei_gis.words.errors import ComparisonError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault

#: Rows reduced side by side.
_ABREAST = 64


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
    judged = [value_function(criterion, normalise, functions) for criterion in criteria]
    scaled = [number for number, function in enumerate(judged) if function is None]
    if len(scaled) == len(criteria):
        return _scaled(values, criteria, "min_max" if normalise == "value" else normalise)
    scores = np.empty_like(values)
    for number, function in enumerate(judged):
        if function is not None:
            scores[..., number] = function.worth(values[..., number])
    if scaled:
        rest = [criteria[number] for number in scaled]
        method = "min_max" if normalise == "value" else normalise
        scores[..., scaled] = _scaled(values[..., scaled], rest, method)
    return scores


def value_function(
    criterion: Criterion, normalise: str, functions: Mapping[str, ValueFunction] | None
) -> ValueFunction | None:
    """The value function a criterion is judged by; None where it is scaled."""
    chosen = (functions or {}).get(criterion.id)
    return chosen or (criterion.value if normalise == "value" else None)


def _scaled(x: Floats, criteria: Sequence[Criterion], normalise: str) -> Floats:
    higher = np.array([criterion.direction == "higher" for criterion in criteria])
    low = extreme(np.fmin, x)
    if normalise != "min_max":
        lowest = np.fmin.reduce(low.reshape(-1, len(criteria)), axis=0)
        _refuse_unsuited(lowest, criteria, normalise)
    if normalise in ("min_max", "max"):
        high = extreme(np.fmax, x)
    if normalise == "min_max":
        # (x − max) / −(max − min) is (max − x) / (max − min) to the last bit.
        span = np.where(higher, high - low, low - high)
        scores = x - np.where(higher, low, high)
        scores /= np.where(np.abs(span) > 0, span, 1.0)
        scores += 0.0  # no minus zero
        return scores
    if normalise == "sum" and not higher.all():
        x = x.copy()
        x[..., ~higher] = 1.0 / x[..., ~higher]
    if normalise == "max":
        whole = high
    elif normalise == "sum":
        whole = _sum(x)
    else:
        whole = np.sqrt(_sum(x, x))
    scores = x / np.where(whole > 0, whole, 1.0)
    if normalise != "sum" and not higher.all():
        scores *= np.where(higher, 1.0, -1.0)
        scores += np.where(higher, 0.0, 1.0)
    return scores


def extreme(of: np.ufunc, x: Floats) -> Floats:
    """Lowest (``np.fmin``) or highest (``np.fmax``) over the parcels; NaN is passed over.

    Shape (..., 1, criteria).
    """
    parcels, criteria = x.shape[-2:]
    wide = parcels // _ABREAST * _ABREAST
    if x.ndim > 2 or not wide:
        return np.asarray(of.reduce(x, axis=-2, keepdims=True))
    # Many rows abreast: a reduction over rows of 12 numbers spends its time on the rows.
    found = of.reduce(x[:wide].reshape(-1, _ABREAST * criteria), axis=0)
    rows = np.concatenate([found.reshape(_ABREAST, criteria), x[wide:]])
    return np.asarray(of.reduce(rows, axis=0, keepdims=True))


def _sum(x: Floats, times: Floats | None = None) -> Floats:
    """Sum over the parcels of x, or of x · times; NaN is passed over."""
    total = x.sum(axis=-2) if times is None else np.einsum("...ij,...ij->...j", x, times)
    if np.isnan(total).any():
        total = np.nansum(x if times is None else x * times, axis=-2)
    return np.asarray(total)[..., None, :]


def _refuse_unsuited(lowest: Floats, criteria: Sequence[Criterion], normalise: str) -> None:
    faults: list[Fault] = []
    for criterion, least in zip(criteria, lowest, strict=True):
        if least < 0:
            needed = term("values_not_negative")
        elif normalise == "sum" and criterion.direction == "lower" and least == 0:
            needed = term("values_positive")
        else:
            continue
        found = float(least)
        faults.append(
            Fault("unsuited_normalisation", criterion.titled, found, needed, method=normalise)
        )
    if faults:
        raise ComparisonError(faults)

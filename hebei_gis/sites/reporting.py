"""A comparison as plain values: what ``hebei-gis sites compare --json`` prints."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hebei_gis.sites.acceptability import Acceptability, Robustness
from hebei_gis.sites.comparison import SiteComparison
from hebei_gis.sites.criteria import Criterion
from hebei_gis.sites.normalising import value_function
from hebei_gis.sites.screening import Exclusion


def comparison_values(comparison: SiteComparison, language: str = "en") -> dict[str, Any]:
    """Everything a reader needs, ready for JSON; unknown is null, never NaN.

    ``criteria`` (id, unit, direction, weight …), ``parcels`` (id, values, scores by criterion,
    score, rank, vetoes, ``rank_acceptability`` …; ranked ones first, the best first),
    ``pairwise``, ``seed``, ``method``, ``notes``, ``firmness``.

    Parameters
    ----------
    comparison : SiteComparison
    language : str
        Of notes and reasons, ``zh`` or ``en``.
    """
    options, robustness = comparison.options, comparison.robustness
    keys = comparison.ranked
    ranked = set(keys)
    keys += [str(key) for key in comparison.parcels.index if str(key) not in ranked]
    notes = [*comparison.notes, *(robustness.notes if robustness else ())]
    return {
        "criteria": [_criterion(c, comparison) for c in comparison.criteria],
        "parcels": _parcels(comparison, keys, language),
        "pairwise": _pairwise(robustness),
        "seed": options.seed,
        "method": options.method,
        "normalise": options.normalise,
        "missing": options.missing,
        "preset": options.preset,
        "notes": [note.sentence(language) for note in notes],
        "firmness": _robustness(robustness),
    }


def _criterion(criterion: Criterion, comparison: SiteComparison) -> dict[str, Any]:
    options = comparison.options
    function = value_function(criterion, options.normalise, options.values)
    scaling = "min_max" if options.normalise == "value" else options.normalise
    return {
        "id": criterion.id,
        "title_zh": criterion.title_zh,
        "title_en": criterion.title_en,
        "unit": criterion.unit,
        "direction": criterion.direction,
        "weight": comparison.weights.get(criterion.id, 0.0),
        "formula": criterion.formula,
        "layer": criterion.layer,
        "normalise": "value" if function else scaling,
        "value": [list(corner) for corner in function.corners] if function else None,
    }


def _parcels(comparison: SiteComparison, keys: list[str], language: str) -> list[dict[str, Any]]:
    robustness, frame = comparison.robustness, comparison.parcels
    columns = ["name_zh", "name_en", "basis", "accuracy_m"]
    about = _rows(pd.DataFrame(frame[columns]))
    kinds = dict(zip(about, frame.geometry.geom_type, strict=True))
    values, scores = _rows(comparison.values), _rows(comparison.scores)
    contributions = {} if comparison.contributions is None else _rows(comparison.contributions)
    score, rank = comparison.score.to_dict(), comparison.rank.to_dict()
    sure = set(robustness.joint.shares.index) if robustness else set()
    return [
        {
            "id": key,
            **about[key],
            "point_only": kinds[key] == "Point",
            "values": {name: _number(value) for name, value in values[key].items()},
            "filled": dict(comparison.filled.get(key, {})),
            "scores": scores.get(key, {}),
            "contributions": contributions.get(key, {}),
            "score": score.get(key),
            "rank": rank.get(key),
            "vetoes": [_exclusion(e, language) for e in comparison.vetoed.get(key, ())],
            "unknown": [_exclusion(e, language) for e in comparison.unknown.get(key, ())],
            "rank_acceptability": robustness.joint.by_rank(key)
            if robustness and key in sure
            else {},
        }
        for key in keys
    ]


def _rows(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Key → column → value, in Python's own types."""
    rows: Any = frame.to_dict("index")
    return {str(key): row for key, row in rows.items()}


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _exclusion(exclusion: Exclusion, language: str) -> dict[str, Any]:
    return {
        "criterion": exclusion.criterion,
        "value": exclusion.value,
        "reason": exclusion.reason(language),
    }


def _pairwise(robustness: Robustness | None) -> dict[str, dict[str, float]]:
    if robustness is None:
        return {}
    rows = _rows(robustness.pairwise)
    return {
        one: {str(other): share for other, share in row.items() if other != one}
        for one, row in rows.items()
    }


def _robustness(robustness: Robustness | None) -> dict[str, Any] | None:
    if robustness is None:
        return None

    def told(accepted: Acceptability | None) -> dict[str, Any] | None:
        if accepted is None:
            return None
        shares = {str(key): accepted.by_rank(str(key)) for key in accepted.shares.index}
        return {"draws": accepted.draws, "rank_acceptability": shares}

    thresholds = robustness.thresholds
    return {
        "weights_near": told(robustness.near),
        "weights_all": told(robustness.everywhere),
        "positions": told(robustness.positions),
        "joint_draws": robustness.joint.draws,
        "turning": None
        if thresholds is None
        else {
            "first": thresholds.first,
            "second": thresholds.second,
            "weights": dict(thresholds.weights) if thresholds.weights is not None else None,
            "moved": thresholds.moved,
            "single": [
                {"criterion": c.criterion, "weight": c.weight, "turning_weight": c.threshold}
                for c in thresholds.single
            ],
            "exact": thresholds.exact,
        },
    }

"""What a comparison says of each parcel, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from hebei_gis.papers.paper_request import PaperRequest


def parcel_rows(request: PaperRequest) -> Iterator[dict[str, Any]]:
    """One dict a parcel, ranked ones first, the best first; what is unknown is None.

    ``key``, ``name``, ``rank``, ``score``, ``first`` (share of weightings), ``status``
    (``ranked``, ``vetoed``, ``unknown``), ``reason``, ``basis``, ``accuracy_m``, ``values`` and
    ``scores`` by criterion.
    """
    comparison, robustness = request.comparison, request.comparison.robustness
    sure = set(robustness.joint.shares.index) if robustness else set()
    values: dict[Any, Any] = comparison.values.to_dict("index")
    scores: dict[Any, Any] = comparison.scores.to_dict("index")
    unscored = dict.fromkeys(comparison.scores.columns)
    for key in (*request.ranked, *request.unranked):
        status = "ranked" if request.rank(key) is not None else "unknown"
        yield {
            "key": key,
            "name": request.names[key],
            "rank": request.rank(key),
            "score": request.score(key),
            "first": robustness.joint.first(key) if robustness and key in sure else None,
            "status": "vetoed" if key in comparison.vetoed else status,
            "reason": " ".join(request.reasons(key)),
            "basis": request.basis(key),
            "accuracy_m": request.accuracy_m(key),
            "values": {c.id: _known(values[key][c.id]) for c in comparison.criteria},
            "scores": {n: _known(v) for n, v in scores.get(key, unscored).items()},
        }


def _known(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)

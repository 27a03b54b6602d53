"""The comparison as a table: CSV for spreadsheets, GeoJSON for maps, JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import pandas as pd

from hebei_gis.analyses.sites import comparison_values
from hebei_gis.exporting import to_geojson
from hebei_gis.exporting.cells import clean_text, inert, plain
from hebei_gis.mapping import BASIS_TITLES
from hebei_gis.papers.request import PaperRequest
from hebei_gis.papers.telling import criterion_words


def write_csv(request: PaperRequest) -> bytes:
    """A row a parcel, ranked ones first: UTF-8 with a byte order mark, so that Excel reads it.

    Unknown values are empty, those filled by the rule stay unknown here; the score of a
    criterion stands in a column of its own. No cell runs as a formula.
    """
    say, comparison = request.say, request.comparison
    titles = [criterion_words(criterion, request.language) for criterion in comparison.criteria]
    head = [say(n) for n in ("rank", "key", "name", "score", "first_share", "status", "reason",
                             "basis", "accuracy")]  # fmt: skip
    scored = [f"{say('score')}{say('colon')}{criterion_words(criterion, request.language)}"
              for criterion in comparison.weighed]  # fmt: skip
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\r\n")
    rows.writerow([inert(name) for name in (*head, *titles, *scored)])
    for row in _rows(request):
        basis = BASIS_TITLES.get(row["basis"], {}).get(request.language, row["basis"])
        cells = [
            row["rank"], row["key"], row["name"], row["score"], row["first"],
            say(f"status_{row['status']}"), row["reason"], basis, row["accuracy_m"],
            *row["values"].values(), *row["scores"].values(),
        ]  # fmt: skip
        rows.writerow([_cell(cell) for cell in cells])
    return stream.getvalue().encode("utf-8-sig")


def write_geojson(request: PaperRequest) -> bytes:
    """A feature a parcel as RFC 7946, in the order of the parcels.

    Properties: key, names, rank, score, first_share, status, reason, basis, accuracy_m, a
    column a criterion under its id, and ``score_<id>`` for those weighed.
    """
    by_key = {row["key"]: row for row in _rows(request)}
    frame = request.comparison.parcels
    properties = []
    for key in map(str, frame.index):
        row = by_key[key]
        names = {n: plain(frame.at[key, n]) for n in ("name_zh", "name_en")}
        facts = {n: row[n] for n in ("rank", "score", "status", "reason", "basis", "accuracy_m")}
        scores = {f"score_{name}": score for name, score in row["scores"].items()}
        first = {"first_share": row["first"]}
        properties.append({"key": key, **names, **facts, **first, **row["values"], **scores})
    options = request.comparison.options
    members: dict[str, Any] = {
        "name": request.title,
        "attribution": "; ".join(who for who, _ in request.sources([request.parcel_layer])),
        "demonstration": request.demonstration,
        "method": options.method,
        "normalise": options.normalise,
        "missing": options.missing,
        "weights": dict(request.comparison.weights),
        "seed": options.seed,
        "notes": list(request.note_sentences),
    }
    shapes = gpd.GeoDataFrame(geometry=frame.geometry)
    return to_geojson(shapes, properties, **members).encode()


def write_json(request: PaperRequest) -> bytes:
    """What ``hebei-gis sites compare --json`` prints."""
    values = comparison_values(request.comparison, request.language)
    values["notes"] = list(request.note_sentences)
    values["demonstration"] = request.demonstration
    return (json.dumps(values, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def _rows(request: PaperRequest) -> Iterator[dict[str, Any]]:
    comparison, firmness = request.comparison, request.comparison.firmness
    sure = set(firmness.joint.shares.index) if firmness else set()
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
            "first": firmness.joint.first(key) if firmness and key in sure else None,
            "status": "vetoed" if key in comparison.vetoed else status,
            "reason": " ".join(request.reasons(key)),
            "basis": request.basis(key),
            "accuracy_m": request.accuracy_m(key),
            "values": {c.id: _known(values[key][c.id]) for c in comparison.criteria},
            "scores": {n: _known(v) for n, v in scores.get(key, unscored).items()},
        }


def _known(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _cell(cell: Any) -> str:
    if cell is None:
        return ""
    return inert(clean_text(cell)) if isinstance(cell, str) else repr(cell)

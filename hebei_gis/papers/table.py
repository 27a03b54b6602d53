"""The comparison as a table: CSV for spreadsheets, GeoJSON for maps, JSON for programs."""

from __future__ import annotations

import json
from typing import Any

from hebei_gis.formats.csv import csv_bytes
from hebei_gis.papers.findings import criterion_words
from hebei_gis.papers.paper_request import PaperRequest
from hebei_gis.papers.parcel_rows import parcel_rows
from hebei_gis.papers.ranked_layer import export_comparison
from hebei_gis.sites import comparison_values
from hebei_gis.words.legend import BASIS_TITLES


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
    rows: list[list[Any]] = [[*head, *titles, *scored]]
    for row in parcel_rows(request):
        basis = BASIS_TITLES.get(row["basis"], {}).get(request.language, row["basis"])
        rows.append([
            row["rank"], row["key"], row["name"], row["score"], row["first"],
            say(f"status_{row['status']}"), row["reason"], basis, row["accuracy_m"],
            *row["values"].values(), *row["scores"].values(),
        ])  # fmt: skip
    return csv_bytes(rows)


def write_geojson(request: PaperRequest) -> bytes:
    """A feature a parcel as RFC 7946, with its sidecar; see :func:`.export_comparison`."""
    return export_comparison(request, "geojson", packaging="bare").content


def write_json(request: PaperRequest) -> bytes:
    """What ``hebei-gis sites compare --json`` prints."""
    values = comparison_values(request.comparison, request.language)
    values["notes"] = list(request.note_sentences)
    values["demonstration"] = request.demonstration
    return (json.dumps(values, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()

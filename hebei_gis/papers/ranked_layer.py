"""A comparison as a layer: ranks, scores and values on the parcels, in every export format."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import geopandas as gpd

from hebei_gis.export.packaging import ExportedFile, Packaging, export
from hebei_gis.export.request import ExportLayer
from hebei_gis.export.selection import origins_of
from hebei_gis.files.cells import plain
from hebei_gis.geo.crs import crs_code
from hebei_gis.layers.declaration import Style, StyleClass
from hebei_gis.papers.paper_colours import UNRANKED, rank_color
from hebei_gis.papers.paper_request import PaperRequest
from hebei_gis.papers.parcel_rows import parcel_rows
from hebei_gis.words.papers import say
from hebei_gis.workspace import sources_of

LAYER_ID = "site_comparison"
#: Ranks beyond this share a colour with their neighbours.
_CLASSES = 12


def export_comparison(
    request: PaperRequest,
    format_name: str,
    datum: str | None = None,
    *,
    encoding: str = "",
    packaging: Packaging | None = None,
) -> ExportedFile:
    """The compared parcels as one file with its sidecar; see :func:`hebei_gis.export.export`.

    Raises
    ------
    UnknownNameError, DatumError, ExportError
        Before anything is written.
    """
    layer = comparison_layer(request)
    crs: Any = request.comparison.parcels.crs  # parcels always have one, in metres
    return export(
        [layer], format_name, datum, metre_crs=crs_code(crs.to_wkt()), title=request.title,
        stem=LAYER_ID, language=request.language, date=request.date, encoding=encoding,
        packaging=packaging,
    )  # fmt: skip


def comparison_layer(request: PaperRequest) -> ExportLayer:
    """The parcels with what the comparison says of them, in the order of the parcels.

    Columns: names, rank, ``rank_class`` (which the style goes by), score, first_share, status,
    reason, basis, accuracy_m, a column a criterion under its id, and ``score_<id>`` for those
    weighed. How it was computed stands in the sidecar under ``analysis``; sources are those of
    the parcels and of every layer they were measured by.
    """
    chinese, english = (replace(request, language=language) for language in ("zh", "en"))
    layers = _layers_used(request)
    stated = bool(request.parcel_layer)  # a file that was dropped says nothing of its source
    origins = [o for name in layers for o in origins_of(request.around.layers, name)]
    return ExportLayer(
        LAYER_ID, chinese.title, english.title, _features(request), _style(request),
        _licences(request, layers, stated), _attribution(chinese, layers, stated),
        _attribution(english, layers, stated),
        about_zh=chinese.say("layer_about"), about_en=english.say("layer_about"),
        origins=tuple(dict.fromkeys(origins)), geometry=("Polygon", "Point"),
        analysis=_analysis(request),
    )  # fmt: skip


def _features(request: PaperRequest) -> gpd.GeoDataFrame:
    frame = request.comparison.parcels
    by_key = {row["key"]: row for row in parcel_rows(request)}
    rows = []
    for key in map(str, frame.index):
        row = by_key[key]
        names = {name: plain(frame.at[key, name]) for name in ("name_zh", "name_en")}
        facts = {n: row[n] for n in ("score", "status", "reason", "basis", "accuracy_m")}
        scores = {f"score_{name}": score for name, score in row["scores"].items()}
        rows.append(
            {
                **names, "rank": row["rank"], "rank_class": _rank_class(request, row),
                **facts, "first_share": row["first"], **row["values"], **scores,
            }
        )  # fmt: skip
    return gpd.GeoDataFrame(
        rows, index=frame.index.astype(str), geometry=frame.geometry.to_numpy(), crs=frame.crs
    )


def _rank_class(request: PaperRequest, row: Mapping[str, Any]) -> str:
    if row["rank"] is None:
        return str(row["status"])
    first, last = _band(row["rank"], len(request.ranked))
    return f"{first}" if first == last else f"{first}-{last}"


def _band(rank: int, count: int) -> tuple[int, int]:
    """First and last rank of those drawn in one colour."""
    width = math.ceil(count / _CLASSES)
    start = (rank - 1) // width * width + 1
    return start, min(start + width - 1, count)


def _style(request: PaperRequest) -> Style:
    count = len(request.ranked)
    bands = dict.fromkeys(_band(rank, count) for rank in range(1, count + 1))
    classes = []
    for first, last in bands:
        value = f"{first}" if first == last else f"{first}-{last}"
        classes.append(
            StyleClass(
                value=value, color=rank_color(first, count),
                title_zh=say("rank_share", "zh", rank=value),
                title_en=say("rank_share", "en", rank=value),
            )
        )  # fmt: skip
    for status in ("vetoed", "unknown"):
        chinese, english = (say(f"status_{status}", language) for language in ("zh", "en"))
        classes.append(StyleClass(value=status, color=UNRANKED, title_zh=chinese, title_en=english))
    values = {"color": UNRANKED, "fill_opacity": 0.65, "radius_px": 8, "label": True,
              "by": "rank_class"}  # fmt: skip
    return Style.model_validate(values).model_copy(update={"classes": tuple(classes)})


def _layers_used(request: PaperRequest) -> list[str]:
    """The layer of the parcels and those they were measured by."""
    measured = [criterion.layer for criterion in request.comparison.criteria]
    names = dict.fromkeys([request.parcel_layer, *measured])
    return [name for name in names if name and name in request.around.layers]


def _licences(request: PaperRequest, layers: list[str], stated: bool) -> str:
    sources = [d for name in layers for d in sources_of(request.around.layers, name)]
    named = dict.fromkeys([*([] if stated else ["not stated"]), *(d.licence() for d in sources)])
    return "; ".join(name for name in named if name)


def _attribution(request: PaperRequest, layers: list[str], stated: bool) -> str:
    words = [who for who, _ in request.sources(layers)]
    if not stated:
        words.append(request.say("layer_unsourced"))
    return request.say("semicolon").join(words)


def _analysis(request: PaperRequest) -> dict[str, Any]:
    options = request.comparison.options
    return {
        "kind": "site comparison",
        "demonstration": request.demonstration,
        "purpose": request.purpose,
        "method": options.method,
        "normalise": options.normalise,
        "missing": options.missing,
        "weights": dict(request.comparison.weights),
        "criteria": {
            c.id: {"title_zh": c.title_zh, "title_en": c.title_en, "unit": c.unit,
                   "direction": c.direction, "formula": c.formula, "layer": c.layer}
            for c in request.comparison.criteria
        },
        "seed": options.seed,
        "weightings": options.weightings,
        "notes": list(request.note_sentences),
    }  # fmt: skip

"""The sidecar: where an export comes from, how good it is, what happened to it.

It lies in the file where the format has a place for it, and beside it in the zip. A file that
holds its own sidecar is sealed (:mod:`hebei_gis.files.seal`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from hebei_gis import __version__
from hebei_gis.export.losses import losses_of
from hebei_gis.export.request import ExportLayer, ExportRequest
from hebei_gis.formats.format import Format
from hebei_gis.formats.outgoing import Table
from hebei_gis.formats.own_sidecars import KIND
from hebei_gis.geo.shapes import base_types
from hebei_gis.geo.targets import datum_path
from hebei_gis.layers.declaration import BASES


def build_sidecar(request: ExportRequest, chosen: Format, parts: Sequence[Table]) -> dict[str, Any]:
    """The sidecar of a request, without hashes.

    Parameters
    ----------
    request : ExportRequest
    chosen : Format
    parts : sequence of Table
        As the format stores them: a layer may be several.
    """
    return {
        "sidecar": KIND,
        "program": f"hebei-gis {__version__}",
        "format": chosen.name,
        "title": request.title,
        "exported": request.date.isoformat(),
        "reference_system": request.target.values(),
        "filter": request.filter,
        "rows": sum(len(part.rows) for part in parts),
        "layers": [
            _layer_values(layer, [part for part in parts if part.layer == layer.id], request)
            for layer in request.layers
        ],
        "losses": [{"zh": loss.text("zh"), "en": loss.text("en")} for loss in losses_of(chosen)],
    }


def _layer_values(
    layer: ExportLayer, parts: Sequence[Table], request: ExportRequest
) -> dict[str, Any]:
    whole = next(table for table in request.tables if table.layer == layer.id)
    origins = layer.origins
    paths = {origin.reference_system: None for origin in origins}
    notes = list(dict.fromkeys(note for part in parts for note in part.notes))
    bases: Counter[str] = Counter(whole.rows["basis"].dropna() if "basis" in whole.rows else ())
    return {
        "id": layer.id,
        "title_zh": layer.title_zh,
        "title_en": layer.title_en,
        "about_zh": layer.about_zh,
        "about_en": layer.about_en,
        "licence": layer.licence,
        "attribution_zh": layer.attribution_zh,
        "attribution_en": layer.attribution_en,
        "sources": [
            {"file": origin.file, "sha256": origin.sha256, "retrieved": origin.retrieved}
            for origin in origins
        ],
        "basis": {
            "worst": worst_basis(whole.rows),
            "rows": {str(name): int(count) for name, count in bases.items()},
        },
        "largest_accuracy_m": largest_accuracy_m(whole.rows),
        "datum_paths": [
            [step.values() for step in datum_path(name, request.metre_crs, request.target)]
            for name in paths
        ],
        "rows": sum(len(part.rows) for part in parts),
        "parts": [
            {
                "name": part.name,
                "rows": len(part.rows),
                "geometry": base_types(part.geometry_types),
                "bounds": _rounded(part.bounds, request.target.decimals),
            }
            for part in parts
        ],
        **({"analysis": dict(layer.analysis)} if layer.analysis else {}),
        "issues": [[issue.kind, issue.key, issue.detail] for issue in (*layer.issues, *notes)],
    }


def worst_basis(rows: gpd.GeoDataFrame) -> str:
    """The worst basis of the rows; empty where none states one."""
    known = set(rows["basis"]) & set(BASES) if "basis" in rows else set()
    return max(known, key=BASES.index) if known else ""


def largest_accuracy_m(rows: gpd.GeoDataFrame) -> float | None:
    """The largest accuracy radius, in metres."""
    if "accuracy_m" not in rows or rows.empty:
        return None
    largest = pd.to_numeric(rows["accuracy_m"], errors="coerce").max()
    return None if pd.isna(largest) else float(largest)


def _rounded(values: list[float] | None, decimals: int) -> list[float] | None:
    return None if values is None else [round(value, decimals) for value in values]

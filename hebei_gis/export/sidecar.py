"""The sidecar: where an export comes from, how good it is, what happened to it, its hashes.

Where it lies and how it is sealed: :mod:`hebei_gis.formats.own_sidecars`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from hebei_gis import __version__
from hebei_gis.export.losses import losses_of
from hebei_gis.export.request import ExportLayer, ExportRequest, Table
from hebei_gis.export.targets import datum_path
from hebei_gis.formats.own_sidecars import KIND, PLACEHOLDER, seal_of, sealed
from hebei_gis.geo.shapes import base_types

__all__ = [
    "KIND",
    "PLACEHOLDER",
    "build_sidecar",
    "seal_of",
    "sealed",
    "sidecar_text",
    "unsealed_text",
]


def build_sidecar(
    request: ExportRequest, format_name: str, parts: Sequence[Table]
) -> dict[str, Any]:
    """The sidecar of a request, without hashes.

    Parameters
    ----------
    request : ExportRequest
    format_name : str
    parts : sequence of Table
        As the format stores them: a layer may be several.
    """
    return {
        "sidecar": KIND,
        "program": f"hebei-gis {__version__}",
        "format": format_name,
        "title": request.title,
        "exported": request.date.isoformat(),
        "reference_system": request.target.values(),
        "filter": request.filter,
        "rows": sum(len(part.rows) for part in parts),
        "layers": [
            _layer_values(layer, [part for part in parts if part.layer is layer], request)
            for layer in request.layers
        ],
        "losses": [{"zh": loss.zh, "en": loss.en} for loss in losses_of(format_name)],
    }


def _layer_values(
    layer: ExportLayer, parts: Sequence[Table], request: ExportRequest
) -> dict[str, Any]:
    whole = next(table for table in request.tables if table.layer is layer)
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
            "worst": whole.worst_basis,
            "rows": {str(name): int(count) for name, count in bases.items()},
        },
        "largest_accuracy_m": whole.largest_accuracy_m,
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


def sidecar_text(values: dict[str, Any], indent: int | None = None) -> str:
    """A sidecar as JSON."""
    return json.dumps(values, ensure_ascii=False, indent=indent, allow_nan=False)


def unsealed_text(request: ExportRequest, format_name: str, parts: Sequence[Table]) -> str:
    """The sidecar to be written into a file that will be sealed."""
    values = build_sidecar(request, format_name, parts)
    return sidecar_text({**values, "sha256": PLACEHOLDER, "sha256_of": "file"})


def _rounded(values: list[float] | None, decimals: int) -> list[float] | None:
    return None if values is None else [round(value, decimals) for value in values]

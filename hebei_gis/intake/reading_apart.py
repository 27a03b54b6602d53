"""Uploads inspected and understood in a process of their own; the pages read them so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from hebei_gis.files.apart import StoppedError, call_apart
from hebei_gis.files.limits import Limits
from hebei_gis.geo.nesting import check_wkb
from hebei_gis.intake.disagreements import Known
from hebei_gis.intake.inspecting import Inspection, inspect_parts
from hebei_gis.intake.understanding import Answers, Preview, understand
from hebei_gis.layers.catalog import Settings
from hebei_gis.words.faults import Fault


def inspect_apart(parts: Mapping[str, bytes], limits: Limits) -> Inspection:
    """As :func:`inspect_parts`, without a source to read from.

    Raises
    ------
    UploadError
    StoppedError
        Where the reader crashed, or took too long.
    """
    return call_apart(_inspect, _name(parts), dict(parts), limits)


def preview_apart(
    parts: Mapping[str, bytes],
    limits: Limits,
    answers: Answers,
    settings: Settings,
    known: Known | None = None,
) -> Preview:
    """As :func:`inspect_parts` and :func:`understand`.

    Raises
    ------
    UploadError
    StoppedError
        Where the reader crashed, or took too long.
    """
    known = known or Known({})
    packed = call_apart(_preview, _name(parts), dict(parts), limits, answers, settings, known)
    return _unpacked(packed, _name(parts))


@dataclass(frozen=True)
class _Packed:
    """A preview whose shapes are bytes, so that they can be looked at before any is built."""

    preview: Preview
    table: pd.DataFrame
    shapes: tuple[bytes | None, ...]
    name: str
    crs: str | None


def _unpacked(packed: _Packed, name: str) -> Preview:
    for shape in packed.shapes:
        if shape is not None:
            try:
                check_wkb(shape)
            except ValueError as error:
                where = " ".join(name.split())[:60]
                raise StoppedError([Fault("reader_stopped", where, status=str(error))]) from error
    shapes = shapely.from_wkb(np.array(packed.shapes, dtype=object))
    geometry = gpd.GeoSeries(shapes, index=packed.table.index, crs=packed.crs)
    rows = gpd.GeoDataFrame(packed.table, geometry=geometry.rename(packed.name))
    return replace(packed.preview, rows=rows)


def _name(parts: Mapping[str, bytes]) -> str:
    return next(iter(parts), "upload")


# ---- In the other process.


def _inspect(parts: dict[str, bytes], limits: Limits) -> Inspection:
    return replace(_inspected(_Parts(parts), limits), source=None)


def _preview(
    parts: dict[str, bytes], limits: Limits, answers: Answers, settings: Settings, known: Known
) -> _Packed:
    inspection = _inspected(_Parts(parts), limits)
    preview = understand(inspection, answers, settings, known)
    preview = replace(preview, inspection=replace(inspection, source=None))
    rows = preview.rows
    shapes = tuple(shapely.to_wkb(rows.geometry.to_numpy()).tolist())
    name = rows.geometry.name
    crs = rows.crs.to_wkt() if rows.crs else None
    plain = pd.DataFrame(rows.drop(columns=name))
    # Rows are put together again over there, of bytes that were looked at.
    bare = replace(preview, rows=None)  # type: ignore[arg-type]
    return _Packed(bare, plain, shapes, str(name), crs)


class _Parts:
    """Files by their content, so that the last one is not taken apart again for each answer."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Parts) and self.parts == other.parts

    def __hash__(self) -> int:
        return hash(tuple(self.parts))


@lru_cache(maxsize=1)
def _inspected(parts: _Parts, limits: Limits) -> Inspection:
    return inspect_parts(parts.parts, limits)

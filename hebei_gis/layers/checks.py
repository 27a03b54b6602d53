"""Faults of the rows of a layer, whether they come from a file or from a recipe."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from hebei_gis.geo.shapes import base_types
from hebei_gis.layers.catalog import Settings
from hebei_gis.layers.declaration import BASES, LayerDeclaration
from hebei_gis.words.facts import Fact, listed, term
from hebei_gis.words.faults import Fault
from hebei_gis.words.refusals import names_listed, rows_named

#: At most this many rows are named in a fault.
_NAMED = 5


def style_faults(features: gpd.GeoDataFrame, declaration: LayerDeclaration) -> list[Fault]:
    """The column that colours the layer is not there."""
    by = declaration.style.by
    columns = [str(name) for name in features.columns if name != features.geometry.name]
    if by is None or by in columns:
        return []
    where = term("part_of", file=declaration.where, part="[style] by")
    return [Fault("unknown_reference", where, by, columns)]


def key_faults(named: gpd.GeoDataFrame, where: Fact) -> list[Fault]:
    """Keys that are empty or stand twice."""
    faults = []
    keys = named["key"].dropna()  # missing where the file lacks the column: told by reading
    empty = np.flatnonzero(keys == "").tolist()
    if empty:
        expected = term("a_key_on_every_row")
        faults.append(Fault("empty_key", where, rows_named(empty), expected))
    repeated = keys[keys.duplicated() & (keys != "")].unique()
    if len(repeated):
        found = names_listed(repeated, _NAMED)
        faults.append(Fault("duplicate_key", where, found, term("one_row_a_key")))
    return faults


def accuracy_faults(
    rows: gpd.GeoDataFrame, declaration: LayerDeclaration, where: str
) -> list[Fault]:
    """Cells of the column of accuracies that are no numbers."""
    stored = [column for column, ours in declaration.fields.items() if ours == "accuracy_m"]
    values = rows[stored[0]] if stored and stored[0] in rows else pd.Series(dtype=object)
    texts = as_text(values)
    wrong = texts[(texts.str.strip() != "") & pd.to_numeric(texts, errors="coerce").isna()]
    if wrong.empty:
        return []
    found = names_listed(dict.fromkeys(wrong), _NAMED)
    place = term("part_of", file=where, part=stored[0])
    return [Fault("bad_value", place, found, term("a_number_of_metres"))]


def quality_faults(named: gpd.GeoDataFrame, where: str) -> list[Fault]:
    """Bases that are none, and accuracies below 0."""
    faults = []
    for basis in sorted(set(named["basis"]) - set(BASES)):
        place = term("part_of", file=where, part="basis")
        faults.append(Fault("bad_value", place, basis, term("one_of", names=list(BASES))))
    if (named["accuracy_m"] < 0).any():
        lowest = f"{named['accuracy_m'].min():g}"
        place = term("part_of", file=where, part="accuracy_m")
        faults.append(Fault("bad_value", place, lowest, term("metres_not_negative")))
    return faults


def type_faults(
    features: gpd.GeoDataFrame, declaration: LayerDeclaration, where: Fact
) -> list[Fault]:
    """Geometry types that are not declared."""
    # A part and its multi-part are one kind: repairs and file formats turn one to the other.
    bases = base_types(declaration.shape.geometry)
    allowed = {*bases, *(f"Multi{name}" for name in bases)}
    _, firsts = np.unique(shapely.get_type_id(features.geometry.to_numpy()), return_index=True)
    other = sorted({str(shape.geom_type) for shape in features.geometry.iloc[firsts]} - allowed)
    if not other:
        return []
    return [Fault("wrong_geometry", where, other, list(declaration.shape.geometry))]


def bounds_faults(in_degrees: gpd.GeoDataFrame, settings: Settings, where: str) -> list[Fault]:
    """Rows in WGS 84 degrees that reach beyond the bounds of the workspace."""
    west, south, east, north = settings.bounds
    least, most = in_degrees.total_bounds[:2], in_degrees.total_bounds[2:]
    if in_degrees.empty or ((least >= (west, south)).all() and (most <= (east, north)).all()):
        return []
    extent = in_degrees.geometry.bounds
    inside = (
        (extent["minx"] >= west)
        & (extent["miny"] >= south)
        & (extent["maxx"] <= east)
        & (extent["maxy"] <= north)
    )
    outside = [
        f"{key} ({', '.join(f'{value:.5f}' for value in box)})"
        for key, box in zip(in_degrees["key"][~inside], extent[~inside].to_numpy(), strict=True)
    ]
    return [Fault("outside_bounds", where, listed(outside, _NAMED), str(list(settings.bounds)))]


def as_text(values: pd.Series[Any]) -> pd.Series[str]:
    """A column as text; missing cells are empty."""
    if pd.api.types.infer_dtype(values, skipna=True) in ("string", "empty"):
        return values.astype("object").where(values.notna(), "")
    if pd.api.types.is_integer_dtype(values.dtype):
        return values.astype("string").fillna("").astype("object")
    return values.map(_cell_text).astype("object")


def _cell_text(value: Any) -> str:
    """A cell as text: missing ones are empty, several values stand beside one another."""
    if pd.api.types.is_list_like(value):
        return "; ".join(str(part) for part in value)
    return "" if pd.isna(value) else str(value)

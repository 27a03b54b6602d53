"""Rows as stored → a PreparedLayer in metres."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from hebei_gis.geo.crs import WGS84, declared_to_crs, to_datum
from hebei_gis.geo.repair import Ways, flatten, repair
from hebei_gis.geo.shapes import Shapes, same_shapes
from hebei_gis.layers.catalog import Settings
from hebei_gis.layers.checks import (
    accuracy_faults,
    as_text,
    bounds_faults,
    key_faults,
    quality_faults,
    style_faults,
    type_faults,
)
from hebei_gis.layers.declaration import BASES, LayerDeclaration, Source
from hebei_gis.words.errors import LayerError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault, Issue
from hebei_gis.words.refusals import names_listed

#: Columns every prepared layer has, in this order, before its own.
STANDARD_COLUMNS = (
    "name_zh",
    "name_en",
    "basis",
    "accuracy_m",
    "source",
    "source_zh",
    "note_zh",
    "note_en",
)


@dataclass(frozen=True, eq=False)
class PreparedLayer:
    """Features that can be trusted to be measurable.

    Attributes
    ----------
    declaration : LayerDeclaration
    features : GeoDataFrame
        In the workspace's metre CRS; index ``key`` (unique text); valid, non-empty shapes;
        :data:`STANDARD_COLUMNS` (basis and accuracy_m on every row), then the layer's own.
    issues : tuple of Issue
        Rows that were mended or left out.
    """

    declaration: LayerDeclaration
    features: gpd.GeoDataFrame
    issues: tuple[Issue, ...] = field(default=())

    @property
    def id(self) -> str:
        """The layer's id."""
        return self.declaration.id

    @property
    def worst_basis(self) -> str:
        """The worst basis among the features, or the declared one where there are none."""
        if self.features.empty:
            quality = self.declaration.quality
            return quality.basis if quality else BASES[-1]
        return worst_basis(self.features["basis"])

    @property
    def largest_accuracy_m(self) -> float:
        """The largest accuracy radius among the features, in metres."""
        if self.features.empty:
            quality = self.declaration.quality
            return float(quality.accuracy_m) if quality else 0.0
        return float(self.features["accuracy_m"].max())


def worst_basis(values: pd.Series) -> str:
    """The worst of the bases in a column."""
    return str(max(values, key=BASES.index))


def prepare_layer(
    rows: gpd.GeoDataFrame,
    declaration: LayerDeclaration,
    settings: Settings,
    sound: Shapes | None = None,
) -> PreparedLayer:
    """Rename, check, repair and project the rows of a file.

    Parameters
    ----------
    rows : GeoDataFrame
        As :func:`hebei_gis.layers.reading.read_layer_file` returns them.
    declaration : LayerDeclaration
    settings : Settings
        For the metre CRS and the bounds.
    sound : array, optional
        Shapes in WGS 84 degrees that were repaired already: where the rows hold the very same,
        they are not looked at again.

    Returns
    -------
    PreparedLayer
        Rows in the file's order. Null and empty geometries are left out, invalid ones
        repaired; each is an issue.

    Raises
    ------
    LayerError
        Empty or duplicate keys, an unknown basis, a geometry type that is not declared,
        coordinates outside the bounds: every fault at once.
    """
    source = declaration.source
    if source is None:
        raise LayerError([Fault("missing_key", declaration.where, expected="[source]")])
    named = _named_columns(rows, declaration)
    faults = [
        *style_faults(named, declaration),
        *key_faults(named, source.file),
        *accuracy_faults(rows, declaration, source.file),
        *quality_faults(named, source.file),
    ]
    in_degrees, issues, unrepaired = _repaired(named, source, sound)
    faults += unrepaired
    faults += type_faults(in_degrees, declaration, source.file)
    faults += bounds_faults(in_degrees, settings, source.file)
    if faults:
        raise LayerError(faults)
    in_metres = to_datum(in_degrees, settings.metre_crs).set_index("key")
    return PreparedLayer(declaration, in_metres, tuple(issues))


def _named_columns(rows: gpd.GeoDataFrame, declaration: LayerDeclaration) -> gpd.GeoDataFrame:
    """The declared columns under our names, the standard ones filled in."""
    chosen: dict[str, Any] = {}
    shape = declaration.shape
    empty = pd.Series(index=rows.index, dtype="object")
    chosen["key"] = as_text(rows[shape.key]) if shape.key in rows else empty
    for stored, ours in declaration.fields.items():
        chosen[ours] = rows.get(stored, empty)
    for name in STANDARD_COLUMNS:
        chosen.setdefault(name, empty)
        if name not in ("basis", "accuracy_m"):
            chosen[name] = as_text(chosen[name])
    chosen["name_en"] = chosen["name_en"].where(chosen["name_en"] != "", chosen["name_zh"])
    in_chinese = chosen["source_zh"]
    chosen["source_zh"] = in_chinese.where(in_chinese != "", chosen["source"])
    quality = declaration.quality
    if quality is None:
        raise LayerError([Fault("missing_key", declaration.where, expected="[quality]")])
    basis = as_text(chosen["basis"])
    chosen["basis"] = basis.where(basis != "", quality.basis)
    accuracy = pd.to_numeric(chosen["accuracy_m"], errors="coerce").astype(float)
    chosen["accuracy_m"] = accuracy.fillna(float(quality.accuracy_m))
    own = [c for c in chosen if c not in ("key", *STANDARD_COLUMNS)]
    ordered = {name: chosen[name] for name in ("key", *STANDARD_COLUMNS, *own)}
    return gpd.GeoDataFrame(ordered, geometry=rows.geometry.to_numpy(), index=rows.index)


def _repaired(
    named: gpd.GeoDataFrame, source: Source, known: Shapes | None
) -> tuple[gpd.GeoDataFrame, list[Issue], list[Fault]]:
    """Rows in WGS 84 degrees with valid shapes; those without one are left out."""
    shapes = np.asarray(named.geometry.to_numpy(), dtype=object)
    if known is not None and source.reference_system == WGS84 and same_shapes(shapes, known):
        return named.set_crs(WGS84, allow_override=True), [], []
    keys = [str(key) for key in named["key"]]
    flat = flatten(shapes, keys)
    kept = named.set_geometry(gpd.GeoSeries(flat.shapes, index=named.index))
    in_degrees = declared_to_crs(kept, source.reference_system, WGS84)
    sound = repair(in_degrees.geometry.to_numpy(), Ways(either=True), keys)
    faults = [
        Fault(
            "shape_undecided",
            source.file,
            term(f"shapes_{doubt}", rows=names_listed(keys[row] for row in rows)),
            term("valid_shapes"),
        )
        for doubt, rows in sound.doubts.items()
        if doubt != "mixed"  # another geometry type than declared, which is told
    ]
    repaired = in_degrees.set_geometry(
        gpd.GeoSeries(sound.shapes, index=in_degrees.index, crs=WGS84)
    )
    rows = repaired.loc[~shapely.is_missing(sound.shapes)]
    # Heights belong to no prepared layer: that they are dropped is no news of one.
    issues = [issue for issue in (*flat.issues, *sound.issues) if issue.kind != "height_dropped"]
    return rows, issues, faults

"""What is asked of an export: layers, reference system, language; and its tables, ready."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from hebei_gis.export.targets import Target
from hebei_gis.files.cells_out import clean_text, distinct_names, tidy_column
from hebei_gis.geo.crs import not_finite, to_datum
from hebei_gis.geo.shapes import bounds, geometry_types
from hebei_gis.layers.declaration import BASES, Style, StyleClass
from hebei_gis.layers.preparing import PreparedLayer
from hebei_gis.words.errors import ExportError
from hebei_gis.words.faults import Fault, Issue

#: Column names that one format or another needs for itself; ours get an underscore.
RESERVED = ("geometry", "geom", "fid", "ogc_fid", "bbox", "wkt")


@dataclass(frozen=True)
class Origin:
    """A file that features come from: its name, hash, date and declared reference system."""

    file: str
    sha256: str
    retrieved: str
    reference_system: str


@dataclass(frozen=True)
class ExportLayer:
    """Features with all that must go out beside them.

    Attributes
    ----------
    id : str
    title_zh, title_en, about_zh, about_en : str
    features : GeoDataFrame
        With a CRS; the index is the key. ``basis`` and ``accuracy_m`` where there are any.
    style : Style
    licence, attribution_zh, attribution_en : str
    origins : tuple of Origin
    geometry : tuple of geometry types
        What the layer may hold, for when it is empty.
    issues : tuple of Issue
        Rows that were mended or left out before.
    analysis : mapping, optional
        How the values were computed, ready for JSON: method, weights, seed.
    """

    id: str
    title_zh: str
    title_en: str
    features: gpd.GeoDataFrame
    style: Style
    licence: str
    attribution_zh: str
    attribution_en: str
    about_zh: str = ""
    about_en: str = ""
    origins: tuple[Origin, ...] = ()
    geometry: tuple[str, ...] = ("Point",)
    issues: tuple[Issue, ...] = ()
    analysis: Mapping[str, Any] | None = None

    def title(self, language: str) -> str:
        """The layer's name in ``zh`` or ``en``."""
        return self.title_zh if language == "zh" else self.title_en

    def attribution(self, language: str) -> str:
        """Whom to name, in ``zh`` or ``en``."""
        return self.attribution_zh if language == "zh" else self.attribution_en


def layer_of(
    layer: PreparedLayer, licence: str, attribution: tuple[str, str], origins: tuple[Origin, ...]
) -> ExportLayer:
    """A prepared layer for export; attribution is (zh, en)."""
    declaration = layer.declaration
    return ExportLayer(
        layer.id, declaration.title_zh, declaration.title_en, layer.features, declaration.style,
        licence, *attribution, declaration.about_zh, declaration.about_en, origins,
        declaration.shape.geometry, layer.issues,
    )  # fmt: skip


def merged_layer(
    layers: tuple[ExportLayer, ...], name: str, title_zh: str, title_en: str
) -> ExportLayer:
    """Several layers as one, with a column ``layer`` first and keys ``layer/key``."""
    parts = [
        part.features.set_axis([f"{part.id}/{key}" for key in part.features.index]).assign(
            layer=part.id
        )
        for part in layers
    ]
    filled = [part for part in parts if len(part)] or parts[:1]
    joined = gpd.GeoDataFrame(pd.concat(filled), crs=layers[0].features.crs)
    others = [column for column in joined.columns if column != "layer"]
    classes = [
        StyleClass(
            value=part.id, color=part.style.color, title_zh=part.title_zh, title_en=part.title_en
        )
        for part in layers
    ]
    return ExportLayer(
        name, title_zh, title_en, joined[["layer", *others]],
        layers[0].style.model_copy(update={"by": "layer", "classes": tuple(classes)}),
        _joined(part.licence for part in layers),
        _joined(part.attribution_zh for part in layers),
        _joined(part.attribution_en for part in layers),
        origins=tuple(dict.fromkeys(origin for part in layers for origin in part.origins)),
        geometry=tuple(dict.fromkeys(kind for part in layers for kind in part.geometry)),
        issues=tuple(issue for part in layers for issue in part.issues),
    )  # fmt: skip


def _joined(texts: Iterable[str]) -> str:
    named = [part for text in texts for part in text.split("; ") if part]
    return "; ".join(dict.fromkeys(named))


@dataclass(frozen=True)
class Table:
    """A layer's rows as they go out.

    Attributes
    ----------
    layer : ExportLayer
    name : str
        Under which the file holds it.
    rows : GeoDataFrame
        Coordinates in the target, two-dimensional; column ``key`` first, tidy columns; plain
        row numbers as index; ``crs`` None for GCJ-02 and BD-09.
    notes : tuple of Issue
        What was cleaned or left out on the way.
    """

    layer: ExportLayer
    name: str
    rows: gpd.GeoDataFrame
    notes: tuple[Issue, ...] = ()

    @property
    def columns(self) -> list[str]:
        """Names of the columns without the geometry."""
        return [str(name) for name in self.rows.columns if name != self.rows.geometry.name]

    @cached_property
    def geometry_types(self) -> list[str]:
        """The geometry types there are."""
        return geometry_types(self.rows)

    @cached_property
    def bounds(self) -> list[float] | None:
        """West, south, east, north of the target; None where no row has a shape."""
        return bounds(self.rows)

    @property
    def worst_basis(self) -> str:
        """The worst basis of the rows; empty where none states one."""
        known = set(self.rows["basis"]) & set(BASES) if "basis" in self.rows else set()
        return max(known, key=BASES.index) if known else ""

    @property
    def largest_accuracy_m(self) -> float | None:
        """The largest accuracy radius, in metres."""
        if "accuracy_m" not in self.rows or self.rows.empty:
            return None
        largest = pd.to_numeric(self.rows["accuracy_m"], errors="coerce").max()
        return None if pd.isna(largest) else float(largest)


@dataclass(frozen=True)
class ExportRequest:
    """One file to be written.

    Attributes
    ----------
    layers : tuple of ExportLayer
    title : str
    target : Target
    metre_crs : str
        In which the workspace holds its layers: a station of the datum path.
    language : str
        ``zh`` or ``en``, of titles in the file.
    filter : str
        In words; empty where everything goes out.
    date : date
    encoding : str
        Empty for the format's own.
    needs_shapes : bool
        Rows without a shape are left out, with a note.
    """

    layers: tuple[ExportLayer, ...]
    title: str
    target: Target
    metre_crs: str
    language: str = "zh"
    filter: str = ""
    date: datetime.date = field(default_factory=datetime.date.today)
    encoding: str = ""
    needs_shapes: bool = False

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Each layer's rows, moved and cleaned.

        Raises
        ------
        ExportError
            Where features have no CRS, or coordinates that are no numbers.
        """
        return tuple(self._table(layer) for layer in self.layers)

    def of_layer(self, layer: ExportLayer) -> ExportRequest:
        """The same request for one of its layers."""
        return replace(self, layers=(layer,), title=layer.title(self.language))

    def _table(self, layer: ExportLayer) -> Table:
        if layer.features.crs is None:
            raise ExportError([Fault("no_reference_system", layer.id, "", "an EPSG code")])
        moved = to_datum(_flat(layer.features), self.target.reference_system)
        _check_finite(moved, layer.id)
        rows, notes = _tidy(moved)
        if self.needs_shapes:
            shapeless = rows.geometry.isna()
            notes += [
                Issue("left_out_row", str(key), "no geometry; this format needs one")
                for key in rows["key"][shapeless]
            ]
            rows = rows[~shapeless].reset_index(drop=True)
        return Table(layer, layer.id, rows, tuple(notes))


def _flat(features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Features without heights; empty shapes are none."""
    shapes = features.geometry.to_numpy()
    high, empty = shapely.has_z(shapes) | shapely.has_m(shapes), shapely.is_empty(shapes)
    if not (high.any() or empty.any()):
        return features
    flat = np.array(shapes, dtype=object)
    flat[high] = shapely.force_2d(flat[high])
    flat[empty] = None
    return features.set_geometry(gpd.GeoSeries(flat, index=features.index, crs=features.crs))


def _check_finite(moved: gpd.GeoDataFrame, where: str) -> None:
    shapes = moved.geometry.to_numpy()
    wrong = not_finite(shapes)
    if len(wrong):
        keys = ", ".join(str(moved.index[row]) for row in wrong[:5])
        raise ExportError([Fault("endless_coordinates", where, keys, "finite numbers")])


def _tidy(moved: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, list[Issue]]:
    """Columns every format can hold, the key first; what was cleaned is noted."""
    places = [n for n, name in enumerate(moved.columns) if name != moved.geometry.name]
    names = [moved.columns[place] for place in places]
    cleaned = [clean_text(str(name)) or "column" for name in names]
    safe = [f"{name}_" if name.casefold() in RESERVED else name for name in cleaned]
    stored = distinct_names(["key", *safe])
    keys = pd.Series([str(key) for key in moved.index.tolist()], dtype=object)
    values = [keys, *(moved.iloc[:, place] for place in places)]
    columns: dict[str, pd.Series] = {}
    notes = []
    for name, column in zip(stored, values, strict=True):
        columns[name], changed = tidy_column(column)
        if changed:
            notes.append(
                Issue(
                    "cleaned_cells", name,
                    f"{changed} cells: control characters or endless numbers removed",
                )
            )  # fmt: skip
    notes += [
        Issue("renamed_column", str(old), f"written as {new}")
        for old, new in zip(names, stored[1:], strict=True)
        if str(old) != new
    ]
    shapes = gpd.GeoSeries(moved.geometry.to_numpy(), crs=moved.crs)
    return gpd.GeoDataFrame(columns, geometry=shapes), notes

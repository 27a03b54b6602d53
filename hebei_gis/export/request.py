"""What is asked of an export: layers, reference system, language; and its tables, ready."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from hebei_gis.export.drawing import drawn
from hebei_gis.files.cells import clean_text, distinct_names, tidy_column
from hebei_gis.files.threads import in_background
from hebei_gis.formats.format import Format
from hebei_gis.formats.outgoing import Outgoing, Table
from hebei_gis.geo.crs import not_finite, to_datum
from hebei_gis.geo.targets import Target
from hebei_gis.layers.declaration import Style, StyleClass, credits_joined
from hebei_gis.layers.preparing import PreparedLayer
from hebei_gis.words.errors import ExportError
from hebei_gis.words.facts import listed, term
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
    """Several layers as one, with a column ``layer`` first and keys ``layer/key``.

    A column of theirs that is called so keeps its values as ``file_layer``.
    """
    parts = [
        part.features.rename(columns={"layer": distinct_names([*part.features, "file_layer"])[-1]})
        .set_axis([f"{part.id}/{key}" for key in part.features.index])
        .assign(layer=part.id)
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
        credits_joined(part.licence for part in layers),
        credits_joined((part.attribution_zh for part in layers), "zh"),
        credits_joined((part.attribution_en for part in layers), "en"),
        origins=tuple(dict.fromkeys(origin for part in layers for origin in part.origins)),
        geometry=tuple(dict.fromkeys(kind for part in layers for kind in part.geometry)),
        issues=tuple(issue for part in layers for issue in part.issues),
    )  # fmt: skip


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
            Where features have no CRS, or coordinates that are not finite.
        """
        return tuple(self._table(layer) for layer in self.layers)

    @cached_property
    def outgoing(self) -> Outgoing:
        """The tables as one file, before a format divides them; the sidecar still lacks."""
        lines = [f"{table.title}: {table.credit}" for table in self.tables]
        about = "\n".join([*lines, self.filter, self.target.label]).strip()
        return Outgoing(
            self.tables, self.title, self.target, self.language, about, self.date, self.encoding
        )

    def parts(self, chosen: Format) -> tuple[Table, ...]:
        """The tables as a format holds them, each with its drawing."""
        styles = {layer.id: layer.style for layer in self.layers}
        return tuple(
            drawn(part, styles[part.layer], self.language) for part in chosen.parts(self.outgoing)
        )

    def of_layer(self, layer: ExportLayer) -> ExportRequest:
        """The same request for one of its layers."""
        return replace(self, layers=(layer,), title=layer.title(self.language))

    def _table(self, layer: ExportLayer) -> Table:
        if layer.features.crs is None:
            raise ExportError([Fault("no_reference_system", layer.id, "", term("an_epsg_code"))])
        tidied = in_background(_tidy, layer.features)
        places = layer.features[[layer.features.geometry.name]]
        moved = to_datum(_flat(places), self.target.reference_system)
        _check_finite(moved, layer.id)
        columns, notes = tidied.result()
        shapes = gpd.GeoSeries(moved.geometry.to_numpy(), crs=moved.crs)
        rows = gpd.GeoDataFrame(columns, geometry=shapes)
        if self.needs_shapes:
            shapeless = rows.geometry.isna()
            notes += [Issue("left_out_row", str(key)) for key in rows["key"][shapeless]]
            rows = rows[~shapeless].reset_index(drop=True)
        about = layer.about_zh if self.language == "zh" else layer.about_en
        credit = f"{layer.attribution(self.language)} ({layer.licence})"
        return Table(
            layer.id, layer.id, layer.title(self.language), f"{about} {credit}".strip(), credit,
            rows, layer.geometry, tuple(notes),
        )  # fmt: skip


def _flat(features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Features without heights; empty shapes are none."""
    shapes = features.geometry.to_numpy()
    high, empty = shapely.get_coordinate_dimension(shapes) > 2, shapely.is_empty(shapes)
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
        keys = listed((moved.index[row] for row in wrong), 5)
        raise ExportError([Fault("not_finite", where, keys, term("finite_numbers"))])


def _tidy(features: gpd.GeoDataFrame) -> tuple[dict[str, pd.Series], list[Issue]]:
    """Columns every format can hold, the key first; what was cleaned is noted."""
    places = [n for n, name in enumerate(features.columns) if name != features.geometry.name]
    names = [features.columns[place] for place in places]
    cleaned = [clean_text(str(name)) or "column" for name in names]
    safe = [f"{name}_" if name.casefold() in RESERVED else name for name in cleaned]
    stored = distinct_names(["key", *safe])
    keys = pd.Series([str(key) for key in features.index.tolist()], dtype=object)
    values = [keys, *(features.iloc[:, place] for place in places)]
    columns: dict[str, pd.Series] = {}
    notes = []
    for name, column in zip(stored, values, strict=True):
        columns[name], changed = tidy_column(column)
        if changed:
            notes.append(Issue("cleaned_cells", name, count=changed))
    notes += [
        Issue("renamed_column", str(old), name=new)
        for old, new in zip(names, stored[1:], strict=True)
        if str(old) != new
    ]
    return columns, notes

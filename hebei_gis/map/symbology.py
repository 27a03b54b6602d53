"""Declared style and values → the classes a layer is drawn in, and its legend rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import geopandas as gpd
import pandas as pd

from hebei_gis.layers.classes import class_values
from hebei_gis.layers.declaration import Style, worse_than_openstreetmap
from hebei_gis.layers.preparing import PreparedLayer
from hebei_gis.words.facts import term

#: Geometry families in drawing order.
FAMILIES = ("polygon", "line", "point")


@dataclass(frozen=True)
class LegendRow:
    """One row of a legend: a symbol and its words.

    Attributes
    ----------
    title_zh, title_en : str
        Empty for a layer drawn in one class: the layer's own title then stands beside it.
    family : str
        ``polygon``, ``line`` or ``point``.
    color : str
        #RRGGBB.
    uncertain : bool
        Drawn dashed or hollow: the basis is worse than OpenStreetMap.
    features : int
        How many features are drawn so.
    """

    title_zh: str
    title_en: str
    family: str
    color: str
    symbol: str
    uncertain: bool
    features: int


def family(geometry_type: str) -> str:
    """``polygon``, ``line`` or ``point`` of a geometry type."""
    if "Polygon" in geometry_type:
        return "polygon"
    return "line" if "Line" in geometry_type else "point"


_LEGENDS: WeakKeyDictionary[PreparedLayer, tuple[LegendRow, ...]] = WeakKeyDictionary()


def known_legend(layer: PreparedLayer) -> tuple[LegendRow, ...]:
    """As :func:`legend`, made once for as long as the layer is there."""
    if layer not in _LEGENDS:
        _LEGENDS[layer] = tuple(legend(layer))
    return _LEGENDS[layer]


def legend(layer: PreparedLayer) -> list[LegendRow]:
    """Legend rows of a layer: by class, then family, then certain before uncertain.

    Only what is there gets a row; an empty layer has none.
    """
    style = layer.declaration.style
    features = layer.features
    if features.empty:
        return []
    families = features.geometry.geom_type.map(family)
    uncertain = features["basis"].map(worse_than_openstreetmap)
    rows = []
    for title_zh, title_en, color, chosen in _classes(style, features):
        for name in FAMILIES:
            for dashed in (False, True):
                count = int((chosen & (families == name) & (uncertain == dashed)).sum())
                if count:
                    rows.append(
                        LegendRow(title_zh, title_en, name, color, style.symbol, dashed, count)
                    )
    return rows


def _classes(
    style: Style, features: gpd.GeoDataFrame
) -> Iterator[tuple[str, str, str, pd.Series[bool]]]:
    """Titles and colour of each class, and which rows are of it; what is of none comes last."""
    rest = pd.Series(True, index=features.index)
    if not (style.by and style.classes and style.by in features):
        yield "", "", style.color, rest
        return
    values = pd.Series(class_values(features[style.by]), index=features.index, dtype=object)
    for declared in style.classes:
        chosen = values == declared.value
        rest &= ~chosen
        yield declared.title_zh, declared.title_en, declared.color, chosen
    other = term("other_classes")
    yield other.text("zh"), other.text("en"), style.color, rest


def drawing(style: Style) -> dict[str, Any]:
    """What the browser needs of a style, without its classes' titles."""
    return {
        "color": style.color,
        "fill_opacity": style.fill_opacity,
        "width_px": style.width_px,
        "radius_px": style.radius_px,
        "symbol": style.symbol,
        "label": style.label,
        "z": style.z,
        "by": style.by or "",
        "classes": {c.value: c.color for c in style.classes},
    }

"""Declared style and values → the classes a layer is drawn in, and its legend rows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd

from hebei_gis.layers.declaration import Style, worse_than_openstreetmap
from hebei_gis.layers.preparing import PreparedLayer

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


def feature_colors(layer: PreparedLayer) -> dict[str, str]:
    """Key → colour, by the declared classes."""
    style = layer.declaration.style
    classes = {c.value: c.color for c in style.classes}
    if not style.by or style.by not in layer.features:
        return {str(key): style.color for key in layer.features.index}
    values = layer.features[style.by].astype(str)
    return {str(key): classes.get(value, style.color) for key, value in values.items()}


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
    values = features[style.by].astype(str) if _classed(style, layer) else None
    rows = []
    for value, title_zh, title_en, color in _classes(style, values):
        chosen = pd.Series(True, index=features.index)
        if values is not None:
            known = [c.value for c in style.classes]
            chosen = (values == value) if value is not None else ~values.isin(known)
        for name in FAMILIES:
            for dashed in (False, True):
                count = int((chosen & (families == name) & (uncertain == dashed)).sum())
                if count:
                    rows.append(
                        LegendRow(title_zh, title_en, name, color, style.symbol, dashed, count)
                    )
    return rows


def _classed(style: Style, layer: PreparedLayer) -> bool:
    return bool(style.by and style.classes and style.by in layer.features)


def _classes(style: Style, values: Any) -> list[tuple[str | None, str, str, str]]:
    if values is None:
        return [(None, "", "", style.color)]
    declared = [(c.value, c.title_zh, c.title_en, c.color) for c in style.classes]
    return [*declared, (None, "其他", "Other", style.color)]


def drawing(style: Style) -> dict[str, Any]:
    """What the browser needs of a style, without its classes' titles."""
    kept = asdict_style(style)
    kept["classes"] = {c.value: c.color for c in style.classes}
    return kept


def asdict_style(style: Style) -> dict[str, Any]:
    """The style's own fields as plain values."""
    return {
        "color": style.color,
        "fill_opacity": style.fill_opacity,
        "width_px": style.width_px,
        "radius_px": style.radius_px,
        "symbol": style.symbol,
        "label": style.label,
        "z": style.z,
        "by": style.by or "",
    }


def legend_values(rows: list[LegendRow]) -> list[dict[str, Any]]:
    """Legend rows as plain values."""
    return [asdict(row) for row in rows]

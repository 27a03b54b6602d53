"""The folium map in its frame: one call for every page that shows a map."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from streamlit_folium import st_folium

from hebei_gis.app.serving import layer_address
from hebei_gis.geo.crs import wgs84_bounds
from hebei_gis.geo.shifted_datums import FROM_WGS84
from hebei_gis.map.mapping import MapState, build_map, drawn_datum
from hebei_gis.workspace import Workspace


def render_map_frame(
    workspace: Workspace,
    state: MapState,
    key: str,
    height_px: int,
    fit_token: str | None = None,
    on_change: Callable[[], None] | None = None,
) -> Any:
    """Draw the map with `state`; zoom to its highlight whenever `fit_token` changes.

    Returns
    -------
    dict
        What the map sent last: ``selected`` (layer and key, or None), ``at``, ``n``.
    """
    fit = None
    if state.fit is not None:
        fit, fit_token = state.fit, state.fit_count
    elif state.highlight and fit_token:
        fit = _drawn(wgs84_bounds(workspace.features(list(state.highlight))), state)
    complete = replace(state, fit=fit, fit_count=fit_token if fit else None)
    complete = replace(complete, count=_count(complete.values()))
    return st_folium(
        build_map(workspace, lambda name: layer_address(workspace, name)),
        key=key,
        height=height_px,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=complete.as_feature_group(),
        on_change=on_change,
    )


def _drawn(
    box: tuple[float, float, float, float] | None, state: MapState
) -> tuple[float, float, float, float] | None:
    """A box in WGS 84 where the map draws it, over a basemap in GCJ-02 or BD-09."""
    move = FROM_WGS84.get(drawn_datum(state.basemap))
    if box is None or move is None:
        return box
    (west, east), (south, north) = move((box[0], box[2]), (box[1], box[3]))
    return float(west), float(south), float(east), float(north)


def _count(values: dict[str, Any]) -> int:
    """A number that changes with what the map should show; told back when it is drawn."""
    return zlib.crc32(json.dumps({**values, "n": 0}, default=str).encode())

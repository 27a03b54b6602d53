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
from hebei_gis.map.mapping import MapState, build_map
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
        fit = wgs84_bounds(workspace.features(list(state.highlight)))
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


def _count(values: dict[str, Any]) -> int:
    """A number that changes with what the map should show; told back when it is drawn."""
    return zlib.crc32(json.dumps({**values, "n": 0}, default=str).encode())

"""The folium map in its frame: one call for every page that shows a map."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from streamlit_folium import st_folium

from hebei_gis.app.serving import layer_address
from hebei_gis.geo.crs import wgs84_bounds
from hebei_gis.geo.shifted_datums import FROM_WGS84
from hebei_gis.map.mapping import MapState, build_map, drawn_datum
from hebei_gis.plan.join import FeatureRef
from hebei_gis.workspace import Workspace


def render_map_frame(
    workspace: Workspace,
    state: MapState,
    key: str,
    height_px: int,
    fit_token: str | None = None,
    on_change: Callable[[], None] | None = None,
    zoomed: Sequence[FeatureRef] | None = None,
) -> Any:
    """Draw the map with `state`; zoom to `zoomed` whenever `fit_token` changes.

    Parameters
    ----------
    workspace : Workspace
    state : MapState
    key : str
        Of the frame on the page.
    height_px : int
    fit_token : str, optional
    on_change : callable, optional
        Called when the map sends something.
    zoomed : sequence of FeatureRef, optional
        The state's highlight where none is named.

    Returns
    -------
    dict
        What the map sent last: ``under`` (layer and key of what a click met), ``at``, ``n``.
    """
    fit = None
    if state.fit is not None:
        fit, fit_token = state.fit, state.fit_count
    elif fit_token:
        refs = list(state.highlight if zoomed is None else zoomed)
        if refs:
            fit = _drawn(wgs84_bounds(workspace.features(refs)), state)
    # Layers that travel with the state go by another name in the browser.
    names = {str(layer["id"]).partition(":")[0]: str(layer["id"]) for layer in state.extra}
    lit = [FeatureRef(names.get(ref.layer, ref.layer), ref.key) for ref in state.highlight]
    complete = replace(state, highlight=lit, fit=fit, fit_count=fit_token if fit else None)
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

"""The map of the offline page: the app's own map, its scripts and data inside the page."""

from __future__ import annotations

import json
import re
from typing import Any

import geopandas as gpd

from hebei_gis.files.cells import plain
from hebei_gis.formats.geojson import to_geojson
from hebei_gis.geo.crs import WGS84, to_datum, wgs84_bounds
from hebei_gis.layers.declaration import BASES, Style, worse_than_openstreetmap
from hebei_gis.layers.preparing import PreparedLayer
from hebei_gis.map.mapping import browser_assets, script_json
from hebei_gis.map.symbology import drawing
from hebei_gis.papers.paper_colours import UNRANKED, rank_color
from hebei_gis.papers.paper_request import DEMONSTRATION, PaperRequest
from hebei_gis.words.legend import BASIS_TITLES

#: The id under which the map knows the parcels.
PARCELS = "compared_parcels"
_COLUMNS = ("name_zh", "name_en", "basis", "accuracy_m", "note_zh", "note_en")


def inlined_style() -> str:
    """Leaflet's style and the map's own."""
    assets = browser_assets()
    return assets["leaflet.css"].decode() + assets["plan_map.css"].decode()


def inlined_scripts() -> str:
    """Leaflet and the map's own script, fit to stand inside a script element."""
    assets = browser_assets()
    script = assets["leaflet.js"].decode() + "\n" + assets["plan_map.js"].decode()
    # The comment would make a browser's tools ask for a file.
    script = re.sub(r"//# sourceMappingURL=\S*", "", script)
    return re.sub(r"</(script)", r"<\\/\1", script, flags=re.IGNORECASE)


def map_values(request: PaperRequest) -> str:
    """What never changes of the map and its first state, as JSON for a script element."""
    layers = _layers(request)
    visible = [request.boundary] if request.boundary in request.around.layers else []
    visible += [layer["id"] for layer in layers if layer["shown"]]
    ranks = {key: request.rank(key) for key in request.names}
    count = len(request.ranked)
    colors = {
        key: UNRANKED if rank is None else rank_color(rank, count) for key, rank in ranks.items()
    }
    west, south, east, north = _home(request)
    return script_json(
        {
            "fixed": {
                "home": [[south, west], [north, east]],
                "boundary": request.boundary,
                "uncertain": [basis for basis in BASES if worse_than_openstreetmap(basis)],
                "bases": BASIS_TITLES,
                "layers": layers,
            },
            "state": {
                "language": request.language,
                "visible": list(dict.fromkeys(visible)),
                "highlight": [],
                "filter": None,
                "fit": None,
                "basemap": None,
                "colors": {PARCELS: colors},
                "placing": False,
                "pin": None,
                "n": 0,
            },
            "parcels": PARCELS,
            "bounds": _bounds(request),
        }
    )


def _home(request: PaperRequest) -> tuple[float, float, float, float]:
    boundary = request.around.layers.get(request.boundary)
    found = wgs84_bounds(boundary.features) if boundary else None
    return found or wgs84_bounds(request.comparison.parcels) or (-180.0, -80.0, 180.0, 80.0)


def _bounds(request: PaperRequest) -> dict[str, list[list[float]]]:
    """Parcel key → south-west and north-east corner of it and its accuracy."""
    frame = request.comparison.parcels
    reach = frame.geometry.buffer(frame["accuracy_m"].clip(lower=100.0))
    bounds = to_datum(gpd.GeoDataFrame(geometry=reach), WGS84).bounds
    return {
        str(key): [[float(south), float(west)], [float(north), float(east)]]
        for key, west, south, east, north in bounds.itertuples()
    }


def _layers(request: PaperRequest) -> list[dict[str, Any]]:
    layers = [
        _layer(request, layer)
        for name, layer in request.around.layers.items()
        if name != request.parcel_layer and (layer.features["basis"] != DEMONSTRATION).any()
    ]
    return [*layers, _parcels(request)]


def _layer(request: PaperRequest, layer: PreparedLayer) -> dict[str, Any]:
    features = layer.features[layer.features["basis"] != DEMONSTRATION]
    style = layer.declaration.style
    columns = [*_COLUMNS, *([style.by] if style.by and style.by not in _COLUMNS else [])]
    known = [column for column in columns if column in features]
    rows = zip(features.index, *(features[column] for column in known), strict=True)
    properties = [
        {"key": str(key), **{c: plain(v) for c, v in zip(known, row, strict=True)}}
        for key, *row in rows
    ]
    declaration = layer.declaration
    return {
        "id": layer.id,
        "title": {"zh": declaration.title_zh, "en": declaration.title_en},
        "attribution": {request.language: request.attribution(layer.id)},
        "geometry": list(declaration.shape.geometry),
        "style": drawing(style),
        "data": _data(features, properties),
        "shown": style.visible,
    }


def _parcels(request: PaperRequest) -> dict[str, Any]:
    frame = request.comparison.parcels
    style = Style(color=UNRANKED, fill_opacity=0.7, width_px=2, radius_px=9, symbol="diamond",
                  label=True, z=900)  # fmt: skip
    properties = []
    for key in map(str, frame.index):
        rank = request.rank(key)
        name = f"{'–' if rank is None else rank} {request.names[key]}"
        note = request.say("semicolon").join(request.reasons(key))
        properties.append(
            {
                "key": key,
                "name_zh": name,
                "name_en": name,
                "basis": request.basis(key),
                "accuracy_m": request.accuracy_m(key),
                "note_zh": note,
                "note_en": note,
            }
        )
    title = request.marked(request.say("parcel"))
    who = [attribution for attribution, _ in request.sources([request.parcel_layer])]
    return {
        "id": PARCELS,
        "title": {"zh": title, "en": title},
        "attribution": {request.language: request.say("semicolon").join(who)},
        "geometry": ["Polygon"],
        "style": drawing(style),
        "data": _data(frame, properties),
        "shown": True,
    }


def _data(features: gpd.GeoDataFrame, properties: list[dict[str, Any]]) -> Any:
    return json.loads(to_geojson(gpd.GeoDataFrame(geometry=features.geometry), properties))

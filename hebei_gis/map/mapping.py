"""Layers and wishes → a folium map that asks no other host for anything.

The map is built once: a :class:`PlanMap` with everything that never changes. What does change
(language, visible layers, filter, highlight, basemap) is one :class:`MapState`, sent to the
browser as a folium FeatureGroup, so that the frame is not mounted anew and the view stays.
Layers come by address, not inside the page; ``browser/plan_map.js`` fetches and draws them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
from branca.element import MacroElement
from folium.template import Template

from hebei_gis.formats.geojson import to_geojson
from hebei_gis.geo.crs import WGS84, known_crs, wgs84_bounds
from hebei_gis.geo.shifted_datums import SHIFTED_DATUMS
from hebei_gis.layers.catalog import Basemap
from hebei_gis.layers.declaration import BASES, Style, worse_than_openstreetmap
from hebei_gis.map.symbology import drawing
from hebei_gis.plan.join import FeatureRef
from hebei_gis.words.legend import BASIS_TITLES
from hebei_gis.words.pages.saying import LANGUAGES, say
from hebei_gis.workspace import Workspace

BROWSER_FOLDER = Path(__file__).parent / "browser"
#: Wider than the district by as much as a planner may want to look around.
ZOOM_RANGE = (10, 20)
#: EPSG's numbers of the method and its parameters.
_TRANSVERSE_MERCATOR = "9807"
_PARAMETERS = {"8801": "lat_0", "8802": "lon_0", "8805": "k_0", "8806": "x_0", "8807": "y_0"}
#: What the map itself says.
_WORDS = ("system", "sources", "zoom", "basemap_failed", "layer_failed", "box")


@cache
def browser_assets() -> Mapping[str, bytes]:
    """File name → content of everything the map loads: Leaflet from the installed package
    folium-offline (images inlined), and our own script and style."""
    from offlinefolium.elements import _res  # the package's only public carrier of its files

    leaflet_js, leaflet_css = _leaflet(_res)
    return {
        "leaflet.js": leaflet_js.encode(),
        "leaflet.css": leaflet_css.encode(),
        "plan_strip.js": (BROWSER_FOLDER / "plan_strip.js").read_bytes(),
        "plan_map.js": (BROWSER_FOLDER / "plan_map.js").read_bytes(),
        "plan_map.css": (BROWSER_FOLDER / "plan_map.css").read_bytes(),
    }


def _leaflet(resources: Mapping[str, str]) -> tuple[str, str]:
    """Leaflet's script and style among the package's resources, by the addresses folium names."""
    script = dict(folium.Map.default_js)["leaflet"]
    style = dict(folium.Map.default_css)["leaflet_css"]
    return resources[script], resources[style]


class PlanMap(folium.Map):
    """A folium map whose scripts come from our own server, relative to the map's frame."""

    # Relative to /component/streamlit_folium.st_folium/index.html, right under any base path.
    default_js = [  # noqa: RUF012 - as folium declares it
        ("leaflet", "../../plan-assets/leaflet.js"),
        ("plan_strip", "../../plan-assets/plan_strip.js"),
        ("plan_map", "../../plan-assets/plan_map.js"),
    ]
    default_css = [  # noqa: RUF012
        ("leaflet_css", "../../plan-assets/leaflet.css"),
        ("plan_map_css", "../../plan-assets/plan_map.css"),
    ]


class PlanLayers(MacroElement):
    """Hands the map its fixed part: layers with style, title and address."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        PlanMap.attach({{ this._parent.get_name() }}, {{ this.fixed }});
        {% endmacro %}
        """
    )

    def __init__(self, fixed: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "PlanLayers"
        self.fixed = script_json(fixed)


class PlanState(MacroElement):
    """Hands the map its changing part."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        PlanMap.update({{ this.state }});
        {% endmacro %}
        """
    )

    def __init__(self, state: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "PlanState"
        self.state = script_json(state)


@dataclass(frozen=True)
class MapState:
    """What the map shows now.

    Attributes
    ----------
    language : str
        ``zh`` or ``en``.
    visible : sequence of layer ids
    highlight : sequence of FeatureRef
        Drawn with a halo, also where their layer is off.
    filter : mapping of layer id to keys, or None
        Features that stand for the filter; the others are dimmed. None: no filter.
    fit : west, south, east, north in WGS 84 degrees, or None
        Zoomed to once, when `fit_count` changes.
    basemap : Basemap or None
    colors : mapping of layer id to {key: colour}
        Colours of a result, instead of the layer's own.
    extra : sequence of :func:`inline_layer`
        Layers of this page alone, sent with the state: what a user dropped is never given by
        address, where another session could ask for it.
    placing : bool
        A click means a position, also where there is a feature.
    popup : bool
        A click opens a popup: for frames without a card beside them.
    card : bool
        A card lies on the map's right, or is about to.
    linked : bool
        The page's address names the view.
    opacity : mapping of layer id to float
        How opaque a layer is drawn, from 0 to 1; as declared where it is not there.
    area : west, south, east, north in WGS 84 degrees, or None
        A box that is asked about.
    pin : (longitude, latitude) in the basemap's datum, or None
        A position being given by hand.
    count : int
        Told back by the browser once drawn; for tests.
    """

    language: str
    visible: Sequence[str]
    highlight: Sequence[FeatureRef] = ()
    filter: Mapping[str, Sequence[str]] | None = None
    fit: tuple[float, float, float, float] | None = None
    fit_count: str | None = None
    basemap: Mapping[str, Any] | None = None
    colors: Mapping[str, Mapping[str, str]] | None = None
    extra: Sequence[Mapping[str, Any]] = ()
    placing: bool = False
    popup: bool = True
    card: bool = False
    linked: bool = False
    opacity: Mapping[str, float] | None = None
    area: tuple[float, float, float, float] | None = None
    pin: tuple[float, float] | None = None
    count: int = 0

    def values(self) -> dict[str, Any]:
        """As the browser takes it."""
        fit = None
        if self.fit is not None:
            west, south, east, north = self.fit
            fit = {"n": self.fit_count, "bounds": [[south, west], [north, east]]}
        return {
            "language": self.language,
            "visible": list(self.visible),
            "highlight": [[ref.layer, ref.key] for ref in self.highlight],
            "filter": self.filter
            if self.filter is None
            else {layer: list(keys) for layer, keys in self.filter.items()},
            "fit": fit,
            "basemap": self.basemap,
            "colors": self.colors,
            "extra": list(self.extra),
            "placing": self.placing,
            "popup": self.popup,
            "card": self.card,
            "linked": self.linked,
            "opacity": dict(self.opacity or {}),
            "area": list(self.area) if self.area else None,
            "pin": [self.pin[1], self.pin[0]] if self.pin else None,
            "n": self.count,
        }

    def as_feature_group(self) -> folium.FeatureGroup:
        """The state as what ``st_folium(feature_group_to_add=…)`` carries to the browser."""
        group = folium.FeatureGroup(name="state", control=False)
        group.add_child(PlanState(self.values()))
        return group


def build_map(
    workspace: Workspace,
    address: Callable[[str], str],
) -> PlanMap:
    """The folium map of a workspace, without any layer drawn yet.

    Parameters
    ----------
    workspace : Workspace
    address : callable
        Layer id → where the browser gets its GeoJSON (``?datum=`` is added for GCJ-02).
    """
    west, south, east, north = workspace.settings.bounds
    plan_map = PlanMap(
        location=((south + north) / 2, (west + east) / 2),
        tiles=None,
        zoom_start=13,
        min_zoom=ZOOM_RANGE[0],
        max_zoom=ZOOM_RANGE[1],
        prefer_canvas=True,
        zoom_snap=0.25,
        zoom_delta=0.5,
        track_resize=False,  # plan_map.js follows the frame itself, and keeps what was fitted
        zoom_control=True,
        height=600,
    )
    plan_map.add_child(PlanLayers(fixed_part(workspace, address)))
    return plan_map


def fixed_part(workspace: Workspace, address: Callable[[str], str]) -> dict[str, Any]:
    """What the browser must know of the layers, whatever is shown."""
    boundary = workspace.layers.get(workspace.settings.boundary or "")
    home = (wgs84_bounds(boundary.features) if boundary else None) or workspace.settings.bounds
    west, south, east, north = home
    return {
        "home": [[south, west], [north, east]],
        "boundary": workspace.settings.boundary or "",
        "uncertain": [basis for basis in BASES if worse_than_openstreetmap(basis)],
        "bases": BASIS_TITLES,
        "words": {name: {one: say(f"map_{name}", one) for one in LANGUAGES} for name in _WORDS},
        "systems": coordinate_systems(workspace.settings.metre_crs),
        "entries": {
            entry: [[ref.layer, ref.key] for ref in workspace.links.features_of(entry)]
            for entry in workspace.links.by_entry
        },
        "layers": [
            {
                "id": name,
                "title": {"zh": layer.declaration.title_zh, "en": layer.declaration.title_en},
                "attribution": {
                    "zh": workspace.attribution(name, "zh"),
                    "en": workspace.attribution(name, "en"),
                },
                "geometry": list(layer.declaration.shape.geometry),
                "style": drawing(layer.declaration.style),
                "ground": layer.declaration.ground,
                "url": address(name),
            }
            for name, layer in workspace.layers.items()
        ],
    }


def coordinate_systems(metre_crs: str) -> list[dict[str, Any]]:
    """Systems the map tells the pointer's position in, as the browser takes them.

    Degrees of WGS 84 and CGCS2000, which are apart by less than is shown; and the workspace's
    metres, where they are of a Gauss-Kruger or other transverse Mercator projection.
    """
    systems: list[dict[str, Any]] = [
        {"id": "wgs84", "title": "WGS 84"},
        {"id": "cgcs2000", "title": "CGCS2000"},
    ]
    crs = known_crs(metre_crs)
    operation = crs.coordinate_operation
    ellipsoid = crs.ellipsoid
    if operation and ellipsoid and operation.method_code == _TRANSVERSE_MERCATOR:
        values: dict[str, Any] = {
            _PARAMETERS[p.code]: p.value for p in operation.params if p.code in _PARAMETERS
        }
        if not values.pop("lat_0", 1.0) and len(values) == len(_PARAMETERS) - 1:
            values = {
                **values,
                "a": ellipsoid.semi_major_metre,
                "f": 1 / ellipsoid.inverse_flattening,
            }
            systems.append({"id": "metre", "title": metre_crs, "projection": values})
    return systems


def inline_layer(
    layer_id: str,
    titles: tuple[str, str],
    style: Style,
    features: gpd.GeoDataFrame,
    datum: str = WGS84,
) -> dict[str, Any]:
    """A layer that travels with the state.

    The id in the browser carries a hash of the content, so that a changed layer is drawn anew,
    and so is one that lies in another datum.

    Parameters
    ----------
    layer_id : str
    titles : (zh, en)
    style : Style
    features : GeoDataFrame
    datum : str
        That of the basemap under it: WGS 84, GCJ-02 or BD-09.
    """
    collection = to_geojson(features, datum=datum)
    stamp = hashlib.sha256(collection.encode()).hexdigest()[:10]
    return {
        "id": f"{layer_id}:{stamp}",
        "title": {"zh": titles[0], "en": titles[1]},
        "attribution": {"zh": "", "en": ""},
        "geometry": sorted(set(features.geometry.geom_type)),
        "style": drawing(style),
        "data": json.loads(collection),
    }


def basemap_values(basemap: Basemap, key: str = "") -> dict[str, Any]:
    """A basemap as the browser takes it, the user's key filled in."""
    url = basemap.url.replace("{key}", key)
    return {
        "url": url,
        "subdomains": basemap.subdomains,
        "attribution": basemap.attribution,
        "max_zoom": basemap.max_zoom,
        "datum": basemap.datum if basemap.datum in SHIFTED_DATUMS else "WGS84",
    }


def drawn_datum(basemap: Mapping[str, Any] | None) -> str:
    """The datum layers are drawn in over a basemap: GCJ-02, BD-09 or WGS 84."""
    datum = basemap["datum"] if basemap else ""
    return datum if datum in SHIFTED_DATUMS else WGS84


def script_json(values: Any) -> str:
    """JSON that is safe inside a script element, whatever names stand in it."""
    text = json.dumps(values, ensure_ascii=False, default=asdict)
    return (
        text.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )

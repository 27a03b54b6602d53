"""What applies at a place: the features it lies in, the plan's entries through them, what is near.

Positions are known to a radius that holds the true one 95 times in 100. A place lies in a feature
*certainly* where no position within both radii would change that, *possibly* where one would.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal
from weakref import WeakKeyDictionary

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from hebei_gis.geo.crs import WGS84, declared_to_crs, to_wgs84_xy
from hebei_gis.geo.targets import target
from hebei_gis.layers.preparing import PreparedLayer
from hebei_gis.plan.join import FeatureRef
from hebei_gis.plan.register.model import RELATIONS, Entry, Indicator
from hebei_gis.words.errors import FaultsError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault
from hebei_gis.workspace import Workspace

Relation = Literal["certainly", "possibly", "near"]
#: Best first.
SURENESS: tuple[Relation, ...] = ("certainly", "possibly", "near")
#: Metres within which something is near, unless asked otherwise; and at most.
NEAR_M, FARTHEST_M = 500.0, 20_000.0
#: Features of one layer that are told as near.
_NEAR_OF_A_LAYER = 20


class PlaceError(FaultsError):
    """A place that cannot be asked about as given."""


@dataclass(frozen=True)
class Spot:
    """A place that is asked about.

    Attributes
    ----------
    shape : BaseGeometry
        A point, line or area in the workspace's metre CRS.
    lon, lat : float
        Of its middle, degrees in WGS 84.
    accuracy_m : float
        Radius in metres that holds its true position.
    radius_m : float
        Within which something is near.
    datum : str
        In which it was given.
    """

    shape: BaseGeometry
    lon: float
    lat: float
    accuracy_m: float = 0.0
    radius_m: float = NEAR_M
    datum: str = WGS84


@dataclass(frozen=True)
class Met:
    """A feature at or near the place.

    Attributes
    ----------
    ref : FeatureRef
    names : (zh, en)
    relation : ``certainly``, ``possibly`` or ``near``
    distance_m : float
        To its edge; 0 inside.
    share : float or None
        Of the place's area or length that lies in it; None for a point.
    accuracy_m : float
    basis : str
    spoken : bool
        Whether the plan speaks of it.
    """

    ref: FeatureRef
    names: tuple[str, str]
    relation: Relation
    distance_m: float
    share: float | None
    accuracy_m: float
    basis: str
    spoken: bool

    def name(self, language: str) -> str:
        """Its name in ``zh`` or ``en``; its key where it has none."""
        zh, en = self.names
        return (zh or en if language == "zh" else en or zh) or self.ref.key


@dataclass(frozen=True)
class Applying:
    """An entry of the plan, through the feature that says it most surely."""

    entry: Entry
    plan_relation: str
    through: Met
    indicators: tuple[Indicator, ...]

    @property
    def relation(self) -> Relation:
        """How surely the place is one the entry speaks of."""
        return self.through.relation


@dataclass(frozen=True)
class Here:
    """What applies at a place.

    Attributes
    ----------
    spot : Spot
    features : tuple of Met
        What it lies in first, what the plan speaks of before the rest.
    more : mapping of layer id to int
        Near features that are not told.
    entries : tuple of Applying
        The surest first, then in the plan's order.
    nearest : tuple of Met
        One of each layer that is asked for, whatever its distance.
    outside_m : float
        How far the place lies outside the workspace's bounds; 0 within.
    """

    spot: Spot
    features: tuple[Met, ...]
    more: Mapping[str, int]
    entries: tuple[Applying, ...]
    nearest: tuple[Met, ...]
    outside_m: float

    @property
    def within(self) -> tuple[Met, ...]:
        """The features it lies in or touches, certainly or possibly."""
        return tuple(one for one in self.features if one.relation != "near")


def spot_at(
    workspace: Workspace,
    lon: float,
    lat: float,
    datum: str = "WGS84",
    accuracy_m: float = 0.0,
    radius_m: float = NEAR_M,
) -> Spot:
    """A point to ask about.

    Parameters
    ----------
    workspace : Workspace
    lon, lat : float
        Degrees in `datum`; easting and northing in metres where that is a projected system.
    datum : str
        ``WGS84``, ``CGCS2000``, ``GCJ-02``, ``BD-09``, ``metres`` or an EPSG code.
    accuracy_m, radius_m : float

    Raises
    ------
    PlaceError
        Every fault of the numbers at once; longitude and latitude that look swapped.
    ExportError, DatumError
        Where nobody knows how to get from `datum` to WGS 84.
    """
    goal = target(datum, workspace.settings.metre_crs)
    faults = _faults(accuracy_m, radius_m)
    if goal.in_degrees:
        west, south, east, north = workspace.settings.bounds
        if west <= lat <= east and south <= lon <= north:
            where = term("position_lon_lat")
            raise PlaceError([Fault("lon_lat_swapped", where, [lon, lat]), *faults])
    limit_x, limit_y = (180.0, 90.0) if goal.in_degrees else (1e8, 1e8)
    if not (abs(lon) <= limit_x and abs(lat) <= limit_y):
        expected = term("degrees" if goal.in_degrees else "metres_of_a_plane")
        faults.append(Fault("bad_value", term("position_lon_lat"), [lon, lat], expected))
    if faults:
        raise PlaceError(faults)
    given = gpd.GeoDataFrame(geometry=[shapely.Point(lon, lat)])
    moved = declared_to_crs(given, goal.reference_system, workspace.settings.metre_crs)
    shape: Any = moved.geometry.iloc[0]
    if not (math.isfinite(shape.x) and math.isfinite(shape.y)):
        expected = term("degrees" if goal.in_degrees else "metres_of_a_plane")
        raise PlaceError([Fault("bad_value", term("position_lon_lat"), [lon, lat], expected)])
    return _spot(workspace, shape, accuracy_m, radius_m, goal.reference_system)


def spot_of(
    workspace: Workspace, shape: BaseGeometry, accuracy_m: float = 0.0, radius_m: float = NEAR_M
) -> Spot:
    """A line, area or point in WGS 84 to ask about.

    Raises
    ------
    PlaceError
        Where it is empty, crosses itself, or its numbers are none.
    """
    faults = _faults(accuracy_m, radius_m)
    if shape is None or shape.is_empty or not shape.is_valid:
        why = "" if shape is None or shape.is_empty else shapely.is_valid_reason(shape)
        faults.append(Fault("place_shape", term("the_place"), why or term("cell_empty")))
    else:
        west, south, east, north = shape.bounds
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            found = [west, south, east, north]
            faults.append(Fault("bad_value", term("the_place"), found, term("degrees")))
    if faults:
        raise PlaceError(faults)
    given = gpd.GeoDataFrame(geometry=[shape])
    moved = declared_to_crs(given, WGS84, workspace.settings.metre_crs)
    return _spot(workspace, moved.geometry.iloc[0], accuracy_m, radius_m, WGS84)


def _faults(accuracy_m: float, radius_m: float) -> list[Fault]:
    faults = []
    if not 0 <= accuracy_m <= 10_000:
        expected = term("metres_0_to_10000")
        faults.append(Fault("bad_value", term("position_accuracy"), accuracy_m, expected))
    if not 0 < radius_m <= FARTHEST_M:
        faults.append(Fault("bad_value", term("the_radius"), radius_m, term("metres_to_20000")))
    return faults


def _spot(
    workspace: Workspace, shape: BaseGeometry, accuracy_m: float, radius_m: float, datum: str
) -> Spot:
    middle: Any = shape if shape.geom_type == "Point" else shape.representative_point()
    lon, lat = to_wgs84_xy([middle.x], [middle.y], workspace.settings.metre_crs)
    return Spot(shape, float(lon[0]), float(lat[0]), accuracy_m, radius_m, datum)


def here(workspace: Workspace, spot: Spot) -> Here:
    """What applies at a place.

    Parameters
    ----------
    workspace : Workspace
        Layers of a session may stand in it.
    spot : Spot

    Returns
    -------
    Here
        Well formed also where nothing is there.
    """
    features: list[Met] = []
    nearest: list[Met] = []
    more: dict[str, int] = {}
    everything = _everything(tuple(workspace.layers.values()))
    for layer, rows in everything.near(spot):
        found, rest = _met(workspace, layer, rows, spot)
        features += found
        if rest:
            more[layer.id] = rest
    for layer in everything.layers:
        if layer.declaration.nearest:
            nearest += _nearest(workspace, layer, spot)
    order = {name: number for number, name in enumerate(workspace.layers)}
    boundary = workspace.settings.boundary

    def rank(one: Met) -> tuple[int, bool, bool, int, float]:
        layer = workspace.layers[one.ref.layer]
        last = one.ref.layer == boundary or layer.declaration.ground
        return (SURENESS.index(one.relation), last, not one.spoken, order[one.ref.layer],
                one.distance_m)  # fmt: skip

    features.sort(key=rank)
    nearest.sort(key=lambda one: one.distance_m)
    entries = _entries(workspace, features)
    return Here(spot, tuple(features), more, entries, tuple(nearest), _outside_m(workspace, spot))


@dataclass(frozen=True)
class _Ready:
    """A layer's shapes, ready to be asked."""

    shapes: Any
    tree: shapely.STRtree
    accuracy_m: Any
    doubt_m: float
    keys: list[str]
    names: list[tuple[str, str]]
    bases: list[str]


_READY: WeakKeyDictionary[PreparedLayer, _Ready] = WeakKeyDictionary()


def _ready(layer: PreparedLayer) -> _Ready:
    known = _READY.get(layer)
    if known is None:
        shapes = layer.features.geometry.to_numpy()
        columns: Any = layer.features
        accuracy = np.nan_to_num(columns["accuracy_m"].to_numpy(dtype=float, na_value=0.0))
        chinese, english = (
            [str(name or "") for name in columns[column]] for column in ("name_zh", "name_en")
        )
        known = _READY[layer] = _Ready(
            shapes, shapely.STRtree(shapes), accuracy, float(accuracy.max(initial=0.0)),
            [str(key) for key in columns.index], list(zip(chinese, english, strict=True)),
            [str(basis) for basis in columns["basis"]],
        )  # fmt: skip
    return known


@dataclass(frozen=True)
class _Everything:
    """All layers with features, in one tree."""

    layers: tuple[PreparedLayer, ...]
    tree: shapely.STRtree
    starts: Any
    doubt_m: float

    def near(self, spot: Spot) -> Iterator[tuple[PreparedLayer, Any]]:
        """The layers that have something within reach of the place, and which rows."""
        reach = max(spot.radius_m, math.hypot(self.doubt_m, spot.accuracy_m))
        found = np.sort(self.tree.query(spot.shape, predicate="dwithin", distance=reach))
        whose = np.searchsorted(self.starts, found, side="right") - 1
        for number in np.unique(whose):
            yield self.layers[number], found[whose == number] - self.starts[number]


@lru_cache(maxsize=4)
def _everything(layers: tuple[PreparedLayer, ...]) -> _Everything:
    full = tuple(layer for layer in layers if not layer.features.empty)
    ready = [_ready(layer) for layer in full]
    shapes = [one.shapes for one in ready]
    starts = np.cumsum([0, *(len(one) for one in shapes)])[: len(full)]
    together = np.concatenate(shapes) if shapes else np.array([], dtype=object)
    doubt = max((one.doubt_m for one in ready), default=0.0)
    return _Everything(full, shapely.STRtree(together), starts, doubt)


def _met(
    workspace: Workspace, layer: PreparedLayer, rows: Any, spot: Spot
) -> tuple[list[Met], int]:
    """The features of a layer at or near the place, and how many near ones are left out."""
    ready = _ready(layer)
    shapes = ready.shapes[rows]
    distances = shapely.distance(shapes, spot.shape)
    unsure = np.hypot(ready.accuracy_m[rows], spot.accuracy_m)
    sure = _surely_in(shapes, spot.shape, distances, unsure)
    near = (distances > unsure) & ~sure
    at = np.flatnonzero(~near)
    beside = np.flatnonzero(near & (distances <= spot.radius_m))
    beside = beside[np.argsort(distances[beside], kind="stable")]
    told = [*at, *beside[:_NEAR_OF_A_LAYER]]
    found = [
        _one(
            workspace, layer, int(rows[n]), spot, float(distances[n]),
            "certainly" if sure[n] else "near" if near[n] else "possibly",
        )
        for n in told
    ]  # fmt: skip
    return found, max(0, len(beside) - _NEAR_OF_A_LAYER)


def _surely_in(shapes: Any, place: BaseGeometry, distances: Any, unsure: Any) -> Any:
    """Where no move within the radius of doubt takes the place out of a shape, or a shape out of
    the place."""
    sure = np.zeros(len(shapes), dtype=bool)
    touched = np.flatnonzero(distances == 0)
    if not len(touched):
        return sure
    areas = shapely.get_dimensions(shapes[touched]) == 2
    inside = touched[areas]
    if shapely.get_type_id(place) == 0:
        depth = shapely.distance(shapely.boundary(shapes[inside]), place)
        sure[inside] = depth >= unsure[inside]
    else:
        kept = shapely.buffer(shapes[inside], -unsure[inside])
        sure[inside] = shapely.intersects(kept, place)
        if shapely.get_dimensions(place) == 2:
            rest = touched[~areas]
            within = shapely.buffer(np.full(len(rest), place, dtype=object), -unsure[rest])
            sure[rest] = shapely.intersects(within, shapes[rest])
    return sure


def _one(
    workspace: Workspace,
    layer: PreparedLayer,
    row: int,
    spot: Spot,
    distance_m: float,
    relation: Relation,
) -> Met:
    ready = _ready(layer)
    key = ready.keys[row]
    return Met(
        FeatureRef(layer.id, key), ready.names[row], relation, distance_m,
        _share(spot.shape, ready.shapes[row]) if relation != "near" else None,
        float(ready.accuracy_m[row]), ready.bases[row],
        bool(workspace.links.entries_of(layer.id, key)),
    )  # fmt: skip


def _share(place: BaseGeometry, shape: BaseGeometry) -> float | None:
    """How much of the place's area, or length, lies in a shape; None for a point."""
    is_area = int(shapely.get_dimensions(place)) == 2
    size = place.area if is_area else place.length
    if not size or int(shapely.get_dimensions(shape)) < 2:
        return None
    shared = shapely.intersection(place, shape)
    part = shared.area if is_area else shared.length
    return float(min(1.0, part / size))


def _nearest(workspace: Workspace, layer: PreparedLayer, spot: Spot) -> list[Met]:
    ready = _ready(layer)
    rows = ready.tree.query_nearest(spot.shape, all_matches=False)
    return [
        _one(
            workspace, layer, int(row), spot,
            float(shapely.distance(ready.shapes[row], spot.shape)), "near",
        )
        for row in rows
    ]  # fmt: skip


def _entries(workspace: Workspace, features: Sequence[Met]) -> tuple[Applying, ...]:
    """The plan's entries through the features, each once, by the surest."""
    found: dict[str, Applying] = {}
    register = workspace.register
    for met in features:
        for join in workspace.links.entries_of(met.ref.layer, met.ref.key):
            if join.entry not in found:
                found[join.entry] = Applying(
                    register.entries[join.entry], join.relation, met,
                    tuple(register.indicators_of_entry.get(join.entry, ())),
                )  # fmt: skip

    def rank(one: Applying) -> tuple[int, int, tuple[int, ...]]:
        return (SURENESS.index(one.relation), RELATIONS.index(one.plan_relation),
                one.entry.numbers)  # fmt: skip

    return tuple(sorted(found.values(), key=rank))


def _outside_m(workspace: Workspace, spot: Spot) -> float:
    settings = workspace.settings
    return float(shapely.distance(_bounds(settings.bounds, settings.metre_crs), spot.shape))


@lru_cache(maxsize=8)
def _bounds(bounds: tuple[float, float, float, float], metre_crs: str) -> BaseGeometry:
    """A workspace's bounds in its metres."""
    box = gpd.GeoDataFrame(geometry=[shapely.box(*bounds)])
    return declared_to_crs(box, WGS84, metre_crs).geometry.iloc[0]


def here_values(found: Here, language: str) -> dict[str, Any]:
    """As ``hebei-gis here --json`` prints it."""
    spot = found.spot
    return {
        "place": {
            "lon": round(spot.lon, 7),
            "lat": round(spot.lat, 7),
            "datum": spot.datum,
            "accuracy_m": spot.accuracy_m,
            "radius_m": spot.radius_m,
            "outside_m": round(found.outside_m, 1),
        },
        "layers": [
            {
                "layer": one.ref.layer,
                "key": one.ref.key,
                "name": one.name(language),
                "relation": one.relation,
                "distance_m": round(one.distance_m, 1),
                "share": None if one.share is None else round(one.share, 4),
                "accuracy_m": one.accuracy_m,
                "basis": one.basis,
            }
            for one in found.features
        ],
        "entries": [
            {
                "id": one.entry.id,
                "title": one.entry.name(language),
                "through": f"{one.through.ref.layer}/{one.through.ref.key}",
                "relation": one.relation,
            }
            for one in found.entries
        ],
        "nearest": [
            {
                "layer": one.ref.layer,
                "key": one.ref.key,
                "name": one.name(language),
                "distance_m": round(one.distance_m, 1),
                "accuracy_m": one.accuracy_m,
            }
            for one in found.nearest
        ],
    }

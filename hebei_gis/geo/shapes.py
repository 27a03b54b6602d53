"""Kinds of geometry, as files tell them apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
#: Decimals of degrees kept of a file that comes in: 1e-9° is about 0.1 mm.
DECIMALS = 9
#: Geometry families in drawing order.
FAMILIES = ("polygon", "line", "point")


def family(geometry_type: str) -> str:
    """``polygon``, ``line`` or ``point`` of a geometry type."""
    if "Polygon" in geometry_type:
        return "polygon"
    return "line" if "Line" in geometry_type else "point"


def geometry_types(features: gpd.GeoDataFrame) -> list[str]:
    """The geometry types there are; rows without a shape have none."""
    return [name for name in features.geometry.geom_type.unique() if isinstance(name, str)]


def base_types(types: Iterable[str]) -> list[str]:
    """The types without ``Multi``, each once, sorted: what a part and its multi-part share."""
    return sorted({name.removeprefix("Multi") for name in types})


def families(types: Sequence[str], declared: Sequence[str]) -> list[str]:
    """The families of the types there are, or of the declared ones where there are none."""
    found = {family(name) for name in types or declared}
    return [name for name in FAMILIES if name in found]


def of_family(features: gpd.GeoDataFrame, name: str, first: bool) -> gpd.GeoDataFrame:
    """Rows of one family; those without a shape go with the first."""
    types = features.geometry.geom_type
    known = [kind for kind in types.unique() if isinstance(kind, str)]
    wanted = types.isin([kind for kind in known if family(kind) == name])
    return features[wanted | (types.isna() & first)]


def stored_type(found: Sequence[str], declared: Sequence[str]) -> str:
    """The one geometry type a table of these types has: multi where both occur."""
    types = set(found or declared)
    if len(types) == 1:
        return str(types.pop())
    bases = base_types(types)
    return f"Multi{bases[0]}" if len(bases) == 1 else "Unknown"


def as_stored(features: gpd.GeoDataFrame, geometry_type: str) -> gpd.GeoDataFrame:
    """Single parts as multi-parts where the table is of a multi-part type."""
    if not geometry_type.startswith("Multi"):
        return features
    makers: dict[str, Callable[..., Any]] = {
        "MultiPoint": shapely.multipoints,
        "MultiLineString": shapely.multilinestrings,
        "MultiPolygon": shapely.multipolygons,
    }
    shapes = np.array(features.geometry.to_numpy(), dtype=object)
    single = features.geometry.geom_type.to_numpy() == geometry_type.removeprefix("Multi")
    if not single.any():
        return features
    alone = shapes[single]
    shapes[single] = makers[geometry_type](alone, indices=np.arange(len(alone)))
    return features.set_geometry(gpd.GeoSeries(shapes, index=features.index, crs=features.crs))


def bounds(features: gpd.GeoDataFrame) -> list[float] | None:
    """West, south, east, north (or their like in metres); None where nothing has a shape."""
    box = features.geometry.total_bounds
    return None if np.isnan(box).any() else [float(value) for value in box]


def moved(shapes: Shapes, move: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Shapes:
    """Shapes with their coordinates moved, without heights; None stays None.

    Parameters
    ----------
    shapes : array
    move : callable
        Takes and returns positions, shape (vertices, 2).
    """
    plain = (shapely.get_type_id(shapes) == 3) & (shapely.get_num_interior_rings(shapes) == 0)
    if plain.all():
        counts = shapely.get_num_coordinates(shapes)
        places = move(shapely.get_coordinates(shapes))
        # Rings that have no end any more are left to the slower way; it takes flat shapes only.
        if len(places) and (counts > 0).all() and np.isfinite(places.sum()):
            rings = np.concatenate([[0], np.cumsum(counts)])
            areas = np.arange(len(shapes) + 1)
            return np.asarray(
                shapely.from_ragged_array(shapely.GeometryType.POLYGON, places, (rings, areas)),
                dtype=object,
            )
        flat = shapely.force_2d(shapes)
        return np.asarray(shapely.set_coordinates(flat, places), dtype=object)
    return np.asarray(shapely.transform(shapes, move), dtype=object)


def same_shapes(shapes: Shapes, others: Shapes) -> bool:
    """Whether two arrays hold the same shapes, coordinate by coordinate."""
    if len(shapes) != len(others):
        return False
    same = shapely.equals_identical(shapes, others)
    return bool((same | (shapely.is_missing(shapes) & shapely.is_missing(others))).all())


def shape_array(shapes: list[Any]) -> Shapes:
    """A list of shapely geometries and None as an array."""
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    return array

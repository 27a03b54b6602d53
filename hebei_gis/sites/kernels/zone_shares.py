"""The share of each polygon that lies in each zone, for many polygons and few large zones.

Polygons wholly inside a zone are found by a spatial index alone (share 1). Only those that
meet a zone's edge are intersected, and against pieces of the zone of at most
:data:`PIECE_VERTICES` vertices instead of the whole; the work runs on threads, chunk by chunk.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
Floats = NDArray[np.float64]

PIECE_VERTICES = 64
#: Polygons a thread takes at once: bounds the memory.
CHUNK = 50_000
_DEEPEST = 40


def zone_shares(polygons: Shapes, zones: Shapes, *, threads: int | None = None) -> Floats:
    """Share of each polygon's area that lies in each zone, 0 to 1.

    ``share = area(polygon ∩ zone) / area(polygon)``, areas in the plane of the coordinates.
    Zones may overlap one another; each is taken for itself.

    Parameters
    ----------
    polygons, zones : arrays of valid Polygon or MultiPolygon
        In one projected CRS.
    threads : int, optional
        As many as there are processors, unless given.

    Returns
    -------
    array of float, shape (polygons, zones)
        In the order given; NaN in the row of a polygon without area.

    Notes
    -----
    Equals ``geopandas.overlay`` within 1e-9. Not for points and lines, which have no area.
    """
    shares = np.zeros((len(polygons), len(zones)))
    if not len(polygons) or not len(zones):
        return shares
    pieces, owners = split_zones(zones)
    starts = range(0, len(polygons), CHUNK)

    def work(start: int) -> None:
        part = slice(start, start + CHUNK)
        _fill(shares[part], polygons[part], zones, pieces, owners)

    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        list(pool.map(work, starts))
    return shares


def split_zones(zones: Shapes, vertices: int = PIECE_VERTICES) -> tuple[Shapes, NDArray[Any]]:
    """Cut zones along axis-parallel lines into pieces of at most so many vertices.

    Returns
    -------
    pieces, owners
        The pieces, and for each the position of its zone in `zones`.
    """
    parts, owners = shapely.get_parts(zones, return_index=True)
    done: list[Shapes] = []
    done_owners: list[NDArray[Any]] = []
    for depth in range(_DEEPEST + 1):
        small = shapely.get_num_coordinates(parts) <= vertices
        if depth == _DEEPEST:
            small[:] = True
        done.append(parts[small])
        done_owners.append(owners[small])
        parts, owners = parts[~small], owners[~small]
        if not len(parts):
            break
        parts, owners = _halves(parts, owners)
    return np.concatenate(done), np.concatenate(done_owners)


def _halves(parts: Shapes, owners: NDArray[Any]) -> tuple[Shapes, NDArray[Any]]:
    west, south, east, north = shapely.bounds(parts).T
    wide = (east - west) >= (north - south)
    middle_x = np.where(wide, (west + east) / 2, east)
    middle_y = np.where(wide, north, (south + north) / 2)
    first = shapely.box(west, south, middle_x, middle_y)
    second = shapely.box(
        np.where(wide, middle_x, west), np.where(wide, south, middle_y), east, north
    )
    cut = np.concatenate([shapely.intersection(parts, first), shapely.intersection(parts, second)])
    pieces, index = shapely.get_parts(cut, return_index=True)
    areal = shapely.get_dimensions(pieces) == 2
    return pieces[areal], np.concatenate([owners, owners])[index[areal]]


def _fill(
    shares: Floats, polygons: Shapes, zones: Shapes, pieces: Shapes, owners: NDArray[Any]
) -> None:
    """Write the shares of one chunk into `shares`."""
    tree = shapely.STRtree(polygons)
    near = tree.query(zones)
    if near.size:
        zone, inside = tree.query(zones, predicate="contains_properly")
        shares[inside, zone] = 1.0
        zone, polygon = near
        edge = np.unique(polygon[shares[polygon, zone] == 0.0])
        _intersect_edges(shares, polygons, edge, pieces, owners)
    shares[shapely.area(polygons) == 0.0] = np.nan


def _intersect_edges(
    shares: Floats, polygons: Shapes, edge: NDArray[Any], pieces: Shapes, owners: NDArray[Any]
) -> None:
    candidates = polygons[edge]
    piece, position = shapely.STRtree(candidates).query(pieces, predicate="intersects")
    row, zone = edge[position], owners[piece]
    open_ = shares[row, zone] < 1.0
    piece, position, row, zone = piece[open_], position[open_], row[open_], zone[open_]
    if not len(piece):
        return
    areas = shapely.area(shapely.intersection(candidates[position], pieces[piece]))
    flat, order = np.unique(row * shares.shape[1] + zone, return_inverse=True)
    sums = np.bincount(order, weights=areas, minlength=len(flat))
    row, zone = np.divmod(flat, shares.shape[1])
    whole = shapely.area(polygons[row])
    found = np.divide(sums, whole, out=np.zeros_like(sums), where=whole > 0)
    shares[row, zone] = np.clip(found, 0.0, 1.0)

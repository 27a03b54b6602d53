"""How much of a parcel lies in an area; for one known only as a point, the chance that it does."""

from __future__ import annotations

import numpy as np
import shapely

from hebei_gis.sites.criteria import Criterion
from hebei_gis.sites.kernels.zone_shares import Floats, Shapes, zone_shares
from hebei_gis.sites.measuring.shape import ellipsoid_area_m2
from hebei_gis.sites.measuring.surroundings import Surroundings, Targets, targets_of
from hebei_gis.sites.parcels import Parcels
from hebei_gis.sites.position_error import PositionErrors, translated
from hebei_gis.words.notes import Note

#: Segments of a quarter of the circle a point's accuracy stands for.
QUARTER_SEGMENTS = 64


def measure_share(criterion: Criterion, parcels: Parcels, around: Surroundings) -> Floats | Note:
    """Formula ``share``: the part of the parcel in the layer's areas together, 0 to 1.

    ``area(parcel ∩ areas) / area(parcel)`` in the plane of the metre CRS. For a parcel known
    only as a point: the chance that it lies inside, its true position uniform in the disc of
    its accuracy, ``area(disc ∩ areas) / area(disc)`` with a disc of 256 sides; 0 or 1 where
    its accuracy is 0. Features that are not areas cover nothing.
    """
    targets = targets_of(criterion, around)
    if isinstance(targets, Note):
        return targets
    areas = shapely.union_all(targets.shapes[shapely.get_dimensions(targets.shapes) == 2])
    return chance_or_share(parcels, areas)


def chance_or_share(parcels: Parcels, area: shapely.Geometry) -> Floats:
    """Share of each polygon in `area`, chance of each point; see :func:`measure_share`."""
    shares = np.zeros(len(parcels))
    if shapely.is_empty(area):
        return shares
    exact = parcels.are_points & (parcels.accuracy_m == 0)
    shares[exact] = shapely.intersects(parcels.shapes[exact], area)
    shapes = parcels.shapes.copy()
    discs = parcels.are_points & ~exact
    shapes[discs] = shapely.buffer(
        shapes[discs], parcels.accuracy_m[discs], quad_segs=QUARTER_SEGMENTS
    )
    shares[~exact] = zone_shares(shapes[~exact], np.array([area], dtype=object))[:, 0]
    return shares


def measure_covered_area(
    criterion: Criterion, parcels: Parcels, around: Surroundings
) -> Floats | Note:
    """Formula ``covered_area``: m² of the parcel in the layer's areas.

    The share times the area on the ellipsoid. NaN for a parcel known only as a point, whose
    extent is not known.
    """
    shares = measure_share(criterion, parcels, around)
    return shares if isinstance(shares, Note) else shares * ellipsoid_area_m2(parcels)


def perturb_share(
    criterion: Criterion,
    parcels: Parcels,
    around: Surroundings,
    errors: PositionErrors,
    draws: slice,
) -> Floats:
    """Formula ``share`` with parcels and areas moved; a point then is inside (1) or not (0).

    Shape (draws, parcels).
    """
    targets = targets_of(criterion, around)
    if isinstance(targets, Note):
        raise ValueError(targets.sentence())
    areal = np.flatnonzero(shapely.get_dimensions(targets.shapes) == 2)
    of_parcels = errors.of(parcels.layer, parcels.keys, parcels.accuracy_m, draws)
    of_targets = errors.of(targets.layer, targets.keys, targets.accuracy_m, draws)
    by_area = np.zeros((len(areal), *of_parcels.shape[:2]))
    for number, target in enumerate(areal):
        shifts = of_parcels - of_targets[:, [target]]
        by_area[number] = _shares_in(parcels, targets.shapes[target], shifts)
    shares: Floats = by_area.sum(axis=0)
    # Where a polygon lies in several areas, these may overlap: only their union counts.
    several = ((by_area > 0).sum(axis=0) > 1) & ~parcels.are_points
    for draw, row in np.argwhere(several):
        within = np.flatnonzero(by_area[:, draw, row])
        shifts = of_targets[draw, areal[within]] - of_parcels[draw, row]
        shares[draw, row] = _joint_share(parcels, row, targets, areal[within], shifts)
    return np.minimum(shares, 1.0)


def _shares_in(parcels: Parcels, area: shapely.Geometry, shifts: Floats) -> Floats:
    shares = np.zeros(shifts.shape[:2])
    points = parcels.are_points
    if points.any():
        places = shapely.get_coordinates(parcels.shapes[points])[None] + shifts[:, points]
        shapely.prepare(area)
        shares[:, points] = shapely.intersects_xy(area, places[..., 0], places[..., 1])
    if not points.all():
        moved = translated(parcels.shapes[~points], shifts[:, ~points])
        zone: Shapes = np.array([area], dtype=object)
        shares[:, ~points] = zone_shares(moved.ravel(), zone)[:, 0].reshape(moved.shape)
    return shares


def _joint_share(
    parcels: Parcels, row: int, targets: Targets, areas: np.ndarray, shifts: Floats
) -> float:
    """Share of one parcel in the union of areas, each moved by its own shift."""
    shape = parcels.shapes[row]
    moved = translated(targets.shapes[areas], shifts[None])[0]
    covered = shapely.union_all(shapely.intersection(moved, shape))
    return float(shapely.area(covered) / shapely.area(shape))


def perturb_covered_area(
    criterion: Criterion,
    parcels: Parcels,
    around: Surroundings,
    errors: PositionErrors,
    draws: slice,
) -> Floats:
    """Formula ``covered_area`` with parcels and areas moved; shape (draws, parcels)."""
    shares = perturb_share(criterion, parcels, around, errors, draws)
    return shares * ellipsoid_area_m2(parcels)[None]

"""Area and compactness: of the parcel alone, unknown for one known only as a point."""

from __future__ import annotations

import numpy as np
import shapely

from hebei_gis.geo.crs import geodetic
from hebei_gis.sites.criteria import Criterion
from hebei_gis.sites.kernels.zone_shares import Floats
from hebei_gis.sites.measuring.surroundings import Surroundings
from hebei_gis.sites.parcels import Parcels


def ellipsoid_area_m2(parcels: Parcels) -> Floats:
    """Area of each parcel on the ellipsoid, in m².

    Formula: the geodesic polygon area of Karney (2013) on the ellipsoid of the parcels' own
    datum, through its longitudes and latitudes; free of the scale of the projection. Edges
    are geodesics, not the straight lines of the plane: below 1e-8 of the area for parcels.
    NaN for parcels known only as a point.
    """
    areas = np.full(len(parcels), np.nan)
    found = geodetic(parcels.features)
    if found is None:
        return areas
    degrees, geod = found
    for number, shape in enumerate(degrees):
        if not parcels.are_points[number]:
            # orient: the area of a ring that runs clockwise is counted negative.
            areas[number] = abs(geod.geometry_area_perimeter(shapely.orient_polygons(shape))[0])
    return areas


def measure_area(criterion: Criterion, parcels: Parcels, around: Surroundings) -> Floats:
    """Formula ``area``: see :func:`ellipsoid_area_m2`."""
    return ellipsoid_area_m2(parcels)


def measure_compactness(criterion: Criterion, parcels: Parcels, around: Surroundings) -> Floats:
    """Formula ``compactness``: Polsby–Popper, 0 to 1.

    ``4π · area / perimeter²`` in the plane of the metre CRS (conformal: its scale cancels),
    with the rims of holes counted as perimeter. A circle has 1, a square π/4. Says nothing
    of parcels of several parts, which always look ragged. NaN for points.
    """
    area, perimeter = shapely.area(parcels.shapes), shapely.length(parcels.shapes)
    unknown = np.full(len(parcels), np.nan)
    np.divide(4 * np.pi * area, perimeter**2, out=unknown, where=perimeter > 0)
    return unknown

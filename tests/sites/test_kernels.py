from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from hebei_gis.sites.kernels.nearest import count_within, nearest_feature, pairs_within
from hebei_gis.sites.kernels.zone_shares import split_zones, zone_shares


def made_case(parcels=600, zones=6, seed=0):
    random = np.random.default_rng(seed)
    corners = random.uniform(0, 4000, (parcels, 2))
    sides = random.uniform(10, 120, (parcels, 2))
    shapes = shapely.box(*corners.T, *(corners + sides).T)
    turned = [
        shapely.affinity.rotate(s, a)
        for s, a in zip(shapes, random.uniform(0, 90, parcels), strict=True)
    ]
    angles = np.linspace(0, 2 * np.pi, 700, endpoint=False)
    stars = []
    for centre in random.uniform(500, 3500, (zones, 2)):
        radius = 600 + 80 * np.sin(angles * random.integers(5, 60)) + random.uniform(-20, 20, 700)
        stars.append(
            shapely.Polygon(centre + np.c_[np.cos(angles), np.sin(angles)] * radius[:, None])
        )
    holed = stars[0].difference(stars[0].centroid.buffer(200))
    return np.array(turned), np.array([holed, *stars[1:]])


def test_shares_equal_the_overlay():
    polygons, zones = made_case()
    found = zone_shares(polygons, zones, threads=2)
    expected = np.zeros_like(found)
    left = gpd.GeoDataFrame({"p": range(len(polygons))}, geometry=polygons, crs="EPSG:4548")
    right = gpd.GeoDataFrame({"z": range(len(zones))}, geometry=zones, crs="EPSG:4548")
    both = gpd.overlay(left, right, how="intersection", keep_geom_type=True)
    areas = both.area.groupby([both["p"], both["z"]]).sum()
    for (p, z), area in areas.items():
        expected[p, z] = area / polygons[p].area
    assert np.abs(found - expected).max() < 1e-9
    assert (found == 1).any()
    assert ((found > 0) & (found < 1)).any()


def test_pieces_are_small_and_make_up_their_zone():
    _, zones = made_case()
    pieces, owners = split_zones(zones)
    assert shapely.get_num_coordinates(pieces).max() <= 64
    np.testing.assert_allclose(np.bincount(owners, shapely.area(pieces)), shapely.area(zones))


def test_shares_of_nothing_and_of_multipolygons():
    _, zones = made_case()
    assert zone_shares(np.array([], dtype=object), zones).shape == (0, 6)
    box = shapely.box(0, 0, 1, 1)
    far = shapely.box(10_000, 0, 10_001, 1)
    pair = shapely.MultiPolygon([box, far])
    found = zone_shares(np.array([pair, box, far]), np.array([shapely.box(-1, -1, 2, 2)]))
    assert found[:, 0].tolist() == [0.5, 1, 0]
    line = shapely.from_wkt("POLYGON ((0 0, 1 0, 0 0))")
    assert np.isnan(zone_shares(np.array([line]), np.array([box]))).all()


def test_nearest_takes_the_first_of_equals():
    targets = np.array([shapely.Point(2, 0), shapely.Point(-2, 0), shapely.Point(0, 9)])
    origins = np.array([shapely.Point(0, 0), shapely.Point(-1, 0), shapely.box(0, 4, 1, 8)])
    distances, which = nearest_feature(origins, targets)
    assert distances.tolist() == [2, 1, 1]
    assert which.tolist() == [0, 1, 2]


def test_within_is_exact_whichever_side_is_larger():
    random = np.random.default_rng(1)
    few, many = (
        shapely.points(random.uniform(0, 100, (5, 2))),
        shapely.points(random.uniform(0, 100, (80, 2))),
    )
    for origins, targets in ((few, many), (many, few)):
        near = shapely.distance(origins[:, None], targets[None, :]) <= 20
        assert count_within(origins, targets, 20).tolist() == near.sum(axis=1).tolist()
        for distance in (20.0, np.full(len(origins), 20.0)):
            pairs = pairs_within(origins, targets, distance)
            np.testing.assert_array_equal(np.stack(pairs), np.argwhere(near).T)


def test_nearest_equals_trying_them_all():
    random = np.random.default_rng(3)
    polygons, _ = made_case(300)
    points = shapely.points(random.uniform(0, 4000, (60, 2)))
    for targets in (points, np.concatenate([points, polygons[:5]]), points[:1]):
        for origins in (polygons, shapely.points(random.uniform(0, 4000, (99, 2)))):
            every = shapely.distance(origins[:, None], targets[None, :])
            distances, which = nearest_feature(origins, targets)
            np.testing.assert_array_equal(distances, every.min(axis=1))
            np.testing.assert_array_equal(which, every.argmin(axis=1))

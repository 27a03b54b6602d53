from __future__ import annotations

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from hebei_gis.geo import crs, shifted_datums
from hebei_gis.words.errors import DatumError, HebeiGisError

LONGITUDES = st.floats(73.5, 135.1)
LATITUDES = st.floats(18.1, 53.6)
GEOD = pyproj.Geod(ellps="WGS84")


def apart_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    return float(GEOD.inv(lon, lat, other_lon, other_lat)[2])


@given(lon=LONGITUDES, lat=LATITUDES)
def test_gcj02_returns_to_within_a_micrometre_everywhere_in_china(lon: float, lat: float) -> None:
    assert (
        apart_m(lon, lat, *shifted_datums.gcj02_to_wgs84(*shifted_datums.wgs84_to_gcj02(lon, lat)))
        <= 1e-6
    )
    assert (
        apart_m(lon, lat, *shifted_datums.wgs84_to_gcj02(*shifted_datums.gcj02_to_wgs84(lon, lat)))
        <= 1e-6
    )


@given(lon=LONGITUDES, lat=LATITUDES)
def test_bd09_returns_to_within_a_micrometre_everywhere_in_china(lon: float, lat: float) -> None:
    assert (
        apart_m(lon, lat, *shifted_datums.bd09_to_wgs84(*shifted_datums.wgs84_to_bd09(lon, lat)))
        <= 1e-6
    )
    assert (
        apart_m(lon, lat, *shifted_datums.bd09_to_gcj02(*shifted_datums.gcj02_to_bd09(lon, lat)))
        <= 1e-6
    )


@given(lon=LONGITUDES, lat=LATITUDES)
def test_shifts_are_of_the_known_size(lon: float, lat: float) -> None:
    assert 10 < apart_m(lon, lat, *shifted_datums.wgs84_to_gcj02(lon, lat)) < 1500
    assert 400 < apart_m(lon, lat, *shifted_datums.gcj02_to_bd09(lon, lat)) < 1500


def test_the_shift_where_it_is_known() -> None:
    moved_lon, moved_lat = shifted_datums.wgs84_to_gcj02(117.2, 39.16)
    assert apart_m(117.2, 39.16, moved_lon, moved_lat) == pytest.approx(557, abs=2)
    assert moved_lon > 117.2
    assert moved_lat > 39.16


def test_published_positions() -> None:
    # From the test values of the published JavaScript implementation (coordtransform).
    assert np.allclose(
        shifted_datums.wgs84_to_gcj02(116.404, 39.915),
        (116.41024449916938, 39.91640428150164),
        rtol=0,
        atol=1e-9,
    )
    assert np.allclose(
        shifted_datums.gcj02_to_bd09(116.404, 39.915),
        (116.41036949371029, 39.92133699351021),
        rtol=0,
        atol=1e-9,
    )


def features(*positions: tuple[float, float]) -> gpd.GeoDataFrame:
    points = [shapely.Point(position) for position in positions]
    return gpd.GeoDataFrame({"name": [str(p) for p in positions]}, geometry=points)


@pytest.mark.parametrize("datum", shifted_datums.SHIFTED_DATUMS)
def test_a_declared_datum_is_undone(datum: str) -> None:
    truth = features((117.2, 39.16), (117.25, 39.2)).set_crs(crs.WGS84)
    stored = crs.to_datum(truth, datum)
    assert stored.crs is None
    moved = crs.to_datum(truth.to_crs("EPSG:4548"), datum)
    assert np.allclose(shapely.get_coordinates(moved.geometry),
                       shapely.get_coordinates(stored.geometry), rtol=0, atol=1e-8)  # fmt: skip
    back = crs.declared_to_crs(stored, datum, crs.WGS84)
    assert back.crs == crs.WGS84
    assert list(back["name"]) == list(truth["name"])
    assert np.allclose(
        shapely.get_coordinates(back.geometry),
        shapely.get_coordinates(truth.geometry),
        rtol=0,
        atol=1e-11,
    )
    first = shapely.get_coordinates(stored.geometry)[0]
    assert apart_m(117.2, 39.16, *first) > 500


def test_a_declared_code_wins_over_what_the_frame_says() -> None:
    stored = features((500_000.0, 4_300_000.0)).set_crs("EPSG:3857")
    moved = crs.declared_to_crs(stored, "EPSG:4548", crs.WGS84)
    assert moved.geometry.x[0] == pytest.approx(117.0)


def test_to_datum_takes_codes_too() -> None:
    moved = crs.to_datum(features((117.0, 39.0)).set_crs(crs.WGS84), "EPSG:4548")
    assert moved.crs.to_epsg() == 4548
    assert moved.geometry.x[0] == pytest.approx(500_000)


def test_unknown_codes_are_refused_with_what_is_expected() -> None:
    with pytest.raises(DatumError, match=r"EPSG:99999.*EPSG:4490.*GCJ-02 or BD-09") as caught:
        crs.known_crs("EPSG:99999")
    assert isinstance(caught.value, HebeiGisError)
    assert isinstance(caught.value, ValueError)
    assert not crs.is_known_crs("EPSG:99999")
    assert crs.is_known_crs("EPSG:4490")
    with pytest.raises(DatumError):
        crs.declared_to_crs(features((1, 1)), "WGS-48", crs.WGS84)


def test_same_crs_looks_at_the_datum_not_at_axes_or_heights() -> None:
    assert crs.same_crs("OGC:CRS84", "EPSG:4326")
    assert crs.same_crs("EPSG:4979", "EPSG:4326")
    assert not crs.same_crs("EPSG:4490", "EPSG:4326")
    assert not crs.same_crs("EPSG:4547", "EPSG:4548")


def test_metric_is_projected_and_in_metres() -> None:
    assert crs.is_metric("EPSG:4548")
    assert not crs.is_metric("EPSG:4326")
    assert not crs.is_metric("EPSG:2263")  # feet


def test_wgs84_bounds() -> None:
    two = features((117.1, 39.1), (117.3, 39.2)).set_crs(crs.WGS84).to_crs("EPSG:4548")
    assert crs.wgs84_bounds(two) == pytest.approx((117.1, 39.1, 117.3, 39.2))
    assert crs.wgs84_bounds(two.iloc[:0]) is None

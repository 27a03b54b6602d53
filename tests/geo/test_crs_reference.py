"""GCJ-02 and BD-09 against an implementation from outside, and there and back by the million."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyproj
import pytest

from hebei_gis.geo import shifted_datums

GEOD = pyproj.Geod(ellps="WGS84")
#: West, south, east, north: the district, and all of China.
PLACES = {
    "district": (117.13, 39.11, 117.28, 39.21),
    "China": (73.5, 18.1, 135.1, 53.6),
}
MICROMETRE = 1e-6


def scattered(place: str, count: int) -> tuple[Any, Any]:
    west, south, east, north = PLACES[place]
    random = np.random.default_rng(84)
    return random.uniform(west, east, count), random.uniform(south, north, count)


def farthest_m(lon: Any, lat: Any, other_lon: Any, other_lat: Any) -> float:
    return float(np.max(GEOD.inv(lon, lat, other_lon, other_lat)[2]))


@pytest.mark.parametrize("place", PLACES)
def test_there_and_back_for_a_million_positions(place: str) -> None:
    lon, lat = scattered(place, 1_000_000)
    back = {
        "GCJ-02": shifted_datums.gcj02_to_wgs84(*shifted_datums.wgs84_to_gcj02(lon, lat)),
        "BD-09": shifted_datums.bd09_to_wgs84(*shifted_datums.wgs84_to_bd09(lon, lat)),
        "BD-09 from GCJ-02": shifted_datums.bd09_to_gcj02(*shifted_datums.gcj02_to_bd09(lon, lat)),
    }
    for name, (found_lon, found_lat) in back.items():
        assert farthest_m(lon, lat, found_lon, found_lat) <= MICROMETRE, name


@pytest.mark.parametrize("place", PLACES)
def test_as_geocoordinates_rs_has_it(place: str) -> None:
    rust = pytest.importorskip("geocoordinates_ffi")
    lon, lat = scattered(place, 3000)
    inside = ~np.array([rust.out_of_china(y, x) for x, y in zip(lon, lat, strict=True)])
    lon, lat = lon[inside], lat[inside]
    assert len(lon) > 1000
    wgs = [rust.Wgs84(lat=y, lon=x) for x, y in zip(lon, lat, strict=True)]
    gcj = [rust.wgs84_to_gcj02(one) for one in wgs]
    bd = [rust.wgs84_to_bd09(one) for one in wgs]
    assert farthest_m(*shifted_datums.wgs84_to_gcj02(lon, lat), *_places(gcj)) <= MICROMETRE
    assert farthest_m(*shifted_datums.wgs84_to_bd09(lon, lat), *_places(bd)) <= MICROMETRE
    back = _places([rust.gcj02_to_wgs84_refined(one) for one in gcj])
    assert farthest_m(*shifted_datums.gcj02_to_wgs84(*_places(gcj)), *back) <= MICROMETRE
    # Back from BD-09 the package itself ends 1.7e-6 m from where it started; we do not.
    assert farthest_m(lon, lat, *shifted_datums.bd09_to_wgs84(*_places(bd))) <= MICROMETRE
    back = _places([rust.bd09_to_wgs84_refined(one) for one in bd])
    package_m = farthest_m(lon, lat, *back)
    assert farthest_m(*shifted_datums.bd09_to_wgs84(*_places(bd)), *back) <= package_m + MICROMETRE
    assert package_m <= 2 * MICROMETRE


def _places(positions: list[Any]) -> tuple[Any, Any]:
    return np.array([one.lon for one in positions]), np.array([one.lat for one in positions])

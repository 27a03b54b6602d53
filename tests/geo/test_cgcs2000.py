"""CGCS2000 by any of its names, and CRSs that mean no place."""

from __future__ import annotations

import pyproj
import pytest

from hebei_gis.geo.conversions import unmovable
from hebei_gis.geo.crs import crs_code, known_crs

ZONE = (
    'PROJCS["{name}",GEOGCS["{frame}",DATUM["{datum}",SPHEROID["CGCS2000",6378137.0,'
    '298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",{easting}],'
    'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",{meridian}],'
    'PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)
NAMES = [
    ("GCS_China_Geodetic_Coordinate_System_2000", "D_China_2000"),
    ("CGCS2000", "CGCS2000"),
    ("GCS_CGCS_2000", "D_CGCS_2000"),
    ("GCS_CGCS2000", "D_CGCS2000"),
    ("China Geodetic Coordinate System 2000", "China_2000"),
    ("国家大地坐标系2000", "D_国家2000"),
    ("2000国家大地坐标系", "D_unnamed"),
]


@pytest.mark.parametrize(("frame", "datum"), NAMES)
@pytest.mark.parametrize(
    ("name", "easting", "meridian", "code"),
    [
        ("CGCS2000_3_Degree_GK_CM_117E", 500000.0, 117.0, "EPSG:4548"),
        ("CGCS2000_3_Degree_GK_Zone_39", 39500000.0, 117.0, "EPSG:4527"),
        ("GK 6 degrees", 20500000.0, 117.0, "EPSG:4498"),
        ("whatever it is called", 500000.0, 120.0, "EPSG:4549"),
    ],
)
def test_zones_are_known_by_their_parameters(
    frame: str, datum: str, name: str, easting: float, meridian: float, code: str
) -> None:
    wkt = ZONE.format(name=name, frame=frame, datum=datum, easting=easting, meridian=meridian)
    assert crs_code(wkt) == code


@pytest.mark.parametrize(("frame", "datum"), NAMES)
def test_a_local_meridian_keeps_its_parameters_on_cgcs2000(frame: str, datum: str) -> None:
    wkt = ZONE.format(name="local", frame=frame, datum=datum, easting=500000.0, meridian=117.3)
    code = crs_code(wkt)
    assert unmovable(code) is None
    crs = known_crs(code)
    assert crs.geodetic_crs is not None and crs.geodetic_crs.to_epsg() == 4490
    lon, _ = pyproj.Transformer.from_crs(crs, 4326, always_xy=True).transform(500000, 4340000)
    assert lon == pytest.approx(117.3)


def test_degrees_of_cgcs2000() -> None:
    for frame, datum in NAMES:
        wkt = (
            f'GEOGCS["{frame}",DATUM["{datum}",SPHEROID["CGCS2000",6378137.0,298.257222101]],'
            'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
        )
        assert crs_code(wkt) == "EPSG:4490"


def test_the_name_alone_does_not_make_cgcs2000() -> None:
    wkt = ZONE.format(
        name="CGCS2000", frame="CGCS2000", datum="CGCS2000", easting=500000.0, meridian=117.0
    ).replace("298.257222101", "298.3")
    assert not crs_code(wkt).startswith("EPSG")


def test_a_crs_called_gcj02_is_gcj02() -> None:
    wkt = (
        'GEOGCS["GCS_GCJ_02",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
        'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
    )
    assert crs_code(wkt) == "GCJ-02"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('LOCAL_CS["local",UNIT["metre",1]]', "no_datum"),
        (
            'GEOGCS["Undefined geographic SRS",DATUM["unknown",SPHEROID["unknown",6378137,'
            '298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]',
            "no_datum",
        ),
        ("EPSG:4214", "old_datum"),
        ("EPSG:4610", "old_datum"),
        ("EPSG:4490", None),
        ("EPSG:4548", None),
        ("GCJ-02", None),
    ],
)
def test_why_coordinates_cannot_be_moved(text: str, kind: str | None) -> None:
    found = unmovable(text)
    assert (found.kind if found else None) == kind

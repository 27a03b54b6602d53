"""Every format, in every reference system and encoding, read again: places and cells."""

from __future__ import annotations

import datetime
import math
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hebei_gis.export.packaging import export
from hebei_gis.export.request import ExportLayer, Origin
from hebei_gis.export.verify import members_of, read_export, verify_content
from hebei_gis.formats.registry import written_formats
from hebei_gis.geo.shifted_datums import wgs84_to_bd09, wgs84_to_gcj02
from hebei_gis.geo.targets import Target
from hebei_gis.layers.declaration import Style

DATUMS = {
    "WGS84": "EPSG:4326",
    "CGCS2000": "EPSG:4490",
    "metres": "EPSG:4548",
    "EPSG:4527": "EPSG:4527",
    "EPSG:32650": "EPSG:32650",
    "GCJ-02": "GCJ-02",
    "BD-09": "BD-09",
}
CASES = [
    (name, datum, encoding)
    for name, known in written_formats().items()
    for datum, code in DATUMS.items()
    if Target(code).kind in known.kinds
    for encoding in known.encodings or ("",)
    if (name, code) != ("survey", "EPSG:32650")  # it takes zones of CGCS2000 only
]
COLUMNS = [
    "name_zh", "basis", "accuracy_m", "floor_area_ratio_m2", "用地性质代码", "count", "kept",
    "ZDDM", "floors", "listed", "built",
]  # fmt: skip

WORDS = st.text(
    st.sampled_from("河北区中山路金钟河镕喆㐂𠮷𣎴①·—“”、《》ａＺ abcXYZ09'\"<>&;,%_()[]{}|\\/\n"),
    max_size=30,
)
#: Of parcels, 19 digits: more than a float holds.
CODES = st.integers(10**18, 2**63 - 1)
PLACES = st.tuples(st.floats(117.15, 117.27), st.floats(39.12, 39.2))


@st.composite
def polygons(draw: st.DrawFn) -> shapely.Polygon:
    """A star around a place, with or without a hole, running either way."""
    lon, lat = draw(PLACES)
    corners = draw(st.integers(3, 9))
    radii = draw(st.lists(st.floats(1e-4, 0.01), min_size=corners, max_size=corners))

    def ring(share: float) -> list[tuple[float, float]]:
        angles = [2 * math.pi * n / corners for n in range(corners)]
        return [
            (lon + share * r * math.cos(a), lat + share * r * math.sin(a))
            for a, r in zip(angles, radii, strict=True)
        ]

    hole = [ring(0.4)] if draw(st.booleans()) else []
    shape = shapely.Polygon(ring(1.0), hole)
    return shape.reverse() if draw(st.booleans()) else shape


POINTS = PLACES.map(shapely.Point)
LINES = st.lists(PLACES, min_size=2, max_size=6, unique=True).map(shapely.LineString)
SHAPES = {
    "Point": POINTS,
    "LineString": LINES,
    "Polygon": polygons(),
    "MultiPoint": st.lists(POINTS, min_size=2, max_size=3, unique=True).map(shapely.MultiPoint),
    "MultiPolygon": polygons().map(
        lambda shape: shapely.MultiPolygon([shape, shapely.affinity.translate(shape, 0.05)])
    ),
    "mixed": st.one_of(POINTS, LINES, polygons()),
}


@st.composite
def frames(draw: st.DrawFn) -> tuple[str, gpd.GeoDataFrame]:
    """Features in WGS 84 with Chinese names; none, one or several, of one type or mixed."""
    kind = draw(st.sampled_from(list(SHAPES)))
    shapes = draw(st.lists(SHAPES[kind], max_size=4))
    count = len(shapes)

    def column(cells: Any) -> list[Any]:
        return draw(st.lists(cells, min_size=count, max_size=count))

    data = {
        "name_zh": pd.Series(column(st.one_of(st.none(), WORDS)), dtype=object),
        "basis": pd.Series(column(st.sampled_from(["surveyed", "sketch"])), dtype=object),
        "accuracy_m": pd.Series(column(st.floats(0, 1e5)), dtype=float),
        "floor_area_ratio_m2": pd.Series(
            column(st.floats(-1e9, 1e9) | st.just(math.nan)), dtype=float
        ),
        "用地性质代码": pd.Series(column(st.sampled_from(["0701", "R2", "", "中"])), dtype=object),
        "count": pd.Series(column(st.integers(-(10**12), 10**12)), dtype="int64"),
        "kept": pd.Series(column(st.booleans()), dtype=bool),
        "ZDDM": pd.Series(column(st.none() | CODES), dtype="Int64"),
        "floors": pd.Series(column(st.none() | st.integers(-3, 120)), dtype="Int64"),
        "listed": pd.Series(column(st.none() | st.booleans()), dtype="boolean"),
        "built": pd.Series(column(st.none() | st.dates()), dtype=object),
    }
    keys = [f"键{number}" for number in range(count)]
    features = gpd.GeoDataFrame(data, geometry=shapes, crs="EPSG:4326").set_axis(keys)
    return kind, features


def layer_of(kind: str, features: gpd.GeoDataFrame) -> ExportLayer:
    return ExportLayer(
        "trial", "试验", "Trial", features.to_crs("EPSG:4548"),
        Style(color="#336699", label=True), "CC0-1.0", "本测试", "this test",
        origins=(Origin("trial.geojson", "0" * 64, "2026", "EPSG:4326"),),
        geometry=("Point", "LineString", "Polygon") if kind == "mixed" else (kind,),
    )  # fmt: skip


def expected_places(features: gpd.GeoDataFrame, code: str) -> np.ndarray:
    """The shapes in the target, moved another way than the program does."""
    if code in ("GCJ-02", "BD-09"):
        shift = wgs84_to_gcj02 if code == "GCJ-02" else wgs84_to_bd09
        move = lambda xy: np.column_stack(shift(xy[:, 0], xy[:, 1]))  # noqa: E731
    else:
        way = pyproj.Transformer.from_crs("EPSG:4326", code, always_xy=True)
        move = lambda xy: np.column_stack(way.transform(xy[:, 0], xy[:, 1]))  # noqa: E731
    return shapely.transform(features.geometry.to_numpy(), move)


def expected_cell(name: str, encoding: str, value: Any) -> Any:
    """A cell after the losses that the format documents."""
    if value is None or value is pd.NA:
        return "" if name == "csv" else None
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and math.isnan(value):
        return "" if name == "csv" else None
    if name == "csv" and not isinstance(value, str):
        return "" if value is None else str(value).upper() if value in (True, False) else value
    if name in ("shp", "filegdb") and isinstance(value, bool):
        return int(value)
    if name == "shp" and isinstance(value, str):
        stored = value.encode(encoding, "replace")[:254]
        return stored.decode(encoding, "ignore").strip(" ") or None
    if name in ("shp", "kml", "xlsx") and value == "":
        return None
    if name == "csv":
        return f"'{value}" if value[:1] in tuple("=+-@＝＋－＠\n\t") else value
    return value


def assert_cells(name: str, encoding: str, wanted: gpd.GeoDataFrame, found: pd.DataFrame) -> None:
    if name == "dxf":
        assert list(found["key"]) == list(wanted.index)
        return
    if name == "survey":  # the layout has a number and a name for what layers of ours hold
        names = [" ".join((text or "").replace(",", "，").split()) for text in wanted["name_zh"]]
        assert [text or "" for text in found["地块名称"]] == names
        return
    for title in ["key", *COLUMNS]:
        assert title in found, (title, list(found))
        cells = [str(key) for key in wanted.index] if title == "key" else wanted[title].tolist()
        for cell, stored in zip(cells, found[title].tolist(), strict=True):
            missing = (
                stored is None
                or stored is pd.NA
                or (isinstance(stored, float) and math.isnan(stored))
            )
            back = None if missing or (name == "kml" and stored == "") else stored
            expected = expected_cell(name, encoding, cell)
            if isinstance(expected, int) and not isinstance(expected, bool):
                assert int(back) == expected, title
            elif isinstance(expected, float):
                assert float(back) == pytest.approx(expected, rel=1e-13, abs=1e-14), title
            else:
                assert back == expected, title


def assert_places(wanted: np.ndarray, found: Any, tolerance: float) -> None:
    for shape, back in zip(wanted, found, strict=True):
        assert back.geom_type.removeprefix("Multi") == shape.geom_type.removeprefix("Multi")
        ours, theirs = shapely.get_parts(shape), shapely.get_parts(back)
        assert len(ours) == len(theirs)
        assert shapely.count_coordinates(shape) == shapely.count_coordinates(back)
        assert shapely.hausdorff_distance(shape, back) <= tolerance * 1.5


@pytest.mark.parametrize(("name", "datum", "encoding"), CASES)
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
@given(case=frames())
def test_every_format_gives_back_what_went_in(
    name: str, datum: str, encoding: str, case: tuple[str, gpd.GeoDataFrame]
) -> None:
    kind, features = case
    exported = export(
        [layer_of(kind, features)], name, datum, metre_crs="EPSG:4548", title="试验", stem="trial",
        encoding=encoding, packaging="zip", date=datetime.date(2026, 11, 24),
    )  # fmt: skip
    sidecar, faults = verify_content(exported.content, exported.name)
    assert faults == ()
    assert sidecar["rows"] == len(features)
    members = members_of(exported.content, exported.name)
    files = {n: content for n, content in members.items() if not n.endswith(".meta.json")}
    read = read_export(written_formats()[name], files, exported.name)
    tables = read.tables
    assert read.stated == read.found, "the file's own hash"
    code = DATUMS[datum]
    for table in tables:
        stated = "" if code in ("GCJ-02", "BD-09") and name not in ("csv", "xlsx", "dxf") else code
        if name == "survey" and not len(features):
            stated = ""  # whether eastings have the zone's number shows in the points only
        assert table.reference_system == stated
    filled = [table.rows for table in tables if len(table.rows)]
    assert sum(map(len, filled)) == len(features)
    if not filled:
        return
    found = pd.concat(filled)
    key = "地块编号" if name == "survey" else "key"
    found = found.set_index(key, drop=False).loc[[str(k) for k in features.index]]
    assert_cells(name, encoding or "utf-8", features, found)
    tolerance = 1e-7 if Target(code).in_degrees else 1e-3
    assert_places(expected_places(features, code), found["geometry"], tolerance)


@pytest.mark.parametrize("name", written_formats())
def test_the_same_request_is_the_same_bytes(name: str) -> None:
    features = gpd.GeoDataFrame(
        {"name_zh": ["一", "二"]}, geometry=[shapely.Point(117.2, 39.1)] * 2, crs="EPSG:4326"
    )
    one, two = (
        export(
            [layer_of("Point", features)], name, None, metre_crs="EPSG:4548", title="t",
            stem="trial", date=datetime.date(2026, 11, 24),
        )
        for _ in range(2)
    )  # fmt: skip
    if name not in ("xlsx", "dxf", "gpkg", "filegdb"):  # these count writes or state the moment
        assert one.content == two.content
    assert one.sidecar["layers"] == two.sidecar["layers"]

from __future__ import annotations

import itertools
import json
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from hebei_gis.export.selection import export_layers
from hebei_gis.formats.geojson import to_geojson
from hebei_gis.formats.registry import format_named
from hebei_gis.words.errors import UnknownNameError


def positions(coordinates: Any) -> list[list[Decimal]]:
    if not coordinates or not isinstance(coordinates[0], list):
        return [coordinates] if coordinates else []
    return [position for part in coordinates for position in positions(part)]


def polygons(geometry: dict[str, Any]) -> list[Any]:
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"]]
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else []


def twice_area(ring: list[list[Decimal]]) -> Decimal:
    """Exact; above 0 where the ring runs counter-clockwise."""
    return sum((a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)), Decimal())


def assert_rfc7946(text: str) -> dict[str, Any]:
    collection: dict[str, Any] = json.loads(
        text, parse_float=Decimal, parse_int=Decimal, parse_constant=pytest.fail
    )
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    for feature in collection["features"]:
        assert feature["type"] == "Feature"
        assert "crs" not in feature
        geometry = feature["geometry"]
        for position in positions(geometry["coordinates"]):
            assert len(position) == 2
            lon, lat = position
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90
            for number in position:
                assert number.normalize().as_tuple().exponent >= -7, number
        for outer, *holes in polygons(geometry):
            for ring in (outer, *holes):
                assert len(ring) >= 4
                assert ring[0] == ring[-1]
            assert twice_area(outer) >= 0
            assert all(twice_area(hole) <= 0 for hole in holes)
    return collection


@st.composite
def star_polygons(draw: st.DrawFn) -> shapely.Polygon:
    """Polygons around a centre, with or without a hole, running either way."""
    lon, lat = draw(st.floats(117.0, 117.4)), draw(st.floats(39.0, 39.3))
    corners = draw(st.integers(3, 12))
    radii = draw(st.lists(st.floats(1e-4, 0.05), min_size=corners, max_size=corners))
    turn = draw(st.floats(0, 6.28))

    def ring(share: float) -> list[tuple[float, float]]:
        angles = [turn + 2 * math.pi * n / corners for n in range(corners)]
        return [
            (lon + share * r * math.cos(a), lat + share * r * math.sin(a))
            for a, r in zip(angles, radii, strict=True)
        ]

    outer, hole = ring(1.0), ring(0.5)
    if draw(st.booleans()):
        outer.reverse()
    if draw(st.booleans()):
        hole.reverse()
    return shapely.Polygon(outer, [hole] if draw(st.booleans()) else [])


def frame(*shapes: Any, crs: str = "EPSG:4326", **columns: Any) -> gpd.GeoDataFrame:
    index = pd.Index([f"k{n}" for n in range(len(shapes))], name="key")
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs, index=index)


@given(shape=star_polygons(), other=star_polygons())
def test_any_polygon_becomes_rfc_7946(shape: Any, other: Any) -> None:
    both = shapely.MultiPolygon([shape, shapely.affinity.translate(other, 1.0)])
    collection = assert_rfc7946(to_geojson(frame(shape, both)))
    back = [shapely.from_geojson(json.dumps(f["geometry"], default=float))
            for f in collection["features"]]  # fmt: skip
    assert [len(positions(f["geometry"]["coordinates"])) for f in collection["features"]] == [
        shapely.count_coordinates(shape),
        shapely.count_coordinates(both),
    ]
    for before, after in zip((shape, both), back, strict=True):
        assert after.geom_type == before.geom_type
        assert shapely.hausdorff_distance(before.normalize(), after.normalize()) <= 1e-7


@given(shape=star_polygons())
def test_metres_arrive_where_they_were_in_degrees(shape: Any) -> None:
    metres = frame(shape).to_crs("EPSG:4548")
    collection = assert_rfc7946(to_geojson(metres))
    after = shapely.from_geojson(json.dumps(collection["features"][0]["geometry"], default=float))
    assert shapely.hausdorff_distance(shape, after) <= 2e-7


def test_a_clockwise_ring_is_turned_and_its_hole_the_other_way() -> None:
    clockwise = shapely.Polygon(
        [(117, 39), (117, 39.3), (117.3, 39.3), (117.3, 39)],
        [[(117.1, 39.1), (117.2, 39.1), (117.2, 39.2), (117.1, 39.2)]],
    )
    assert not clockwise.exterior.is_ccw
    (feature,) = assert_rfc7946(to_geojson(frame(clockwise)))["features"]
    outer, hole = feature["geometry"]["coordinates"]
    assert twice_area(outer) > 0 > twice_area(hole)


def test_lines_keep_their_direction_and_points_are_points() -> None:
    line = shapely.LineString([(117.3, 39.3), (117.1, 39.1)])
    collection = assert_rfc7946(to_geojson(frame(line, shapely.Point(117.123456789, 39, 7))))
    first, second = (feature["geometry"] for feature in collection["features"])
    assert first["coordinates"][0] == [Decimal("117.3"), Decimal("39.3")]
    assert second["coordinates"] == [Decimal("117.1234568"), Decimal(39)]


def test_properties_are_plain_and_the_key_comes_first() -> None:
    features = frame(
        *[shapely.Point(117, 39)] * 2,
        name=["井", "<b>"],
        count=np.array([1, 2], dtype="int64"),
        area_m2=[1.5, float("nan")],
        when=pd.to_datetime(["2026-01-02", None]),
        tags=[["a", None], None],
        more=[{"x": np.float64(2)}, None],
    )
    collection = json.loads(to_geojson(features))
    one, two = collection["features"]
    assert next(iter(one["properties"])) == "key"
    assert one["id"] == one["properties"]["key"] == "k0"
    assert one["properties"] == {
        "key": "k0",
        "name": "井",
        "count": 1,
        "area_m2": 1.5,
        "when": "2026-01-02T00:00:00",
        "tags": ["a", None],
        "more": {"x": 2.0},
    }
    assert two["properties"]["area_m2"] is None
    assert two["properties"]["when"] is None
    assert two["properties"]["tags"] is None


def test_members_and_own_properties() -> None:
    text = to_geojson(frame(shapely.Point(117, 39), x=[1]), [{"only": "this"}], licence="MIT")
    collection = json.loads(text)
    assert collection["licence"] == "MIT"
    assert collection["features"][0]["properties"] == {"only": "this"}
    assert "井" in to_geojson(frame(shapely.Point(117, 39), name=["井"])), "not escaped"


def test_nothing_is_a_collection_too() -> None:
    empty = gpd.GeoDataFrame({"name": []}, geometry=[], crs="EPSG:4548")
    assert assert_rfc7946(to_geojson(empty))["features"] == []


def test_gcj02_is_moved_and_only_for_drawing() -> None:
    collection = json.loads(to_geojson(frame(shapely.Point(117.2, 39.16)), datum="GCJ-02"))
    lon, lat = collection["features"][0]["geometry"]["coordinates"]
    assert lon == pytest.approx(117.2063, abs=1e-4)
    assert lat == pytest.approx(39.1610, abs=1e-4)


def test_every_layer_exports_as_rfc_7946_and_reads_back(
    default_workspace: Any, tmp_path: Path
) -> None:
    for layer_id, layer in default_workspace.layers.items():
        text = export_layers(default_workspace, [layer_id], "geojson").content.decode()
        collection = assert_rfc7946(text)
        assert len(collection["features"]) == len(layer.features)
        assert collection["licence"] == default_workspace.licence(layer_id)
        assert collection["attribution"]
        for feature in collection["features"]:
            assert feature["properties"]["basis"]
            assert feature["properties"]["accuracy_m"] > 0
            assert feature["properties"]["source"]
        if layer.features.empty:
            continue
        path = tmp_path / f"{layer_id}.geojson"
        path.write_text(text, encoding="utf-8")
        back = gpd.read_file(path).to_crs(layer.features.crs)
        assert list(back["key"]) == list(layer.features.index)
        apart_m = back.geometry.hausdorff_distance(
            layer.features.geometry.reset_index(drop=True), align=False
        )
        assert apart_m.max() < 0.02, layer_id


def test_unknown_formats_list_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match=r"no format 'docx'.*geojson"):
        format_named("docx")

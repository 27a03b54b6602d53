"""GeoJSON: values as they stand in the file, other kinds of JSON by their names."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely

from hebei_gis.files.limits import Limits
from hebei_gis.words.errors import UploadError
from tests.formats.vector_cases import rows_of, source_of, told

POINT = {"type": "Point", "coordinates": [117.2, 39.16]}


def feature(properties: Any = None, geometry: Any = POINT, **members: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry, **members}


def collection(*features: Any, **members: Any) -> bytes:
    values = {"type": "FeatureCollection", **members, "features": list(features)}
    return json.dumps(values, ensure_ascii=False).encode()


def test_values_stay_as_they_stand() -> None:
    rows = [
        {"码": 1201050010010000001, "建成": "2023-01-05", "是": True, "n": 1, "x": 0.5},
        {"码": None, "建成": None, "是": None, "n": 2, "nested": {"a": [1, "中"]}},
        {"码": 1201050010010000003, "n": 12345678901234567890123},
    ]
    table = rows_of("geojson", collection(*map(feature, rows))).table
    assert table["码"].tolist() == [1201050010010000001, None, 1201050010010000003]
    assert table["建成"].tolist() == ["2023-01-05", None, None]
    assert table["是"].tolist() == [True, None, None]
    assert table["n"].tolist() == [1, 2, 12345678901234567890123]
    assert table["nested"].tolist() == [None, '{"a": [1, "中"]}', None]


def test_codes_among_decimals_are_kept_as_text_and_told() -> None:
    content = collection(feature({"n": 1201050010010000001}), feature({"n": 0.5}))
    assert rows_of("geojson", content).table["n"].tolist() == ["1201050010010000001", "0.5"]
    assert "kept as text" in told("geojson", content)


@pytest.mark.parametrize(
    ("ids", "properties", "wanted"),
    [
        ([1, 2], {}, None),
        ([0, 1], {}, None),
        (["P1", "P2"], {}, "id"),
        ([7, 9], {}, "id"),
        (["P1", "P2"], {"id": "x"}, "id_2"),
        (["x", "x"], {"id": "x"}, None),
        (["x", "x"], {"key": "x"}, None),
    ],
)
def test_ids_of_features_are_kept_where_they_say_more(
    ids: list[Any], properties: dict[str, Any], wanted: str | None
) -> None:
    table = rows_of("geojson", collection(*(feature(properties, id=one) for one in ids))).table
    more = [name for name in table if name not in properties]
    assert more == ([wanted] if wanted else [])
    if wanted:
        assert table[wanted].tolist() == ids


@pytest.mark.parametrize(
    ("member", "crs", "stated", "by_format"),
    [
        ({"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}, None, None, "GeoJSON"),
        ({"name": "EPSG:4326"}, None, None, "GeoJSON"),
        ({"name": "urn:ogc:def:crs:EPSG::4490"}, "EPSG:4490", None, None),
        ({"name": "urn:ogc:def:crs:EPSG::4548"}, "EPSG:4548", None, None),
        ({"code": 4548}, "EPSG:4548", None, None),
        ({"name": "EPSG:990099"}, None, "EPSG:990099", None),
        ({"name": "BD-09"}, None, "BD-09", None),
        ({"href": "http://x/crs"}, None, "http://x/crs", None),
        (None, None, None, None),
    ],
)
def test_the_crs_member_is_heard(
    member: Any, crs: str | None, stated: str | None, by_format: str | None
) -> None:
    crs_member = {"type": "name", "properties": member} if member else None
    rows = rows_of("geojson", collection(feature(), crs=crs_member))
    assert (rows.crs, rows.stated, rows.crs_by_format) == (crs, stated, by_format)


def test_features_one_after_another_are_read_and_told() -> None:
    lines = [json.dumps(feature({"n": n})) for n in range(3)]
    for text in ("\n".join(lines) + "\n", "\x1e" + "\x1e".join(lines), f"[{','.join(lines)}]"):
        assert rows_of("geojson", text.encode()).table["n"].tolist() == [0, 1, 2]
        assert "one after another" in told("geojson", text.encode())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"type":"Topology","objects":{}}', "TopoJSON"),
        ('{"geometryType":"esriGeometryPoint","features":[{"attributes":{}}]}', "Esri JSON"),
        ('{"displayFieldName":"","features":[],"spatialReference":{}}', "Esri JSON"),
        ('{"type":"FeatureCollection",\n"features":[{},]}', "line 2, column 16"),
        ('{"type":"FeatureCollection","features":[', "line 1, column 41"),
        ('{"type":"FeatureCollection","features":[]} x', "Extra data"),
        ('{"a":1}', "JSON that begins"),
        ("[" * 100_000, "nested too deeply|JSON that begins"),
        ('{"type":"FeatureCollection"}', "without features"),
    ],
)
def test_what_is_none_says_so_in_our_words(text: str, sentence: str) -> None:
    with pytest.raises(UploadError, match=sentence) as caught:
        rows_of("geojson", text.encode())
    assert "vsimem" not in str(caught.value)


def test_shapes_of_every_type_heights_and_empty_ones() -> None:
    shapes = [
        shapely.Point(117, 39), shapely.LineString([(117, 39), (118, 39)]),
        shapely.box(117, 39, 118, 40), shapely.MultiPoint([(117, 39), (118, 39)]),
        shapely.MultiLineString([[(117, 39), (118, 39)], [(1, 1), (2, 2)]]),
        shapely.MultiPolygon([shapely.box(0, 0, 3, 3) - shapely.box(1, 1, 2, 2)]),
        shapely.GeometryCollection([shapely.Point(1, 1), shapely.box(0, 0, 1, 1)]),
        shapely.Point(1, 2, 3), shapely.Polygon(),
    ]  # fmt: skip
    texts = [json.loads(shapely.to_geojson(shape)) for shape in shapes]
    found = rows_of("geojson", collection(*(feature(None, text) for text in texts), feature()))
    for shape, read in zip(shapes, found.shapes, strict=False):
        assert shapely.equals_identical(shape, read), shape
    assert found.issues == ()


def test_broken_shapes_are_told_by_row() -> None:
    ring = [[117, 39], [118, 39], [118, 40]]
    content = collection(
        feature(),
        feature(None, {"type": "Polygon", "coordinates": [ring]}),
        feature(None, {"type": "Circle", "coordinates": [1, 2]}),
        feature(None, {"type": "Point", "coordinates": [117]}),
        feature(None, {"type": "Polygon", "coordinates": 7}),
        feature(None, {"type": "Point", "coordinates": [117, 39, 1, 2]}),
        feature(None, None),
    )
    rows = rows_of("geojson", content)
    issues = sorted(rows.issues, key=lambda issue: issue.key)
    assert [(issue.kind, issue.key) for issue in issues] == [
        ("closed_ring", "2"), ("no_position", "3"), ("no_position", "4"), ("no_position", "5"),
    ]  # fmt: skip
    assert "the geometry type Circle is not known" in issues[1].sentence("en")
    assert rows.shapes[5].coords[0] == (117, 39, 1)
    assert [shape is None for shape in rows.shapes] == [False, False, *[True] * 3, False, True]


def test_collections_deep_within_each_other_are_no_shape() -> None:
    deep: Any = POINT
    for _ in range(200):
        deep = {"type": "GeometryCollection", "geometries": [deep]}
    rows = rows_of("geojson", collection(feature(None, deep)))
    assert "more than 20 geometry collections" in rows.issues[0].sentence("en")


def test_json_fg_is_read_where_it_places_its_shapes() -> None:
    place = {"type": "Point", "coordinates": [4336285.8, 517286.2]}
    head = {"coordRefSys": "http://www.opengis.net/def/crs/EPSG/0/4548"}
    rows = rows_of("geojson", collection(feature({}, place=place, time=None), **head))
    assert rows.crs == "EPSG:4548"
    assert rows.shapes[0].coords[0] == (517286.2, 4336285.8)


def test_limits_hold() -> None:
    content = collection(*[feature({"n": 1})] * 50)
    for limits in (Limits(rows=40), Limits(vertices=40), Limits(cells=40)):
        with pytest.raises(UploadError, match="at most 40"):
            source_of("geojson", content, limits=limits).layers  # noqa: B018


@pytest.mark.parametrize("last", [False, True])
def test_members_that_stand_twice_are_told_by_row(last: bool) -> None:
    twice = (
        '{"type":"Feature","properties":{"a":1,"a":2,"t":"\\"a\\":"},'
        '"geometry":{"type":"Point","coordinates":[1,2],"coordinates":[117.2,39.16]}}'
    )
    once = json.dumps(feature({"a": 3}))
    features = [once, once, twice] if last else [twice, once, once]
    content = (
        '{"type":"FeatureCollection","name":"x","name":"y","features":[' + ",".join(features) + "]}"
    ).encode()
    rows = rows_of("geojson", content)
    row = 3 if last else 1
    assert [(one.kind, one.key, one.facts["names"]) for one in rows.issues] == [
        ("doubled_member", str(row), ["a", "coordinates"])
    ]
    assert rows.table["a"].tolist()[row - 1] == 2
    assert "more than once: name" in told("geojson", content)
    lines = "\n".join(features).encode()
    assert [one.key for one in rows_of("geojson", lines).issues] == [str(row)]

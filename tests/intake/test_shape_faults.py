"""Shapes row by row: listed, mended where there is one right way, asked where there are two."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections import Counter
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from hebei_gis.geo.repair import Ways, flatten, repair
from hebei_gis.geo.shapes import shape_array

BOWTIE = "POLYGON ((117.2 39.1, 117.21 39.11, 117.21 39.1, 117.2 39.11, 117.2 39.1))"
TWICE = (
    "POLYGON ((117.2 39.1, 117.23 39.1, 117.23 39.13, 117.2 39.13, 117.2 39.1, "
    "117.21 39.11, 117.22 39.11, 117.22 39.12, 117.21 39.12, 117.21 39.11, 117.2 39.1))"
)
WOUND_TWICE = (
    "POLYGON ((117.2 39.1, 117.24 39.1, 117.24 39.14, 117.21 39.14, 117.21 39.11, "
    "117.23 39.11, 117.23 39.15, 117.2 39.15, 117.2 39.1))"
)


def geojson(*shapes: Any, **properties: Any) -> dict[str, bytes]:
    features = [
        {"type": "Feature", "properties": {"n": n, **properties}, "geometry": shape}
        for n, shape in enumerate(shapes)
    ]
    return {"a.geojson": json.dumps({"type": "FeatureCollection", "features": features}).encode()}


def table(*texts: str) -> dict[str, bytes]:
    lines = ["n,wkt", *(f'{n},"{text}"' for n, text in enumerate(texts))]
    return {"a.csv": "\n".join(lines).encode()}


def kinds(preview: Any) -> dict[str, str]:
    return {issue.key: issue.kind for issue in preview.issues}


def test_a_bow_tie_has_one_mend(previewed: Any) -> None:
    preview = previewed(table(BOWTIE), datum="WGS84")
    assert preview.ready and kinds(preview) == {"1": "repaired_geometry"}
    (shape,) = preview.rows.geometry
    assert shape.is_valid and shape.geom_type == "MultiPolygon"
    assert any("repaired" in sentence for sentence in preview.sentences())


def test_two_ways_are_a_question(previewed: Any) -> None:
    content = table(WOUND_TWICE, BOWTIE)
    preview = previewed(content, datum="WGS84")
    (question,) = preview.questions
    assert question.fault.kind == "shape_undecided" and "row 1:" in question.fault.found
    assert question.mends == ("repair", "drop_invalid")
    assert len(previewed(content, datum="WGS84", accept=["repair"]).rows) == 2
    dropped = previewed(content, datum="WGS84", accept=["drop_invalid"])
    assert dropped.ready and len(dropped.rows) == 1


def test_unclosed_rings_are_closed(previewed: Any) -> None:
    ring = [[117.2, 39.1], [117.21, 39.1], [117.21, 39.11], [117.2, 39.11]]
    preview = previewed(geojson({"type": "Polygon", "coordinates": [ring]}))
    assert preview.ready and kinds(preview)["1"] == "closed_ring"
    assert preview.rows.geometry.iloc[0].is_valid
    wkt = "POLYGON ((117.2 39.1, 117.21 39.1, 117.21 39.11, 117.2 39.11))"
    assert kinds(previewed(table(wkt), datum="WGS84")) == {"1": "closed_ring"}


def test_null_empty_and_endless(previewed: Any) -> None:
    point = {"type": "Point", "coordinates": [117.2, 39.1]}
    preview = previewed(geojson(None, point))
    assert kinds(preview) == {"1": "missing_geometry"}
    texts = ["POINT EMPTY", "POINT (117.2 39.1)", "", "POINT (nan nan)", "POINT (inf 3)", "rubbish"]
    preview = previewed(table(*texts), datum="WGS84")
    assert len(preview.rows) == 1
    assert kinds(preview)["1"] == "empty_geometry"
    assert kinds(preview)["3"] == "missing_geometry"
    assert kinds(preview)["5"] == "infinite_coordinates"
    assert kinds(preview)["6"] == "position_unread"


def test_heights_and_measures_are_dropped(previewed: Any) -> None:
    preview = previewed(table("POINT Z (117.2 39.1 5)", "POINT (117.2 39.1)"), datum="WGS84")
    assert kinds(preview) == {"1": "height_dropped"}
    assert not preview.rows.geometry.has_z.any()
    preview = previewed(table("POINT ZM (117.2 39.1 5 6)"), datum="WGS84")
    assert kinds(preview) == {"1–1": "height_dropped"}
    assert "1 row: heights not kept." in preview.sentences()


def test_mixed_types_stay_and_collections_are_sorted_out(previewed: Any) -> None:
    line = "LINESTRING (117.2 39.1, 117.21 39.1)"
    lines = f"GEOMETRYCOLLECTION ({line}, {line.replace('39.1', '39.2')})"
    mixed = f"GEOMETRYCOLLECTION (POINT (117.2 39.1), {BOWTIE.replace('117.21 39.1, ', '', 1)})"
    preview = previewed(table("POINT (117.2 39.1)", lines), datum="WGS84")
    assert preview.ready and set(preview.geometry_types) == {"Point", "MultiLineString"}
    assert kinds(preview) == {"2": "collection_merged"}
    content = table("POINT (117.2 39.1)", mixed)
    (question,) = previewed(content, datum="WGS84").questions
    assert question.mends == ("largest_dimension", "drop_invalid")
    reduced = previewed(content, datum="WGS84", accept=["largest_dimension"])
    assert reduced.ready and kinds(reduced)["2"] == "collection_reduced"


def test_slivers_are_listed_and_kept(previewed: Any) -> None:
    sliver = "POLYGON ((117.2 39.1, 117.21 39.1, 117.21 39.1000002, 117.2 39.1))"
    preview = previewed(table(sliver), datum="WGS84")
    assert kinds(preview) == {"1": "sliver"} and len(preview.rows) == 1
    assert "m wide" in preview.issues[0].detail


def test_what_collapses_is_left_out(previewed: Any) -> None:
    flat = "POLYGON ((117.2 39.1, 117.21 39.1, 117.2 39.1, 117.2 39.1))"
    point = "LINESTRING (117.2 39.1, 117.2 39.1)"
    preview = previewed(table(flat, point, "POINT (117.2 39.1)"), datum="WGS84")
    assert len(preview.rows) == 1
    assert kinds(preview) == {"1": "dropped_geometry", "2": "dropped_geometry"}


def test_arcs_are_flattened_and_listed(makers: Any, previewed: Any) -> None:
    ((name, content),) = makers.written(makers.points(2), "EPSG:4548", "GPKG", ".gpkg").items()
    path = makers.folder / "arcs.gpkg"
    path.write_bytes(content)
    database = sqlite3.connect(path)
    for (trigger,) in database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        database.execute(f'DROP TRIGGER "{trigger}"')
    x, y = 517000.0, 4333000.0
    arc = struct.pack("<BII6d", 1, 8, 3, x, y, x + 10, y + 10, x + 20, y)
    (table_name,) = database.execute("SELECT table_name FROM gpkg_contents").fetchone()
    head = b"GP\0\1" + struct.pack("<i", 4548)
    database.execute(f'UPDATE "{table_name}" SET geom = ? WHERE fid = 2', (head + arc,))
    database.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = 'GEOMETRY'")
    database.commit()
    database.close()
    preview = previewed({name: path.read_bytes()})
    assert kinds(preview) == {"2": "curve_flattened"}
    assert shapely.get_num_coordinates(preview.rows.geometry.iloc[1]) > 10


def test_a_truncated_shapefile_is_a_question(makers: Any, previewed: Any) -> None:
    parts = makers.shapefile(makers.parcels(), "EPSG:4548", "UTF-8")
    (shp,) = (name for name in parts if name.endswith(".shp"))
    parts[shp] = parts[shp][:-60]
    preview = previewed(parts)
    (question,) = preview.questions
    assert question.fault.kind == "cut_off" and question.mends == ("keep_what_is_left",)
    rest = previewed(parts, accept=["keep_what_is_left"])
    assert rest.ready and len(rest.rows) == 3
    assert kinds(rest) == {"4": "missing_geometry"}


def test_a_truncated_table_is_a_question(makers: Any, previewed: Any) -> None:
    parts = makers.shapefile(makers.parcels(), "EPSG:4548", "UTF-8")
    (dbf,) = (name for name in parts if name.endswith(".dbf"))
    parts[dbf] = parts[dbf][:-200]
    assert "cut_off" in {question.fault.kind for question in previewed(parts).questions}


def test_lone_shp_and_missing_index(makers: Any, previewed: Any) -> None:
    parts = makers.shapefile(makers.parcels(), "EPSG:4548", "UTF-8")
    (shp,) = (name for name in parts if name.endswith(".shp"))
    preview = previewed({shp: parts[shp]}, crs="4548")
    assert len(preview.rows) == 4
    assert {"no_table", "index_rebuilt"} <= {note.kind for note in preview.notes}
    parts.pop(shp.replace(".shp", ".shx"))
    assert len(previewed(parts).rows) == 4


def test_keys(previewed: Any) -> None:
    lines = ["编号,名称,x,y", "A,甲,117.2,39.1", "A,甲,117.2,39.1", "B,乙,117.21,39.1"]
    content = {"a.csv": "\n".join(lines).encode()}
    preview = previewed(content, datum="WGS84", key="编号")
    assert preview.ready and kinds(preview) == {"2": "duplicate_row"}
    assert preview.rows["key"].tolist() == ["A", "B"]
    lines += ["B,丙,117.22,39.1", ",丁,117.22,39.1"]
    content = {"a.csv": "\n".join(lines).encode()}
    (question,) = previewed(content, datum="WGS84", key="编号").questions
    assert question.fault.kind == "key_undecided" and question.mends == ("number_keys",)
    numbered = previewed(content, datum="WGS84", key="编号", accept=["number_keys"])
    assert numbered.rows["key"].tolist() == ["A", "B", "B-2", "row-5"]
    assert numbered.rows["编号"].tolist()[:3] == ["A", "B", "B"]


def test_a_tangle_is_not_mended_but_asked(previewed: Any) -> None:
    random = np.random.default_rng(1)
    places = random.uniform([117.2, 39.1], [117.21, 39.11], size=(3000, 2))
    ring = np.vstack([places, places[:1]]).tolist()
    content = geojson({"type": "Polygon", "coordinates": [ring]})
    (question,) = previewed(content).questions
    assert question.fault.kind == "shape_undecided"
    assert not len(previewed(content, accept=["drop_invalid"]).rows)


coordinates = st.tuples(
    st.floats(117.1, 117.3, allow_nan=False), st.floats(39.1, 39.2, allow_nan=False)
)


@given(st.lists(coordinates, min_size=3, max_size=12))
def test_any_ring_is_mended_dropped_or_asked(ring: list[tuple[float, float]]) -> None:
    shapes = flatten(shape_array([shapely.Polygon(ring)])).shapes
    sound = repair(shapes)
    (shape,) = sound.shapes
    if not sound.doubts and shape is not None:
        assert shape.is_valid and not shape.is_empty
        assert shape.geom_type in ("Polygon", "MultiPolygon")
    assert not repair(shapes, Ways(either=True)).doubts


@given(st.lists(st.one_of(st.none(), coordinates), max_size=20))
def test_each_row_without_a_shape_is_told_once(places: list[Any]) -> None:
    shapes = shape_array([None if place is None else shapely.Point(place) for place in places])
    flat = flatten(shapes)
    counts = Counter(issue.key for issue in flat.issues)
    missing = {str(n + 1) for n, place in enumerate(places) if place is None}
    assert set(counts) == missing and set(counts.values()) <= {1}
    assert len(flat.shapes) == len(places)


@pytest.mark.parametrize("text", [BOWTIE, TWICE, WOUND_TWICE])
def test_mends_are_the_same_every_time(text: str) -> None:
    shapes = gpd.GeoSeries.from_wkt([text]).to_numpy()
    one, two = (repair(shapes, Ways(either=True)).shapes[0] for _ in range(2))
    assert shapely.equals_identical(one, two)

"""What goes out as GeoJSON, JSON-FG, KML or DXF comes in again: values, kinds and places."""

from __future__ import annotations

import datetime
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hebei_gis.export.packaging import export
from hebei_gis.export.request import ExportLayer, Origin
from hebei_gis.layers.declaration import Style
from tests.formats.vector_cases import rows_of

WORDS = st.text(st.sampled_from("𠮷㐂河北区é²①“”'\"<>&;\\ aZ09\n"), min_size=1, max_size=12)
CODES = st.integers(-(2**63), 2**63 - 1) | st.sampled_from(
    [1201050010010000001, 2**53 + 1, -(2**53) - 1, 0]
)
CELLS = {
    "名称": (st.none() | WORDS, object),
    "宗地代码": (st.none() | CODES, "Int64"),
    "层数": (st.none() | st.integers(0, 99), "Int64"),
    "count": (CODES, "int64"),
    "保留": (st.none() | st.booleans(), "boolean"),
    "kept": (st.booleans(), "bool"),
    "建成": (st.none() | st.dates(datetime.date(1900, 1, 1)).map(str), object),
    "area_m2": (st.floats(-1e9, 1e9), "float64"),
}


@st.composite
def frames(draw: st.DrawFn) -> gpd.GeoDataFrame:
    """Points with a column of each kind, some of their cells missing."""
    count = draw(st.integers(1, 4))
    columns = {
        name: pd.Series(draw(st.lists(cells, min_size=count, max_size=count)), dtype=kind)
        for name, (cells, kind) in CELLS.items()
    }
    places = st.tuples(st.floats(117.1, 117.3), st.floats(39.1, 39.2))
    shapes = [shapely.Point(draw(places)) for _ in range(count)]
    keys = [f"键{number}" for number in range(count)]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326").set_axis(keys)


def exported(features: gpd.GeoDataFrame, name: str, datum: str | None = None) -> bytes:
    layer = ExportLayer(
        "trial", "试验", "Trial", features.to_crs("EPSG:4548"),
        Style(color="#336699", label=True), "CC0-1.0", "本测试", "this test",
        origins=(Origin("trial.geojson", "0" * 64, "2026", "EPSG:4326"),), geometry=("Point",),
    )  # fmt: skip
    return export(
        [layer], name, datum, metre_crs="EPSG:4548", title="试验", stem="trial",
        packaging="bare", date=datetime.date(2026, 11, 24),
    ).content  # fmt: skip


def plain(value: Any) -> Any:
    return None if value is None or (not isinstance(value, str) and pd.isna(value)) else value


@pytest.mark.parametrize("name", ["geojson", "jsonfg", "kml"])
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(features=frames())
def test_every_value_comes_back_as_what_it_was(name: str, features: gpd.GeoDataFrame) -> None:
    content = exported(features, name)
    rows = rows_of("kml" if name == "kml" else "geojson", content)
    assert rows.sidecar is not None
    assert rows.sidecar.intact
    assert rows.table["key"].tolist() == list(features.index)
    for column in CELLS:
        wanted = [plain(value) for value in features[column].tolist()]
        found = [plain(value) for value in rows.table[column].tolist()]
        assert found == wanted, column
        kinds = {type(value) for value in found if value is not None}
        assert kinds <= {bool, int, float, str}
        assert kinds == {type(value) for value in wanted if value is not None}, column
    expected = features if name != "jsonfg" else features.to_crs(rows.crs)
    assert np.allclose(
        shapely.get_coordinates(rows.shapes), shapely.get_coordinates(expected.geometry), atol=1e-6
    )


def test_a_browser_reads_long_codes_exactly() -> None:
    features = gpd.GeoDataFrame(
        {"code": [1201050010010000001, 7]}, geometry=[shapely.Point(117.2, 39.1)] * 2,
        crs="EPSG:4326",
    ).set_axis(["a", "b"])  # fmt: skip
    content = exported(features, "geojson")
    assert b'"code": "1201050010010000001"' in content
    changed = content.replace(b'"Trial"', b'"Other"').replace("试验".encode(), "改动".encode())
    assert rows_of("geojson", changed).table["code"].tolist() == [1201050010010000001, 7]


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(features=frames())
def test_a_drawing_of_ours_gives_its_rows_with_their_keys(features: gpd.GeoDataFrame) -> None:
    features["name_zh"] = features["名称"].fillna("无")
    rows = rows_of("dxf", exported(features, "dxf", "metres"))
    assert rows.crs == "EPSG:4548"
    assert rows.table["key"].tolist() == list(features.index)
    names = [" ".join(str(name).split()) for name in features["name_zh"]]
    assert [name or None for name in names] == rows.table["text"].tolist()
    away = shapely.distance(rows.shapes, features.to_crs("EPSG:4548").geometry.to_numpy())
    assert (away < 1e-3).all()


def test_a_drawing_of_ours_keeps_parts_and_holes() -> None:
    hole = shapely.box(117.2, 39.1, 117.21, 39.11) - shapely.box(117.202, 39.102, 117.204, 39.104)
    both = shapely.MultiPolygon([hole, shapely.box(117.22, 39.1, 117.23, 39.11)])
    features = gpd.GeoDataFrame(geometry=[both], crs="EPSG:4326").set_axis(["a"])
    (shape,) = rows_of("dxf", exported(features, "dxf", "metres")).shapes
    assert shape.geom_type == "MultiPolygon"
    assert [len(part.interiors) for part in shape.geoms] == [1, 0]


def test_a_kml_changed_since_keeps_what_others_wrote_in_it() -> None:
    features = gpd.GeoDataFrame(
        {"name_zh": ["甲"]}, geometry=[shapely.Point(117.2, 39.1)], crs="EPSG:4326"
    ).set_axis(["a"])
    content = exported(features, "kml")
    assert "description" not in rows_of("kml", content).table
    changed = content.replace(b"<Placemark><name>", b"<Placemark><address>x</address><name>")
    rows = rows_of("kml", changed)
    assert rows.sidecar is not None
    assert rows.sidecar.intact is False
    assert rows.table["address"].tolist() == ["x"]

"""Layers to export, made in code."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pytest
import shapely

from hebei_gis.export.packaging import ExportedFile, export
from hebei_gis.export.request import ExportLayer, Origin
from hebei_gis.layers.declaration import Style, StyleClass

DATE = datetime.date(2026, 11, 24)


def make_layer(*rows: tuple[str, Any], layer_id: str = "trial", **columns: Any) -> ExportLayer:
    """A layer of (key, shape in WGS 84) rows; `columns` are lists."""
    keys, shapes = [key for key, _ in rows], [shape for _, shape in rows]
    data = {"name_zh": [f"名{key}" for key in keys], "name_en": keys, **columns}
    features = gpd.GeoDataFrame(data, geometry=shapes, crs="EPSG:4326").set_axis(keys)
    style = Style.model_validate(
        {
            "color": "#336699", "label": True, "by": "kind",
            "class": [
                StyleClass(value="a", color="#CC0000", title_zh="甲类", title_en="Kind A"),
                StyleClass(value="b", color="#00AA00", title_zh="乙'类", title_en="Kind B"),
            ],
        }
    )  # fmt: skip
    return ExportLayer(
        layer_id, "试验图层", "Trial Layer", features.to_crs("EPSG:4548"), style, "ODbL-1.0",
        "© 某来源", "© some source", "一层试验数据。", "A layer for trials.",
        (Origin("geodata/trial.geojson", "ab" * 32, "2024", "GCJ-02"),), ("Point",),
    )  # fmt: skip


def default_rows() -> ExportLayer:
    """Three points: two kinds, one of them uncertain."""
    points = [("k1", shapely.Point(117.2, 39.1)), ("k2", shapely.Point(117.21, 39.15)),
              ("k3", shapely.Point(117.22, 39.16))]  # fmt: skip
    return make_layer(
        *points,
        kind=["a", "b", "c"],
        basis=["surveyed", "sketch", "openstreetmap"],
        accuracy_m=[1.0, 300.0, 25.0],
        source=["所测", "手绘", "OSM"],
        note_zh=["", "约略", ""],
    )


@pytest.fixture
def trial() -> ExportLayer:
    return default_rows()


@pytest.fixture
def layer_from() -> Callable[..., ExportLayer]:
    return make_layer


@pytest.fixture
def exported() -> Callable[..., ExportedFile]:
    """Exports layers with what need not be said left out."""

    def run(
        *layers: ExportLayer, format_name: str, datum: str | None = None, **options: Any
    ) -> ExportedFile:
        filled = {"metre_crs": "EPSG:4548", "title": "试验", "stem": "trial", "date": DATE}
        return export(layers, format_name, datum, **{**filled, **options})

    return run

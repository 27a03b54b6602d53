"""Judges from outside: geojson-validator, geoparquet-validator."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.export.selection import export_layers

geojson_validator = pytest.importorskip("geojson_validator")
geoparquet_validator = pytest.importorskip("geoparquet_validator")


def test_every_layer_is_valid_geojson(default_workspace: Any) -> None:
    for layer_id in default_workspace.layers:
        values = json.loads(export_layers(default_workspace, [layer_id], "geojson").content)
        assert geojson_validator.validate_structure(values, check_crs=True) == {}, layer_id
        if values["features"]:
            found = geojson_validator.validate_geometries(values)
            assert found["invalid"] == {}, layer_id
            for name in ("outside_lat_lon_boundaries", "3d_coordinates", "self_intersection"):
                assert name not in found["problematic"], layer_id


@pytest.mark.parametrize("datum", ["WGS84", "CGCS2000", "metres"])
def test_every_layer_is_valid_geoparquet(
    default_workspace: Any, tmp_path: Path, datum: str
) -> None:
    for layer_id, layer in default_workspace.layers.items():
        if layer.features.empty:
            continue  # there are no statistics of nothing
        path = tmp_path / f"{layer_id}.parquet"
        export_layers(default_workspace, [layer_id], "parquet", datum).write(path)
        report = geoparquet_validator.check(str(path))
        failed = [o for o in report["outcomes"] if o["status"] not in ("pass", "skip")]
        assert failed == [], layer_id
        assert geoparquet_validator.conformant(report, "core")

"""Survey boundary text goes out of CGCS2000 zones and comes in again to the millimetre."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from hebei_gis.export.verify import members_of, verify_file
from hebei_gis.words.errors import ExportError
from tests.formats.test_survey_text import FAR, INNER, OUTER
from tests.formats.vector_cases import rows_of


@pytest.mark.parametrize("code", ["EPSG:4548", "EPSG:4527"])
def test_out_and_in_again_to_the_millimetre(
    code: str, exported: Any, layer_from: Any, tmp_path: Path
) -> None:
    hole = shapely.Polygon([(y, x) for x, y in OUTER], [[(y, x) for x, y in INNER]])
    parts = shapely.MultiPolygon([hole, shapely.Polygon([(y, x) for x, y in FAR])])
    single = shapely.Polygon([(y, x) for x, y in INNER])
    layer = layer_from(("A,1", single), ("B2", parts), 图幅号=["K50\n甲", None])
    shapes = [single, parts]
    layer = layer_of(layer, shapes)
    path = tmp_path / "parcels.txt.zip"
    exported(layer, format_name="survey", datum=code).write(path)
    assert verify_file(path)[1] == ()
    (content,) = [
        part for name, part in members_of(path.read_bytes(), "x").items() if name.endswith(".txt")
    ]
    written = content.decode("gb18030")
    assert "带号=39\r\n" in written and "4.0000" not in written
    rows = rows_of("survey", content)
    assert rows.crs == code
    offset = 39e6 if code == "EPSG:4527" else 0
    for found, meant in zip(rows.shapes, shapes, strict=True):
        moved = shapely.transform(meant, lambda places: places + np.array([offset, 0]))
        assert found.normalize().equals_exact(moved.normalize(), 0.0006)
    assert rows.table["地块编号"].tolist() == ["A，1", "B2"]
    assert rows.table["图幅号"].tolist() == ["K50 甲", None]


def layer_of(layer: Any, shapes: list[Any]) -> Any:
    """The layer with shapes in metres instead of those moved there from degrees."""
    features = layer.features.set_geometry(shapes, crs="EPSG:4548")
    return replace(layer, features=features, geometry=("Polygon",))


def test_points_and_lines_go_out_too(exported: Any, layer_from: Any, tmp_path: Path) -> None:
    line = shapely.LineString([(117.2, 39.1), (117.21, 39.12)])
    layer = layer_from(("p", shapely.Point(117.2, 39.1)), ("l", line))
    path = tmp_path / "x.txt.zip"
    exported(layer, format_name="survey").write(path)
    assert verify_file(path)[1] == ()


@pytest.mark.parametrize("code", ["EPSG:3857", "EPSG:32650"])
def test_another_projection_is_refused(code: str, exported: Any, trial: Any) -> None:
    with pytest.raises(ExportError, match="4513"):
        exported(trial, format_name="survey", datum=code)

"""KML exports are valid against the OGC schema, as fastkml ships it with its companions."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import shapely
from lxml import etree

from hebei_gis.export.request import ExportLayer
from hebei_gis.export.selection import export_layers
from hebei_gis.export.verify import members_of


@cache
def schema() -> etree.XMLSchema:
    """The schema; nothing is fetched: its companions lie beside it."""
    found = importlib.util.find_spec("fastkml")
    assert found is not None and found.origin is not None
    path = Path(found.origin).parent / "schema" / "ogckml22.xsd"
    return etree.XMLSchema(etree.parse(path, etree.XMLParser(no_network=True)))


@pytest.fixture
def shapes(layer_from: Any) -> ExportLayer:
    """All shapes, with and without holes, missing and hostile cells, all kinds of columns."""
    hole = shapely.Polygon(
        shapely.box(117.2, 39.1, 117.3, 39.2).exterior.coords,
        [shapely.box(117.22, 39.12, 117.24, 39.14).exterior.coords],
    )
    rows = [
        ("1a", shapely.Point(117.2, 39.1)),
        ("b b", hole),
        ("空 x", shapely.MultiPoint([(117, 39), (117.1, 39)])),
        ("<&>", shapely.LineString([(117, 39), (117.1, 39)])),
        ('"]]>', shapely.MultiPolygon([hole, shapely.box(118, 39, 118.1, 39.1)])),
        ("none", None),
    ]
    return layer_from(  # type: ignore[no-any-return]
        *rows,
        layer_id="all_shapes",
        kind=["a", "b", "c", None, "<b>", ""],
        basis=["surveyed", "sketch", "openstreetmap", "sketch", "sketch", "sketch"],
        accuracy_m=[1.0, 300.0, 25.0, None, 0.0, 1e6],
        source=["所测", "手绘", "OSM", None, "]]>", "\n"],
        count=[1, 2, 3, 4, 5, 6],
        built=[True, False, None, True, None, False],
    )


@pytest.mark.parametrize("datum", ["WGS84", "GCJ-02"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_kml_is_valid(
    datum: str, language: str, exported: Any, trial: ExportLayer, shapes: ExportLayer
) -> None:
    file = exported(
        trial, shapes, format_name="kml", datum=datum, language=language, packaging="zip"
    )
    for name, content in members_of(file.content, file.name).items():
        if name.endswith(".kml"):
            valid = schema().validate(etree.fromstring(content))
            assert valid, [f"{e.line}: {e.message}" for e in schema().error_log]


def test_the_schema_finds_what_is_wrong(exported: Any, trial: Any) -> None:
    """The same check fails where the sidecar stands after the schemas."""
    content = exported(trial, format_name="kml").content
    root = etree.fromstring(content)
    (document,) = root
    data = next(one for one in document if one.tag.endswith("ExtendedData"))
    document.append(data)
    assert not schema().validate(root)


def test_all_layers_of_the_workspace_are_valid(default_workspace: Any) -> None:
    file = export_layers(default_workspace, list(default_workspace.layers), "kml", None)
    valid = schema().validate(etree.fromstring(file.content))
    assert valid, [f"{e.line}: {e.message}" for e in schema().error_log]

"""Small made cases: layers and parcels in metres around one corner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from hebei_gis.layers.declaration import LayerDeclaration
from hebei_gis.layers.preparing import STANDARD_COLUMNS, PreparedLayer
from hebei_gis.sites import Criteria, Criterion, Parcels, Surroundings

CRS = "EPSG:4548"
#: A corner near the central meridian of CRS.
X, Y = 500_000.0, 4_330_000.0


def at(x: float, y: float) -> shapely.Point:
    return shapely.Point(X + x, Y + y)


def square(x: float, y: float, side: float) -> shapely.Polygon:
    return shapely.box(X + x, Y + y, X + x + side, Y + y + side)


def frame(
    shapes: Mapping[str, Any], accuracy_m: float = 0.0, **columns: Sequence[Any]
) -> gpd.GeoDataFrame:
    table: dict[str, Any] = {name: [""] * len(shapes) for name in STANDARD_COLUMNS}
    table |= {"name_zh": list(shapes), "name_en": list(shapes)}
    table |= {"basis": ["surveyed"] * len(shapes), "accuracy_m": [accuracy_m] * len(shapes)}
    index = pd.Index(list(shapes), name="key", dtype="object")
    data = pd.DataFrame({**table, **columns}, index=index)
    return gpd.GeoDataFrame(data, geometry=list(shapes.values()), crs=CRS)


def layer(
    name: str, shapes: Mapping[str, Any], accuracy_m: float = 0.0, **columns: Sequence[Any]
) -> PreparedLayer:
    declaration = LayerDeclaration.model_validate(
        {
            "id": name, "title_zh": name, "title_en": name, "about_zh": "x", "about_en": "x",
            "group": "g", "order": 1,
            "source": {
                "file": "f", "crs": CRS, "sha256": "0" * 64, "rows": len(shapes),
                "licence": "CC0-1.0", "attribution_zh": "x", "attribution_en": "x",
                "retrieved": "2026",
            },
            "shape": {"geometry": ["Point", "Polygon", "LineString"], "key": "key"},
            "style": {"color": "#000000"},
            "quality": {"basis": "surveyed", "accuracy_m": 0},
        }
    )  # fmt: skip
    return PreparedLayer(declaration, frame(shapes, accuracy_m, **columns))


def parcels(
    shapes: Mapping[str, Any], accuracy_m: float = 0.0, layer_id: str = "", **columns: Sequence[Any]
) -> Parcels:
    return Parcels(layer_id, frame(shapes, accuracy_m, **columns))


def around(*layers: PreparedLayer) -> Surroundings:
    return Surroundings({one.id: one for one in layers})


def criterion(name: str, formula: str, direction: str = "higher", **fields: Any) -> Criterion:
    return Criterion.model_validate(
        {
            "id": name, "title_zh": name, "title_en": name, "unit": "", "direction": direction,
            "formula": formula, "weight": 1.0, **fields,
        }
    )  # fmt: skip


def criteria(*declared: Criterion) -> Criteria:
    return Criteria({one.id: one for one in declared}, {})


def table_case(
    values: Mapping[str, Sequence[float]], **directions: str
) -> tuple[Parcels, Criteria]:
    """Parcels whose criteria are columns of their table; lower is better where said."""
    count = len(next(iter(values.values())))
    shapes = {f"p{number}": at(number * 10.0, 0) for number in range(count)}
    declared = [
        criterion(name, "column", directions.get(name, "higher"), columns=[name]) for name in values
    ]
    return parcels(shapes, **values), criteria(*declared)

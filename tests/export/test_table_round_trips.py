"""What goes out as a table and comes in again: codes, gaps, dates, yes and no, rare characters."""

from __future__ import annotations

import datetime
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hebei_gis.export.packaging import export
from hebei_gis.export.request import ExportLayer, Origin
from hebei_gis.files.limits import Limits
from hebei_gis.formats.recognising import recognise
from hebei_gis.formats.sources import Reading, Upload
from hebei_gis.layers.declaration import Style

TEXTS = st.sampled_from(["𠮷㐂", "望海楼", "=1+1", 'a,b;"c"', "多\n行", "1,234", "0701", "Ⅱ类"])
CELLS: dict[str, Any] = {
    "宗地": st.integers(10**18, 2**63 - 1),
    "层数": st.integers(-(10**9), 10**9),
    "面积": st.floats(-1e6, 1e6).map(lambda value: round(value, 3)),
    "在用": st.booleans(),
    "建成": st.dates(datetime.date(1905, 1, 1)).map(str),
    "备注": TEXTS,
}
DTYPES = {"宗地": "Int64", "层数": "Int64", "面积": "float64", "在用": "boolean"}


@st.composite
def features(draw: st.DrawFn) -> gpd.GeoDataFrame:
    """Two to five points, each column with gaps or without."""
    count = draw(st.integers(2, 5))
    columns = {}
    for name, cells in CELLS.items():
        drawn = draw(st.lists(st.one_of(st.none(), cells), min_size=count, max_size=count))
        if all(cell is None for cell in drawn):
            drawn[0] = draw(cells)
        columns[name] = pd.Series(drawn, dtype=DTYPES.get(name, object))
    # A text that is no number keeps the column text.
    columns["备注"].iloc[0] = "甲"
    shapes = [shapely.Point(117 + n / 100, 39.1) for n in range(count)]
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")
    return frame.set_axis([f"键{n}" for n in range(count)])


def plain(value: Any) -> Any:
    return None if value is None or pd.isna(value) else value


@pytest.mark.parametrize("name", ["csv", "xlsx"])
@pytest.mark.parametrize("datum", ["WGS84", "GCJ-02", "metres"])
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=features())
def test_a_table_comes_back_as_it_went_out(name: str, datum: str, rows: gpd.GeoDataFrame) -> None:
    layer = ExportLayer(
        "trial", "试验", "Trial", rows.to_crs("EPSG:4548"), Style(color="#336699"), "CC0-1.0",
        "本测试", "this test", origins=(Origin("trial.geojson", "0" * 64, "2026", "EPSG:4326"),),
    )  # fmt: skip
    file = export(
        [layer], name, datum, metre_crs="EPSG:4548", title="试验", stem="trial",
        packaging="bare", date=datetime.date(2026, 11, 24),
    )  # fmt: skip
    known, _, source = recognise(Upload(file.name, {file.name: file.content}, Limits()))
    read = source.read(Reading())
    assert known.name == name
    assert [found.name for found in source.layers] == ["试验" if name == "xlsx" else "table"]
    assert read.crs == {"WGS84": "EPSG:4326", "metres": "EPSG:4548"}.get(datum, datum)
    assert not read.faults and not read.issues
    assert read.table["key"].tolist() == list(rows.index)
    for column in CELLS:
        found = [plain(value) for value in read.table[column].tolist()]
        wanted = [plain(value) for value in rows[column].tolist()]
        if column == "宗地":
            # Nineteen digits as their exact text.
            wanted = [None if value is None else str(value) for value in wanted]
        assert found == wanted, column
    assert str(read.table["在用"].dtype) in ("bool", "boolean")
    assert str(read.table["层数"].dtype) in ("int64", "Int64")

"""GeoParquet: nested columns, whole numbers, dates, and rows without a shape in large files."""

from __future__ import annotations

import datetime
import io
import json
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

from hebei_gis.formats.geoparquet import write_geoparquet
from hebei_gis.formats.outgoing import Outgoing, Table
from hebei_gis.geo.targets import Target
from hebei_gis.words.errors import UploadError
from tests.formats.conftest import CODE, assert_kept


def parquet(rows: gpd.GeoDataFrame, **options: Any) -> dict[str, bytes]:
    stream = io.BytesIO()
    rows.to_parquet(stream, **options)
    return {"a.parquet": stream.getvalue()}


def test_whole_numbers_yes_no_and_dates_beside_gaps(read: Any, parcels: Any) -> None:
    built = [datetime.date(2023, 1, 5), None, datetime.date(2024, 2, 29)]
    assert_kept(read(parquet(parcels))[0])
    assert_kept(read(parquet(parcels.assign(built=built)))[0])


def test_nested_columns_become_json_and_the_covering_is_left_out(read: Any, parcels: Any) -> None:
    names = [{"primary": "甲", "others": ["A", "B"]}, None, {"primary": "丙", "others": []}]
    rows, told = read(parquet(parcels.assign(names=names), write_covering_bbox=True))
    assert json.loads(rows.table["names"].iloc[0]) == names[0]
    assert rows.table["names"].isna().tolist() == [False, True, False]
    assert "names hold nested lists or structures" in told
    assert "bbox" not in rows.table and "bbox" not in told


def test_binary_columns_are_text_or_named(read: Any, parcels: Any) -> None:
    texts = ["甲".encode(), None, b"x"]
    rows, told = read(parquet(parcels.assign(raw=[b"\xff", b"\x00", None], text=texts)))
    assert rows.table["text"].tolist()[::2] == ["甲", "x"]
    assert "raw" not in rows.table and "raw hold binary values" in told


def test_unsigned_numbers_beyond_64_bits_are_exact(read: Any, parcels: Any) -> None:
    large = pd.array([2**64 - 1, None, 1], dtype=pd.ArrowDtype(pa.uint64()))
    rows, _ = read(parquet(parcels.assign(large=large)))
    assert rows.table["large"].tolist() == [2**64 - 1, None, 1]


def test_a_reference_system_that_is_not_understood_is_handed_over(read: Any, parcels: Any) -> None:
    (content,) = parquet(parcels).values()
    table = pa.parquet.read_table(io.BytesIO(content))
    geo = json.loads(table.schema.metadata[b"geo"])
    geo["columns"]["geometry"]["crs"] = {"name": "GCJ-02"}
    stream = io.BytesIO()
    metadata = {**table.schema.metadata, b"geo": json.dumps(geo).encode()}
    pa.parquet.write_table(table.replace_schema_metadata(metadata), stream)
    rows, _ = read({"a.parquet": stream.getvalue()})
    assert rows.crs is None and "GCJ-02" in str(rows.stated)


def test_a_file_of_another_kind_is_told(read: Any) -> None:
    stream = io.BytesIO()
    pd.DataFrame({"a": [1]}).to_parquet(stream)
    with pytest.raises(UploadError, match="without the key geo"):
        read({"a.parquet": stream.getvalue()})


def test_a_large_file_with_a_row_without_a_shape(read: Any) -> None:
    count = 50_001
    shapes = shapely.points(117 + np.arange(count) / count, np.full(count, 39.1))
    shapes[7] = None
    keys = pd.Series([str(n) for n in range(count)], dtype=object)
    rows = gpd.GeoDataFrame(
        {"key": keys, "code": pd.array([CODE] * count, dtype="Int64")}, geometry=shapes, crs=4326
    )
    table = Table("a", "a", "a", "", "", rows)
    content = write_geoparquet(Outgoing((table,), "a", Target("EPSG:4326")))
    found, _ = read({"a.parquet": content})
    (missing,) = np.flatnonzero(shapely.is_missing(found.shapes))
    assert found.table["key"].iloc[missing] == "7" and missing == count - 1
    assert set(found.table["code"]) == {CODE}

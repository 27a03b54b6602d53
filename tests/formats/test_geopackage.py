"""GeoPackages as QGIS leaves them: in WAL mode, with views, plain tables and empty layers."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from hebei_gis.words.errors import UploadError
from tests.formats.conftest import assert_kept


def changed(content: bytes, statements: str, folder: Path, wal: bool = False) -> dict[str, bytes]:
    """The file after statements; with `wal`, they stand in its write-ahead log alone."""
    path = folder / "changed.gpkg"
    path.write_bytes(content)
    database = sqlite3.connect(path)
    for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        database.create_function(name, 1, lambda _: 0)
    if wal:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA wal_autocheckpoint=0")
    database.executescript(statements)
    database.commit()
    parts = {p.name: p.read_bytes() for p in sorted(folder.glob("changed.gpkg*"))}
    database.close()
    return parts


def test_whole_numbers_yes_no_and_dates_beside_gaps(
    read: Any, written: Any, parcels: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = written("GPKG", ".gpkg", d=parcels)
    assert_kept(read(parts)[0])
    monkeypatch.setattr("hebei_gis.formats.gdal._MANY_ROWS", 0)
    assert_kept(read(parts)[0])


def test_wal_mode_is_read_and_what_may_be_missing_told(
    read: Any, written: Any, parcels: Any, tmp_path: Path
) -> None:
    (content,) = written("GPKG", ".gpkg", d=parcels).values()
    rename = "UPDATE d SET 名称 = '新名' WHERE fid = 1"
    parts = changed(content, rename, tmp_path, wal=True)
    assert set(parts) == {"changed.gpkg", "changed.gpkg-shm", "changed.gpkg-wal"}
    alone, told = read({"changed.gpkg": parts["changed.gpkg"]})
    assert alone.table["名称"].iloc[0] == "甲"
    assert "its -wal file was not handed in" in told
    whole, told = read(parts)
    assert whole.table["名称"].iloc[0] == "新名"
    assert "changed.gpkg-wal are read too" in told


def test_a_log_in_a_zip_counts_too(read: Any, written: Any, parcels: Any, tmp_path: Path) -> None:
    import datetime

    from hebei_gis.files.zips import zip_bytes

    (content,) = written("GPKG", ".gpkg", d=parcels).values()
    parts = changed(content, "UPDATE d SET 名称 = '新名' WHERE fid = 1", tmp_path, wal=True)
    packed = zip_bytes({f"x/{n}": c for n, c in parts.items()}, datetime.date(2026, 11, 24))
    rows, told = read({"a.zip": packed})
    assert rows.table["名称"].iloc[0] == "新名"
    assert "not read" not in told


VIEW = """
CREATE VIEW v AS SELECT * FROM d;
INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)
    VALUES ('v', 'features', 'v', 4326);
INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'POINT', 4326, 0, 0);
"""


def test_a_view_beside_good_tables_is_left_out_and_told(
    read: Any, written: Any, parcels: Any, tmp_path: Path
) -> None:
    (content,) = written("GPKG", ".gpkg", d=parcels).values()
    parts = changed(content, VIEW, tmp_path)
    rows, told = read(parts)
    assert len(rows.table) == 3
    assert "Views and tables that are missing are not read: v." in told
    with pytest.raises(UploadError, match="the layer v is a view"):
        read(parts, layer="v")
    bare = changed(content, f"{VIEW} DELETE FROM gpkg_contents WHERE table_name = 'd'", tmp_path)
    with pytest.raises(UploadError, match="the layer v is a view"):
        read(bare)


def test_empty_layers_and_plain_tables_raise_no_question(
    read: Any, written: Any, parcels: Any
) -> None:
    plain = pd.DataFrame({"a": [1, 2]})
    rows, told = read(written("GPKG", ".gpkg", d=parcels, empty=parcels[:0], 表=plain))
    assert rows.layer == "d" and len(rows.table) == 3
    assert "表 (2)" in told and "empty" not in told


def test_undefined_reference_systems_are_none(
    read: Any, written: Any, parcels: Any, tmp_path: Path
) -> None:
    (content,) = written("GPKG", ".gpkg", d=parcels).values()
    for code in (0, -1):
        parts = changed(content, f"UPDATE gpkg_geometry_columns SET srs_id = {code}", tmp_path)
        rows, _ = read(parts)
        assert rows.crs is None and rows.stated is None


def test_a_cut_file_is_told(read: Any, written: Any, parcels: gpd.GeoDataFrame) -> None:
    (content,) = written("GPKG", ".gpkg", d=parcels).values()
    with pytest.raises(UploadError, match=rf"40000 bytes of {len(content)}"):
        read({"a.gpkg": content[:40_000]})

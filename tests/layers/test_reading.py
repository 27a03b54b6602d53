from __future__ import annotations

import hashlib
from typing import Any

import geopandas as gpd
import pytest
import shapely

from hebei_gis.layers.declaration import read_declaration
from hebei_gis.layers.reading import file_sha256, inspect_layer_file, read_layer_file
from hebei_gis.words.errors import LayerError


def read(folder: Any, layer: str = "well") -> gpd.GeoDataFrame:
    return read_layer_file(folder.path, read_declaration(folder.declaration(layer)))


def faults(folder: Any, layer: str = "well") -> list[str]:
    with pytest.raises(LayerError) as caught:
        read(folder, layer)
    return [fault.sentence() for fault in caught.value.faults]


def test_rows_come_as_stored(workspace_folder: Any) -> None:
    rows = read(workspace_folder())
    assert list(rows["id"]) == ["e", "w", "n"]
    assert rows.geometry.x[0] == 117.21
    assert list(rows["name_zh"]) == ["东井", "西井", "北井"]


def test_an_empty_file_may_be_declared(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    folder.add_layer("nothing", [], fields={"name": "name_zh"})
    assert len(read(folder, "nothing")) == 0


def test_a_changed_file_is_told_with_both_hashes(workspace_folder: Any) -> None:
    folder = workspace_folder()
    path = folder.path / "geodata" / "well.geojson"
    declared = file_sha256(path)
    path.write_bytes(path.read_bytes() + b"\n")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    (told,) = faults(folder)
    assert told.startswith(f"geodata/well.geojson: the file has sha256 {found}")
    assert declared in told
    assert "Restore the file" in told


@pytest.mark.parametrize("declared", [0, 2, 4])
def test_rows_are_counted(workspace_folder: Any, declared: int) -> None:
    folder = workspace_folder()
    folder.edit("layers/well.toml", "rows = 3", f"rows = {declared}")
    (told,) = faults(folder)
    assert told.startswith(
        f"geodata/well.geojson: the file has 3 rows, the declaration says {declared}."
    )


def test_a_missing_file(workspace_folder: Any) -> None:
    folder = workspace_folder()
    (folder.path / "geodata" / "well.geojson").unlink()
    (told,) = faults(folder)
    assert told.startswith("layers/well.toml [source] file: the file geodata/well.geojson does not")
    assert "Put it there or correct the path." in told


@pytest.mark.parametrize("path", ["../secret.geojson", "/etc/hostname", "/vsimem/x.geojson"])
def test_a_path_may_not_leave_the_workspace(workspace_folder: Any, path: str) -> None:
    folder = workspace_folder()
    (folder.path.parent / "secret.geojson").write_text("{}", encoding="utf-8")
    folder.edit("layers/well.toml", "geodata/well.geojson", path)
    (told,) = faults(folder)
    assert f"the path {path} leaves the workspace" in told


def test_another_crs_than_declared(workspace_folder: Any) -> None:
    folder = workspace_folder()
    folder.edit("layers/well.toml", "EPSG:4326", "EPSG:4490")
    (told,) = faults(folder)
    assert told == (
        "geodata/well.geojson: the file says its CRS is EPSG:4326, the declaration says "
        "EPSG:4490. Correct `crs` or convert the file."
    )


def test_a_crs_the_file_states_is_compared(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    folder.add_layer(
        "metres",
        [folder.feature("a", (500_000, 4_330_000))],
        members={"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4548"}}},
    )
    assert "EPSG:4548" in faults(folder, "metres")[0]
    folder.edit("layers/metres.toml", "EPSG:4326", "EPSG:4548")
    assert len(read(folder, "metres")) == 1


def test_heights_are_no_other_crs(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    folder.add_layer("high", [folder.feature("a", (117.2, 39.1, 12.5))])
    assert len(read(folder, "high")) == 1


def test_a_shifted_datum_has_no_crs_to_compare(workspace_folder: Any) -> None:
    folder = workspace_folder()
    folder.edit("layers/well.toml", 'crs = "EPSG:4326"', 'datum = "BD-09"')
    assert len(read(folder)) == 3


def test_all_faults_of_a_file_at_once(workspace_folder: Any) -> None:
    folder = workspace_folder()
    folder.add_layer(
        "wrong",
        [folder.feature("a")],
        system='crs = "EPSG:4548"',
        sha256="0" * 64,
        rows=7,
        key="code",
        fields={"面积": "area_m2"},
    )
    told = faults(folder, "wrong")
    assert len(told) == 5
    joined = "\n".join(told)
    for expected in (
        "0" * 64,
        "has 1 rows, the declaration says 7",
        "EPSG:4548",
        "the column code is not in the file, which has id",
        "the column 面积 is not in the file, which has id",
    ):
        assert expected in joined
    read_all_the_same = inspect_layer_file(
        folder.path, read_declaration(folder.declaration("wrong"))
    )
    assert len(read_all_the_same.rows) == 1
    assert len(read_all_the_same.faults) == 5


@pytest.mark.parametrize(
    "content",
    [b"", b"not spatial", b'{"type": "FeatureCollection", "features": [', b"\x00" * 64, b"PK\x03"],
)
def test_broken_files_are_faults_not_crashes(workspace_folder: Any, content: bytes) -> None:
    folder = workspace_folder(empty=True)
    folder.add_layer("broken", content)
    told = faults(folder, "broken")
    assert any("geodata/broken.geojson: cannot be read" in sentence for sentence in told)


def test_a_table_without_positions(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    folder.add_layer("table", b"id,name\n1,a\n", file="table.csv", rows=1)
    (told,) = faults(folder, "table")
    assert "found geometry none, expected Point" in told


def test_other_formats_and_encodings(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    frame = gpd.GeoDataFrame(
        {"id": ["a"], "名称": ["水井"]}, geometry=[shapely.Point(117.2, 39.1)], crs="EPSG:4490"
    )
    path = folder.path / "geodata" / "well.gpkg"
    frame.to_file(path, layer="wells", driver="GPKG")
    content = path.read_bytes()
    folder.add_layer(
        "well",
        content,
        file="well.gpkg",
        system='crs = "EPSG:4490"\nlayer = "wells"',
        rows=1,
        fields={"名称": "name_zh"},
    )
    assert list(read(folder)["名称"]) == ["水井"]
    folder.edit("layers/well.toml", '"wells"', '"springs"')
    assert "cannot be read" in faults(folder)[0]

"""What an export says of itself, how it is called, and what is refused."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.export.packaging import losses
from hebei_gis.export.verify import members_of, read_export
from hebei_gis.formats.registry import written_formats
from hebei_gis.geo.targets import Target, datum_path, target
from hebei_gis.words.errors import DatumError, ExportError, UnknownNameError


def test_it_says_source_licence_basis_accuracy_path_filter_date_and_rows(
    exported: Any, trial: Any
) -> None:
    file = exported(trial, format_name="gpkg", datum="CGCS2000", filter_words="甲类")
    said = file.sidecar
    (layer,) = said["layers"]
    assert (said["exported"], said["filter"], said["rows"]) == ("2026-11-24", "甲类", 3)
    assert said["reference_system"]["code"] == "EPSG:4490"
    assert layer["licence"] == "ODbL-1.0"
    assert layer["attribution_zh"] == "© 某来源"
    assert layer["sources"] == [
        {"file": "geodata/trial.geojson", "sha256": "ab" * 32, "retrieved": "2024"}
    ]
    assert layer["basis"] == {
        "worst": "sketch",
        "rows": {"surveyed": 1, "sketch": 1, "openstreetmap": 1},
    }
    assert layer["largest_accuracy_m"] == 300
    (path,) = layer["datum_paths"]
    assert [(step["from"], step["to"]) for step in path] == [
        ("GCJ-02", "EPSG:4326"), ("EPSG:4326", "EPSG:4548"), ("EPSG:4548", "EPSG:4490"),
    ]  # fmt: skip
    assert "null shift" in path[1]["method_en"]
    assert "零平移" in path[1]["method_zh"]
    assert path[1]["accuracy_m"] is None
    assert path[2]["accuracy_m"] == 0


def test_the_path_to_gcj02_goes_by_wgs84() -> None:
    steps = datum_path("EPSG:4326", "EPSG:4548", Target("GCJ-02"))
    assert [step.target for step in steps] == ["EPSG:4548", "EPSG:4326", "GCJ-02"]


@pytest.mark.parametrize("name", written_formats())
def test_each_export_carries_its_sidecar(name: str, exported: Any, trial: Any) -> None:
    file = exported(trial, format_name=name)
    chosen = written_formats()[name]
    if chosen.carries_sidecar:
        sidecar = read_export(chosen, {"": file.content}, "file").sidecar
        assert sidecar["layers"][0]["licence"] == "ODbL-1.0"
    else:
        members = members_of(file.content, file.name)
        (text,) = (content for n, content in members.items() if n.endswith(".meta.json"))
        sidecar = json.loads(text)
        for listed in sidecar["files"]:
            assert hashlib.sha256(members[listed["name"]]).hexdigest() == listed["sha256"]
        assert {listed["name"] for listed in sidecar["files"]} == members.keys() - {
            n for n in members if n.endswith(".meta.json")
        }


@pytest.mark.parametrize("name", written_formats())
def test_the_name_says_layer_datum_and_date(name: str, exported: Any, trial: Any) -> None:
    file = exported(trial, format_name=name)
    label = {"jsonfg": "CGCS2000", "dxf": "EPSG4548", "survey": "EPSG4548"}.get(name, "WGS84")
    assert file.name.startswith(f"trial_{label}_2026-11-24.")
    assert name == "jsonfg" or written_formats()[name].extension in file.name


@pytest.mark.parametrize("name", ["geojson", "kml", "gpkg", "fgb", "parquet"])
@pytest.mark.parametrize("datum", ["GCJ-02", "bd09"])
def test_shifted_coordinates_never_go_out_bare(
    name: str, datum: str, exported: Any, trial: Any
) -> None:
    with pytest.raises(ExportError, match=r"must not go out as a bare file.*zip.*CSV, XLSX or DXF"):
        exported(trial, format_name=name, datum=datum, packaging="bare")
    file = exported(trial, format_name=name, datum=datum)
    assert file.name.endswith(".zip")
    assert file.sidecar["reference_system"]["code"] in ("GCJ-02", "BD-09")


@pytest.mark.parametrize("name", ["csv", "xlsx", "dxf"])
def test_shifted_coordinates_in_tables_and_drawings_say_so(
    name: str, exported: Any, trial: Any
) -> None:
    file = exported(trial, format_name=name, datum="GCJ-02", packaging="bare")
    (table,) = read_export(written_formats()[name], {"": file.content}, "file").tables
    assert table.reference_system == "GCJ-02"
    assert "GCJ02" in file.name


@pytest.mark.parametrize(
    ("name", "datum"),
    [
        ("geojson", "CGCS2000"), ("geojson", "metres"), ("kml", "EPSG:4548"),
        ("jsonfg", "WGS84"), ("jsonfg", "GCJ-02"), ("dxf", "WGS84"), ("dxf", "CGCS2000"),
    ],
)  # fmt: skip
def test_a_format_refuses_what_it_cannot_mean(
    name: str, datum: str, exported: Any, trial: Any
) -> None:
    with pytest.raises(ExportError, match="cannot hold coordinates in"):
        exported(trial, format_name=name, datum=datum)


@pytest.mark.parametrize("datum", ["EPSG:4214", "EPSG:4610", "EPSG:2437"])
def test_beijing54_and_xian80_need_local_parameters(datum: str) -> None:
    with pytest.raises(ExportError, match="local parameters"):
        target(datum, "EPSG:4548")


def test_unknown_names(exported: Any, trial: Any) -> None:
    with pytest.raises(DatumError):
        exported(trial, format_name="gpkg", datum="EPSG:1")
    with pytest.raises(UnknownNameError, match="geojson"):
        exported(trial, format_name="gml")
    with pytest.raises(ExportError, match="UTF-8, GB18030"):
        exported(trial, format_name="csv", encoding="latin-1")
    with pytest.raises(ExportError, match="nothing to export"):
        exported(format_name="csv")
    bare = replace(trial, features=trial.features.set_crs(None, allow_override=True))
    with pytest.raises(ExportError, match="no CRS"):
        exported(bare, format_name="csv")


@pytest.mark.parametrize("name", written_formats())
def test_losses_are_told_in_both_languages(name: str) -> None:
    told = losses(name)
    kinds = tuple(loss.kind for loss in told)
    assert kinds[: len(written_formats()[name].losses)] == written_formats()[name].losses
    assert all(loss.text("zh") != loss.text("en") for loss in told)


def test_refusals_speak_chinese(exported: Any, trial: Any) -> None:
    with pytest.raises(ExportError) as caught:
        exported(trial, format_name="kml", datum="GCJ-02", packaging="bare")
    assert "不能以单独文件导出" in caught.value.faults[0].sentence("zh")


def test_several_layers_go_into_one_file_or_a_file_each(
    exported: Any, trial: Any, layer_from: Any
) -> None:
    other = replace(trial, id="other", licence="CC0-1.0")
    packed = exported(trial, other, format_name="fgb", packaging="zip")
    names = [name for name in members_of(packed.content, "x") if name.endswith(".fgb")]
    assert names == ["trial_WGS84_2026-11-24.fgb", "other_WGS84_2026-11-24.fgb"]
    merged = exported(trial, other, format_name="fgb", packaging="bare")
    (table,) = read_export(written_formats()["fgb"], {"": merged.content}, "file").tables
    assert sorted(table.rows["key"]) == sorted(
        f"{layer}/{key}" for layer in ("trial", "other") for key in ("k1", "k2", "k3")
    )
    assert set(table.rows["layer"]) == {"trial", "other"}
    assert merged.sidecar["layers"][0]["licence"] == "ODbL-1.0; CC0-1.0"


def test_nothing_half_written_is_left(
    exported: Any, trial: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = exported(trial, format_name="csv", packaging="bare")
    path = tmp_path / "out.csv"
    path.write_bytes(b"before")
    file.write(path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.csv", "out.csv.meta.json"]
    assert path.read_bytes() == file.content

    def full(*_: Any) -> None:
        raise OSError("disk full")

    other = exported(trial, format_name="geojson")
    monkeypatch.setattr(Path, "replace", full)  # the last step, when the draft is written
    with pytest.raises(OSError, match="disk full"):
        other.write(path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.csv", "out.csv.meta.json"]
    assert path.read_bytes() == file.content

"""The file's own word on its datum is heard: members, names, headings, and our own sidecars."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.cli import main
from hebei_gis.formats.own_sidecars import SIDECAR_ENDING
from hebei_gis.formats.registry import written_formats
from hebei_gis.geo.crs import distance_m
from hebei_gis.geo.shifted_datums import shifted_datum_in, wgs84_to_gcj02

DATUMS = {
    "wgs84": "WGS84", "geographic": "CGCS2000", "projected": "EPSG:4548", "shifted": "GCJ-02",
}  # fmt: skip
EXPORTS = [
    (name, DATUMS[kind]) for name, known in written_formats().items() for kind in known.kinds
]


def geojson(lon: float, lat: float, **members: Any) -> bytes:
    feature = {
        "type": "Feature",
        "properties": {"n": 1},
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
    }
    return json.dumps({"type": "FeatureCollection", **members, "features": [feature]}).encode()


def crs(name: str) -> dict[str, Any]:
    return {"crs": {"type": "name", "properties": {"name": name}}}


def only(preview: Any) -> Any:
    (question,) = preview.questions
    return question


@pytest.mark.parametrize("name", ["GCJ-02", "urn:ogc:def:crs:GCJ02", "火星坐标系"])
def test_a_crs_member_that_names_gcj02_is_used_and_told(previewed: Any, name: str) -> None:
    lon, lat = (float(v) for v in wgs84_to_gcj02(117.2, 39.1))
    preview = previewed({"a.geojson": geojson(lon, lat, **crs(name))})
    assert preview.ready
    assert any(name in said and "GCJ-02" in said for said in preview.sentences())
    (place,) = preview.rows.geometry
    assert distance_m(place.x, place.y, 117.2, 39.1) < 0.01


@pytest.mark.parametrize("name", ["EPSG:990099", "urn:x:local", "BD09", "bd09mc"])
def test_a_crs_member_that_is_not_understood_is_a_question(previewed: Any, name: str) -> None:
    parts = {"a.geojson": geojson(117.2, 39.1, **crs(name))}
    question = only(previewed(parts))
    assert question.fault.kind == "crs_not_understood" and name in question.fault.found
    assert question.controls == ("crs", "datum")
    assert previewed(parts, datum="WGS84").ready


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"])
def test_a_crs_member_that_says_wgs84_is_no_question(previewed: Any, name: str) -> None:
    assert previewed({"a.geojson": geojson(117.2, 39.1, **crs(name))}).ready


@pytest.mark.parametrize("name", ["点_GCJ02.geojson", "parcels-bd09.geojson", "百度导出.json"])
def test_a_name_that_says_a_shifted_datum_is_a_question(previewed: Any, name: str) -> None:
    parts = {name: geojson(117.2, 39.1)}
    question = only(previewed(parts))
    assert question.fault.kind == "datum_by_name"
    assert question.choices["datum"] == (shifted_datum_in(name), "WGS84")
    assert "按标准即为 WGS 84" in question.fault.sentence("zh")
    assert all(previewed(parts, datum=datum).ready for datum in question.choices["datum"])


def test_names_that_only_look_like_a_datum(previewed: Any) -> None:
    for name in ("abd0901.geojson", "bd0910.geojson", "gcjk.geojson"):
        assert previewed({name: geojson(117.2, 39.1)}).ready, name


def test_headings_against_the_users_word_are_a_question(previewed: Any) -> None:
    parts = {"a.csv": "名称,lng_wgs84,lat_wgs84\n甲,117.2,39.1\n".encode()}
    assert previewed(parts).ready and previewed(parts, datum="WGS84").ready
    question = only(previewed(parts, datum="BD-09"))
    assert question.fault.kind == "headings_disagree" and "lng_wgs84" in question.fault.found
    kept = previewed(parts, datum="BD-09", accept=["as_declared"])
    assert kept.ready and kept.reference.code == "BD-09"


def test_two_pairs_of_columns_that_disagree(previewed: Any) -> None:
    lon, lat = (float(v) for v in wgs84_to_gcj02(117.2, 39.1))
    head = "lng_gcj02,lat_gcj02,lng_wgs84,lat_wgs84\n"
    agreeing = {"a.csv": f"{head}{lon},{lat},117.2,39.1\n".encode()}
    assert previewed(agreeing, datum="GCJ-02").ready
    other = {"a.csv": f"{head}{lon},{lat},117.3,39.1\n".encode()}
    with pytest.raises(ValueError, match="different places: lng_gcj02"):
        previewed(other, datum="GCJ-02")


@pytest.mark.parametrize(("name", "datum"), EXPORTS)
def test_exports_are_read_back_at_the_same_place(
    workspace_folder: Any, previewed: Any, tmp_path: Path, name: str, datum: str
) -> None:
    folder = workspace_folder(empty=True)
    places = {"a": (117.2, 39.1), "b": (117.21, 39.12)}
    folder.add_layer("wells", [folder.feature(key, spot) for key, spot in places.items()])
    path = tmp_path / "out.zip"
    said = ["--workspace", str(folder.path), "--datum", datum, "--format", name, "--zip"]
    assert main(["export", "wells", *said, "-o", str(path)]) == 0
    preview = previewed({"out.zip": path.read_bytes()})
    assert preview.ready, [question.fault.sentence() for question in preview.questions]
    kinds = {note.kind for note in preview.notes}
    assert "own_export" in kinds and preview.exported["id"] == "wells"
    found = sorted((round(p.x, 5), round(p.y, 5)) for p in preview.rows.geometry)
    assert found == sorted(places.values())


@pytest.mark.parametrize("datum", ["WGS84", "GCJ-02"])
def test_a_sidecar_beside_a_bare_file(
    workspace_folder: Any, previewed: Any, tmp_path: Path, datum: str
) -> None:
    folder = workspace_folder(empty=True)
    folder.add_layer("wells", [folder.feature("a")])
    path = tmp_path / "wells.csv"
    said = ["--workspace", str(folder.path), "--datum", datum, "--format", "csv"]
    assert main(["export", "wells", *said, "-o", str(path)]) == 0
    beside = path.with_name(path.name + SIDECAR_ENDING)
    parts = {one.name: one.read_bytes() for one in (path, beside)}
    (place,) = previewed(parts).rows.geometry
    assert distance_m(place.x, place.y, 117.2, 39.1) < 0.01


def test_a_file_changed_after_the_export_is_asked_about(
    workspace_folder: Any, previewed: Any, tmp_path: Path
) -> None:
    folder = workspace_folder(empty=True)
    folder.add_layer("wells", [folder.feature("a")])
    path = tmp_path / "out.zip"
    said = ["--workspace", str(folder.path), "--datum", "GCJ-02", "--format", "geojson"]
    assert main(["export", "wells", *said, "-o", str(path)]) == 0
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts = {
        n: c.replace(b"117.2", b"117.3") if n.endswith("json") else c for n, c in parts.items()
    }
    question = only(previewed(parts))
    assert question.fault.kind == "sidecar_changed" and question.choices == {"datum": ("GCJ-02",)}
    changed = previewed(parts, datum="GCJ-02")
    assert changed.ready and changed.exported == {}

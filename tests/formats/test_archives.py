"""Every file of an archive is read, asked about, or said to be left out."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

from hebei_gis.files.zips import zip_bytes
from hebei_gis.words.errors import UploadError

DATE = datetime.date(2026, 11, 24)


def kml(*names: str, more: str = "") -> bytes:
    marks = "".join(
        f"<Placemark><name>{name}</name><Point><coordinates>117.2,39.1</coordinates></Point>"
        "</Placemark>"
        for name in names
    )
    return (
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{more}{marks}</Document></kml>'
    ).encode()


def geojson(*names: str) -> bytes:
    features = [
        {"type": "Feature", "properties": {"name": name},
         "geometry": {"type": "Point", "coordinates": [117.2, 39.1]}}
        for name in names
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def archive(name: str = "a.zip", /, **files: bytes) -> dict[str, bytes]:
    members = {key.replace("__", ".").replace("_in_", "/"): c for key, c in files.items()}
    return {name: zip_bytes(members, DATE)}


@pytest.mark.parametrize("name", ["a.zip", "a.kmz"])
def test_documents_of_one_kind_that_belong_together_are_read_together(name: str, read: Any) -> None:
    rows, told = read(archive(name, doc__kml=kml("甲", "乙"), files_in_b__kml=kml("丙")))
    assert sorted(rows.table["name"]) == ["丙", "乙", "甲"]
    assert len(rows.shapes) == 3
    assert "doc.kml, files/b.kml are read together" in told
    only, told = read(
        archive(name, doc__kml=kml("甲", "乙"), files_in_b__kml=kml("丙")), layer="b.kml"
    )
    assert only.table["name"].tolist() == ["丙"]
    assert "doc.kml (2)" in told


def test_several_files_are_asked_about_and_chosen_by_name(read: Any) -> None:
    parts = archive(one__geojson=geojson("a"), two__geojson=geojson("b", "c"), note__txt=b"x")
    with pytest.raises(UploadError, match=r"one\.geojson \(1\), two\.geojson \(2\)") as caught:
        read(parts)
    assert caught.value.faults[0].kind == "layer_not_chosen"
    rows, told = read(parts, layer="two.geojson")
    assert rows.table["name"].tolist() == ["b", "c"]
    assert "not read: note.txt" in told and "one.geojson (1)" in told
    with pytest.raises(UploadError, match=r"no layer three.*one\.geojson"):
        read(parts, layer="three")


def test_a_shapefile_beside_another_file_is_asked_about(
    read: Any, written: Any, parcels: Any
) -> None:
    parts = written("ESRI Shapefile", ".shp", d=parcels[["名称", "geometry"]])
    parts = {"a.zip": zip_bytes({**parts, "e.geojson": geojson("x")}, DATE)}
    with pytest.raises(UploadError, match=r"d\.shp \(3\), e\.geojson \(1\)"):
        read(parts)
    assert len(read(parts, layer="d.shp")[0].table) == 3


def test_what_lies_beside_the_data_is_named(read: Any) -> None:
    content = archive(a__geojson=geojson("a"), readme__md=b"x", files_in_icon__png=b"y")
    rows, told = read(content)
    assert len(rows.table) == 1
    assert "Of the archive, a.geojson is read." in told
    assert "not read: readme.md, files/icon.png" in told


def test_a_text_is_data_where_nothing_else_is(read: Any) -> None:
    rows, _ = read(archive(a__txt=b"name,lon,lat\nx,117.2,39.1\n"))
    assert len(rows.table) == 1


def test_a_zip_within_a_zip_is_told(read: Any) -> None:
    inner = zip_bytes({"a.geojson": geojson("a")}, DATE)
    rows, told = read({"a.zip": zip_bytes({"b.zip": inner}, DATE)})
    assert len(rows.table) == 1
    assert "A zip within the zip was unpacked too: b.zip." in told


def test_one_file_of_several_that_is_broken_is_not_passed_over(read: Any) -> None:
    rows, told = read(archive(a__geojson=geojson("a"), b__gpkg=b"rubbish"))
    assert rows.table["name"].tolist() == ["a"]
    assert "not read: b.gpkg (0)" in told

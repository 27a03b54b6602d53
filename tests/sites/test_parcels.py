"""Parcels of a layer, and of a file as the import previews it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import mapping

from hebei_gis.intake.inspecting import inspect_file
from hebei_gis.intake.understanding import Answers, understand
from hebei_gis.layers.catalog import read_settings
from hebei_gis.sites import parcels_from_layer, parcels_from_preview
from hebei_gis.words.errors import ComparisonError, UnknownNameError, UploadError
from tests.sites.site_cases import CRS, at, frame, layer, square

SETTINGS = read_settings(Path(__file__).resolve().parents[2])
#: About metres to degrees here.
LON, LAT, M = 117.2, 39.16, 1e-5


def lot(x: float, y: float, side: float) -> shapely.Polygon:
    return shapely.box(LON + x * M, LAT + y * M, LON + (x + side) * M, LAT + (y + side) * M)


def geojson(*rows: tuple[dict[str, Any], Any]) -> bytes:
    features = [
        {
            "type": "Feature", "properties": properties,
            "geometry": None if shape is None else mapping(shape),
        }
        for properties, shape in rows
    ]  # fmt: skip
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False).encode()


def previewed(content: bytes, **answers: Any):
    return understand(inspect_file(content, "地块.geojson"), Answers(**answers), SETTINGS)


def of_file(content: bytes, answers: dict[str, Any] | None = None, **said: Any):
    return parcels_from_preview(previewed(content, **(answers or {})), CRS, **said)


def kinds(parcels):
    return [note.kind for note in parcels.notes]


def test_key_name_accuracy_and_columns_of_a_file():
    content = geojson(
        ({"key": "7", "地块名称": "甲", "accuracy_m": 5.0, "远": 1}, lot(0, 0, 10)),
        ({"key": "8", "地块名称": None, "accuracy_m": None, "远": 2}, shapely.Point(LON, LAT)),
    )
    made = of_file(content)
    assert made.keys == ("7", "8")
    assert list(made.features["name_zh"]) == ["甲", "8"]
    assert list(made.features["远"]) == [1, 2]
    assert made.accuracy_m.tolist() == [5, 0]
    assert made.are_points.tolist() == [False, True]
    assert "no_accuracy" in kinds(made) and "points" in kinds(made)
    assert of_file(content, accuracy_m=30).accuracy_m.tolist() == [5, 30]
    assert set(of_file(content, basis="sketch").features["basis"]) == {"sketch"}
    assert made.layer == "" and made.where == "地块.geojson"


def test_the_file_is_known_and_told():
    made = of_file(geojson(({"key": "a"}, lot(0, 0, 100))), {"datum": "GCJ-02"})
    assert (made.file.name, made.file.datum) == ("地块.geojson", "GCJ-02")
    assert len(made.file.sha256) == 64
    assert "GCJ-02" in made.notes[0].sentence("zh")
    assert made.file.sha256 in made.notes[0].sentence("en")
    drawn = of_file(geojson(({"key": "a"}, lot(0, 0, 100))))
    assert 300 < drawn.shapes[0].distance(made.shapes[0]) < 1000
    assert drawn.file.datum == "EPSG:4326"


def test_what_the_import_asks_is_asked():
    swapped = shapely.transform(lot(0, 0, 100), lambda xy: xy[:, ::-1])
    with pytest.raises(UploadError) as caught:
        of_file(geojson(({"key": "a"}, swapped)))
    assert "swapping X and Y" in str(caught.value)
    made = of_file(geojson(({"key": "a"}, swapped)), {"accepted": frozenset({"swap_xy"})})
    assert made.shapes[0].area == pytest.approx(lot(0, 0, 100).area * 9.6e9, rel=0.05)
    doubled = geojson(({"编号": "G1"}, lot(0, 0, 9)), ({"编号": "G1"}, lot(50, 0, 9)))
    with pytest.raises(UploadError, match="G1"):
        of_file(doubled, {"key": "编号"})


def test_rows_that_were_mended_or_left_out_are_told_by_their_number():
    bow = shapely.Polygon([(LON, LAT), (LON + M, LAT + M), (LON + M, LAT), (LON, LAT + M)])
    content = geojson(
        ({"key": "a"}, lot(0, 100, 10)), ({"key": "b"}, None), ({"key": "c"}, bow),
    )  # fmt: skip
    made = of_file(content, {"accepted": frozenset({"repair"})})
    assert made.keys == ("a", "c")
    rows = [note.facts["row"] for note in made.notes if note.kind == "row_said"]
    assert set(rows) == {"2", "3"}
    assert all(shapely.is_valid(made.shapes))


def test_columns_that_cannot_be_ours_are_kept_and_told():
    content = geojson(
        ({"key": "a", "basis": "实测", "accuracy_m": -9999, "file_basis": "x"}, lot(0, 0, 9)),
    )
    made = of_file(content)
    assert made.features["basis"].tolist() == [""]
    assert made.accuracy_m.tolist() == [0]
    assert made.features["file_basis_2"].tolist() == ["实测"]
    assert made.features["file_basis"].tolist() == ["x"]
    told = [note.sentence("en") for note in made.notes if note.kind == "not_a_standard_column"]
    assert "实测" in told[0] and "-9999" in told[1]


def test_duplicates_overlaps_and_parcels_outside_are_noted():
    district = layer("d", {"all": square(-1000, -1000, 3000)})
    of = layer(
        "l",
        {"a": square(0, 100, 10), "b": square(0, 100, 10), "c": square(5, 100, 10),
         "f": square(9000, 0, 5), "g": square(300, 300, 9)},
    )  # fmt: skip
    made = parcels_from_layer(of, boundary=district)
    assert kinds(made) == ["duplicate", "overlap", "overlap", "outside"]
    assert made.notes[-1].facts["parcel"] == "f"
    assert "7,000 m" in made.notes[-1].sentence("en")
    assert made.notes[1].facts["share"] == "50"


def test_no_parcel_and_lines_are_refused():
    line = geojson(({"key": "a"}, shapely.LineString([(LON, LAT), (LON + M, LAT)])))
    with pytest.raises(ComparisonError, match="a parcel is a polygon") as caught:
        of_file(line)
    assert "LineString" in caught.value.faults[0].sentence("zh")
    with pytest.raises(UploadError):
        of_file(geojson())


def test_parcels_of_a_layer_are_chosen_by_key():
    of = layer("l", {"a": at(0, 0), "b": at(1, 1)})
    assert parcels_from_layer(of, ["b"]).keys == ("b",)
    assert parcels_from_layer(of).layer == "l"
    with pytest.raises(UnknownNameError, match="no parcel 'z'"):
        parcels_from_layer(of, ["z"])
    with pytest.raises(ComparisonError, match="no parcel to compare"):
        parcels_from_layer(layer("l", {}))


def test_a_frame_of_a_case_is_as_a_layer_has_it():
    assert frame({"a": at(0, 0)}).index.name == "key"

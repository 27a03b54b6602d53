"""Nothing is guessed in silence: who says the CRS, what is refused, what disagrees, by how far."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from hebei_gis.geo.crs import distance_m, to_datum
from hebei_gis.intake.disagreements import Known
from hebei_gis.words.errors import UploadError

ZONE = ["EPSG:4548", "EPSG:4527"]


def asked(preview: Any) -> Any:
    (question,) = preview.questions
    return question


def table(makers: Any, datum: str, swapped: bool = False) -> dict[str, bytes]:
    rows = makers.cells(makers.points(), datum, "xy")
    if swapped:
        for row in rows[1:]:
            row[-2:] = row[:-3:-1]
    return {"点.csv": makers.csv(rows, "UTF-8")}


def test_a_file_without_a_word_must_be_answered(makers: Any, previewed: Any) -> None:
    preview = previewed(table(makers, "EPSG:4548"))
    assert asked(preview).fault.kind == "crs_not_stated"
    assert preview.rows.crs is None and len(preview.rows) == 4
    parts = makers.shapefile(makers.parcels(), "EPSG:4548", "UTF-8", prj=None)
    assert asked(previewed(parts)).fault.kind == "crs_not_stated"


def test_a_standard_is_a_word_and_says_so(makers: Any, previewed: Any) -> None:
    parts = makers.written(makers.parcels(), "EPSG:4326", "GeoJSON", ".geojson", RFC7946="YES")
    preview = previewed(parts)
    assert "crs_by_format" in {note.kind for note in preview.notes}
    assert preview.ready


def test_the_word_of_the_user_over_that_of_the_file_is_told(makers: Any, previewed: Any) -> None:
    rows = makers.parcels()
    shifted = to_datum(rows, "GCJ-02").set_crs("EPSG:4490")
    parts = makers.written(shifted, "EPSG:4490", "GPKG", ".gpkg")
    preview = previewed(parts, datum="GCJ-02")
    assert "crs_overruled" in {note.kind for note in preview.notes}
    assert shapely.hausdorff_distance(
        preview.rows.geometry.to_numpy(), rows.geometry.to_numpy()
    ).max() < 1e-8  # fmt: skip


def test_cgcs2000_said_of_a_zone_of_it_is_the_same_word(makers: Any, previewed: Any) -> None:
    parts = makers.written(makers.parcels(), "EPSG:4548", "GPKG", ".gpkg")
    preview = previewed(parts, datum="CGCS2000")
    assert preview.ready and preview.reference.code == "EPSG:4548"


@pytest.mark.parametrize("code", ["EPSG:4490", "EPSG:4548", "EPSG:4527"])
def test_the_null_shift_is_said(makers: Any, previewed: Any, code: str) -> None:
    rows = makers.points()
    (move,) = previewed(makers.written(rows, code, "GPKG", ".gpkg")).conversions
    assert "null shift between CGCS2000 and WGS 84" in move.sentence("en")
    assert "不作平移" in move.sentence("zh")
    assert move.source == code and move.target == "EPSG:4326" and move.accuracy_m is None


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"crs": "4214"}, "Beijing 1954"),
        ({"crs": "EPSG:2409"}, "Beijing 1954"),
        ({"crs": "EPSG:2436"}, "Beijing 1954"),
        ({"datum": "Beijing54"}, "Beijing 1954"),
        ({"crs": "4610"}, "Xian 1980"),
        ({"crs": "EPSG:2363"}, "Xian 1980"),
        ({"datum": "Xian80"}, "Xian 1980"),
        ({"crs": "EPSG:4555"}, "New Beijing"),
        ({"crs": "+proj=tmerc +lon_0=117 +x_0=500000 +ellps=krass"}, "Beijing 1954"),
        ({"crs": "+proj=tmerc +lon_0=117.3 +x_0=500000 +ellps=krass"}, "krass"),
    ],
)
def test_old_datums_are_refused_without_parameters(
    makers: Any, previewed: Any, said: dict[str, str], found: str
) -> None:
    question = asked(previewed(table(makers, "EPSG:4548"), **said))
    assert question.fault.kind == "parameters_needed"
    assert found.lower() in question.fault.found.lower()
    assert "参数" in question.fault.sentence("zh")


def test_a_prj_of_beijing_54_is_refused(makers: Any, previewed: Any) -> None:
    prj = (
        b'PROJCS["Beijing_1954_3_Degree_GK_CM_117E",GEOGCS["GCS_Beijing_1954",'
        b'DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3]],'
        b'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
        b'PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],'
        b'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",117.0],'
        b'PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
    )
    parts = makers.shapefile(makers.parcels(), "EPSG:4548", "UTF-8", prj=prj)
    assert asked(previewed(parts)).fault.kind == "parameters_needed"
    moved = previewed(parts, parameters=(15.8, -154.4, -82.3))
    assert moved.ready
    assert "parameters given by the user" in moved.conversions[0].method.text("en")


def test_parameters_are_applied_and_checked(makers: Any, previewed: Any) -> None:
    content = table(makers, "EPSG:4548")
    moved = previewed(content, crs="EPSG:2436", parameters=(15.8, -154.4, -82.3, 0, 0, 0, 0))
    plain = previewed(content, crs="EPSG:4548")
    a, b = moved.rows.geometry, plain.rows.geometry
    away = distance_m(a.x, a.y, b.x, b.y)
    assert 20 < away.min() <= away.max() < 300
    for wrong in [(1.0, 2.0), (1e9, 0, 0), (float("nan"), 0, 0), (0, 0, 0, 999, 0, 0, 0)]:
        with pytest.raises(UploadError, match="cannot be used"):
            previewed(content, crs="EPSG:2436", parameters=wrong)
    with pytest.raises(UploadError, match="needs no parameters"):
        previewed(content, crs="EPSG:4548", parameters=(0, 0, 0))


@pytest.mark.parametrize("said", [{"crs": "EPSG:999999"}, {"datum": "mars"}, {"crs": "x" * 9999},
                                  {"crs": "EPSG:4548", "datum": "GCJ-02"}])  # fmt: skip
def test_words_that_are_no_crs(makers: Any, previewed: Any, said: dict[str, str]) -> None:
    with pytest.raises(UploadError):
        previewed(table(makers, "EPSG:4548"), **said)


@pytest.mark.parametrize(
    ("truth", "swapped", "said", "mend"),
    [
        ("EPSG:4326", True, "EPSG:4326", "swap_xy"),
        ("EPSG:4548", True, "EPSG:4548", "swap_xy"),
        ("EPSG:4527", False, "EPSG:4548", "crs=EPSG:4527"),
        ("EPSG:4548", False, "EPSG:4527", "crs=EPSG:4548"),
        ("EPSG:4548", False, "EPSG:4326", "crs=EPSG:4548"),
        ("EPSG:4527", False, "EPSG:4490", "crs=EPSG:4527"),
        ("EPSG:4490", False, "EPSG:4548", "crs=EPSG:4490"),
        ("EPSG:4548", True, "EPSG:4326", "swap_xy+crs=EPSG:4548"),
        ("EPSG:4527", True, "EPSG:4548", "swap_xy+crs=EPSG:4527"),
        ("EPSG:4548", False, "EPSG:4549", "crs=EPSG:4548"),
        ("EPSG:3857", False, "EPSG:4548", "crs=EPSG:3857"),
        ("EPSG:4509", False, "EPSG:4527", "crs=EPSG:4548"),
        ("EPSG:4548", False, "GCJ-02", "crs=EPSG:4548"),
    ],
)
def test_disagreements_are_found_and_mended(
    makers: Any, previewed: Any, truth: str, swapped: bool, said: str, mend: str
) -> None:
    content = table(makers, truth, swapped)
    word = {"datum": said} if said == "GCJ-02" else {"crs": said}
    question = asked(previewed(content, **word))
    assert question.fault.kind == "coordinates_disagree"
    assert mend in question.mends
    nowhere = "nowhere on Earth" in question.fault.sentence("en")
    assert question.distance_m is None if nowhere else question.distance_m > 1000
    assert "m from where" in question.fault.found or "nowhere on Earth" in question.fault.found
    mended = previewed(content, **word, accept=[mend])
    assert mended.ready
    wanted = makers.points().geometry
    found = mended.rows.geometry
    assert distance_m(found.x, found.y, wanted.x, wanted.y).max() < 1e-3
    assert any("as accepted" in sentence for sentence in mended.sentences())


def test_nothing_fits(makers: Any, previewed: Any) -> None:
    rows = makers.points()
    rows["geometry"] = gpd.GeoSeries(shapely.points(np.full(4, 2.35), np.full(4, 48.85)), crs=4326)
    content = {"a.csv": makers.csv(makers.cells(rows, "EPSG:4326", "xy"), "UTF-8")}
    question = asked(previewed(content, datum="WGS84"))
    assert question.mends == ()
    assert 8e6 < question.distance_m < 9e6
    assert not previewed(content, datum="WGS84", accept=["as_declared"]).ready


def test_some_rows_outside(makers: Any, previewed: Any) -> None:
    rows = makers.points()
    rows.loc[3, "geometry"] = shapely.Point(2.35, 48.85)
    content = {"a.csv": makers.csv(makers.cells(rows, "EPSG:4326", "xy"), "UTF-8")}
    question = asked(previewed(content, datum="WGS84"))
    assert question.fault.kind == "rows_outside" and question.fault.found == "row 4"
    kept = previewed(content, datum="WGS84", accept=["drop_outside"])
    assert kept.ready and len(kept.rows) == 3


@pytest.mark.parametrize("truth", ["GCJ-02", "BD-09", "EPSG:4326"])
@pytest.mark.parametrize("said", ["WGS84", "GCJ-02", "BD-09"])
def test_a_shift_is_found_by_names(makers: Any, previewed: Any, truth: str, said: str) -> None:
    rows = makers.points()
    places = {
        name: (shape.x + 0.0002, shape.y)
        for name, shape in zip(rows["名称"], rows.geometry, strict=True)
    }
    content = table(makers, truth)
    preview = previewed(content, datum=said, known=Known(places))
    truly = "WGS84" if truth == "EPSG:4326" else truth
    if truly == said:
        assert preview.ready
        assert any("4 names are known here" in s for s in preview.sentences())
        return
    question = asked(preview)
    assert question.mends == (f"datum={truly}", "as_declared")
    assert 200 < question.distance_m < 1500
    mended = previewed(content, datum=said, known=Known(places), accept=[f"datum={truly}"])
    assert mended.ready
    wanted = rows.geometry
    found = mended.rows.geometry
    assert distance_m(found.x, found.y, wanted.x, wanted.y).max() < 1e-3
    stayed = previewed(content, datum=said, known=Known(places), accept=["as_declared"])
    assert stayed.ready and "mend_as_declared" in {note.kind for note in stayed.notes}


def test_a_shift_under_a_projected_crs(makers: Any, previewed: Any) -> None:
    rows = makers.points()
    places = {n: (s.x, s.y) for n, s in zip(rows["名称"], rows.geometry, strict=True)}
    shifted = to_datum(rows, "GCJ-02").set_crs("EPSG:4490")
    parts = makers.written(shifted, "EPSG:4548", "GPKG", ".gpkg")
    question = asked(previewed(parts, known=Known(places)))
    assert question.mends[0] == "datum=GCJ-02"
    mended = previewed(parts, known=Known(places), accept=question.mends[:1])
    found = mended.rows.geometry
    assert distance_m(found.x, found.y, rows.geometry.x, rows.geometry.y).max() < 1e-3
    assert len(mended.conversions) == 2


def test_few_or_far_names_prove_nothing(makers: Any, previewed: Any) -> None:
    rows = makers.points()
    two = {n: (s.x, s.y) for n, s in list(zip(rows["名称"], rows.geometry, strict=True))[:2]}
    preview = previewed(table(makers, "GCJ-02"), datum="WGS84", known=Known(two))
    assert preview.ready and "no_names_known" in {note.kind for note in preview.notes}


def test_unknown_mends_are_told(makers: Any, previewed: Any) -> None:
    question = asked(previewed(table(makers, "EPSG:4548"), crs="4548", accept=["magic"]))
    assert question.fault.kind == "unknown_mend"


def test_rows_without_a_place_are_not_left_out_while_the_crs_is_in_doubt(previewed: Any) -> None:
    """The zone's number stands before the easting, the CRS named has none."""
    content = "名称,x,y\n甲,39517286.2,4336285.7\n乙,39517386.2,4336385.7\n".encode()
    preview = previewed({"zone.csv": content}, crs="EPSG:4548")
    assert [issue.kind for issue in preview.issues] == []
    (question,) = preview.questions
    assert "crs=EPSG:4527" in question.mends
    accepted = previewed({"zone.csv": content}, crs="EPSG:4548", accept={"crs=EPSG:4527"})
    assert accepted.ready and len(accepted.rows) == 2

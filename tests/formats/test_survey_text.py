"""Survey boundary text of land administration: in and out to the millimetre, and what is wrong."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
import shapely

from hebei_gis.words.errors import UploadError
from tests.formats.vector_cases import rows_of, told

HEAD = """[属性描述]
格式版本号=1.01版本
坐标系={datum}
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号={zone}
精度=0.001
转换参数=,,,,,,
[地块坐标]
"""
OUTER = [(4336285.758, 517286.201), (4336286.334, 517545.494), (4336619.390, 517544.749),
         (4336618.815, 517285.466)]  # fmt: skip
INNER = [(4336385.758, 517386.201), (4336385.758, 517446.201), (4336445.758, 517446.201)]
FAR = [(4337285.001, 517286.001), (4337285.001, 517386.002), (4337385.003, 517386.004)]


def parcel(*rings: Any, key: str = "P1", count: int | None = None, zone: int = 0,
           closed: bool = True, kind: str = "面") -> str:  # fmt: skip
    lines = []
    for number, ring in enumerate(rings, start=1):
        for point, (north, east) in enumerate([*ring, ring[0]] if closed else ring, start=1):
            prefix = str(zone) if zone else ""
            lines.append(f"J{point},{number},{north:.3f},{prefix}{east:.3f}")
    said = len(lines) if count is None else count
    return "\n".join([f"{said},8.6,{key},甲地,{kind},K50,商业,0501,@", *lines, ""])


def text(*parcels: str, datum: str = "2000国家大地坐标系", zone: int | str = 39) -> bytes:
    return (HEAD.format(datum=datum, zone=zone) + "".join(parcels)).encode("gbk")


def faults(content: bytes) -> str:
    with pytest.raises(UploadError) as error:
        rows_of("survey", content)
    assert all(fault.sentence("zh") for fault in error.value.faults)
    return "\n".join(fault.sentence("en") for fault in error.value.faults)


@pytest.mark.parametrize(("prefix", "code"), [(39, "EPSG:4527"), (0, "EPSG:4548")])
def test_rings_parcels_and_the_zone(prefix: int, code: str) -> None:
    content = text(
        parcel(OUTER, INNER, FAR, zone=prefix), parcel(FAR, key="P2", zone=prefix, count=3)
    )
    rows = rows_of("survey", content)
    assert rows.crs == code
    assert [shape.geom_type for shape in rows.shapes] == ["MultiPolygon", "Polygon"]
    whole, far = shapely.get_parts(rows.shapes[0])
    assert shapely.get_num_interior_rings([whole, far]).tolist() == [1, 0]
    corner = np.array([517286.201 + prefix * 1e6, 4336285.758])
    assert np.abs(shapely.get_coordinates(whole)[0] - corner).max() < 1e-6
    assert rows.table["地块编号"].tolist() == ["P1", "P2"]
    assert rows.table["面积"].tolist() == [8.6, 8.6]
    assert rows.table["地类编码"].tolist() == ["0501", "0501"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_full_width_signs_blanks_and_line_ends(encoding: str) -> None:
    plain = text(parcel(OUTER)).decode("gbk")
    loose = plain.replace(",8.6,", " , 8.6 , ").replace("J1,1,", "J1，１， ").replace("\n", "\r")
    rows = rows_of("survey", loose.replace("[地块坐标]", "［地块坐标］").encode(encoding))
    assert rows.shapes[0].equals(rows_of("survey", text(parcel(OUTER))).shapes[0])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (text(parcel(OUTER, zone=39), zone=38), "says zone 38, the eastings begin with zone 39"),
        (text(parcel(OUTER, zone=39), parcel(FAR)), "different zone numbers .0, 39"),
        (text(parcel(OUTER), zone=99), "no zone 99 of 3°"),
        (text(parcel(OUTER, count=7)), "says 7 points and has 5"),
        (text(parcel([(e, n) for n, e in OUTER])), "the eastings stand first"),
        (text(parcel([(39e6 + e, n) for n, e in OUTER])), "the eastings stand first"),
        (text(parcel([(n + 6e6, e) for n, e in OUTER])), "the northing 10336285.758"),
        (text(parcel([(n, e + 6e5) for n, e in OUTER])), "easting"),
        (text(parcel(OUTER).replace("4336286.334", "4336x")), "4336x"),
        (text(parcel(OUTER).replace(",K50", "")), "8 fields|7 fields"),
        (text(parcel(OUTER[:2])), "ring 1 has 2 points"),
        (text(parcel(OUTER, kind="体")), "体"),
        (text("5,1,P1,甲,面,,,,@\n"), "a parcel without points"),
        (text("J1,1,4336285.758,517286.201\n"), "before its points"),
        ("[属性描述]\n坐标系=2000国家大地坐标系\n".encode(), "no block"),
    ],
)
def test_what_cannot_be_right_is_refused(content: bytes, words: str) -> None:
    assert re.search(words, faults(content))


def test_all_faults_are_told_at_once() -> None:
    said = faults(text(parcel(OUTER, count=7), parcel(FAR[:2], key="P2")))
    assert "says 7 points" in said and "ring 1 has 2" in said
    assert "line 11" in said and "line 17" in said
    many = faults(text(*[parcel(OUTER, count=7) for _ in range(30)]))
    assert "10 more faults" in many


def test_an_open_ring_is_closed_and_told() -> None:
    content = text(parcel(OUTER), parcel(FAR, closed=False, key="P2"))
    rows = rows_of("survey", content)
    closed = [one.key for one in rows.issues if one.kind == "closed_ring"]
    assert closed == ["2"] and rows.shapes[1].exterior.is_closed


@pytest.mark.parametrize(
    ("datum", "code"),
    [("80国家大地坐标系", "EPSG:2384"), ("1980西安坐标系", "EPSG:2384"), ("北京54", "EPSG:2436")],
)
def test_other_datums_are_never_cgcs2000(datum: str, code: str) -> None:
    assert rows_of("survey", text(parcel(OUTER), datum=datum)).crs == code


@pytest.mark.parametrize("datum", ["天津90坐标系", "地方2000坐标系", "WGS84"])
def test_a_datum_that_is_not_known_is_left_to_the_user(datum: str) -> None:
    rows = rows_of("survey", text(parcel(OUTER), datum=datum))
    assert rows.crs is None and datum in str(rows.stated)


def test_without_a_zone_its_number_before_the_eastings_counts() -> None:
    assert rows_of("survey", text(parcel(OUTER, zone=39), zone="")).crs == "EPSG:4527"
    bare = rows_of("survey", text(parcel(OUTER), zone=""))
    assert bare.crs is None and bare.stated
    headless = text(parcel(OUTER)).decode("gbk").partition("[地块坐标]")[2]
    rows = rows_of("survey", f"[地块坐标]{headless}".encode())
    assert (rows.crs, rows.stated) == (None, None)


def test_parameters_are_told() -> None:
    plain = text(parcel(OUTER)).decode("gbk")
    content = plain.replace("=,,,,,,", "=1.5,2,3,0,0,0,0").encode("gbk")
    assert "1.5,2,3" in told("survey", content) and "1.5,2,3" in told("survey", content, "zh")


@pytest.mark.parametrize(
    ("said", "issues"), [("8.6239", 0), ("86239", 0), ("8.7", 0), ("9.1", 1), ("77", 1), ("", 0)]
)
def test_a_stated_area_is_held_against_the_drawn_one(said: str, issues: int) -> None:
    content = text(parcel(OUTER)).replace(b",8.6,", f",{said},".encode())
    found = [one for one in rows_of("survey", content).issues if one.kind == "stated_area_differs"]
    assert len(found) == issues
    assert all(said in one.sentence("en") and "8.6" in one.sentence("zh") for one in found)


@pytest.mark.parametrize(("numbers", "said"), [("0,0,0,0,0,0,0", 0), ("100,-20,3,0,0,0,0", 1)])
def test_parameters_that_are_all_nothing_are_not_spoken_of(numbers: str, said: int) -> None:
    content = text(parcel(OUTER)).replace("转换参数=,,,,,,".encode("gbk"),
                                          f"转换参数={numbers}".encode("gbk"))  # fmt: skip
    notes = [one.kind for one in rows_of("survey", content).notes]
    assert notes.count("survey_parameters") == said


@pytest.mark.parametrize("said", ["8.6 公顷", "约86239", "见附表"])
def test_a_stated_area_that_is_no_number_is_said_not_to_be_compared(said: str) -> None:
    content = text(parcel(OUTER)).replace(b",8.6,", f",{said},".encode("gbk"))
    found = [one for one in rows_of("survey", content).issues if one.kind == "stated_area_unread"]
    assert len(found) == 1 and said in found[0].sentence("zh")

"""Tables as text: headings, cells, positions."""

from __future__ import annotations

import pytest

from hebei_gis.words.errors import UploadError
from hebei_gis.words.questions import DROP_UNREAD
from tests.formats.table_cases import places, read_text, told


@pytest.mark.parametrize(
    ("headings", "crs"),
    [
        ("lng_wgs84,lat_wgs84", "EPSG:4326"), ("lon_gcj02,lat_gcj02", "GCJ-02"),
        ("gcj_lng,gcj_lat", "GCJ-02"), ("bd_lon,bd_lat", "BD-09"),
        ("经度(WGS84),纬度(WGS84)", "EPSG:4326"), ("高德经度,高德纬度", "GCJ-02"),
        ("百度坐标系经度,百度坐标系纬度", "BD-09"), ("lon_cgcs2000,lat_cgcs2000", "EPSG:4490"),
        ("经度,纬度", None), ("lon,lat", None), ("x_wgs84,y_wgs84", "EPSG:4326"),
    ],
)  # fmt: skip
def test_headings_name_the_datum(headings: str, crs: str | None) -> None:
    rows = read_text(f"MC,{headings}\n甲,117.2,39.16\n")
    assert rows.crs == crs
    assert places(rows) == [(117.2, 39.16)]
    assert list(rows.table.columns) == ["MC"]


def test_headings_name_the_projection() -> None:
    rows = read_text("MC,easting_epsg4548,northing_epsg4548\n甲,517286.2,4336285.7\n")
    assert (rows.crs, places(rows)) == ("EPSG:4548", [(517286.2, 4336285.7)])
    # Of a projection CGCS2000 alone does not say which zone.
    assert read_text("MC,x_cgcs2000,y_cgcs2000\n甲,517286.2,4336285.7\n").crs is None
    assert read_text("wkt_cgcs2000,MC\nPOINT (117.2 39.1),甲\n").crs == "EPSG:4490"
    assert read_text("wkt,MC\nSRID=4490;POINT (117.2 39.1),甲\n").crs == "EPSG:4490"


def test_of_several_pairs_the_stated_datum_chooses() -> None:
    table = "MC,lng_gcj02,lat_gcj02,lng_wgs84,lat_wgs84\n甲,117.206309,39.161053,117.2,39.16\n"
    rows = read_text(table, crs="GCJ-02")
    assert (rows.crs, places(rows)) == ("GCJ-02", [(117.206309, 39.161053)])
    assert list(rows.table.columns) == ["MC", "lng_wgs84", "lat_wgs84"]
    assert read_text(table, crs="EPSG:4326").crs == "EPSG:4326"
    for crs in ("BD-09", None):
        with pytest.raises(UploadError, match=r"several (would do|pairs).*lng_gcj02.*lng_wgs84"):
            read_text(table, **({"crs": crs} if crs else {}))


def test_positions_of_two_datums_are_refused() -> None:
    table = "a,lng_gcj02,lat_wgs84\n甲,117.2,39.16\n"
    with pytest.raises(UploadError, match="different datums"):
        read_text(table, x="lng_gcj02", y="lat_wgs84")
    with pytest.raises(UploadError, match=r"different CRSs: EPSG:4326, EPSG:4490"):
        read_text("wkt,a\nSRID=4490;POINT (1 2),\nSRID=4326;POINT (1 2),\n")


def test_rows_without_a_readable_position_are_asked_about() -> None:
    rows = read_text("MC,经度,纬度\n甲,117.2,39.16\n乙,不详,不详\n丙,116°75′,39\n")
    (fault,) = rows.faults
    assert rows.mends == {fault.kind: (DROP_UNREAD,)}
    assert "2 of 3 rows have no readable position" in fault.sentence("en")
    assert "minutes of 75" in fault.sentence("en")
    assert "3 行中有 2 行的坐标无法识别" in fault.sentence("zh")
    assert [issue.key for issue in rows.issues] == ["2", "3"]
    few = "MC,经度,纬度\n" + "甲,117.2,39.16\n" * 20 + "注：来源\n"
    assert not read_text(few).faults
    assert "a cell is empty" in read_text(few).issues[0].sentence("en")


def test_where_no_row_has_a_readable_position_it_is_said_why() -> None:
    (fault,) = read_text("MC,经度,纬度\n甲,116°75′00″,39°09′36″\n").faults
    assert "no row has a readable position, of 1 row " in fault.sentence("en")
    assert "minutes of 75" in fault.sentence("en")


def test_a_table_without_headings_keeps_its_first_row() -> None:
    rows = read_text("甲,117.2,39.16\n乙,117.3,39.17\n", x="117.2", y="column_3")
    assert places(rows) == [(117.2, 39.16), (117.3, 39.17)]
    assert rows.table["column_1"].tolist() == ["甲", "乙"]
    assert "no headings" in told(rows) and "没有表头" in told(rows, "zh")
    with pytest.raises(UploadError, match="column_1, column_2, column_3"):
        read_text("甲,117.2,39.16\n乙,117.3,39.17\n")


def test_points_of_survey_software() -> None:
    content = "1,,517286.201,4336285.758,3.1\n2,房角,517545.494,4336286.334,3.2\n".encode("gbk")
    rows = read_text(content, "a.dat")
    assert places(rows)[1] == (517545.494, 4336286.334)
    assert rows.table["column_2"].tolist() == [None, "房角"]
    assert "name, code, east, north, height" in told(rows)


@pytest.mark.parametrize(
    "table",
    [
        "街道,2020,2021,经度,纬度\n一街,3,4,117.2,39.16\n",
        "名称,100,200,x,y\n甲,1,2,117.2,39.16\n",
        "A,B,C\n1,117.2,39.16\n",
    ],
)
def test_headings_of_numbers_stay_headings(table: str) -> None:
    chosen = {"x": "B", "y": "C"} if table.startswith("A") else {}
    assert len(read_text(table, **chosen).table) == 1


def test_headings_in_two_rows_are_joined() -> None:
    rows = read_text("名称,坐标,,面积\n,经度,纬度,\n甲,117.2,39.16,1\n乙,117.3,39.1,2\n")
    assert places(rows)[0] == (117.2, 39.16)
    assert list(rows.table.columns) == ["名称", "面积"]
    assert "rows 1 to 2" in told(rows)


def test_cells_beyond_the_headings_have_a_column() -> None:
    rows = read_text("MC,经度,纬度\n甲,117.2,39.16,二期\n乙,117.2,39.16\n")
    assert rows.table["column_4"].tolist() == ["二期", None]
    assert "1 row has cells beyond the headings" in told(rows)
    # Delimiters at the end of every line are no cells.
    assert "beyond" not in told(read_text("MC,经度,纬度,,\n甲,117.2,39.16,,\n"))


def test_numbers_with_separators() -> None:
    cells = {
        "both": ("1,234.5", "12", ""), "unclear": ("1,234", "5,678", ""),
        "comma": ("1.234,5", "3,5", ""), "groups": ("1,234,567", "12", "3"),
        "spaces": ("1 234", "12", ""), "code": ("0701", "1,234", ""),
    }  # fmt: skip
    lines = [";".join(["x;y", *cells])]
    lines += [";".join(["117.2;39.1", *row]) for row in zip(*cells.values(), strict=True)]
    rows = read_text("\n".join(lines))
    table = rows.table
    assert table["both"].tolist()[:2] == [1234.5, 12.0]
    assert table["unclear"].tolist() == ["1,234", "5,678", None]
    assert table["comma"].tolist()[:2] == [1234.5, 3.5]
    assert table["groups"].tolist() == [1234567, 12, 3]
    assert table["spaces"].tolist()[:2] == [1234, 12]
    assert table["code"].tolist() == ["0701", "1,234", None]
    assert "columns both, comma, groups, spaces have separators" in told(rows)
    assert "columns unclear have a comma or point" in told(rows)


def test_values_stay_what_they_are() -> None:
    rows = read_text(
        "lon,lat,ZDDM,层数,ok,建成,名\n117.2,39.1,1201050010010000001,3,TRUE,2023-01-05,𠮷㐂\n"
        "117.2,39.1,,,,,\n117.2,39.1,1201050010010000003,7,FALSE,2024-12-31,'=1+1\n"
    )
    assert rows.table["ZDDM"].tolist() == ["1201050010010000001", None, "1201050010010000003"]
    assert (str(rows.table["层数"].dtype), rows.table["层数"].tolist()[2]) == ("Int64", 7)
    assert (str(rows.table["ok"].dtype), rows.table["ok"].tolist()[2]) == ("boolean", False)
    assert rows.table["建成"].tolist() == ["2023-01-05", None, "2024-12-31"]
    assert rows.table["名"].tolist() == ["𠮷㐂", None, "=1+1"]
    assert "1 cell begins with an apostrophe" in told(rows)


def test_lines_of_an_old_mac() -> None:
    assert places(read_text("MC,x,y\r甲,117.2,39.1\r")) == [(117.2, 39.1)]

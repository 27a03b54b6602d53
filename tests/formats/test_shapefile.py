"""Shapefiles: names in other case, encodings, whole numbers of 19 digits, our own short names."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from hebei_gis.words.errors import UploadError
from tests.formats.conftest import CODE


def parts_of(written: Any, rows: Any, cpg: bytes | None = None) -> dict[str, bytes]:
    parts = written("ESRI Shapefile", ".shp", d=rows, options={"encoding": "GBK"})
    if cpg is not None:
        parts["d.cpg"] = cpg
    return parts


def named(parcels: Any, *names: str) -> Any:
    return parcels[["geometry"]].assign(MC=list(names))


def test_parts_are_found_in_any_case(read: Any, written: Any, parcels: Any) -> None:
    parts = parts_of(written, named(parcels, "甲", "乙", "丙"))
    calls = {"shp": "Parcel.shp", "dbf": "PARCEL.DBF", "shx": "parcel.SHX", "prj": "Parcel.Prj"}
    mixed = {calls[n[2:]]: c for n, c in parts.items() if n[2:] in calls}
    rows, told = read(mixed)
    assert rows.table["MC"].tolist() == ["甲", "乙", "丙"]
    assert rows.crs == "EPSG:4326" and "no .dbf" not in told


def test_two_shapefiles_whose_names_differ_in_case_stay_two(
    read: Any, written: Any, parcels: Any
) -> None:
    parts = parts_of(written, named(parcels, "甲", "乙", "丙"))
    other = parts_of(written, named(parcels, "子", "丑", "寅"))
    both = {**parts, **{n.upper(): c for n, c in other.items()}}
    assert read(both, layer="d")[0].table["MC"].tolist() == ["甲", "乙", "丙"]
    assert read(both, layer="D")[0].table["MC"].tolist() == ["子", "丑", "寅"]


@pytest.mark.parametrize("cpg", [b"ISO-8859-1", b"1252", b"CP1252", b"88591"])
def test_an_encoding_of_one_byte_over_chinese_bytes_is_asked_about(
    cpg: bytes, read: Any, written: Any, parcels: Any
) -> None:
    parts = parts_of(written, named(parcels, "居住用地", "乙", "丙"), cpg)
    with pytest.raises(UploadError, match=r"reads “¾Óס|居住用地") as caught:
        read(parts)
    (fault,) = caught.value.faults
    assert fault.kind == "encoding_undecided" and "居住用地" in fault.sentence("zh")
    assert read(parts, encoding="GBK")[0].table["MC"].iloc[0] == "居住用地"
    assert read(parts, encoding="ISO-8859-1")[0].table["MC"].iloc[0] != "居住用地"


def test_utf8_under_another_word_is_read_as_what_it_is(
    read: Any, written: Any, parcels: Any
) -> None:
    parts = written("ESRI Shapefile", ".shp", d=named(parcels, "甲", "乙", "丙"),
                    options={"encoding": "UTF-8"})  # fmt: skip
    rows, told = read({**parts, "d.cpg": b"ISO-8859-1"})
    assert rows.table["MC"].tolist() == ["甲", "乙", "丙"]
    assert "which is wrong" in told


def test_plain_accents_stay_what_the_file_says(read: Any, written: Any, parcels: Any) -> None:
    parts = written("ESRI Shapefile", ".shp", d=named(parcels, "café ", "é", "x"),
                    options={"encoding": "ISO-8859-1"})  # fmt: skip
    assert read({**parts, "d.cpg": b"ISO-8859-1"})[0].table["MC"].iloc[1] == "é"


def test_whole_numbers_of_19_digits_are_exact(read: Any, written: Any, parcels: Any) -> None:
    rows, _ = read(parts_of(written, parcels[["ZDDM", "floors", "geometry"]]))
    assert rows.table["ZDDM"].tolist()[::2] == [CODE, CODE + 2]
    assert rows.table["ZDDM"].isna().tolist() == [False, True, False]
    assert rows.table["floors"].tolist()[::2] == [3, 6]


def test_whole_numbers_beyond_64_bits_are_their_digits(
    read: Any, written: Any, parcels: Any
) -> None:
    parts = parts_of(written, parcels[["ZDDM", "geometry"]])
    wide, dbf = b"%019d" % (10**19 - 1), parts["d.dbf"]
    parts["d.dbf"] = dbf.replace(str(CODE).encode(), wide)
    assert read(parts)[0].table["ZDDM"].tolist()[0] == "9" * 19


def test_dates_and_yes_no(read: Any, written: Any, parcels: Any) -> None:
    import datetime

    import pandas as pd
    import pyarrow as pa

    built = [datetime.date(2023, 1, 5), None, datetime.date(2024, 2, 29)]
    rows = parcels[["listed", "geometry"]].assign(
        built=pd.array(built, dtype=pd.ArrowDtype(pa.date32()))
    )
    parts = written("ESRI Shapefile", ".shp", d=rows, options={"use_arrow": True})
    found = read(parts)[0].table
    assert found["built"].tolist() == ["2023-01-05", None, "2024-02-29"]
    assert [None if pd.isna(v) else v for v in found["listed"]] == [True, None, False]


def test_our_own_short_names_are_long_again(read: Any, written: Any, parcels: Any) -> None:
    parts = parts_of(written, parcels[["floors", "geometry"]].rename(columns={"floors": "n"}))
    parts["d_fields.csv"] = b"\xef\xbb\xbfshapefile,column\r\nn,number_of_floors\r\n"
    rows, told = read(parts)
    assert list(rows.table.columns) == ["number_of_floors"]
    assert "d_fields.csv" in told


def test_a_prj_that_is_not_understood_is_handed_over(read: Any, written: Any, parcels: Any) -> None:
    parts = parts_of(written, named(parcels, "甲", "乙", "丙"))
    rows, _ = read({**parts, "d.prj": b"GCJ-02 from a map"})
    assert rows.crs is None and rows.stated == "GCJ-02 from a map"


def test_rows_marked_as_deleted_keep_numbers_with_their_rows(
    read: Any, written: Any, parcels: Any
) -> None:
    parts = parts_of(written, parcels[["ZDDM", "geometry"]])
    dbf = bytearray(parts["d.dbf"])
    header, _ = struct.unpack("<HH", dbf[8:12])
    dbf[header] = ord("*")
    rows, _ = read({**parts, "d.dbf": bytes(dbf)})
    codes = rows.table["ZDDM"].dropna().tolist()
    assert CODE + 2 in codes


def test_numbers_that_do_not_fit_their_field_are_told() -> None:
    """``***`` stands where dBase had no room for a number."""
    from hebei_gis.formats.shapefile.dbf import read_table

    header = bytes([3, 26, 1, 1]) + (2).to_bytes(4, "little") + (65).to_bytes(2, "little")
    header += (5).to_bytes(2, "little") + bytes(20)
    field = b"AREA\0\0\0\0\0\0\0N" + bytes(4) + bytes([4, 0]) + bytes(14)
    content = header + field + b"\r" + b"  12 " + b" ****" + b"\x1a"
    table = read_table(content, "a.dbf")
    assert table.rows == 2 and table.overflowed == (1,)


def test_big5_without_a_cpg_is_asked_about(read: Any, written: Any, parcels: Any) -> None:
    names = ("歷史建築保護範圍", "信義區圖書館", "綠地廣場")
    parts = written(
        "ESRI Shapefile", ".shp", d=named(parcels, *names), options={"encoding": "BIG5"}
    )
    parts.pop("d.cpg", None)
    content = bytearray(parts["d.dbf"])
    content[29] = 0
    parts["d.dbf"] = bytes(content)
    with pytest.raises(UploadError, match="as Big5 “歷史建築保護範圍”"):
        read(parts)
    assert read(parts, encoding="big5")[0].table["MC"].tolist() == list(names)

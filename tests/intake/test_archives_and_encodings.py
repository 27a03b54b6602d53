"""Encodings of tables and of names in zips: said by the file, wrong, missing, or answered."""

from __future__ import annotations

from typing import Any

import pytest

from hebei_gis.files.text import guess_encoding, python_encoding
from hebei_gis.words.errors import UploadError


@pytest.mark.parametrize(
    ("written", "cpg", "found"),
    [
        ("GB18030", b"GB18030", "GB18030"),
        ("GB18030", b"936", "GB18030"),
        ("GB18030", b"ANSI 936", "GB18030"),
        ("GB18030", None, "GB18030"),
        ("GB18030", b"UTF-8", "GB18030"),
        ("GB18030", b"nonsense", "GB18030"),
        ("UTF-8", b"UTF-8", "UTF-8"),
        ("UTF-8", None, "UTF-8"),
        ("UTF-8", b"GBK", "UTF-8"),
    ],
)
def test_the_cpg_right_wrong_and_missing(
    makers: Any, previewed: Any, written: str, cpg: bytes | None, found: str
) -> None:
    rows = makers.parcels().rename(columns={"用地代码": "代码"})
    preview = previewed(makers.shapefile(rows, "EPSG:4548", written, cpg=cpg))
    assert preview.inspection.encoding.name == found
    assert preview.rows["名称"].tolist() == rows["名称"].tolist()
    wrong = cpg in (b"UTF-8", b"GBK") and python_encoding(cpg.decode()) != found
    assert wrong == any("which is wrong" in said for said in preview.sentences())


def test_the_language_driver_counts(makers: Any, previewed: Any) -> None:
    rows = makers.parcels().rename(columns={"用地代码": "代码"})
    parts = makers.shapefile(rows, "EPSG:4548", "GB18030", cpg=None)
    (name,) = (n for n in parts if n.endswith(".dbf"))
    parts[name] = parts[name][:29] + b"\x4d" + parts[name][30:]
    preview = previewed(parts)
    assert "header says so" in str(preview.inspection.encoding.why)
    assert preview.rows["名称"].tolist() == rows["名称"].tolist()


def test_the_word_of_the_user_must_fit(makers: Any, previewed: Any) -> None:
    parts = makers.shapefile(makers.parcels(), "EPSG:4548", "GB18030")
    with pytest.raises(UploadError, match=r"not UTF-8.*perhaps GB18030"):
        previewed(parts, encoding="UTF-8")
    with pytest.raises(UploadError, match="not klingon"):
        previewed(parts, encoding="klingon")
    assert previewed(parts, encoding="GBK").rows["名称"].iloc[0] == "地块0号"


def test_a_value_cut_within_a_character(makers: Any, previewed: Any) -> None:
    rows = makers.parcels().rename(columns={"用地代码": "代码"})
    rows["名称"] = "a" + "长" * 50
    parts = makers.shapefile(rows, "EPSG:4548", "UTF-8")
    (table,) = (name for name in parts if name.endswith(".dbf"))
    long = ("长" * 50).encode()
    assert b"a" + long in parts[table]
    parts[table] = parts[table].replace(b"a" + long, long + "长".encode()[:1])
    preview = previewed(parts)
    assert set("".join(preview.rows["名称"])) == {"长"}
    assert {issue.kind for issue in preview.issues} == {"half_character"}


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-8-SIG", "GB18030", "UTF-16"])
def test_geojson_that_is_not_utf8(makers: Any, previewed: Any, encoding: str) -> None:
    rows = makers.parcels()
    ((name, content),) = makers.written(rows, "EPSG:4326", "GeoJSON", ".geojson").items()
    preview = previewed({name: content.decode().encode(encoding)})
    assert preview.rows["名称"].tolist() == rows["名称"].tolist()


def test_csv_in_the_wrong_encoding(makers: Any, previewed: Any) -> None:
    table = makers.csv(makers.cells(makers.points(), "EPSG:4326", "xy"), "GB18030")
    with pytest.raises(UploadError, match="perhaps GB18030"):
        previewed({"a.csv": table}, datum="WGS84", encoding="UTF-8")
    broken = b"\xff\xfe\xfa" + table
    with pytest.raises(UploadError):
        previewed({"a.csv": broken}, datum="WGS84")


def test_chinese_names_in_zips(makers: Any, previewed: Any) -> None:
    rows = makers.parcels()
    parts = makers.shapefile(rows, "EPSG:4548", "GB18030")
    for gbk in (True, False):
        named = {f"控规数据/用地.{n.rpartition('.')[2]}": c for n, c in parts.items()}
        preview = previewed({"x.zip": makers.zipped(named, gbk_names=gbk)})
        assert preview.inspection.layers[0].name == "用地"
        assert "控规数据/用地.shp" in preview.inspection.members
        assert any(("GB18030" if gbk else "UTF-8") in note.facts.values()
                   for note in preview.inspection.notes if note.kind == "names")  # fmt: skip


def test_several_shapefiles_in_a_zip(makers: Any, previewed: Any) -> None:
    rows = makers.parcels()
    parts = makers.shapefile(rows, "EPSG:4548", "GB18030")
    both = {
        f"{stem}.{name.rpartition('.')[2]}": content
        for stem in ("甲/用地", "乙/用地", "道路")
        for name, content in parts.items()
    }
    content = {"x.zip": makers.zipped(both)}
    with pytest.raises(UploadError, match="several layers have rows"):
        previewed(content)
    with pytest.raises(UploadError, match="no layer 水系"):
        previewed(content, layer="水系")
    assert len(previewed(content, layer="乙/用地").rows) == 4
    assert len(previewed(content, layer="道路").rows) == 4


def test_guessing_is_strict() -> None:
    assert guess_encoding("居住".encode()).name == "UTF-8"
    assert guess_encoding("居住".encode("gbk")).name == "GB18030"
    assert guess_encoding(b"plain").name == "UTF-8"
    assert guess_encoding(b"\xff\xff\xff") is None
    assert python_encoding("ANSI 936") == "GB18030"
    assert python_encoding("rot13") is None

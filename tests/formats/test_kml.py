"""KML: bytes decide its encoding, nothing of a placemark is lost unsaid, ours comes back."""

from __future__ import annotations

from typing import Any

import pytest

from hebei_gis.files.limits import Limits
from hebei_gis.words.errors import UploadError
from tests.formats.vector_cases import rows_of, source_of, told

POINT = "<Point><coordinates>117.2,39.16</coordinates></Point>"
RING = "<LinearRing><coordinates>{0},39 {1},39 {1},40 {0},39</coordinates></LinearRing>"


def kml(
    inner: str, attributes: str = "", encoding: str = "UTF-8", head: str | None = None
) -> bytes:
    """A document in an encoding, whatever its head says."""
    declared = f' encoding="{encoding if head is None else head}"' if head != "" else ""
    text = (
        f'<?xml version="1.0"{declared}?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document'
        f"{attributes}>{inner}</Document></kml>"
    )
    return text.encode(encoding)


def mark(inner: str = "", name: str = "河北区望海楼", shape: str = POINT) -> str:
    return f"<Placemark><name>{name}</name>{inner}{shape}</Placemark>"


@pytest.mark.parametrize(
    ("encoding", "head", "sentence"),
    [
        ("UTF-8", "UTF-8", "Text is UTF-8: the XML says so"),
        ("UTF-8", "", "Text is UTF-8: every byte fits"),
        ("UTF-8", "GB2312", "as GB2312, which the XML says, it would read “娌冲寳"),
        ("UTF-8", "utf-16", "Text is UTF-8: every byte fits, while the XML says utf-16"),
        ("UTF-16", "UTF-16", "Text is UTF-16"),
        ("GBK", "GBK", "Text is GB18030: the XML says so"),
        ("GBK", "", "Text is GB18030: it is not UTF-8"),
        ("GBK", "UTF-8", "the XML says UTF-8, which is wrong"),
        ("Big5", "Big5", "Text is BIG5: the XML says so"),
    ],
)
def test_bytes_decide_the_encoding(encoding: str, head: str, sentence: str) -> None:
    name = "河北區" if encoding == "Big5" else "河北区望海楼"
    content = kml(mark(name=name), encoding=encoding, head=head)
    assert rows_of("kml", content).table["name"].tolist() == [name]
    assert sentence in told("kml", content)


def test_the_user_may_name_the_encoding() -> None:
    content = kml(mark(name="河北區"), encoding="Big5", head="")
    assert rows_of("kml", content, encoding="Big5").table["name"].tolist() == ["河北區"]


def test_prefixes_and_characters_without_declaration_are_read_and_told() -> None:
    inner = mark("<description>一&nbsp;二&copy;<![CDATA[&amp;nbsp;]]></description>")
    content = kml(inner, ' xsi:schemaLocation="a b"')
    assert rows_of("kml", content).table["description"].tolist() == ["一\xa0二©&nbsp;"]
    assert "xsi:" in told("kml", content)
    assert "&nbsp;" in told("kml", content, "zh")
    track = "<gx:Track><gx:coord>117 39 0</gx:coord><gx:coord>118 39 0</gx:coord></gx:Track>"
    assert rows_of("kml", kml(mark(shape=track))).shapes[0].geom_type == "LineString"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'<!DOCTYPE kml [<!ENTITY nbsp "x">]><kml>&nbsp;</kml>', "XML is not read"),
        (b"<kml>&unknown;</kml>", r"undefined entity.*line 1, column 6"),
        (b"<kml><Document></kml>", r"mismatched tag, line 1, column"),
        (b"<kml>" + b"<Folder>" * 200 + b"&nbsp;", "within each other"),
    ],
)
def test_what_is_hostile_or_broken_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(UploadError, match=sentence):
        rows_of("kml", content)


def test_a_name_and_a_value_of_that_name_are_both_kept() -> None:
    data = '<ExtendedData><Data name="name"><value>P1</value></Data><Data name="description">'
    data += '<value>d</value></Data><Data name="name"><value>P2</value></Data></ExtendedData>'
    content = kml(mark(f"<description>x</description>{data}", name="甲"))
    row = rows_of("kml", content).table.iloc[0]
    assert dict(row) == {
        "name": "甲", "description": "x", "name_2": "P1", "description_2": "d", "name_2_2": "P2",
    }  # fmt: skip
    assert "The value name of the extended data is called name_2 here" in told("kml", content)


def test_shapes_side_by_side_and_several_outer_rings_are_parts() -> None:
    def area(*rings: str) -> str:
        outer = "".join(f"<outerBoundaryIs>{ring}</outerBoundaryIs>" for ring in rings)
        return f"<Polygon>{outer}</Polygon>"

    one, two = RING.format(117, 118), RING.format(119, 120)
    for shape in (area(one) + area(two), area(one, two)):
        rows = rows_of("kml", kml(mark(shape=shape)))
        assert rows.shapes[0].geom_type == "MultiPolygon"
        assert len(rows.shapes[0].geoms) == 2
    assert "2 shapes side by side" in told("kml", kml(mark(shape=area(one) + area(two))))


def test_times_snippets_and_elements_of_other_spaces_are_columns() -> None:
    inner = (
        "<TimeSpan><begin>2021</begin><end>2025</end></TimeSpan><Snippet>一期</Snippet>"
        '<ExtendedData><c:plot xmlns:c="urn:c">P1</c:plot></ExtendedData>'
    )
    row = rows_of("kml", kml(mark(inner))).table.iloc[0].to_dict()
    assert (row["begin"], row["end"], row["snippet"], row["plot"]) == ("2021", "2025", "一期", "P1")


def test_what_is_not_taken_in_is_counted() -> None:
    inner = mark(shape="<Model/>") + "<GroundOverlay/>" * 2
    inner += "<NetworkLink><Link><href>files/b.kml</href></Link></NetworkLink>"
    said = told("kml", kml(inner))
    assert "Model (1)" in said
    assert "GroundOverlay (2)" in said
    assert "files/b.kml" in said
    with pytest.raises(UploadError, match=r"only a NetworkLink to files/b\.kml"):
        rows_of("kml", kml(inner.replace("Placemark", "Folder")))


def test_a_schema_types_its_values_where_all_are_such_values() -> None:
    fields = {"n": "int", "code": "int", "x": "double", "ok": "bool", "t": "string"}
    schema = "".join(f'<SimpleField type="{kind}" name="{n}"/>' for n, kind in fields.items())

    def placed(**values: Any) -> str:
        data = "".join(f'<SimpleData name="{n}">{v}</SimpleData>' for n, v in values.items())
        return mark(f'<ExtendedData><SchemaData schemaUrl="#s">{data}</SchemaData></ExtendedData>')

    inner = f'<Schema id="s">{schema}</Schema>'
    inner += placed(n="1201050010010000001", code="007", x="1.5", ok="1", t="7")
    table = rows_of("kml", kml(inner + placed(code="1", x="2"))).table
    assert table["n"].tolist()[0] == 1201050010010000001
    assert str(table["n"].dtype) == "Int64"
    assert table["code"].tolist() == ["007", "1"], "a code with zeros before it is text"
    assert table["x"].tolist() == [1.5, 2.0]
    assert str(table["ok"].dtype) == "boolean"
    assert table["t"].tolist() == ["7", None]


def test_folders_are_layers() -> None:
    inner = "".join(f"<Folder><name>{n}</name>{mark(name=n)}</Folder>" for n in "甲乙")
    source = source_of("kml", kml(f"<name>文档</name>{inner}"))
    assert [layer.name for layer in source.layers] == ["甲", "乙"]
    assert rows_of("kml", kml(inner)).table["folder"].tolist() == ["甲", "乙"]
    assert rows_of("kml", kml(inner), layer="乙").layer == "乙"
    with pytest.raises(UploadError, match="there is no layer 丙"):
        rows_of("kml", kml(inner), layer="丙")


def test_limits_hold() -> None:
    with pytest.raises(UploadError, match="3 rows; at most 2 rows"):
        source_of("kml", kml(mark() * 3), limits=Limits(rows=2)).layers  # noqa: B018

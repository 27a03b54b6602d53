"""DXF: bytes decide its text, planes are moved to the world, nothing is lost unsaid."""

from __future__ import annotations

import io
from typing import Any

import pytest
import shapely
from ezdxf.filemanagement import new

from hebei_gis.formats.dxf.text import AS_CODES, plain_text
from hebei_gis.words.errors import UploadError
from tests.formats.vector_cases import rows_of, source_of, told

NAME = "河北区望海楼"
PLACE = (517286.2, 4336285.8)


def text_of(drawing: Any) -> str:
    stream = io.StringIO()
    drawing.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("version", "encoding", "why"),
    [
        ("R2000", "GBK", "its header says ANSI_936"),
        ("R2010", "GBK", r"whatever the header says \(AC1024\)"),
        ("R2010", "UTF-8", "its version says so"),
        ("R2000", "UTF-8", r"whatever the header says \(ANSI_936\)"),
    ],
)
def test_bytes_decide_the_encoding(version: str, encoding: str, why: str) -> None:
    drawing = new(version)
    drawing.encoding = "gbk"
    drawing.modelspace().add_text(NAME, dxfattribs={"layer": "注记"})
    content = text_of(drawing).encode(encoding)
    row = rows_of("dxf", content).table.iloc[0]
    assert (row["text"], row["layer"]) == (NAME, "注记")
    with pytest.raises(AssertionError, match=why):
        raise AssertionError(told("dxf", content))


def test_a_few_broken_characters_are_counted_not_refused() -> None:
    drawing = new("R2000")
    drawing.encoding = "gbk"
    drawing.modelspace().add_text(NAME + "QZQ")
    content = text_of(drawing).encode("gbk").replace(b"QZQ", b"\xba")
    assert rows_of("dxf", content).table["text"].tolist()[0].startswith(NAME)
    assert "1 character cannot be read" in told("dxf", content)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\\U+671B\\U+6D77", "望海"),
        ("\\M+5BAD3\\M+5B1B1", "河北"),
        ("\\U+D842\\U+DFB7", "𠮷"),
        ("a\\U+00B2", "a²"),
        ("\\U+12", "\\U+12"),
        ("plain", "plain"),
    ],
)
def test_characters_by_their_codes(written: str, read: str) -> None:
    assert plain_text(written) == read
    drawing = new("R2000")
    drawing.modelspace().add_text(written)
    assert rows_of("dxf", text_of(drawing).encode()).table["text"].tolist() == [read]


def test_what_a_code_page_lacks_is_written_as_codes() -> None:
    for text in ("𠮷㐂²", "é"):
        assert plain_text(text.encode("gbk", AS_CODES).decode("gbk")) == text


def test_planes_of_entities_are_moved_to_the_world() -> None:
    drawing = new("R2000")
    drawing.blocks.new("T")
    space = drawing.modelspace()
    turned = {"extrusion": (0, 0, -1)}
    east, north = PLACE
    space.add_point(PLACE)
    space.add_blockref("T", (-east, north), dxfattribs=turned)
    space.add_text("A", dxfattribs={"insert": (-east, north), **turned})
    space.add_mtext("B", dxfattribs={"insert": PLACE, **turned})
    space.add_circle((-east, north), 1, dxfattribs=turned)
    space.add_lwpolyline([(-east, north), (-east - 2, north)], dxfattribs=turned)
    shapes = rows_of("dxf", text_of(drawing).encode()).shapes
    for shape in shapes:
        assert shapely.distance(shape, shapely.Point(PLACE)) < 1.01
        assert shape.centroid.x == pytest.approx(east, abs=1.01)


def test_heights_and_extended_data_are_columns() -> None:
    drawing = new("R2000")
    drawing.appids.add("SOUTH")
    space = drawing.modelspace()
    line = space.add_lwpolyline([PLACE, (517300, 4336300)], dxfattribs={"elevation": 12.5})
    line.set_xdata("SOUTH", [(1000, "300000"), (1000, "P1"), (1040, 1.5), (1070, 7)])
    space.add_point((*PLACE, 3.25))
    space.add_line((0, 0, 0), (1, 1, 9))
    content = text_of(drawing).encode()
    rows = rows_of("dxf", content)
    assert rows.table["xdata_SOUTH"].tolist() == ["300000; P1; 1.5; 7", None, None]
    assert rows.table["elevation"].tolist()[:2] == [12.5, 3.25]
    assert rows.table["elevation"].isna().tolist() == [False, False, True]
    assert not shapely.has_z(rows.shapes).any()
    said = told("dxf", content)
    assert "heights of the drawing are in the column elevation" in said
    assert "Heights that vary along a shape are not kept (1 shape)" in said
    assert "Extended data (xdata)" in said


def test_what_is_not_taken_in_is_counted() -> None:
    drawing = new("R2000")
    space = drawing.modelspace()
    space.add_point(PLACE)
    space.add_ray((0, 0), (1, 0))
    drawing.layout("Layout1").add_point((1, 1))
    said = told("dxf", text_of(drawing).encode())
    assert "RAY (1)" in said
    assert "Layout1 (" in said


def test_binary_drawings_are_read() -> None:
    drawing = new("R2010")
    drawing.modelspace().add_text(NAME)
    stream = io.BytesIO()
    drawing.write(stream, fmt="bin")
    assert rows_of("dxf", stream.getvalue()).table["text"].tolist() == [NAME]


@pytest.mark.parametrize(
    ("layers", "crs", "stated"),
    [
        (["公园-EPSG4548", "公园-注记-EPSG4548"], "EPSG:4548", None),
        (["公园-GCJ02"], None, "GCJ-02"),
        (["公园-EPSG4548", "公园-GCJ02"], None, None),
        (["公园-EPSG4548", "道路"], None, None),
        (["公园"], None, None),
    ],
)
def test_names_of_layers_say_the_crs(
    layers: list[str], crs: str | None, stated: str | None
) -> None:
    drawing = new("R2000")
    drawing.encoding = "gbk"
    for name in layers:
        drawing.modelspace().add_point(PLACE, dxfattribs={"layer": name})
    rows = rows_of("dxf", text_of(drawing).encode("gbk"))
    assert (rows.crs, rows.stated) == (crs, stated)


def test_layers_of_the_drawing_are_layers() -> None:
    drawing = new("R2000")
    for name in ("A", "B"):
        drawing.modelspace().add_point(PLACE, dxfattribs={"layer": name})
    content = text_of(drawing).encode()
    assert [layer.name for layer in source_of("dxf", content).layers] == ["A", "B"]
    assert rows_of("dxf", content, layer="B").table["layer"].tolist() == ["B"]
    with pytest.raises(UploadError, match="there is no layer C"):
        rows_of("dxf", content, layer="C")


def test_layers_that_are_off_or_frozen_are_told() -> None:
    drawing = new("R2000")
    for name in ("A", "B", "C"):
        drawing.layers.add(name)
        drawing.modelspace().add_point(PLACE, dxfattribs={"layer": name})
    drawing.layers.get("A").off()
    drawing.layers.get("B").freeze()
    content = text_of(drawing).encode()
    assert len(rows_of("dxf", content).table) == 3
    assert "off or frozen in the drawing were read too: A (1), B (1)." in told("dxf", content)


def test_codes_of_underlining_and_signs_are_read() -> None:
    drawing = new("R2000")
    space = drawing.modelspace()
    space.add_text("%%u40%%d%%u", dxfattribs={"insert": PLACE})
    space.add_text("%%c20", dxfattribs={"insert": PLACE})
    texts = rows_of("dxf", text_of(drawing).encode()).table["text"].tolist()
    assert texts == ["40°", "Ø20"]


def test_a_header_that_says_big5_is_heard_where_the_bytes_read_so() -> None:
    drawing = new("R2000")
    drawing.modelspace().add_text("歷史建築保護範圍與綠地", dxfattribs={"insert": PLACE})
    content = text_of(drawing).replace("ANSI_1252", "ANSI_950").encode("big5")
    assert rows_of("dxf", content).table["text"].tolist() == ["歷史建築保護範圍與綠地"]

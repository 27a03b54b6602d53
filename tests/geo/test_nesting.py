"""How deep shapes are nested, told without building them."""

from __future__ import annotations

import pytest
import shapely

from hebei_gis.geo.nesting import MOST_DEEP, check_wkb, is_too_deep

SHAPES = [
    "POINT (1 2)", "POINT Z (1 2 3)", "POINT M (1 2 3)", "POINT ZM (1 2 3 4)", "POINT EMPTY",
    "LINESTRING (0 0, 1 1)", "POLYGON ((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1))",
    "MULTIPOINT (0 0, 1 1)", "MULTILINESTRING Z ((0 0 1, 1 1 1), (2 2 2, 3 3 3))",
    "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))", "POLYGON EMPTY",
    "GEOMETRYCOLLECTION (POINT (1 2), GEOMETRYCOLLECTION (LINESTRING (0 0, 1 1)))",
    "GEOMETRYCOLLECTION EMPTY",
]  # fmt: skip


@pytest.mark.parametrize("text", SHAPES)
@pytest.mark.parametrize("flavor", ["iso", "extended"])
@pytest.mark.parametrize("order", [0, 1])
def test_sound_shapes_pass(text: str, flavor: str, order: int) -> None:
    if flavor == "extended" and " M " in text:
        flavor = "iso"
    content = shapely.to_wkb(shapely.from_wkt(text), flavor=flavor, byte_order=order)
    check_wkb(content)
    with pytest.raises(ValueError, match=r"early|size"):
        check_wkb(content[:-1])
    with pytest.raises(ValueError, match="size"):
        check_wkb(content + b"x")


def nested(depth: int) -> bytes:
    one = b"\x01\x07\x00\x00\x00\x01\x00\x00\x00"
    return one * depth + shapely.to_wkb(shapely.Point(1, 2), byte_order=1)


def test_depth_is_bounded() -> None:
    check_wkb(nested(MOST_DEEP - 2))
    for depth in (MOST_DEEP + 1, 15_000):
        with pytest.raises(ValueError, match="within"):
            check_wkb(nested(depth))
    wide = b"\x01\x07\x00\x00\x00" + (1).to_bytes(4, "little")
    with pytest.raises(ValueError, match="early"):
        check_wkb(wide + b"\x01\x07\x00\x00\x00" + b"\xff" * 4)


def test_brackets_of_a_text() -> None:
    assert not is_too_deep("POLYGON ((0 0, 1 1, 1 0, 0 0))")
    assert not is_too_deep("(" + "(1)" * 500 + ")")
    assert is_too_deep("GEOMETRYCOLLECTION(" * 15_000 + ")" * 15_000)

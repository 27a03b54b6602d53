"""How deep XML is, told without parsing where that is sure, and by parsing where it is not."""

from __future__ import annotations

import math

import pytest

from hebei_gis.files.limits import Limits
from hebei_gis.files.xml import _most_depth, check_markup
from hebei_gis.words.errors import UploadError

DEEP = Limits().depth + 1
NESTED = b"<a>" * DEEP + b"</a>" * DEEP


@pytest.mark.parametrize(
    ("content", "depth"),
    [
        (b"<a/>", 1), (b"<?xml version='1.0'?><a><b>x</b><b/></a>", 2), (b"<a>/></a>", 1),
        (b"<a b='/>'>&lt;</a>", 1), (NESTED, DEEP), (b"<a><!-- </a></a> --></a>", math.inf),
        (b"<a><![CDATA[</a>]]></a>", math.inf), (b"<a><?p </a> ?><?q?></a>", math.inf),
        ("<a/>".encode("utf-16"), math.inf), (b"", 0),
    ],
)  # fmt: skip
def test_the_depth_is_never_told_too_small(content: bytes, depth: float) -> None:
    assert _most_depth(content) == depth


@pytest.mark.parametrize(
    "content",
    [
        NESTED,
        # What looks like ends of elements hides no depth.
        b"<!-- " + b"</a>" * DEEP + b" -->" + NESTED,
        b"<a>" * DEEP + b"<![CDATA[" + b"</a>" * DEEP + b"]]>" + b"</a>" * DEEP,
        b"<a>" * DEEP + b"/>" * DEEP + b"</a>" * DEEP,
    ],
)
def test_depth_is_refused_however_it_is_hidden(content: bytes) -> None:
    with pytest.raises(UploadError) as told:
        check_markup(content, "a.xml", Limits())
    assert told.value.faults[0].kind == "unsafe_xml"


def test_what_is_shallow_or_wide_is_walked_through() -> None:
    wide = b"<r>" + b"<e/>" * 5000 + b"</r>"
    assert check_markup(wide, "a.xml", Limits()) == "r"
    assert check_markup(b"<x:r xmlns:x='u'><x:e>1</x:e></x:r>", "a.xml", Limits()) == "r"
    for broken in (b"<r><e></r>", b"<r>", b"", b"<r>&nothing;</r>", b"<!DOCTYPE r><r/>"):
        with pytest.raises(UploadError):
            check_markup(broken, "a.xml", Limits())

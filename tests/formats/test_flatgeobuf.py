"""FlatGeobuf: values beside gaps, whole or streamed."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from hebei_gis.words.errors import UploadError
from tests.formats.conftest import assert_kept


@pytest.mark.parametrize("index", ["YES", "NO"])
def test_whole_numbers_yes_no_and_dates_beside_gaps(
    index: str, read: Any, written: Any, parcels: Any
) -> None:
    options = {"layer_options": {"SPATIAL_INDEX": index}}
    assert_kept(read(written("FlatGeobuf", ".fgb", d=parcels, options=options))[0])


def test_a_streamed_file_says_no_number_of_rows(read: Any, written: Any, parcels: Any) -> None:
    options = {"layer_options": {"SPATIAL_INDEX": "NO"}}
    (content,) = written("FlatGeobuf", ".fgb", d=parcels, options=options).values()
    place = content.index(struct.pack("<Q", 3))
    assert_kept(read({"a.fgb": content[:place] + bytes(8) + content[place + 8 :]})[0])


@pytest.mark.parametrize("body", [bytes(20), b"\xff" * 5000])
def test_a_broken_header_is_told(body: bytes, read: Any) -> None:
    with pytest.raises(UploadError, match="cannot be read"):
        read({"a.fgb": b"fgb\x03fgb\x00" + body})

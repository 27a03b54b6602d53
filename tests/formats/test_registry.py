"""The list of formats: complete, in the order of menus, and each as it says of itself."""

from __future__ import annotations

import pytest

from hebei_gis.formats.registry import format_named, formats, read_formats, written_formats
from hebei_gis.words.errors import UnknownNameError


def test_each_format_is_read_or_written_and_what_is_written_is_checked() -> None:
    for name, known in formats().items():
        assert known.name == name and known.title
        assert known.open or known.write
        if known.write:
            assert known.extension and known.mime
            assert known.open or known.read_back


def test_no_ending_belongs_to_two_formats() -> None:
    endings = [ending for known in read_formats().values() for ending in known.suffixes]
    assert len(set(endings)) == len(endings)
    assert all(ending.startswith(".") and ending == ending.lower() for ending in endings)


def test_menus_begin_with_geojson() -> None:
    assert next(iter(written_formats())) == "geojson"


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="geojson"):
        format_named("docx")

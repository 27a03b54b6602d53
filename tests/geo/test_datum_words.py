"""Words that name a shifted datum."""

from __future__ import annotations

import pytest

from hebei_gis.geo.shifted_datums import BD09, GCJ02, shifted_datum_in


@pytest.mark.parametrize(
    ("words", "datum"),
    [
        ("GCS_AMap_Mars", GCJ02), ("高德坐标", GCJ02), ("火星坐标系", GCJ02), ("百度坐标", BD09),
        ("urn:ogc:def:crs:GCJ-02", GCJ02), ("pts_bd09ll", BD09), ("roadmap", None), ("公园", None),
        ("gcj02 or bd09", None),
    ],
)  # fmt: skip
def test_words_that_name_a_shifted_datum(words: str, datum: str | None) -> None:
    assert shifted_datum_in(words) == datum

"""Numbers out of the cells of a parcel table."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from hebei_gis.sites import SiteOptions, compare_sites, measure_sites
from hebei_gis.sites.measuring.cell_numbers import bounds_in, missing_marks, plain_numbers
from tests.sites.site_cases import around, at, criteria, criterion, parcels


def test_plain_numbers_in_any_digits():
    cells = pd.Series(["2.5", "１．８", " 3 ", "1e3", "-4", "≤2", "1,200", "", None, "nan", "x"])
    found = plain_numbers(cells)
    assert found[:5].tolist() == [2.5, 1.8, 3, 1000, -4]
    assert np.isnan(found[5:]).all()
    assert plain_numbers(pd.Series([True, False])).tolist() == [1, 0]
    mixed = plain_numbers(pd.Series([1, None], dtype="Int64"))
    assert mixed[0] == 1 and math.isnan(mixed[1])


@pytest.mark.parametrize(
    ("cell", "bounds"),
    [
        ("≤2.0", (None, 2.0)),
        ("<=2", (None, 2.0)),
        ("不大于2.5", (None, 2.5)),
        ("２．０以下", (None, 2.0)),
        ("0.8-2.5", (0.8, 2.5)),
        ("1.0–2.5", (1.0, 2.5)),
        ("1.0～2.5", (1.0, 2.5)),
        ("1.0 至 2.5", (1.0, 2.5)),
        ("≥1.0且≤2.5", (1.0, 2.5)),
        ("＞1.0，≤2.5", (1.0, 2.5)),
        ("≥1.2", (1.2, None)),
    ],
)
def test_limits_and_ranges(cell, bounds):
    low, high = bounds_in(cell)
    assert (None if math.isnan(low) else low, None if math.isnan(high) else high) == bounds


@pytest.mark.parametrize(
    "cell", ["2.0", "x", "", "2.5-0.8", "1-2-3", "≤2或≤3", "≤2.0（住宅）", 2.0]
)
def test_what_is_no_range_is_not_read_as_one(cell):
    assert bounds_in(cell) is None


def test_marks_of_missing_values():
    assert missing_marks(np.array([100, 120, -9999.0])) == {-9999}
    assert missing_marks(np.array([5, -999.0])) == {-999}
    assert missing_marks(np.array([-3, -999.0])) == set()
    assert missing_marks(np.array([-3, -9999.0])) == {-9999}
    assert missing_marks(np.array([1, -3.4028234663852886e38])) == {-3.4028234663852886e38}
    assert missing_marks(np.array([1, np.nan, -99.0, 9999.0])) == set()


def compared(cells, **fields):
    shapes = {name: at(number * 10.0, 0) for number, name in enumerate("abcd"[: len(cells)])}
    declared = criteria(criterion("x", "column", columns=["x"], **fields))
    measured = measure_sites(parcels(shapes, x=cells), declared, around())
    return compare_sites(measured, SiteOptions())


def test_a_mark_is_unknown_and_told():
    made = compared([100, 120, -9999, 150], direction="lower")
    assert made.ranked == ["a", "b", "d"]
    assert list(made.unknown) == ["c"]
    told = next(note for note in made.notes if note.kind == "missing_marks")
    assert told.sentence("zh") == "“x”：c 的值 -9999 是缺值标记，按未知处理。"


def test_of_a_planning_condition_the_declared_bound_is_taken():
    made = compared(["≤2.0", "1.0-2.5", "2.5", "１．８"], bound="upper")
    assert made.values["x"].tolist() == [2.0, 2.5, 2.5, 1.8]
    told = next(note for note in made.notes if note.kind == "bounds_read")
    assert told.sentence("zh") == "“x”：以文字给出的范围取上限（≤2.0→2、1.0-2.5→2.5）。"
    assert "not_numbers" not in [note.kind for note in made.notes]
    lower = compared(["≥1.2", "1.0-2.5"], bound="lower")
    assert lower.values["x"].tolist() == [1.2, 1.0]


def test_without_a_declared_bound_a_range_is_unknown_and_told():
    made = compared(["≤2.0", "1", "2"])
    assert list(made.unknown) == ["a"]
    told = next(note for note in made.notes if note.kind == "not_numbers")
    assert told.sentence("en") == "x: 1 value is not understood and unknown (≤2.0)."

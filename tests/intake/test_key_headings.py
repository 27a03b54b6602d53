"""The column whose heading says that it identifies a row gives the keys."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hebei_gis.intake.columns import row_keys


def keys(columns, **said):
    table = pd.DataFrame(columns)
    shapes = np.full(len(table), None, dtype=object)
    return row_keys(table, shapes, said.get("key"), said.get("accepted", ()), "a.csv")


@pytest.mark.parametrize("heading", ["key", "编号", "地块编号", "Parcel_ID", "id", "DKBH"])
def test_a_heading_of_keys_is_the_key(heading):
    found = keys({"名称": ["甲", "乙"], heading: ["G1", "G2"]})
    assert found.values == ["G1", "G2"]
    assert found.column == heading and not found.questions


def test_of_several_the_one_that_tells_rows_apart_is_taken():
    assert keys({"编号": ["1", "1"], "parcel_id": ["a", "b"]}).values == ["a", "b"]
    assert keys({"id": [1, 2], "编号": ["G1", "G2"]}).values == ["G1", "G2"]
    assert keys({"编号": ["1", "1"], "id": ["a", "b"]}, key="编号").questions


def test_values_that_stand_twice_are_asked_about_and_never_numbered_unsaid():
    found = keys({"编号": ["G1", "G2", "G2"], "名称": ["一", "二", "三"]})
    assert "G2" in found.questions[0].fault.sentence("zh")
    numbered = keys(
        {"编号": ["G1", "G2", "G2"], "名称": ["一", "二", "三"]}, accepted=("number_keys",)
    )
    assert numbered.values == ["G1", "G2", "G2-2"]


def test_an_id_that_does_not_tell_rows_apart_is_no_key():
    found = keys({"id": [7, 7]})
    assert found.values == ["1", "2"] and not found.questions

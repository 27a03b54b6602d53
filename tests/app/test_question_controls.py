"""Mends in the words of the page."""

from __future__ import annotations

import pytest

from hebei_gis.app.data import question_controls
from hebei_gis.app.data.question_controls import mend_words
from hebei_gis.words.faults import Fault
from hebei_gis.words.questions import MENDS, Question


@pytest.mark.parametrize(
    ("mend", "zh", "en"),
    [
        ("datum=GCJ-02", "按 GCJ-02 读取", "read as GCJ-02"),
        ("crs=EPSG:4548", "按 EPSG:4548 读取", "read as EPSG:4548"),
        ("swap_xy+crs=EPSG:4548", "交换 X 与 Y，并按 EPSG:4548 读取",
         "swap X and Y, and read as EPSG:4548"),
        ("as_declared", "按声明保留", "keep as declared"),
    ],
)  # fmt: skip
def test_mends_are_told_in_words(mend: str, zh: str, en: str) -> None:
    assert (mend_words(mend, "zh"), mend_words(mend, "en")) == (zh, en)


@pytest.mark.parametrize("mend", MENDS)
def test_every_mend_has_words(mend: str) -> None:
    assert mend_words(mend, "zh") != mend_words(mend, "en") != mend


def test_the_code_of_another_crs_stands_after_the_list_of_datums() -> None:
    question = Question(Fault("crs_not_stated", "a", "b", "c"))
    drawn = question_controls._controls(question)
    assert drawn.index("crs") == drawn.index("datum") + 1

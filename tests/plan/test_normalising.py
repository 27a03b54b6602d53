"""Two writings of the same words become one, and lead back to the text as given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hebei_gis.plan.normalising import normalise


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("二 ○ 三五年", "二〇三五年"),
        ("二0三五年", "二零三五年"),
        ("东湖 — 西湖", "东湖-西湖"),
        ("东湖——西湖", "东湖－西湖"),
        ("“ 一湖 ” 、 「一岸」", '"一湖"、"一岸"'),
        ("４０％（含）", "40%(含)"),
        ("PM 2.5", "pm2.5"),
        ("⼀带", "一带"),
    ],
)
def test_writings_of_the_same_words_are_equal(one: str, other: str) -> None:
    assert normalise(one).text == normalise(other).text


@pytest.mark.parametrize(("one", "other"), [("2035", "2〇35"), ("零就业", "〇就业"), ("五", "5")])
def test_other_words_stay_other(one: str, other: str) -> None:
    assert normalise(one).text != normalise(other).text


def test_words_are_found_where_they_stand() -> None:
    text = "到 二 ○ 三 五 年 ， 建 成“ 东 岸 ” 绿带。"
    start, end = normalise(text).find('"东岸"绿带') or (0, 0)
    assert text[start:end] == "“ 东 岸 ” 绿带"
    assert normalise(text).find("西岸") is None
    assert normalise(text).find("  ") is None


@given(st.text(max_size=80))
def test_offsets_rise_and_end_with_the_text(text: str) -> None:
    found = normalise(text)
    assert len(found.offsets) == len(found.text) + 1
    assert list(found.offsets) == sorted(found.offsets)
    assert found.offsets[-1] == len(text)


@given(st.text(max_size=80))
def test_what_is_normalised_stays_as_it_is(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once

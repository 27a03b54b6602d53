"""The reader of Chinese number words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hebei_gis.plan.numbers.number_words import parse_number, parse_number_words


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("十", 10), ("十二", 12), ("三十五", 35), ("百", 100), ("一百零五", 105),
        ("两千零二十", 2020),
        ("三万五千", 35000), ("两亿零三万", 200030000), ("八点五", 8.5), ("零点二五", 0.25),
        ("十四五", None), ("千百", None), ("三四", None), ("两千三", None), ("零十", None),
        ("", None), ("点五", None), ("甲", None), ("万" * 5000, None),
    ],
)  # fmt: skip
def test_number_words(words: str, value: float | None) -> None:
    assert parse_number_words(words) == value


def in_words(number: int) -> str:
    """Write a number below 10,000 in words, the other way round than the reader."""
    words = ""
    for power, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            words += "一二三四五六七八九"[digit - 1] + mark
        elif words and number % power and not words.endswith("零"):
            words += "零"
    return words


@given(st.integers(min_value=1, max_value=9999))
def test_words_are_read_back(number: int) -> None:
    assert parse_number_words(in_words(number)) == number


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("1,234.5", 1234.5),
        ("1 200", 1200),
        ("三十", 30),
        ("九" * 21, None),
        ("9" * 21, None),
        ("", None),
    ],
)
def test_figures_and_words(number: str, value: float | None) -> None:
    assert parse_number(number) == value

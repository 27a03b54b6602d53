"""The class of a value: numbers, truth values, gaps and text."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from hebei_gis.layers.classes import class_of, class_values


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None), (float("nan"), None), (pd.NA, None), (pd.NaT, None), (float("inf"), None),
        (1, "1"), (1.0, "1"), (np.float64(2.5), "2.5"), (np.int64(7), "7"), (-0.0, "0"),
        (1e16, "10000000000000000"), (0.00001, "0.00001"),
        (1234567890123456789, "1234567890123456789"),
        (True, "true"), (np.bool_(False), "false"),
        ("1.0", "1.0"), ("", ""), (" a ", " a "), ("true", "true"),
        (["a"], None), ({"a": 1}, None),
    ],
)  # fmt: skip
def test_the_class_of_a_value(value: Any, expected: str | None) -> None:
    assert class_of(value) == expected


def test_a_column_keeps_its_order_and_its_large_numbers() -> None:
    values = pd.Series([1234567890123456789, None, 2], dtype="Int64")
    assert class_values(values) == ["1234567890123456789", None, "2"]

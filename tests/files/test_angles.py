"""Coordinates as people write them."""

from __future__ import annotations

import math

import pytest

from hebei_gis.files.angles import read_coordinates


def read(text: object, *, north: bool = False, degrees: bool = True) -> float:
    return float(read_coordinates([text], north=north, degrees=degrees).values[0])


@pytest.mark.parametrize(
    "text",
    [
        "117°12′14″", "117-12-14", "117:12:14", "117 12 14", "117º12'14\"", "117˚12′14.0″",
        "117°12’14’’", "117度12分14秒", "E117°12′14″", "东经117°12′14″", "117°12'14\"E",
        "１１７°１２′１４″", "117d12m14s", "E 117° 12' 14\"",
    ],
)  # fmt: skip
def test_degrees_minutes_and_seconds(text: str) -> None:
    assert read(text) == pytest.approx(117 + 12 / 60 + 14 / 3600, abs=1e-12)


@pytest.mark.parametrize(
    "text",
    ["117.2", "E117.2", "117.2°", "117.2E", "东经117.2度", "１１７．２", "117,2", "117°12",
     "117°12'",
     "117:12", "117度12分", 117.2],
)  # fmt: skip
def test_degrees_with_decimals_or_minutes(text: object) -> None:
    assert read(text) == pytest.approx(117.2, abs=1e-12)


def test_sides_give_the_sign() -> None:
    assert read("W117°30′") == read("-117°30′") == -117.5
    assert read("S39.5", north=True) == read("南纬39°30′", north=True) == -39.5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("116°75′00″", "minutes of 75"), ("116-75-00", "minutes of 75"),
        ("116°12′60″", "seconds of 60"), ("200°1′", "degrees of 200"),
        ("117.5°12′", "no position"), ("117-12", "no position"), ("待测", "no position"),
        ("1e999", "no position"), ("nan", "no position"), ("北纬39°", "it says 北纬"),
    ],
)  # fmt: skip
def test_why_a_cell_is_no_coordinate(text: str, words: str) -> None:
    found = read_coordinates([text], north=False, degrees=True)
    assert math.isnan(found.values[0])
    assert words in found.reasons[0].text("en")
    assert not found.reasons[0].text("zh").isascii()


def test_an_empty_cell_needs_no_reason() -> None:
    found = read_coordinates(["", None], north=True, degrees=True)
    assert [math.isnan(value) for value in found.values] == [True, True]
    assert not found.reasons


def test_separators_are_read_where_a_column_can_be_read_one_way() -> None:
    assert read("517,286.201", degrees=False) == 517286.201
    assert read("4.336.285,5", degrees=False) == 4336285.5
    assert math.isnan(read("517,286", degrees=False))
    column = read_coordinates(["517,286", "517286.5"], north=False, degrees=False)
    assert column.values.tolist() == [517286.0, 517286.5]
    # Of degrees there are no thousands.
    assert read("117,204", degrees=True) == 117.204

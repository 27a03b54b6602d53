"""The package is for any district: no place of this one stands in its code."""

from __future__ import annotations

import csv
from pathlib import Path

CODE = ("*.py", "*.js", "*.css")
#: Every district has one, and this one's bears no other name: a word of the trade.
GENERIC = {"政务服务中心"}


def place_names(repository: Path) -> list[str]:
    with (repository / "geodata" / "plan" / "places.csv").open(encoding="utf-8") as stream:
        return [row["name_zh"] for row in csv.DictReader(stream)]


def named(text: str, names: list[str]) -> list[str]:
    return [name for name in names if len(name) > 2 and name not in GENERIC and name in text]


def test_the_code_names_no_place_of_the_register(repository: Path) -> None:
    names = place_names(repository)
    assert len(names) > 50
    package = repository / "hebei_gis"
    files = [path for pattern in CODE for path in package.rglob(pattern)]
    assert len(files) > 20
    found = {
        path.relative_to(repository).as_posix(): hits
        for path in files
        if (hits := named(path.read_text(encoding="utf-8"), names))
    }
    assert found == {}


def test_a_name_would_be_seen(repository: Path) -> None:
    names = place_names(repository)
    long = next(name for name in names if len(name) > 2)
    assert named(f"text with {long}.", names)
    assert not named("海河", ["海河"]), "two characters may be part of other words"

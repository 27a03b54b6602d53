from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from hebei_gis.plan.reader import PlanReading, read_plan
from hebei_gis.plan.register.model import Link, PlanRegister
from hebei_gis.plan.register.tables import read_register
from hebei_gis.plan.text.document import read_plan_text
from hebei_gis.plan.verifying import agreement, verify

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def register() -> PlanRegister:
    return read_register(ROOT)


@pytest.fixture(scope="module")
def reading(register: PlanRegister) -> PlanReading:
    path = os.environ.get("HEBEI_GIS_PLAN_TEXT")
    if not path:
        pytest.skip("HEBEI_GIS_PLAN_TEXT names no plan text")
    return read_plan(read_plan_text(Path(path)), register.places.values())


def test_everything_the_register_says_stands_in_the_text(
    register: PlanRegister, reading: PlanReading
) -> None:
    verdicts = verify(register, reading)
    assert [v for v in verdicts if not v.found] == []
    assert sum(v.what == "heading" for v in verdicts) == 128
    assert sum(v.what == "place" for v in verdicts) == len(register.links)
    assert sum(v.what == "number" for v in verdicts) == len(register.indicators)


def test_what_is_made_up_is_told(register: PlanRegister, reading: PlanReading) -> None:
    entry = register.entry("7.2.1")
    number = register.indicators_of_entry["7.2.1"][0]
    unspoken = next(p for p in register.places if p not in {x.place for x in register.links})
    planted = replace(
        register,
        entries={**register.entries, "7.2.1": replace(entry, title="提升城区红色品质")},
        links=(*register.links, Link("7.2.1", unspoken, "uses")),
        indicators=(*register.indicators, replace(number, id="made_up", value_text="1234.5%")),
    )
    missing = [v for v in verify(planted, reading) if not v.found]
    assert sorted((v.what, v.name) for v in missing) == [
        ("heading", "提升城区红色品质"),
        ("number", "made_up"),
        ("place", unspoken),
    ]


def test_an_entry_that_is_not_in_the_text_is_told(
    register: PlanRegister, reading: PlanReading
) -> None:
    extra = replace(register.entry("7.2.3"), id="7.2.9")
    planted = replace(register, entries={**register.entries, "7.2.9": extra})
    assert [(v.entry, v.what) for v in verify(planted, reading) if not v.found] == [
        ("7.2.9", "heading")
    ]


def test_the_reader_agrees_with_the_register(register: PlanRegister, reading: PlanReading) -> None:
    links, values = agreement(register, reading)
    assert links.recall >= 0.98
    assert links.precision >= 0.98
    assert values.recall >= 0.98
    assert values.precision >= 0.98
    assert links.both + len(links.missed) == len(register.links)
    assert values.both + len(values.missed) == len(register.indicators)


def test_agreement_counts_misses_and_extras(register: PlanRegister, reading: PlanReading) -> None:
    fewer = replace(register, links=register.links[10:], indicators=register.indicators[4:])
    links, values = agreement(fewer, reading)
    assert (len(links.extra), len(values.extra)) == (10, 4)
    number = register.indicators[0]
    more = replace(register, indicators=(*register.indicators, replace(number, value=-77.0)))
    _, values = agreement(more, reading)
    assert len(values.missed) == 1
    assert values.recall < 1


def test_unheaded_places_and_false_friends_of_the_real_text(
    register: PlanRegister, reading: PlanReading
) -> None:
    """Names that only hold a place's name: talent schemes, a forum, a product, another mall."""
    named = {e.id: {m.place for m in e.mentions} for e in reading.entries}
    assert "haihe" not in named["4.4.1"]  # 海河英才 and 海河工匠
    assert "haihe" not in named["2.3.0"]  # 海河人文地
    assert named["4.4.2"] == set()  # 望海楼高端峰会
    assert not {p for p in named["8.3.2"] if register.place(p).kind == "river"}

"""Names of places proposed from a text alone."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from hebei_gis.plan.normalising import normalise
from hebei_gis.plan.places import place_words
from hebei_gis.plan.places.proposing import names_in, propose_places
from hebei_gis.plan.reader import read_plan
from hebei_gis.plan.register.model import PLACE_KINDS
from hebei_gis.plan.register.tables import read_register
from hebei_gis.plan.text.document import read_plan_text

ROOT = Path(__file__).resolve().parents[2]
VARIABLE = "HEBEI_GIS_PLAN_TEXT"
PLAN = """第一章 城市建设
第一节 道路与公园
修通道路。 拓宽改造青云路、望江东街,新建白鹭公园。
扩建学校。 推进青云路小学改造,打造白鹭公园精品绿地。
"""


def names(words: str) -> list[str]:
    return [name for name, _ in names_in(words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("拓宽改造青云路、望江东街等道路", ["青云路", "望江东街"]),
        ("新建白鹭公园,并对柳林路沿街立面进行整修", ["白鹭公园", "柳林路"]),
        ("推动南普桥头医院与 柳林 社区卫生服务中心合作", ["南普桥头医院", "柳林社区卫生服务中心"]),
        ("加快第二小学河东校区建设", ["第二小学河东校区"]),
        ("建设3座公园和1946创意产业园", ["1946创意产业园"]),
        ("推动锦江商场、和泰广场建设", ["锦江商场", "和泰广场"]),
        ("明确自由路功能", ["自由路"]),
        ("建设东湖、西岭、九段等地块", ["东湖", "西岭", "九段"]),
        ("打造锦绣大厦、天合国际等特色楼宇", ["锦绣大厦", "天合国际"]),
        ("推进区图书馆改造,建设区文化馆新馆", ["区图书馆", "区文化馆新馆"]),
        ("建设三十五中地块", ["三十五中地块"]),
    ],
)
def test_names_are_cut_where_they_begin(words: str, expected: list[str]):
    assert names(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "健全社区卫生服务中心",
        "建设一批产业园区和孵化器",
        "改造主干道路、次干道路和支路",
        "拓宽思路,打通渠道,办好网站",
        "坚持以人民为中心",
        "推进一带一路建设",
        "新增中小学、幼儿园学位",
        "实施20个老旧小区改造",
        "河流、湖泊、农村、街道、社区",
        "",
    ],
)
def test_generic_words_are_no_names(words: str):
    assert names(words) == []


def test_kinds_follow_the_ending():
    found = dict(names_in("新建青云路、清水河、白鹭公园、柳林医院、青云小学、锦绣大厦、东岭地块"))
    assert found == {
        "青云路": "road",
        "清水河": "river",
        "白鹭公园": "park",
        "柳林医院": "hospital",
        "青云小学": "school",
        "锦绣大厦": "building",
        "东岭地块": "parcel",
    }


def test_proposals_count_and_name_their_entries():
    reading = read_plan(read_plan_text(PLAN.encode(), "plan.txt"))
    proposals = {p.name: p for p in propose_places(reading)}
    assert next(iter(proposals)) == "白鹭公园"
    assert proposals["白鹭公园"].count == 2
    assert proposals["白鹭公园"].entries == ("1.1.1", "1.1.2")
    assert proposals["青云路小学"].kind == "school"
    assert proposals["青云路"].entries == ("1.1.1",)


def test_word_lists_hold_no_district_and_only_known_kinds():
    assert set(place_words.ENDINGS) | set(place_words.LISTED) <= set(PLACE_KINDS)
    every = [place_words.ENDINGS, place_words.FOLLOWING, place_words.LISTED]
    words = " ".join(" ".join(table.values()) for table in every)
    words += f" {place_words.CUTS} {place_words.WHOLE} {place_words.GENERIC}"
    places = {n for p in read_register(ROOT).places.values() for n in (p.name_zh, *p.aliases)}
    # Words of the language that are names here: 科技馆, 图书馆, 运河 …
    assert places & set(words.split()) <= {
        "科技馆", "图书馆", "运河", "政务服务中心", "政务服务大厅",
    }  # fmt: skip


@pytest.mark.parametrize(
    "words", ["建设路" * 100_000, "甲、" * 100_000 + "等地块", "河," * 100_000]
)
def test_odd_texts_come_to_an_end(words: str):
    assert isinstance(list(names_in(words)), list)


@pytest.mark.skipif(VARIABLE not in os.environ, reason=f"{VARIABLE} names no plan text")
def test_recall_and_precision_on_the_real_plan(capsys):
    register = read_register(ROOT)
    reading = read_plan(read_plan_text(Path(os.environ[VARIABLE])), register.places.values())
    proposals = propose_places(reading)
    ids = {
        normalise(name).text: place.id
        for place in register.places.values()
        for name in (place.name_zh, *place.aliases)
    }
    named = {mention.place for entry in reading.entries for mention in entry.mentions}
    right = [p.name for p in proposals if p.name in ids]
    recall = len({ids[name] for name in right} & named) / len(named)
    precision = len(right) / len(proposals)
    with capsys.disabled():
        print(f"\nproposed places: recall {recall:.2f}, precision {precision:.2f}")
    assert recall >= 0.8
    assert precision >= 0.7
    assert not any(re.search(r"\s", p.name) for p in proposals)

from __future__ import annotations

from hebei_gis.plan.reader import plan_period, read_plan, reading_values
from hebei_gis.plan.register.model import Place
from hebei_gis.plan.text.document import read_plan_text

TEXT = """示例市东湖区国民经济和社会发展第十四个五年规划
规划期为 2021-2025 年。
第一章 发展基础和目标
第一节 发展基础
绿化明显改善。 建成东湖公园,绿化覆盖率达到 31.5% ,东湖英才计划吸引 20 名专家。
第二节 主要目标
——水更清。 整治小月河,到 2024 年建成泵站 3 座,绿化覆盖率达到 40% 。
第二章 主要任务
第一节 城市更新
改造东湖公园。 提升东湖公园品质,新建厕所 5 处。
"""
PLACES = (
    Place("lake", "东湖", "East Lake", "river", not_in=("东湖英才",)),
    Place("park", "东湖公园", "East Lake Park", "park"),
    Place("river", "小月河", "Moon River", "river"),
)


def _reading():
    return read_plan(read_plan_text(TEXT.encode(), "made_up.txt"), PLACES)


def test_entries_have_their_places_by_longest_match_and_without_false_friends() -> None:
    places = {e.id: [m.place for m in e.mentions] for e in _reading().entries}
    assert places == {"1.1.1": ["park"], "1.2.1": ["river"], "2.1.1": ["park", "park"]}


def test_offsets_refer_to_the_whole_text() -> None:
    reading = _reading()
    for entry in reading.entries:
        for mention in entry.mentions:
            assert reading.source.text[mention.start : mention.end] == mention.name
        for number in entry.numbers:
            assert entry.entry.body_start <= number.start < number.end <= entry.entry.end


def test_years_come_from_the_period_and_from_looking_back() -> None:
    numbers = {e.id: [(n.value, n.unit, n.year) for n in e.numbers] for e in _reading().entries}
    assert numbers["1.1.1"] == [(31.5, "%", 2020), (20.0, "名", 2020)]
    assert numbers["1.2.1"] == [(3.0, "座", 2024), (40.0, "%", 2024)]
    assert numbers["2.1.1"] == [(5.0, "处", 2025)]


def test_period() -> None:
    assert plan_period("“十四五”时期(2021—2025年)") == (2021, 2025)
    assert plan_period("2021 年至 2025 年") is None
    assert plan_period("1921-1925年") is None


def test_values_are_plain() -> None:
    values = reading_values(_reading())
    assert values["period"] == [2021, 2025]
    assert [c["title"] for c in values["chapters"]] == ["发展基础和目标", "主要任务"]  # type: ignore[attr-defined]
    assert [e["id"] for e in values["entries"]] == ["1.1.1", "1.2.1", "2.1.1"]  # type: ignore[attr-defined]

"""Places are found in a text by name, and what only sounds like them is not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hebei_gis.plan.places.mentions import Mention, PlaceNames, check_names, find_mentions

RIVER = PlaceNames("river", ("海河",), ("海河英才", "海河工匠", "海河人文地"))
CREEK = PlaceNames("creek", ("新开河",), ("新开河等社区卫生服务中心",))
CLINIC = PlaceNames("clinic", ("新开河社区卫生服务中心", "新开河等社区卫生服务中心"))
CHURCH = PlaceNames("church", ("望海楼教堂", "望海楼"), ("望海楼高端峰会",))
HOUSE = PlaceNames("house", ("梁启超旧居", "饮冰室"), ("饮冰室文房精品",))
TOWER = PlaceNames("tower", ("诺德中心", "诺德"), ("诺德广场",))
OLD_CAMPUS = PlaceNames("old_campus", ("天津美院",), ("天津美院新校区",))
NEW_CAMPUS = PlaceNames("new_campus", ("天津美院新校区",))
AREA = PlaceNames("area", ("意风区",))
GREATER_AREA = PlaceNames("greater_area", ("大意风区",))
ROAD = PlaceNames("road", ("中山路",))
STATION = PlaceNames("station", ("中山路地铁站",))
WORKS = PlaceNames("works", ("1946创意产业园",))
BELT = PlaceNames("belt", ("海河—北运河经济带",))
NODE = PlaceNames("node", ("美院(大悲院)地区",))
YARD = PlaceNames("yard", ("“红桥”仓库",))
GAZETTEER = (
    RIVER, CREEK, CLINIC, CHURCH, HOUSE, TOWER, OLD_CAMPUS, NEW_CAMPUS, AREA,
    GREATER_AREA, ROAD, STATION, WORKS, BELT, NODE, YARD,
)  # fmt: skip


def _places(text: str) -> list[str]:
    return [mention.place for mention in find_mentions(text, GAZETTEER)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("海河英才与海河工匠同上台。", []),
        ("口号叫做“海河人文地”。", []),
        ("海河英才在海河边散步。", ["river"]),
        ("望海楼高端峰会今天开幕", []),
        ("会后参观了望海楼。", ["church"]),
        ("买一套饮冰室文房精品", []),
        ("饮冰室里买一套笔", ["house"]),
        ("从诺德广场走到诺德中心", ["tower"]),
        ("天津美院新校区还没有地址", ["new_campus"]),
        ("学生由天津美院迁往天津美院新校区", ["old_campus", "new_campus"]),
        ("新开河等社区卫生服务中心要粉刷", ["clinic"]),
        ("新开河边有一家新开河社区卫生服务中心", ["creek", "clinic"]),
        ("大意风区比意风区大", ["greater_area", "area"]),
        ("中山路地铁站在中山路上", ["station", "road"]),
    ],
)
def test_false_friends_and_longer_names(text: str, expected: list[str]) -> None:
    assert _places(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "去 1946 创意产业园。",
        "去\uff11\uff19\uff14\uff16创意产业园。",
        "去1946创意\n产业园。",
        "去 1 9 4 6\u3000创意产业园。",
    ],
)
def test_white_space_and_width_make_no_difference(text: str) -> None:
    (mention,) = find_mentions(text, GAZETTEER)
    assert mention.place == "works"
    assert mention.name == "1946创意产业园"
    assert text[mention.start] in "1\uff11"
    assert text[mention.end - 1] == "园"


@pytest.mark.parametrize("dash", ["—", "-", "\u2013", "\uff0d", " — ", "\u2212"])
def test_dash_variants_are_one(dash: str) -> None:
    assert _places(f"沿海河{dash}北运河经济带前行") == ["belt"]


@pytest.mark.parametrize("text", ["美院(大悲院)地区", "美院\uff08大悲院\uff09地区"])
def test_bracket_width_makes_no_difference(text: str) -> None:
    assert _places(text) == ["node"]


@pytest.mark.parametrize("text", ['"红桥"仓库', "“红桥”仓库", "「红桥」仓库", "“ 红桥 ” 仓库"])
def test_quote_variants_are_one(text: str) -> None:
    assert _places(text) == ["yard"]


def test_offsets_point_into_the_text_as_given() -> None:
    text = "㎡　从 意 风区 出发"
    assert find_mentions(text, GAZETTEER) == [Mention("area", "意风区", 4, 8)]
    assert text[4:8] == "意 风区"


def test_the_longer_of_two_overlapping_names_wins_wherever_it_starts() -> None:
    short_first = (PlaceNames("a", ("东风街",)), PlaceNames("b", ("街心花园",)))
    assert [found.place for found in find_mentions("东风街心花园", short_first)] == ["b"]


def test_a_phrase_left_out_hides_no_other_place() -> None:
    gazetteer = (PlaceNames("hill", ("青山",), ("青山绿水广场",)), PlaceNames("pond", ("绿水",)))
    assert [found.place for found in find_mentions("青山绿水广场", gazetteer)] == ["pond"]


def test_a_blocked_long_name_leaves_room_for_a_shorter_one() -> None:
    gazetteer = (
        PlaceNames("hall", ("青山大厅",), ("青山大厅奖",)),
        PlaceNames("hill", ("青山",)),
    )
    assert [found.place for found in find_mentions("青山大厅奖", gazetteer)] == ["hill"]


def test_a_phrase_reaching_over_the_start_of_the_text_does_not_block() -> None:
    gazetteer = [PlaceNames("tower", ("北楼",), ("东北楼",))]
    assert [found.start for found in find_mentions("北楼与东北楼", gazetteer)] == [0]


def test_nothing_to_find() -> None:
    assert find_mentions("", GAZETTEER) == []
    assert find_mentions("海河", ()) == []
    assert find_mentions("海河", [PlaceNames("empty", ("", " "), ("",))]) == []


def test_ambiguous_names_are_listed_with_their_places() -> None:
    gazetteer = (
        PlaceNames("road", ("中山路",)),
        PlaceNames("station", ("中山路站", "中 山路")),
        PlaceNames("park", ("中山公园", "中山公园")),
    )
    assert check_names(gazetteer) == ["中山路: road, station"]
    assert find_mentions("中山路", gazetteer)[0].place == "road"


def test_clear_names_give_no_complaint() -> None:
    assert check_names(GAZETTEER) == []


@given(st.lists(st.sampled_from([*(n for p in GAZETTEER for n in p.names), "的", " ", "英才"])))
def test_mentions_are_sorted_apart_and_spell_their_name(parts: list[str]) -> None:
    text = "".join(parts)
    mentions = find_mentions(text, GAZETTEER)
    for before, after in pairwise(mentions):
        assert before.end <= after.start
    for mention in mentions:
        assert "".join(text[mention.start : mention.end].split()) == mention.name

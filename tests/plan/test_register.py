from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hebei_gis.plan.register.model import (
    ENTRY_ID,
    ENTRY_KINDS,
    PLACE_KINDS,
    RELATIONS,
    Entry,
    PlanRegister,
    natural_order,
)
from hebei_gis.words.errors import UnknownNameError

#: Headed paragraphs of the outline, by chapter.
HEADED = {1: 8, 2: 10, 3: 8, 4: 12, 5: 17, 6: 14, 7: 10, 8: 21, 9: 14, 10: 0}
HEADED_BY_SECTION = {
    (3, 1): 3, (3, 2): 2, (3, 3): 3,
    (5, 1): 4, (5, 2): 3, (5, 3): 3, (5, 4): 7,
    (7, 1): 2, (7, 2): 3, (7, 3): 5,
}  # fmt: skip


@pytest.fixture(scope="session")
def register(default_workspace: Any) -> PlanRegister:
    found: PlanRegister = default_workspace.register
    return found


def headed(register: PlanRegister, chapter: int, section: int | None = None) -> list[Entry]:
    return [
        entry
        for entry in register.entries.values()
        if entry.chapter == chapter
        and section in (None, entry.section)
        and entry.paragraph
        and entry.part is None
    ]


def test_every_headed_paragraph_of_every_chapter(register: PlanRegister) -> None:
    counts = {chapter: len(headed(register, chapter)) for chapter in HEADED}
    assert counts == HEADED
    assert sum(counts.values()) == 114
    assert counts[3] + counts[5] + counts[7] == 35


@pytest.mark.parametrize(("chapter", "section"), HEADED_BY_SECTION)
def test_paragraphs_are_numbered_through(
    register: PlanRegister, chapter: int, section: int
) -> None:
    numbers = [entry.paragraph for entry in headed(register, chapter, section)]
    assert numbers == list(range(1, HEADED_BY_SECTION[chapter, section] + 1))


@pytest.mark.parametrize(("headed_id", "works"), [("5.2.1", 6), ("5.2.2", 4), ("5.2.3", 4)])
def test_named_works_stand_below_their_heading_which_stays(
    register: PlanRegister, headed_id: str, works: int
) -> None:
    assert register.entry(headed_id).part is None
    below = [e for e in register.entries.values() if e.id.startswith(f"{headed_id}.")]
    assert [e.id for e in below] == [f"{headed_id}.{n}" for n in range(1, works + 1)]
    assert [e.part for e in below] == list(range(1, works + 1))
    assert {e.kind for e in below} == {"measure"}
    assert len({e.title for e in below}) == works


def test_every_entry_is_whole(register: PlanRegister) -> None:
    for entry in register.entries.values():
        assert ENTRY_ID.match(entry.id)
        assert entry.kind in ENTRY_KINDS
        assert entry.theme in register.themes
        for text in (entry.title, entry.title_en, entry.summary_zh, entry.summary_en):
            assert text.strip(), entry.id
        assert register.heading(entry.chapter) is not None
        if entry.section:
            assert register.heading(entry.chapter, entry.section) is not None
        assert entry.locator("zh")
        assert entry.locator("en")


def test_entries_come_in_the_order_of_the_plan(register: PlanRegister) -> None:
    ids = list(register.entries)
    assert ids == sorted(ids, key=natural_order)
    assert ids.index("5.2.1") + 1 == ids.index("5.2.1.1")
    assert ids.index("9.6.2") < ids.index("10.1.0")
    assert len(ids) == len(set(ids))


def test_themes_are_a_closed_list_that_is_used(register: PlanRegister) -> None:
    assert 12 <= len(register.themes) <= 18
    assert {entry.theme for entry in register.entries.values()} == set(register.themes)


def test_links_and_places_are_of_the_closed_lists(register: PlanRegister) -> None:
    assert {link.relation for link in register.links} == set(RELATIONS)
    assert {place.kind for place in register.places.values()} <= set(PLACE_KINDS)
    for link in register.links:
        assert register.entry(link.entry)
        assert register.place(link.place)


def test_a_road_its_metro_station_and_its_belt_are_three_places(register: PlanRegister) -> None:
    named = {p.kind: p for p in register.places.values() if "中山路" in p.name_zh}
    assert set(named) == {"road", "metro_station", "belt"}
    ties = {kind: register.ties_of_place[place.id] for kind, place in named.items()}
    assert {kind: {tie.layer for tie in found} for kind, found in ties.items()} == {
        "road": {"road"},
        "metro_station": {"metro_station"},
        "belt": {"economic_belt"},
    }


def test_places_without_a_position_are_kept(register: PlanRegister) -> None:
    assert set(register.places) - set(register.ties_of_place)


def test_the_seven_nodes_of_the_plan_are_places(register: PlanRegister) -> None:
    for entry in headed(register, 5, 4):
        kinds = {register.place(link.place).kind for link in register.links_of_entry[entry.id]}
        assert "node" in kinds, entry.id


def test_lookups_by_entry_and_by_place_agree(register: PlanRegister) -> None:
    by_entry = {link for links in register.links_of_entry.values() for link in links}
    by_place = {link for links in register.links_of_place.values() for link in links}
    assert by_entry == by_place == set(register.links)
    assert {i for found in register.indicators_of_entry.values() for i in found} == set(
        register.indicators
    )


def test_unknown_names_list_the_known_ones(register: PlanRegister) -> None:
    with pytest.raises(UnknownNameError, match=r"no entry '5\.9\.9'.*1\.1\.1"):
        register.entry("5.9.9")
    with pytest.raises(UnknownNameError, match=r"no place 'atlantis'.*beining_park"):
        register.place("atlantis")
    assert register.heading(99) is None


# ---- Parts of an id.


def entry(entry_id: str) -> Entry:
    return Entry(entry_id, "measure", "题", "Title", "t", "述", "Summary")


@pytest.mark.parametrize(
    ("entry_id", "parts", "zh", "en"),
    [
        ("5.0", (5, None, None, None), "第5章章首", "Chapter 5, opening"),
        (
            "5.2.0",
            (5, 2, 0, None),
            "第5章第2节无标题段1",
            "Chapter 5, section 2, unheaded paragraph 1",
        ),
        (
            "1.2.0.3",
            (1, 2, 0, 3),
            "第1章第2节无标题段4",
            "Chapter 1, section 2, unheaded paragraph 4",
        ),
        ("5.2.1", (5, 2, 1, None), "第5章第2节第1段", "Chapter 5, section 2, paragraph 1"),
        (
            "5.2.1.6",
            (5, 2, 1, 6),
            "第5章第2节第1段第6项",
            "Chapter 5, section 2, paragraph 1, work 6",
        ),
    ],
)
def test_an_id_says_where_an_entry_stands(
    entry_id: str, parts: tuple[int | None, ...], zh: str, en: str
) -> None:
    found = entry(entry_id)
    assert (found.chapter, found.section, found.paragraph, found.part) == parts
    assert found.locator("zh") == zh
    assert found.locator("en") == en
    assert (found.name("zh"), found.name("en")) == ("题", "Title")
    assert (found.summary("zh"), found.summary("en")) == ("述", "Summary")


@pytest.mark.parametrize("wrong", ["5", "5.2.1.1.1", "5.a", "5.2.", " 5.2", "5-2"])
def test_what_is_no_id(wrong: str) -> None:
    assert not ENTRY_ID.match(wrong)


@given(st.lists(st.lists(st.integers(0, 99), min_size=2, max_size=4), min_size=2, max_size=6))
def test_natural_order_is_by_number(ids: list[list[int]]) -> None:
    texts = [".".join(map(str, numbers)) for numbers in ids]
    assert sorted(texts, key=natural_order) == [
        ".".join(map(str, numbers)) for numbers in sorted(ids)
    ]

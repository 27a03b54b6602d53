"""Two versions of a table put together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hebei_gis.plan.register.merging import key_of, merge

BASE = [["a", "甲", "A"], ["b", "乙", "B"], ["c", "丙", "C"]]


def changed(key: str, place: int, text: str) -> list[list[str]]:
    return [[*row[:place], text, *row[place + 1 :]] if row[0] == key else row for row in BASE]


def without(key: str) -> list[list[str]]:
    return [row for row in BASE if row[0] != key]


def test_different_cells_of_one_row() -> None:
    merged, conflicts = merge("themes", BASE, changed("a", 1, "x"), changed("a", 2, "y"))
    assert merged[0] == ["a", "x", "y"] and conflicts == []


def test_the_same_change_twice_is_one() -> None:
    assert merge("themes", BASE, changed("a", 1, "x"), changed("a", 1, "x"))[1] == []


def test_one_cell_two_ways() -> None:
    merged, (conflict,) = merge("themes", BASE, changed("a", 1, "x"), changed("a", 1, "y"))
    assert merged[0][1] == "x"
    assert (conflict.key, conflict.column) == ("a", "title_zh")
    assert (conflict.theirs, conflict.mine) == ("x", "y")
    assert merge("themes", BASE, changed("a", 1, "x"), changed("a", 1, "y"), mine_wins=True)[0][
        0
    ] == ["a", "y", "A"]


@pytest.mark.parametrize("mine_wins", [False, True])
def test_removed_here_and_changed_there(mine_wins: bool) -> None:
    merged, conflicts = merge(
        "themes", BASE, changed("b", 1, "x"), without("b"), mine_wins=mine_wins
    )
    assert len(conflicts) == 1 and ("b" in {row[0] for row in merged}) is not mine_wins
    merged, conflicts = merge(
        "themes", BASE, without("b"), changed("b", 1, "x"), mine_wins=mine_wins
    )
    assert len(conflicts) == 1 and ("b" in {row[0] for row in merged}) is mine_wins


def test_rows_new_on_both_sides() -> None:
    theirs, mine = [*BASE, ["d", "丁", "D"]], [*BASE, ["e", "戊", "E"]]
    merged, conflicts = merge("themes", BASE, theirs, mine)
    assert [row[0] for row in merged] == list("abcde") and conflicts == []
    assert len(merge("themes", BASE, theirs, [*BASE, ["d", "另", "D"]])[1]) == 1


TABLES = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.sampled_from("xyz"), st.sampled_from("pq"))
).map(lambda rows: [[key, *cells] for key, cells in rows.items()])


@given(base=TABLES, theirs=TABLES, mine=TABLES)
def test_what_one_side_left_alone_is_as_the_other_has_it(
    base: list[list[str]], theirs: list[list[str]], mine: list[list[str]]
) -> None:
    rows = {key_of("themes", row): row for row in merge("themes", base, theirs, base)[0]}
    assert rows == {key_of("themes", row): row for row in theirs}
    rows = {key_of("themes", row): row for row in merge("themes", base, base, mine)[0]}
    assert rows == {key_of("themes", row): row for row in mine}
    one, conflicts = merge("themes", base, theirs, mine)
    other, reverse = merge("themes", base, mine, theirs)
    assert len(conflicts) == len(reverse)
    if not conflicts:
        assert sorted(one) == sorted(other)

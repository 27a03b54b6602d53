from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.plan.register.model import Indicator
from hebei_gis.plan.register.tables import (
    COLUMNS,
    PLAN_FOLDER,
    decoded,
    read_register,
    read_table,
    table_bytes,
    table_rows,
)
from hebei_gis.words.errors import RegisterError

INDICATOR = [
    "wells_2025_count", "水井", "Wells", "口", "1200.5", "", "1200.5口", "累计|以上", "up",
    "2025", "target", "", "1.1.1",
]  # fmt: skip


@pytest.fixture
def folder(workspace_folder: Any) -> Any:
    return workspace_folder(plan=True)


def faults(folder: Any) -> list[str]:
    with pytest.raises(RegisterError) as caught:
        read_register(folder.path)
    return [fault.sentence() for fault in caught.value.faults]


def test_a_small_register(folder: Any) -> None:
    folder.write_table("indicators", INDICATOR)
    register = read_register(folder.path)
    assert list(register.entries) == ["1.1.1", "1.1.1.1", "1.1.2"]
    assert register.place("east_well").aliases == ("东边的井",)
    assert register.place("east_well").not_in == ()
    heading = register.heading(1, 1)
    assert heading is not None
    assert heading.title_en == "First"
    chapter = register.heading(1)
    assert chapter is not None
    assert chapter.title_zh == "第一章"
    assert register.indicators == (
        Indicator(
            "wells_2025_count", "水井", "Wells", "口", 1200.5, None, "1200.5口", "累计|以上", "up",
            2025, "target", "", "1.1.1",
        ),
    )  # fmt: skip


def test_no_tables_are_an_empty_register(tmp_path: Path) -> None:
    register = read_register(tmp_path)
    assert not register.entries
    assert not register.places


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_tables_saved_by_excel_read_the_same(folder: Any, encoding: str, line_end: str) -> None:
    expected = read_register(folder.path)
    for path in (folder.path / PLAN_FOLDER).iterdir():
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_bytes((line_end.join(lines) + line_end).encode(encoding))
    assert read_register(folder.path) == expected


def test_bytes_that_are_no_text(folder: Any) -> None:
    (folder.path / PLAN_FOLDER / "themes.csv").write_bytes(b"\xff\xff\x00")
    assert any(
        s.startswith("themes.csv: is text in neither UTF-8 nor GB18030") for s in faults(folder)
    )
    with pytest.raises(RegisterError, match="CSV in UTF-8"):
        decoded(b"\xff\xff", "x.csv")


def test_blank_lines_and_outer_spaces_do_not_matter(folder: Any) -> None:
    path = folder.write_table("themes", ["  water ", "水", " Water"])
    path.write_text(path.read_text(encoding="utf-8") + "\n,,\n\n", encoding="utf-8")
    assert [row["id"] for row in read_table(path, "themes")] == ["water"]


def test_other_columns_may_stand_beside_and_in_another_order(folder: Any) -> None:
    folder.write_table(
        "themes", ["checked", "Water", "water", "水"],
        header=["remark", "title_en", "id", "title_zh"],
    )  # fmt: skip
    assert read_register(folder.path).themes["water"].title_zh == "水"


def test_missing_columns_and_ragged_rows(folder: Any) -> None:
    folder.write_table("themes", header=["id", "title"])
    folder.write_table("places", ["a", "b"])
    told = "\n".join(faults(folder))
    assert "themes.csv: the column title_zh is missing; there are id, title. Add it." in told
    assert "themes.csv: the column title_en is missing" in told
    assert "places.csv line 2: has 2 cells, the heading has 8" in told


BAD_ROWS: dict[str, tuple[str, list[str], str]] = {
    "kind": (
        "measures",
        ["1.2.1", "wish", "题", "T", "water", "s", "s"],
        "measures.csv line 2 kind: names wish",
    ),
    "theme": (
        "measures",
        ["1.2.1", "goal", "题", "T", "fire", "s", "s"],
        "measures.csv line 2 theme: names fire, which does not exist. Expected water.",
    ),
    "title": (
        "measures",
        ["1.2.1", "goal", "", "T", "water", "s", "s"],
        "measures.csv line 2 title: found nothing",
    ),
    "id": (
        "measures",
        ["5-2", "goal", "题", "T", "water", "s", "s"],
        "measures.csv line 2 id: found 5-2, expected chapter.section.paragraph",
    ),
    "place kind": (
        "places",
        ["a", "甲", "A", "castle", "", "", "", ""],
        "places.csv line 2 kind: names castle",
    ),
    "place name": (
        "places",
        ["a", "", "A", "area", "", "", "", ""],
        "places.csv line 2 name_zh: found nothing",
    ),
    "entry of a link": ("links", ["9.9.9", "wells", "uses"], "links.csv line 2 entry: names 9.9.9"),
    "place of a link": (
        "links",
        ["1.1.1", "sea", "uses"],
        "links.csv line 2 place: names sea, which does not exist. "
        "Expected east_well, wells, lost_well. Correct the name.",
    ),
    "relation": (
        "links",
        ["1.1.1", "wells", "likes"],
        "links.csv line 2 relation: names likes, which does not exist. "
        "Expected changes, uses, mentions.",
    ),
    "place of a tie": (
        "place_features",
        ["sea", "well", "e"],
        "place_features.csv line 2 place: names sea",
    ),
    "key of a tie": (
        "place_features",
        ["wells", "well", ""],
        "place_features.csv line 2 key: found nothing",
    ),
    "chapter": ("headings", ["one", "", "一", "One"], "headings.csv line 2 chapter: found one"),
    "value": (
        "indicators",
        [*INDICATOR[:4], "many", *INDICATOR[5:]],
        "indicators.csv line 2 value: found many, expected a number",
    ),
    "year": (
        "indicators",
        [*INDICATOR[:9], "2025年", *INDICATOR[10:]],
        "indicators.csv line 2 year: found 2025年",
    ),
    "role": (
        "indicators",
        [*INDICATOR[:10], "hope", *INDICATOR[11:]],
        "indicators.csv line 2 role: names hope",
    ),
    "qualifier": (
        "indicators",
        [*INDICATOR[:7], "大概", *INDICATOR[8:]],
        "indicators.csv line 2 qualifier: names 大概",
    ),
    "entry of an indicator": (
        "indicators",
        [*INDICATOR[:12], "9.9"],
        "indicators.csv line 2 entry: names 9.9",
    ),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_a_bad_cell_is_told_with_its_line_and_column(folder: Any, case: str) -> None:
    table, row, expected = BAD_ROWS[case]
    folder.write_table(table, row)
    told = faults(folder)
    (about,) = [s for s in told if s.startswith(f"{table}.csv line 2 {expected.split()[3][:-1]}")]
    assert about.startswith(expected)


@pytest.mark.parametrize(
    ("table", "row", "key"),
    [
        ("themes", ["water", "水", "Water"], "water"),
        ("measures", ["1.1.1", "goal", "题", "T", "water", "s", "s"], "1.1.1"),
        ("places", ["wells", "井", "W", "area", "", "", "", ""], "wells"),
        ("links", ["1.1.1", "wells", "uses"], "1.1.1 wells"),
        ("place_features", ["wells", "well", "e"], "wells well e"),
        ("indicators", INDICATOR, "wells_2025_count"),
    ],
)
def test_a_key_stands_once(folder: Any, table: str, row: list[str], key: str) -> None:
    folder.write_table(table, row, row)
    told = faults(folder)
    assert f"{table}.csv line 3: {key} stands more than once in the table. " in "\n".join(told)


def test_every_fault_of_every_table_at_once(folder: Any) -> None:
    folder.write_table("links", ["1.1.1", "sea", "likes"], ["9.9.9", "wells", "uses"])
    folder.write_table("place_features", ["moon", "well", "e"])
    folder.write_table("indicators", [*INDICATOR[:4], "many", *INDICATOR[5:]])
    assert len(faults(folder)) == 5


def test_written_tables_read_back_the_same(folder: Any) -> None:
    folder.write_table("indicators", INDICATOR)
    register = read_register(folder.path)
    for table, rows in table_rows(register).items():
        (folder.path / PLAN_FOLDER / f"{table}.csv").write_bytes(table_bytes(table, rows))
    assert read_register(folder.path) == register


@pytest.mark.parametrize("table", COLUMNS)
def test_the_plan_s_own_tables_are_as_they_would_be_written(
    table: str, default_workspace: Any
) -> None:
    stored = (default_workspace.folder / PLAN_FOLDER / f"{table}.csv").read_bytes()
    written = table_bytes(table, table_rows(default_workspace.register)[table])
    if table == "indicators":  # 67.0 may stand for 67: the digits the plan gives
        stored, written = (re.sub(rb"\.0(?=,)", b"", content) for content in (stored, written))
    assert stored == written

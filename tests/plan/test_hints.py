"""Hints on where places lie: read with every fault told, apart from the register."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hebei_gis.cli import main
from hebei_gis.plan.register.hints import COLUMNS, CONFIDENCES, Hint, read_hints
from hebei_gis.words.facts import term

PLACES = ("east_well", "lost_well")
SOUND = [
    "lost_well", "水道3号", "3 Water Lane", "在用", "In use", "2020-05", "https://a.example",
    "page", "117.2", "39.1", "500",
]  # fmt: skip


def with_cell(column: str, value: str) -> list[str]:
    cells = list(SOUND)
    cells[COLUMNS.index(column)] = value
    return cells


def write(folder: Any, *rows: list[str]) -> None:
    folder.write_table("hints", *rows, header=COLUMNS)


@pytest.fixture
def folder(workspace_folder: Any) -> Any:
    return workspace_folder(plan=True)


def test_a_hint_is_read_whole(folder: Any) -> None:
    write(folder, SOUND)
    hints, faults = read_hints(folder.path, PLACES)
    assert faults == ()
    assert hints == (
        Hint(
            "lost_well", "水道3号", "3 Water Lane", "在用", "In use", "2020-05",
            "https://a.example", "page", 117.2, 39.1, 500.0,
        ),
    )  # fmt: skip
    assert (hints[0].hint("zh"), hints[0].hint("en")) == ("水道3号", "3 Water Lane")
    assert (hints[0].state("zh"), hints[0].state("en")) == ("在用", "In use")


def test_state_and_position_may_be_left_out(folder: Any) -> None:
    bare = ["lost_well", "甲", "A", "", "", "", "https://a.example", "aggregator", "", "", ""]
    write(folder, bare)
    (hint,), faults = read_hints(folder.path, PLACES)
    assert not faults
    assert (hint.lon, hint.lat, hint.accuracy_m, hint.state_date) == (None, None, None, "")


def test_no_table_and_an_empty_one_are_no_hints(folder: Any) -> None:
    assert read_hints(folder.path, PLACES) == ((), ())
    write(folder)
    assert read_hints(folder.path, PLACES) == ((), ())


BAD = {
    "place": ("atlantis", "place: names atlantis"),
    "hint_zh": ("", "hint_zh: found nothing"),
    "hint_en": ("", "hint_en: found nothing"),
    "state_en": ("", "state_en: found nothing"),
    "state_date": ("May 2020", "state_date: found May 2020"),
    "source": ("", "source: found nothing"),
    "confidence": ("rumour", "confidence: names rumour"),
    "lon": ("217.2", "lon: found 217.2"),
    "lat": ("", "lat: found nothing"),
    "accuracy_m": ("0", "accuracy_m: found 0"),
}


@pytest.mark.parametrize("column", BAD)
def test_a_bad_cell_is_named_and_the_other_rows_stay(folder: Any, column: str) -> None:
    value, told = BAD[column]
    sound = ["east_well", *SOUND[1:]]
    write(folder, with_cell(column, value), sound)
    hints, faults = read_hints(folder.path, PLACES)
    assert [hint.place for hint in hints] == ["east_well"]
    assert any(f"hints.csv line 2 {told}" in fault.sentence("en") for fault in faults)
    assert all("hints.csv 第 2 行" in fault.sentence("zh") for fault in faults)


@pytest.mark.parametrize("value", ["east", "nan", "inf"])
def test_a_position_that_is_no_number(folder: Any, value: str) -> None:
    write(folder, with_cell("lon", value))
    hints, faults = read_hints(folder.path, PLACES)
    assert not hints
    assert any(f"lon: found {value}" in fault.sentence("en") for fault in faults)


def test_an_aggregator_alone_suggests_no_position(folder: Any) -> None:
    write(folder, with_cell("confidence", "aggregator"))
    hints, (fault,) = read_hints(folder.path, PLACES)
    assert not hints
    assert "confidence: found aggregator, expected one of official, page" in fault.sentence("en")


def test_a_missing_column_and_no_text(folder: Any) -> None:
    folder.write_table("hints", ["lost_well"], header=["place"])
    hints, faults = read_hints(folder.path, PLACES)
    assert not hints
    assert len(faults) == len(COLUMNS) - 1
    (folder.path / "geodata/plan/hints.csv").write_bytes(b"\xff\xff\x00")
    _, (fault,) = read_hints(folder.path, PLACES)
    assert "GB18030" in fault.sentence("zh")


def test_a_twice_told_hint(folder: Any) -> None:
    write(folder, SOUND, SOUND)
    assert len(read_hints(folder.path, PLACES)[1]) == 1


def test_the_workspace_knows_them_and_bad_ones_leave_the_register(folder: Any) -> None:
    write(folder, SOUND, ["atlantis", *SOUND[1:]])
    workspace = folder.open()
    assert list(workspace.hints_of_place) == ["lost_well"]
    assert workspace.register.places
    assert [fault.found for fault in workspace.left_out["hints"]] == ["atlantis"]
    assert "hints" not in folder.open().with_layers({}).hints_of_place


def test_hints_of_a_broken_register_are_not_told_twice(folder: Any) -> None:
    write(folder, SOUND)
    folder.write_table("links", ["1.1.1", "atlantis", "uses"])
    workspace = folder.open()
    assert not workspace.hints_of_place
    assert "hints" not in workspace.left_out


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "线索：水道3号（公开网页，2020-05）"),
        ("en", "Hint: 3 Water Lane (public page, 2020-05)"),
    ],
)
def test_the_command_shows_them(
    folder: Any, capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    write(folder, SOUND)
    words = ["--workspace", str(folder.path), "--language", language]
    assert main(["place", "list", "--unlocated", *words]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = next(number for number, line in enumerate(lines) if "lost_well" in line)
    assert lines[at + 1].strip() == said
    assert main(["place", "list", "--json", *words]) == 0
    rows = {row["id"]: row["hints"] for row in json.loads(capsys.readouterr().out)}
    assert rows["lost_well"][0]["accuracy_m"] == 500
    assert rows["east_well"] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_hint_without_date_has_no_empty_one(
    folder: Any, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    write(folder, with_cell("state_date", ""))
    main(["place", "list", "--workspace", str(folder.path), "--language", language])
    out = capsys.readouterr().out
    assert not any(mark in out for mark in (", )", "，）", "()", "（）"))


def test_every_confidence_has_words() -> None:
    for confidence in CONFIDENCES:
        assert term(f"hint_{confidence}").text("zh") != term(f"hint_{confidence}").text("en")


def test_the_hints_of_this_workspace(default_workspace: Any) -> None:
    hints = [h for told in default_workspace.hints_of_place.values() for h in told]
    assert len(hints) > 20
    assert "hints" not in default_workspace.left_out
    for hint in hints:
        assert all(page.startswith("http") for page in hint.source.split(" ; ")), hint.place
    positions = [hint for hint in hints if hint.lon is not None]
    assert {hint.confidence for hint in positions} <= {"official", "page"}
    located = {h.place for h in hints if default_workspace.located(h.place)}
    # Only where the map itself has no more than the suggested position.
    assert located == {hint.place for hint in positions}

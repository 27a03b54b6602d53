from __future__ import annotations

import json
from typing import Any

import pytest

from hebei_gis.cli import main

TEXT = """水乡区规划
规划期 2021-2025 年。
第一章 第一章
第一节 第一节
打井。 新打东井、两口井,共 3 座。
节水。 找到失井。
"""


@pytest.fixture
def folder(workspace_folder: Any) -> Any:
    made = workspace_folder(plan=True)
    made.write_table(
        "measures",
        ["1.1.1", "measure", "打井", "Dig wells", "water", "多打井。", "More wells."],
        ["1.1.2", "goal", "节水", "Save water", "water", "少用水。", "Less water."],
    )
    made.write_table(
        "links",
        ["1.1.1", "east_well", "uses"],
        ["1.1.1", "wells", "changes"],
        ["1.1.2", "lost_well", "mentions"],
    )
    made.write_table(
        "indicators",
        ["w", "新井", "New wells", "座", 3, "", "3座", "", "up", 2025, "target", "", "1.1.1"],
    )
    made.text = made.path.parent / "plan.txt"
    made.text.write_text(TEXT, encoding="utf-8")
    return made


def _run(folder: Any, *arguments: str) -> int:
    return main([*arguments, "--workspace", str(folder.path), "--language", "en"])


def test_read_prints_json(folder: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(folder, "plan", "read", str(folder.text), "--json") == 0
    values = json.loads(capsys.readouterr().out)
    assert [e["id"] for e in values["entries"]] == ["1.1.1", "1.1.2"]
    assert [p["id"] for p in values["entries"][0]["places"]] == ["east_well", "wells"]
    assert values["entries"][0]["numbers"][0]["value"] == 3


def test_verify_passes_and_fails_on_what_is_made_up(
    folder: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(folder, "plan", "verify", str(folder.text)) == 0
    assert "6 of 6 stand in the text" in capsys.readouterr().out
    folder.edit("geodata/plan/indicators.csv", "3座", "33座")
    assert _run(folder, "plan", "verify", str(folder.text)) == 1
    assert "1.1.1 number w (33座)" in capsys.readouterr().err


def test_without_a_text_it_says_what_to_do(folder: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(folder, "plan", "verify") == 1
    assert "plan attach" in capsys.readouterr().err


def test_attach_then_verify_and_compare(folder: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(folder, "plan", "attach", str(folder.text)) == 0
    assert _run(folder, "plan", "verify") == 0
    capsys.readouterr()
    assert _run(folder, "plan", "compare", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(r["what"], r["recall"], r["precision"]) for r in rows] == [
        ("place links", 1.0, 1.0),
        ("indicator values", 1.0, 1.0),
    ]


@pytest.mark.parametrize("content", [b"", b"no chapter here", b"PK\x03\x04broken"])
def test_a_file_that_is_no_plan_is_refused_and_nothing_kept(
    folder: Any, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.text.write_bytes(content)
    assert _run(folder, "plan", "attach", str(folder.text)) == 1
    message = capsys.readouterr().err
    assert "plan.txt" in message
    assert "Expected" in message
    assert not (folder.path / "plan_text").exists()


def test_indicators_have_the_shape_the_issue_names(
    folder: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(folder, "indicators", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    wanted = [
        "id",
        "name_zh",
        "name_en",
        "unit",
        "value",
        "value_text",
        "qualifier",
        "direction",
        "year",
        "role",
        "pair_id",
        "entry",
    ]
    assert set(wanted) <= set(rows[0])
    assert (rows[0]["value"], rows[0]["year"], rows[0]["entry"]) == (3.0, 2025, "1.1.1")


def test_place_commands(folder: Any, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--lon", "117.2", "--lat", "39.1", "--accuracy-m", "30", "--basis", "surveyed"]
    assert _run(folder, "place", "set", "lost_well", *given, "--source", "GPS") == 0
    assert _run(folder, "check") == 0
    capsys.readouterr()
    assert _run(folder, "place", "list", "--unlocated", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []
    assert _run(folder, "place", "unset", "lost_well") == 0
    assert _run(folder, "place", "tie", "lost_well", "--layer", "well", "--key", "n") == 0
    assert _run(folder, "place", "untie", "lost_well", "--layer", "well", "--key", "n") == 0
    capsys.readouterr()
    assert _run(folder, "place", "list", "--unlocated", "--json") == 0
    assert [row["id"] for row in json.loads(capsys.readouterr().out)] == ["lost_well"]
    assert _run(folder, "place", "set", "lost_well", *given, "--source", "") == 1
    assert "source" in capsys.readouterr().err

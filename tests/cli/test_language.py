"""The command speaks the language asked for, wholly: results, refusals, help and wrong usage."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.cli import command_parser, main
from hebei_gis.cli.help_layout import wrapped
from hebei_gis.cli.language import LANGUAGE_VARIABLE, environment_language, language_asked
from hebei_gis.formats.registry import written_formats
from hebei_gis.layers.declaration import BASES
from hebei_gis.plan.register.model import ENTRY_KINDS, ROLES
from hebei_gis.plan.register.tables import COLUMNS
from hebei_gis.words.command_help import HELP

VARIABLES = (LANGUAGE_VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG")
#: What keeps its name in every language: systems, formats, programs, kinds of the closed lists.
NAMES = {
    "GeoJSON",
    "WGS", "EPSG", "GCJ", "BD", "CGCS", "UTF", "GB", "CSV", "PDF", "OCR", "JSON", "XLSX", "FILE",
    "COMMAND", "COLUMN", "WKT", "ID", "GPS", "PNG", "NUL", "txt", "utf", "hebei", "gis",
    *written_formats(), *BASES, *ROLES, *ENTRY_KINDS,
}  # fmt: skip
#: Commands and options, and the things that the workspace of these tests holds.
OWN = {
    *" ".join(HELP).replace("-", " ").replace(":", " ").split(), "well", "wells", "east", "lost",
    *COLUMNS, *(column for columns in COLUMNS.values() for column in columns), "lon", "lat",
}  # fmt: skip
PLAN = """水乡区规划
规划期 2021-2025 年。
第一章 第一章
第一节 第一节
打井。 新打东井、两口井,共 3 座。
节水。 找到失井,沿青云路铺管。
"""


def english(text: str, folder: Path, given: Sequence[str] = ()) -> list[str]:
    """English words of a text that nobody gave and that are no names."""
    bare = text.replace(str(folder), "").replace(str(folder.parent), "")
    bare = re.sub(r"--?[a-z][\w-]*|[\w-]*[_./=][\w./=-]*|\b[0-9a-f]{2}\b|[0-9a-f]{16,}", " ", bare)
    words = re.findall(r"[A-Za-z]{2,}", bare)
    known = NAMES | OWN | set(re.findall(r"[A-Za-z]+", " ".join(given)))
    return [word for word in words if word not in known]


@pytest.fixture
def folder(workspace_folder: Any) -> Any:
    made = workspace_folder(plan=True)
    made.write_table(
        "measures",
        ["1.1.1", "measure", "打井", "Dig wells", "water", "多打井。", "More wells."],
        ["1.1.2", "goal", "节水", "Save water", "water", "少用水。", "Less water."],
        ["1.1.9", "goal", "引水", "Bring water", "water", "引水。", "Bring it."],
    )
    made.write_table("links", ["1.1.1", "east_well", "uses"], ["1.1.2", "lost_well", "mentions"])
    made.write_table(
        "indicators",
        ["w", "新井", "New wells", "座", 3, "", "33座", "", "up", 2025, "target", "", "1.1.1"],
    )
    made.text = made.path.parent / "plan.txt"
    made.text.write_text(PLAN, encoding="utf-8")
    return made


SET = ("place", "set", "lost_well", "--lon", "117.2", "--lat", "39.1", "--accuracy-m")
#: Commands in the order they are given, and their exit codes.
SOUND: tuple[tuple[tuple[str, ...], int], ...] = (
    (("check",), 0),
    (("layers",), 0),
    (("measures",), 0),
    (("indicators",), 0),
    (("plan", "read", "{text}"), 0),
    (("plan", "verify"), 1),
    (("plan", "detach"), 0),
    (("plan", "attach", "{text}"), 0),
    (("plan", "verify"), 1),
    (("plan", "compare"), 0),
    (("plan", "detach"), 0),
    (("place", "list"), 0),
    ((*SET, "30", "--basis", "surveyed", "--source", "GPS"), 0),
    (("place", "unset", "lost_well"), 0),
    (("place", "tie", "lost_well", "--layer", "well", "--key", "n"), 0),
    (("place", "untie", "lost_well", "--layer", "well", "--key", "n"), 0),
    (("register", "export", "-o", "{here}/register.xlsx"), 0),
    (("register", "import", "{here}/register.xlsx"), 0),
    (("register", "import", "{here}/register.xlsx", "--write"), 0),
    (("export", "well", "-o", "{here}/well.zip", "--format", "geojson"), 0),
    (("verify-export", "{here}/well.zip"), 0),
    (("import", "{here}/words.txt"), 2),
)
REFUSED: tuple[tuple[str, ...], ...] = (
    ("export", "wel"),
    ("export",),
    ("export", "well", "--all"),
    ("export", "well", "--format", "parchment"),
    ("export", "well", "--entry", "1.1.1"),
    ("export", "well", "-o", "/no/such/folder/x.geojson"),
    ("export", "--entry", "9.9.9"),
    ("plan", "read", "{here}/none.txt"),
    ("plan", "read", "{here}"),
    ("plan", "read", "{here}/empty.txt"),
    ("plan", "read", "{here}/scan.docx"),
    ("plan", "attach", "{here}/words.txt"),
    ("place", "unset", "lost_well"),
    ("place", "unset", "atlantis"),
    ("place", "untie", "lost_well", "--layer", "well", "--key", "n"),
    ("place", "tie", "lost_well", "--layer", "well", "--key", "zz"),
    ("place", "tie", "lost_well", "--layer", "spring", "--key", "zz"),
    (*SET, "-3", "--basis", "guessed", "--source", ""),
    (*SET, "30", "--basis", "surveyed", "--source", "GPS", "--datum", "EPSG:99999"),
    ("place", "set", "lost_well", "--lon", "1", "--lat", "2", "--accuracy-m", "3",
     "--basis", "surveyed", "--source", "GPS"),
    ("place", "confirm", "白楼"),
    ("register", "export", "-o", "{here}/register.doc"),
    ("register", "export", "-o", "{here}/x.json", "--table", "links"),
    ("register", "import", "{here}/words.txt"),
    ("register", "import", "{here}/none.xlsx"),
    ("init", "{here}", "--plan", "{text}"),
    ("init", "{here}/new", "--plan", "{text}", "--centre", "2", "48"),
    ("verify-export", "{here}/words.txt"),
    ("import", "{here}/none.geojson"),
)  # fmt: skip
WRONG: tuple[tuple[str, ...], ...] = (
    (),
    ("fly",),
    ("plan",),
    ("plan", "fly"),
    ("export", "--fly"),
    ("export", "--format"),
    ("app", "--port", "many"),
    ("place", "set", "lost_well"),
    ("init", "x", "--plan", "p", "--centre", "117"),
    ("register", "export", "-o", "x.csv", "--table", "nowhere"),
    ("export", "--zip=yes"),
    ("place", "set", "--l", "3"),
)


@pytest.fixture
def run(folder: Any, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    here = folder.path.parent / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    (here / "empty.txt").write_bytes(b"")
    (here / "scan.docx").write_bytes(b"\x89PNG\r\n\x1a\n")
    (here / "words.txt").write_text("没有章的文字。", encoding="utf-8")

    def command(words: tuple[str, ...], *more: str) -> tuple[int, str]:
        filled = [word.format(here=here, text=folder.text) for word in words]
        try:
            code = main([*filled, *more])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out + err

    yield command


def test_every_command_speaks_chinese(folder: Any, run: Any) -> None:
    for words, expected in SOUND:
        code, said = run(words, "--workspace", str(folder.path), "--language", "zh")
        assert code == expected, (words, said)
        assert not english(said, folder.path, words), (words, said)


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_every_refusal_speaks_chinese(words: tuple[str, ...], folder: Any, run: Any) -> None:
    code, said = run(words, "--workspace", str(folder.path), "--language", "zh")
    assert code == 1, said
    assert re.search(r"[一-鿿]", said)
    assert not english(said, folder.path, words), said
    _, told = run(words, "--workspace", str(folder.path), "--language", "en")
    assert not re.search(r"[，。；：（）]", told), told


@pytest.mark.parametrize("words", WRONG, ids=lambda words: " ".join(words) or "nothing")
def test_wrong_usage_speaks_the_language_of_the_environment(
    words: tuple[str, ...], folder: Any, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    code, said = run(words)
    assert code == 2
    assert "usage: hebei-gis" in said and "error: " in said
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    code, said = run(words)
    assert code == 2
    assert not english(said.splitlines()[-1], folder.path, words), said
    assert said.startswith("用法：")


def test_wrong_usage_names_the_command_and_lists_without_quotes(run: Any) -> None:
    zh = ("--language", "zh")
    _, said = run(("export", "--fly"), *zh)
    assert said.startswith("用法：hebei-gis export ")
    _, said = run(("export", "--fly"), "--language", "en")
    assert said.startswith("usage: hebei-gis export ")
    _, said = run(("place", "tie", "x"), *zh)
    assert said.endswith("缺少：--layer、--key。\n")
    _, said = run((*zh, "chek"))
    assert "没有“chek”，可用：app、check、" in said
    _, said = run((*zh, "register", "export", "--table", "no"))
    assert "'" not in said


def test_the_language_may_stand_before_the_command(folder: Any, run: Any) -> None:
    at = ("--workspace", str(folder.path))
    assert run(("--language", "zh", "check", *at)) == run(("check", *at), "--language", "zh")


def test_no_word_of_help_is_broken_in_two() -> None:
    listed = "位置依据：" + "、".join(["surveyed", "official_plan", "openstreetmap"] * 4)
    for width in (20, 34, 54):
        lines = wrapped(listed, width)
        assert "".join(lines) == listed
        assert all(line.endswith(("、", "：", "openstreetmap")) for line in lines)


def test_the_language_is_the_option_else_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    assert environment_language() == "en"
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert language_asked(["check"]) == "zh"
    assert language_asked(["check", "--language", "en"]) == "en"
    assert language_asked(["check", "--language=en"]) == "en"
    monkeypatch.setenv("LC_MESSAGES", "en_GB.UTF-8")
    assert environment_language() == "en"
    monkeypatch.setenv("LC_ALL", "zh_TW")
    assert environment_language() == "zh"
    monkeypatch.setenv(LANGUAGE_VARIABLE, "en")
    assert environment_language() == "en"


def test_windows_asks_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("locale.getlocale", lambda: ("Chinese (Simplified)_China", "936"))
    assert environment_language() == "zh"


def parsers(parser: argparse.ArgumentParser, name: str = "") -> Iterator[tuple[str, Any]]:
    yield name, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command, one in action.choices.items():
                yield from parsers(one, f"{name} {command}".strip())


def test_every_command_and_option_has_help_in_both_languages() -> None:
    lacking = []
    for name, parser in parsers(command_parser("zh")):
        if name not in HELP:
            lacking.append(name)
        for action in parser._actions:
            option = (*action.option_strings, action.dest)[-1 if not action.option_strings else -2]
            if option != "command" and not {option, f"{name} {option}".strip()} & set(HELP):
                lacking.append(f"{name} {option}")
    assert not lacking


def test_help_is_wholly_chinese(capsys: Any) -> None:
    for name, parser in parsers(command_parser("zh")):
        parser.print_help()
        said = capsys.readouterr().out
        assert parser.description and re.search(r"[一-鿿]", parser.description), name
        assert "show this" not in said
        assert not re.search(r"(?m)^\S.*:$", said), name


def test_json_is_the_same_in_both_languages(folder: Any, run: Any) -> None:
    for words in (("layers",), ("measures",), ("indicators",), ("place", "list")):
        at = ("--json", "--workspace", str(folder.path), "--language")
        assert run(words, *at, "zh") == run(words, *at, "en")

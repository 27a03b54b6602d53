"""Chinese sentences have Chinese punctuation, and stand in words/ alone."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import hebei_gis.words

ROOT = Path(__file__).resolve().parents[2]
WORDS = Path(hebei_gis.words.__file__).parent
CHINESE = r"[\u3400-\u9fff\u3000-\u303f，；：？！（）“”]"
#: A half-width mark after a Chinese character, or before one. Between digits (``1:500``,
#: ``1,000``) and in names (``.meta.json``) a mark stands beside no Chinese character.
HALF_WIDTH = re.compile(rf"{CHINESE}\s*[,;:?!()]|[,;:?!()]\s*{CHINESE}")
#: Placeholders with what fills them: ``{count:,}`` is no comma of the sentence.
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
#: What is cited as it stands elsewhere: the heading ``“({name})”``, the mark ``“?”``,
#: the value ``#DIV/0!``.
QUOTED = re.compile(r"“[^“”]*”|#DIV/0!")


def modules() -> list[Path]:
    return sorted(WORDS.rglob("*.py"))


def chinese_texts(path: Path) -> Iterator[str]:
    """Chinese texts of a module; of a pair (Chinese, English) the first."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    pairs = [node.elts for node in ast.walk(tree) if isinstance(node, ast.Tuple)]
    english = {id(pair[1]) for pair in pairs if len(pair) == 2}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in english:
            continue
        if isinstance(node.value, str) and re.search(r"[\u3400-\u9fff]", node.value):
            # A placeholder is a word of the sentence: a mark beside it is one of the sentence.
            yield QUOTED.sub("某", PLACEHOLDER.sub("某", node.value))


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(WORDS).as_posix())
def test_chinese_has_chinese_punctuation(path: Path) -> None:
    wrong = [text for text in chinese_texts(path) if HALF_WIDTH.search(text)]
    assert not wrong


#: Chinese texts of the workspace and of what a new one begins with; OpenStreetMap's own address of
#: its licence and the like stand beside no Chinese character.
DATA = [
    ROOT / "workspace.toml",
    *sorted((ROOT / "layers").glob("*.toml")),
    ROOT / "geodata" / "criteria.toml",
    *sorted((ROOT / "geodata" / "plan").glob("*.csv")),
    *sorted((ROOT / "hebei_gis" / "layers" / "templates").glob("*.toml")),
    *sorted((ROOT / "hebei_gis" / "plan" / "templates").glob("*.toml")),
    ROOT / "tools" / "bundle_scripts" / "README.txt",
]
#: A comma between cells, a colon between members, and a citation within an English comment.
BETWEEN = re.compile(r'",\s*"|":\s*"|^# [A-Z][^\n]*\([^()\n]*\):?$', re.MULTILINE)


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_the_data_have_chinese_punctuation(path: Path) -> None:
    text = BETWEEN.sub("", path.read_text(encoding="utf-8"))
    marks = r"[;:?!()]" if path.suffix == ".csv" else r"[,;:?!()]"
    found = re.findall(rf".{{0,10}}(?:{CHINESE}{marks}|{marks}{CHINESE}).{{0,10}}", text)
    assert not found


@pytest.mark.parametrize("path", sorted((ROOT / "geodata").glob("*.geojson")), ids=lambda p: p.name)
def test_stored_layers_have_chinese_punctuation(path: Path) -> None:
    wrong = [
        (name, value)
        for feature in json.loads(path.read_bytes())["features"]
        for name, value in feature["properties"].items()
        if name.endswith("_zh") and HALF_WIDTH.search(str(value))
    ]
    assert not wrong


def test_a_half_width_mark_would_be_seen() -> None:
    for text in ("文件,图层", "图层(可选)", "共 3 行;余略", "名称: 甲"):
        assert HALF_WIDTH.search(text), text
    for text in ("文件，图层（可选）", "比例 1:500 的图", "说明文件（.meta.json）", "1,000 行"):
        assert not HALF_WIDTH.search(text), text

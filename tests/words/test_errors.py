"""Every error says itself in both languages, and keeps its facts between processes."""

from __future__ import annotations

import ast
import errno
import os
import pickle
import re
from pathlib import Path

import pytest

from hebei_gis.files.whole_files import write_whole
from hebei_gis.geo.cgcs2000 import cgcs2000_metre_crs
from hebei_gis.geo.conversions import with_parameters
from hebei_gis.geo.crs import known_crs
from hebei_gis.plan.text.errors import NoChapterError, PlanTextTooLargeError
from hebei_gis.words.errors import (
    DatumError,
    HebeiGisError,
    RegisterError,
    UnknownNameError,
    error_sentences,
    os_error_sentence,
)
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault
from hebei_gis.words.sentences.errors import ERRORS
from hebei_gis.words.terms import TERMS

PACKAGE = Path(__file__).parents[2] / "hebei_gis"
EXAMPLES = [
    (UnknownNameError("layer", "wel", ["well", "road"]),
     "没有名为“wel”的图层。可用：well、road。", "There is no layer 'wel'. Known: well, road."),
    (UnknownNameError("place", "x", []),
     "没有名为“x”的地点。可用：无。", "There is no place 'x'. Known: none."),
    (DatumError("datum_unknown", datum="PULKOVO", known=["WGS84", "GCJ-02"]),
     "基准“PULKOVO”无法识别。应为 WGS84、GCJ-02 之一。",
     "The datum 'PULKOVO' is not known. Expected one of WGS84, GCJ-02."),
    (PlanTextTooLargeError("a.pdf", "pages", 3000, 2000),
     "a.pdf：文件过大：3,000 页，上限为 2,000。请只提供规划正文，去掉图片和附件。",
     "a.pdf: found 3,000 pages. Expected at most 2,000. "
     "Give the plan's text alone, without its pictures and attachments."),
    (RegisterError([Fault("bad_value", term("table_cell", table="links", line=3, column="entry"),
                          term("cell_empty"), term("cell_text"))]),
     "links.csv 第 3 行 entry", "links.csv line 3 entry: found nothing, expected text."),
]  # fmt: skip


@pytest.mark.parametrize(("error", "zh", "en"), EXAMPLES)
def test_errors_say_themselves_and_travel(error: HebeiGisError, zh: str, en: str) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    for one in (error, again):
        assert one.sentence("zh").startswith(zh)
        assert one.sentence("en").startswith(en)
        assert str(one) == one.sentence("en")
        assert error_sentences(one, "zh") == one.sentences("zh")


def test_an_error_is_a_fact_of_a_fault() -> None:
    with pytest.raises(DatumError) as caught:
        known_crs("EPSG:99999")
    fault = Fault("bad_value", "a.csv", caught.value.told, "CRS")
    assert "坐标系“EPSG:99999”无法识别" in fault.sentence("zh")
    assert "The CRS 'EPSG:99999' is not known" in fault.sentence("en")


def test_datum_errors_of_coordinates() -> None:
    with pytest.raises(DatumError, match=r"73\.5° to 136\.5°") as caught:
        cgcs2000_metre_crs(2.25)
    assert "东经 2.25°" in caught.value.sentence("zh")
    with pytest.raises(DatumError, match="1, 2 cannot be used") as caught:
        with_parameters("EPSG:4214", [1, 2])
    assert "转换参数 1、2 不可用" in caught.value.sentence("zh")


def test_many_known_names_are_counted() -> None:
    error = UnknownNameError("key", "a\nb", [str(number) for number in range(50)])
    assert error.sentence().endswith("39, 10 more.")
    assert "\n" not in error.sentence()
    assert error.sentence("zh").endswith("39、另有 10 个。")


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        (errno.EACCES, "没有读写权限：", "permission denied"),
        (errno.ENOSPC, "磁盘已满", "the disk is full"),
        (errno.EISDIR, "是文件夹", "is a folder"),
        (errno.ENOENT, "不存在", "does not exist"),
        (errno.EROFS, "只读", "read-only"),
        (errno.EIO, "失败", "cannot be read or written"),
    ],
)
def test_errors_of_the_system(number: int, zh: str, en: str, tmp_path: Path) -> None:
    error = OSError(number, os.strerror(number), str(tmp_path / "a.csv"))
    assert zh in os_error_sentence(error, "zh") and en in os_error_sentence(error, "en")
    assert "a.csv" in os_error_sentence(error, "zh")
    assert "[Errno" not in os_error_sentence(error, "en")
    assert os_error_sentence(OSError(number, os.strerror(number)), "en").startswith("the file: ")


def test_a_file_that_cannot_be_written_is_named_itself(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        write_whole(tmp_path / "none" / "a.csv", b"")
    assert os_error_sentence(caught.value).startswith(f"{tmp_path / 'none' / 'a.csv'}: its folder")


def test_a_text_without_chapters() -> None:
    error = NoChapterError("a.txt", 1200)
    assert "1,200 lines" in error.sentence("en")
    assert re.match("a.txt：1200 行文字中没有章标题", error.sentence("zh"))


def test_every_name_asked_for_has_its_noun_and_every_kind_its_sentence() -> None:
    nouns, kinds = set(), set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name, first = getattr(node.func, "id", ""), node.args[0]
                if name == "UnknownNameError" and isinstance(first, ast.Constant):
                    nouns.add(f"noun_{first.value}")
                if name == "DatumError" and isinstance(first, ast.Constant):
                    kinds.add(first.value)
    assert len(nouns) > 8 and not nouns - set(TERMS)
    assert {"crs_unknown", "no_zone"} <= kinds & set(ERRORS)


def test_chinese_has_its_own_punctuation() -> None:
    for kind, (zh, _) in ERRORS.items():
        assert not re.search(r"[一-鿿][,:;(]|[)][一-鿿]", zh), kind

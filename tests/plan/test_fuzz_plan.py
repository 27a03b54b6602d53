"""Register workbooks, plan texts and nested WKT, damaged at random: an error of ours or a result.

``HEBEI_GIS_FUZZ_S=600`` goes on for ten minutes with seeds of its own, through the processes that
the pages read by: what crashes there must be answered too.
"""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from hebei_gis.files.apart import call_apart
from hebei_gis.files.limits import Limits
from hebei_gis.intake.inspecting import inspect_parts
from hebei_gis.intake.reading_apart import inspect_apart
from hebei_gis.plan.reader import read_plan
from hebei_gis.plan.register.changes import read_changes
from hebei_gis.plan.register.workbook import register_xlsx
from hebei_gis.plan.text.document import read_plan_text
from hebei_gis.words.errors import HebeiGisError
from tests.damaging import SECONDS, SLOWEST_S, damaged, seeds

TEXT = """云州市青山区国民经济和社会发展第十五个五年规划纲要
第一章 重点任务
第一节 交通
修通道路。拓宽改造青云路，到2030年新建道路3条，绿化率达到36.25%以上。
专栏1 重点工程
指标名称\t单位\t2025年\t2030年\t属性
道路长度\t公里\t12\t18\t预期性
一、产业
（一）建设云州园区、青山公园和东站，到2030年实现产值500亿元，年均增长8%。
"""
CELLS: list[Any] = [
    None, "", "x", "1.1.1", -1, 1e308, 3.5, True, "=1+1", "'=1", "a" * 40_000, "\ud7ff", "全部",
    "甲|乙|丙", "0701", "\n", "２０３０", "NaN", "1" * 400,
]  # fmt: skip


def document() -> bytes:
    made = Document()
    for line in TEXT.splitlines():
        made.add_paragraph(line)
    table = made.add_table(2, 3)
    for number, word in enumerate(("指标", "单位", "2030年", "道路", "公里", "18")):
        table.cell(number // 3, number % 3).text = word
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def member_damaged(content: bytes, chance: random.Random) -> bytes:
    """A zip with one of its members damaged: the program meets the damage behind the packing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        hit = chance.choice([one for one in before.namelist() if one.endswith(".xml")])
        for name in before.namelist():
            inner = before.read(name)
            after.writestr(name, damaged(inner, chance) if name == hit else inner)
    return out.getvalue()


def cells_changed(content: bytes, chance: random.Random) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for _ in range(chance.choice([1, 2, 8, 40])):
        sheet = chance.choice(book.worksheets)
        row, column = chance.randrange(1, sheet.max_row + 3), chance.randrange(1, 12)
        sheet.cell(row, column).value = chance.choice(CELLS)
        if chance.random() < 0.1:
            sheet.delete_rows(chance.randrange(1, sheet.max_row + 1), chance.randrange(1, 5))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def nested(chance: random.Random) -> bytes:
    depth = chance.choice([1, 5, 40, 400, 4_000, 30_000])
    wkt = "GEOMETRYCOLLECTION(" * depth + "POINT(117.2 39.1)" + ")" * depth
    return damaged(f'name,wkt\nx,"{wkt}"\n'.encode(), chance)


def read_text(content: bytes, name: str) -> object:
    return read_plan(read_plan_text(content, name))


@pytest.mark.filterwarnings("default")
def test_damaged_register_and_texts(
    default_workspace: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder: Path = default_workspace.folder
    workbook, docx = register_xlsx(default_workspace.register), document()
    text = TEXT.encode("gb18030")
    kinds: dict[str, Callable[[random.Random], tuple[Any, ...]]] = {
        "workbook": lambda c: (read_changes, damaged(workbook, c), folder, "a.xlsx"),
        "sheet": lambda c: (read_changes, member_damaged(workbook, c), folder, "a.xlsx"),
        "cells": lambda c: (read_changes, cells_changed(workbook, c), folder, "a.xlsx"),
        "forced": lambda c: (read_changes, cells_changed(workbook, c), folder, "a.xlsx", True),
        "txt": lambda c: (read_text, damaged(text, c), "a.txt"),
        "docx": lambda c: (read_text, damaged(docx, c), "a.docx"),
        "document": lambda c: (read_text, member_damaged(docx, c), "a.docx"),
    }
    tried = read = 0
    for seed in list(seeds())[::4] if not SECONDS else seeds():
        chance = random.Random(seed)
        kind = chance.choice([*kinds, "wkt"])
        start = time.monotonic()
        try:
            if kind == "wkt":
                inspect = inspect_apart if SECONDS else inspect_parts
                inspect({"a.csv": nested(chance)}, Limits())
            else:
                work, *arguments = kinds[kind](chance)
                if SECONDS:
                    call_apart(work, kind, *arguments)
                else:
                    work(*arguments)
            read += 1
        except HebeiGisError as error:
            # Bounded, in both languages, whatever was in the file.
            assert 0 < len(str(error)) < 200_000
        except Exception as error:
            error.add_note(f"seed {seed}, {kind}")
            raise
        assert time.monotonic() - start < SLOWEST_S, f"seed {seed}, {kind}"
        tried += 1
    print(f"{tried} damaged files, {read} still read")

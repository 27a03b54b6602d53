"""Draft the register of a plan from its text: titles and kinds, for a person to go on from."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from hebei_gis.plan.normalising import normalise
from hebei_gis.plan.places.proposing import ProposedPlace
from hebei_gis.plan.reader import PlanReading, ReadEntry
from hebei_gis.plan.register.model import Entry
from hebei_gis.plan.register.tables import COLUMNS

_NAMED = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,20}?[省市区县旗州盟镇乡])(?P<title>国民经济和社会发展[^,。;:!?]{0,40}?"
    r"(?:纲要|规划(?!和|纲要)))"
)
_NO_NAME = re.compile(r"^.*(?:印发|发布|关于|公布|批准|通过)(?:了|的)?")

#: How plans call their sections -> what the paragraphs in them are; the first that fits, the
#: section's title before the chapter's. Anything else is a measure.
KIND_RULES: tuple[tuple[str, str], ...] = (
    (
        "achievement",
        r"^(?:\W?十[一二三四五]五\W?(?:时期|期间|规划)?)?(?:的|主要|取得|经济社会|执行|实施)*"
        r"(?:发展)?(?:基础|成就|回顾|成效|成绩|现状)",
    ),
    ("problem", r"^(?:存在|主要|面临|突出|的|发展)*(?:问题|短板|不足|困难)"),
    ("setting", r"^(?:国内外|国际国内|外部|宏观|面临|的|发展)*(?:环境|形势|机遇|挑战|背景)"),
    ("principle", r"原则|指导思想|指导方针|总体要求|总体思路|基本要求"),
    ("goal", r"目标|愿景|展望"),
    ("safeguard", r"规划实施|实施保障|组织实施|组织保障|保障措施|规划落实|规划保障|保障机制"),
)


def title_of(front: str, file_name: str) -> tuple[str, str]:
    """The district's name and the plan's title, from what stands before the first chapter.

    The longest name before “国民经济和社会发展…规划” or “…纲要” is taken; where there is none,
    the name of the file stands for both.
    """
    found = []
    for match in _NAMED.finditer(normalise(front).text):
        name = _NO_NAME.sub("", match["name"])
        if name:
            found.append((match["title"].endswith("纲要"), len(name), name, match["title"]))
    if not found:
        stem = Path(file_name).stem or "plan"
        return stem, stem
    _, _, name, title = max(found, key=lambda hit: hit[:2])
    return name, name + title


def kind_of(chapter_title: str, section_title: str) -> str:
    """What the paragraphs of a section are, guessed from its title, else from its chapter's."""
    for title in (section_title, chapter_title):
        for kind, pattern in KIND_RULES:
            if re.search(pattern, title.strip()):
                return kind
    return "measure"


def measure_rows(reading: PlanReading, proposals: Iterable[ProposedPlace]) -> list[list[str]]:
    """Rows of the measures: every headed paragraph and work; of the others those that name a
    number or a proposed place, and the first of each section that has no headed one.
    """
    chapters = {c.number: c.title for c in reading.outline.chapters}
    sections = {(s.chapter, s.number): s.title for s in reading.outline.sections}
    naming = {entry for proposal in proposals for entry in proposal.entries}
    headed = {(e.entry.chapter, e.entry.section) for e in reading.entries if e.entry.heading}
    rows = []
    for entry in reading.entries:
        place = (entry.entry.chapter, entry.entry.section)
        first = entry.id == f"{place[0]}.{place[1]}.0"
        if not (_says(entry, naming) or (first and place not in headed)):
            continue
        cells = {
            "id": entry.id,
            "kind": kind_of(chapters.get(place[0], ""), sections.get(place, "")),
            "title": entry.entry.heading or Entry(entry.id, *[""] * 6).locator("zh"),
        }
        rows.append([cells.get(column, "") for column in COLUMNS["measures"]])
    return rows


def _says(entry: ReadEntry, naming: set[str]) -> bool:
    return bool(entry.entry.heading or entry.numbers) or entry.id in naming


def heading_rows(reading: PlanReading) -> list[list[str]]:
    """Rows of the headings: chapters and their sections."""
    headings = [(c.number, 0, c.title) for c in reading.outline.chapters]
    headings += [(s.chapter, s.number, s.title) for s in reading.outline.sections]
    return [
        [str(chapter), str(section) if section else "", title, ""]
        for chapter, section, title in sorted(headings)
    ]


def indicators_bytes(reading: PlanReading) -> bytes:
    """The numbers the text states, as the bytes of a table for a person to sort."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("entry", "value", "value_max", "unit", "value_text", "qualifier", "year"))
    for entry in reading.entries:
        for number in entry.numbers:
            largest = "" if number.value_max is None else f"{number.value_max:.10g}"
            writer.writerow(
                (
                    entry.id,
                    f"{number.value:.10g}",
                    largest,
                    number.unit,
                    number.text,
                    number.qualifier,
                    number.year or "",
                )
            )
    return stream.getvalue().encode()

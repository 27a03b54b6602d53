from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm
from PIL import Image

from hebei_gis.papers import paper_bytes
from hebei_gis.plan.reader import read_plan
from hebei_gis.plan.text.document import PlanText
from hebei_gis.sites import Surroundings
from tests.papers.paper_cases import converted, nothing_ranked, request, soffice
from tests.sites.site_cases import at, layer


def opened(paper):
    return docx.Document(io.BytesIO(paper_bytes(paper, ".docx")))


def words(document) -> str:
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_a4_with_numbered_pages_and_headings(language):
    document = opened(request(language=language))
    (section,) = document.sections
    assert abs(section.page_width - Cm(21)) < 1000 and abs(section.page_height - Cm(29.7)) < 1000
    footer = section.footer._element.xml
    assert " PAGE " in footer and " NUMPAGES " in footer
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    expected = {"zh": ["结论", "比选对象与方法", "排名", "地图", "各指标得分贡献",
                       "未参加排序的地块", "一地一档", "说明", "数据来源"],
                "en": ["Result", "What was compared, and how", "Ranking", "Map",
                       "What each criterion contributes", "Parcels not ranked", "Parcel sheets",
                       "Notes", "Sources"]}  # fmt: skip
    assert headings == expected[language]
    assert len([p for p in document.paragraphs if p.style.name == "Heading 2"]) == 4


def test_chinese_has_a_font_of_its_own_in_every_style():
    document = opened(request())
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Caption", "Header"):
        fonts = document.styles[name].element.rPr.find(qn("w:rFonts"))
        assert fonts.get(qn("w:eastAsia")) in ("Microsoft YaHei", "SimSun")
        assert not [key for key in fonts.attrib if "Theme" in key]


def test_the_heading_of_every_table_repeats():
    document = opened(request())
    assert len(document.tables) > 10
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_it_says_what_was_compared_and_how_sure_it_is():
    paper = request()
    text = words(opened(paper))
    best = paper.ranked[0]
    share = paper.comparison.robustness.near.first(best)
    assert 0.005 < share < 0.995 and f"在 {share * 100:.0f}% 的权重下排第一" in text
    assert "加权求和" in text and "取已知值中最差者" in text and "20260801" in text
    assert "紧邻文物" in text and "一票否决" in text
    ranking = next(t for t in opened(paper).tables if t.cell(0, 0).text == "名次")
    assert [row.cells[1].text for row in ranking.rows[1:]] == list(paper.ranked)
    english = words(opened(replace(paper, language="en")))
    assert "first in" in english and "of weightings" in english


def test_a_sheet_holds_facts_surroundings_and_entries():
    text = words(opened(request()))
    assert "3,600 平方米（0.36 公顷，5.4 亩）" in text
    assert "甲站" in text and "环路" in text and "±35" in text
    assert "5.2.1" in text and "条目<一>" in text and "规划改变" in text
    assert "缺失，取 3,600 平方米" in text
    assert "仅有点位" in text and "可能性" in text


def test_names_are_text_without_control_characters():
    text = words(opened(request()))
    assert "=1+1<b>&\"'" in text and "<script>alert(1)</script>" in text and "\x07" not in text


def test_the_pictures_are_there_and_told_in_words():
    document = opened(request())
    shapes = document.inline_shapes
    assert len(shapes) == 5
    for shape in shapes:
        assert shape.width <= Cm(16.5)
        assert "图" in shape._inline.docPr.get("descr")
    sizes = [Image.open(io.BytesIO(part.blob)).size for part in document.part.package.parts
             if part.content_type == "image/png"]  # fmt: skip
    assert max(sizes)[0] == 1260
    assert "数据来源：" in words(document)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_demonstration_data_is_marked_in_title_head_and_every_table(language):
    document = opened(request(language=language, basis="demonstration"))
    mark = "【演示数据】" if language == "zh" else "[DEMONSTRATION DATA]"
    title = document.paragraphs[0].text
    assert ("演示数据" if language == "zh" else "demonstration") in title
    assert mark in document.sections[0].header.paragraphs[0].text
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]
    tables = [c for c in captions if "表 " in c or "Table " in c]
    assert len(tables) == len(document.tables)
    assert all(caption.startswith(mark) for caption in tables)
    assert "演示数据" not in words(opened(request()))


def test_nothing_ranked_is_said():
    text = words(opened(nothing_ranked(request())))
    assert "没有地块参加排序，因此没有排名。" in text and "面积不足。" in text


def test_without_robustness_and_with_topsis():
    text = words(opened(request(firm=False, method="topsis")))
    assert "未计算稳健性" in text and "不是各列之和" in text


def test_the_plan_is_quoted_only_from_an_attached_text():
    text = "第五章 产业\n第二节 布局\n在此建设一处虚构园地。\n"
    source = PlanText("plan.txt", text, "txt", "UTF-8", "0" * 64, (), ())
    reading = read_plan(source, [])
    paper = request()
    assert "虚构园地" not in words(opened(paper))
    entry = reading.entries[0].id
    register = paper.around.register
    moved = replace(register, entries={entry: replace(register.entries["5.2.1"], id=entry)})
    joins = tuple(replace(join, entry=entry) for join in paper.around.links.joins)
    links = replace(paper.around.links, joins=joins)
    around = replace(paper.around, register=moved, links=links)
    quoted = words(opened(replace(paper, around=around, reading=reading)))
    assert f"规划原文（{entry}）" in quoted and "虚构园地" in quoted


def test_libreoffice_lays_it_out_on_a4(tmp_path):
    soffice()
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed: apt-get install poppler-utils")
    path = tmp_path / "report.docx"
    path.write_bytes(paper_bytes(request(basis="demonstration"), ".docx"))
    (pdf,) = converted([path], "pdf", tmp_path)
    subprocess.run(["pdftoppm", "-r", "50", "-png", pdf, tmp_path / "page"], check=True)
    pages = sorted(tmp_path.glob("page-*.png"))
    assert len(pages) > 4
    for page in pages:
        with Image.open(page) as picture:
            assert picture.size[1] / picture.size[0] == pytest.approx(2**0.5, abs=0.01)


def test_sources_have_the_licence_in_the_language_and_no_layer_without_a_feature():
    def sourced(name, licence, licence_zh=None, shapes=None):
        made = layer(name, {"s": at(0, 0)} if shapes is None else shapes)
        source = made.declaration.source.model_copy(
            update={"licence": licence, "licence_zh": licence_zh}
        )
        return replace(made, declaration=made.declaration.model_copy(update={"source": source}))

    layers = [
        sourced("silent", "not stated"), sourced("facts", "Facts", "事实数据"),
        sourced("empty", "CC0-1.0", shapes={}),
    ]  # fmt: skip
    around = Surroundings({one.id: one for one in layers})
    paper = replace(request(firm=False), around=around)
    assert paper.sources() == [("x（未注明）", "silent"), ("x（事实数据）", "facts")]
    english = replace(paper, language="en")
    assert english.sources() == [("x (not stated)", "silent"), ("x (Facts)", "facts")]

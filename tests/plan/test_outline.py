"""Outlines of made-up plans are read back; the real plan's counts are checked where it is."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hebei_gis.plan.normalising import normalise
from hebei_gis.plan.outline.marks import chinese_number, read_box_caption
from hebei_gis.plan.outline.outline_reading import Outline, read_outline
from hebei_gis.plan.text.document import read_plan_text
from hebei_gis.plan.text.docx_numbering import write_number
from hebei_gis.plan.text.errors import NoChapterError
from hebei_gis.words.notes import note

PLAN = """某某区发展规划纲要
前言一段,说明编制的由来和依据,共计三百字左右。
第一章 回顾与形势
这一章先讲过去,再讲现在,最后讲趋势。
第一节 五年回顾
过去五年里,全区做了许多事情,大家都看得见。
湖面变清。 清淤三次,水质由差转好,鱼也多了。
——道路变宽。 拓宽七条道路,早高峰快了不少。
但也要看到,停车位仍然不够,老人就餐仍然不便。
第二节 形势
外部环境有变化,内部条件也有变化,要看清楚。
第二章扩大绿地,修好老桥
第一节 打造东湖沿岸、西湖沿岸、南渠沿岸
三大绿带
围绕水系做文章,分三段推进,逐年完成。
东岸绿带。 种树两千棵,建步道五公里,设座椅。
栽种树木:春天种柳,秋天种槐。每棵挂牌。铺设步道:用透水砖,宽三米。
专栏 2 东岸绿带示意图
西岸绿带(待建)。 先勘察,后设计,再施工。
"""


def kinds(outline: Outline) -> dict[str, str]:
    return {entry.id: entry.kind_of for entry in outline.entries}


def test_ids_follow_chapter_section_and_paragraph() -> None:
    assert kinds(read_outline(PLAN)) == {
        "1.0": "opening",
        "1.1.0": "unheaded",
        "1.1.1": "headed",
        "1.1.2": "headed",
        "1.1.0.1": "unheaded",
        "1.2.0": "unheaded",
        "2.1.0": "unheaded",
        "2.1.1": "headed",
        "2.1.1.1": "work",
        "2.1.1.2": "work",
        "2.1.2": "headed",
    }


def test_white_space_after_the_heading_tells_it_where_the_text_uses_it_so() -> None:
    short = "成绩来之不易。大家都出了力,也都看得见。"
    paused = "湖面变清,湖岸变绿。 大家都看得见,也都愿意来。"
    spaced = PLAN.replace("湖面变清。", f"{short}\n{paused}\n湖面变清。")
    assert kinds(read_outline(spaced))["1.1.0.1"] == "unheaded"
    headings = [it.heading for it in read_outline(spaced).entries if it.kind_of == "headed"]
    assert headings[:2] == ["湖面变清,湖岸变绿", "湖面变清"]
    # Without it a short first sentence without a pause is a heading.
    closed = spaced.replace("。 ", "。")
    headings = [it.heading for it in read_outline(closed).entries if it.kind_of == "headed"]
    assert headings[:2] == ["成绩来之不易", "湖面变清"]


def test_offsets_lead_to_the_words() -> None:
    outline = read_outline(PLAN)
    words = {entry.id: PLAN[entry.start : entry.end] for entry in outline.entries}
    bodies = {entry.id: PLAN[entry.body_start : entry.end] for entry in outline.entries}
    assert words["1.1.2"] == "——道路变宽。 拓宽七条道路,早高峰快了不少。"
    assert bodies["1.1.2"] == "拓宽七条道路,早高峰快了不少。"
    assert words["2.1.1.1"] == "栽种树木:春天种柳,秋天种槐。每棵挂牌。"
    assert bodies["2.1.1.2"] == "用透水砖,宽三米。"
    assert bodies["1.1.0"] == words["1.1.0"]
    assert PLAN[: outline.front_end].rstrip().endswith("三百字左右。")
    assert outline.back_start == len(PLAN)


def test_headings_run_together_and_broken_are_whole() -> None:
    outline = read_outline(PLAN)
    assert [chapter.title for chapter in outline.chapters] == ["回顾与形势", "扩大绿地,修好老桥"]
    assert [(it.chapter, it.number, it.title) for it in outline.sections] == [
        (1, 1, "五年回顾"),
        (1, 2, "形势"),
        (2, 1, "打造东湖沿岸、西湖沿岸、南渠沿岸三大绿带"),
    ]


def test_caption_of_a_box_is_no_entry_and_a_missing_box_is_told() -> None:
    outline = read_outline(PLAN)
    (box,) = outline.boxes
    assert (box.number, box.title, box.chapter, box.section) == (2, "东岸绿带示意图", 2, 1)
    assert box.content_start == box.content_end
    assert outline.warnings == (note("box_missing", number=1),)


def test_content_of_a_box_is_kept_apart() -> None:
    text = PLAN.replace(
        "东岸绿带示意图\n", "东岸绿带工程\n1.湿地工程。建两处。\n2.水渠工程\n分两年挖通。\n"
    )
    (box,) = read_outline(text).boxes
    assert text[box.content_start : box.content_end].count("\n") == 2
    assert kinds(read_outline(text)) == kinds(read_outline(PLAN))


def test_table_of_a_document_is_the_content_of_its_box() -> None:
    table = "湿地\n两处。\n"
    text = PLAN.replace("示意图\n", f"示意图\n{table}")
    start = text.index(table)
    outline = read_outline(text, tables=[(start, start + len(table))])
    (box,) = outline.boxes
    assert text[box.content_start : box.content_end] == table.strip()
    assert kinds(outline) == kinds(read_outline(PLAN))


@pytest.mark.parametrize("leader", ["……………… {}", "\t{}", "    {}", ""])
def test_table_of_contents_is_skipped(leader: str) -> None:
    rows = ["第一章 回顾与形势", "第一节 五年回顾", "第二节 形势", "第二章 扩大绿地,修好老桥"]
    contents = "\n".join(row + leader.format(page) for page, row in enumerate(rows, start=1))
    text = f"目 录\n{contents}\n{PLAN}"
    outline = read_outline(text)
    assert kinds(outline) == kinds(read_outline(PLAN))
    assert outline.front_end == text.index("第一章 回顾与形势\n这一章")


def test_heading_repeated_at_the_head_of_pages_is_left_out() -> None:
    text = PLAN.replace("第二节 形势", "第一章 回顾与形势\n第二节 形势")
    outline = read_outline(text)
    assert kinds(outline) == kinds(read_outline(PLAN))
    assert "headings_repeated" in {warning.kind for warning in outline.warnings}


def test_attachments_are_no_part_of_the_last_chapter() -> None:
    text = PLAN + "附件1:重点项目表\n某项目,投资若干,年底开工。\n"
    outline = read_outline(text)
    assert kinds(outline) == kinds(read_outline(PLAN))
    assert text[outline.back_start :].startswith("附件1")


def test_sections_may_be_numbered_items() -> None:
    text = (
        "第一章 总则\n一、依据\n(一)上位规划。按照市里的规划,衔接一致。\n"
        "(二)地方条例\n条例于前年施行,已经评估。\n条例今年修订,增加两条。\n"
        "二、范围\n全区都在内,面积不小,人口不少。\n"
    )
    outline = read_outline(text)
    assert [it.title for it in outline.sections] == ["依据", "范围"]
    assert kinds(outline) == {"1.1.1": "headed", "1.1.2": "headed", "1.2.0": "unheaded"}
    second = outline.entries[1]
    assert second.heading == "地方条例"
    assert text[second.body_start : second.end].strip().endswith("增加两条。")


def test_chapters_may_be_numbered_items_too() -> None:
    text = (
        "一、总则\n开头一段,说明目的,讲清意义。\n(一)依据\n按照市里的规划,衔接一致。\n"
        "二、附则\n自公布之日起施行,由区里解释。\n"
    )
    outline = read_outline(text)
    assert [it.title for it in outline.chapters] == ["总则", "附则"]
    assert kinds(outline) == {"1.0": "opening", "1.1.0": "unheaded", "2.0": "opening"}


def test_parts_above_chapters_are_passed_over() -> None:
    text = (
        "第一篇 前篇\n第一章 甲事\n先做甲事,后做丁事。\n"
        "第二篇 后篇\n第二章 乙事\n再做乙事,一并验收。\n"
    )
    outline = read_outline(text)
    assert [it.title for it in outline.chapters] == ["甲事", "乙事"]
    assert kinds(outline) == {"1.0": "opening", "2.0": "opening"}


def test_wrong_numbers_are_told_and_ids_stay_unique() -> None:
    words = "先做这事,再做那事。"
    text = f"第一章 甲\n{words}\n第三章 乙\n{words}\n第三章 丙\n{words}\n"
    outline = read_outline(text)
    assert [it.number for it in outline.chapters] == [1, 3, 4]
    assert len(outline.warnings) == 2


def test_text_that_breaks_off_is_told() -> None:
    assert read_outline(PLAN.rstrip()[:-1]).warnings[-1].kind == "sentence_not_closed"


@pytest.mark.parametrize(
    "text", ["", "只有一段话,没有任何章。", "第三章提出了要求,后文再说。\n正文。"]
)
def test_text_without_a_chapter_is_an_error_that_says_so(text: str) -> None:
    with pytest.raises(NoChapterError, match=r"some\.txt.*no heading of a chapter.*own line"):
        read_outline(text, "some.txt")


@pytest.mark.parametrize(
    ("figure", "value"),
    [("〇", 0), ("一○", 10), ("二0", 20), ("十", 10), ("１２", 12), ("廿", None)],
)
def test_chapter_numbers_in_any_writing(figure: str, value: int | None) -> None:
    text = f"第{figure}章 甲\n先做这事,再做那事。\n"
    if value is None:
        with pytest.raises(NoChapterError):
            read_outline(text)
    else:
        assert chinese_number(figure) == value


@given(st.integers(0, 999))
def test_numerals_are_read_as_they_are_written(value: int) -> None:
    assert chinese_number(write_number(value, "chineseCountingThousand")) == value
    assert chinese_number(write_number(value, "ideographDigital")) == value


def test_a_sentence_on_boxes_is_no_caption() -> None:
    assert read_box_caption("专栏作家进社区") is None
    assert read_box_caption("专栏5:东岸工程") == (5, "东岸工程")
    assert read_box_caption("专 栏 十二 西岸工程") == (12, "西岸工程")


# Generated plans. The words avoid the signs that mark a line as something else.
PLAIN = st.text("湖岸桥林田水木石云山春夏秋冬东南西北新旧清宽长高", min_size=3, max_size=9)
ASIDE = PLAIN.flatmap(lambda words: st.sampled_from([f"“{words}”", f" “ {words} ” ", f" {words} "]))
CLAUSE = st.tuples(PLAIN, st.one_of(st.just(""), ASIDE), PLAIN).map("".join)
SENTENCE = st.lists(CLAUSE, min_size=2, max_size=4).map("，".join).map(lambda it: f"{it}。")
BODY = st.lists(SENTENCE, min_size=1, max_size=3).map("".join)
LONG_TITLE = st.tuples(*[PLAIN] * 6).map("、".join)


class Writer:
    """Writes a plan line by line and keeps what should be read from it."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.spaced, self.full_width = draw(st.booleans()), draw(st.booleans())
        self.lines: list[str] = []
        self.entries: list[tuple[str, str, str, str]] = []
        self.titles: list[tuple[int, int, str]] = []
        self.boxes: list[tuple[int, str]] = []
        self.headed = self.unheaded = 0

    def blank(self) -> str:
        return self.draw(st.sampled_from(["", "", " ", "　　"]))

    def put(self, line: str) -> None:
        if not self.full_width:
            line = line.translate(str.maketrans("，：（）", ",:()"))
        self.lines.append(self.blank() + line + self.blank())
        if self.draw(st.booleans()):
            self.lines.append(self.blank())

    def put_heading(self, unit: str, number: int, chapter: int, section: int) -> None:
        self.headed = self.unheaded = 0
        figures = [write_number(number, "chineseCounting"), str(number), chr(0xFF10 + number)]
        inner = self.draw(st.sampled_from(["", " "]))
        gap = self.draw(st.sampled_from(["", " ", "　", "：", "  "]))
        head = f"第{inner}{self.draw(st.sampled_from(figures))}{inner}{unit}{gap}"
        title = self.draw(st.one_of(PLAIN, LONG_TITLE))
        cut = self.draw(st.integers(16, 40))
        if len(title) > cut + 3:
            self.lines.append(self.blank() + head + title[:cut])
            self.put(title[cut:])
        else:
            self.put(head + title)
        self.titles.append((chapter, section, title))

    def put_headed(self, chapter: int, section: int) -> None:
        self.headed += 1
        heading, body = self.draw(PLAIN), self.draw(BODY)
        mark = self.draw(st.sampled_from(["", "", "——", "—"]))
        self.put(f"{mark}{heading}。{' ' * self.spaced}{body}")
        self.entries.append((f"{chapter}.{section}.{self.headed}", "headed", heading, body))

    def put_works(self, chapter: int, section: int) -> None:
        works = self.draw(st.lists(st.tuples(PLAIN, BODY), min_size=2, max_size=4))
        self.put("".join(f"{name}：{body}" for name, body in works))
        for number, (name, body) in enumerate(works, start=1):
            self.entries.append((f"{chapter}.{section}.{self.headed}.{number}", "work", name, body))

    def put_unheaded(self, chapter: int, section: int) -> None:
        body = self.draw(BODY)
        first = f"{chapter}.{section}.0" if section else f"{chapter}.0"
        further = f"{chapter}.{section}.0.{self.unheaded}"
        kind = "unheaded" if section else "opening"
        self.put(body)
        self.entries.append((further if self.unheaded else first, kind, "", body))
        self.unheaded += 1

    def put_box(self) -> None:
        number, title = len(self.boxes) + 1, self.draw(PLAIN)
        self.put(f"专栏{self.draw(st.sampled_from(['', ' ']))}{number} {title}")
        for item in range(self.draw(st.integers(0, 2))):
            self.put(f"{item + 1}.{self.draw(SENTENCE)}")
        self.boxes.append((number, title))

    def put_paragraphs(self, chapter: int, section: int) -> None:
        before = ""
        for _ in range(self.draw(st.integers(0, 4))):
            choices = ["headed", "unheaded", "box"] + ["works"] * 2 * (before == "headed")
            before = self.draw(st.sampled_from(choices))
            if before == "headed":
                self.put_headed(chapter, section)
            elif before == "works":
                self.put_works(chapter, section)
            elif before == "unheaded":
                self.put_unheaded(chapter, section)
            else:
                self.put_box()


@st.composite
def plans(draw: st.DrawFn) -> Writer:
    plan = Writer(draw)
    if draw(st.booleans()):
        plan.put("某某区规划")
        plan.put(draw(BODY))
    for chapter in range(1, draw(st.integers(1, 3)) + 1):
        plan.put_heading("章", chapter, chapter, 0)
        sections = draw(st.integers(0, 3))
        if not sections:
            plan.put_paragraphs(chapter, 0)
        elif draw(st.booleans()):
            plan.put_unheaded(chapter, 0)
        for section in range(1, sections + 1):
            plan.put_heading("节", section, chapter, section)
            plan.put_paragraphs(chapter, section)
    return plan


@settings(max_examples=150, deadline=None)
@given(plans())
def test_what_is_generated_is_read_back(plan: Writer) -> None:
    text = "\n".join(plan.lines)
    outline = read_outline(text)
    # White space and width are the text's own, so words are compared without them.
    same = [
        (
            entry.id,
            entry.kind_of,
            normalise(entry.heading).text,
            normalise(text[entry.body_start : entry.end]).text,
        )
        for entry in outline.entries
    ]
    assert same == [
        (entry_id, kind, normalise(heading).text, normalise(body).text)
        for entry_id, kind, heading, body in plan.entries
    ]
    titles = [(chapter.number, 0, chapter.title) for chapter in outline.chapters]
    titles += [(section.chapter, section.number, section.title) for section in outline.sections]
    assert sorted(titles) == sorted(plan.titles)
    assert [(box.number, box.title) for box in outline.boxes] == plan.boxes


@given(
    st.text("第一二三章节、（）1.专栏 附件——甲。,:\n\t", max_size=200).map("第一章 甲\n{}".format)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        outline = read_outline(text)
    except NoChapterError:
        return
    assert len({entry.id for entry in outline.entries}) == len(outline.entries)


def test_real_plan_has_the_entries_it_is_known_to_have() -> None:
    path = os.environ.get("HEBEI_GIS_PLAN_TEXT")
    if not path:
        pytest.skip("HEBEI_GIS_PLAN_TEXT names no plan text")
    text = read_plan_text(Path(path)).text
    outline = read_outline(text)
    headed = Counter(it.chapter for it in outline.entries if it.kind_of == "headed")
    works = Counter(it.id.rpartition(".")[0] for it in outline.entries if it.kind_of == "work")
    assert [headed[chapter] for chapter in range(1, 11)] == [8, 10, 8, 12, 17, 14, 10, 21, 14, 0]
    assert works == {"5.2.1": 6, "5.2.2": 4, "5.2.3": 4}
    titles = {(it.chapter, it.number): it.title for it in outline.sections}
    assert titles[5, 3].endswith("三大经济带")
    assert titles[5, 4].endswith("多个产业节点")
    assert len(titles) == 39
    assert [box.number for box in outline.boxes] == list(range(2, 10))

"""The finder of numbers in plan texts. No sentence here is of any real plan."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hebei_gis.plan.numbers.number_reading import Number, find_numbers


def only_number(text: str, default_year: int | None = None) -> Number:
    """Find the one number of a text."""
    (number,) = find_numbers(text, default_year)
    return number


def quantities(text: str) -> list[tuple[float, str]]:
    """Find (value, unit) of each number."""
    return [(number.value, number.unit) for number in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增泊位 1,236 个", [(1236, "个")]),
        ("新增泊位1，236个", [(1236, "个")]),
        ("总投资 1 200 万元", [(1200, "万元")]),
        ("覆盖率达到 ３６．２５％", [(36.25, "%")]),
        ("盘活空地 53.5 万 平方米", [(53.5, "万平方米")]),
        ("修路 3 千米、通渠 2 千公顷", [(3, "千米"), (2000, "公顷")]),
        ("能耗下降 15.6 个百分点", [(15.6, "个百分点")]),
        ("浓度降至 48 微克/立方米", [(48, "微克/立方米")]),
        ("增速为-2.1%", [(-2.1, "%")]),
        ("3 个工作日办结", [(3, "个工作日")]),
        ("整治 6 大片、18 个散点", [(6, "片"), (18, "个")]),
        ("服务 5 万余名老人", [(5, "万名")]),
        ("惠及 300 多户", [(300, "户")]),
        ("出口 3 亿美元", [(3, "亿美元")]),
    ],
)
def test_figures_with_a_unit(text: str, expected: list[tuple[float, str]]) -> None:
    assert quantities(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("招聘教师三十名", [(30, "名")]),
        ("搬迁两百零六户", [(206, "户")]),
        ("改造房屋三万户", [(3, "万户")]),
        ("名医人数达到十名", [(10, "名")]),
        ("志愿者超过百名", [(100, "名")]),
        ("志愿者突破千名", [(1000, "名")]),
        ("产值突破千亿元", [(1000, "亿元")]),
        ("客流突破万人", [(1, "万人")]),
        ("新建三所", [(3, "所")]),
        ("新建小学三所和中学两所", [(3, "所"), (2, "所")]),
        ("社区医院两家,药店五家。", [(2, "家"), (5, "家")]),
        ("十余家", [(10, "家")]),
        ("三家以上", [(3, "家")]),
        ("办结率百分之百", [(100, "%")]),
        ("达到百分之八点五", [(8.5, "%")]),
        ("缩短四分之一", [(25, "%")]),
        ("产值翻两番", [(4, "倍")]),
        ("连续三年获评", [(3, "年")]),
        ("连续举办六届", [(6, "届")]),
        ("预期寿命提高到 80.5 岁,受教育年限达到 12.5 年", [(80.5, "岁"), (12.5, "年")]),
    ],
)
def test_number_words_that_count(text: str, expected: list[tuple[float, str]]) -> None:
    assert quantities(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # years, dates, durations, sessions, ordinals
        "2021-2025 年",
        "3 月 5 日前完成",
        "20 世纪 90 年代",
        "实施新能源五年规划和绿化三年行动计划",
        "十九届五中全会、区委十二届九次全会",
        "市第十二次党代会,市十一次党代会",
        "第 3 届、第三家、第十五届运动会",
        "今后五年",
        # letters touching figures
        "5G 网络和 4A 级景区",
        "PM2.5 与 PM 2.5、O3 和 O 3 协同治理",
        "5G家、B7个",
        # names and labels
        "世界 500 强、110 千伏、6 号线、12345 热线、2.5 产业",
        "“211”工程、“5 个 10”行动、“三个一百家”",
        "《城区 10 家单位名录》",
        "专栏 3 家底清册",
        # structure, slogans, ways of speaking
        "四大主导产业、三大片区、两翼",
        "增强四个意识、做到两个维护、一带一路、一制三化",
        "三级网络、III 类水体、一类公厕、C 级校舍",
        "两条腿走路、千家万户、千方百计、百家争鸣",
        "一批企业、唯一一家、最后一公里、一站式",
        "数百名、几十家、数十处",
        "十四五项目",
        # words that only begin like a unit
        "22 项目、2 处理、3 所有、5 人制、2021 天津行",
        # denominators and "always"
        "每千人、每 10 万人、每百户",
        "24 小时自助、7×24 小时",
        # nothing and everything as description
        "构建全覆盖的网络",
        "形成全覆盖、多层次的体系",
        "按照“全覆盖、可持续”原则推进",
        "零基预算、零售、零散",
        "",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high", "written"),
    [
        ("打造 1 至 2 所", 1, 2, "1至2所"),
        ("打造1-2所", 1, 2, "1-2所"),
        ("打造 ３～５ 处", 3, 5, "3～5处"),
        ("比重 85%—90%", 85, 90, "85%—90%"),
        ("泊位 1.5万—2万个", 1.5, 2, "1.5万—2万个"),
        ("培育一至两家", 1, 2, "一至两家"),
    ],
)
def test_ranges(text: str, low: float, high: float, written: str) -> None:
    number = only_number(text)
    # The text keeps the signs as written, full width too.
    assert (number.value, number.value_max) == (low, high)
    assert number.text.translate({0xFF13: "3", 0xFF15: "5"}) == written


def test_two_numbers_of_one_unit() -> None:
    assert quantities("比例由 20% 提高到 35%") == [(20, "%"), (35, "%")]
    assert quantities("企业由 20 增加到 35 家") == [(20, "家"), (35, "家")]
    assert quantities("收入从 20 到 35 亿元") == [(20, "亿元"), (35, "亿元")]
    assert quantities("床位分别为 30、45 和 50 张") == [(30, "张"), (45, "张"), (50, "张")]
    assert quantities("沿 7、8 和 9 号线新建 50 张") == [(50, "张")]


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("新增占道经营动态为零。", 0, "", "动态为零"),
        ("欠薪案件动态清零。", 0, "", "动态为零"),
        ("实现开户零成本。", 0, "元", ""),
        ("确保全年零事故", 0, "起", ""),
        ("实现家庭医生签约全覆盖。", 100, "%", "全覆盖"),
        ("开展燃气隐患全覆盖排查", 100, "%", "全覆盖"),
        ("力争实现社区食堂全覆盖", 100, "%", "力争|全覆盖"),
    ],
)
def test_nothing_and_everything(text: str, value: float, unit: str, qualifier: str) -> None:
    number = only_number(text)
    assert (number.value, number.unit, number.qualifier) == (value, unit, qualifier)


def test_a_measure_inside_quotation_marks_counts() -> None:
    assert quantities("建设“10 分钟阅读圈”") == [(10, "分钟")]
    assert quantities("建设“十五分钟养老圈”") == [(15, "分钟")]


@pytest.mark.parametrize(
    ("text", "qualifier", "written"),
    [
        ("累计植树 300 棵", "累计", "300棵"),
        ("企业达到 30 家", "达到", "30家"),
        ("入学率达 98% 以上", "达到|以上", "98%以上"),
        ("失业率控制在 4% 以内", "以内", "4%以内"),
        ("企业超过 30 家", "超过", "超过30家"),
        ("产值突破 30 亿元", "突破", "突破30亿元"),
        ("占比 25%左右", "左右", "25%左右"),
        ("惠及近 3 万户", "左右", "近3万户"),
        ("附近 3 家", "", "3家"),
        ("节约 3 吨", "", "3吨"),
        ("不低于 5 家", "以上", "不低于5家"),
        ("不超过 5 家", "以内", "不超过5家"),
        ("300 余家", "超过", "300余家"),
        ("力争培育企业,新增上市公司 5 家", "力争", "5家"),
        ("力争累计入库达到 5 家", "力争|累计|达到", "5家"),
        ("力争更好。新增 5 家", "", "5家"),
        ("累计植树,关停 5 家", "", "5家"),
    ],
)
def test_qualifiers(text: str, qualifier: str, written: str) -> None:
    number = only_number(text)
    assert (number.qualifier, number.text) == (qualifier, written)


def test_what_stands_before_a_list_governs_all_of_it() -> None:
    numbers = find_numbers("绿化率、水面率分别达到 30% 和 5% 以上,另有 3 家")
    assert [number.qualifier for number in numbers] == ["达到", "达到|以上", ""]


def test_a_parallel_clause_of_the_same_unit_goes_on_counting_up() -> None:
    numbers = find_numbers("累计新增车位 300 个,充电桩 40 个,失业率 3%")
    assert [number.qualifier for number in numbers] == ["累计", "累计", ""]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("到 2030 年,企业 5 家、学校 3 所。另建公园 2 处", [2030, 2030, 1]),
        ("至2030年底前建成 5 处", [2030]),
        ("比重由 2010 年的 20% 提高到 30%", [2010, 1]),
        ("到 2030 年比重由 2020 年的 20% 提高到 30%", [2020, 2030]),
        ("较 2010 年增长 20%", [1]),
        ("与 2010 年相比增长 20%", [1]),
        ("改造 2000 年以前建成的住房 20 套", [1]),
        ("着眼 2040 年远景目标,建设 2 处", [1]),
        ("到二〇三〇年,建设 2 处", [2030]),
        ("“十五五”期间建设 2 处", [2030]),
        ("“十二五”末有公园 2 处", [2015]),
    ],
)
def test_the_year_that_governs(text: str, years: list[int]) -> None:
    assert [number.year for number in find_numbers(text, default_year=1)] == years


def test_figures_within_names_are_skipped() -> None:
    text = "改造二十四所胡同,新建 3 所"
    start = text.index("二十四所")
    names = [(start, start + len("二十四所胡同"))]
    assert quantities(text) == [(24, "所"), (3, "所")]
    assert [number.value for number in find_numbers(text, names=names)] == [3]
    assert find_numbers("3 所", names=[(-5, 900)]) == []


def test_offsets_are_those_of_the_text_given() -> None:
    text = "第一章\n 覆盖率超过 ８５．５  ％ ,其余达 3 家以上。"
    first, second = find_numbers(text)
    assert text[first.start : first.end] == "超过 ８５．５  ％"
    assert text[second.start : second.end] == "3 家以上"
    assert second.text == "3家以上"


UNITS = [
    *[
        "%",
        "个百分点",
        "亿元",
        "万元",
        "万平方米",
        "平方公里",
        "公里",
        "吨",
        "分钟",
        "万人",
        "学位",
    ],
    *"家个处户名所宗条片件项张床辆",
]
BEFORE = {
    "": "",
    "累计": "累计",
    "超过": "超过",
    "突破": "突破",
    "达到": "达到",
    "不低于": "以上",
    "约": "左右",
}
AFTER = {"": "", "以上": "以上", "以内": "以内", "左右": "左右"}
GAPS = st.sampled_from(["", " ", "\u3000"])


@given(
    value=st.decimals(min_value=0, max_value=99999, places=2, allow_nan=False),
    full_width=st.booleans(),
    unit=st.sampled_from(UNITS),
    before=st.sampled_from(sorted(BEFORE)),
    after=st.sampled_from(sorted(AFTER)),
    gaps=st.tuples(GAPS, GAPS, GAPS),
    year=st.integers(min_value=2000, max_value=2050),
)
def test_a_written_number_is_read_back(
    *, value: object, full_width: bool, unit: str, before: str, after: str,
    gaps: tuple[str, str, str], year: int,
) -> None:  # fmt: skip
    figures = str(value)
    if full_width:
        figures = figures.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789."})
    quantity = f"{figures}{gaps[1]}{unit}{gaps[2]}{after}"
    text = f"到{year}年,某项指标{before}{gaps[0]}{quantity},其余不变。"
    number = only_number(text)
    assert number.value == pytest.approx(float(str(value)))
    assert (number.unit, number.year, number.value_max) == (unit, year, None)
    expected = dict.fromkeys(word for word in (BEFORE[before], AFTER[after]) if word)
    assert number.qualifier == "|".join(expected)
    assert text[number.start : number.end].strip().endswith(quantity.strip())


@given(
    st.text(
        alphabet="012345.,-~%年到至由从第每十百千万一二三两零个家处 、,。“”《》(G余多连续实现全覆盖"
    )
)
def test_any_text_is_taken_and_spans_are_in_order(text: str) -> None:
    numbers = find_numbers(text)
    ends = [0, *(number.end for number in numbers)]
    for number, previous_end in zip(numbers, ends, strict=False):
        assert previous_end <= number.start < number.end <= len(text)
        assert number.text == "".join(text[number.start : number.end].split())

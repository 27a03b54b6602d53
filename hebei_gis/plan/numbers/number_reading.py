"""Find the numbers a plan text states about something measurable.

The rule, which the table ``geodata/plan/indicators.csv`` follows too:

- A number counts when it has a unit: a share (%), a unit of measure (万平方米, 亿元, 分钟) or
  a counter of things (家, 处, 名). One number written is one `Number`, also where the text says
  it of two things at once.
- Arabic figures with a unit count. So do Chinese number words of two characters and more
  (三十名, 两百户) and fractions (百分之百, 三分之二). A single word from 两 to 九, and a bare 十,
  百, 千, 万, counts only where the words around it count (新建三所, 达到十名, 三家以上, and
  医院两家 at the end of a clause); 一 is an article and never counts (一批, 唯一一家), except in
  a range (一至两所).
- Years count as an age or a length of life or schooling (预期寿命 80 岁, 受教育年限 12.5 年), and
  in a run the text calls one (连续五年, so too 连续举办七届); other sessions in words (十九届,
  九次全会) and durations in years (五年规划, 三年行动计划) do not. 翻一番 is 2 倍.
- 动态为零 and 零成本 are the value 0; 全覆盖 is 100 % where it is promised (实现…全覆盖), not
  where it describes (全覆盖的渠道) or is one word of a slogan.
- The minutes of a circle (“15 分钟…圈”) count: the number is the promise. Otherwise a number
  inside short quotation marks is a name (“111”工程), and so is anything within 《》.
- Not numbers: years and dates, ordinals (第…), figures that touch letters (5G, PM2.5), brands
  and models without a unit (500 强), classes and levels (III 类, 三级), structure words (三大,
  四大主导产业, 四个意识), denominators (每千人), 24 小时 as "always", and the names whose spans
  the caller hands in.
- 万 and 亿 stay in the unit, as planners write it (53.88 万平方米 is 53.88); 百 and 千 do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hebei_gis.plan.numbers.context import Context, Qualified, touches_qualifier
from hebei_gis.plan.numbers.number_words import DIGITS, WORDS, parse_number

# Counters and measures; a look-ahead names the characters that make a word of something else
# (22 项目, 2 处理, 2021 天津). Longer ones first: the pattern takes the first that fits.
_MEASURES = (
    "个百分点 百分点 % ‰ 平方公里 平方千米 平方米 平米 ㎡ 立方米 公顷 亩 公里 千米 毫米 米(?!兰) "
    "微克/立方米 毫克/升 吨标准煤 吨 千克 千瓦时 千瓦 兆瓦 分贝 ℃ 倍 美元 元(?![旦宵素器件老代]) "
    "个工作日 工作日 个月 分钟 小时 天(?![津然河])"
)
_COUNTERS = (
    "人次 户次 场次 学位 床位 泊位 车位 家(?![庭具园]) 处(?![理置]) 户(?![外籍]) 所(?![有在]) "
    "名(?![牌单]) 人(?![制均才]) 宗 条(?![件例]) 片(?!区) 件 项(?!目) 张 床 辆 座(?!谈) 栋 幢 "
    "套(?!餐) 间(?![隔接]) 场(?![所馆地景]) 起(?![步来]) 次(?![级区]) 部(?![门分]) 台(?!阶) 株 "
    "支(?![持撑]) 位(?![于列居]) 棵 份(?!额) 门(?![户诊类]) 班(?![级主]) 组(?![织建]) 例(?!如) "
    "块 册 篇 艘 盏 个(?![体性别]|意识|自信|维护|全面|确立|着力|最严|之城|大局|一百年)"
)
_MEASURE = re.compile("(?:万亿|亿|万)?(?:" + _MEASURES.replace(" ", "|") + ")")
_UNIT = f"{_MEASURES} {_COUNTERS}".replace(" ", "|")
# Counters so abstract that 三个…, 三项… and 三条… are mostly ways of speaking.
_ABSTRACT = frozenset("个项条起")

_FIGURE = r"(?>\d{1,3}(?:[, ]\d{3})+(?!\d|,\d)|\d+)(?:\.\d+)?+"
_SCALE = r"万亿|亿|万|千(?![米瓦克伏])|百(?!分)"
# White space is allowed anywhere, a little of it: texts out of PDF files have it.
_GAP = r"\s{0,3}"
_QUANTITY = re.compile(
    rf"(?P<low>(?<![A-Za-z\d.])(?<![A-Za-z]-){_FIGURE}|(?<![{WORDS}\d.])[{WORDS}]++)"
    rf"(?:{_GAP}(?:{_SCALE})?{_GAP}(?:{_UNIT})?{_GAP}(?P<dash>[-–—~至到]{{1,2}}){_GAP}"
    rf"(?P<high>{_FIGURE}|[{WORDS}]++))?"
    rf"{_GAP}(?P<more>[余多]?){_GAP}(?P<scale>(?:{_SCALE})?){_GAP}(?P<more_units>[余多]?)"
    rf"{_GAP}(?:大{_GAP}(?=片))?(?P<unit>{_UNIT})"
)
_FRACTION = re.compile(
    rf"(?<![{WORDS}])(?P<whole>[{WORDS}]++)分之\s?(?P<part>{_FIGURE}|[{WORDS}点]++)"
)
_RUN = re.compile(
    rf"连续[^,。;:、“{WORDS}\d]{{0,4}}(?P<low>\d++|[{WORDS}]++)\s?(?P<unit>个月|[届年次季])"
)
_SPAN_OF_LIFE = re.compile(
    r"(?:寿命|年限)[^,。;:]{0,12}?(?<!\d)(?P<low>\d{1,3}(?:\.\d+)?)\s?(?P<unit>[年岁])"
)
_DOUBLED = re.compile("翻(?P<times>[一两二三])番")
_NIL = re.compile(r"动态(?:为|清|归)零|清零(?!散)")
_FREE_OF = re.compile(
    r"(?:实现|保持|做到|确保|力争)[^,。;:]{0,12}?(?P<core>零(?:(?P<元>成本|费用|收费)|(?P<起>事故)|"
    r"(?P<人>死亡|伤亡)|排放|增长|投诉|差错))[^\S\n]*(?=[,。;:、)\n]|\Z)"
)
_COVERED = re.compile(
    r"(?:实现|实施|落实|达到|做到|完成|开展|推进|推动|确保|保持)[^,。;:]{0,60}?(?P<core>全覆盖)[^\S\n]*"
    r"(?=[,。;:)\n]|\Z|建档|排查|检查|巡查|监管|监测|筛查|走访|培训|整治)"
)
# A figure that shares the unit of the next one: 分别为 3、5 和 8 家; 由 100 提高到 150 家.
_UNIT_SHARED = re.compile(
    r"(?P<from>[由从]\s*(?:\d{4}\s*年[底末]?\s*的?\s*)?)?(?<![\d.A-Za-z])(?P<low>\d+(?:\.\d+)?)\s*"
    r"(?:(?P<list>[、和及与])|(?:提[高升]|增[加长]|扩大|上升|下降|降低|降|减少|缩短|压缩)?[到至])\s*$"
)
_COUNTING = re.compile(
    "新建|改建|扩建|改造|建成|建设|打造|完成|引进|培育|培养|新增|增加|增设|认定|选拔|创建|设立|开工|"
    "竣工|投用|举办|出让|共有|总计|累计|合计|[高升加长降少展增][到至]"
)
_COUNTED = re.compile(rf"(?:{_COUNTING.pattern})了?\s*$")
_CLOSING = re.compile(r"\s?(?:[,。;、)]|\Z)")
_INDEFINITE = re.compile(r"几\s*$|(?<![人总户件次])数\s*$")

_TITLE = re.compile(r"《[^》\n]{0,60}》")
_QUOTED = re.compile(r"“[^”\n]{1,20}”|‘[^’\n]{1,20}’|「[^」\n]{1,20}」|\"[^\"\n]{1,20}\"")
# Full width to half width, one character for one, so that offsets stay those of the text.
_HALF_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | str.maketrans(
    {"\u3000": " ", "\ufe6a": "%", "\u2212": "-", "\u25cb": "〇", "\u25ef": "〇"}
)


@dataclass(frozen=True)
class Number:
    """A number as a text states it.

    Attributes
    ----------
    value, value_max
        The value in `unit`; `value_max` is the upper end of a range, else None.
    unit
        As written, without spaces (``万平方米``, ``家``, ``%``); empty where the text names none
        (动态为零).
    text
        The characters of the span without white space: number, unit and the qualifier that
        touches them, except 达到.
    qualifier
        Words of the closed list 累计, 以上, 以内, 超过, 突破, 达到, 左右, 力争, 动态为零, 全覆盖,
        joined by ``|``: first 力争 (of the sentence) and 累计 (of the clause), then what touches
        the number. Words of the same sense go under them: 不低于 is 以上, 近 is 左右, 余 is 超过.
    year
        The year that governs the number in its sentence, else the default.
    start, end
        Offsets of the span in the original text.
    """

    value: float
    value_max: float | None
    unit: str
    text: str
    qualifier: str
    year: int | None
    start: int
    end: int


@dataclass(frozen=True)
class _Core:
    """Number and unit alone, before the words around them are read."""

    start: int
    end: int
    value: float
    value_max: float | None = None
    unit: str = ""
    qualifier: str = ""


def find_numbers(
    text: str, default_year: int | None = None, names: Iterable[tuple[int, int]] = ()
) -> list[Number]:
    """Find the numbers of a plan text by the rule of this module.

    Parameters
    ----------
    text
        Any Chinese text, a paragraph or a whole plan; half and full width alike.
    default_year
        The year of the numbers whose sentence names none.
    names
        Spans (start, end) of names, whose figures are skipped: a school, a housing estate.

    Returns
    -------
    list of Number
        One for each number written, in the order of the text.
    """
    clean = text.translate(_HALF_WIDTH)
    context = Context(clean)
    titles = [match.span() for match in _TITLE.finditer(clean)]
    in_name = _marked(len(clean), [*names, *titles])
    in_quotes = _marked(len(clean), [match.span() for match in _QUOTED.finditer(clean)])
    cores = [*_find_special(clean), *_find_quantities(clean, context)]

    numbers: list[Number] = []
    previous: Qualified | None = None
    for core in sorted(cores, key=lambda core: (core.start, -core.end)):
        overlaps = previous is not None and core.start < previous.end
        is_measure = _MEASURE.fullmatch(core.unit) and core.qualifier != "全覆盖"
        if overlaps or in_name[core.start] or (in_quotes[core.start] and not is_measure):
            continue
        alike = bool(numbers) and numbers[-1].unit == core.unit
        found = context.qualify(core.start, core.end, previous, alike)
        words = dict.fromkeys([*found.words, core.qualifier])
        year = context.year(core.start)
        numbers.append(
            Number(
                value=core.value,
                value_max=core.value_max,
                unit=core.unit,
                text="".join(text[found.start : found.end].split()),
                qualifier="|".join(filter(None, words)),
                year=default_year if year is None else year,
                start=found.start,
                end=found.end,
            )
        )
        previous = found
    return numbers


def _marked(length: int, spans: Iterable[tuple[int, int]]) -> bytearray:
    """One byte a character, 1 within any of the spans."""
    marks = bytearray(length)
    for start, end in spans:
        inside = slice(*slice(max(0, start), end).indices(length)[:2])
        marks[inside] = b"\1" * len(marks[inside])
    return marks


def _find_special(clean: str) -> Iterator[_Core]:
    """Fractions, runs, spans of life, doublings, nothing at all and everything."""
    for match in _FRACTION.finditer(clean):
        whole, part = parse_number(match["whole"]), parse_number(match["part"])
        if whole and part is not None:
            yield _Core(*match.span(), round(100 * part / whole, 6), unit="%")
    for pattern in (_RUN, _SPAN_OF_LIFE):
        for match in pattern.finditer(clean):
            length = parse_number(match["low"])
            if length is not None:
                yield _Core(match.start("low"), match.end(), length, unit=match["unit"])
    for match in _DOUBLED.finditer(clean):
        yield _Core(*match.span(), 2.0 ** DIGITS[match["times"]], unit="倍")
    for match in _NIL.finditer(clean):
        yield _Core(*match.span(), 0.0, qualifier="动态为零")
    for match in _FREE_OF.finditer(clean):
        units = (name for name in ("元", "起", "人") if match[name])
        yield _Core(*match.span("core"), 0.0, unit=next(units, ""))
    for match in _COVERED.finditer(clean):
        yield _Core(*match.span("core"), 100.0, unit="%", qualifier="全覆盖")


def _find_quantities(clean: str, context: Context) -> Iterator[_Core]:
    """Figures and number words with a unit, and those that share the unit of the next."""
    for match in _QUANTITY.finditer(clean):
        start = match.start()
        before = clean[context.clause_start(start) : start].rstrip()
        low_text, high_text, scale = match["low"], match["high"], match["scale"]
        if before.endswith(("第", "每", "专栏", "附件", "附表", "附图")):
            continue
        if low_text[0] in WORDS:
            if not _words_count(match, before, clean):
                continue
            # In words as in figures 万 and 亿 are the unit's: 三万户 is 3 万户.
            bare = (high_text or low_text).rstrip("万亿")
            scale = (high_text or low_text)[len(bare) :] + scale
            low_text, high_text = (low_text, bare) if high_text else (bare or "一", None)
        low, high = parse_number(low_text), parse_number(high_text) if high_text else None
        if low is None or (high_text and high is None):
            continue
        if scale in ("百", "千"):
            factor, scale = {"百": 100, "千": 1000}[scale], ""
            low, high = low * factor, None if high is None else high * factor
        unit = scale + match["unit"]
        if low == 24 and unit == "小时":
            continue
        if unit == "%" and before.endswith("-") and not before[:-1].endswith(("%", *"0123456789")):
            low, start = -low, clean.rindex("-", 0, start)
        qualifier = "超过" if match["more"] or match["more_units"] else ""
        if high is not None and match["dash"] in ("到", "至") and before.endswith(("由", "从")):
            yield _Core(start, match.end("low"), low, unit=unit)
            yield _Core(match.start("high"), match.end(), high, unit=unit, qualifier=qualifier)
        else:
            yield _Core(start, match.end(), low, high, unit, qualifier)
        yield from _find_sharing(clean, start, unit, before)


def _words_count(match: re.Match[str], before: str, clean: str) -> bool:
    """Say whether number words before a unit count things rather than being a way of speaking."""
    words, unit = match["low"], match["unit"]
    if _INDEFINITE.search(before):
        return False
    if match["high"] or match["more"] or match["more_units"]:
        return True
    if unit == "次":  # a session: 九次全会
        return False
    if len(words) > 1 and re.search("[一二两三四五六七八九]", words):
        return True
    if words == "一":
        return False
    if touches_qualifier(clean, *match.span()) or _COUNTED.search(before[-8:]):
        return True
    if unit in _ABSTRACT or words in "百千万亿":
        return False
    # 医院两家, ends on the count, as no way of speaking does.
    closes = _CLOSING.match(clean, match.end()) is not None
    return closes or _COUNTING.search(before) is not None


def _find_sharing(clean: str, start: int, unit: str, clause: str) -> Iterator[_Core]:
    window = max(0, start - 40)
    while match := _UNIT_SHARED.search(clean[window:start]):
        if not (match["from"] or (match["list"] and "分别" in clause)):
            return
        start = window + match.start("low")
        yield _Core(start, window + match.end("low"), float(match["low"]), unit=unit)

"""Propose names of places from a plan's text alone, for a person to confirm.

Chinese sets no space between words, so a name is looked for from its end: a word that names
of places end in (路, 公园, 医院, …), and to the left of it as far as no sign, particle or verb
of plans cuts. What is left before the ending must be more than generic words
(社区卫生服务中心 is no name, 南河社区卫生服务中心 is one). Names without an ending are found only
in lists that say what they are (甲、乙等地块). What is found may lie outside the district.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hebei_gis.plan.normalising import normalise
from hebei_gis.plan.places import place_words
from hebei_gis.plan.reader import PlanReading
from hebei_gis.plan.register.model import natural_order

_LONGEST_NAME = 24
#: A name before an ending of one sign is short: 东四经 before 路.
_LONGEST_BEFORE_ONE_SIGN = 4
#: How far to the left of its end a name, and to the left of 等 a list, is looked for.
_REACH, _LIST_REACH = 40, 120
_LISTED_LENGTHS = range(2, 11)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _kinds(table: dict[str, str]) -> dict[str, str]:
    return {word: kind for kind, words in table.items() for word in words.split()}


_KIND_OF_ENDING = _kinds(place_words.ENDINGS)
_KIND_OF_LIST = _kinds(place_words.LISTED)
_FOLLOWING = {ending: tuple(words.split()) for ending, words in place_words.FOLLOWING.items()}
_NOT_PLACES = tuple(place_words.NOT_PLACES.split())
_SINGULAR = frozenset(place_words.SINGULAR.split())
#: What goes before and makes even those no single one.
_OF_MANY = ("社区", "街道", "基层", "各级", "街级", "街道社区级", "公共", "学校", "公益性")
_WATERS = ("河", "湖", "江")
_SCHOOLS = ("小学", "中学", "大学")

# A run without any sign longer than this is no prose.
_RUN = re.compile(
    r"(?<![\u3400-\u9fff0-9a-z])[\u3400-\u9fff0-9a-z]{2,600}(?![\u3400-\u9fff0-9a-z])"
)
_LIST_BEFORE = re.compile(r"[\u3400-\u9fff0-9a-z、]+$")
_LIST_END = re.compile(
    f"等[0-9一二三四五六七八九十百两]*(?:{_any_of(place_words.LISTED_WITH.split())})*"
    f"(?P<noun>{_any_of(_KIND_OF_LIST)})"
)
_ENDING = re.compile(_any_of(_KIND_OF_ENDING))
_WHOLE_OR_CUT = re.compile(
    f"(?P<whole>{_any_of(place_words.WHOLE.split())})|(?P<cut>{_any_of(place_words.CUTS.split())})"
)
_GENERIC = re.compile(
    f"(?:{_any_of(place_words.GENERIC.split())}|(?<![0-9])[0-9]{{1,2}}(?![0-9]))*"
)
_NUMBERED = re.compile(r"第?[一二三四五六七八九十百]+[中小厂段]$")
_COUNTED = re.compile(
    r"[0-9一二三四五六七八九十百千两几数]+万?(?:个|处|家|所|条|座|批|片|类|项|宗|户)"
)


@dataclass(frozen=True)
class ProposedPlace:
    """A name that may be a place.

    Attributes
    ----------
    name : str
        As the text writes it, in half width and without white space.
    kind : str
        One of PLACE_KINDS, by the name's ending or by what its list says.
    count : int
        How often it stands in the text.
    entries : tuple of str
        Ids of the entries that name it, in the plan's order.
    """

    name: str
    kind: str
    count: int
    entries: tuple[str, ...]


def names_in(words: str) -> Iterator[tuple[str, str]]:
    """Yield ``(name, kind)`` of each likely place name in some words.

    Where one name runs into the next ending (第二小学 in 第二小学河东校区) the longer is taken.
    Names known only from a list come last.
    """
    text = normalise(words).text
    for run in _RUN.finditer(text):
        found: dict[int, tuple[str, str]] = {}  # start of the name -> the longest from there
        listed = text[run.start() - 1 : run.start()] == "、"
        for ending in _ENDING.finditer(run[0]):
            if run[0].startswith(_FOLLOWING.get(ending[0], ()), ending.end()):
                continue
            start = _name_start(run[0], ending.start(), listed)
            counted = _COUNTED.match(run[0], start, ending.start())
            start = counted.end() if counted else start
            name = run[0][start : ending.end()]
            if _is_name(name, ending[0]):
                found[start] = (name, _KIND_OF_ENDING[ending[0]])
        yield from found.values()
    yield from _names_in_lists(text)


def _names_in_lists(text: str) -> Iterator[tuple[str, str]]:
    for end in _LIST_END.finditer(text):
        before = _LIST_BEFORE.search(text, max(0, end.start() - _LIST_REACH), end.start())
        for position, item in enumerate(before[0].split("、") if before else ()):
            name = item[_name_start(item, len(item), position > 0) :]
            if (
                len(name) in _LISTED_LENGTHS
                and not _ENDING.search(item[-6:])
                and not _GENERIC.fullmatch(name)
            ):
                yield name, _KIND_OF_LIST[end["noun"]]


def _name_start(run: str, end: int, listed: bool) -> int:
    """Where in a run of signs the name begins whose ending begins at `end`."""
    start = max(0, end - _REACH)
    for word in _WHOLE_OR_CUT.finditer(run, start, end):
        # After a sign of lists no particle can stand: it belongs to the name (和平广场).
        if word["cut"] and not (listed and word.start() == 0 and len(word[0]) == 1):
            start = word.end()
    return start


def _is_name(name: str, ending: str) -> bool:
    before = name[: -len(ending)]
    if name in _NOT_PLACES or len(name) > _LONGEST_NAME:
        return False
    if (len(ending) == 1 or ending == "中心") and name.endswith(_NOT_PLACES):
        return False
    if len(ending) == 1:
        shortest = 1 if ending in _WATERS else 2
        return shortest <= len(before) <= _LONGEST_BEFORE_ONE_SIGN
    if ending in _SINGULAR:
        return not before.endswith(_OF_MANY)
    if ending == "学校" and before.endswith(_SCHOOLS):
        return False
    return bool(before) and (bool(_NUMBERED.search(before)) or not _GENERIC.fullmatch(before))


def propose_places(reading: PlanReading) -> list[ProposedPlace]:
    """Propose the places a plan's text names.

    Returns
    -------
    list of ProposedPlace
        The most often named first, then in the order of the text.
    """
    counts: dict[str, int] = defaultdict(int)
    kinds: dict[str, str] = {}
    entries: dict[str, dict[str, None]] = defaultdict(dict)
    for entry in reading.entries:
        text, at = reading.source.text, entry.entry.body_start
        heading, body = text[entry.entry.start : at], text[at : entry.entry.end]
        for name, kind in (*names_in(heading), *names_in(body)):
            counts[name] += 1
            kinds.setdefault(name, kind)
            entries[name][entry.id] = None
    proposals = [
        ProposedPlace(name, kind, counts[name], tuple(sorted(entries[name], key=natural_order)))
        for name, kind in kinds.items()
    ]
    return sorted(proposals, key=lambda proposal: -proposal.count)

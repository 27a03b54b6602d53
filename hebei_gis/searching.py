"""Finding features, places, entries and all else that has a name: by its words, by pinyin, or
nearly.

Better finds come first: a name that is the words, begins with them, holds them; its pinyin or
initials; all of several words; a name that is apart by a slip; a summary; the plan's own words.
"""

from __future__ import annotations

import bisect
import itertools
import re
import unicodedata
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Protocol

from hebei_gis.plan.join import FeatureRef
from hebei_gis.plan.reader import PlanReading
from hebei_gis.words.facts import term
from hebei_gis.workspace import Workspace

#: Kinds of what is found, in the order of those that are found equally well.
KINDS = ("feature", "place", "entry", "theme", "layer", "indicator", "heading")
#: Longest words that are looked for, and readings of one name: several signs have two.
LONGEST, _READINGS = 100, 8
#: How well something is found, best first.
_IS, _STARTS, _HOLDS, _PINYIN, _INITIALS, _WORDS, _CLOSE, _SUMMARY, _TEXT = range(9)
_BY = ("name", "name", "name", "pinyin", "pinyin", "words", "close", "summary", "text")
#: Fewer finds than this by name or pinyin, and names that are apart by a slip are looked at.
_ENOUGH = 3
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Hit:
    """Something found.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`.
    id : str
        Its name there; a feature's is ``layer/key``, a heading's ``chapter`` or
        ``chapter.section``.
    title, beside : str
        What to call it, and where it belongs.
    by : str
        How it was found: ``name``, ``pinyin``, ``words``, ``close``, ``summary`` or ``text``.
    """

    kind: str
    id: str
    title: str
    beside: str
    by: str = "name"


def folded(words: str) -> str:
    """Words as they are compared: full and half width, case and white space do not matter."""
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())


@dataclass(frozen=True)
class _Named:
    """Something with a name: in both languages, and as it is compared."""

    kind: str
    id: str
    titles: tuple[str, str]
    besides: tuple[str, str]
    names: tuple[str, ...]
    texts: tuple[str, ...] = ()

    def hit(self, language: str, by: str) -> Hit:
        at = 0 if language == "zh" else 1
        return Hit(self.kind, self.id, self.titles[at], self.besides[at], by)


class _Lines:
    """Many short texts as one, so that looking through all of them is one search in C."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self._whole = "\n" + "\n".join(lines) + "\n"
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def holding(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Which lines hold the words, each once, and where in them."""
        at = self._whole.find(wanted)
        while at >= 0:
            number = bisect.bisect_right(self._starts, at - 1) - 1
            yield number, at - 1 - self._starts[number]
            at = self._whole.find(wanted, self._starts[number + 1])


@dataclass
class _Index:
    """All that has a name in a workspace, made once."""

    named: Sequence[_Named]
    _spoken: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)

    def spoken(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The readings of a Chinese name, whole and by initials."""
        if name not in self._spoken:
            self._spoken[name] = _readings(name)
        return self._spoken[name]

    @cached_property
    def by_name(self) -> Mapping[str, Sequence[int]]:
        """Name as compared → who has it."""
        found: dict[str, list[int]] = {}
        for number, one in enumerate(self.named):
            for name in one.names:
                found.setdefault(name, []).append(number)
        return found

    @cached_property
    def besides(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Where something belongs → the same as it is compared."""
        return {one.besides: _compared(one.besides) for one in self.named}

    @cached_property
    def names(self) -> _Lines:
        """All names."""
        return _Lines(list(self.by_name))

    @cached_property
    def texts(self) -> tuple[_Lines, list[int]]:
        """All longer texts, and whose they are."""
        pairs = [(text, number) for number, one in enumerate(self.named) for text in one.texts]
        return _Lines([text for text, _ in pairs]), [number for _, number in pairs]

    @cached_property
    def said(self) -> tuple[tuple[_Lines, list[str]], tuple[_Lines, list[str]]]:
        """The readings of all Chinese names, whole and by initials, and of which name each is."""
        heard = [(name, *self.spoken(name)) for name in self.by_name if _CHINESE.search(name)]
        whole = [(one, name) for name, ways, _ in heard for one in ways]
        initials = [(one, name) for name, _, ways in heard for one in ways]
        return (
            (_Lines([one for one, _ in whole]), [name for _, name in whole]),
            (_Lines([one for one, _ in initials]), [name for _, name in initials]),
        )


def search(
    workspace: Workspace,
    words: str,
    language: str,
    reading: PlanReading | None = None,
    most: int | None = None,
) -> list[Hit]:
    """Everything that the words name, best first; nothing for blank words.

    Parameters
    ----------
    workspace : Workspace
    words : str
        Chinese or English, pinyin or its initials, an id; several words in any order. Only the
        first 100 characters count.
    language : str
        Of titles.
    reading : PlanReading, optional
        The attached plan text: what is found in its words gives their entry.
    most : int, optional
        How many at most.
    """
    words = words[:LONGEST]
    wanted = folded(words)
    if not wanted:
        return []
    index = _index_of(workspace)
    ranks: dict[int, tuple[int, int]] = {}

    def found(number: int, rank: int, less: int = 0) -> None:
        if (rank, less) < ranks.get(number, (len(_BY), 0)):
            ranks[number] = (rank, less)

    _by_name(index, wanted, found)
    # A digit or sign more tells an id, and pinyin is of letters alone.
    letters = re.sub(r"['’\-]", "", wanted)
    if _LATIN.fullmatch(letters) and len(letters) > 1:
        _by_pinyin(index, letters, found)
    parts = list(dict.fromkeys(filter(None, map(folded, words.split()))))
    if len(parts) > 1:
        _by_words(index, parts, found)
    if len(ranks) < _ENOUGH:
        _nearly(index, wanted, found)
    lines, whose = index.texts
    for number, _ in lines.holding(wanted):
        found(whose[number], _SUMMARY)
    if reading is not None and len(wanted) > 1:
        said = _said(reading, wanted)
        for number, one in enumerate(index.named):
            if one.kind == "entry" and one.id in said:
                found(number, _TEXT)
    order = sorted(ranks, key=lambda number: (ranks[number], KINDS.index(index.named[number].kind)))
    return [index.named[number].hit(language, _BY[ranks[number][0]]) for number in order[:most]]


def grouped(hits: Sequence[Hit], language: str, each: int = 5) -> list[tuple[str, list[Hit], int]]:
    """Finds by kind: title of the kind, the best of it, and how many more; best kinds first."""
    kinds = dict.fromkeys(hit.kind for hit in hits)
    groups = []
    for kind in kinds:
        members = [hit for hit in hits if hit.kind == kind]
        title = term(f"found_{kind}").text(language)
        groups.append((title, members[:each], max(0, len(members) - each)))
    return groups


def feature_ref(feature_id: str) -> FeatureRef:
    """The reference in ``layer/key``."""
    layer, _, key = feature_id.partition("/")
    return FeatureRef(layer, key)


# ---- Ways of finding; each tells what it found, and how well.


class _Found(Protocol):
    def __call__(self, number: int, rank: int, less: int = 0) -> None: ...


def _by_name(index: _Index, wanted: str, found: _Found) -> None:
    for line, at in index.names.holding(wanted):
        name = index.names.lines[line]
        rank = _IS if name == wanted else _HOLDS if at else _STARTS
        for number in index.by_name[name]:
            found(number, rank)


def _by_pinyin(index: _Index, letters: str, found: _Found) -> None:
    whole, initials = index.said
    # Initials of few letters are met amid many names by chance, and pinyin amid others.
    for (lines, names), rank, least in ((whole, _PINYIN, 4), (initials, _INITIALS, 3)):
        for line, at in lines.holding(letters):
            if at and len(letters) < least:
                continue
            less = 100 if at else 0 if rank == _PINYIN else len(lines.lines[line])
            for number in index.by_name[names[line]]:
                found(number, rank, less)


def _by_words(index: _Index, parts: Sequence[str], found: _Found) -> None:
    """All words are met, by name, by where it belongs or in its texts; most by the name first."""
    beside = index.besides
    for number, one in enumerate(index.named):
        around = (*one.names, *beside[one.besides], *one.texts)
        if all(_is_met(index, part, around) for part in parts):
            by_name = sum(_is_met(index, part, one.names) for part in parts)
            found(number, _WORDS, len(parts) - by_name)


def _is_met(index: _Index, part: str, around: Iterable[str]) -> bool:
    spoken = _LATIN.fullmatch(part) and len(part) > 1
    for text in around:
        if part in text:
            return True
        if spoken and len(text) < 30 and _CHINESE.search(text):
            whole, initials = index.spoken(text)
            if any(part in one for one in whole) or any(one.startswith(part) for one in initials):
                return True
    return False


def _nearly(index: _Index, wanted: str, found: _Found) -> None:
    """Names that are apart by one sign, or by two where they are long; also part of a name."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    slips = _slips(wanted)
    if not slips or not any(sign.isalpha() for sign in wanted):
        return
    names = list(index.by_name)
    near = process.extract(wanted, names, scorer=OSA.distance, score_cutoff=slips, limit=20)
    for name, distance, _ in near:
        for number in index.by_name[name]:
            found(number, _CLOSE, int(distance))
    longer = [name for name in names if len(name) > len(wanted) + slips]
    windows = {
        name[at : at + len(wanted)]: name
        for name in longer
        if len(name) < 60 and set(wanted) & set(name)
        for at in range(len(name) - len(wanted) + 1)
        if name[at] == wanted[0] or name[at + len(wanted) - 1] == wanted[-1]
    }
    inside = process.extract(
        wanted, list(windows), scorer=OSA.distance, score_cutoff=slips, limit=20
    )
    for window, distance, _ in inside:
        for number in index.by_name[windows[window]]:
            found(number, _CLOSE, int(distance) + 10)


def _slips(wanted: str) -> int:
    """How many signs may be wrong: none of two, one of a few, two of many."""
    length = len(wanted)
    if _CHINESE.search(wanted):
        return 0 if length < 3 else 1 if length < 8 else 2
    return 0 if length < 5 else 1 if length < 10 else 2


def _said(reading: PlanReading, wanted: str) -> set[str]:
    """The entries in whose very words something stands."""
    return {entry.id for entry in reading.entries if wanted in folded(reading.words(entry.entry))}


def _readings(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How a name is said: pinyin without tones, and its initials; a sign may have two readings."""
    from pypinyin import Style, lazy_pinyin

    # The usual reading of the words first, then what each sign alone may be.
    usual = lazy_pinyin(name, style=Style.NORMAL, errors=_by_sign)
    choices = [
        list(dict.fromkeys([said.lower(), *_said_alone(sign)]))
        for said, sign in zip(usual, name, strict=True)
    ]
    ways = list(itertools.islice(itertools.product(*choices), _READINGS))
    whole = tuple(dict.fromkeys("".join(way) for way in ways))
    initials = tuple(dict.fromkeys("".join(part[:1] for part in way) for way in ways))
    return whole, initials


def _by_sign(signs: str) -> Any:
    """What has no reading, sign by sign: as pypinyin takes it, whose types know of one string."""
    return list(signs)


@lru_cache(maxsize=20_000)
def _said_alone(sign: str) -> tuple[str, ...]:
    """The readings of one sign; itself where it is no Chinese one."""
    from pypinyin import Style, pinyin

    return tuple(map(str.lower, pinyin(sign, style=Style.NORMAL, heteronym=True)[0]))


# ---- What has a name.

_INDEXES: dict[int, tuple[weakref.ref[Workspace], _Index]] = {}


def _index_of(workspace: Workspace) -> _Index:
    """The index of a workspace, for as long as that is there."""
    known = _INDEXES.get(id(workspace))
    if known is not None and known[0]() is workspace:
        return known[1]
    made = _Index(list(_all_named(workspace)))
    place = id(workspace)
    _INDEXES[place] = (weakref.ref(workspace, lambda _: _INDEXES.pop(place, None)), made)
    return made


def _all_named(workspace: Workspace) -> Iterator[_Named]:
    yield from _features(workspace)
    register = workspace.register
    lost = (term("not_on_the_map").text("zh"), term("not_on_the_map").text("en"))
    for place in register.places.values():
        if not workspace.located(place.id):  # else its features stand in the list already
            names = (place.name_zh, place.name_en, *place.aliases)
            titles = (place.name("zh"), place.name("en"))
            yield _Named("place", place.id, titles, lost, _compared(names))
    for entry in register.entries.values():
        titles = (f"{entry.id} {entry.name('zh')}", f"{entry.id} {entry.name('en')}")
        yield _Named(
            "entry", entry.id, titles, (entry.locator("zh"), entry.locator("en")),
            _compared((entry.id, entry.title, entry.title_en)),
            _compared((entry.summary_zh, entry.summary_en)),
        )  # fmt: skip
    for theme in register.themes.values():
        titles = (theme.title_zh, theme.title_en)
        yield _Named("theme", theme.id, titles, _terms("found_theme"), _compared(titles))
    groups = {group.id: group for group in workspace.settings.groups}
    for layer in workspace.layers.values():
        declaration = layer.declaration
        titles = (declaration.title("zh"), declaration.title("en"))
        group = groups.get(declaration.group)
        besides = (group.title("zh"), group.title("en")) if group else ("", "")
        yield _Named("layer", layer.id, titles, besides, _compared((*titles, layer.id)))
    for one in register.indicators:
        titles = (f"{one.name('zh')} {one.value_text}", f"{one.name('en')} {one.value_text}")
        entry_of = register.entries.get(one.entry)
        besides = (
            (f"{one.entry} {entry_of.name('zh')}", f"{one.entry} {entry_of.name('en')}")
            if entry_of
            else (one.entry, one.entry)
        )
        names = (one.name_zh, one.name_en, one.value_text, f"{one.value:g}{one.unit}")
        yield _Named("indicator", one.id, titles, besides, _compared(names))
    for heading in register.headings:
        number = f"{heading.chapter}.{heading.section}" if heading.section else f"{heading.chapter}"
        titles = (f"{number} {heading.title('zh')}", f"{number} {heading.title('en')}")
        names = (heading.title_zh, heading.title_en)
        yield _Named("heading", number, titles, _terms("found_heading"), _compared(names))


def _features(workspace: Workspace) -> Iterator[_Named]:
    aliases: dict[tuple[str, str], tuple[str, ...]] = {}
    for place in workspace.register.places.values():
        for tie in workspace.register.ties_of_place.get(place.id, ()):
            aliases[tie.layer, tie.key] = (place.name_zh, place.name_en, *place.aliases)
    for layer in workspace.layers.values():
        besides = (layer.declaration.title("zh"), layer.declaration.title("en"))
        chinese, english = layer.features["name_zh"], layer.features["name_en"]
        for key, zh, en in zip(layer.features.index, chinese, english, strict=True):
            titles = (str(zh or en or key), str(en or zh or key))
            names = (str(zh or ""), str(en or ""), *aliases.get((layer.id, str(key)), ()))
            yield _Named("feature", f"{layer.id}/{key}", titles, besides, _compared(names))


def _compared(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(folded, names))))


def _terms(name: str) -> tuple[str, str]:
    return term(name).text("zh"), term(name).text("en")

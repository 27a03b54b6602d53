"""What the words around a number say of it: its qualifiers and the year that governs it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from hebei_gis.plan.numbers.number_words import DIGITS

# What stands right before a number, as a word of the closed list of qualifiers.
_BEFORE = re.compile(
    r"(?:(?P<以内>不超过|不高于|不多于|不大于|至多|低于|少于)|(?P<以上>不低于|不少于|不小于|至少)|"
    r"(?P<超过>超过|多于|高于|大于|超|逾)|(?P<突破>突破)|(?P<达到>达到|(?<![到发直通抵表雷])达)|"
    r"(?P<左右>大约|接近|(?<![节集契预公签违])约|(?<![附临最远邻靠])近))了?\s*$"
)
_AFTER = re.compile(
    r"\s*(?:(?P<以上>及?以上(?![市级学]))|(?P<以内>以内|以下|之内)|(?P<左右>左右(?![两岸侧])|上下))"
)
_AND = re.compile(r"\s*(?:[、和及与]|以及)\s*")
# The next clause of a list that leaves out what the first one said: 累计新增甲 3 个,乙 5 个.
_NEXT_CLAUSE = re.compile(r"\s*,[^,。;:!?\n]{0,12}")

_YEAR = r"(?P<year>[12]\d{3})\s{0,3}年"
_WHEN = re.compile(
    rf"(?<!\d){_YEAR}|(?P<words>[一二](?:\s?[零〇一二三四五六七八九]){{3}})\s?年|"
    r"十(?P<plan>[一二三四五六七八九])五\s?”?\s?(?:规划)?(?:期间|时期|期末|末)"
)
_OWN_YEAR = re.compile(rf"[由从自]\s*{_YEAR}[底末]?\s*的?\s*$")
_BASE_OF = re.compile(r"[较比与同由从自]\s*“?\s*$")
_UNTIL = re.compile(r"[到至]\s*“?\s*$")
_NO_DEADLINE = re.compile(r"\s?[底末]?\s?(?:相比|以来|[以之]?[前后]|起|远景|的?基础上)")

_SENTENCE_END = re.compile(r"[。!?\n]")
_CLAUSE_END = re.compile(r"[,。;:!?\n]")
# How far back a sentence and a clause are read, so that a text without stops stays fast.
_SENTENCE_REACH, _CLAUSE_REACH = 600, 150


@dataclass(frozen=True)
class Qualified:
    """The qualifiers of one number and the span that holds them.

    Attributes
    ----------
    start, end
        Span of the number, its unit and the qualifiers that touch it, except 达到.
    words
        Qualifiers of the closed list.
    before
        The qualifier right before the number, for the next number of a list to share.
    """

    start: int
    end: int
    words: tuple[str, ...]
    before: str


class Context:
    """Sentences, clauses and years of one text in half width."""

    def __init__(self, clean: str) -> None:
        self._clean = clean
        self._sentences = [0, *(match.end() for match in _SENTENCE_END.finditer(clean))]
        self._clauses = [0, *(match.end() for match in _CLAUSE_END.finditer(clean))]
        self._years = _governing_years(clean)
        self._striving = [match.start() for match in re.finditer("力争|争取", clean)]
        self._summing = [match.start() for match in re.finditer("累计", clean)]

    def sentence_start(self, offset: int) -> int:
        """Offset where the sentence around `offset` begins."""
        start = self._sentences[bisect_right(self._sentences, offset) - 1]
        return max(start, offset - _SENTENCE_REACH)

    def clause_start(self, offset: int) -> int:
        """Offset where the clause around `offset` begins; 、 does not end a clause."""
        start = self._clauses[bisect_right(self._clauses, offset) - 1]
        return max(start, offset - _CLAUSE_REACH)

    def qualify(self, start: int, end: int, previous: Qualified | None, alike: bool) -> Qualified:
        """Read the qualifiers of the number at ``start:end``.

        Parameters
        ----------
        start, end
            Span of number and unit.
        previous
            The number before it, if any: in a list (达到 40% 和 28%) both share what stands
            before the first, and in parallel clauses of the same unit both are 累计.
        alike
            Whether the number before it has the same unit.
        """
        clean = self._clean
        words = []
        if _stands_between(self._striving, self.sentence_start(start), start):
            words.append("力争")
        parallel = alike and previous and _NEXT_CLAUSE.fullmatch(clean, previous.end, start)
        summed = _stands_between(self._summing, self.clause_start(start), start)
        if summed or (previous and parallel and "累计" in previous.words):
            words.append("累计")
        before = ""
        if touching := _qualifier_before(clean, start):
            before = touching.lastgroup or ""
            if before != "达到":
                start = touching.start()
        elif previous and _AND.fullmatch(clean, previous.end, start):
            before = previous.before
        after = _AFTER.match(clean, end)
        words += [before, (after and after.lastgroup) or ""]
        end = after.end() if after else end
        return Qualified(start, end, tuple(filter(None, words)), before)

    def year(self, offset: int) -> int | None:
        """Year that governs a number at `offset` in its sentence; None if it names none."""
        own = _OWN_YEAR.search(self._clean[max(0, offset - 24) : offset])
        if own:
            return int(own["year"])
        latest = bisect_right(self._years, (offset, 0)) - 1
        if latest >= 0 and self._years[latest][0] > self.sentence_start(offset):
            return self._years[latest][1]
        return None


def touches_qualifier(clean: str, start: int, end: int) -> bool:
    """Say whether a qualifier stands right before or right after ``start:end``."""
    return bool(_qualifier_before(clean, start) or _AFTER.match(clean, end))


def _qualifier_before(clean: str, start: int) -> re.Match[str] | None:
    # The longest, 不超过了, with white space; endpos makes $ the number's start.
    return _BEFORE.search(clean, max(0, start - 8), start)


def _stands_between(offsets: list[int], first: int, end: int) -> bool:
    """Say whether one of the sorted offsets lies in ``first:end``."""
    return bisect_left(offsets, first) < bisect_left(offsets, end)


def _governing_years(clean: str) -> list[tuple[int, int]]:
    """List (offset after the year's name, year) of what the numbers after it may be dated by.

    A year of comparison (较 2015 年), of a beginning (自 2015 年起) or of something's age
    (2000 年以前建成的) dates no number.
    """
    years = []
    for match in _WHEN.finditer(clean):
        words_before = clean[max(0, match.start() - 6) : match.start()]
        until = _UNTIL.search(words_before)
        if _BASE_OF.search(words_before):
            continue
        if not until and _NO_DEADLINE.match(clean, match.end()):
            continue
        if match["plan"]:
            # The tenth plan ended in 2005, and each runs five years.
            year = 2005 + 5 * DIGITS[match["plan"]]
        elif match["year"]:
            year = int(match["year"])
        else:
            year = int("".join(str(DIGITS[char]) for char in match["words"] if char.strip()))
        years.append((match.end(), year))
    return years

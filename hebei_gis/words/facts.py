"""Facts of a sentence, and filling a sentence with them in the reader's language.

Whoever finds something gives a kind and named facts; what is said of it stands in one
catalogue, Chinese and English side by side. A fact is a name or a number, shown as it is, or a
:class:`Term`, which each language has its own words for. So no text is ever translated: names
and values that users bring stay as they brought them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Any, TypeAlias

#: kind -> (Chinese, English), filled with named facts.
Catalogue: TypeAlias = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Term:
    """A part of a sentence: a kind of :data:`hebei_gis.words.terms.TERMS`, and named facts."""

    kind: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """The words in ``zh`` or ``en``."""
        from hebei_gis.words.terms import TERMS  # below this module in the catalogue

        return fill(TERMS[self.kind], self.facts, language)

    def __str__(self) -> str:
        return self.text()

    def __hash__(self) -> int:
        return hash((self.kind, tuple(sorted(self.facts))))


@dataclass(frozen=True)
class Titled:
    """A part of a sentence that comes in both languages: a title or reason people wrote.

    Where one language was left empty, the other stands for it.
    """

    zh: str
    en: str

    def text(self, language: str = "en") -> str:
        """The words in ``zh`` or ``en``."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)

    def __str__(self) -> str:
        return self.text()


Fact: TypeAlias = "str | int | float | Term | Titled | Sequence[Fact] | None"


def term(kind: str, /, **facts: Fact) -> Term:
    """A part of a sentence by its kind.

    Examples
    --------
    >>> term("bytes_of", count=3).text("en")
    '3 bytes'
    """
    return Term(kind, facts)


def listed(names: Iterable[object], most: int = 40) -> Fact:
    """The first names of many, and how many more there are; a word where there are none."""
    known = [name if isinstance(name, Term) else str(name) for name in names]
    shown: list[Fact] = [*known[:most]]
    if len(known) > most:
        shown.append(term("more_names", count=len(known) - most))
    return shown or term("none_known")


#: Longest name or value, in characters, and most parts of a list that a sentence shows.
_LONGEST, _MOST_PARTS = 300, 60


def bounded(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Facts of a sentence about something that may be hostile: no more than can be read."""
    return {name: _bounded(fact) for name, fact in facts.items()}


def _bounded(fact: Fact) -> Fact:
    if isinstance(fact, str):
        return fact if len(fact) <= _LONGEST else f"{fact[:_LONGEST]}…"
    if isinstance(fact, Term):
        return Term(fact.kind, bounded(fact.facts)) if fact.facts else fact
    if isinstance(fact, Titled) or fact is None or not isinstance(fact, Sequence):
        return fact
    parts = [_bounded(part) for part in fact[:_MOST_PARTS]]
    if len(fact) > _MOST_PARTS:
        parts.append(term("more_names", count=len(fact) - _MOST_PARTS))
    return parts


def told(fact: Fact, language: str, blank: str = "-") -> str:
    """A fact as a sentence shows it; `blank` where there is none."""
    if isinstance(fact, (Term, Titled)):
        return fact.text(language)
    if fact is None or isinstance(fact, str):
        return fact or blank
    if isinstance(fact, Sequence):
        return ("、" if language == "zh" else ", ").join(told(part, language) for part in fact)
    return f"{fact:g}" if isinstance(fact, float) else str(fact)


def fill(
    sentence: tuple[str, str], facts: Mapping[str, Fact], language: str, *, blank: str = "-"
) -> str:
    """A sentence of a catalogue in ``zh`` or ``en``.

    In a placeholder ``{rows:row|rows}`` the number comes with the fitting noun (``1 row``);
    ``{rows:,}`` divides thousands; ``{names:or}`` joins the last of several with *or*.
    A fact that is empty is shown as `blank`.

    Raises
    ------
    KeyError
        Where the sentence names a fact that nobody gives.
    """
    chinese, english = sentence
    if language != "zh":
        return _Filler(language, blank).vformat(english, (), facts)
    return _SEAM.sub("", _Filler(language, blank).vformat(chinese, (), facts)).replace(_EDGE, "")


#: Around words that fill a Chinese sentence while it is put together; no text holds it.
_EDGE = "\ufdd0"
_CHINESE = "[\u3001\u3002\u4e00-\u9fff\uff0c\uff1a\uff1b（）“”]"
_SEAM = re.compile(
    f"(?<={_CHINESE}) (?={_EDGE}{_CHINESE})|(?<={_CHINESE}{_EDGE}) (?={_EDGE}?{_CHINESE})"
)


class _Filler(Formatter):
    def __init__(self, language: str, blank: str) -> None:
        self._language, self._blank = language, blank

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs[str(key)]

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" in format_spec:
            one, many = format_spec.split("|")
            return f"{told(value, self._language)} {one if value == 1 else many}"
        if format_spec == "or" and isinstance(value, Sequence) and not isinstance(value, str):
            *most, last = (told(part, self._language) for part in value)
            if not most:
                return last
            zh = self._language == "zh"
            return f"{('、' if zh else ', ').join(most)}{' 或 ' if zh else ' or '}{last}"
        if format_spec and isinstance(value, (int, float)):
            return format(value, format_spec)
        text = told(value, self._language, self._blank)
        # Blanks of a sentence stand beside names and numbers, not between Chinese and Chinese.
        words = self._language == "zh" and isinstance(value, (Term, Titled))
        return f"{_EDGE}{text}{_EDGE}" if words else text

"""Why a file is not taken in, and how names of untrusted origin are shown in messages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import Fact, Term, listed, term
from hebei_gis.words.faults import Fault

_SHOWN = 60


def shown(text: object) -> str:
    """A name or value from a file as a message may show it: one line, printable, short."""
    kept = "".join(
        character if unicodedata.category(character)[0] not in "CZ" else " "
        for character in str(text)[: _SHOWN * 4]
    )
    line = " ".join(kept.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def rows_named(rows: Sequence[int], most: int = 5) -> Fact:
    """Rows by their numbers from 1, the first of many."""
    numbers = [row + 1 for row in rows]
    if len(numbers) == 1:
        return term("row_named", row=numbers[0])
    if len(numbers) <= most:
        return term("rows_named", rows=numbers)
    return term("rows_and_more", rows=numbers[:most], more=len(numbers) - most)


def names_listed(names: Iterable[object], most: int = 5) -> Fact:
    """Names from a file as messages may show them, the first of many."""
    return listed((shown(name) for name in names), most)


def refusal(
    kind: str, where: str, found: object = "", expected: Fact = "", **facts: Fact
) -> UploadError:
    """An error with one fault; `where` and `found` may come from the file."""
    told = found if isinstance(found, (Term, list, tuple)) else str(found)[:400]
    return UploadError([Fault(kind, shown(where), told, expected, **facts)])


def too_much(where: str, found: object, limit: int, unit: str, key: str) -> UploadError:
    """An error that says what is too much, and which key of ``[limits]`` allows more.

    `unit` is ``MB``, ``rows``, ``columns``, ``cells``, ``vertices`` or ``files``.
    """
    plain: Fact = unit if unit == "MB" else term(f"unit_{unit}")
    amount = term("amount_of", amount=str(found), unit=plain)
    most = term("amount_of", amount=str(limit), unit=plain)
    return refusal("too_much", where, amount, term("limit_named", limit=most, key=key))


def one_line(error: BaseException) -> str:
    """An error of a library as one short line."""
    return " ".join(str(error).split())[:200] or type(error).__name__


def reason_of(error: Exception) -> Fact:
    """What an error found: the term it was raised with, or a library's message."""
    first = error.args[0] if error.args else None
    return first if isinstance(first, Term) else shown(error)

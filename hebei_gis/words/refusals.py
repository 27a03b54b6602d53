"""Why a file is not taken in, and how names of untrusted origin are shown in messages."""

from __future__ import annotations

import unicodedata

from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import Fact, Term
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


def refusal(
    kind: str, where: str, found: object = "", expected: Fact = "", **facts: Fact
) -> UploadError:
    """An error with one fault; `where` and `found` may come from the file."""
    told = found if isinstance(found, (Term, list, tuple)) else str(found)[:400]
    return UploadError([Fault(kind, shown(where), told, expected, **facts)])


def too_much(where: str, found: object, limit: int, unit: str, key: str) -> UploadError:
    """An error that says what is too much, and which key of ``[limits]`` allows more."""
    return refusal("too_much", where, f"{found} {unit}", f"{limit} {unit} ({key})")


def one_line(error: BaseException) -> str:
    """An error of a library as one short line."""
    return " ".join(str(error).split())[:200] or type(error).__name__

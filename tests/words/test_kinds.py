"""Every kind that the code names has its sentence, and gets the facts that it speaks of."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import hebei_gis
from hebei_gis.words.sentences import FAULTS, ISSUES, NOTES
from hebei_gis.words.terms import TERMS

PACKAGE = Path(hebei_gis.__file__).parent
#: What makes a value of a kind → its catalogue, and the facts it gives without their names.
MAKERS = {
    "Fault": (FAULTS, ("where", "found", "expected")),
    "refusal": (FAULTS, ("where", "found", "expected")),
    "Issue": (ISSUES, ()),
    "note": (NOTES, ()),
    "term": (TERMS, ()),
}


#: Kinds that are the words of GEOS on an invalid shape.
GEOS_REASONS = {
    "self_intersection", "ring_self_intersection", "too_few_points", "hole_outside_shell",
    "nested_holes", "nested_shells", "disconnected_interior", "duplicate_rings",
    "invalid_coordinate", "open_ring",
}  # fmt: skip
#: Sentences that name a Chinese heading or mark also in English.
CHINESE_NAMED = {"error_plan_no_chapter"}


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@cache
def trees() -> list[tuple[str, ast.Module]]:
    return [
        (str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(PACKAGE.rglob("*.py"))
    ]


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Where, maker and call, of every value that is made with its kind in plain sight."""
    for name, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            maker = node.func.id if isinstance(node.func, ast.Name) else ""
            first = node.args[0]
            if maker in MAKERS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield f"{name}:{node.lineno}", maker, node


def test_every_kind_that_is_made_has_its_sentence_and_its_facts() -> None:
    wrong = []
    for where, maker, node in calls():
        catalogue, unnamed = MAKERS[maker]
        first = node.args[0]
        assert isinstance(first, ast.Constant)
        if first.value not in catalogue:
            wrong.append(f"{where}: no {maker} {first.value}")
            continue
        if any(keyword.arg is None for keyword in node.keywords):
            continue  # facts from a mapping: the tests of that module say them
        given = {*unnamed, *(keyword.arg for keyword in node.keywords if keyword.arg)}
        lacking = set().union(*map(placeholders, catalogue[first.value])) - given
        if lacking:
            wrong.append(f"{where}: {maker} {first.value} lacks {sorted(lacking)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("catalogue", [FAULTS, ISSUES, NOTES, TERMS], ids=["f", "i", "n", "t"])
def test_each_language_is_itself(catalogue: dict[str, tuple[str, str]]) -> None:
    for kind, (chinese, english) in catalogue.items():
        words = re.sub(r"\(\w+\)|（\w+）|“.*?”", "", english)
        assert not re.search("[一-鿿]", words) or kind in CHINESE_NAMED, (kind, english)
        own = re.sub(r"\{.*?\}|[][A-Za-z0-9 .,:;()_~/+=*°′″<>≤≥→；，：（）。“”、-]", "", chinese)
        assert own == "" or re.search("[一-鿿]", own), kind


def test_no_sentence_is_left_that_nobody_says() -> None:
    said = {
        node.value
        for name, tree in trees()
        if not name.startswith(("words/sentences", "words/terms"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    # Kinds put together from a part that varies: f"takes_{kind}".
    joined = {
        part.value
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value != "_"
    }
    stems = tuple(part for part in joined if part.endswith("_") and len(part) > 3)
    ends = tuple(part for part in {*joined, *said} if part.startswith("_") and len(part) > 4)
    left = [
        kind
        for catalogue in (FAULTS, ISSUES, NOTES, TERMS)
        for kind in catalogue
        if kind not in {*said, *GEOS_REASONS}
        and not kind.startswith(stems)
        and not kind.endswith(ends)
    ]
    assert not left, "\n".join(left)

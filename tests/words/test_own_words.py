"""None of the plan's sentences stands in the project: summaries are in our own words."""

from __future__ import annotations

import os
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

VARIABLE = "HEBEI_GIS_PLAN_TEXT"
#: So many Chinese characters and digits in a row, punctuation apart, are a quotation.
RUN = 28
WRITTEN = re.compile(rf"[\u3400-\u4dbf\u4e00-\u9fff〇0-9]{{{RUN},}}")


def runs(text: str) -> Iterator[str]:
    """Every run of RUN Chinese characters and digits; signs and spaces between do not break it."""
    joined = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))
    for stretch in WRITTEN.findall(joined):
        for start in range(len(stretch) - RUN + 1):
            yield stretch[start : start + RUN]


def quotations(text: str, plan_runs: set[str]) -> list[str]:
    return [run for run in runs(text) if run in plan_runs]


def project_files(repository: Path) -> list[Path]:
    """Files that are tracked, and those that are about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=repository,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if listed.returncode:
        pytest.skip("this folder is no git working tree: no list of its files")
    paths = [repository / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


@pytest.fixture(scope="module")
def plan_runs() -> set[str]:
    path = os.environ.get(VARIABLE)
    if not path:
        pytest.skip(f"{VARIABLE} is not set: there is no plan text to compare with")
    return set(runs(Path(path).read_text(encoding="utf-8")))


def test_no_sentence_of_the_plan_stands_in_the_project(
    repository: Path, plan_runs: set[str]
) -> None:
    assert len(plan_runs) > 1000
    quoted = {}
    for path in project_files(repository):
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        found = quotations(text, plan_runs)
        if found:
            quoted[path.relative_to(repository).as_posix()] = found[0]
    assert quoted == {}


def test_a_quotation_would_be_seen() -> None:
    sentence = "这是一句用来试验的话,其中有2025年和100个字以外的许多内容,足够长到被看见为止。"
    known = set(runs(sentence))
    assert known
    assert quotations(f"前文,{sentence}后文", known)
    assert quotations(sentence.replace(",", ";\n"), known), "signs do not hide it"
    assert not quotations(sentence[:20], known)
    assert not quotations("另一句完全不同的话" * 6, known)

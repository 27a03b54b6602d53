"""Answers of readers are rebuilt of plain values, tables and records only."""

from __future__ import annotations

import datetime
import os
import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from hebei_gis.export.verify import verify_content
from hebei_gis.files.answers import ForeignAnswerError, rebuilt
from hebei_gis.files.apart import Reader, StoppedError, call_apart
from hebei_gis.files.whole_files import write_whole
from hebei_gis.formats.geojson import to_geojson
from hebei_gis.plan.register.changes import read_changes
from hebei_gis.plan.register.workbook import register_xlsx
from hebei_gis.plan.text.document import read_plan_text
from hebei_gis.words.errors import FaultsError, UploadError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault

TABLE = pd.DataFrame(
    {
        "text": ["河北", None, "b"],
        "object": pd.Series(["a", None, 3], dtype=object),
        "int": [1, 2, 3],
        "gaps": pd.array([1, None, 3], dtype="Int64"),
        "yes": [True, False, True],
        "maybe": pd.array([True, None, False], dtype="boolean"),
        "float": [1.5, np.nan, np.inf],
        "when": pd.to_datetime(["2026-01-01", None, "2026-01-03"]),
        "zone": pd.to_datetime(["2026-01-01", None, "2026-01-03"], utc=True),
        "date": [datetime.date(2026, 1, 1), None, datetime.datetime(2026, 1, 2, 3)],
        "number": [Decimal("1.10"), None, 2],
        "na": [pd.NA, pd.NaT, None],
    }
)


@pytest.mark.parametrize(
    "value",
    [
        None, True, 2**70, "河北", b"\0", (1, [2, {3: {4}}]), frozenset([1]), 1j,
        datetime.date(2026, 1, 1), datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        Decimal("0.10"), Path("a/b"), np.float64(1.5), np.datetime64("2026-01-01"),
        Fault("unreadable_file", "a.csv", term("no_bytes"), ["b"]),
    ],
)  # fmt: skip
def test_plain_values_come_over(value: Any) -> None:
    assert rebuilt(pickle.dumps(value, protocol=5)) == value


def test_tables_come_over() -> None:
    for table in (TABLE, TABLE.iloc[[2, 0]], TABLE.iloc[:0], TABLE.rename(columns={"int": "整数"})):
        pd.testing.assert_frame_equal(rebuilt(pickle.dumps(table, protocol=5)), table)
    for values in (np.arange(4.0), np.array(["a", None], dtype=object), np.zeros((2, 3), "int8")):
        assert np.array_equal(rebuilt(pickle.dumps(values, protocol=5)), values)


def test_errors_come_over() -> None:
    told = UploadError([Fault("unreadable_file", "a.csv", "x", "y")])
    assert rebuilt(pickle.dumps(told)).faults == told.faults
    full = rebuilt(pickle.dumps(OSError(28, "No space left", "a.csv")))
    assert (full.errno, full.filename) == (28, "a.csv")


class Runs:
    """Asks to have a function run when it is rebuilt."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self.asked = (function, arguments)

    def __reduce__(self) -> Any:
        return self.asked


@pytest.mark.parametrize(
    "function",
    [os.system, open, eval, exec, getattr, __import__, write_whole, Path.write_bytes,
     pd.read_pickle, pd.ExcelFile, pd.HDFStore, np.load, np.memmap, pickle.loads, bytearray],
)  # fmt: skip
def test_nothing_runs(function: Any, tmp_path: Path) -> None:
    left = tmp_path / "left"
    with pytest.raises(ForeignAnswerError):
        rebuilt(pickle.dumps((True, Runs(function, str(left), b"x"))))
    assert not left.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x80\x05", b"\x80\x05.", b"no pickle", pickle.dumps("whole" * 9)[:-5],
        # Names with dots lead from a record to what its module knows.
        b"\x80\x05\x8c\x18hebei_gis.words.faults\x94\x8c\x0fFault.__init__.__globals__\x94\x93.",
        b"chebei_gis.files.apart\nos\n.", b"cos\nsystem\n(S'true'\ntR.",
    ],
)  # fmt: skip
def test_what_is_no_answer_is_told(content: bytes) -> None:
    with pytest.raises(ForeignAnswerError):
        rebuilt(content)


def _taken_over(left: str) -> Any:
    return Runs(os.system, f"touch {left}")


def test_a_reader_that_was_taken_over_is_told_and_ended(tmp_path: Path) -> None:
    reader, left = Reader(), tmp_path / "left"
    try:
        with pytest.raises(StoppedError) as told:
            reader.call(_taken_over, "a.csv", str(left))
        assert told.value.faults[0].kind == "reader_stopped"
        assert reader.process is None and not left.exists()
        assert reader.call(os.path.basename, "a.csv", "a/b") == "b"
    finally:
        reader.close()


def test_what_the_pages_ask_for_comes_over(
    default_workspace: Any, repository: Path, tmp_path: Path
) -> None:
    """Plan texts, register workbooks and exports that are checked, as the pages read them."""
    folder = default_workspace.folder
    workbook = register_xlsx(default_workspace.register)
    read = call_apart(read_changes, "a.xlsx", workbook, folder, "a.xlsx", False)
    assert read.changes == () or list(read.changes) == []
    assert read.register.entries.keys() == default_workspace.register.entries.keys()
    with pytest.raises(FaultsError):
        call_apart(read_changes, "a.xlsx", b"no workbook", folder, "a.xlsx", False)
    text = "第一章 总则\n第一节 基础\n修路。\n".encode()
    source = call_apart(read_plan_text, "a.txt", text, "a.txt")
    assert source == read_plan_text(text, "a.txt")
    layer = default_workspace.layers["metro_station"]
    content = to_geojson(layer.features).encode()
    with pytest.raises(FaultsError):
        call_apart(verify_content, "a.geojson", content, "a.geojson", None)

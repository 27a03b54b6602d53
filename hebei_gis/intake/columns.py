"""Columns of an upload: names and text made safe, keys made sure, well-known ones found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from hebei_gis.files.limits import Limits
from hebei_gis.geo.shapes import Shapes
from hebei_gis.words.faults import Fault, Issue
from hebei_gis.words.notes import Note, note
from hebei_gis.words.questions import NUMBER_KEYS, Question
from hebei_gis.words.refusals import refusal, shown

KEY = "key"
_NAME_CHARACTERS = 60
_KEY_CHARACTERS = 200
_NAMED = 5
#: What never belongs in text: control characters but for tab and new line, half surrogates.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x0d\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: Headings under which names stand, in order of preference.
_CHINESE_NAMES = (
    "name_zh", "名称", "name", "项目名称", "地块名称", "单位名称", "mc", "xmmc", "dkmc", "ydmc",
    "text",
)  # fmt: skip
_ENGLISH_NAMES = ("name_en", "英文名称", "english_name")
#: Headings under which a bureau's tables hold what identifies a row, in order of preference.
_KEY_HEADINGS = (
    KEY, "地块编号", "宗地编号", "宗地代码", "编号", "地块号", "宗地号", "parcel_id", "parcel_no",
    "dkbh", "zdbh", "zddm",
)  # fmt: skip
#: Those by which some tables only count their rows: keys where they are, else nothing.
_MAYBE_KEYS = ("id",)


def safe_columns(
    table: pd.DataFrame, limits: Limits
) -> tuple[pd.DataFrame, list[Note], list[Issue]]:
    """The table with printable unique column names and clean cells.

    Text loses control characters and what is beyond the limit; numbers that are not finite are
    missing; columns without any value are left out. Columns are of text (object, None where
    missing), int64, Int64, float64 or bool.
    """
    notes: list[Note] = []
    issues: list[Issue] = []
    columns: dict[str, Any] = {}
    empty = []
    for place, stored in enumerate(table.columns):
        name = _safe_name(str(stored), columns, place)
        if name != str(stored):
            notes.append(note("renamed", shown(stored), name))
        values = _safe_values(table.iloc[:, place], limits, issues)
        if len(values) and values.isna().all():
            empty.append(name)
            continue
        columns[name] = values
    if empty:
        notes.append(note("dropped_columns", ", ".join(shown(name) for name in empty[:20])))
    return pd.DataFrame(columns, index=table.index), notes, issues


def _safe_name(stored: str, taken: Collection[str], place: int) -> str:
    text = "".join(
        character if unicodedata.category(character)[0] not in "CZ" else " " for character in stored
    )
    name = " ".join(text.split())[:_NAME_CHARACTERS].strip() or f"column_{place + 1}"
    if name.lower() == "geometry":
        name = "file_geometry"
    unique, number = name, 2
    while unique in taken:
        unique, number = f"{name[: _NAME_CHARACTERS - 6]}_{number}", number + 1
    return unique


def _safe_values(values: pd.Series[Any], limits: Limits, issues: list[Issue]) -> pd.Series[Any]:
    if pd.api.types.is_bool_dtype(values.dtype) and not values.hasnans:
        return values.astype(bool)
    if pd.api.types.is_integer_dtype(values.dtype):
        return values if values.hasnans else values.astype("int64")
    if pd.api.types.is_float_dtype(values.dtype):
        plain = values.astype("float64")
        return plain.where(np.isfinite(plain), np.nan)
    missing = values.isna().to_numpy()
    if pd.api.types.infer_dtype(values, skipna=True) == "string":
        texts = values.where(~missing, "").tolist() if missing.any() else values.tolist()
    else:
        texts = [
            "" if gone else _plain(v) for v, gone in zip(values.tolist(), missing, strict=True)
        ]
    if _UNWANTED.search("\n".join(texts)):
        texts = [_UNWANTED.sub("", text) for text in texts]
    limit = limits.text_characters
    if max(map(len, texts), default=0) > limit:
        for row, text in enumerate(texts):
            if len(text) > limit:
                texts[row] = text[:limit]
                detail = f"{len(text)} characters in {shown(values.name)}; cut to {limit}"
                issues.append(Issue("text_cut", str(row + 1), detail))
    if missing.any():
        texts = [None if gone else text for text, gone in zip(texts, missing, strict=True)]
    return pd.Series(texts, index=values.index, dtype=object)


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def name_columns(
    columns: Sequence[str], chosen: str | None, where: str
) -> tuple[str | None, str | None]:
    """The columns that hold Chinese and English names: the one chosen, or by their headings.

    Raises
    ------
    UploadError
        Where the one chosen is not there.
    """
    if chosen is not None and chosen not in columns:
        listed = ", ".join(shown(name) for name in columns[:40])
        raise refusal("unknown_column", where, shown(chosen), f"one of {listed}")
    headings = {name.strip().lower(): name for name in reversed(columns)}
    chinese = chosen or next((headings[n] for n in _CHINESE_NAMES if n in headings), None)
    english = next((headings[n] for n in _ENGLISH_NAMES if n in headings), None)
    return chinese, english


@dataclass(frozen=True)
class Keys:
    """A key a row, in the table's order.

    Attributes
    ----------
    values : list of str
        Unique where there is no question.
    repeated : tuple of int
        Rows (from 0) that say again what a row before says, to be left out.
    """

    values: list[str]
    repeated: tuple[int, ...]
    notes: tuple[Note, ...]
    issues: tuple[Issue, ...]
    questions: tuple[Question, ...]


def row_keys(
    table: pd.DataFrame, shapes: Shapes, chosen: str | None, accepted: Collection[str], where: str
) -> Keys:
    """Keys from the column chosen, else from one headed as a key, else row numbers.

    Rows that repeat another whole (key, cells, shape) are left out. Keys that still stand twice
    or are empty are a question, or numbered where ``number_keys`` was accepted.

    Raises
    ------
    UploadError
        Where the column chosen is not there.
    """
    if chosen is not None and chosen not in table.columns:
        listed = ", ".join(shown(name) for name in list(table.columns)[:40])
        raise refusal("unknown_column", where, shown(chosen), f"one of {listed}")
    column = chosen or _headed_as_key(table)
    if column is None:
        numbered = [str(row + 1) for row in range(len(table))]
        return Keys(numbered, (), (note("key_numbered"),), (), ())
    keys = [
        "" if pd.isna(v) else _plain(v).strip()[:_KEY_CHARACTERS] for v in table[column].tolist()
    ]
    repeated = _repeated(table, shapes, keys)
    issues = [
        Issue("duplicate_row", str(row + 1), f"repeats the row with the key {shown(keys[row])}")
        for row in repeated
    ]
    kept = [row for row in range(len(keys)) if row not in set(repeated)]
    counts = pd.Series([keys[row] for row in kept]).value_counts()
    doubled = [row for row in kept if keys[row] == "" or counts[keys[row]] > 1]
    questions: list[Question] = []
    if doubled and NUMBER_KEYS in accepted:
        issues += _numbered(keys, doubled)
    elif doubled:
        listed = ", ".join(
            f"{shown(keys[row]) or '(empty)'} in row {row + 1}" for row in doubled[:_NAMED]
        )
        found = f"{len(doubled)} rows have no key of their own: {listed}"
        fault = Fault("key_undecided", where, found, f"each value of {shown(column)} once")
        questions.append(Question(fault, (NUMBER_KEYS,)))
    said = (note("key_column", shown(column)),)
    return Keys(keys, tuple(repeated), said, tuple(issues), tuple(questions))


def _headed_as_key(table: pd.DataFrame) -> str | None:
    """The column whose heading says it identifies a row; of several one whose values do."""
    headings = {str(name).strip().lower(): str(name) for name in reversed(table.columns)}
    headed = [headings[heading] for heading in _KEY_HEADINGS if heading in headings]
    maybe = [headings[heading] for heading in _MAYBE_KEYS if heading in headings]
    sure = next((name for name in (*headed, *maybe) if _is_key(table[name])), None)
    return sure or next(iter(headed), None)


def _is_key(values: pd.Series[Any]) -> bool:
    return bool(values.notna().all() and (values.astype(str) != "").all() and values.is_unique)


def _repeated(table: pd.DataFrame, shapes: Shapes, keys: list[str]) -> list[int]:
    doubled = pd.Series(keys).duplicated(keep=False).to_numpy()
    rows = np.flatnonzero(doubled).tolist()
    seen: set[tuple[Any, ...]] = set()
    repeated = []
    for row in rows:
        cells = tuple(str(value) for value in table.iloc[row].tolist())
        whole = (keys[row], cells, shapely.to_wkb(shapes[row]))
        if whole in seen:
            repeated.append(row)
        seen.add(whole)
    return repeated


def _numbered(keys: list[str], rows: list[int]) -> list[Issue]:
    """Give each of these rows a key of its own; the first of a value keeps it."""
    taken = set(keys)
    used: set[str] = set()
    issues = []
    for row in rows:
        old = keys[row]
        if old and old not in used:
            used.add(old)
            continue
        number = 2 if old else row + 1
        stem = old or "row"
        while f"{stem}-{number}" in taken:
            number += 1
        keys[row] = f"{stem}-{number}"
        taken.add(keys[row])
        issues.append(
            Issue("key_numbered", str(row + 1), f"{shown(old) or '(empty)'} → {keys[row]}")
        )
    return issues

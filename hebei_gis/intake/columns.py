"""Columns of an upload: names and text made safe, keys made sure, well-known ones found."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from hebei_gis.files.cells import UNCLEAN, clean_text
from hebei_gis.files.limits import Limits
from hebei_gis.geo.shapes import Shapes
from hebei_gis.layers.declaration import BASES
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import Fact, term
from hebei_gis.words.faults import Fault, Issue
from hebei_gis.words.notes import Note, note
from hebei_gis.words.questions import NUMBER_KEYS, Question
from hebei_gis.words.refusals import names_listed, refusal, shown

KEY = "key"
_NAME_CHARACTERS = 60
_KEY_CHARACTERS = 200
_NAMED = 5
_LISTED = 40
_LEAST, _MOST = -(2**63), 2**63 - 1
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
    missing), int64, Int64, float64, bool or boolean.
    """
    notes: list[Note] = []
    issues: list[Issue] = []
    columns: dict[str, Any] = {}
    empty, mixed = [], []
    for place, stored in enumerate(table.columns):
        name = _safe_name(str(stored), columns, place)
        if name != str(stored):
            notes.append(note("renamed", found=shown(stored), name=name))
        found = table.iloc[:, place]
        values = _safe_values(found, limits, issues)
        infinite = _infinite(found)
        if infinite:
            notes.append(note("not_finite", column=shown(name), cells=infinite))
        if len(values) and values.isna().all():
            if not infinite:
                empty.append(name)
            continue
        if _mixed(found) and values.dtype == object:
            mixed.append(name)
        columns[name] = values
    if mixed:
        notes.append(note("kept_as_text", columns=names_listed(mixed, _LISTED)))
    if empty:
        notes.append(note("dropped_columns", columns=names_listed(empty, _LISTED)))
    return pd.DataFrame(columns, index=table.index), notes, issues


def _infinite(values: pd.Series[Any]) -> int:
    """Cells with a number that is not finite, of a column of numbers."""
    if not pd.api.types.is_float_dtype(values.dtype):
        return 0
    return int(np.isinf(values.astype("float64")).sum())


def _mixed(values: pd.Series[Any]) -> bool:
    """Whether numbers or yes/no stand beside text, so that all become text."""
    if values.dtype != object:
        return False
    kinds = {bool if isinstance(v, bool) else type(v) for v in values.tolist() if v is not None}
    return len(kinds - {float, int}) + bool(kinds & {float, int}) > 1


def _safe_name(stored: str, taken: Collection[str], place: int) -> str:
    text = "".join(
        character if unicodedata.category(character)[0] not in "CZ" else " " for character in stored
    )
    name = " ".join(text.split())[:_NAME_CHARACTERS].strip() or f"column_{place + 1}"
    if name.lower() == "geometry":
        name = "file_geometry"
    return free_name(name, taken)


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, with a number where it is taken."""
    unique, number = name, 2
    while unique in taken:
        unique, number = f"{name[: _NAME_CHARACTERS - 6]}_{number}", number + 1
    return unique


def odd_values(name: str, values: pd.Series[Any]) -> list[str]:
    """A few values of a column called like one of ours that the one so called cannot hold.

    A ``basis`` is one of :data:`BASES`, ``accuracy_m`` is metres of 0 or more.
    """
    if name not in ("basis", "accuracy_m"):
        return []
    texts = values.map(lambda cell: "" if pd.isna(cell) else str(cell).strip()).astype(object)
    if name == "basis":
        odd = ~texts.isin(["", *BASES])
    else:
        numbers = pd.to_numeric(texts, errors="coerce")
        odd = (texts != "") & ~(numbers.ge(0) & np.isfinite(numbers))
    return [shown(text) for text in dict.fromkeys(texts[odd])][:_NAMED]


def _safe_values(values: pd.Series[Any], limits: Limits, issues: list[Issue]) -> pd.Series[Any]:
    typed = _typed(values)
    if typed is not None:
        return typed
    missing = values.isna().to_numpy()
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        texts = _moments(values)
    elif _is_text(values):
        texts = values.where(~missing, "").tolist() if missing.any() else values.tolist()
    else:
        texts = [
            "" if gone else _plain(v) for v, gone in zip(values.tolist(), missing, strict=True)
        ]
    if UNCLEAN.search("\n".join(texts)):
        texts = [clean_text(text) for text in texts]
    limit = limits.text_characters
    if max(map(len, texts), default=0) > limit:
        for row, text in enumerate(texts):
            if len(text) > limit:
                texts[row] = text[:limit]
                column = shown(values.name)
                issues.append(
                    Issue("text_cut", str(row + 1), found=len(text), column=column, kept=limit)
                )
    if not missing.any():
        return pd.Series(texts, index=values.index, dtype=object)
    cells = [None if gone else text for text, gone in zip(texts, missing, strict=True)]
    return pd.Series(cells, index=values.index, dtype=object)


def _is_text(values: pd.Series[Any]) -> bool:
    """Whether each cell is text or missing; columns of Arrow say so without a look at each."""
    return isinstance(values.dtype, pd.StringDtype) or (
        pd.api.types.infer_dtype(values, skipna=True) == "string"
    )


def _typed(values: pd.Series[Any]) -> pd.Series[Any] | None:
    """Numbers and yes/no with their type, whole and with gaps; None where they are text."""
    if isinstance(values.dtype, pd.StringDtype):
        return None
    kind = pd.api.types.infer_dtype(values, skipna=True)
    gaps = bool(values.isna().any())
    if kind == "boolean":
        return values.astype("boolean" if gaps else "bool")
    if kind == "integer":
        if pd.api.types.is_unsigned_integer_dtype(values.dtype) or values.dtype == object:
            numbers = [int(value) for value in values.dropna().tolist()]
            if numbers and not _LEAST <= min(numbers) <= max(numbers) <= _MOST:
                return None
        return values.astype("Int64" if gaps else "int64")
    if kind in ("floating", "mixed-integer-float") or pd.api.types.is_float_dtype(values.dtype):
        plain = values.astype("float64")
        return plain.where(np.isfinite(plain), np.nan)
    return None


def _moments(values: pd.Series[Any]) -> list[str]:
    """Dates as ISO 8601 writes them, with the time where one has any."""
    moments = pd.to_datetime(values)
    filled = moments.dropna()
    midnight = bool((filled == filled.dt.normalize()).all())
    return [
        "" if pd.isna(moment) else (moment.date() if midnight else moment).isoformat()
        for moment in moments
    ]


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
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
        raise _unknown_column(chosen, columns, where, "name")
    headings = {name.strip().lower(): name for name in reversed(columns)}
    chinese = chosen or next((headings[n] for n in _CHINESE_NAMES if n in headings), None)
    english = next((headings[n] for n in _ENGLISH_NAMES if n in headings), None)
    return chinese, english


def _unknown_column(chosen: str, columns: Sequence[str], where: str, control: str) -> UploadError:
    expected = term("one_of", names=names_listed(columns, _LISTED))
    return refusal("unknown_column", where, shown(chosen), expected, answered_by=[control])


@dataclass(frozen=True)
class Keys:
    """A key a row, in the table's order.

    Attributes
    ----------
    values : list of str
        Unique where there is no question.
    repeated : tuple of int
        Rows (from 0) that say again what a row before says, to be left out.
    column : str or None
        The column they were taken from.
    """

    values: list[str]
    repeated: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()
    issues: tuple[Issue, ...] = ()
    questions: tuple[Question, ...] = ()
    column: str | None = None


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
        raise _unknown_column(chosen, list(table.columns), where, "key")
    column = chosen or _headed_as_key(table)
    if column is None:
        numbered = list(map(str, range(1, len(table) + 1)))
        return Keys(numbered, notes=(note("key_numbered"),))
    keys = key_texts(table[column])
    repeated = _repeated(table, shapes, keys)
    issues = [Issue("duplicate_row", str(row + 1), of=key_word(keys[row])) for row in repeated]
    kept = [row for row in range(len(keys)) if row not in set(repeated)]
    counts = pd.Series([keys[row] for row in kept]).value_counts()
    doubled = [row for row in kept if keys[row] == "" or counts[keys[row]] > 1]
    questions: list[Question] = []
    if doubled and NUMBER_KEYS in accepted:
        issues += _numbered(keys, doubled)
    elif doubled:
        listed = [
            term("key_in_row", key=key_word(keys[row]), row=row + 1) for row in doubled[:_NAMED]
        ]
        found = term("keys_missing", rows=len(doubled), listed=listed)
        expected = term("each_value_once", column=shown(column))
        questions.append(Question(Fault("key_undecided", where, found, expected), (NUMBER_KEYS,)))
    said = (note("key_column", column=shown(column)),)
    return Keys(keys, tuple(repeated), said, tuple(issues), tuple(questions), column)


def key_texts(values: pd.Series[Any]) -> list[str]:
    """Cells as keys: text without blanks around it; empty where a cell is."""
    return [
        "" if pd.isna(value) else _plain(value).strip()[:_KEY_CHARACTERS]
        for value in values.tolist()
    ]


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
        issues.append(Issue("key_numbered", str(row + 1), old=key_word(old), new=keys[row]))
    return issues


def key_word(key: str) -> Fact:
    """A key as a message shows it."""
    return shown(key) if key else term("no_key")

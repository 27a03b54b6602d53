"""A GeoJSON gathered feature by feature, and its columns as they stand in the file."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd
import shapely

from hebei_gis.files.limits import Limits
from hebei_gis.formats.geojson.documents import Head, read_features
from hebei_gis.formats.geojson.shapes import shapes_of
from hebei_gis.formats.geojson.writing import DIGITS_AS_TEXT
from hebei_gis.formats.layer_choice import check_size
from hebei_gis.formats.own_sidecars import FoundSidecar
from hebei_gis.geo.shapes import Shapes, shape_array
from hebei_gis.words.faults import Issue
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import shown, too_much

#: So many features are turned into rows at once; more would keep the garbage collector busy.
_BATCH = 32
_KNOWN_MEMBERS = ("type", "id", "properties", "geometry", "bbox")
_ID = "id"
#: Whole numbers up to this are the same as floats.
_EXACT = 2**53


@dataclass
class Collection:
    """What a GeoJSON holds.

    Attributes
    ----------
    ids : list
        The ``id`` of each feature; None where it has none.
    columns : dict
        Name → a value a row, as JSON has it; None where there is none.
    shapes : array
    skipped : Counter
        Members of features that are not taken in.
    """

    head: Head = field(default_factory=Head)
    ids: list[Any] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)
    shapes: Shapes = field(default_factory=lambda: shape_array([]))
    issues: list[Issue] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def read_collection(
    text: str, where: str, limits: Limits, geometry: str = "geometry"
) -> Collection:
    """Read a GeoJSON text.

    Parameters
    ----------
    text, where : str
    limits : Limits
    geometry : str
        The member of features that holds their shape.

    Raises
    ------
    UploadError
        Where it is broken, of another kind, or too large.
    """
    found = Collection()
    known = (*_KNOWN_MEMBERS, geometry)
    shapes: list[Shapes] = []
    features = read_features(text, where, found.head)
    rows = vertices = 0
    while batch := [one for one in islice(features, _BATCH) if isinstance(one, dict)]:
        _add_values(found, [one.get("properties") for one in batch], rows)
        found.ids += [one.get("id") for one in batch]
        found.skipped.update(name for one in batch for name in one if name not in known)
        shapes.append(shapes_of([one.get(geometry) for one in batch], rows, found.issues))
        rows += len(batch)
        vertices += int(shapely.get_num_coordinates(shapes[-1]).sum())
        check_size(where, rows, len(found.columns), limits)
        if vertices > limits.vertices:
            raise too_much(where, vertices, limits.vertices, "vertices", "vertices")
    found.shapes = np.concatenate([shape_array([]), *shapes])
    found.issues += [
        Issue("doubled_member", str(row + 1), names=[shown(name) for name in names])
        for row, names in found.head.doubled
    ]
    return found


def _add_values(found: Collection, values: Sequence[Any], rows: int) -> None:
    """Add the properties of features after the first `rows`."""
    known = [one if isinstance(one, dict) else {} for one in values]
    for name in dict.fromkeys(name for one in known for name in one):
        if name not in found.columns:
            found.columns[name] = [None] * rows
    for name, cells in found.columns.items():
        cells += [one.get(name) for one in known]


def table_of(
    found: Collection, sidecar: FoundSidecar | None = None
) -> tuple[pd.DataFrame, list[Note]]:
    """Columns as they stand in the file, the features' own ids first where they say more."""
    columns = dict(found.columns)
    notes: list[Note] = []
    digits = found.head.members.get(DIGITS_AS_TEXT)
    if sidecar is not None and isinstance(digits, list):
        for name in digits:
            if name in columns:
                columns[name] = _digits(columns[name])
    if _ids_count(found.ids, columns):
        title = _ID
        number = 2
        while title in columns:
            title, number = f"{_ID}_{number}", number + 1
        if title != _ID:
            notes.append(note("feature_ids_renamed", found=_ID, name=title))
        columns = {title: found.ids, **columns}
    series = {}
    for name, cells in columns.items():
        series[name], as_text = _exact(cells)
        if as_text:
            notes.append(note("digits_as_text", column=shown(name)))
    return pd.DataFrame(series, index=pd.RangeIndex(len(found.ids))), notes


def _ids_count(ids: Sequence[Any], columns: Mapping[str, Sequence[Any]]) -> bool:
    """Whether ids say more than row numbers or what a column called ``id`` or ``key`` says."""
    if all(one is None for one in ids):
        return False
    if any(list(ids) == list(columns.get(name, ())) for name in (_ID, "key")):
        return False
    return list(ids) not in (list(range(len(ids))), list(range(1, len(ids) + 1)))


def _exact(cells: Sequence[Any]) -> tuple[pd.Series, bool]:
    """A column with nested values as JSON text, and whether it had to become text: whole
    numbers that would not stay the same among others."""
    kinds = set(map(type, cells))
    if kinds in ({float}, {bool}):
        return pd.Series(cells), False
    if kinds & {dict, list}:
        cells = [
            json.dumps(cell, ensure_ascii=False) if isinstance(cell, (dict, list)) else cell
            for cell in cells
        ]
    mixed = float in kinds and int in kinds
    if mixed and any(type(cell) is int and abs(cell) > _EXACT for cell in cells):
        texts = [None if cell is None else str(cell) for cell in cells]
        return pd.Series(texts, dtype=object), True
    return pd.Series(cells, dtype=object), False


def _digits(cells: Iterable[Any]) -> list[Any]:
    """Whole numbers that were written as text for browsers."""
    return [
        int(cell) if isinstance(cell, str) and re.fullmatch(r"-?\d{1,30}", cell) else cell
        for cell in cells
    ]


def type_word(values: pd.Series) -> str:
    """What a column's cells are called."""
    kinds = {type(value) for value in values[:1000].tolist() if value is not None}
    names = {int: "integer", float: "number", bool: "boolean", str: "text"}
    return names.get(kinds.pop(), "text") if len(kinds) == 1 else "text"

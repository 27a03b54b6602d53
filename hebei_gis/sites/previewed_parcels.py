"""A file as the import previews it → Parcels: keys, names, shapes and datum are the preview's."""

from __future__ import annotations

from collections import Counter
from typing import Any

import geopandas as gpd
import pandas as pd

from hebei_gis.geo.crs import WGS84, declared_to_crs, known_crs
from hebei_gis.intake.columns import KEY
from hebei_gis.intake.datums import Reference
from hebei_gis.intake.understanding import Preview
from hebei_gis.layers.preparing import STANDARD_COLUMNS, PreparedLayer
from hebei_gis.sites.parcels import ParcelFile, Parcels, checked
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import Titled
from hebei_gis.words.notes import Note, note

#: Rows told of each kind of remark; how many there are in all is a note of the preview.
_ROWS_SAID = 5
_CODE_CHARACTERS = 12


def parcels_from_preview(
    preview: Preview,
    metre_crs: str,
    *,
    basis: str = "",
    accuracy_m: float | None = None,
    boundary: PreparedLayer | None = None,
) -> Parcels:
    """Parcels of a file, one a row of its preview, in their order.

    Parameters
    ----------
    preview : Preview
    metre_crs : str
        The workspace's projected CRS.
    basis : str
        For rows that state none; empty where it is not known.
    accuracy_m : float, optional
        For rows that state none; else 0, with a note.
    boundary : PreparedLayer, optional
        Parcels outside it get a note.

    Raises
    ------
    UploadError
        Where the preview asks something: all questions at once.
    ComparisonError
        No parcel, or lines among them.
    """
    if preview.questions:
        raise UploadError([question.fault for question in preview.questions])
    rows = declared_to_crs(preview.rows, WGS84, metre_crs)
    columns: dict[str, pd.Series[Any]] = {
        str(name): rows[name] for name in rows.columns if name not in (KEY, rows.geometry.name)
    }
    standard = _standard_columns(columns, preview, rows, basis)
    notes: list[Note] = []
    if standard["accuracy_m"].isna().any() and accuracy_m is None:
        notes.append(note("no_accuracy"))
    standard["accuracy_m"] = standard["accuracy_m"].fillna(accuracy_m or 0.0)
    features = gpd.GeoDataFrame(
        pd.DataFrame({**standard, **columns}, index=rows.index),
        geometry=rows.geometry.to_numpy(),
        crs=rows.crs,
    ).set_axis(pd.Index(rows[KEY].astype(str), name=KEY, dtype="object"))
    file = ParcelFile(preview.inspection.name, preview.inspection.sha256, _datum(preview.reference))
    origin = note("parcels_of_file", file=file.name, datum=file.datum, sha256=file.sha256)
    said = (origin, *preview.notes, *_rows_said(preview), *notes)
    return checked(Parcels("", features, said, file), boundary)


def _standard_columns(
    columns: dict[str, pd.Series[Any]], preview: Preview, rows: gpd.GeoDataFrame, basis: str
) -> dict[str, pd.Series[Any]]:
    """The columns every layer has, taken out of the file's or made."""
    keys = rows[KEY].astype(str)
    names = {"name_zh": preview.name_zh, "name_en": preview.name_en}
    standard: dict[str, pd.Series[Any]] = {}
    for ours in STANDARD_COLUMNS:
        stored = names.get(ours) or ours
        values = columns.get(stored)
        if values is None:
            standard[ours] = pd.Series("", index=rows.index, dtype=object)
            continue
        standard[ours] = values.where(values.notna(), "")
        if stored == ours:
            del columns[ours]
    for ours in STANDARD_COLUMNS:
        if ours != "accuracy_m":
            standard[ours] = standard[ours].map(lambda cell: str(cell).strip()).astype(object)
    standard["name_zh"] = standard["name_zh"].where(standard["name_zh"] != "", keys)
    standard["name_en"] = standard["name_en"].where(standard["name_en"] != "", standard["name_zh"])
    standard["basis"] = standard["basis"].where(standard["basis"] != "", basis)
    standard["accuracy_m"] = pd.to_numeric(standard["accuracy_m"], errors="coerce").astype(float)
    return standard


def _datum(reference: Reference | None) -> str:
    if reference is None:
        return ""
    code = reference.code
    name = code if len(code) <= _CODE_CHARACTERS else str(known_crs(code).name)
    return f"{name} + {reference.shift}" if reference.shift else name


def _rows_said(preview: Preview) -> list[Note]:
    """What was wrong with single rows of the file, the first of each kind."""
    said: list[Note] = []
    counts: Counter[str] = Counter()
    for issue in preview.issues:
        counts[issue.kind] += 1
        if counts[issue.kind] <= _ROWS_SAID:
            what = Titled(issue.sentence("zh"), issue.sentence("en"))
            said.append(note("row_said", row=issue.key, what=what))
    return said

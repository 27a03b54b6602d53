"""The parcels of a comparison: from a prepared layer, or from any frame with a CRS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from hebei_gis.layers.preparing import STANDARD_COLUMNS, PreparedLayer
from hebei_gis.sites.kernels.nearest import nearest_feature
from hebei_gis.sites.kernels.zone_shares import Floats, Shapes
from hebei_gis.words.errors import ComparisonError, UnknownNameError
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import Note

#: Columns taken for the key and the name of a parcel where none is stated, first found.
KEY_COLUMNS = ("key", "id", "编号", "地块编号", "宗地编号", "parcel_id")
NAME_COLUMNS = ("name_zh", "name", "名称", "地块名称", "地块名")
_NAMED_PAIRS = 20


@dataclass(frozen=True)
class Parcels:
    """Parcels ready to be measured.

    Attributes
    ----------
    layer : str
        Id of the layer they are features of; empty for those of a file.
    features : GeoDataFrame
        In metres; index ``key`` (unique text); points, polygons and multipolygons, valid;
        the standard columns of a layer, then the parcel table's own.
    notes : tuple of Note
        Rows mended or left out, duplicates, overlaps, parcels outside the district.
    """

    layer: str
    features: gpd.GeoDataFrame
    notes: tuple[Note, ...] = field(default=())

    @cached_property
    def shapes(self) -> Shapes:
        """The shapes in the order of the rows."""
        return np.asarray(self.features.geometry.array, dtype=object)

    @cached_property
    def are_points(self) -> NDArray[np.bool_]:
        """Which parcels are known only as a point."""
        return np.asarray(shapely.get_dimensions(self.shapes) == 0)

    @cached_property
    def accuracy_m(self) -> Floats:
        """Accuracy radius of each parcel in metres."""
        return self.features["accuracy_m"].to_numpy(dtype=float)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Keys in the order of the rows."""
        return tuple(map(str, self.features.index))

    def __len__(self) -> int:
        return len(self.features)

    def part(self, keys: Sequence[str]) -> Parcels:
        """Only these parcels, in the order given; notes are kept.

        Raises
        ------
        UnknownNameError
            For a key there is not.
        """
        return Parcels(self.layer, _chosen(self.features, keys), self.notes)

    def named(self, key: str) -> str:
        """Key and name of a parcel, as notes say it."""
        name = str(self.features.at[key, "name_zh"] or "")
        return f"{key} {name}" if name and name != key else key


def parcels_from_layer(
    layer: PreparedLayer,
    keys: Sequence[str] | None = None,
    boundary: PreparedLayer | None = None,
) -> Parcels:
    """Parcels of a prepared layer: all, or those of the keys given, in their order.

    Raises
    ------
    UnknownNameError
        For a key the layer does not have.
    ComparisonError
        No parcel at all, or lines among them.
    """
    features = layer.features
    if keys is not None:
        features = _chosen(features, keys)
    return _checked(Parcels(layer.id, features), layer.id, boundary)


def _chosen(features: gpd.GeoDataFrame, keys: Sequence[str]) -> gpd.GeoDataFrame:
    known = set(features.index)
    for key in keys:
        if key not in known:
            raise UnknownNameError("parcel", key, list(map(str, features.index)))
    return features.loc[list(dict.fromkeys(keys))]


def parcels_from_frame(
    rows: gpd.GeoDataFrame,
    metre_crs: str,
    *,
    where: str = "parcels",
    key: str | None = None,
    accuracy_m: float | None = None,
    boundary: PreparedLayer | None = None,
) -> Parcels:
    """Parcels of a frame that states its CRS.

    Parameters
    ----------
    rows : GeoDataFrame
        Points or polygons; any columns. ``basis`` and ``accuracy_m`` are taken where there.
    metre_crs : str
        The workspace's projected CRS.
    where : str
        What the messages call it, a file's name.
    key : str, optional
        The column that identifies a row; else the first of :data:`KEY_COLUMNS` there is;
        else rows are numbered from 1.
    accuracy_m : float, optional
        For rows that state none; else 0, with a note.
    boundary : PreparedLayer, optional
        Parcels outside it get a note.

    Raises
    ------
    ComparisonError
        No CRS, no parcel, lines, a key that is empty or stands twice: all at once.
    """
    if rows.crs is None:
        raise ComparisonError([Fault("no_crs", where)])
    moved = rows.to_crs(metre_crs)
    columns: dict[str, Any] = {str(c): moved[c] for c in moved.columns if c != moved.geometry.name}
    keys = _keys(columns, key, len(moved), where)
    names = next((columns[c].map(_text) for c in NAME_COLUMNS if c in columns), keys)
    given = pd.to_numeric(
        columns.get("accuracy_m", pd.Series(np.nan, moved.index)), errors="coerce"
    )
    notes = []
    if given.isna().any() and accuracy_m is None:
        notes.append(Note("no_accuracy"))
    standard = {
        "name_zh": names,
        "name_en": columns["name_en"].map(_text) if "name_en" in columns else names,
        "accuracy_m": given.fillna(accuracy_m or 0.0).astype(float).clip(lower=0.0),
    }
    for name in STANDARD_COLUMNS:
        if name not in standard:
            standard[name] = columns[name].map(_text) if name in columns else ""
    own = {c: v for c, v in columns.items() if c not in STANDARD_COLUMNS}
    ordered = {name: standard[name] for name in STANDARD_COLUMNS} | own
    frame = gpd.GeoDataFrame(
        pd.DataFrame(ordered, index=moved.index),
        geometry=moved.geometry.to_numpy(),
        crs=moved.crs,
    ).set_axis(pd.Index(list(keys), name="key"))
    frame, mended = _sound(frame)
    return _checked(Parcels("", frame, (*notes, *mended)), where, boundary)


def _text(value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _keys(columns: dict[str, Any], key: str | None, rows: int, where: str) -> pd.Series:
    if key is not None and key not in columns:
        raise ComparisonError([Fault("missing_column", where, ", ".join(columns), key)])
    name = key or next((c for c in KEY_COLUMNS if c in columns), None)
    if name is None:
        return pd.Series([str(number) for number in range(1, rows + 1)])
    keys: pd.Series = columns[name].map(_text).reset_index(drop=True).astype("object")
    if key is None and ((keys == "").any() or keys.duplicated().any()):
        return pd.Series([str(number) for number in range(1, rows + 1)])
    faults: list[Fault] = []
    if (keys == "").any():
        row = str(int(np.flatnonzero(keys == "")[0]) + 1)
        faults.append(Fault("empty_key", where, f"row {row}", "a key on every row"))
    for repeated in keys[keys.duplicated() & (keys != "")].unique()[:5]:
        faults.append(Fault("duplicate_key", where, str(repeated), "one row a key"))
    if faults:
        raise ComparisonError(faults)
    return keys


def _sound(frame: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, list[Note]]:
    shapes = np.asarray(frame.geometry.array, dtype=object)
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    notes = [Note("dropped_row", {"parcel": str(key)}) for key in frame.index[empty]]
    kept = frame.loc[~empty]
    shapes = shapely.force_2d(shapes[~empty])
    broken = np.flatnonzero(~shapely.is_valid(shapes))
    for number in broken:
        reason = str(shapely.is_valid_reason(shapes[number]))
        notes.append(Note("repaired", {"parcel": str(kept.index[number]), "reason": reason}))
        mended = shapely.make_valid(shapes[number], method="structure", keep_collapsed=False)
        parts = shapely.get_parts(mended)
        shapes[number] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
    return kept.set_geometry(gpd.GeoSeries(shapes, index=kept.index, crs=frame.crs)), notes


def _checked(parcels: Parcels, where: str, boundary: PreparedLayer | None) -> Parcels:
    if not len(parcels):
        raise ComparisonError([Fault("no_parcels", where)])
    kinds = set(parcels.features.geometry.geom_type)
    odd = sorted(kinds - {"Point", "Polygon", "MultiPolygon"})
    if odd:
        raise ComparisonError([Fault("not_a_parcel", where, ", ".join(odd))])
    notes = [*parcels.notes, *_overlaps(parcels)]
    if boundary is not None and len(boundary.features):
        areas = np.asarray(boundary.features.geometry.array, dtype=object)
        distances, _ = nearest_feature(parcels.shapes, areas)
        for number in np.flatnonzero(distances > parcels.accuracy_m):
            facts = {"parcel": parcels.keys[number], "distance": f"{distances[number]:,.0f}"}
            notes.append(Note("outside", facts))
    invented = [k for k, b in zip(parcels.keys, parcels.features["basis"], strict=True)
                if b == "demonstration"]  # fmt: skip
    if invented:
        notes.append(Note("demonstration", {"parcels": _listed(invented)}))
    points = [key for key, point in zip(parcels.keys, parcels.are_points, strict=True) if point]
    if points:
        notes.append(Note("points", {"parcels": _listed(points)}))
    return Parcels(parcels.layer, parcels.features, tuple(notes))


def _listed(names: Sequence[str]) -> str:
    more = f" … ({len(names)})" if len(names) > 12 else ""
    return ", ".join(names[:12]) + more


def _overlaps(parcels: Parcels) -> list[Note]:
    """Duplicate and overlapping polygons; overlaps of less than 1 % of the smaller are not said."""
    areal = np.flatnonzero(~parcels.are_points)
    shapes = parcels.shapes[areal]
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    first, second = first[first < second], second[first < second]
    both = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    smaller = np.minimum(shapely.area(shapes[first]), shapely.area(shapes[second]))
    shares = np.divide(both, smaller, out=np.zeros_like(both), where=smaller > 0)
    notes = []
    pairs = np.flatnonzero(shares >= 0.01)
    for number in pairs[:_NAMED_PAIRS]:
        one, other = areal[first[number]], areal[second[number]]
        facts = {"parcel": parcels.keys[one], "other": parcels.keys[other]}
        if shapely.equals(parcels.shapes[one], parcels.shapes[other]):
            notes.append(Note("duplicate", facts))
        else:
            notes.append(Note("overlap", {**facts, "share": f"{shares[number] * 100:.0f}"}))
    if len(pairs) > _NAMED_PAIRS:
        notes.append(Note("more_overlaps", {"count": str(len(pairs) - _NAMED_PAIRS)}))
    return notes

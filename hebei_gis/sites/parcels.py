"""The parcels of a comparison: features of a prepared layer, or rows of a file as previewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from hebei_gis.layers.preparing import PreparedLayer
from hebei_gis.sites.kernels.nearest import nearest_feature
from hebei_gis.sites.kernels.zone_shares import Floats, Shapes
from hebei_gis.words.errors import ComparisonError, UnknownNameError
from hebei_gis.words.facts import Fact, listed, term
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import Note, note

_NAMED_PAIRS = 20
_NAMED = 12


@dataclass(frozen=True)
class ParcelFile:
    """The file parcels came from.

    Attributes
    ----------
    name : str
    sha256 : str
        Of what was handed in.
    datum : str
        How its coordinates were read: an EPSG code, ``GCJ-02``, ``BD-09``.
    """

    name: str
    sha256: str
    datum: str


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
        What was understood of a file; duplicates, overlaps, parcels outside the district.
    file : ParcelFile, optional
        Of those that are features of no layer.
    """

    layer: str
    features: gpd.GeoDataFrame
    notes: tuple[Note, ...] = field(default=())
    file: ParcelFile | None = None

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

    @property
    def where(self) -> Fact:
        """What faults call them: the layer, the file."""
        return self.layer or (self.file.name if self.file else term("parcels"))

    def __len__(self) -> int:
        return len(self.features)

    def part(self, keys: Sequence[str]) -> Parcels:
        """Only these parcels, in the order given; notes are kept.

        Raises
        ------
        UnknownNameError
            For a key there is not.
        """
        return replace(self, features=_chosen(self.features, keys))

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
    return checked(Parcels(layer.id, features), boundary)


def _chosen(features: gpd.GeoDataFrame, keys: Sequence[str]) -> gpd.GeoDataFrame:
    known = set(features.index)
    for key in keys:
        if key not in known:
            raise UnknownNameError("parcel", key, list(map(str, features.index)))
    return features.loc[list(dict.fromkeys(keys))]


def checked(parcels: Parcels, boundary: PreparedLayer | None) -> Parcels:
    """The same parcels with what is to be said of them together.

    Raises
    ------
    ComparisonError
        No parcel at all, or lines among them.
    """
    if not len(parcels):
        raise ComparisonError([Fault("no_parcels", parcels.where)])
    kinds = set(parcels.features.geometry.geom_type)
    odd = sorted(kinds - {"Point", "Polygon", "MultiPolygon"})
    if odd:
        raise ComparisonError([Fault("not_a_parcel", parcels.where, types=odd)])
    notes = [*parcels.notes, *_overlaps(parcels)]
    if boundary is not None and len(boundary.features):
        areas = np.asarray(boundary.features.geometry.array, dtype=object)
        distances, _ = nearest_feature(parcels.shapes, areas)
        notes += [
            note("outside", parcel=parcels.keys[number], distance=float(distances[number]))
            for number in np.flatnonzero(distances > parcels.accuracy_m)
        ]
    bases = pd.Series(parcels.features["basis"]).tolist()
    invented = [k for k, b in zip(parcels.keys, bases, strict=True) if b == "demonstration"]
    if invented:
        notes.append(note("demonstration", parcels=listed(invented, _NAMED)))
    points = [key for key, point in zip(parcels.keys, parcels.are_points, strict=True) if point]
    if points:
        notes.append(note("points", parcels=listed(points, _NAMED)))
    return replace(parcels, notes=tuple(notes))


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
        named = {"parcel": parcels.keys[one], "other": parcels.keys[other]}
        if shapely.equals(parcels.shapes[one], parcels.shapes[other]):
            notes.append(note("duplicate", **named))
        else:
            notes.append(note("overlap", **named, share=f"{shares[number] * 100:.0f}"))
    if len(pairs) > _NAMED_PAIRS:
        notes.append(note("more_overlaps", count=len(pairs) - _NAMED_PAIRS))
    return notes

"""What parcels are measured against: prepared layers, the plan and its links to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import geopandas as gpd
import numpy as np

from hebei_gis.layers.preparing import PreparedLayer
from hebei_gis.plan.join import FeatureRef, Links
from hebei_gis.plan.register.model import PlanRegister
from hebei_gis.sites.criteria import Criterion
from hebei_gis.sites.kernels.zone_shares import Floats, Shapes
from hebei_gis.words.notes import Note, note


@dataclass(frozen=True)
class Surroundings:
    """Everything a criterion may read.

    Attributes
    ----------
    layers : mapping of layer id to PreparedLayer
        In the parcels' metre CRS.
    links : Links
    register : PlanRegister
    """

    layers: Mapping[str, PreparedLayer]
    links: Links = field(default_factory=lambda: Links((), (), ()))
    register: PlanRegister = field(default_factory=PlanRegister)

    @cached_property
    def spoken(self) -> tuple[FeatureRef, ...]:
        """The features the plan speaks of, in the order of layers and rows."""
        return tuple(
            FeatureRef(name, str(key))
            for name, layer in self.layers.items()
            for key in layer.features.index
            if FeatureRef(name, str(key)) in self.links.by_feature
        )


@dataclass(frozen=True)
class Targets:
    """The features of a layer that a criterion reads, at least one."""

    layer: str
    features: gpd.GeoDataFrame

    @cached_property
    def shapes(self) -> Shapes:
        """Shapes in the order of the rows."""
        return np.asarray(self.features.geometry.array, dtype=object)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Keys in the order of the rows."""
        return tuple(map(str, self.features.index))

    @cached_property
    def accuracy_m(self) -> Floats:
        """Accuracy radius of each feature in metres."""
        return self.features["accuracy_m"].to_numpy(dtype=float)


def targets_of(criterion: Criterion, around: Surroundings) -> Targets | Note:
    """The features a criterion reads, or the note that says why there are none."""
    named, layer_id = criterion.titled, criterion.layer or ""
    layer = around.layers.get(layer_id)
    if layer is None:
        return note("layer_missing", criterion=named, layer=layer_id)
    features = layer.features
    wanted = criterion.only or {}
    lacking = [column for column in wanted if column not in features]
    if lacking:
        return note("layer_column_missing", criterion=named, layer=layer_id, columns=lacking)
    for column, values in wanted.items():
        features = features[features[column].astype(str).isin(values)]
    shown = layer_id
    if criterion.key is not None:
        features = features[features.index == criterion.key]
        shown = f"{layer_id}/{criterion.key}"
    if len(features):
        return Targets(layer_id, features)
    return note("layer_empty", criterion=named, layer=shown)

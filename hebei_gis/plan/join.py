"""Entries ↔ features, many to many, through places; and what stays unmatched on both sides."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from hebei_gis.layers.preparing import PreparedLayer
from hebei_gis.plan.register.model import RELATIONS, PlanRegister
from hebei_gis.words.facts import listed, term
from hebei_gis.words.faults import Fault


@dataclass(frozen=True, order=True)
class FeatureRef:
    """One feature: its layer and its key."""

    layer: str
    key: str


@dataclass(frozen=True)
class Join:
    """An entry and a feature, through a place, with what the plan does with it."""

    entry: str
    place: str
    relation: str
    feature: FeatureRef


@dataclass(frozen=True)
class Links:
    """The join of a register with prepared layers.

    Attributes
    ----------
    joins : tuple of Join
        In the order of the register's links.
    unlocated_entries : tuple of entry id
        Entries that speak of no located place.
    faults : tuple of Fault
        Ties to a layer or key that is not there.
    layers : mapping of layer id to PreparedLayer
        What was joined.
    """

    joins: tuple[Join, ...]
    unlocated_entries: tuple[str, ...]
    faults: tuple[Fault, ...]
    layers: Mapping[str, PreparedLayer] = field(default_factory=dict, compare=False)

    @cached_property
    def unspoken_features(self) -> tuple[FeatureRef, ...]:
        """Features no entry speaks of."""
        return tuple(
            FeatureRef(layer, str(key))
            for layer, prepared in self.layers.items()
            for keys in (prepared.features.index,)
            for key in keys[~keys.isin(self.spoken_keys.get(layer, ()))]
        )

    @cached_property
    def spoken_keys(self) -> Mapping[str, list[str]]:
        """Layer id → keys of the features that entries speak of."""
        spoken: dict[str, list[str]] = {}
        for feature in self.by_feature:
            spoken.setdefault(feature.layer, []).append(feature.key)
        return spoken

    @cached_property
    def by_entry(self) -> Mapping[str, tuple[Join, ...]]:
        """Entry id → its joins."""
        groups: dict[str, list[Join]] = {}
        for join in self.joins:
            groups.setdefault(join.entry, []).append(join)
        return {name: tuple(joins) for name, joins in groups.items()}

    @cached_property
    def by_feature(self) -> Mapping[FeatureRef, tuple[Join, ...]]:
        """Feature → its joins, the strongest relation first."""
        groups: dict[FeatureRef, list[Join]] = {}
        for join in self.joins:
            groups.setdefault(join.feature, []).append(join)
        return {
            feature: tuple(sorted(joins, key=lambda join: RELATIONS.index(join.relation)))
            for feature, joins in groups.items()
        }

    def features_of(self, entry_id: str) -> tuple[FeatureRef, ...]:
        """The features an entry speaks of, each once, in the order of its links."""
        return tuple(dict.fromkeys(join.feature for join in self.by_entry.get(entry_id, ())))

    def entries_of(self, layer: str, key: str) -> tuple[Join, ...]:
        """The joins of one feature: each entry with its relation."""
        return self.by_feature.get(FeatureRef(layer, key), ())


def join_register(
    register: PlanRegister, layers: Mapping[str, PreparedLayer], left_out: Container[str] = ()
) -> Links:
    """Join every entry to the features of the places it links.

    Ties to a layer that is not among `layers`, or to a key it does not have, are faults;
    the place then counts as unlocated there. Ties to a layer of `left_out` that is not there
    are none: what is wrong with that layer is told already.
    """
    faults: list[Fault] = []
    located: dict[str, list[FeatureRef]] = {}
    for tie in register.ties:
        where = term("tie_of_place", place=tie.place)
        layer = layers.get(tie.layer)
        if layer is None and tie.layer in left_out:
            continue
        if layer is None:
            faults.append(Fault("tie_without_layer", where, tie.layer, known=listed(layers)))
        elif tie.key not in layer.features.index:
            known = listed(layer.features.index, 30)
            faults.append(Fault("tie_without_key", where, tie.key, layer=tie.layer, known=known))
        else:
            located.setdefault(tie.place, []).append(FeatureRef(tie.layer, tie.key))
    joins = tuple(
        Join(link.entry, link.place, link.relation, feature)
        for link in register.links
        for feature in located.get(link.place, ())
    )
    spoken_entries = {join.entry for join in joins}
    return Links(
        joins=joins,
        unlocated_entries=tuple(e for e in register.entries if e not in spoken_entries),
        faults=tuple(faults),
        layers=layers,
    )

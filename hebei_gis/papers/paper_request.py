"""What a paper is made of: a comparison, what lies around its parcels, and how to write it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from hebei_gis.files.cells import clean_text
from hebei_gis.plan.reader import PlanReading
from hebei_gis.sites import (
    Bearing,
    Note,
    SiteComparison,
    Surroundings,
    bearing_entries,
)
from hebei_gis.words.facts import Fact
from hebei_gis.words.papers import say

DEMONSTRATION = "demonstration"
#: So many of the best parcels get a sheet of their own unless told.
SHEETS = 30


@dataclass(frozen=True)
class PaperRequest:
    """A comparison to be put on paper.

    Attributes
    ----------
    comparison : SiteComparison
    around : Surroundings
        Layers, links and register; empty ones leave out what they would say.
    language : str
        ``zh`` or ``en``.
    district : str
        The workspace's name in that language; empty where it has none.
    boundary : str
        Id of the boundary layer; empty for none.
    purpose : str
        What the weights are for, a preset's title.
    notes : tuple of Note
        Said beside the comparison's own: of the pairwise judgements.
    reading : PlanReading, optional
        The attached plan text; without it no paper holds the plan's words.
    sheets : tuple of parcel keys, optional
        The parcels that get a sheet; else the best :data:`SHEETS` and those ruled out.
    date : date
    """

    comparison: SiteComparison
    around: Surroundings = field(default_factory=lambda: Surroundings({}))
    language: str = "zh"
    district: str = ""
    boundary: str = ""
    purpose: str = ""
    notes: tuple[Note, ...] = ()
    reading: PlanReading | None = None
    sheets: tuple[str, ...] | None = None
    date: datetime.date = field(default_factory=datetime.date.today)

    def say(self, name: str, /, **facts: Fact) -> str:
        """A text of the papers in the request's language."""
        return say(name, self.language, **facts)

    @cached_property
    def title(self) -> str:
        """The paper's title; says where the parcels are made up."""
        words = self.say("title_of", district=self.district) if self.district else self.say("title")
        return words + self.say("title_demonstration") if self.demonstration else words

    @cached_property
    def demonstration(self) -> bool:
        """Whether made-up data is among the parcels or among what they are measured by."""
        bases = set(map(str, self.comparison.parcels["basis"]))
        for criterion in self.comparison.criteria:
            layer = self.around.layers.get(criterion.layer or "")
            if layer is not None:
                bases |= set(map(str, layer.features["basis"]))
        return DEMONSTRATION in bases

    def marked(self, words: str) -> str:
        """The heading of a table, marked where the data is made up."""
        return f"{self.say('demonstration_mark')} {words}" if self.demonstration else words

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Parcel key → its name in the language, else its key; fit for any file."""
        frame = self.comparison.parcels
        order = ("name_zh", "name_en") if self.language == "zh" else ("name_en", "name_zh")
        found: dict[str, str] = {}
        for key in frame.index:
            texts = [_text(frame.at[key, column]) for column in order]
            found[str(key)] = next(filter(None, texts), clean_text(str(key)))
        return found

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """Keys of the ranked parcels, the best first."""
        return tuple(self.comparison.ranked)

    @cached_property
    def unranked(self) -> tuple[str, ...]:
        """Keys of those ruled out or unknown, in the order of the parcels."""
        ranked = set(self.ranked)
        return tuple(key for key in map(str, self.comparison.parcels.index) if key not in ranked)

    @cached_property
    def sheet_keys(self) -> tuple[str, ...]:
        """Keys of the parcels that get a sheet, the best first."""
        if self.sheets is not None:
            known = set(self.names)
            return tuple(key for key in dict.fromkeys(self.sheets) if key in known)
        return (*self.ranked[:SHEETS], *self.unranked[:SHEETS])

    def rank(self, key: str) -> int | None:
        """The parcel's rank, None where it is not ranked."""
        return self._ranks.get(key)

    def score(self, key: str) -> float | None:
        """The parcel's score, None where it is not ranked."""
        return self._scores.get(key)

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {str(key): int(rank) for key, rank in self.comparison.rank.items()}

    @cached_property
    def _scores(self) -> dict[str, float]:
        return {str(key): float(score) for key, score in self.comparison.score.items()}

    def accuracy_m(self, key: str) -> float:
        """Accuracy radius of a parcel in metres."""
        accuracy: Any = self.comparison.parcels.at[key, "accuracy_m"]
        return float(accuracy)

    def basis(self, key: str) -> str:
        """Basis of a parcel."""
        return str(self.comparison.parcels.at[key, "basis"])

    def is_point(self, key: str) -> bool:
        """Whether a parcel is known only as a point."""
        return str(self.comparison.parcels.geometry.loc[key].geom_type) == "Point"

    def reasons(self, key: str) -> list[str]:
        """Why a parcel is not ranked."""
        found = (
            *self.comparison.vetoed.get(key, ()),
            *self.comparison.unknown.get(key, ()),
        )
        return [clean_text(exclusion.reason(self.language)) for exclusion in found]

    @cached_property
    def parcel_layer(self) -> str:
        """Id of the layer the parcels are features of; empty where it is not around."""
        layer = self.comparison.layer
        return layer if layer in self.around.layers else ""

    @cached_property
    def entries(self) -> Mapping[str, tuple[Bearing, ...]]:
        """Parcel key → the plan entries that bear on it, for those with a sheet."""
        return bearing_entries(self.comparison.parcels_of(self.sheet_keys), self.around)

    @cached_property
    def note_sentences(self) -> tuple[str, ...]:
        """Everything to be said beside the numbers, each once."""
        robustness = self.comparison.robustness
        notes = (*self.comparison.notes, *self.notes, *(robustness.notes if robustness else ()))
        return tuple(dict.fromkeys(clean_text(n.sentence(self.language)) for n in notes))

    def attribution(self, layer_id: str) -> str:
        """Whom to name for a layer, and its licence; those of its inputs where it is derived."""
        layer = self.around.layers[layer_id].declaration
        if layer.source is not None:
            source = layer.source
            words = source.attribution_zh if self.language == "zh" else source.attribution_en
            licence = layer.licence(self.language)
            told = words.replace("-", " ")
            if any(name.replace("-", " ") in told for name in (licence, source.licence)):
                return words
            return self.say("in_brackets", words=words, inside=licence)
        inputs = layer.recipe.layers if layer.recipe else ()
        parts = [self.attribution(name) for name in inputs if name in self.around.layers]
        return self.say("semicolon").join(dict.fromkeys(parts))

    def sources(self, layer_ids: list[str] | None = None) -> list[tuple[str, str]]:
        """Attribution → titles of the layers it is for; all layers unless some are named.

        A layer without a feature is no source.
        """
        named: dict[str, list[str]] = {}
        for name in self.around.layers if layer_ids is None else layer_ids:
            if name in self.around.layers and len(self.around.layers[name].features):
                title = self.around.layers[name].declaration.title(self.language)
                named.setdefault(self.attribution(name), []).append(title)
        comma = self.say("comma")
        return [(attribution, comma.join(titles)) for attribution, titles in named.items()]


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else clean_text(str(value)).strip()

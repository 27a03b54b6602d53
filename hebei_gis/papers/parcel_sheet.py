"""All there is to say of one parcel (一地一档): facts, surroundings, plan entries, accuracy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import shapely

from hebei_gis.files.cells import clean_text
from hebei_gis.layers.declaration import worse_than_openstreetmap
from hebei_gis.layers.preparing import PreparedLayer
from hebei_gis.papers.findings import (
    best_in,
    criterion_words,
    robustness_words,
    share_part,
    value_words,
)
from hebei_gis.papers.paper_request import DEMONSTRATION, PaperRequest
from hebei_gis.plan.text.attached import quote
from hebei_gis.words.legend import BASIS_TITLES
from hebei_gis.words.papers import say

#: Features are listed up to so far, so many a layer.
REACH_M = 1000.0
PER_LAYER = 3
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Fact:
    """One criterion of a parcel in words; empty where it does not enter the score."""

    criterion: str
    value: str
    score: str
    weighted: str
    rank: str


@dataclass(frozen=True)
class Neighbour:
    """A feature near a parcel.

    Attributes
    ----------
    letter : str
        How the picture marks it; empty for what touches the parcel or is out of reach.
    layer, name : str
        Titles in the language.
    distance_m : float
        Straight line between nearest points; 0 where they touch.
    uncertainty_m : float
        Accuracy of the parcel and of the feature added up.
    basis : str
    at : Point
        The feature's point nearest to the parcel, in metres.
    """

    letter: str
    layer: str
    name: str
    distance_m: float
    uncertainty_m: float
    basis: str
    at: shapely.Point


@dataclass(frozen=True)
class EntryLine:
    """A plan entry that bears on a parcel; `quoted` only where a plan text is attached."""

    id: str
    title: str
    relation: str
    locator: str
    through: str
    quoted: str


@dataclass(frozen=True)
class ParcelSheet:
    """One parcel's sheet, in the language of the request."""

    key: str
    name: str
    rank: int | None
    standing: str
    robustness: str
    reasons: tuple[str, ...]
    facts: tuple[Fact, ...]
    neighbours: tuple[Neighbour, ...]
    entries: tuple[EntryLine, ...]
    accuracy: tuple[str, ...]


def parcel_sheets(request: PaperRequest) -> Iterator[ParcelSheet]:
    """The sheets of the parcels asked for, the best first."""
    for key in request.sheet_keys:
        yield parcel_sheet(request, key)


def parcel_sheet(request: PaperRequest, key: str) -> ParcelSheet:
    """One parcel's sheet."""
    rank, score = request.rank(key), request.score(key)
    standing = request.say("sheet_unranked")
    robustness = ""
    if rank is not None and score is not None:
        count, told = len(request.ranked), f"{score:.3f}"
        standing = request.say("sheet_rank", rank=rank, count=count, score=told)
        robustness = robustness_words(request, key)
    return ParcelSheet(
        key, request.names[key], rank, standing, robustness, tuple(request.reasons(key)),
        tuple(_facts(request, key)), tuple(neighbours(request, key)),
        tuple(_entries(request, key)), tuple(_accuracy(request, key)),
    )  # fmt: skip


def _facts(request: PaperRequest, key: str) -> Iterator[Fact]:
    comparison = request.comparison
    filled = comparison.filled.get(key, {})
    for criterion in comparison.criteria:
        language, point = request.language, request.is_point(key)
        value = float(comparison.values[criterion.id].loc[key])
        words = value_words(criterion, value, language, point=point)
        if criterion.id in filled:
            taken = value_words(criterion, filled[criterion.id], language)
            words = request.say("taken_as", value=taken)
        score = weighted = rank = ""
        if criterion.id in comparison.scores and key in comparison.scores.index:
            found = float(comparison.scores[criterion.id].loc[key])
            score = f"{found:.3f}"
            weighted = f"{found * comparison.weights[criterion.id]:.3f}"
            rank = str(best_in(request, criterion.id, [key])[key])
        yield Fact(criterion_words(criterion, language), words, score, weighted, rank)


def neighbours(request: PaperRequest, key: str) -> list[Neighbour]:
    """Named features around a parcel: of each layer the nearest few within reach, else one.

    Invented features, the district's boundary and the parcels' own layer are left out; a name
    stands once a layer. In the order of the layers, then by distance.
    """
    shape = request.comparison.parcels.geometry.loc[key]
    found: list[Neighbour] = []
    for name, layer in request.around.layers.items():
        if name not in (request.boundary, request.parcel_layer):
            found += _of_layer(request, layer, shape, request.accuracy_m(key))
    near = [number for number, one in enumerate(found) if 0 < one.distance_m <= REACH_M]
    letters = {number: _letters(place) for place, number in enumerate(near)}
    return [replace(one, letter=letters.get(n, "")) for n, one in enumerate(found)]


def _of_layer(
    request: PaperRequest, layer: PreparedLayer, shape: shapely.Geometry, own_m: float
) -> list[Neighbour]:
    column = "name_zh" if request.language == "zh" else "name_en"
    features = layer.features
    texts = features[column].where(features[column].astype(bool), features["name_zh"])
    named = texts.notna() & (texts.astype(str) != "") & (features["basis"] != DEMONSTRATION)
    features, texts = features[named], texts[named].astype(str)
    if features.empty:
        return []
    shapes = np.asarray(features.geometry.array, dtype=object)
    distances = shapely.distance(shapes, shape)
    chosen: list[int] = []
    for number in np.argsort(distances, kind="stable"):
        near = distances[number] <= REACH_M
        if chosen and (not near or len(chosen) == PER_LAYER):
            break
        if all(texts.iloc[number] != texts.iloc[other] for other in chosen):
            chosen.append(int(number))
    return [
        Neighbour(
            "",
            clean_text(layer.declaration.title(request.language)),
            clean_text(texts.iloc[number]),
            float(distances[number]),
            own_m + float(features["accuracy_m"].iloc[number]),
            str(features["basis"].iloc[number]),
            _nearest_point(shapes[number], shape),
        )
        for number in chosen
    ]


def distance_words(request: PaperRequest, key: str, one: Neighbour) -> str:
    """The distance in whole metres; that it touches is said only of a parcel with an outline."""
    if one.distance_m > 0 or request.is_point(key):
        return f"{one.distance_m:,.0f}"
    return request.say("within")


def surroundings_about(request: PaperRequest) -> str:
    """Which features stand among the surroundings."""
    return request.say("surroundings_about", reach=f"{REACH_M:,.0f}", count=PER_LAYER)


def _letters(number: int) -> str:
    first, second = divmod(number, len(_LETTERS))
    return (_LETTERS[first - 1] if first else "") + _LETTERS[second]


def _nearest_point(feature: shapely.Geometry, shape: shapely.Geometry) -> shapely.Point:
    return shapely.get_point(shapely.shortest_line(feature, shape), 0)


def _entries(request: PaperRequest, key: str) -> Iterator[EntryLine]:
    register, links = request.around.register, request.around.layers
    for bearing in request.entries.get(key, ()):
        entry = register.entries.get(bearing.entry)
        if entry is None:
            continue
        feature = bearing.feature
        through = request.say("the_parcel_itself")
        if (feature.layer, feature.key) != (request.parcel_layer, key):
            row = links[feature.layer].features.loc[feature.key]
            order = ("name_zh", "name_en") if request.language == "zh" else ("name_en", "name_zh")
            through = next((str(row[c]) for c in order if row[c]), feature.key)
        if bearing.chance < 1:
            through = request.say("chance", through=through, share=share_part(bearing.chance))
        quoted = ""
        if request.reading is not None:
            quoted = "".join(piece.text for piece in quote(request.reading, entry.id))
        yield EntryLine(
            entry.id, clean_text(entry.name(request.language)), request.say(bearing.relation),
            entry.locator(request.language), clean_text(through), clean_text(quoted).strip(),
        )  # fmt: skip


def basis_words(basis: str, language: str) -> str:
    """A basis in words, with the symbol the map has for it."""
    if basis not in BASIS_TITLES:
        return basis or say("basis_none", language)
    mark = "◌" if worse_than_openstreetmap(basis) else "●"
    return f"{mark} {BASIS_TITLES[basis][language]}"


def _accuracy(request: PaperRequest, key: str) -> Iterator[str]:
    row = request.comparison.parcels.loc[key]
    basis = basis_words(request.basis(key), request.language)
    metres = f"{request.accuracy_m(key):,.0f}"
    yield request.say("accuracy_note", basis=basis, metres=metres)
    if request.basis(key) == DEMONSTRATION:
        yield request.say("demonstration_warning")
    if request.is_point(key):
        yield request.say("accuracy_point")
    zh = request.language == "zh"
    for name, columns in (
        ("source", ("source_zh", "source") if zh else ("source", "source_zh")),
        ("note", ("note_zh",) if zh else ("note_en",)),
    ):
        text = next((row[c] for c in columns if c in row and row[c] and not pd.isna(row[c])), "")
        if text:
            yield f"{request.say(name)}{request.say('colon')}{clean_text(str(text))}"

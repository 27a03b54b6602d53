"""Finding entries, places and features by words of their names."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from hebei_gis.plan.join import FeatureRef
from hebei_gis.words.facts import term
from hebei_gis.workspace import Workspace


@dataclass(frozen=True)
class Hit:
    """Something found: ``kind`` is ``entry``, ``place`` or ``feature``; ``id`` names it.

    A feature's id is ``layer/key``.
    """

    kind: str
    id: str
    title: str
    beside: str


def folded(words: str) -> str:
    """Words as they are compared: full and half width, case and white space do not matter."""
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())


def search(workspace: Workspace, words: str, language: str) -> list[Hit]:
    """Everything whose name, alias, id or summary holds the words.

    Order: names that start with the words, names that hold them, then summaries; within
    each, features, places and entries in their own order. Nothing for blank words.
    """
    wanted = folded(words)
    if not wanted:
        return []
    ranked: list[tuple[int, Hit]] = []

    def consider(hit: Hit, names: list[str], texts: list[str]) -> None:
        compared = [folded(name) for name in names]
        if any(name.startswith(wanted) for name in compared):
            ranked.append((0, hit))
        elif any(wanted in name for name in compared):
            ranked.append((1, hit))
        elif any(wanted in folded(text) for text in texts):
            ranked.append((2, hit))

    for layer in workspace.layers.values():
        title = layer.declaration.title(language)
        chinese, english = layer.features["name_zh"], layer.features["name_en"]
        for key, zh, en in zip(layer.features.index, chinese, english, strict=True):
            shown = (en or zh) if language == "en" else (zh or en)
            hit = Hit("feature", f"{layer.id}/{key}", str(shown or key), title)
            consider(hit, [str(zh), str(en)], [])
    for place in workspace.register.places.values():
        if workspace.located(place.id):
            continue  # its features stand in the list already
        beside = term("not_on_the_map").text(language)
        hit = Hit("place", place.id, place.name(language), beside)
        consider(hit, [place.name_zh, place.name_en, *place.aliases], [])
    for entry in workspace.register.entries.values():
        hit = Hit("entry", entry.id, f"{entry.id} {entry.name(language)}", entry.locator(language))
        names = [entry.id, entry.title, entry.title_en]
        consider(hit, names, [entry.summary_zh, entry.summary_en])
    return [hit for _, hit in sorted(ranked, key=lambda pair: pair[0])]


def feature_ref(feature_id: str) -> FeatureRef:
    """The reference in ``layer/key``."""
    layer, _, key = feature_id.partition("/")
    return FeatureRef(layer, key)

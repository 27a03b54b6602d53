"""Find the places of a gazetteer in a Chinese text.

Chinese writes no space between words, so a name is found as a run of characters: the longest
name wins, and each place may carry phrases that hold its name and mean something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hebei_gis.plan.normalising import normalise


@dataclass(frozen=True)
class PlaceNames:
    """What one place is called, and what only sounds like it.

    Attributes
    ----------
    id
        The place's id.
    names
        Its name and its aliases.
    not_in
        Phrases that contain one of the names and are not this place.
    """

    id: str
    names: tuple[str, ...]
    not_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mention:
    """One place named in a text.

    Attributes
    ----------
    place
        The place's id.
    name
        The name of the gazetteer that was found, which the text may write with other signs.
    start, end
        Offsets into the text as given: ``text[start:end]`` is what stands there.
    """

    place: str
    name: str
    start: int
    end: int


def find_mentions(text: str, gazetteer: Iterable[PlaceNames]) -> list[Mention]:
    """Return the places that a text names, in the order of the text.

    Text and names are compared as :func:`~hebei_gis.plan.normalising.normalise` writes them,
    so white space (line breaks too), width, case and kinds of sign make no difference. Of two
    names that overlap the longer is taken, of two as long the earlier, and of one name with
    two places the place that comes first in the gazetteer (:func:`check_names` lists those).
    A name inside one of its own place's ``not_in`` phrases is left out; the phrase hides no
    other place.

    Parameters
    ----------
    text
        The text to search, of any length.
    gazetteer
        The places to look for. Empty names and phrases are passed over.

    Returns
    -------
    list of Mention
        Without overlaps, sorted by ``start``.
    """
    searched = normalise(text)
    hits: list[tuple[int, int, str, str]] = []
    for place in gazetteer:
        others = [normalise(phrase).text for phrase in place.not_in]
        for name in place.names:
            wanted = normalise(name).text
            inside = [(other, at) for other in others for at in _positions(wanted, other)]
            hits.extend(
                (start, start + len(wanted), place.id, name)
                for start in _positions(wanted, searched.text)
                if not any(
                    at <= start and searched.text.startswith(other, start - at)
                    for other, at in inside
                )
            )
    # The sort is stable, so equal names keep the order of the gazetteer.
    hits.sort(key=lambda hit: (hit[0] - hit[1], hit[0]))
    taken = bytearray(len(searched.text))
    mentions = []
    for start, end, place_id, name in hits:
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            mentions.append(Mention(place_id, name, *searched.span(start, end)))
    return sorted(mentions, key=lambda mention: mention.start)


def check_names(gazetteer: Iterable[PlaceNames]) -> list[str]:
    """Return the names that stand for more than one place.

    Names are compared as :func:`find_mentions` compares them.

    Parameters
    ----------
    gazetteer
        The places to compare.

    Returns
    -------
    list of str
        ``"name: first_id, second_id"``, sorted by name; empty where every name is clear.
    """
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for place in gazetteer:
        for name in place.names:
            owners[normalise(name).text].setdefault(place.id, name)
    return sorted(
        f"{next(iter(names.values()))}: {', '.join(names)}"
        for written, names in owners.items()
        if written and len(names) > 1
    )


def _positions(part: str, whole: str) -> Iterator[int]:
    """Yield where a part stands in a whole, overlapping ones too; nowhere for an empty part."""
    start = whole.find(part) if part else -1
    while start >= 0:
        yield start
        start = whole.find(part, start + 1)

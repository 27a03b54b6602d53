"""Weights from pairwise judgements (analytic hierarchy process), with their consistency."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from hebei_gis.sites.option_text import named_numbers
from hebei_gis.words.errors import ComparisonError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import Note, note

#: Mean consistency index of random judgements for 1, 2, … criteria (Saaty 1980).
RANDOM_INDEX = (
    0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
)  # fmt: skip
#: Above this the judgements contradict one another too much.
ACCEPTABLE_RATIO = 0.10


@dataclass(frozen=True)
class PairwiseWeights:
    """Weights by the principal eigenvector, and how consistent the judgements are.

    Attributes
    ----------
    weights : mapping of criterion id to weight
        Summing to 1.
    consistency_ratio : float
        0 is perfectly consistent; above 0.10 the judgements should be thought over.
    worst : (criterion, criterion, given, implied)
        The judgement farthest from the ratio of the weights found.
    """

    weights: Mapping[str, float]
    consistency_ratio: float
    largest_eigenvalue: float
    worst: tuple[str, str, float, float] | None

    @property
    def notes(self) -> tuple[Note, ...]:
        """A note where the judgements are too inconsistent."""
        if self.consistency_ratio <= ACCEPTABLE_RATIO:
            return ()
        return (note("ahp_inconsistent", ratio=f"{self.consistency_ratio:.2f}"),)


def weights_from_pairs(
    criteria: Sequence[str], judgements: Mapping[tuple[str, str], float]
) -> PairwiseWeights:
    """Weights of criteria from how many times as important one is as another.

    ``A w = λ w`` with the largest λ (Saaty 1980); ``CI = (λ − n)/(n − 1)``, ``CR = CI / RI``.

    Parameters
    ----------
    criteria : sequence of str
        1 to 15 ids.
    judgements : mapping of (a, b) to number
        a is so many times as important as b, 1/9 to 9; every pair once, in either order.

    Raises
    ------
    ComparisonError
        Unknown or missing pairs, pairs given twice, numbers outside 1/9 to 9: all at once.

    Notes
    -----
    Does not apply where importance is not a ratio, and grows tiresome beyond some seven
    criteria.
    """
    count, where = len(criteria), term("pairwise")
    faults: list[Fault] = []
    if not 1 <= count <= len(RANDOM_INDEX):
        most = len(RANDOM_INDEX)
        raise ComparisonError([Fault("judgement_count", where, count=count, most=most)])
    place = {name: number for number, name in enumerate(criteria)}
    matrix = np.eye(count)
    given: dict[frozenset[str], float] = {}
    for (a, b), value in judgements.items():
        pair = f"{a}/{b}"
        if a not in place or b not in place or a == b:
            faults.append(Fault("judgement_unknown", where, pair=pair, criteria=list(criteria)))
        elif frozenset((a, b)) in given:
            faults.append(Fault("judgement_twice", where, pair=pair))
        elif not (math.isfinite(value) and 1 / 9 - 1e-9 <= value <= 9 + 1e-9):
            faults.append(Fault("judgement_range", where, pair=pair, value=value))
        else:
            given[frozenset((a, b))] = value
            matrix[place[a], place[b]] = value
            matrix[place[b], place[a]] = 1.0 / value
    for number, a in enumerate(criteria):
        for b in criteria[number + 1 :]:
            if frozenset((a, b)) not in given and not faults:
                faults.append(Fault("judgement_missing", where, pair=f"{a}/{b}"))
    if faults:
        raise ComparisonError(faults)
    values, vectors = np.linalg.eig(matrix)
    largest = int(np.argmax(values.real))
    vector = np.abs(vectors[:, largest].real)
    weights = vector / vector.sum()
    eigenvalue = float(values[largest].real)
    random = RANDOM_INDEX[count - 1]
    ratio = max(0.0, (eigenvalue - count) / (count - 1) / random) if random else 0.0
    return PairwiseWeights(
        {name: float(w) for name, w in zip(criteria, weights, strict=True)},
        ratio,
        eigenvalue,
        _worst(criteria, judgements, weights),
    )


def _worst(
    criteria: Sequence[str], judgements: Mapping[tuple[str, str], float], weights: np.ndarray
) -> tuple[str, str, float, float] | None:
    weight = dict(zip(criteria, map(float, weights), strict=True))
    rated = [(a, b, value, weight[a] / weight[b]) for (a, b), value in judgements.items()]
    return max(rated, key=lambda j: abs(math.log(j[2] / j[3])), default=None)


def parse_pairs(text: str, known: Sequence[str] = ()) -> dict[tuple[str, str], float]:
    """Read ``a/b=3,a/c=1/5``: a is three times as important as b, c five times as a.

    Parameters
    ----------
    text : str
    known : sequence of criterion ids
        These may hold commas, equals signs and slashes.

    Raises
    ------
    ComparisonError
        With every part that is no such judgement, and every pair that is given twice.
    """
    pairs: dict[tuple[str, str], float] = {}
    faults: list[Fault] = []
    where = term("pairwise")
    known_pairs = {f"{a}/{b}": (a, b) for a, b in permutations(known, 2)}
    for names, number in named_numbers(text, known_pairs):
        a, _, b = names.partition("/")
        pair = known_pairs.get(names, (a.strip(), b.strip()))
        above, _, below = number.partition("/")
        if pair in pairs:
            faults.append(Fault("judgement_twice", where, pair=names))
        try:
            pairs[pair] = float(above) / float(below or 1)
        except (ValueError, ZeroDivisionError):
            faults.append(Fault("option_form", where, f"{names}={number}", form="A/B=3"))
    if faults:
        raise ComparisonError(faults)
    return pairs

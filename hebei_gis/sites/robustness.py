"""How sure a ranking is: over weights, and over the true positions of what was measured.

Rank acceptability (Lahdelma & Salminen 2001, SMAA-2): the share of draws in which a parcel
takes a rank. Equal parcels share: two that tie for first have 0.5 each of ranks 1 and 2. A
share p found by n draws has a standard error of √(p(1−p)/n). It is robustness against what was
drawn, not against wrong data, criteria left out or another method.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from hebei_gis.sites.acceptability import Acceptability, Robustness
from hebei_gis.sites.comparison import SiteComparison
from hebei_gis.sites.criteria import Veto
from hebei_gis.sites.kernels.zone_shares import Floats
from hebei_gis.sites.measuring import MeasuredSites, PerturbedValues, Surroundings, perturb_sites
from hebei_gis.sites.normalising import normalised
from hebei_gis.sites.progress import Progress
from hebei_gis.sites.scoring import RankCounter, ranks, tolerance, weigh
from hebei_gis.sites.screening import active_vetoes, fill_unknown
from hebei_gis.sites.weight_thresholds import weight_thresholds
from hebei_gis.sites.weights import all_weights, weights_around
from hebei_gis.words.errors import ComparisonError
from hebei_gis.words.facts import Titled
from hebei_gis.words.notes import Note, note

#: The robustness is computed among so many of the best parcels.
ROBUSTNESS_PARCELS = 1000
#: Winning shares are given among so many of the best.
PAIRWISE_PARCELS = 50
#: Scores computed at once; bounds the memory.
_AT_ONCE = 2_000_000
Scores = Callable[[slice], Floats]


def criteria_to_perturb(comparison: SiteComparison) -> list[str]:
    """The criteria whose values under moved positions the robustness needs."""
    return [criterion.id for criterion in comparison.criteria]


def assess_robustness(
    comparison: SiteComparison,
    measured: MeasuredSites,
    around: Surroundings,
    *,
    perturbed: PerturbedValues | None = None,
    progress: Progress | None = None,
) -> SiteComparison:
    """The same comparison with its robustness.

    Parameters
    ----------
    comparison : SiteComparison
    measured : MeasuredSites
        What it was made of.
    around : Surroundings
    perturbed : PerturbedValues, optional
        Values under moved positions, where they are there already: they do not depend on the
        weights. They must hold the ranked parcels and :func:`criteria_to_perturb`.
    progress : Progress, optional

    Raises
    ------
    StoppedError
        Where `progress` was stopped.
    """
    options = comparison.options
    keys = best_keys(comparison)
    if perturbed is None and options.positions != 0:
        perturbed = perturb_sites(
            measured.part(keys),
            criteria_to_perturb(comparison),
            around,
            seed=options.seed,
            draws=options.positions,
            progress=progress,
        )
    vetoes = active_vetoes(measured, options)
    robustness = _assess(comparison, keys, perturbed, vetoes, progress or Progress())
    return comparison.with_robustness(robustness)


def best_keys(comparison: SiteComparison) -> list[str]:
    """Keys of the ranked parcels whose robustness is computed, in the order of the parcels."""
    if len(comparison.rank) <= ROBUSTNESS_PARCELS:
        return list(map(str, comparison.rank.index))
    best = set(comparison.ranked[:ROBUSTNESS_PARCELS])
    return [str(key) for key in comparison.rank.index if key in best]


def _assess(
    comparison: SiteComparison,
    keys: Sequence[str],
    perturbed: PerturbedValues | None,
    vetoes: Mapping[str, Veto],
    progress: Progress,
) -> Robustness:
    """Robustness among the parcels of `keys`; see :func:`assess_robustness`."""
    options = comparison.options
    scores = comparison.scores.loc[list(keys)].to_numpy()
    weights, method = comparison.weight_vector, options.method
    notes: list[Note] = []
    if len(keys) < len(comparison.rank):
        notes.append(note("robustness_limited", count=len(keys)))
    drawn = weights[None, :]
    if options.weightings and len(weights) > 1:
        drawn = weights_around(weights, options.weightings, options.concentration, options.seed)

    def count(name: str, of: Scores, draws: int) -> Acceptability:
        return _accepted(name, of, draws, keys, progress)

    near = count("weights_near", lambda p: weigh(scores, drawn[p], method), len(drawn))
    everywhere = None
    if options.weightings:
        free = all_weights(len(weights), options.weightings, options.seed)
        everywhere = count("weights_all", lambda p: weigh(scores, free[p], method), len(free))
    perturbed_scores = None
    if perturbed is not None:
        try:
            perturbed_scores = _perturbed_scores(comparison, keys, perturbed, vetoes)
        except ComparisonError as error:
            fault = error.faults[0]
            reason = Titled(fault.sentence("zh"), fault.sentence("en"))
            notes.append(note("positions_unsuited", reason=reason))
    positions = None
    draws, joint_scores = len(drawn), lambda p: weigh(scores, drawn[p], method)
    if perturbed_scores is not None:
        by_draw = perturbed_scores
        positions = count(
            "positions_only", lambda p: weigh(by_draw[p], weights, method), len(by_draw)
        )
        draws = max(len(drawn), len(by_draw))
        numbers = np.arange(draws)
        joint_scores = lambda p: weigh(  # noqa: E731
            by_draw[numbers[p] % len(by_draw)], drawn[numbers[p] % len(drawn)], method
        )
    joint, pairwise = _joint(comparison, joint_scores, draws, keys, progress)
    return Robustness(
        near=near,
        everywhere=everywhere,
        positions=positions,
        joint=joint,
        pairwise=pairwise,
        thresholds=weight_thresholds(
            keys, scores, list(comparison.scores.columns), weights, method
        ),
        seed=options.seed,
        notes=tuple(notes),
    )


def _steps(draws: int, parcels: int, criteria: int = 1) -> list[slice]:
    step = max(1, _AT_ONCE // max(parcels * criteria, 1))
    return [slice(start, min(start + step, draws)) for start in range(0, draws, step)]


def _accepted(
    name: str, of: Scores, draws: int, keys: Sequence[str], progress: Progress
) -> Acceptability:
    counter = RankCounter(len(keys))
    for part in _steps(draws, len(keys)):
        progress.step(name, part.start / draws)
        counter.add(of(part))
    return _acceptability(counter, keys)


def _acceptability(counter: RankCounter, keys: Sequence[str]) -> Acceptability:
    columns = pd.RangeIndex(1, len(keys) + 1, name="rank")
    shares = pd.DataFrame(counter.shares(), index=pd.Index(keys, name="key"), columns=columns)
    return Acceptability(shares, counter.draws)


def _joint(
    comparison: SiteComparison, of: Scores, draws: int, keys: Sequence[str], progress: Progress
) -> tuple[Acceptability, pd.DataFrame]:
    counter = RankCounter(len(keys))
    order = ranks(comparison.score.loc[list(keys)].to_numpy())
    best = np.argsort(order, kind="stable")[:PAIRWISE_PARCELS]
    wins = np.zeros((len(best), len(best)))
    for part in _steps(draws, len(keys), len(comparison.weights)):
        progress.step("joint", part.start / draws)
        scores = of(part)
        counter.add(scores)
        near = tolerance(scores)
        for some in np.array_split(scores[:, best], max(1, len(scores) // 400)):
            lead = some[:, :, None] - some[:, None, :]
            wins += (lead > near).sum(axis=0) + 0.5 * (np.abs(lead) <= near).sum(axis=0)
    progress.step("joint", 1.0)
    names = pd.Index([keys[n] for n in best], name="key")
    shares = pd.DataFrame(wins / max(draws, 1), index=names, columns=names)
    return _acceptability(counter, keys), shares


def _perturbed_scores(
    comparison: SiteComparison,
    keys: Sequence[str],
    perturbed: PerturbedValues,
    vetoes: Mapping[str, Veto],
) -> Floats:
    """Normalised scores of each draw; NaN rows for parcels a veto rules out in that draw."""
    rows = {key: number for number, key in enumerate(perturbed.keys)}
    columns = {name: number for number, name in enumerate(perturbed.criteria)}
    mine = perturbed.values[:, [rows[key] for key in keys]]
    names = list(comparison.scores.columns)
    values = mine[:, :, [columns[name] for name in names]]
    criteria = [c for c in comparison.criteria if c.id in comparison.weights]
    # Unknown values are unknown in every draw, so that each draw has a known one left.
    values = fill_unknown(values, criteria, comparison.options)
    out = np.zeros(values.shape[:2], dtype=bool)
    for name, veto in vetoes.items():
        if name in columns:
            out |= veto.hit(mine[:, :, columns[name]])
    values[out] = np.nan
    return normalised(values, criteria, comparison.options.normalise, comparison.options.values)

"""Which parcels and criteria enter the ranking: vetoes, unknown values, notes on both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from hebei_gis.sites.criteria import Criterion, ValueFunction, Veto
from hebei_gis.sites.kernels.zone_shares import Floats
from hebei_gis.sites.measuring import MeasuredSites
from hebei_gis.sites.normalising import value_function
from hebei_gis.sites.options import SiteOptions
from hebei_gis.sites.weights import scaled
from hebei_gis.words.errors import ComparisonError
from hebei_gis.words.facts import Fact, Term, Titled, term
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import Note, note

#: So many reasons are told where no parcel is left.
_CAUSES = 5


@dataclass(frozen=True)
class Exclusion:
    """Why a parcel is not ranked: a veto, or an unknown value (`value` None)."""

    criterion: str
    value: float | None
    cause: Term | Titled

    def reason(self, language: str) -> str:
        """The reason in ``zh`` or ``en``, a sentence."""
        return self.cause.text(language)


@dataclass(frozen=True)
class Admission:
    """What enters the ranking.

    Attributes
    ----------
    weights : mapping of criterion id to weight
        Those that could be measured, summing to 1.
    values : DataFrame
        Ranked parcels × weighted criteria, none unknown.
    vetoed, unknown : mapping of parcel key to exclusions
    filled : mapping of parcel key to criterion ids
        Whose unknown values were replaced.
    notes : tuple of Note
    """

    weights: Mapping[str, float]
    values: pd.DataFrame
    vetoed: Mapping[str, tuple[Exclusion, ...]]
    unknown: Mapping[str, tuple[Exclusion, ...]]
    filled: Mapping[str, tuple[str, ...]]
    notes: tuple[Note, ...]


def active_vetoes(measured: MeasuredSites, options: SiteOptions) -> dict[str, Veto]:
    """Criterion → the veto that applies: declared ones, as the options switch and change them.

    Raises
    ------
    ComparisonError
        Where the options name a criterion that is not, or switch on a veto none declares.
    """
    declared = measured.criteria.criteria
    faults = []
    vetoes = {name: c.veto for name, c in declared.items() if c.veto and c.veto.applies}
    for name, choice in options.vetoes.items():
        criterion = declared.get(name)
        if criterion is None or (choice is True and criterion.veto is None):
            known = [n for n, c in declared.items() if c.veto] if criterion else list(declared)
            faults.append(Fault("unknown_choice", term("vetoes"), name, known))
        elif isinstance(choice, Veto):
            vetoes[name] = choice
        elif choice and criterion.veto:
            vetoes[name] = criterion.veto
        else:
            vetoes.pop(name, None)
    if faults:
        raise ComparisonError(faults)
    return vetoes


def admit(measured: MeasuredSites, weights: Mapping[str, float], options: SiteOptions) -> Admission:
    """Rule out vetoed parcels, leave out what could not be measured, treat unknown values.

    Raises
    ------
    ComparisonError
        Where no parcel or no criterion is left.
    """
    notes: list[Note] = []
    vetoed = _vetoed(measured, active_vetoes(measured, options), notes)
    values = measured.values.drop(index=list(vetoed))
    if values.empty and len(measured.parcels) == len(vetoed):
        raise ComparisonError([_none_left(measured, vetoed, {})])
    kept = {}
    for name, weight in weights.items():
        criterion = measured.criteria.criterion(name)
        if name in measured.unmeasured:
            notes.append(measured.unmeasured[name])
        elif values[name].isna().all():
            notes += measured.notes.get(name, ())
            notes.append(note("all_unknown", criterion=criterion.titled))
        else:
            kept[name] = weight
            notes += measured.notes.get(name, ())
    if not kept:
        raise ComparisonError([Fault("nothing_measured", term("weights"), criteria=list(weights))])
    values = values[list(kept)]
    unknown: dict[str, tuple[Exclusion, ...]] = {}
    filled: dict[str, tuple[str, ...]] = {}
    holes = values.isna()
    if options.missing == "exclude":
        for key in values.index[holes.any(axis=1)]:
            lacking = [str(name) for name in values.columns[holes.loc[key]]]
            unknown[str(key)] = tuple(_unknown(measured.criteria.criterion(n)) for n in lacking)
        values = values.drop(index=list(unknown))
        if values.empty:
            raise ComparisonError([_none_left(measured, vetoed, unknown)])
        notes += _missing_notes(measured, unknown)
    elif holes.any(axis=None):
        criteria = [measured.criteria.criterion(name) for name in kept]
        array = fill_unknown(values.to_numpy(), criteria, options)
        values = pd.DataFrame(array, index=values.index, columns=values.columns)
        filled = {
            str(key): tuple(map(str, values.columns[holes.loc[key]]))
            for key in values.index[holes.any(axis=1)]
        }
        notes += _filled_notes(measured, filled, values, options.missing)
    return Admission(scaled(kept), values, vetoed, unknown, filled, tuple(notes))


def fill_unknown(values: Floats, criteria: list[Criterion], options: SiteOptions) -> Floats:
    """Unknown values replaced by the worst or the median known one of their criterion.

    Parameters
    ----------
    values : array, shape (parcels, criteria) or (draws, parcels, criteria)
        In each criterion at least one known value a draw.

    Returns
    -------
    array
        A copy; within each draw the worst is the lowest or highest by the direction, or the
        one least worth where a value function judges.
    """
    filled = values.copy()
    for number, criterion in enumerate(criteria):
        column = filled[..., number]
        holes = np.isnan(column)
        if not holes.any():
            continue
        if options.missing == "median":
            instead = np.nanmedian(column, axis=-1, keepdims=True)
        else:
            function = value_function(criterion, options.normalise, options.values)
            instead = _worst(column, criterion, function)
        filled[..., number] = np.where(holes, instead, column)
    return filled


def _worst(column: Floats, criterion: Criterion, function: ValueFunction | None) -> Floats:
    if function is not None:
        worth = np.where(np.isnan(column), np.inf, function.worth(column))
    elif criterion.direction == "higher":
        worth = np.where(np.isnan(column), np.inf, column)
    else:
        worth = np.where(np.isnan(column), np.inf, -column)
    at = np.argmin(worth, axis=-1)
    return np.take_along_axis(column, at[..., None], axis=-1)


def _vetoed(
    measured: MeasuredSites, vetoes: Mapping[str, Veto], notes: list[Note]
) -> dict[str, tuple[Exclusion, ...]]:
    found: dict[str, list[Exclusion]] = {}
    for name, veto in vetoes.items():
        if name not in measured.values:
            continue
        criterion = measured.criteria.criterion(name)
        values = measured.values[name].to_numpy()
        for row in np.flatnonzero(veto.hit(values)):
            key = measured.parcels.keys[row]
            exclusion = _veto_reason(criterion, veto, float(values[row]))
            found.setdefault(key, []).append(exclusion)
            parcel = measured.parcels.named(key)
            notes.append(note("vetoed", parcel=parcel, reason=exclusion.cause))
        for row in np.flatnonzero(np.isnan(values)):
            parcel = measured.parcels.named(measured.parcels.keys[row])
            notes.append(note("veto_unknown", parcel=parcel, criterion=criterion.titled))
    return {key: tuple(exclusions) for key, exclusions in found.items()}


def _veto_reason(criterion: Criterion, veto: Veto, value: float) -> Exclusion:
    too_high = veto.above is not None and value > veto.above
    limit = veto.above if too_high else veto.below
    unit = f" {criterion.unit}" if criterion.unit else ""
    facts: dict[str, Fact] = {
        "criterion": criterion.titled, "value": f"{value:.6g}{unit}", "limit": f"{limit:g}{unit}",
    }  # fmt: skip
    kind = "above_limit" if too_high else "below_limit"
    if veto.reason_zh or veto.reason_en:
        kind += "_because"
        facts["reason"] = _unstopped(Titled(veto.reason_zh, veto.reason_en))
    return Exclusion(criterion.id, value, term(kind, **facts))


def _unstopped(words: Term | Titled) -> Titled:
    """The same without the full stop at the end."""
    return Titled(words.text("zh").rstrip("。."), words.text("en").rstrip(".。"))


def _unknown(criterion: Criterion) -> Exclusion:
    return Exclusion(criterion.id, None, term("value_unknown", criterion=criterion.titled))


def _none_left(
    measured: MeasuredSites,
    vetoed: Mapping[str, tuple[Exclusion, ...]],
    unknown: Mapping[str, tuple[Exclusion, ...]],
) -> Fault:
    causes: list[Fact] = [
        term("parcel_because", parcel=key, reason=_unstopped(exclusions[0].cause))
        for key, exclusions in {**vetoed, **unknown}.items()
    ]
    if len(causes) > _CAUSES:
        causes[_CAUSES:] = [term("more_names", count=len(causes) - _CAUSES)]
    return Fault("none_left", measured.parcels.where, reasons=causes)


def _missing_notes(
    measured: MeasuredSites, unknown: Mapping[str, tuple[Exclusion, ...]]
) -> list[Note]:
    notes = []
    for key, exclusions in unknown.items():
        criteria = [measured.criteria.criterion(e.criterion) for e in exclusions]
        parcel = measured.parcels.named(key)
        notes.append(
            note("excluded_missing", parcel=parcel, criterion=[c.titled for c in criteria])
        )
    return notes


def _filled_notes(
    measured: MeasuredSites,
    filled: Mapping[str, tuple[str, ...]],
    values: pd.DataFrame,
    missing: str,
) -> list[Note]:
    how = term(f"the_{missing}")
    rows = {str(key): row for row, key in enumerate(values.index)}
    notes = []
    for key, names in filled.items():
        for name in names:
            criterion = measured.criteria.criterion(name)
            value = f"{values[name].to_numpy()[rows[key]]:.6g} {criterion.unit}".strip()
            notes.append(
                note(
                    "filled", parcel=measured.parcels.named(key), criterion=criterion.titled,
                    how=how, value=value,
                )
            )  # fmt: skip
    return notes

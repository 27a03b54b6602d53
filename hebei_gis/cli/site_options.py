"""Options of ``sites compare`` as values; every unknown choice at once."""

from __future__ import annotations

import argparse
import re
from collections.abc import Collection, Iterable
from typing import Any

from hebei_gis.files.toml import validated
from hebei_gis.sites import (
    METHODS,
    MISSING,
    NORMALISATIONS,
    Criteria,
    Criterion,
    Fault,
    Note,
    Parcels,
    SiteOptions,
    ValueFunction,
    Veto,
    column_criterion,
    parse_pairs,
    parse_weights,
    weights_from_pairs,
)
from hebei_gis.sites.options import LARGEST
from hebei_gis.words.errors import ComparisonError
from hebei_gis.words.facts import listed

_VETO = re.compile(r"^(?P<id>.+)(?P<sign>[<>])(?P<limit>[^<>]+)$", re.DOTALL)


def options_of(
    options: argparse.Namespace, criteria: Criteria
) -> tuple[SiteOptions, tuple[Note, ...]]:
    """The options as values, and what is to be said of pairwise judgements.

    Raises
    ------
    ComparisonError
        With every unknown choice.
    LayerError
        With every value that does not fit.
    """
    known = list(criteria.criteria)
    faults = [
        Fault("unknown_choice", f"--{name}", getattr(options, name), list(choices))
        for name, choices in (
            ("method", METHODS), ("normalise", NORMALISATIONS), ("missing", MISSING),
        )
        if getattr(options, name) not in choices
    ]  # fmt: skip
    if options.preset and options.preset not in criteria.presets:
        faults.append(Fault("unknown_choice", "--preset", options.preset, list(criteria.presets)))
    if options.weights and options.pairwise:
        faults.append(Fault("weights_and_pairwise", "--weights, --pairwise"))
    faults += [
        Fault("number_range", f"--{name}", str(value), least="0", most=str(most))
        for name, most in LARGEST.items()
        if (value := getattr(options, name)) is not None and not 0 <= value <= most
    ]
    if faults:
        raise ComparisonError(faults)
    values: dict[str, Any] = {
        "preset": options.preset,
        "method": options.method,
        "normalise": options.normalise,
        "missing": options.missing,
        "values": dict(map(_target, options.target)),
        "vetoes": dict(_veto(text, known) for text in options.veto)
        | dict.fromkeys(options.no_veto, False),
    }
    notes: tuple[Note, ...] = ()
    if options.weights:
        values["weights"] = parse_weights(options.weights, known)
    elif options.pairwise:
        pairs = parse_pairs(options.pairwise, known)
        names = list(dict.fromkeys(name for pair in pairs for name in pair))
        found = weights_from_pairs(names, pairs)
        values["weights"], notes = dict(found.weights), found.notes
    for name in LARGEST:
        if getattr(options, name) is not None:
            values[name] = getattr(options, name)
    return validated(SiteOptions, values, "sites compare"), notes


def column_of(text: str) -> Criterion:
    """The criterion of ``NAME=higher|lower``; the name may hold any sign.

    Raises
    ------
    ComparisonError
        Where it is written another way.
    """
    name, _, direction = text.rpartition("=")
    direction = direction.strip()
    if not name.strip() or direction not in ("higher", "lower"):
        raise ComparisonError([Fault("option_form", "--column", text, form="NAME=higher|lower")])
    return column_criterion(name.strip(), "higher" if direction == "higher" else "lower")


def check_columns(criteria: Iterable[Criterion], parcels: Parcels) -> None:
    """That the parcel table has the columns that were named.

    Raises
    ------
    ComparisonError
        With every column it lacks, and those it has.
    """
    table = parcels.features
    there = listed(name for name in table.columns if name != table.geometry.name)
    lacking = [c for criterion in criteria for c in criterion.columns or () if c not in table]
    if lacking:
        raise ComparisonError(
            [Fault("no_such_column", "--column", name, there, parcels=parcels.where)
             for name in dict.fromkeys(lacking)]
        )  # fmt: skip


def _target(text: str) -> tuple[str, ValueFunction]:
    name, _, numbers = text.rpartition("=")
    target, _, none = numbers.replace("：", ":").partition(":")
    try:
        at, nothing = float(target), float(none)
    except ValueError:
        fault = Fault("option_form", "--target", text, form="ID=TARGET:NONE")
        raise ComparisonError([fault]) from None
    side = "none_above" if nothing > at else "none_below"
    where = f"--target {name}"
    return name.strip(), validated(ValueFunction, {"target": at, side: nothing}, where)


def _veto(text: str, known: Collection[str]) -> tuple[str, Veto | bool]:
    found = _VETO.match(text)
    if not found or text.strip() in known:
        return text.strip(), True
    try:
        limit = float(found["limit"])
    except ValueError:
        fault = Fault("option_form", "--veto", text, form="ID | ID>N | ID<N")
        raise ComparisonError([fault]) from None
    side = "above" if found["sign"] == ">" else "below"
    return found["id"].strip(), validated(Veto, {side: limit}, f"--veto {text}")

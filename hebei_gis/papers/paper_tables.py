"""Tables that the report and the offline page both hold: titles, headings, cells in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hebei_gis.papers.findings import (
    criterion_words,
    joint_share,
    measured_by,
    scaling_words,
    weighting_words,
)
from hebei_gis.papers.paper_request import PaperRequest
from hebei_gis.papers.parcel_sheet import ParcelSheet, basis_words, distance_words


@dataclass(frozen=True)
class PaperTable:
    """A table in words.

    Attributes
    ----------
    title : str
    header : tuple of str
    rows : tuple of rows of str
    numbers : tuple of int
        Columns set to the right.
    keys : tuple of parcel keys
        One a row, where each row is a parcel's.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()


def _table(
    request: PaperRequest,
    title: str,
    columns: str,
    rows: Iterable[Sequence[str]],
    numbers: tuple[int, ...] = (),
    keys: tuple[str, ...] = (),
) -> PaperTable:
    header = tuple(request.say(name) for name in columns.split())
    return PaperTable(request.say(title), header, tuple(map(tuple, rows)), numbers, keys)


def criteria_table(request: PaperRequest) -> PaperTable:
    """Criteria with their weights, and what each is measured by."""
    say, weights = request.say, request.comparison.weights
    rows = [
        [
            criterion_words(criterion, request.language),
            say(criterion.direction),
            f"{weights[criterion.id]:.3f}" if criterion.id in weights else say("only_veto"),
            scaling_words(request, criterion) if criterion.id in weights else "",
            measured_by(request, criterion),
        ]
        for criterion in request.comparison.criteria
    ]
    columns = "criterion direction weight scaling measured_by"
    return _table(request, "table_criteria", columns, rows, (2,))


def ranking_table(request: PaperRequest, most: int | None = None) -> PaperTable:
    """The ranked parcels, the best first; `most` of them."""
    keys = request.ranked[:most]
    rows = [
        [
            str(request.rank(key)),
            key,
            request.names[key],
            f"{request.score(key):.3f}",
            weighting_words(request, key),
            joint_share(request, key),
        ]
        for key in keys
    ]
    columns = "rank key name score robustness first_both"
    return _table(request, "table_ranking", columns, rows, (0, 3, 5), keys)


def unranked_table(request: PaperRequest, most: int | None = None) -> PaperTable:
    """The parcels ruled out or unknown, with the reason; `most` of them."""
    keys = request.unranked[:most]
    rows = []
    for key in keys:
        status = "status_vetoed" if key in request.comparison.vetoed else "status_unknown"
        reasons = " ".join(request.reasons(key))
        rows.append([key, request.names[key], request.say(status), reasons])
    return _table(request, "unranked", "key name status reason", rows, (), keys)


def facts_table(request: PaperRequest, sheet: ParcelSheet) -> PaperTable:
    """A parcel's values and scores, criterion by criterion."""
    rows = [[f.criterion, f.value, f.score, f.weighted, f.rank] for f in sheet.facts]
    columns = "criterion value_column score contribution rank_here"
    return _table(request, "table_facts", columns, rows, (2, 3, 4))


def surroundings_table(request: PaperRequest, sheet: ParcelSheet) -> PaperTable:
    """The features around a parcel; their letters on its picture stand first."""
    rows = [
        [
            one.letter,
            one.layer,
            one.name,
            distance_words(request, sheet.key, one),
            f"±{one.uncertainty_m:,.0f}",
            basis_words(one.basis, request.language),
        ]
        for one in sheet.neighbours
    ]
    columns = "on_map layer feature distance uncertainty basis"
    return _table(request, "table_surroundings", columns, rows, (3, 4))


def entries_table(request: PaperRequest, sheet: ParcelSheet) -> PaperTable:
    """The plan entries that bear on a parcel."""
    rows = [[e.relation, e.id, e.title, e.locator, e.through] for e in sheet.entries]
    return _table(request, "table_entries", "relation entry name locator through", rows)

"""Pieces of the offline page: every text is escaped here, and nowhere else."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

from hebei_gis.files.cells_out import clean_text
from hebei_gis.papers.colours import criterion_color, dark, rank_color
from hebei_gis.papers.findings import criterion_words, share_words
from hebei_gis.papers.parcel_sheet import (
    PER_LAYER,
    REACH_M,
    ParcelSheet,
    basis_words,
    distance_words,
)
from hebei_gis.papers.report_request import PaperRequest

#: Ranks shown apart in the bars of acceptability; the rest is one pale piece.
RANKS_APART = 10
_REST = "#E3E6EA"


def escaped(words: str) -> str:
    """Text as HTML, also inside quoted attributes."""
    return html.escape(clean_text(words), quote=True)


def element(tag: str, words: str, css: str = "") -> str:
    """An element that holds text."""
    return f"<{tag}{_class(css)}>{escaped(words)}</{tag}>"


def _class(css: str) -> str:
    return f' class="{css}"' if css else ""


def table(
    request: PaperRequest,
    caption: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    numbers: Sequence[int] = (),
    keys: Sequence[str] = (),
) -> str:
    """A table; its caption says where the data is made up.

    Parameters
    ----------
    numbers : sequence of int
        Columns set to the right.
    keys : sequence of parcel keys
        Rows that find their parcel on the map.
    """
    head = "".join(f'<th scope="col">{escaped(words)}</th>' for words in header)
    lines = []
    for number, row in enumerate(rows):
        cells = "".join(
            f"<td{_class('number' if place in numbers else '')}>{escaped(words)}</td>"
            for place, words in enumerate(row)
        )
        key = f' data-key="{escaped(keys[number])}" tabindex="0"' if keys else ""
        lines.append(f"<tr{key}>{cells}</tr>")
    return (
        f'<div class="scroll"><table><caption>{mark(request)}{escaped(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def mark(request: PaperRequest) -> str:
    """The mark of made-up data; empty for real data."""
    words = request.say("demonstration_mark")
    return f"{element('span', words, 'mark')} " if request.demonstration else ""


def _bar(pieces: Iterable[tuple[float, str, str, str]]) -> str:
    """A bar of pieces: share of the width, colour, what a pointer is told, a word on it."""
    parts = []
    for share, color, title, words in pieces:
        if share <= 0:
            continue
        ink = "#FFFFFF" if dark(color) else "#000000"
        label = escaped(words) if share > 0.045 else ""
        parts.append(
            f'<i style="width:{share * 100:.3f}%;background:{color};color:{ink}" '
            f'title="{escaped(title)}">{label}</i>'
        )
    return f'<div class="bar">{"".join(parts)}</div>'


def contribution_bars(request: PaperRequest) -> str:
    """A bar a ranked parcel: what each criterion adds; as long as its score, 1 is the whole."""
    comparison = request.comparison
    weighted = comparison.scores * comparison.weight_vector
    rows: dict[Any, Any] = weighted.to_dict("index")
    titles = [criterion_words(c, request.language) for c in comparison.weighed]
    lines = []
    for key in request.ranked:
        pieces = [
            (rows[key][c.id], criterion_color(number), f"{title}: {rows[key][c.id]:.3f}",
             str(number + 1))
            for number, (c, title) in enumerate(zip(comparison.weighed, titles, strict=True))
        ]  # fmt: skip
        lines.append(_line(request, key, _bar(pieces), f"{request.score(key):.3f}"))
    legend = "".join(
        f'<span><i style="background:{criterion_color(number)}"></i>{number + 1} '
        f"{escaped(title)}</span>"
        for number, title in enumerate(titles)
    )
    return f'<div class="legend">{legend}</div><div class="bars">{"".join(lines)}</div>'


def acceptability_bars(request: PaperRequest) -> str:
    """A bar a ranked parcel: in which share of the draws it takes each rank."""
    robustness = request.comparison.robustness
    if robustness is None or not request.ranked:
        return element("p", request.say("robustness_none"))
    count = min(RANKS_APART, len(request.ranked))
    lines = []
    for key in request.ranked:
        if key not in robustness.joint.shares.index:
            continue
        shares = robustness.joint.by_rank(key)
        pieces = []
        for rank in range(1, count + 1):
            share = shares.get(str(rank), 0.0)
            title = f"{request.say('rank_share', rank=rank)}: {_share(request, share)}"
            pieces.append((share, rank_color(rank, count), title, str(rank)))
        rest = sum(share for rank, share in shares.items() if int(rank) > count)
        pieces.append((rest, _REST, f"> {count}: {_share(request, rest)}", "…"))
        first = _share(request, robustness.joint.first(key))
        lines.append(_line(request, key, _bar(pieces), first))
    legend = "".join(
        f'<span><i style="background:{rank_color(rank, count)}"></i>'
        f"{escaped(request.say('rank_share', rank=rank))}</span>"
        for rank in range(1, count + 1)
    )
    about = request.say("acceptability_about", draws=f"{robustness.joint.draws:,}")
    return (
        f'{element("p", about, "aside")}<div class="legend">{legend}</div>'
        f'<div class="bars">{"".join(lines)}</div>'
    )


def _share(request: PaperRequest, share: float) -> str:
    return share_words(share, request.language)


def _line(request: PaperRequest, key: str, bar: str, figure: str) -> str:
    name = f"{request.rank(key)} {request.names[key]}"
    return f"<div>{escaped(name)}</div><div>{bar}</div><div>{escaped(figure)}</div>"


def sheet_part(request: PaperRequest, sheet: ParcelSheet) -> str:
    """One parcel's sheet, folded."""
    say = request.say
    lines = [sheet.standing, sheet.robustness, *sheet.reasons, *sheet.accuracy]
    parts = [element("p", line) for line in lines if line]
    header = [say(n) for n in ("criterion", "value_column", "score", "contribution", "rank_here")]
    facts = [[f.criterion, f.value, f.score, f.weighted, f.rank] for f in sheet.facts]
    parts.append(table(request, say("table_facts"), header, facts, (2, 3, 4)))
    if sheet.neighbours:
        header = [say(n) for n in ("layer", "feature", "distance", "uncertainty", "basis")]
        rows = [
            [
                one.layer,
                one.name,
                distance_words(request, sheet.key, one),
                f"±{one.uncertainty_m:,.0f}",
                basis_words(one.basis, request.language),
            ]
            for one in sheet.neighbours
        ]
        parts.append(table(request, say("table_surroundings"), header, rows, (2, 3)))
        about = say("surroundings_about", reach=f"{REACH_M:,.0f}", count=PER_LAYER)
        parts.append(element("p", about, "aside"))
    if sheet.entries:
        header = [say(n) for n in ("relation", "entry", "name", "locator", "through")]
        rows = [[e.relation, e.id, e.title, e.locator, e.through] for e in sheet.entries]
        parts.append(table(request, say("table_entries"), header, rows))
        for entry in sheet.entries:
            if entry.quoted:
                parts.append(element("p", say("quote", id=entry.id), "aside"))
                parts.append(element("blockquote", entry.quoted))
    else:
        parts.append(element("p", say("entries_none")))
    rank = "" if sheet.rank is None else f"{sheet.rank} "
    summary = f"<summary>{mark(request)}{escaped(rank + sheet.name)}</summary>"
    return f"<details>{summary}{''.join(parts)}</details>"

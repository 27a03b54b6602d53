"""The bars of the offline page: what each criterion adds, and the ranks a parcel may take."""

from __future__ import annotations

from typing import Any, NamedTuple

from hebei_gis.papers.findings import criterion_words, share_words
from hebei_gis.papers.paper_colours import criterion_color, rank_color
from hebei_gis.papers.paper_request import PaperRequest

#: Ranks shown apart in the bars of acceptability; the rest is one pale piece.
RANKS_APART = 10
_REST = "#E3E6EA"


class Piece(NamedTuple):
    """A piece of a bar: share of the whole width, what a pointer is told, a word on it."""

    share: float
    color: str
    title: str
    word: str


class Bar(NamedTuple):
    """A parcel's bar, with its name before and a figure behind."""

    name: str
    pieces: list[Piece]
    figure: str


class Bars(NamedTuple):
    """Bars under one legend of colours and their words."""

    legend: list[tuple[str, str]]
    bars: list[Bar]


def contribution_bars(request: PaperRequest) -> Bars:
    """A bar a ranked parcel: what each criterion adds; as long as its score, 1 is the whole."""
    comparison, colon = request.comparison, request.say("colon")
    weighted: dict[Any, Any] = (comparison.scores * comparison.weight_vector).to_dict("index")
    named = [
        (number, criterion.id, criterion_words(criterion, request.language))
        for number, criterion in enumerate(comparison.weighed)
    ]
    bars = []
    for key in request.ranked:
        pieces = [
            Piece(share, criterion_color(n), f"{title}{colon}{share:.3f}", str(n + 1))
            for n, criterion, title in named
            if (share := weighted[key][criterion]) > 0
        ]
        bars.append(Bar(_name(request, key), pieces, f"{request.score(key):.3f}"))
    return Bars([(criterion_color(n), f"{n + 1} {title}") for n, _, title in named], bars)


def acceptability_bars(request: PaperRequest) -> Bars | None:
    """A bar a ranked parcel: its share of the draws at each rank; None where none were made."""
    robustness = request.comparison.robustness
    if robustness is None:
        return None
    joint, colon = robustness.joint, request.say("colon")
    count = min(RANKS_APART, len(request.ranked))
    legend = [
        (rank_color(rank, count), request.say("rank_share", rank=rank))
        for rank in range(1, count + 1)
    ]
    bars = []
    for key in (key for key in request.ranked if key in joint.shares.index):
        shares = joint.by_rank(key)
        rest = sum(share for rank, share in shares.items() if int(rank) > count)
        drawn = [(shares.get(str(n), 0.0), *piece, str(n)) for n, piece in enumerate(legend, 1)]
        pieces = [
            Piece(share, color, f"{title}{colon}{share_words(share, request.language)}", word)
            for share, color, title, word in [*drawn, (rest, _REST, f"> {count}", "…")]
            if share > 0
        ]
        first = share_words(joint.first(key), request.language)
        bars.append(Bar(_name(request, key), pieces, first))
    return Bars(legend, bars)


def _name(request: PaperRequest, key: str) -> str:
    return f"{request.rank(key)} {request.names[key]}"

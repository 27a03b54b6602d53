"""The bars of the offline page: what each criterion adds, and the ranks a parcel may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hebei_gis.papers.findings import criterion_words, share_words
from hebei_gis.papers.paper_colours import criterion_color, dark, rank_color
from hebei_gis.papers.paper_request import PaperRequest

#: Ranks shown apart in the bars of acceptability; the rest is one pale piece.
RANKS_APART = 10
_REST = "#E3E6EA"
#: Pieces of a smaller share hold no word.
_LABELLED = 0.045


@dataclass(frozen=True)
class Piece:
    """A piece of a bar: share of the whole width, what a pointer is told, a word on it."""

    share: float
    color: str
    title: str
    word: str

    @property
    def label(self) -> str:
        """The word, where there is room for it."""
        return self.word if self.share > _LABELLED else ""

    @property
    def ink(self) -> str:
        """Colour of the word."""
        return "#FFFFFF" if dark(self.color) else "#000000"


@dataclass(frozen=True)
class Bar:
    """A parcel's bar, with its name before and a figure behind."""

    name: str
    pieces: tuple[Piece, ...]
    figure: str


@dataclass(frozen=True)
class Bars:
    """Bars under one legend of colours and their words."""

    legend: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]


def contribution_bars(request: PaperRequest) -> Bars:
    """A bar a ranked parcel: what each criterion adds; as long as its score, 1 is the whole."""
    comparison, colon = request.comparison, request.say("colon")
    weighted: dict[Any, Any] = (comparison.scores * comparison.weight_vector).to_dict("index")
    titles = [criterion_words(c, request.language) for c in comparison.weighed]
    named = list(enumerate(zip(comparison.weighed, titles, strict=True)))
    bars = []
    for key in request.ranked:
        pieces = []
        for number, (criterion, title) in named:
            share = weighted[key][criterion.id]
            told = f"{title}{colon}{share:.3f}"
            pieces.append(Piece(share, criterion_color(number), told, str(number + 1)))
        bars.append(_bar(request, key, pieces, f"{request.score(key):.3f}"))
    legend = [(criterion_color(n), f"{n + 1} {title}") for n, title in enumerate(titles)]
    return Bars(tuple(legend), tuple(bars))


def acceptability_bars(request: PaperRequest) -> Bars | None:
    """A bar a ranked parcel: its share of the draws at each rank; None where none were made."""
    firmness = request.comparison.firmness
    if firmness is None:
        return None
    count, colon = min(RANKS_APART, len(request.ranked)), request.say("colon")
    ranks = [
        (rank, rank_color(rank, count), request.say("rank_share", rank=rank))
        for rank in range(1, count + 1)
    ]
    bars = []
    for key in request.ranked:
        if key not in firmness.joint.shares.index:
            continue
        shares = firmness.joint.by_rank(key)
        pieces = []
        for rank, color, title in ranks:
            share = shares.get(str(rank), 0.0)
            told = f"{title}{colon}{share_words(share, request.language)}"
            pieces.append(Piece(share, color, told, str(rank)))
        rest = sum(share for rank, share in shares.items() if int(rank) > count)
        told = f"> {count}{colon}{share_words(rest, request.language)}"
        pieces.append(Piece(rest, _REST, told, "…"))
        first = share_words(firmness.joint.first(key), request.language)
        bars.append(_bar(request, key, pieces, first))
    return Bars(tuple((color, title) for _, color, title in ranks), tuple(bars))


def _bar(request: PaperRequest, key: str, pieces: list[Piece], figure: str) -> Bar:
    drawn = tuple(piece for piece in pieces if piece.share > 0)
    return Bar(f"{request.rank(key)} {request.names[key]}", drawn, figure)

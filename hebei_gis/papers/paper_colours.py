"""Colours of the papers: ranks from dark to pale, criteria from a set most eyes can tell apart."""

from __future__ import annotations

#: The best rank's colour first; lightness falls in one direction, so print keeps the order.
RANK_RAMP = ("#0C2C84", "#225EA8", "#1D91C0", "#41B6C4", "#7FCDBB", "#C7E9B4")
#: Not ranked.
UNRANKED = "#B9BEC4"
#: Of criteria, in their order; repeats after the last.
CRITERIA = (
    "#4477AA", "#EE6677", "#228833", "#CCBB44", "#66CCEE", "#AA3377", "#EE7733", "#009988",
    "#BB5566", "#DDAA33", "#004488", "#999933", "#882255", "#44AA99", "#DDCC77", "#332288",
)  # fmt: skip


def rank_color(rank: int, count: int) -> str:
    """Colour of a rank among `count` ranked parcels: #RRGGBB."""
    if count < 2:
        return RANK_RAMP[0]
    place = (min(rank, count) - 1) / (count - 1) * (len(RANK_RAMP) - 1)
    low = min(int(place), len(RANK_RAMP) - 2)
    return mixed(RANK_RAMP[low + 1], RANK_RAMP[low], place - low)


def criterion_color(number: int) -> str:
    """Colour of the criterion of that number, from 0."""
    return CRITERIA[number % len(CRITERIA)]


def mixed(color: str, other: str, share: float) -> str:
    """`share` of `color` in `other`."""
    pairs = zip(rgb(color), rgb(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def rgb(color: str) -> tuple[int, int, int]:
    """#RRGGBB as three numbers."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def dark(color: str) -> bool:
    """Whether white writing reads better on it than black."""
    red, green, blue = rgb(color)
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140

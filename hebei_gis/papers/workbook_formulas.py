"""Normalisations as formulas of a workbook: the same arithmetic as ``sites.normalising``."""

from __future__ import annotations

import math
from collections.abc import Sequence

from hebei_gis.formats.workbook_writing import Formula
from hebei_gis.sites import Criterion

#: Normalisation → the figures of a whole column its formula needs, by direction.
FIGURES: dict[str, dict[str, tuple[str, ...]]] = {
    "min_max": {"higher": ("minimum", "maximum"), "lower": ("minimum", "maximum")},
    "max": {"higher": ("maximum",), "lower": ("maximum",)},
    "sum": {"higher": ("total",), "lower": ("total_inverse",)},
    "vector": {"higher": ("root_squares",), "lower": ("root_squares",)},
    "value": {"higher": (), "lower": ()},
}
#: In the order of the rows that hold them.
FIGURE_ROWS = ("minimum", "maximum", "total", "total_inverse", "root_squares")


def figure_formula(figure: str, column: str, values: Sequence[float]) -> Formula:
    """One figure of a whole column, a range of the sheet of values."""
    if figure == "minimum":
        return Formula(f"MIN({column})", min(values))
    if figure == "maximum":
        return Formula(f"MAX({column})", max(values))
    if figure == "total":
        return Formula(f"SUM({column})", math.fsum(values))
    if figure == "total_inverse":
        inverse = math.fsum(1 / v for v in values) if all(values) else 0.0
        return Formula(f"IF(COUNTIF({column},0)=0,SUMPRODUCT(1/{column}),0)", inverse)
    return Formula(f"SQRT(SUMSQ({column}))", math.sqrt(math.fsum(v * v for v in values)))


def score_formula(
    criterion: Criterion, scaling: str, cell: str, figures: dict[str, str], corners: tuple[str, str]
) -> str:
    """The score of one value, 0–1, the higher the better.

    Parameters
    ----------
    criterion : Criterion
    scaling : str
        One of :data:`FIGURES`.
    cell : str
        Address of the value.
    figures : mapping of figure to address
    corners : pair of ranges
        Values and worths of the value function, across.
    """
    higher = criterion.direction == "higher"
    if scaling == "value":
        return _interpolation(cell, *corners)
    if scaling == "min_max":
        low, high = figures["minimum"], figures["maximum"]
        part = f"({cell}-{low})" if higher else f"({high}-{cell})"
        return f"IF({high}>{low},{part}/({high}-{low}),0)"
    if scaling == "sum" and not higher:
        whole = figures["total_inverse"]
        return f"IF({whole}>0,(1/{cell})/{whole},0)"
    whole = figures[FIGURES[scaling]["higher"][0]]
    part = f"IF({whole}>0,{cell}/{whole},0)"
    return part if higher else f"1-{part}"


def _interpolation(cell: str, values: str, worths: str) -> str:
    """Piecewise linear, flat beyond both ends."""
    last = f"COLUMNS({values})"
    place = f"MATCH({cell},{values},1)"
    low, high = f"INDEX({values},1,{place})", f"INDEX({values},1,{place}+1)"
    from_, to = f"INDEX({worths},1,{place})", f"INDEX({worths},1,{place}+1)"
    between = f"{from_}+({cell}-{low})*({to}-{from_})/({high}-{low})"
    return (
        f"IF({cell}<=INDEX({values},1,1),INDEX({worths},1,1),"
        f"IF({cell}>=INDEX({values},1,{last}),INDEX({worths},1,{last}),{between}))"
    )

"""Coordinates held against their declaration and against named features that are known here."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from hebei_gis.geo.cgcs2000 import gauss_kruger_codes
from hebei_gis.geo.crs import (
    CGCS2000,
    WEB_MERCATOR,
    WGS84,
    distance_m,
    in_degrees,
    to_datum,
)
from hebei_gis.geo.shapes import Shapes
from hebei_gis.geo.shifted_datums import BD09, GCJ02, Floats
from hebei_gis.intake.datums import Reference
from hebei_gis.layers.preparing import PreparedLayer
from hebei_gis.words.facts import Fact, Term, term
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import Note, note
from hebei_gis.words.questions import AS_DECLARED, CRS_IS, DATUM_IS, SWAP, Question

Bounds = tuple[float, float, float, float]

#: Positions looked at; more prove nothing more.
_SAMPLE = 400
#: So many rows must lie within the bounds for a reference to be believed.
_BELIEVED_SHARE = 0.5
_OFFERED = 3
#: Features whose own position is worse than this prove no shift.
_KNOWN_ACCURACY_M = 150.0
#: Names needed, and by how much another datum must fit better.
_NAMES_NEEDED = 3
_BETTER_BY_M = 100.0
_BETTER_SHARE = 0.5


@dataclass(frozen=True)
class Known:
    """Named features of the workspace: name → longitude and latitude in WGS 84."""

    places: Mapping[str, tuple[float, float]]


def known_features(layers: Iterable[PreparedLayer]) -> Known:
    """Where the named features of layers lie; names in two far places are left out."""
    found: dict[str, list[tuple[float, float]]] = {}
    for layer in layers:
        good = layer.features[layer.features["accuracy_m"] <= _KNOWN_ACCURACY_M]
        if good.empty:
            continue
        spots = shapely.point_on_surface(to_datum(good, WGS84).geometry.to_numpy())
        for name, lon, lat in zip(
            good["name_zh"], shapely.get_x(spots), shapely.get_y(spots), strict=True
        ):
            if plain_name(name):
                found.setdefault(plain_name(name), []).append((float(lon), float(lat)))
    return Known({name: spots[0] for name, spots in found.items() if _one_place(spots)})


def _one_place(spots: Sequence[tuple[float, float]]) -> bool:
    """Whether positions of one name are the same place, given by several layers."""
    lon, lat = np.array(spots).T
    return float(np.max(distance_m(lon, lat, lon[:1], lat[:1]))) <= _KNOWN_ACCURACY_M


def plain_name(name: Any) -> str:
    """A name without blanks and with one form of each character, for comparing."""
    return "".join(unicodedata.normalize("NFKC", str(name or "")).split())


def middles(shapes: Shapes) -> tuple[Floats, Floats]:
    """Middles of the shapes' boxes, as stored; nan where there is no shape."""
    boxes = shapely.bounds(shapes).reshape(-1, 4)
    return (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2


def inside(lon: Floats, lat: Floats, bounds: Bounds) -> Any:
    """Whether positions lie within west, south, east, north."""
    west, south, east, north = bounds
    with np.errstate(invalid="ignore"):
        return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def place_question(
    shapes: Shapes, reference: Reference, bounds: Bounds, where: str
) -> Question | None:
    """Ask where most rows lie outside the workspace, and offer what would put them inside.

    Looks for swapped axes, degrees for metres and the reverse, a zone prefix that is missing or
    too many, and other zones. Offered mends stand in order of how little they change.
    """
    x, y = middles(shapes)
    x, y = _sampled(x, y)
    if not len(x):
        return None
    lon, lat = reference.to_wgs84(x, y)
    if inside(lon, lat, bounds).mean() >= _BELIEVED_SHARE:
        return None
    fits: list[tuple[str, float]] = []
    for mend, other in _others(reference, float(np.median(np.abs(x))), bounds):
        found_lon, found_lat = other.to_wgs84(x, y)
        if inside(found_lon, found_lat, bounds).mean() >= _BELIEVED_SHARE:
            fits.append((mend, _median_m(lon, lat, found_lon, found_lat)))
    spot = f"{plain_number(np.median(x))}, {plain_number(np.median(y))}"
    facts: dict[str, Fact] = {"crs": reference.label, "spot": spot}
    if not fits:
        away = _median_m(
            lon, lat, np.array((bounds[0] + bounds[2]) / 2), np.array((bounds[1] + bounds[3]) / 2)
        )
        found = _lies(facts, away, "nowhere_on_earth", "far_from_here")
        expected = term("positions_within", bounds=bounds_named(bounds))
        remedy = term("correct_crs")
        fault = Fault("coordinates_disagree", where, found, expected, remedy=remedy)
        return Question(fault, (), _told_m(away))
    mend, moved = fits[0]
    found = _lies({**facts, "mend": _mend_words(mend)}, moved, "nowhere_but", "far_from_mended")
    expected, remedy = term("positions_in_workspace"), term("accept_or_correct")
    fault = Fault("coordinates_disagree", where, found, expected, remedy=remedy)
    return Question(fault, tuple(name for name, _ in fits[:_OFFERED]), _told_m(moved))


def _told_m(distance: float) -> float | None:
    """A distance as a question tells it: none from what lies nowhere on Earth."""
    return float(distance) if np.isfinite(distance) else None


def plain_number(value: float) -> str:
    """A coordinate as people write it, without an exponent: degrees to 6 decimals, whole metres."""
    if abs(value) > 360:
        return f"{value:.0f}"
    return f"{value:.6f}".rstrip("0").rstrip(".")


def bounds_named(bounds: Bounds) -> Term:
    """West, south, east and north, each by its word."""
    west, south, east, north = map(plain_number, bounds)
    return term("bounds_named", west=west, south=south, east=east, north=north)


def _lies(facts: Mapping[str, Fact], distance: float, nowhere: str, far: str) -> Term:
    if not np.isfinite(distance):
        return Term(nowhere, facts)
    return Term(far, {**facts, "metres": float(distance)})


def _mend_words(mend: str) -> list[Fact]:
    return [
        term("mend_swap") if part == SWAP else term("mend_read_as", name=part.removeprefix(CRS_IS))
        for part in mend.split("+")
    ]


def _sampled(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    whole = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if len(whole) > _SAMPLE:
        whole = whole[np.linspace(0, len(whole) - 1, _SAMPLE).astype(int)]
    return x[whole], y[whole]


def _others(reference: Reference, size: float, bounds: Bounds) -> list[tuple[str, Reference]]:
    """Other ways to read the coordinates, the smallest change first."""
    straight = replace(reference, swapped=False)
    crossed = replace(reference, swapped=True)
    degrees = size <= 360
    zones = gauss_kruger_codes((bounds[0] + bounds[2]) / 2)
    codes = [CGCS2000, WGS84] if degrees else [*zones, WEB_MERCATOR]
    if reference.code == WGS84 and degrees:
        codes = [WGS84]
    others = [(SWAP, crossed)] if not reference.swapped else []
    for code in codes:
        if code != reference.code:
            others.append((f"{CRS_IS}{code}", replace(straight, code=code, shift=None)))
    for code in codes:
        if code != reference.code:
            others.append((f"{SWAP}+{CRS_IS}{code}", replace(crossed, code=code, shift=None)))
    return others


def _median_m(lon1: Floats, lat1: Floats, lon2: Floats, lat2: Floats) -> float:
    whole = np.isfinite(lon1) & np.isfinite(lat1) & (np.abs(lat1) <= 90) & (np.abs(lon1) <= 360)
    if not whole.any():
        return float("inf")
    far = distance_m(lon1, np.where(whole, lat1, 0), lon2, lat2)
    return float(np.median(far[whole]))


def shift_question(
    names: Sequence[Any], shapes: Shapes, reference: Reference, known: Known, where: str
) -> tuple[Question | None, Note]:
    """Hold named features against known ones and look for a shift like that of GCJ-02.

    Parameters
    ----------
    names : sequence
        One a shape.
    shapes : array
        As stored.

    Returns
    -------
    question : Question or None
        With the median distance to the known positions, where another datum fits better by
        more than 100 m and half.
    note : Note
        How many names were known and how well they fit.
    """
    plain = [plain_name(name) for name in names]
    rows = [row for row, name in enumerate(plain) if name in known.places]
    if len(rows) < _NAMES_NEEDED:
        return None, note("no_names_known")
    lon0, lat0 = np.array([known.places[plain[row]] for row in rows]).T
    x, y = middles(shapes[rows])
    fit = {name: _fit(other, x, y, lon0, lat0) for name, other in _datums(reference).items()}
    stated = _fit(reference, x, y, lon0, lat0)
    said = note("held_against", count=len(rows), metres=stated)
    if not fit:
        return None, said
    best = min(fit, key=lambda name: fit[name])
    if not (stated - fit[best] > _BETTER_BY_M and fit[best] < _BETTER_SHARE * stated):
        return None, said
    found = term("named_elsewhere", count=len(rows), stated=stated, best=best, fit=fit[best])
    expected, remedy = term("coordinates_in", crs=reference.label), term("accept_or_correct")
    fault = Fault("coordinates_disagree", where, found, expected, remedy=remedy)
    return Question(fault, (f"{DATUM_IS}{best}", AS_DECLARED), _told_m(stated)), said


def _datums(reference: Reference) -> dict[str, Reference]:
    code = reference.code
    if code in (GCJ02, BD09) or (in_degrees(code) and code in (WGS84, CGCS2000)):
        readings = {"WGS84": WGS84, GCJ02: GCJ02, BD09: BD09}
        others = {name: replace(reference, code=to) for name, to in readings.items()}
        own = code if code in (GCJ02, BD09) else "WGS84"
    else:
        shifts = {"WGS84": None, GCJ02: GCJ02, BD09: BD09}
        others = {name: replace(reference, shift=to) for name, to in shifts.items()}
        own = reference.shift or "WGS84"
    return {name: other for name, other in others.items() if name != own}


def _fit(reference: Reference, x: Floats, y: Floats, lon0: Floats, lat0: Floats) -> float:
    lon, lat = reference.to_wgs84(x, y)
    return _median_m(lon, lat, lon0, lat0)

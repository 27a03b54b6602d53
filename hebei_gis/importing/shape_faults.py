"""Shapes row by row: what is wrong, what has one right mend, and what the user must decide."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
import shapely.affinity
from numpy.typing import NDArray

from hebei_gis.faults import Fault, Issue
from hebei_gis.importing.limits import Limits
from hebei_gis.importing.questions import DROP_INVALID, LARGEST, REPAIR, Question
from hebei_gis.importing.sources import Shapes

#: Decimals of degrees kept: 1e-9° is about 0.1 mm.
DECIMALS = 9
_METRES_PER_DEGREE = 111_000.0
#: Areas whose mean width (twice the area over the perimeter) is below this are slivers.
_SLIVER_WIDTH_M = 0.2
#: Two ways to mend agree where their areas differ by at most this share.
_SAME_AREA = 1e-6
#: Beyond this no coordinate means a place, whatever the CRS; rounding would overflow.
_FARTHEST = 1e12
_TESTED_PAIRS = 40_000
_CROSSINGS = 20_000
_NAMED = 5


@dataclass(frozen=True)
class Sound:
    """Shapes that can be kept.

    Attributes
    ----------
    shapes : array
        One a row; None where the row is dropped.
    issues : tuple of Issue
        Keys are row numbers from 1.
    questions : tuple of Question
    """

    shapes: Shapes
    issues: tuple[Issue, ...]
    questions: tuple[Question, ...]


def flat_shapes(shapes: Shapes) -> tuple[Shapes, list[Issue]]:
    """Shapes as stored without heights and without what is no position.

    Returns
    -------
    shapes : array
        None where a row had no shape, an empty one, or coordinates that are not finite.
    issues : list of Issue
    """
    flat = np.array(shapes, dtype=object)
    issues: list[Issue] = []
    for row in np.flatnonzero(shapely.is_missing(flat)):
        issues.append(Issue("missing_geometry", str(row + 1), "no shape; the row is left out"))
    empty = shapely.is_empty(flat)
    for row in np.flatnonzero(empty):
        issues.append(Issue("empty_geometry", str(row + 1), "an empty shape; left out"))
    flat[empty] = None
    places, rows = shapely.get_coordinates(flat, return_index=True)
    wild = np.unique(rows[~np.isfinite(places).all(axis=1)])
    for row in wild:
        detail = "coordinates that are no finite numbers; the row is left out"
        issues.append(Issue("infinite_coordinates", str(row + 1), detail))
    flat[wild] = None
    high = np.flatnonzero(shapely.has_z(flat) | shapely.has_m(flat))
    if len(high):
        everyone = len(high) == int((~shapely.is_missing(flat)).sum())
        keys = ["all"] if everyone else [str(row + 1) for row in high]
        issues += [Issue("height_dropped", key, "heights (Z, M) are not kept") for key in keys]
        flat[high] = shapely.force_2d(flat[high])
    return flat, issues


def sound_shapes(shapes: Shapes, limits: Limits, accepted: Collection[str], where: str) -> Sound:
    """Mend shapes in WGS 84 degrees where there is one right way.

    Parameters
    ----------
    shapes : array
        Two-dimensional, None where the row is out already.
    limits : Limits
    accepted : collection of str
        ``repair`` mends also where two ways differ; ``drop_invalid`` leaves those rows out;
        ``largest_dimension`` keeps the highest-dimensional parts of mixed collections.
    """
    issues: list[Issue] = []
    shapes = np.array(shapes, dtype=object)
    far = np.abs(np.nan_to_num(shapely.bounds(shapes).reshape(-1, 4))).max(axis=1) > _FARTHEST
    for row in np.flatnonzero(far).tolist():
        issues.append(Issue("infinite_coordinates", str(row + 1), "no place on Earth; left out"))
    shapes[far] = None
    rounded = shapely.transform(shapes, lambda places: np.round(places, DECIMALS))
    sound = np.array(rounded, dtype=object)
    lost = ~np.isfinite(shapely.bounds(sound).reshape(-1, 4)).all(axis=1)
    for place in np.flatnonzero(lost & ~shapely.is_missing(sound)).tolist():
        issues.append(Issue("infinite_coordinates", str(place + 1), "no place on Earth; left out"))
    sound[lost] = None
    mixed = _collections(sound, issues, accepted)
    undecided: list[int] = []
    for row in np.flatnonzero(~shapely.is_valid(sound) & ~shapely.is_missing(sound)).tolist():
        if not _mend(sound, row, limits, accepted, issues):
            undecided.append(row)
    questions = []
    if undecided:
        questions.append(
            _question(
                undecided, "can be mended in more than one way", where, (REPAIR, DROP_INVALID)
            )
        )
    if mixed:
        text = "mix points, lines and areas in one shape"
        questions.append(_question(mixed, text, where, (LARGEST, DROP_INVALID)))
    issues += _slivers(sound)
    return Sound(sound, tuple(issues), tuple(questions))


def _question(rows: list[int], text: str, where: str, mends: tuple[str, ...]) -> Question:
    listed = ", ".join(str(row + 1) for row in rows[:_NAMED])
    more = f" and {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
    found = f"the shapes of rows {listed}{more} {text}"
    return Question(Fault("shape_undecided", where, found, "valid shapes of one kind"), mends)


def _collections(sound: Shapes, issues: list[Issue], accepted: Collection[str]) -> list[int]:
    """Turn collections of one kind into multi-shapes; return the rows of those that mix."""
    mixed = []
    types = shapely.get_type_id(sound)
    for row in np.flatnonzero((types == 7) | (types == 2)).tolist():
        if types[row] == 2:
            sound[row] = shapely.LineString(shapely.get_coordinates(sound[row]))
            continue
        parts = _flat_parts(sound[row])
        dimensions = shapely.get_dimensions(parts)
        if len(parts) and (dimensions == dimensions[0]).all():
            sound[row] = _multi(parts)
            detail = "a collection of one kind; made a multi-part shape"
            issues.append(Issue("collection_merged", str(row + 1), detail))
        elif LARGEST in accepted and len(parts):
            sound[row] = _multi(parts[dimensions == dimensions.max()])
            detail = "a mixed collection; the parts of highest dimension are kept, as accepted"
            issues.append(Issue("collection_reduced", str(row + 1), detail))
        elif DROP_INVALID in accepted or not len(parts):
            sound[row] = None
            issues.append(Issue("dropped_geometry", str(row + 1), "a mixed collection; left out"))
        else:
            mixed.append(row)
    return mixed


def _flat_parts(shape: Any) -> Any:
    parts = shapely.get_parts(np.array([shape], dtype=object))
    for _ in range(20):
        if not (shapely.get_type_id(parts) >= 4).any():
            break
        parts = shapely.get_parts(parts)
    return parts[~shapely.is_empty(parts)]


def _multi(parts: Any) -> Any:
    dimension = int(shapely.get_dimensions(parts[0]))
    make = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)[dimension]
    return parts[0] if len(parts) == 1 else make(parts)


def _mend(
    sound: Shapes, row: int, limits: Limits, accepted: Collection[str], issues: list[Issue]
) -> bool:
    """Mend one shape; False where the user must decide."""
    shape = sound[row]
    reason = str(shapely.is_valid_reason(shape))
    key = str(row + 1)
    tangled = _tangled(shape, limits)
    if not tangled:
        mended = _same_dimension(shape, "structure")
        other = _same_dimension(shape, "linework")
        if mended.is_empty:
            issues.append(Issue("dropped_geometry", key, f"{reason}; nothing is left; left out"))
            sound[row] = None
            return True
        if REPAIR in accepted or _agree(mended, other):
            rounded = shapely.transform(mended, lambda places: np.round(places, DECIMALS))
            if not shapely.is_valid(rounded):
                rounded = shapely.set_precision(mended, 10.0**-DECIMALS)
            sound[row] = rounded
            issues.append(
                Issue("repaired_geometry", key, f"{reason}; repaired{_change(shape, rounded)}")
            )
            return True
    if DROP_INVALID in accepted:
        sound[row] = None
        issues.append(Issue("dropped_geometry", key, f"{reason}; left out, as accepted"))
        return True
    return False


def _agree(one: Any, other: Any) -> bool:
    """Whether two mends of one shape are the same shape, but for a hair."""
    if shapely.get_dimensions(one) < 2:
        return bool(np.isclose(one.length, other.length, rtol=_SAME_AREA, atol=0))
    largest = max(one.area, other.area)
    return bool(abs(one.area - other.area) <= _SAME_AREA * largest)


def _change(before: Any, after: Any) -> str:
    if shapely.get_dimensions(after) < 2:
        return ""
    old, new = abs(before.area), after.area
    if np.isclose(old, new, rtol=1e-9, atol=0) or new == 0:
        return ", area unchanged"
    return f", area {100 * (new - old) / new:+.2f} % of the mended one"


def _same_dimension(shape: Any, method: str) -> Any:
    if method == "structure":
        repaired = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    else:
        repaired = shapely.make_valid(shape, method="linework")
    parts = _flat_parts(repaired)
    kept = parts[shapely.get_dimensions(parts) == shapely.get_dimensions(shape)]
    return _multi(kept) if len(kept) else shapely.Polygon()


def _tangled(shape: Any, limits: Limits) -> bool:
    """Whether mending could cost more than it may: too many vertices or crossings.

    Crossings are estimated from pairs of segments drawn at random with a fixed seed.
    """
    places = shapely.get_coordinates(shape)
    count = len(places) - 1
    if count + 1 > limits.mended_vertices:
        return True
    if count < 500:
        return False
    draw = np.random.default_rng(0).integers(0, count, size=(2, _TESTED_PAIRS))
    a, b = places[draw[0]], places[draw[0] + 1]
    c, d = places[draw[1]], places[draw[1] + 1]
    crossing = (_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0)
    estimate = float(crossing.mean()) * count * count / 2
    return estimate > _CROSSINGS


def _side(a: Any, b: Any, c: Any) -> NDArray[np.float64]:
    turn = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    return np.asarray(np.sign(turn), dtype=np.float64)


def _slivers(sound: Shapes) -> list[Issue]:
    """Areas too thin to be meant; listed, kept as they are."""
    area = shapely.area(sound)
    length = shapely.length(sound)
    areal = np.flatnonzero(area > 0)
    # Mean width in degrees of latitude; degrees of longitude are shorter, so this errs to more.
    thin = areal[2 * area[areal] / length[areal] * _METRES_PER_DEGREE < 2 * _SLIVER_WIDTH_M]
    issues = []
    for row in thin.tolist():
        lat = float(shapely.bounds(sound[row])[1])
        scale = np.array([_METRES_PER_DEGREE * np.cos(np.radians(lat)), _METRES_PER_DEGREE])
        metric = shapely.affinity.affine_transform(sound[row], [scale[0], 0, 0, scale[1], 0, 0])
        width = 2 * metric.area / metric.length
        if width < _SLIVER_WIDTH_M:
            detail = f"a sliver: {metric.area:.2f} m², {width:.3f} m wide on average; kept"
            issues.append(Issue("sliver", str(row + 1), detail))
    return issues

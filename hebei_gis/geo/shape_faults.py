"""Shapes row by row: what is wrong, what has one right mend, and what the user must decide."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import shapely
import shapely.affinity

from hebei_gis.files.limits import Limits
from hebei_gis.files.threads import in_chunks
from hebei_gis.geo.crs import not_finite
from hebei_gis.geo.mending import Mend, flat_parts, mend, multi_shape
from hebei_gis.geo.shape_costs import Budget, too_costly_to_test
from hebei_gis.geo.shapes import Shapes
from hebei_gis.words.faults import Fault, Issue
from hebei_gis.words.questions import DROP_INVALID, LARGEST, REPAIR, Question

_METRES_PER_DEGREE = 111_000.0
#: Areas whose mean width (twice the area over the perimeter) is below this are slivers.
_SLIVER_WIDTH_M = 0.2
#: Beyond this no coordinate means a place, whatever the CRS.
_FARTHEST = 1e11
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
    wild = not_finite(flat)
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
        Two-dimensional, rounded; None where the row is out already.
    limits : Limits
    accepted : collection of str
        ``repair`` mends also where two ways differ; ``drop_invalid`` leaves those rows out;
        ``largest_dimension`` keeps the highest-dimensional parts of mixed collections.
    """
    issues: list[Issue] = []
    sound = np.array(shapes, dtype=object)
    boxes = shapely.bounds(sound).reshape(-1, 4)
    placed = np.isfinite(boxes).all(axis=1) & (np.abs(np.nan_to_num(boxes)) < _FARTHEST).all(axis=1)
    for place in np.flatnonzero(~placed & ~shapely.is_missing(sound)).tolist():
        issues.append(Issue("infinite_coordinates", str(place + 1), "no place on Earth; left out"))
    sound[~placed] = None
    mixed = _collections(sound, issues, accepted)
    undecided: list[int] = []
    tangled: list[int] = []
    costly = too_costly_to_test(sound)
    valid = np.zeros(len(sound), dtype=bool)
    valid[~costly] = np.concatenate(in_chunks(shapely.is_valid, sound[~costly]))
    budget = Budget()
    for row in np.flatnonzero(~valid & ~shapely.is_missing(sound)).tolist():
        mended = Mend("tangled") if costly[row] else mend(sound[row], limits, accepted, budget)
        if mended.outcome in ("two_ways", "tangled") and DROP_INVALID in accepted:
            mended = Mend("dropped", None, "not valid; left out, as accepted")
        if mended.outcome == "tangled":
            tangled.append(row)
        elif mended.outcome == "two_ways":
            undecided.append(row)
        else:
            sound[row] = mended.shape
            issues.append(Issue(f"{mended.outcome}_geometry", str(row + 1), mended.detail))
    questions = []
    if tangled:
        text = "cross themselves so often that they cannot be mended"
        questions.append(_question(tangled, text, where, (DROP_INVALID,)))
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
        parts = flat_parts(sound[row])
        dimensions = shapely.get_dimensions(parts)
        if len(parts) and (dimensions == dimensions[0]).all():
            sound[row] = multi_shape(parts)
            detail = "a collection of one kind; made a multi-part shape"
            issues.append(Issue("collection_merged", str(row + 1), detail))
        elif LARGEST in accepted and len(parts):
            sound[row] = multi_shape(parts[dimensions == dimensions.max()])
            detail = "a mixed collection; the parts of highest dimension are kept, as accepted"
            issues.append(Issue("collection_reduced", str(row + 1), detail))
        elif DROP_INVALID in accepted or not len(parts):
            sound[row] = None
            issues.append(Issue("dropped_geometry", str(row + 1), "a mixed collection; left out"))
        else:
            mixed.append(row)
    return mixed


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

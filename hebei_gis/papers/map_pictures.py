"""The map of a paper: the district's outline, its ground, the parcels in their ranks' colours.

Only digits and Latin letters stand in it, so that it looks alike whether or not the server has
a Chinese font; names stand in the text beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from hebei_gis.layers.declaration import worse_than_openstreetmap
from hebei_gis.papers.map_canvas import Box, Canvas
from hebei_gis.papers.paper_colours import UNRANKED, dark, mixed, rank_color
from hebei_gis.papers.paper_request import DEMONSTRATION, PaperRequest
from hebei_gis.papers.parcel_sheet import Neighbour

#: So many of the best are numbered; more would hide the map.
NUMBERED = 60
#: Around a parcel of which a picture is made, at least so many metres.
AROUND_M = 600.0
DPI = 200
_INK = "#37424D"
_STEPS = (1.0, 2.0, 5.0)


@dataclass(frozen=True)
class _Label:
    """A rank or a letter, at a position in pixels."""

    place: tuple[float, float]
    words: str
    fill: str
    ink: str


def overview_picture(request: PaperRequest, width_px: int = 1260, height_px: int = 1180) -> bytes:
    """All parcels in the district, as PNG."""
    canvas = Canvas(_overview_box(request), width_px, height_px)
    _ground(canvas, request)
    _write(canvas, _parcels(canvas, request, list(request.names), None))
    _furniture(canvas, request)
    return canvas.png(DPI)


def parcel_picture(
    request: PaperRequest,
    key: str,
    neighbours: Sequence[Neighbour],
    width_px: int = 1260,
    height_px: int = 560,
) -> bytes:
    """One parcel and what lies around it, lettered as in its sheet, as PNG."""
    shape = request.comparison.parcels.geometry.loc[key]
    reach = max(AROUND_M, request.accuracy_m(key) * 1.1)
    west, south, east, north = shapely.bounds(shape)
    box = (west - reach, south - reach, east + reach, north + reach)
    canvas = Canvas(box, width_px, height_px)
    _ground(canvas, request)
    labels = _parcels(canvas, request, list(request.names), key)
    for neighbour in neighbours:
        if neighbour.letter and canvas.sees(neighbour.at):
            fill = "#FFFFFF" if worse_than_openstreetmap(neighbour.basis) else "#FFE9A8"
            place = canvas.place(neighbour.at.x, neighbour.at.y)
            labels.append(_Label(place, neighbour.letter, fill, _INK))
    _write(canvas, labels)
    _furniture(canvas, request)
    return canvas.png(DPI)


def drawn_layers(request: PaperRequest) -> list[str]:
    """Ids of the layers whose lines and areas are the ground of the pictures."""
    skipped = (request.parcel_layer,)
    names = [
        name
        for name, layer in request.around.layers.items()
        if name not in skipped and (shapely.get_dimensions(layer.features.geometry) > 0).any()
    ]
    return sorted(names, key=lambda name: request.around.layers[name].declaration.style.z)


def _overview_box(request: PaperRequest) -> Box:
    frame = request.comparison.parcels
    shapes = list(shapely.buffer(frame.geometry.to_numpy(), frame["accuracy_m"].to_numpy()))
    boundary = request.around.layers.get(request.boundary)
    if boundary is not None:
        shapes += list(boundary.features.geometry)
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    margin = max(east - west, north - south, 400.0) * 0.04
    return west - margin, south - margin, east + margin, north + margin


def _ground(canvas: Canvas, request: PaperRequest) -> None:
    names = drawn_layers(request)
    for name in sorted(names, key=lambda name: name != request.boundary):
        layer = request.around.layers[name]
        style, is_boundary = layer.declaration.style, name == request.boundary
        for shape, basis in zip(layer.features.geometry, layer.features["basis"], strict=True):
            dimension = int(shapely.get_dimensions(shape))
            if dimension == 0 or basis == DEMONSTRATION or not canvas.sees(shape):
                continue
            dashed = worse_than_openstreetmap(basis)
            if is_boundary:
                canvas.area(shape, "#F4F3EF", 1.0)
                canvas.line(shape, _INK, 2.2, dashed=dashed)
            elif dimension == 2:
                canvas.area(shape, style.color, style.fill_opacity * 0.45)
                canvas.line(shape, mixed(style.color, "#FFFFFF", 0.5), 1.2, dashed=dashed)
            else:
                width = max(1.5, style.width_px * 0.9)
                canvas.line(shape, mixed(style.color, "#FFFFFF", 0.55), width, dashed=dashed)


def _parcels(
    canvas: Canvas, request: PaperRequest, keys: list[str], focus: str | None
) -> list[_Label]:
    """Draw the parcels; the labels with their ranks, the most important first."""
    frame = request.comparison.parcels
    # The best last: what overlaps hides the others.
    order = sorted(keys, key=lambda key: -(request.rank(key) or 10**9))
    anchors: dict[str, tuple[float, float]] = {}
    for key in order:
        shape = frame.geometry.loc[key]
        if not canvas.sees(shape):
            continue
        rank = request.rank(key)
        color = UNRANKED if rank is None else rank_color(rank, len(request.ranked))
        dashed = worse_than_openstreetmap(request.basis(key))
        middle = shapely.point_on_surface(shape)
        x, y = canvas.place(middle.x, middle.y)
        anchors[key] = (x, y)
        if request.is_point(key):
            radius = request.accuracy_m(key) / canvas.metres_per_px
            if radius > 12:
                canvas.ring(x, y, radius, mixed(color, "#000000", 0.7), dashed=True)
            canvas.disc(x, y, 4, color, _INK)
            continue
        canvas.area(shape, color, 0.85 if focus in (None, key) else 0.4)
        if dashed:
            canvas.hatch(shape, "#FFFFFF")
        width = 2.6 if key == focus else 1.4
        canvas.line(shape, _INK, width, dashed=dashed)
    numbered = [key for key in request.ranked[:NUMBERED] if key in anchors and key != focus]
    if focus in anchors:
        numbered.insert(0, focus)
    return [_rank_label(request, key, anchors[key]) for key in numbered]


def _rank_label(request: PaperRequest, key: str, place: tuple[float, float]) -> _Label:
    rank = request.rank(key)
    fill = UNRANKED if rank is None else rank_color(rank, len(request.ranked))
    ink = "#FFFFFF" if dark(fill) else "#000000"
    return _Label(place, "-" if rank is None else str(rank), fill, ink)


def _write(canvas: Canvas, labels: Sequence[_Label]) -> None:
    """Labels in discs, moved aside where they would cover one another."""
    taken: list[tuple[float, float]] = []
    radius = 12.0
    for label in labels:
        x0, y0 = label.place
        spots = [(x0, y0)] + [
            (x0 + far * math.cos(a), y0 + far * math.sin(a))
            for far in (26.0, 40.0, 56.0, 76.0)
            for a in np.linspace(0, 2 * math.pi, 13)[:-1]
        ]
        clear = [
            (x, y) for x, y in spots
            if radius < x < canvas.width_px - radius and radius < y < canvas.height_px - radius
            and all(math.hypot(x - u, y - v) > 2 * radius + 1 for u, v in taken)
        ]  # fmt: skip
        taken.append(clear[0] if clear else (x0, y0))
        if taken[-1] != (x0, y0):
            canvas.leader((x0, y0), taken[-1], _INK)
    for label, (x, y) in reversed(list(zip(labels, taken, strict=True))):
        canvas.disc(x, y, radius, label.fill, _INK if label.ink == _INK else "#FFFFFF")
        sizes = {1: 15.0, 2: 13.0}
        canvas.letters(x, y, label.words, sizes.get(len(label.words), 10.0), label.ink)


def _furniture(canvas: Canvas, request: PaperRequest) -> None:
    """Scale bar, north arrow, mark of made-up data, frame."""
    width, height = canvas.width_px, canvas.height_px
    length_m = round_length(canvas.metres_per_px * width / 4)
    length = length_m / canvas.metres_per_px
    left, base = 24.0, height - 24.0
    canvas.rectangle(left - 10, base - 34, left + length + 46, base + 12, "#FFFFFF")
    for number in range(4):
        start = left + length * number / 4
        fill = _INK if number % 2 == 0 else "#FFFFFF"
        canvas.rectangle(start, base - 4, start + length / 4, base + 3, _INK)
        if fill == "#FFFFFF":
            canvas.rectangle(start + 1, base - 3, start + length / 4 - 1, base + 2, fill)
    canvas.letters(left, base - 18, "0", 16, _INK)
    words = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"
    canvas.letters(left + length, base - 18, words, 16, _INK)
    x, y = width - 44.0, 20.0
    canvas.disc(x, y + 32, 34, "#FFFFFF", "#FFFFFF")
    canvas.polygon([(x, y), (x - 11, y + 36), (x, y + 28)], _INK)
    canvas.polygon([(x, y), (x + 11, y + 36), (x, y + 28)], "#A9B2BB")
    canvas.letters(x, y + 50, "N", 20, _INK)
    if request.demonstration:
        canvas.letters(20, 26, request.say("picture_mark"), 22, "#C62828", halo=True, anchor="lm")
    canvas.rectangle(0, 0, width, 1.5, _INK)
    canvas.rectangle(0, height - 1.5, width, height, _INK)
    canvas.rectangle(0, 0, 1.5, height, _INK)
    canvas.rectangle(width - 1.5, 0, width, height, _INK)


def round_length(most_m: float) -> float:
    """The greatest of 1, 2, 5, 10, 20 … metres that is no longer."""
    power = 10.0 ** math.floor(math.log10(max(most_m, 1.0)))
    return max(step * power for step in _STEPS if step * power <= max(most_m, 1.0))

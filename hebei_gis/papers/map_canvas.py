"""Shapes in metres → pixels of a picture: lines, dashes, areas with holes, letters.

Drawn several times as large and made smaller at the end, which smooths every edge. Writing is
in Latin letters only: the font comes with the drawing library and has no others.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from PIL import Image, ImageDraw, ImageFont

from hebei_gis.papers.paper_colours import rgb

#: So many times larger while drawn.
SUPERSAMPLING = 3
Box = tuple[float, float, float, float]


class Canvas:
    """A picture of a box of metres.

    Parameters
    ----------
    box : west, south, east, north in metres
        Widened on two sides to the picture's proportions.
    width_px, height_px : int
        Of the finished picture; sizes given to the methods are in its pixels.
    """

    def __init__(self, box: Box, width_px: int, height_px: int) -> None:
        west, south, east, north = box
        self.width_px, self.height_px = width_px, height_px
        self.metres_per_px = max((east - west) / width_px, (north - south) / height_px, 1e-6)
        half_x = self.metres_per_px * width_px / 2
        half_y = self.metres_per_px * height_px / 2
        centre_x, centre_y = (west + east) / 2, (south + north) / 2
        self.box: Box = (
            centre_x - half_x, centre_y - half_y, centre_x + half_x, centre_y + half_y,
        )  # fmt: skip
        self._frame = shapely.box(*self.box).buffer(20 * self.metres_per_px)
        size = (width_px * SUPERSAMPLING, height_px * SUPERSAMPLING)
        self._image = Image.new("RGB", size, "#FFFFFF")
        self._pen = ImageDraw.Draw(self._image, "RGBA")

    def png(self, dpi: int) -> bytes:
        """The finished picture."""
        small = self._image.reduce(SUPERSAMPLING)
        stream = io.BytesIO()
        small.save(stream, "PNG", dpi=(dpi, dpi))
        return stream.getvalue()

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Pixels, from the left and from the top, of a position in metres."""
        return (x - self.box[0]) / self.metres_per_px, (self.box[3] - y) / self.metres_per_px

    def sees(self, shape: shapely.Geometry) -> bool:
        """Whether some of a shape is in the picture."""
        return bool(shapely.intersects(shape, self._frame))

    def area(self, shape: shapely.Geometry, color: str, opacity: float) -> None:
        """Fill polygons; holes stay open."""
        for part in shapely.get_parts(shapely.intersection(shape, self._frame)):
            if shapely.get_dimensions(part) != 2:
                continue
            rings = [np.array(self._pixels(r.coords)) for r in (part.exterior, *part.interiors)]
            corner = np.floor(np.maximum(rings[0].min(axis=0), 0))
            size = np.ceil(np.minimum(rings[0].max(axis=0), self._image.size)) + 1 - corner
            if (size <= 0).any():
                continue
            mask = Image.new("L", (int(size[0]), int(size[1])), 0)
            pen = ImageDraw.Draw(mask)
            for number, ring in enumerate(rings):
                fill = 0 if number else round(255 * opacity)
                pen.polygon([(float(x), float(y)) for x, y in ring - corner], fill=fill)
            at = (int(corner[0]), int(corner[1]))
            self._image.paste(rgb(color), (*at, at[0] + mask.width, at[1] + mask.height), mask)

    def hatch(self, shape: shapely.Geometry, color: str, gap_px: float = 7) -> None:
        """Slanted lines inside polygons: positions that are not sure."""
        west, south, east, north = shapely.bounds(shapely.intersection(shape, self._frame))
        if math.isnan(west):
            return
        height, gap = north - south, gap_px * self.metres_per_px
        starts = np.arange(west - height, east, gap)
        slants = [shapely.LineString([(x, south), (x + height, north)]) for x in starts]
        if slants:
            self.line(shapely.intersection(shapely.union_all(slants), shape), color, 0.8)

    def line(
        self, shape: shapely.Geometry, color: str, width_px: float, *, dashed: bool = False
    ) -> None:
        """Draw lines, or the outlines of polygons."""
        for part in _lines(shape):
            clipped = shapely.intersection(part, self._frame)
            for piece in shapely.get_parts(shapely.line_merge(clipped)):
                if shapely.get_dimensions(piece) != 1:
                    continue
                pixels = self._pixels(piece.coords)
                strokes = _dashes(pixels, 8 * SUPERSAMPLING, 5 * SUPERSAMPLING)
                for stroke in strokes if dashed else [pixels]:
                    self._stroke(stroke, color, width_px)

    def _stroke(self, pixels: Sequence[tuple[float, float]], color: str, width_px: float) -> None:
        width = max(1, round(width_px * SUPERSAMPLING))
        self._pen.line(list(pixels), fill=rgb(color), width=width, joint="curve")

    def ring(self, x: float, y: float, radius_px: float, color: str, *, dashed: bool) -> None:
        """A circle around a position in pixels."""
        angles = np.linspace(0, 2 * math.pi, 181)
        pixels = [
            ((x + radius_px * math.cos(a)) * SUPERSAMPLING,
             (y + radius_px * math.sin(a)) * SUPERSAMPLING) for a in angles
        ]  # fmt: skip
        strokes = _dashes(pixels, 6 * SUPERSAMPLING, 4 * SUPERSAMPLING) if dashed else [pixels]
        for stroke in strokes:
            self._stroke(stroke, color, 1.2)

    def disc(self, x: float, y: float, radius_px: float, fill: str, outline: str) -> None:
        """A filled circle at a position in pixels."""
        r, x, y = radius_px * SUPERSAMPLING, x * SUPERSAMPLING, y * SUPERSAMPLING
        width = round(1.2 * SUPERSAMPLING)
        self._pen.ellipse((x - r, y - r, x + r, y + r), rgb(fill), rgb(outline), width)

    def rectangle(self, left: float, top: float, right: float, bottom: float, fill: str) -> None:
        """A filled rectangle, in pixels."""
        s = SUPERSAMPLING
        self._pen.rectangle((left * s, top * s, right * s, bottom * s), rgb(fill))

    def polygon(self, corners: Sequence[tuple[float, float]], fill: str) -> None:
        """A filled polygon, in pixels."""
        self._pen.polygon([(x * SUPERSAMPLING, y * SUPERSAMPLING) for x, y in corners], rgb(fill))

    def leader(self, start: tuple[float, float], end: tuple[float, float], color: str) -> None:
        """A thin line between two positions in pixels."""
        pixels = [(x * SUPERSAMPLING, y * SUPERSAMPLING) for x, y in (start, end)]
        self._stroke(pixels, color, 0.8)

    def letters(
        self, x: float, y: float, words: str, size_px: float, color: str,
        *, halo: bool = False, anchor: str = "mm",
    ) -> None:  # fmt: skip
        """Write Latin letters and digits at a position in pixels, centred unless told."""
        self._pen.text(
            (x * SUPERSAMPLING, y * SUPERSAMPLING), words, rgb(color), _font(size_px),
            anchor=anchor, stroke_width=2 * SUPERSAMPLING if halo else 0, stroke_fill="#FFFFFF",
        )  # fmt: skip

    def _pixels(self, coordinates: Any) -> list[tuple[float, float]]:
        return [
            (px * SUPERSAMPLING, py * SUPERSAMPLING)
            for px, py in (self.place(x, y) for x, y in np.asarray(coordinates)[:, :2])
        ]


def _font(size_px: float) -> Any:
    return ImageFont.load_default(size=size_px * SUPERSAMPLING)


def _lines(shape: shapely.Geometry) -> Iterator[shapely.Geometry]:
    for part in shapely.get_parts(shape):
        dimension = shapely.get_dimensions(part)
        if dimension == 2:
            yield part.exterior
            yield from part.interiors
        elif dimension == 1:
            yield part


def _dashes(
    pixels: Sequence[tuple[float, float]], dash: float, gap: float
) -> Iterator[list[tuple[float, float]]]:
    """A polyline cut into dashes, which run on around its corners."""
    stroke: list[tuple[float, float]] = []
    on, left = True, dash
    for (x0, y0), (x1, y1) in pairwise(pixels):
        length, done = math.hypot(x1 - x0, y1 - y0), 0.0
        if on and not stroke:
            stroke = [(x0, y0)]
        while length - done > left:
            done += left
            at = (x0 + (x1 - x0) * done / length, y0 + (y1 - y0) * done / length)
            if on:
                yield [*stroke, at]
                stroke = []
            else:
                stroke = [at]
            on = not on
            left = dash if on else gap
        left -= length - done
        if on:
            stroke.append((x1, y1))
    if len(stroke) > 1:
        yield stroke

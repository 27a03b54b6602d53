"""Legend symbols as small SVG pictures, drawn like the map draws them."""

from __future__ import annotations

import base64
import math

from hebei_gis.map.symbology import LegendRow

_SIZE = 16


def swatch_svg(row: LegendRow) -> str:
    """The symbol of a legend row, 16 × 16 pixels."""
    color = row.color
    if row.family == "polygon":
        fill = f'fill="{color}" fill-opacity="0.35"'
        # As on the map: what is sketched ends softly.
        edge = (
            f'stroke="{color}" stroke-width="4" stroke-opacity="0.25"'
            if row.uncertain
            else f'stroke="{color}" stroke-width="1.6"'
        )
        shape = f'<rect x="2" y="3" width="12" height="10" {fill} {edge}/>'
    elif row.family == "line":
        shape = f'<path d="M1 8 L15 8" stroke="{color}" stroke-width="3"/>'
    else:
        fill = "#FFFFFF" if row.uncertain else color
        shape = (
            f'<path d="{_symbol_path(row.symbol, 8, 8, 5)}" fill="{fill}" stroke="{color}" '
            f'stroke-width="1.6"/>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SIZE}" height="{_SIZE}" '
        f'viewBox="0 0 16 16">{shape}</svg>'
    )


def swatch_url(row: LegendRow) -> str:
    """The symbol as a data address."""
    return "data:image/svg+xml;base64," + base64.b64encode(swatch_svg(row).encode()).decode()


def _symbol_path(symbol: str, x: float, y: float, r: float) -> str:
    if symbol == "star":
        points = [
            _turned(x, y, r * (0.5 if i % 2 else 1.2), i * math.pi / 5 - math.pi / 2)
            for i in range(10)
        ]
    elif symbol in ("plus", "cross"):
        a = r * 0.4
        corners = [
            (-a, -r), (a, -r), (a, -a), (r, -a), (r, a), (a, a),
            (a, r), (-a, r), (-a, a), (-r, a), (-r, -a), (-a, -a),
        ]  # fmt: skip
        c, s = (math.sqrt(0.5), math.sqrt(0.5)) if symbol == "cross" else (1.0, 0.0)
        points = [(x + u * c - v * s, y + u * s + v * c) for u, v in corners]
    elif symbol in ("triangle", "square", "diamond", "pentagon"):
        sides = {"triangle": 3, "square": 4, "diamond": 4, "pentagon": 5}[symbol]
        turn = math.pi / 4 if symbol == "square" else 0.0
        points = [
            _turned(x, y, 1.15 * r, i * 2 * math.pi / sides - math.pi / 2 + turn)
            for i in range(sides)
        ]
    else:
        return f"M{x - r} {y} a{r} {r} 0 1 0 {2 * r} 0 a{r} {r} 0 1 0 {-2 * r} 0 Z"
    return "M" + " L".join(f"{px:.2f} {py:.2f}" for px, py in points) + " Z"


def _turned(x: float, y: float, r: float, angle: float) -> tuple[float, float]:
    return x + r * math.cos(angle), y + r * math.sin(angle)

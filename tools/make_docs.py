"""Draw docs/architecture.svg: the rooms of hebei_gis and what each is built on, from its imports.

A room is a folder or a module right under hebei_gis; what it is for is the first line of its
docstring. An arrow is an import; one that is there by way of another room is left out. The same
code always gives the same picture; a test fails where the committed one is not it.
"""

from __future__ import annotations

import ast
import sys
import textwrap
from collections.abc import Mapping
from graphlib import TopologicalSorter
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "hebei_gis"
PICTURE = ROOT / "docs" / "architecture.svg"

#: Pixels: a room's box, the width of an arrow that passes a row, gaps between boxes and rows.
BOX, PASSING, GAP, ROW_GAP, LINE, MARGIN = 216, 16, 24, 44, 17, 24
LETTERS_A_LINE = 32
INK, PALE, EDGE = "#1F2933", "#F3F7FB", "#8A97A5"
ABOUT = (
    "An arrow: is built on. What a room reaches by way of another is not drawn. "
    "Made from the code by `make docs`."
)

Uses = Mapping[str, set[str]]


def rooms() -> dict[str, set[str]]:
    """Room → the rooms that it imports."""
    import grimp

    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    named = {module: module.split(".")[1] for module in graph.modules if "." in module}
    uses: dict[str, set[str]] = {room: set() for room in sorted(named.values())}
    for module, room in named.items():
        imported = graph.find_modules_directly_imported_by(module)
        uses[room] |= {named[other] for other in imported if other in named} - {room}
    return uses


def purpose(room: str) -> str:
    """The first line of a room's docstring."""
    path = ROOT / PACKAGE / room / "__init__.py"
    if not path.exists():
        path = ROOT / PACKAGE / f"{room}.py"
    words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return words.partition("\n")[0].replace("``", "").rstrip(".")


def reduced(uses: Uses) -> dict[str, set[str]]:
    """The imports without those that are there by way of another room.

    Raises
    ------
    graphlib.CycleError
        Where rooms import each other in a circle.
    """
    below: dict[str, set[str]] = {}
    for room in TopologicalSorter(uses).static_order():
        below[room] = uses[room].union(*(below[other] for other in uses[room]))
    return {
        room: {one for one in used if not any(one in below[other] for other in used)}
        for room, used in uses.items()
    }


def rows_of(uses: Uses) -> list[list[str]]:
    """Rooms by height, the lowest row first; ``a>b`` stands where an arrow passes a row."""
    height: dict[str, int] = {}
    for room in TopologicalSorter(uses).static_order():
        height[room] = 1 + max((height[other] for other in uses[room]), default=-1)
    rows: list[list[str]] = [[] for _ in range(max(height.values()) + 1)]
    for room in sorted(uses):
        rows[height[room]].append(room)
        for other in sorted(uses[room]):
            for passed in range(height[other] + 1, height[room]):
                rows[passed].append(f"{room}>{other}")
    return rows


def chains(rows: list[list[str]], uses: Uses) -> list[list[str]]:
    """Each arrow as the names it passes, from the user down."""
    height = {name: number for number, row in enumerate(rows) for name in row}
    return [
        [room, *[f"{room}>{other}"] * (height[room] - height[other] - 1), other]
        for room in sorted(uses)
        for other in sorted(uses[room])
    ]


def placed(rows: list[list[str]], arrows: list[list[str]]) -> list[dict[str, float]]:
    """Row by row, the middle of every name: each near what it is joined with, none overlapping."""
    middles = [dict.fromkeys(row, 0.0) for row in rows]
    joined: list[dict[str, list[tuple[int, str]]]] = [{n: [] for n in row} for row in rows]
    height = {name: n for n, row in enumerate(rows) for name in row if ">" not in name}
    for arrow in arrows:
        top = height[arrow[0]]
        steps = [(top - n, name) for n, name in enumerate(arrow)]
        for upper, lower in pairwise(steps):
            joined[upper[0]][upper[1]].append(lower)
            joined[lower[0]][lower[1]].append(upper)
    for _ in range(24):
        for number, row in enumerate(middles):
            wanted = {
                name: sum(middles[n][other] for n, other in joined[number][name])
                / max(len(joined[number][name]), 1)
                for name in row
            }
            order = sorted(row, key=lambda name: (round(wanted[name], 3), name))
            sizes = [PASSING if ">" in name else BOX for name in order]
            left = -(sum(sizes) + GAP * (len(sizes) - 1)) / 2
            for name, size in zip(order, sizes, strict=True):
                row[name] = left + size / 2
                left += size + GAP
    return middles


def picture() -> str:
    """The picture as SVG."""
    uses = reduced(rooms())
    rows = rows_of(uses)
    arrows = chains(rows, uses)
    middles = placed(rows, arrows)
    words = {room: textwrap.wrap(purpose(room), LETTERS_A_LINE) for room in uses}
    sizes = [max(len(words.get(n, ())) for n in row) * LINE + 38 for row in rows]
    reach = max(abs(x) for row in middles for x in row.values()) + BOX / 2 + MARGIN
    tops, top = [0.0] * len(rows), float(MARGIN)
    for number in reversed(range(len(rows))):
        tops[number] = top
        top += sizes[number] + ROW_GAP
    svg = ElementTree.Element(
        "svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {2 * reach:g} {top + 8:g}",
        width=f"{2 * reach:g}", height=f"{top + 8:g}", role="img",
    )  # fmt: skip
    svg.set("font-family", "Helvetica, Arial, sans-serif")
    ElementTree.SubElement(svg, "title").text = "The rooms of hebei_gis"
    ElementTree.SubElement(svg, "rect", width="100%", height="100%", fill="#FFFFFF")
    marker = ElementTree.SubElement(
        ElementTree.SubElement(svg, "defs"), "marker", id="tip", viewBox="0 0 8 8", refX="8",
        refY="4", markerWidth="8", markerHeight="8", orient="auto",
    )  # fmt: skip
    ElementTree.SubElement(marker, "path", d="M0 0 L8 4 L0 8 z", fill=EDGE)
    height = {room: number for number, row in enumerate(rows) for room in row if room in uses}
    for arrow in arrows:
        start = height[arrow[0]]
        xs = [reach + middles[start - n][name] for n, name in enumerate(arrow)]
        path = ""
        for n, (x, end) in enumerate(pairwise(xs)):
            y, below = tops[start - n] + sizes[start - n], tops[start - n - 1]
            path += f"M{x:g} {y:g} " if not path else f"L{x:g} {y:g} "
            half = (y + below) / 2
            path += f"C{x:g} {half:g} {end:g} {half:g} {end:g} {below:g} "
        ElementTree.SubElement(
            svg, "path", {"d": path.rstrip(), "marker-end": "url(#tip)"}, fill="none", stroke=EDGE,
        ).set("stroke-width", "1.5")  # fmt: skip
    for room, lines in words.items():
        x, y = reach + middles[height[room]][room], tops[height[room]]
        size = sizes[height[room]]
        ElementTree.SubElement(
            svg, "rect", x=f"{x - BOX / 2:g}", y=f"{y:g}", width=f"{BOX}", height=f"{size:g}",
            rx="6", fill=PALE, stroke=EDGE,
        )  # fmt: skip
        _write(svg, x, y + 22, room, "15", "bold")
        for number, line in enumerate(lines):
            _write(svg, x, y + 42 + number * LINE, line, "12")
    _write(svg, reach, top - ROW_GAP / 2 + 12, ABOUT, "12")
    ElementTree.indent(svg)
    return ElementTree.tostring(svg, encoding="unicode") + "\n"


def _write(
    svg: ElementTree.Element, x: float, y: float, words: str, size: str, weight: str = "normal"
) -> None:
    text = ElementTree.SubElement(svg, "text", x=f"{x:g}", y=f"{y:g}", fill=INK)
    text.set("font-size", size)
    text.set("font-weight", weight)
    text.set("text-anchor", "middle")
    text.text = words


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    PICTURE.write_text(picture(), encoding="utf-8", newline="\n")

"""Rows of an export of ours in a drawing: its entities say in extended data what they are of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import shapely

from hebei_gis.geo.targets import code_of_label

APPLICATION = "HEBEI_GIS"
#: The part of a row that is its name, drawn as text.
LABEL = -1
_LABELLED = re.compile(r"-((?:EPSG|ESRI)\d{4,6}|IGNF\w+|WGS84|CGCS2000|GCJ02|BD09)$", re.IGNORECASE)


@dataclass
class OwnRow:
    """A row of an export, gathered from its entities.

    Attributes
    ----------
    layer, key : str
        The layer's id and the row's key.
    drawn_on : str
        The CAD layer of its shape.
    parts : dict
        Part → its rings, the outer one first, or its point or line.
    """

    layer: str
    key: str
    drawn_on: str = ""
    kind: str = ""
    color: str = ""
    name: str | None = None
    parts: dict[int, list[Any]] = field(default_factory=dict)

    @property
    def shape(self) -> Any:
        """All parts as one shape; None where it has none."""
        pieces = [_piece(rings) for rings in self.parts.values()]
        if not pieces:
            return None
        if len(pieces) == 1:
            return pieces[0]
        makers: dict[str, Callable[..., Any]] = {
            "Point": shapely.multipoints,
            "LineString": shapely.multilinestrings,
        }
        return makers.get(pieces[0].geom_type, shapely.multipolygons)(pieces)


def own_mark(entity: Any) -> tuple[str, str, int, int] | None:
    """Layer, key, row and part of an entity of ours; None where it is none."""
    if not entity.has_xdata(APPLICATION):
        return None
    values = [tag.value for tag in entity.get_xdata(APPLICATION)]
    if len(values) != 5 or not all(isinstance(value, int) for value in values[2:]):
        return None
    return str(values[0]), str(values[1]), values[2], values[3]


def stated_code(layers: Iterable[str]) -> str | None:
    """The reference system that the names of all these CAD layers end in; None where not all
    do, or not in the same."""
    found = [_LABELLED.search(name) for name in layers if name not in ("0", "Defpoints")]
    codes = {code_of_label(one.group(1)) if one else None for one in found}
    return codes.pop() if len(codes) == 1 else None


def _piece(rings: list[Any]) -> Any:
    first, *rest = rings
    if not rest or first.geom_type != "Polygon":
        return first
    return shapely.Polygon(first.exterior, [ring.exterior for ring in rest])

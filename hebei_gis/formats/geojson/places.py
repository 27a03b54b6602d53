"""Where JSON-FG places its shapes: another CRS, coordinates in the order of its axes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from hebei_gis.geo.crs import known_crs
from hebei_gis.geo.shapes import Shapes


def placed_crs(members: Mapping[str, Any]) -> str | None:
    """The CRS in which JSON-FG places its shapes; None where it names none that is known."""
    address = members.get("coordRefSys")
    found = re.search(r"(EPSG|ESRI|OGC|IGNF)[/:](?:\d[\d.]*[/:])?(\w+)\]?$", str(address or ""))
    return f"{found[1]}:{found[2]}" if found else None


def easting_first(shapes: Shapes, code: str) -> Shapes:
    """Shapes with coordinates in the order of the CRS's axes, easting or longitude first."""
    return swapped(shapes) if north_first(code) else shapes


def north_first(code: str) -> bool:
    """Whether the first axis of a CRS runs north."""
    return known_crs(code).axis_info[0].direction == "north"


def swapped(shapes: Shapes) -> Shapes:
    """Shapes with their first two coordinates changed for one another."""
    return np.asarray(shapely.transform(shapes, lambda xy: xy[:, ::-1]), dtype=object)

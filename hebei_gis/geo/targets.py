"""In which reference system coordinates go out, and the path that took them there."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import pyproj

from hebei_gis.geo.conversions import Conversion, conversion
from hebei_gis.geo.crs import CGCS2000, WGS84, known_crs, same_crs
from hebei_gis.geo.shifted_datums import BD09, GCJ02, SHIFTED_DATUMS
from hebei_gis.words.errors import ExportError
from hebei_gis.words.faults import Fault

#: What users may write → the reference system; ``metres`` is the workspace's metre CRS.
ALIASES = {
    "WGS84": WGS84,
    "CGCS2000": CGCS2000,
    "GCJ02": GCJ02,
    "BD09": BD09,
}
METRES = "metres"


@dataclass(frozen=True)
class Target:
    """A reference system to export in.

    Attributes
    ----------
    reference_system : str
        EPSG code, ``GCJ-02`` or ``BD-09``.
    """

    reference_system: str

    @property
    def shifted(self) -> bool:
        """Whether it is GCJ-02 or BD-09, which no file format can name."""
        return self.reference_system in SHIFTED_DATUMS

    @property
    def crs(self) -> pyproj.CRS | None:
        """The CRS a file states; None for the shifted datums."""
        return None if self.shifted else known_crs(self.reference_system)

    @property
    def kind(self) -> str:
        """``wgs84``, ``geographic``, ``projected`` or ``shifted``."""
        if self.shifted:
            return "shifted"
        if self.reference_system == WGS84:
            return "wgs84"
        return "projected" if known_crs(self.reference_system).is_projected else "geographic"

    @property
    def in_degrees(self) -> bool:
        """Whether coordinates are longitude and latitude in degrees."""
        return self.kind != "projected"

    @property
    def decimals(self) -> int:
        """Decimals that text formats write: 1e-9° or 0.1 mm."""
        return 9 if self.in_degrees else 4

    @property
    def label(self) -> str:
        """What stands in file and column names: ``WGS84``, ``EPSG4548``, ``GCJ02`` …"""
        names = {code: name for name, code in ALIASES.items()}
        return names.get(self.reference_system, self.reference_system.replace(":", ""))

    def values(self) -> dict[str, Any]:
        """As the sidecar says it."""
        return {
            "code": self.reference_system,
            "name": self.reference_system
            if self.shifted
            else known_crs(self.reference_system).name,
            "unit": "degree" if self.in_degrees else "metre",
        }


def target(name: str, metre_crs: str) -> Target:
    """The target a user names: ``WGS84``, ``CGCS2000``, ``GCJ-02``, ``BD-09``, ``metres``, EPSG.

    Raises
    ------
    DatumError
        Where pyproj does not know the code.
    ExportError
        Where it is of another datum than WGS 84 and CGCS2000 (Beijing 54, Xi'an 80): the way
        there needs parameters that only the local surveying office has.
    """
    plain = name.strip().upper().replace("-", "").replace("_", "").replace(" ", "")
    if plain == METRES.upper():
        return Target(metre_crs)
    if plain in ALIASES:
        return Target(ALIASES[plain])
    if plain.isdigit():
        plain = f"EPSG:{plain}"
    crs = known_crs(plain)
    if not _same_earth(crs):
        raise ExportError(
            [Fault("no_parameters", name, crs.name, f"CGCS2000, WGS84 or {metre_crs}")]
        )
    return Target(plain)


def code_of_label(label: str) -> str:
    """The reference system of a :attr:`Target.label`, in any case."""
    if label.upper() in ALIASES:
        return ALIASES[label.upper()]
    return label.upper().replace("EPSG", "EPSG:")


def _base(crs: pyproj.CRS) -> pyproj.CRS:
    return crs.geodetic_crs or crs


def _same_earth(crs: pyproj.CRS) -> bool:
    base = _base(crs)
    return same_crs(base, WGS84) or same_crs(base, CGCS2000)


def datum_path(origin: str, metre_crs: str, goal: Target) -> tuple[Conversion, ...]:
    """The conversions from a file's reference system to the exported one, as they were done.

    Parameters
    ----------
    origin : str
        What the layer's declaration says of its file.
    metre_crs : str
        In which prepared layers are held.
    goal : Target
    """
    stations = [origin, WGS84, metre_crs]
    if goal.shifted:
        stations.append(WGS84)
    stations.append(goal.reference_system)
    steps = [conversion(a, b) for a, b in itertools.pairwise(stations) if a != b]
    return tuple(steps)

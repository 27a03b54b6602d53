"""In which reference system coordinates go out, and the path that took them there."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass
from typing import Any

import pyproj
from pyproj.database import get_authorities

from hebei_gis.geo.conversions import Conversion, conversion
from hebei_gis.geo.crs import CGCS2000, WGS84, is_known_crs, known_crs, same_crs
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
#: A label's authority and the code within it; ``EPSG4548``, ``ESRI102599``, ``OGCCRS84``.
_LABEL = re.compile("(" + "|".join(sorted(get_authorities(), reverse=True)) + ")(.+)")


@dataclass(frozen=True)
class Target:
    """A reference system to export in.

    Attributes
    ----------
    reference_system : str
        Code of a CRS with its authority (``EPSG:4548``), ``GCJ-02`` or ``BD-09``.
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
        return 9 if self.in_degrees else 4 + max(0, math.ceil(math.log10(self.metres)))

    @property
    def unit(self) -> str:
        """Of its coordinates, by its standard name: ``degree``, ``metre``, ``US survey foot`` …"""
        return "degree" if self.in_degrees else str(self._axis.unit_name)

    @property
    def metres(self) -> float:
        """How many metres a unit of its coordinates is; nan in degrees."""
        return math.nan if self.in_degrees else float(self._axis.unit_conversion_factor)

    @property
    def tolerance(self) -> float:
        """How far text formats may move a coordinate, in its unit: about 1 mm or 2e-7°."""
        return 2e-7 if self.in_degrees else 1e-3 / self.metres

    @property
    def _axis(self) -> Any:
        return known_crs(self.reference_system).axis_info[0]

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
            "unit": self.unit,
        }


def target(name: str, metre_crs: str) -> Target:
    """The target a user names: ``WGS84``, ``CGCS2000``, ``GCJ-02``, ``BD-09``, ``metres``, EPSG.

    Raises
    ------
    DatumError
        Where pyproj does not know the code.
    ExportError
        Where it is of another datum than WGS 84 and CGCS2000 (Beijing 54, Xi'an 80): the way
        there needs parameters that only the local surveying office has; or a geocentric one.
    """
    plain = name.strip().upper().replace("-", "").replace("_", "").replace(" ", "")
    if plain == METRES.upper():
        return Target(metre_crs)
    if plain in ALIASES:
        return Target(ALIASES[plain])
    if plain.isdigit():
        plain = f"EPSG:{plain}"
    # A code may have letters that are not capitals.
    crs = known_crs(plain) if is_known_crs(plain) else known_crs(name.strip())
    expected = f"CGCS2000, WGS84 or {metre_crs}"
    flat = crs.to_2d()  # heights do not go out
    if not (flat.is_projected or flat.is_geographic):
        raise ExportError([Fault("crs_not_of_the_plane", name, crs.name, expected)])
    if not _same_earth(flat):
        raise ExportError([Fault("no_parameters", name, crs.name, expected)])
    for code in (WGS84, CGCS2000):  # whatever the order of the axes, and without the heights
        if flat.equals(known_crs(code), ignore_axis_order=True):
            return Target(code)
    authority, number = flat.to_authority(min_confidence=100) or plain.split(":", 1)
    return Target(f"{authority}:{number}")


def code_of_label(label: str) -> str:
    """The reference system of a :attr:`Target.label`, in any case."""
    if label.upper() in ALIASES:
        return ALIASES[label.upper()]
    found = _LABEL.fullmatch(label.upper())
    return f"{found[1]}:{found[2]}" if found else label.upper()


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

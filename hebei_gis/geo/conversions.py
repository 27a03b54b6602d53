"""The record of a move between reference systems, and when a move cannot be made honestly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pyproj
from pyproj.crs import BoundCRS
from pyproj.crs.coordinate_operation import ToWGS84Transformation

from hebei_gis.geo.crs import WGS84, crs_label, known_crs
from hebei_gis.geo.shifted_datums import SHIFTED_DATUMS
from hebei_gis.words.errors import DatumError
from hebei_gis.words.facts import Term, term
from hebei_gis.words.notes import note


@dataclass(frozen=True)
class Conversion:
    """One move of coordinates, as a layer's record keeps it.

    ``accuracy_m`` is the radius in metres of what the move itself may be wrong by; None where
    nobody has published it.
    """

    source: str
    target: str
    method: Term
    accuracy_m: float | None

    def values(self) -> dict[str, Any]:
        """As a sidecar says it."""
        return {
            "from": self.source,
            "to": self.target,
            "method_en": self.method.text("en"),
            "method_zh": self.method.text("zh"),
            "accuracy_m": self.accuracy_m,
        }

    def sentence(self, language: str = "en") -> str:
        """From, to, method, accuracy in one sentence."""
        known = self.accuracy_m is not None
        accuracy = term("accuracy_m", metres=self.accuracy_m) if known else term("accuracy_unknown")
        said = note(
            "converted", source=self.source, target=self.target, method=self.method,
            accuracy=accuracy,
        )  # fmt: skip
        return said.sentence(language)


def with_parameters(code: str, parameters: Sequence[float]) -> str:
    """A CRS bound to WGS 84 by the parameters its owner gave, as WKT.

    Parameters
    ----------
    code : str
        The CRS of the coordinates, ``EPSG:4214`` or another.
    parameters : 3 or 7 numbers
        dx, dy, dz in metres, then rx, ry, rz in seconds of arc and the scale in parts per
        million (Bursa-Wolf, position vector: what PROJ calls ``towgs84``).

    Raises
    ------
    DatumError
        Where there are not 3 or 7 finite numbers of a believable size.
    """
    values = [float(value) for value in parameters]
    shifts, rest = values[:3], values[3:]
    sound = (
        len(values) in (3, 7)
        and bool(np.isfinite(values).all())
        and all(abs(value) <= 2000 for value in shifts)
        and all(abs(value) <= 100 for value in rest)
    )
    if not sound:
        raise DatumError("parameters_unusable", values=values)
    source = known_crs(code)
    frame = source.geodetic_crs
    if frame is None:
        raise DatumError("no_ellipsoid", crs=repr(code)[1:-1])
    step = ToWGS84Transformation(frame, *values, *[0.0] * (7 - len(values)))
    return str(BoundCRS(source, pyproj.CRS.from_user_input(WGS84), step).to_wkt())


#: Datum names that WGS 84 coordinates can stand for, and those that need parameters.
_MODERN = ("world geodetic system 1984", "wgs 84", "wgs_1984", "china 2000", "china geodetic")
_OLD = ("beijing", "xian", "xi'an", "krass", "iag 1975", "iag_1975")
_UNNAMED = re.compile(r"(d_)?(unknown|undefined|not[ _]specified|user[ _]defined)")


@dataclass(frozen=True)
class Unmovable:
    """Why coordinates in a CRS cannot be moved honestly as they are.

    Attributes
    ----------
    kind : str
        ``no_datum``: it has neither datum nor parameters, so it means no place;
        ``old_datum``: Beijing 54 or Xi'an 80, where PROJ would apply no shift at all, which is
        50 to 150 m wrong; ``no_way``: PROJ knows no transformation.
    name, datum : str
        Of the CRS, and of its datum, empty where it has none.
    """

    kind: Literal["no_datum", "old_datum", "no_way"]
    name: str
    datum: str = ""


@lru_cache(maxsize=256)
def unmovable(code: str) -> Unmovable | None:
    """Why coordinates in this CRS cannot be moved without more being said; None if they can."""
    if code in SHIFTED_DATUMS:
        return None
    crs = known_crs(code)
    if crs.is_bound:
        return None
    frame = crs.geodetic_crs
    if frame is None or frame.datum is None or not (crs.is_geographic or crs.is_projected):
        return Unmovable("no_datum", crs.name)
    datum = frame.datum.name
    names = f"{datum} {frame.ellipsoid.name if frame.ellipsoid else ''}".lower()
    if any(name in names for name in _OLD):
        return Unmovable("old_datum", crs.name, datum)
    if _UNNAMED.match(datum.lower()) and not any(name in names for name in _MODERN):
        return Unmovable("no_datum", crs.name, datum)
    try:
        mover = pyproj.Transformer.from_crs(crs, WGS84, always_xy=True)
    except pyproj.exceptions.ProjError:
        return Unmovable("no_way", crs.name, datum)
    if any(name in names for name in _MODERN) or mover.accuracy >= 0:
        return None
    return Unmovable("no_way", crs.name, datum)


@lru_cache(maxsize=256)
def conversion(code: str, target: str = WGS84) -> Conversion:
    """The record of a move from `code` to `target`: EPSG codes, ``GCJ-02`` or ``BD-09``.

    Between WGS 84 and CGCS2000 it says that nothing is moved.
    """
    if code in SHIFTED_DATUMS or target in SHIFTED_DATUMS:
        shifted = code if code in SHIFTED_DATUMS else target
        return Conversion(code, target, term("by_offset", datum=shifted), None)
    to = known_crs(target)
    crs = known_crs(code)
    name, to_name = crs_label(crs), crs_label(to)
    if crs.is_bound:
        return Conversion(name, to_name, term("by_parameters"), None)
    if _is_china_2000(crs) != _is_china_2000(to):
        method = term(
            "by_null_shift",
            before=term("unprojected_first" if crs.is_projected else "nothing_first"),
            after=term("then_projected" if to.is_projected else "nothing_after"),
        )
        return Conversion(name, to_name, method, None)
    mover = pyproj.Transformer.from_crs(crs, to, always_xy=True)
    accuracy = mover.accuracy if mover.accuracy >= 0 else None
    if crs.is_geographic and to.is_geographic and accuracy == 0:
        return Conversion(name, to_name, term("by_nothing"), 0.0)
    if crs.geodetic_crs and to.geodetic_crs and crs.geodetic_crs.equals(to.geodetic_crs, True):
        return Conversion(name, to_name, term("by_projection"), 0.0)
    return Conversion(name, to_name, term("by_proj", description=mover.description), accuracy)


def _is_china_2000(crs: pyproj.CRS) -> bool:
    frame = crs.geodetic_crs
    return bool(frame and frame.datum and "china" in frame.datum.name.lower())

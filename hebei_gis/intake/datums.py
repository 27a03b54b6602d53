"""In which CRS or datum coordinates are: the file's word, or the user's; never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from hebei_gis.files.threads import in_chunks
from hebei_gis.geo.crs import (
    CGCS2000,
    WGS84,
    Conversion,
    conversion,
    crs_code,
    datum_refusal,
    to_wgs84_xy,
    with_parameters,
)
from hebei_gis.geo.shapes import DECIMALS, Shapes
from hebei_gis.geo.shifted_datums import BD09, GCJ02, SHIFTED_DATUMS, Floats
from hebei_gis.words.errors import DatumError
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import Note, note
from hebei_gis.words.questions import AS_DECLARED, CRS_IS, DATUM_IS, SWAP, Question

#: What ``--datum`` takes → the CRS or datum it means.
DATUMS = {
    "WGS84": WGS84,
    "CGCS2000": CGCS2000,
    "GCJ-02": GCJ02,
    "BD-09": BD09,
    "BEIJING54": "EPSG:4214",
    "XIAN80": "EPSG:4610",
}
#: Beyond this no coordinate means a place, whatever the CRS.
_FARTHEST = 1e12
_EXPECTED = "an EPSG code, or one of " + ", ".join(DATUMS)


@dataclass(frozen=True)
class Reference:
    """How stored coordinates become WGS 84.

    Attributes
    ----------
    code : str
        EPSG code, WKT, ``GCJ-02`` or ``BD-09``.
    shift : str or None
        ``GCJ-02`` or ``BD-09`` where the CRS was applied to coordinates in that datum.
    swapped : bool
        Whether X and Y change places first.
    """

    code: str
    shift: str | None = None
    swapped: bool = False

    @property
    def label(self) -> str:
        """How messages call it."""
        name = self.code if len(self.code) <= 12 else "a CRS of its own"
        return f"{name} in {self.shift}" if self.shift else name

    def to_wgs84(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Longitudes and latitudes in degrees; not finite where there is no place."""
        east, north = (y, x) if self.swapped else (x, y)
        lon, lat = to_wgs84_xy(east, north, self.code)
        if self.shift:
            return to_wgs84_xy(lon, lat, self.shift)
        return lon, lat

    def moved(self, shapes: Shapes) -> Shapes:
        """Two-dimensional shapes in WGS 84 degrees of :data:`DECIMALS`; None stays None."""

        def move(places: NDArray[np.float64]) -> NDArray[np.float64]:
            moved = places.copy()
            if self != Reference(WGS84):
                moved[:, 0], moved[:, 1] = self.to_wgs84(places[:, 0], places[:, 1])
            in_chunks(_round, moved)
            return moved

        return np.asarray(shapely.transform(shapes, move), dtype=object)

    def conversions(self) -> tuple[Conversion, ...]:
        """The record of the moves to WGS 84."""
        first = conversion(self.code)
        return (first, conversion(self.shift)) if self.shift else (first,)


def _round(places: NDArray[np.float64]) -> None:
    """Round positions in place."""
    # What is farther than any place would overflow; it is found and left out later.
    np.clip(places, -_FARTHEST, _FARTHEST, out=places)
    np.round(places, DECIMALS, out=places)


@dataclass(frozen=True)
class Stated:
    """The reference that was stated, what to say of it, and what must be answered first."""

    reference: Reference | None
    notes: tuple[Note, ...] = ()
    questions: tuple[Question, ...] = ()


def stated_reference(
    where: str,
    in_file: str | None,
    by_format: str | None,
    *,
    crs: str | None,
    datum: str | None,
    parameters: Sequence[float] | None,
) -> Stated:
    """The reference a file or its user states.

    The user's word counts over the file's, and both are told. Beijing 54, Xi'an 80 and CRSs
    without a datum need `parameters`.

    Parameters
    ----------
    where : str
        The file, for messages.
    in_file : str or None
        What the file says.
    by_format : str or None
        The format that means WGS 84 where the file says nothing.
    crs, datum, parameters
        The user's word.

    Raises
    ------
    DatumError
        Where the user's word is no CRS, or the parameters cannot be used.
    """
    asked = _asked(crs, datum, in_file)
    if asked is None and in_file is None and by_format is None:
        found = "it has no CRS of its own"
        return Stated(None, (), (Question(Fault("crs_not_stated", where, found, _EXPECTED)),))
    code = asked or in_file or WGS84
    if asked is None:
        notes = [note("crs_stated", in_file) if in_file else note("crs_by_format", by_format)]
    elif in_file and in_file != asked:
        notes = [note("crs_overruled", Reference(in_file).label, asked)]
    else:
        notes = [note("crs_answered", asked)]
    refused = datum_refusal(code)
    if parameters is not None:
        if refused is None:
            raise DatumError(f"{code} needs no parameters. Leave them out, or correct the CRS.")
        notes.append(note("parameters", ", ".join(f"{value:g}" for value in parameters)))
        return Stated(Reference(with_parameters(code, parameters)), tuple(notes))
    if refused is not None:
        expected = "3 or 7 parameters to WGS 84"
        fault = Fault("parameters_needed", where, refused, expected)
        return Stated(None, tuple(notes), (Question(fault),))
    return Stated(Reference(code), tuple(notes))


def _asked(crs: str | None, datum: str | None, in_file: str | None) -> str | None:
    if crs is not None and datum is not None:
        raise DatumError("Both a CRS and a datum are given. Expected one of them.")
    if crs is not None:
        text = crs.strip()
        if text.upper() in DATUMS:
            return DATUMS[text.upper()]
        return crs_code(f"EPSG:{text}" if text.isdigit() else text)
    if datum is None:
        return None
    named = datum.strip().upper().replace(" ", "").replace("'", "").replace("_", "-")
    aliases = {"GCJ02": "GCJ-02", "BD09": "BD-09", "WGS-84": "WGS84", "BEIJING-54": "BEIJING54"}
    code = DATUMS.get(aliases.get(named, named))
    if code is None:
        raise DatumError(f"The datum {datum!r} is not known. Expected one of {', '.join(DATUMS)}.")
    # CGCS2000 said of a file that states one of its zones is no other word.
    frame_agrees = in_file and code not in SHIFTED_DATUMS and _same_frame(in_file, code)
    return in_file if frame_agrees else code


def _same_frame(one: str, other: str) -> bool:
    moves = conversion(one, other)
    return moves.accuracy_m == 0.0


def accepted_reference(
    reference: Reference, accepted: Iterable[str]
) -> tuple[Reference, tuple[Note, ...]]:
    """The reference after the mends the user accepted, and a note on each."""
    notes = []
    for mend in dict.fromkeys(part for name in accepted for part in name.strip().split("+")):
        if mend == SWAP:
            reference = replace(reference, swapped=True)
            notes.append(note("mend_swap_xy"))
        elif mend.startswith(CRS_IS):
            code = mend.removeprefix(CRS_IS)
            reference = replace(reference, code=crs_code(code), shift=None)
            notes.append(note("mend_crs", code))
        elif mend.startswith(DATUM_IS):
            reference = _in_datum(reference, mend.removeprefix(DATUM_IS))
            notes.append(note("mend_crs", reference.label))
        elif mend == AS_DECLARED:
            notes.append(note("mend_as_declared"))
    return reference, tuple(notes)


def _in_datum(reference: Reference, datum: str) -> Reference:
    code = WGS84 if reference.code in SHIFTED_DATUMS else reference.code
    if datum in SHIFTED_DATUMS:
        if code in (WGS84, CGCS2000):
            return replace(reference, code=datum, shift=None)
        return replace(reference, code=code, shift=datum)
    if datum not in ("WGS84", "CGCS2000"):
        raise DatumError(f"The datum {datum!r} is not known. Expected one of {', '.join(DATUMS)}.")
    return replace(reference, code=code, shift=None)

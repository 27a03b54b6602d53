"""In which CRS or datum coordinates are: the file's word, or the user's; never a guess."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hebei_gis.files.threads import in_chunks
from hebei_gis.formats.own_sidecars import FoundSidecar
from hebei_gis.formats.sources import Rows
from hebei_gis.geo.conversions import Conversion, conversion, unmovable, with_parameters
from hebei_gis.geo.crs import (
    BEIJING54,
    CGCS2000,
    WGS84,
    XIAN80,
    crs_code,
    is_known_crs,
    to_wgs84_xy,
)
from hebei_gis.geo.shapes import DECIMALS, Shapes, moved
from hebei_gis.geo.shifted_datums import BD09, GCJ02, SHIFTED_DATUMS, Floats, shifted_datum_in
from hebei_gis.words.errors import DatumError
from hebei_gis.words.facts import Fact, term
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import Note, note
from hebei_gis.words.questions import AS_DECLARED, CRS_IS, DATUM_IS, SWAP, Question
from hebei_gis.words.refusals import shown

#: What ``--datum`` takes → the CRS or datum it means.
DATUMS = {
    "WGS84": WGS84,
    "CGCS2000": CGCS2000,
    "GCJ-02": GCJ02,
    "BD-09": BD09,
    "BEIJING54": BEIJING54,
    "XIAN80": XIAN80,
}
#: Beyond this no coordinate means a place, whatever the CRS.
_FARTHEST = 1e12
_EXPECTED = term("crs_or_datum", names=list(DATUMS))


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
    def label(self) -> Fact:
        """How messages call it."""
        name: Fact = self.code if len(self.code) <= 12 else term("crs_of_its_own")
        return term("crs_in_datum", crs=name, datum=self.shift) if self.shift else name

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
            degrees = places.copy()
            if self != Reference(WGS84):
                degrees[:, 0], degrees[:, 1] = self.to_wgs84(places[:, 0], places[:, 1])
            in_chunks(_round, degrees)
            return degrees

        return moved(shapes, move)

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


@dataclass(frozen=True)
class _Word:
    """What a file says of its CRS or datum: its code, and what to say or ask of it."""

    code: str | None
    notes: tuple[Note, ...] = ()
    question: Question | None = None


def stated_reference(
    where: str,
    stored: Rows,
    names: Sequence[str] = (),
    sidecar: FoundSidecar | None = None,
    *,
    crs: str | None,
    datum: str | None,
    parameters: Sequence[float] | None,
    accepted: Collection[str] = (),
) -> Stated:
    """The reference a file or its user states.

    The user's word counts over the file's, and both are told. Of the file's own, the sidecar of
    an export of this program counts most, then what its content says, then its standard. What is
    stated and not understood is a question, and so is a name that says GCJ-02 or BD-09 where
    nothing else does. Beijing 54, Xi'an 80 and CRSs without a known way need `parameters`.

    Parameters
    ----------
    where : str
        The file, for messages.
    stored : Rows
        What the file says.
    names : sequence of str
        Of the file, its member and its layer.
    sidecar : FoundSidecar, optional
    crs, datum, parameters
        The user's word.
    accepted : collection of str
        ``as_declared`` keeps the user's word where headings name another datum.

    Raises
    ------
    DatumError
        Where the user's word is no CRS, or the parameters cannot be used.
    """
    word = _word_of_file(where, stored, names, sidecar)
    asked = _asked(crs, datum, word.code)
    if asked is None and word.question is not None:
        return Stated(None, word.notes, (word.question,))
    code = asked or word.code or WGS84
    if asked is None:
        notes = list(word.notes)
    elif word.code and word.code != asked:
        told = [one for one in word.notes if one.kind == "own_export"]
        found = Reference(word.code).label
        notes = [*told, note("crs_overruled", found=found, crs=Reference(asked).label)]
    else:
        notes = [note("crs_answered", crs=Reference(asked).label)]
    stated = _movable(where, code, notes, parameters)
    doubt = _heading_question(where, stored, asked)
    if doubt is None or AS_DECLARED in accepted:
        return stated
    return replace(stated, questions=(*stated.questions, doubt))


def _heading_question(where: str, stored: Rows, asked: str | None) -> Question | None:
    """Ask where headings name another datum than the user."""
    if asked is None or stored.stated is None or stored.crs in (None, asked):
        return None
    facts = {"crs": Reference(str(stored.crs)).label, "asked": Reference(asked).label}
    fault = Fault("headings_disagree", where, shown(stored.stated), _EXPECTED, **facts)
    return Question(fault, (AS_DECLARED,), choices=_choices(str(stored.crs)))


def _movable(
    where: str, code: str, notes: list[Note], parameters: Sequence[float] | None
) -> Stated:
    """The reference, where coordinates in it can be moved; else what is missing for that."""
    refused = unmovable(code)
    if parameters is not None:
        if refused is None:
            raise DatumError("parameters_not_needed", crs=code)
        numbers = ", ".join(f"{value:g}" for value in parameters)
        notes.append(note("parameters", numbers=numbers))
        return Stated(Reference(with_parameters(code, parameters)), tuple(notes))
    if refused is None:
        return Stated(Reference(code), tuple(notes))
    if refused.kind == "no_datum":
        fault = Fault("crs_without_datum", where, shown(refused.name), _EXPECTED)
        return Stated(None, tuple(notes), (Question(fault),))
    kind = "parameters_needed" if refused.kind == "old_datum" else "no_way_known"
    found = term("crs_with_datum", crs=shown(refused.name), datum=shown(refused.datum))
    fault = Fault(kind, where, found, term("parameters_to_wgs84"))
    return Stated(None, tuple(notes), (Question(fault),))


def _word_of_file(
    where: str, stored: Rows, names: Sequence[str], sidecar: FoundSidecar | None
) -> _Word:
    """What the file says, the surest word first."""
    if sidecar is not None and sidecar.reference_system:
        code = sidecar.reference_system
        known = code in SHIFTED_DATUMS or is_known_crs(code)
        agrees = code == (stored.crs or (WGS84 if stored.crs_by_format else None))
        if agrees and sidecar.intact is False:
            return _Word(code, (note("own_export_changed"), note("crs_stated", crs=code)))
        if sidecar.intact is False or not known:
            fault = Fault("sidecar_changed", where, shown(code), _EXPECTED)
            choices = _choices(code) if known else {}
            return _Word(None, (note("own_export_changed"),), Question(fault, choices=choices))
        title, date = (shown(sidecar.values.get(name, "")) for name in ("title", "exported"))
        return _Word(code, (note("own_export", title=title, date=date, crs=code),))
    if stored.stated is not None and stored.crs is None:
        words = shown(stored.stated)
        shifted = shifted_datum_in(stored.stated)
        # BD-09 is written in degrees (bd09ll) and in metres of a Mercator of its own (bd09mc).
        if shifted == GCJ02 or (shifted == BD09 and "ll" in stored.stated.lower()):
            return _Word(shifted, (note("crs_words", words=words, crs=shifted),))
        choices = _choices(shifted) if shifted else {}
        fault = Fault("crs_not_understood", where, words, _EXPECTED)
        return _Word(None, (), Question(fault, choices=choices))
    said = stored.crs or (WGS84 if stored.crs_by_format else None)
    for name in names:
        named = shifted_datum_in(name)
        if named is not None and said != named:
            return _Word(None, (), _named_question(where, name, named, stored))
    if said is None:
        fault = Fault("crs_not_stated", where, term("no_crs_of_its_own"), _EXPECTED)
        return _Word(None, (), Question(fault))
    if stored.crs:
        return _Word(said, (note("crs_stated", crs=Reference(said).label),))
    return _Word(said, (note("crs_by_format", format=stored.crs_by_format),))


def _named_question(where: str, name: str, shifted: str, stored: Rows) -> Question:
    """Ask where a name says GCJ-02 or BD-09 and the content does not."""
    otherwise: Fact = term("nothing_else_said")
    choices: dict[str, tuple[str, ...]] = {"datum": (shifted,)}
    if stored.crs:
        otherwise = term("file_says_crs", crs=Reference(stored.crs).label)
        if len(stored.crs) <= 12:
            choices["crs"] = (stored.crs,)
    elif stored.crs_by_format:
        otherwise = term("format_means_wgs84", format=stored.crs_by_format)
        choices["datum"] = (shifted, "WGS84")
    fault = Fault(
        "datum_by_name", where, shown(name), _EXPECTED, datum=shifted, otherwise=otherwise
    )
    return Question(fault, choices=choices)


def _choices(code: str) -> dict[str, tuple[str, ...]]:
    return {"datum": (code,)} if code in SHIFTED_DATUMS else {"crs": (code,)}


def _asked(crs: str | None, datum: str | None, in_file: str | None) -> str | None:
    if crs is not None and datum is not None:
        raise DatumError("crs_and_datum")
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
        raise DatumError("datum_unknown", datum=shown(datum), known=list(DATUMS))
    # CGCS2000 said of a file that states one of its zones is no other word.
    frame_agrees = in_file and code not in SHIFTED_DATUMS and _same_frame(in_file, code)
    return in_file if frame_agrees else code


def _same_frame(one: str, other: str) -> bool:
    return unmovable(one) is None and conversion(one, other).accuracy_m == 0.0


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
            notes.append(note("mend_crs", crs=code))
        elif mend.startswith(DATUM_IS):
            reference = _in_datum(reference, mend.removeprefix(DATUM_IS))
            notes.append(note("mend_crs", crs=reference.label))
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
        raise DatumError("datum_unknown", datum=shown(datum), known=list(DATUMS))
    return replace(reference, code=code, shift=None)

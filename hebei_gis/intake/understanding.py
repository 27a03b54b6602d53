"""An inspection and the user's answers → a preview: rows in WGS 84, and what was understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from hebei_gis.formats.own_sidecars import FoundSidecar
from hebei_gis.formats.sources import Reading, Rows
from hebei_gis.geo.conversions import Conversion
from hebei_gis.geo.crs import WGS84
from hebei_gis.geo.repair import Repaired, Ways, flatten, repair, slivers
from hebei_gis.geo.shapes import Shapes
from hebei_gis.intake.columns import (
    KEY,
    Keys,
    free_name,
    name_columns,
    odd_values,
    row_keys,
    safe_columns,
)
from hebei_gis.intake.datums import Reference, Stated, accepted_reference, stated_reference
from hebei_gis.intake.disagreements import (
    Known,
    bounds_named,
    inside,
    place_question,
    shift_question,
)
from hebei_gis.intake.inspecting import Inspection
from hebei_gis.layers.catalog import Settings
from hebei_gis.words.errors import DatumError, UploadError
from hebei_gis.words.facts import listed, term
from hebei_gis.words.faults import Fault, Issue
from hebei_gis.words.notes import Note, counted, note
from hebei_gis.words.questions import (
    AS_DECLARED,
    DROP_INVALID,
    DROP_OUTSIDE,
    DROP_UNREAD,
    LARGEST,
    REPAIR,
    Question,
    is_mend,
)
from hebei_gis.words.refusals import rows_named, shown

_NOBODY = Known({})


@dataclass(frozen=True)
class Answers:
    """What the user says of a file; None and empty leave it to the file.

    Attributes
    ----------
    reading : Reading
        Layer, encoding, columns with positions.
    crs : str or None
        An EPSG code.
    datum : str or None
        ``WGS84``, ``CGCS2000``, ``GCJ-02``, ``BD-09``, ``BEIJING54`` or ``XIAN80``.
    parameters : tuple of float or None
        3 or 7, to WGS 84: metres, seconds of arc, ppm; position vector.
    key, name : str or None
        Columns with keys and with names.
    accepted : frozenset of str
        Mends that were offered and accepted.
    """

    reading: Reading = field(default_factory=Reading)
    crs: str | None = None
    datum: str | None = None
    parameters: tuple[float, ...] | None = None
    key: str | None = None
    name: str | None = None
    accepted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Preview:
    """Rows as they would be kept, and everything the user should know before.

    Attributes
    ----------
    inspection : Inspection
    answers : Answers
    rows : GeoDataFrame
        Column ``key`` (text), then the file's columns; in WGS 84. Index: row of the file
        from 0; rows that are out are missing. Without a CRS, coordinates as stored, where
        the CRS is not known.
    name_zh, name_en : str or None
        Columns that hold names.
    key_of_file : bool
        Whether the column ``key`` is one of the file's own.
    reference : Reference or None
        How the stored coordinates were read.
    conversions : tuple of Conversion
    sidecar : FoundSidecar or None
        Where the file is an export of this program.
    layer : str
        The layer of the file that was read.
    notes, issues
        What was understood; what was wrong with single rows (keys are row numbers from 1).
    questions : tuple of Question
        What must be answered before the rows can be kept.
    """

    inspection: Inspection
    answers: Answers
    rows: gpd.GeoDataFrame
    name_zh: str | None = None
    name_en: str | None = None
    reference: Reference | None = None
    conversions: tuple[Conversion, ...] = ()
    notes: tuple[Note, ...] = ()
    issues: tuple[Issue, ...] = ()
    questions: tuple[Question, ...] = ()
    key_of_file: bool = False
    sidecar: FoundSidecar | None = None
    layer: str = ""

    @property
    def ready(self) -> bool:
        """Whether nothing needs to be answered any more."""
        return not self.questions

    @property
    def exported(self) -> Mapping[str, Any]:
        """What an export of this program says of the layer; empty for any other file."""
        if self.sidecar is None or self.sidecar.intact is False:
            return {}
        return self.sidecar.layer(self.layer)

    @cached_property
    def geometry_types(self) -> tuple[str, ...]:
        """Geometry types of the rows, the commonest first."""
        shapes = self.rows.geometry.to_numpy()
        shapes = shapes[~shapely.is_missing(shapes)]
        _, firsts, counts = np.unique(
            shapely.get_type_id(shapes), return_index=True, return_counts=True
        )
        order = np.lexsort((firsts, -counts))
        return tuple(str(shapes[firsts[place]].geom_type) for place in order)

    def sentences(self, language: str = "en") -> list[str]:
        """What was understood and done, a sentence each."""
        said = [*self.inspection.notes, *self.notes]
        moves = [conversion.sentence(language) for conversion in self.conversions]
        return [*(one.sentence(language) for one in said), *moves]


def understand(
    inspection: Inspection,
    answers: Answers,
    settings: Settings,
    known: Known = _NOBODY,
) -> Preview:
    """Read the rows of a file and say what was understood of them.

    Parameters
    ----------
    inspection : Inspection
    answers : Answers
    settings : Settings
        For the bounds coordinates are held against.
    known : Known, optional
        Named features to hold the file's against.

    Raises
    ------
    UploadError
        Where something must be answered before any row can be read (layer, columns, encoding),
        or the file is broken.
    """
    where = inspection.name
    assert inspection.source is not None, "inspected in another process"
    reading = replace(answers.reading, crs=answers.crs or answers.datum)
    stored = inspection.source.read(reading)
    sidecar = stored.sidecar or inspection.sidecar
    if not len(stored.table):
        found, expected = term("no_row"), term("a_layer_with_rows")
        raise UploadError([Fault("nothing_inside", where, found, expected)])
    # A frame's own index is no row number: keys, names and shapes go by the order of rows.
    table, notes, issues = safe_columns(stored.table.reset_index(drop=True), inspection.limits)
    name_zh, name_en = name_columns(list(table.columns), answers.name, where)
    flat = flatten(stored.shapes)
    shapes = flat.shapes
    rows_had_shapes = not shapely.is_missing(shapes).all()
    issues = [*stored.issues, *issues, *_once(stored, flat.issues)]
    notes = [*stored.notes, *notes]
    questions = _first_questions(stored, answers, where)
    stated = _stated(stored, sidecar, inspection, answers)
    reference = stated.reference
    notes += stated.notes
    questions += stated.questions
    keys = row_keys(table, shapes, answers.key, answers.accepted, where)
    questions += keys.questions
    shapes[list(keys.repeated)] = None
    issues += keys.issues
    if name_zh:
        notes.append(note("name_column", column=shown(name_zh)))
    notes += keys.notes
    if reference is not None:
        names = table[name_zh].tolist() if name_zh else []
        placed = _placed(shapes, names, reference, answers, settings, known, inspection)
        shapes = placed.shapes
        notes += placed.notes
        issues += placed.issues
        questions += placed.questions
    columns, renamed = _keyed(table, keys, {"name_zh": name_zh, "name_en": name_en})
    notes += renamed
    rows = gpd.GeoDataFrame(columns, geometry=shapes, crs=WGS84 if reference else None)
    gone = shapely.is_missing(shapes)
    rows = rows[~gone] if gone.any() else rows
    if not len(rows) and (not questions or not rows_had_shapes):
        fault = Fault("nothing_inside", where, term("no_row_left"), term("some_rows"))
        questions = [Question(fault)]
    issues = _still_open(issues, questions)
    questions = [*_unknown_mends(questions, stored, answers, where), *questions]
    notes += _counts(issues)
    return Preview(
        inspection, answers, rows, name_zh, name_en, reference,
        reference.conversions() if reference else (), tuple(notes), tuple(issues),
        tuple(questions), keys.column == KEY, sidecar, stored.layer,
    )  # fmt: skip


def _stated(
    stored: Rows, sidecar: FoundSidecar | None, inspection: Inspection, answers: Answers
) -> Stated:
    """The reference of the coordinates, with the mends that were accepted."""
    where = inspection.name
    try:
        stated = stated_reference(
            where, stored, [stored.layer, *inspection.names], sidecar,
            crs=answers.crs, datum=answers.datum, parameters=answers.parameters,
            accepted=answers.accepted,
        )  # fmt: skip
        if stated.reference is None:
            return stated
        reference, said = accepted_reference(stated.reference, sorted(answers.accepted))
        return replace(stated, reference=reference, notes=(*stated.notes, *said))
    except DatumError as error:
        fault = Fault("crs_refused", where, error.told, answered_by=["crs", "datum"])
        raise UploadError([fault]) from error


@dataclass(frozen=True)
class _Placed:
    """Shapes in WGS 84 degrees, and what was done, said and asked on the way."""

    shapes: Shapes
    notes: tuple[Note, ...]
    issues: tuple[Issue, ...]
    questions: tuple[Question, ...]


def _placed(
    shapes: Shapes,
    names: Sequence[object],
    reference: Reference,
    answers: Answers,
    settings: Settings,
    known: Known,
    inspection: Inspection,
) -> _Placed:
    """Shapes moved and repaired, held against what is said of them and against the bounds."""
    where, accepted = inspection.name, answers.accepted
    doubts, notes = _doubts(shapes, names, reference, answers, settings, known, where)
    ways = Ways(REPAIR in accepted, LARGEST in accepted, DROP_INVALID in accepted)
    sound = repair(reference.moved(shapes), ways, limits=inspection.limits)
    # Where the reference system is in doubt, so is which rows have no place at all.
    wild = ("off_earth", "infinite_coordinates") if doubts else ()
    issues = [*(one for one in sound.issues if one.kind not in wild), *slivers(sound.shapes)]
    questions = [*doubts, *_shape_questions(sound, where)]
    inner = sound.shapes
    if not doubts:
        inner, outside, asked = _within(inner, answers, settings, where)
        issues += outside
        questions += asked
    return _Placed(inner, tuple(notes), tuple(issues), tuple(questions))


def _keyed(
    table: pd.DataFrame, keys: Keys, names: Mapping[str, str | None]
) -> tuple[dict[str, Any], list[Note]]:
    """The keys as column ``key`` beside the file's columns; what would be misread as one of our
    columns keeps its values under another name."""
    columns: dict[str, Any] = {KEY: pd.Series(keys.values, index=table.index, dtype=object)}
    notes = []
    for name in table.columns:
        if name == KEY and keys.column == KEY:
            continue
        ours, odd = name, odd_values(name, table[name])
        if odd or name == KEY or (name not in names.values() and names.get(name)):
            ours = free_name(f"file_{name}", [*table.columns, *columns])
        if odd:
            notes.append(note("not_a_standard_column", column=name, values=odd, kept=ours))
        elif ours != name:
            notes.append(note("renamed", found=shown(name), name=ours))
        columns[ours] = table[name]
    return columns, notes


def _shape_questions(sound: Repaired, where: str) -> list[Question]:
    """What only the user can decide of shapes that were left as they are."""
    mends = {
        "tangled": (DROP_INVALID,),
        "two_ways": (REPAIR, DROP_INVALID),
        "mixed": (LARGEST, DROP_INVALID),
    }
    return [
        Question(
            Fault(
                "shape_undecided",
                where,
                term(f"shapes_{doubt}", rows=rows_named(rows)),
                term("valid_shapes"),
            ),
            mends[doubt],
        )
        for doubt, rows in sound.doubts.items()
    ]


def _once(stored: Rows, found: Sequence[Issue]) -> list[Issue]:
    """Missing shapes whose reason the reader has told already are not told again."""
    told = {issue.key for issue in stored.issues if issue.kind == "no_position"}
    return [i for i in found if not (i.kind == "missing_geometry" and i.key in told)]


def _first_questions(stored: Rows, answers: Answers, where: str) -> list[Question]:
    questions = []
    for fault in stored.faults:
        mends = tuple(stored.mends.get(fault.kind, ()))
        if not answers.accepted & set(mends):
            questions.append(Question(fault, mends))
    return questions


def _unknown_mends(
    questions: Sequence[Question], stored: Rows, answers: Answers, where: str
) -> list[Question]:
    """Accepted words that are no mends, with those that this file was offered."""
    of_questions = [mend for question in questions for mend in question.mends]
    of_file = [mend for mends in stored.mends.values() for mend in mends]
    offered = listed(dict.fromkeys([*of_file, *of_questions]))
    return [
        Question(Fault("unknown_mend", where, shown(name), offered))
        for name in sorted(answers.accepted)
        if not is_mend(name)
    ]


def _still_open(issues: Sequence[Issue], questions: Sequence[Question]) -> list[Issue]:
    """Rows without a position are left out once that is accepted, and not said to be before."""
    if not any(DROP_UNREAD in question.mends for question in questions):
        return list(issues)
    return [
        Issue("position_unread", issue.key, **issue.facts) if issue.kind == "no_position" else issue
        for issue in issues
    ]


def _doubts(
    shapes: Shapes,
    names: Sequence[object],
    reference: Reference,
    answers: Answers,
    settings: Settings,
    known: Known,
    where: str,
) -> tuple[list[Question], list[Note]]:
    """Where the coordinates do not fit what is said of them."""
    outside = place_question(shapes, reference, settings.bounds, where)
    if outside is not None:
        return [outside], []
    if not names or not known.places:
        return [], []
    shifted, said = shift_question(names, shapes, reference, known, where)
    if shifted is None or AS_DECLARED in answers.accepted:
        return [], [said]
    return [shifted], [said]


def _within(
    shapes: Shapes, answers: Answers, settings: Settings, where: str
) -> tuple[Shapes, list[Issue], list[Question]]:
    """Rows that reach beyond the workspace: a question, or left out as accepted."""
    boxes = shapely.bounds(shapes).reshape(-1, 4)
    corners = [inside(boxes[:, n], boxes[:, n + 1], settings.bounds) for n in (0, 2)]
    out = ~(corners[0] & corners[1]) & ~shapely.is_missing(shapes)
    rows = np.flatnonzero(out).tolist()
    if not rows:
        return shapes, [], []
    if DROP_OUTSIDE in answers.accepted:
        kept = shapes.copy()
        kept[rows] = None
        return kept, [Issue("dropped_outside", str(row + 1)) for row in rows], []
    expected = term("rows_within", bounds=bounds_named(settings.bounds))
    fault = Fault("rows_outside", where, rows_named(rows), expected)
    return shapes, [], [Question(fault, (DROP_OUTSIDE,))]


def _counts(issues: Sequence[Issue]) -> list[Note]:
    counts: Counter[str] = Counter()
    for issue in issues:
        rows = issue.facts.get("rows")
        counts[issue.kind] += rows if isinstance(rows, int) else 1
    return [counted(kind, count) for kind, count in counts.items()]

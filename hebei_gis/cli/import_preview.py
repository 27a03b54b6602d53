"""What a preview says, printed: for people, and as JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
import shapely

from hebei_gis.cli.commands import print_json
from hebei_gis.intake.columns import KEY
from hebei_gis.intake.inspecting import Inspection
from hebei_gis.intake.understanding import Preview
from hebei_gis.words.commands import say
from hebei_gis.words.facts import fill
from hebei_gis.words.faults import Fault
from hebei_gis.words.import_options import OPTIONS, SAY
from hebei_gis.words.questions import Question, controls_of
from hebei_gis.words.refusals import names_listed, shown

State = Literal["ready", "asks", "refused"]
#: State → exit code of the command.
EXIT_CODES: dict[State, int] = {"ready": 0, "asks": 2, "refused": 1}
_ISSUES_SHOWN = 20
_ROWS_SHOWN = 5
_COLUMNS_SHOWN = 20


def state_of(faults: Sequence[Fault]) -> State:
    """``asks`` where an option answers every fault that stopped the reading."""
    return "asks" if faults and all(map(controls_of, faults)) else "refused"


def print_preview(preview: Preview, language: str) -> None:
    """What was understood, what is wrong with rows, and the first rows."""
    for sentence in preview.sentences(language):
        print(sentence)
    for issue in preview.issues[:_ISSUES_SHOWN]:
        print(f"  {issue.key}: {issue.sentence(language)}")
    if len(preview.issues) > _ISSUES_SHOWN:
        print(f"  … {len(preview.issues) - _ISSUES_SHOWN}")
    types = "|".join(preview.geometry_types)
    print(f"{len(preview.rows)} × {types}")
    head = preview.rows.head(_ROWS_SHOWN)
    table = head.drop(columns=head.geometry.name)
    for box, cells in zip(head.geometry.bounds.to_numpy(), table.to_numpy(), strict=True):
        west, south, east, north = box
        texts = " | ".join("" if _missing(cell) else shown(cell) for cell in cells[:6])
        print(f"  {(west + east) / 2:.6f}, {(south + north) / 2:.6f}  {texts}")


def print_inspection(inspection: Inspection, language: str) -> None:
    """What was seen of a file whose rows cannot be read yet."""
    for note in inspection.notes:
        print(note.sentence(language))
    several = len(inspection.layers) > 1
    for layer in inspection.layers:
        kind = "layer_seen" if several and layer.name else "rows_seen"
        columns = names_listed(layer.columns, _COLUMNS_SHOWN)
        print(say(kind, language, name=shown(layer.name), rows=layer.rows, columns=columns))


def print_questions(questions: Iterable[Question], language: str) -> None:
    """Questions on standard error, each with the options that answer it."""
    for question in questions:
        print(asked(question, language), file=sys.stderr)


def asked(question: Question, language: str) -> str:
    """A question, and the options that answer it."""
    sentence = question.fault.sentence(language)
    options = options_of(question)
    said = fill(SAY, {"options": options}, language)
    between = "" if language == "zh" else " "
    return f"{sentence}{between}{said}" if options else sentence


def options_of(question: Question) -> list[str]:
    """What to add to the command line: mends first, then what would fit, then plain options."""
    options = [f"--accept {mend}" for mend in question.mends]
    for control in question.controls:
        option, value = OPTIONS[control]
        choices = question.choices.get(control, ())
        options += [f"{option} {_quoted(choice)}" for choice in choices]
        if not choices:
            options.append(f"{option} {value}".rstrip())
    return options


def _quoted(value: str) -> str:
    return value if value and not set(value) & set(" \t'\"$&;|<>()*?\\`") else f"'{value}'"


def print_preview_json(preview: Preview, language: str) -> State:
    """A preview as JSON; its state."""
    state: State = "asks" if preview.questions else "ready"
    print_json(
        _values(
            state,
            len(preview.rows),
            preview.inspection.kind,
            preview.sentences(language),
            [_question_values(question, language) for question in preview.questions],
            [
                {
                    "row": int(issue.key) if issue.key.isdigit() else issue.key,
                    "sentence": issue.sentence(language),
                }
                for issue in preview.issues
            ],
            _features(preview),
        )
    )
    return state


def print_faults_json(
    faults: Sequence[Fault], inspection: Inspection | None, language: str
) -> State:
    """Why there is no preview, as JSON of the same shape."""
    state = state_of(faults)
    told = [note.sentence(language) for note in inspection.notes] if inspection else []
    kind = inspection.kind if inspection else ""
    questions = [_question_values(Question(fault), language) for fault in faults]
    print_json(_values(state, 0, kind, told, questions, [], []))
    return state


def _values(
    state: State,
    rows: int,
    kind: str,
    told: list[str],
    questions: list[dict[str, Any]],
    issues: list[dict[str, Any]],
    features: list[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "state": state,
        "rows": rows,
        "format": kind,
        "told": told,
        "questions": questions,
        "issues": issues,
        "features": {"type": "FeatureCollection", "features": features},
    }


def _question_values(question: Question, language: str) -> dict[str, Any]:
    return {
        "about": question.fault.kind,
        "sentence": asked(question, language),
        "options": options_of(question),
    }


def _features(preview: Preview) -> list[dict[str, Any]]:
    """Rows as GeoJSON features in WGS 84; without a shape while the CRS is not known."""
    rows = preview.rows
    ours = rows.geometry.name
    columns = [
        str(name) for name in rows.columns if name != ours and (name != KEY or preview.key_of_file)
    ]
    cells = [[_json_value(value) for value in rows[name].tolist()] for name in columns]
    shapes = rows.geometry.to_numpy()
    if preview.reference is None:
        shapes = np.full(len(rows), None, dtype=object)
    texts = shapely.to_geojson(shapes)
    return [
        {
            "type": "Feature",
            "properties": dict(zip(columns, row, strict=True)),
            "geometry": None if text is None else json.loads(text),
        }
        for text, *row in zip(texts, *cells, strict=True)
    ]


def _missing(value: Any) -> bool:
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _json_value(value: Any) -> Any:
    if _missing(value):
        return None
    if isinstance(value, (str, bool, int, float)):
        return value
    return value.item() if isinstance(value, np.generic) else str(value)

"""Dropped files read with the answers given so far: the data page and the comparison share it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from hebei_gis.app import messages
from hebei_gis.app.data.question_controls import QuestionControls
from hebei_gis.app.queueing import read_apart
from hebei_gis.files.limits import limits_of
from hebei_gis.intake.disagreements import known_features
from hebei_gis.intake.inspecting import Inspection
from hebei_gis.intake.reading_apart import inspect_apart, preview_apart
from hebei_gis.intake.understanding import Answers, Preview
from hebei_gis.words.errors import FaultsError, HebeiGisError
from hebei_gis.words.questions import Question, controls_of
from hebei_gis.workspace import Workspace


@dataclass(frozen=True)
class Dropped:
    """A dropped file as far as it is understood.

    Attributes
    ----------
    controls : QuestionControls
    preview : Preview or None
        None where a question or a refusal stands before the first row.
    questions : tuple of Question
        What must be answered first.
    refused : HebeiGisError or OSError, optional
        What no answer helps against.
    """

    controls: QuestionControls
    preview: Preview | None = None
    questions: tuple[Question, ...] = ()
    refused: HebeiGisError | OSError | None = None

    def render_questions(self) -> None:
        """Draw what stands in the way: questions with their controls, or the refusal."""
        self.controls.render_questions(self.questions)
        if self.refused is not None:
            messages.show(self.refused, self.controls.language)


def read_dropped(workspace: Workspace, files: Sequence[Any], prefix: str, language: str) -> Dropped:
    """Read dropped files with the answers of the session.

    Parameters
    ----------
    workspace : Workspace
    files : sequence
        As the file box gives them.
    prefix : str
        Of the keys in the session: each file box has its own.
    language : str

    Raises
    ------
    UploadError, StoppedError
        Where nothing can be said of the file.
    """
    stamp = tuple(one.file_id for one in files)
    inspection, fresh = _inspected(workspace, files, prefix, stamp, language)
    controls = QuestionControls(prefix, inspection, workspace.settings.metre_crs, language)
    if fresh:
        controls.forget()
    try:
        preview = _previewed(workspace, files, prefix, stamp, controls.answers(), language)
    except FaultsError as error:
        if all(map(controls_of, error.faults)):
            return Dropped(controls, questions=tuple(map(Question, error.faults)))
        return Dropped(controls, refused=error)
    except messages.CAUGHT as error:
        return Dropped(controls, refused=error)
    return Dropped(controls, preview, preview.questions)


def _inspected(
    workspace: Workspace,
    files: Sequence[Any],
    prefix: str,
    stamp: tuple[str, ...],
    language: str,
) -> tuple[Inspection, bool]:
    """What came in, and whether that is other than before."""
    kept = st.session_state.get(f"{prefix}_inspection")
    if kept is not None and kept[0] == stamp:
        return kept[1], False
    parts, limits = _parts(files), limits_of(workspace.settings.limits)
    inspection = read_apart(
        lambda: inspect_apart(parts, limits), prefix, stamp, next(iter(parts)), language
    )
    st.session_state[f"{prefix}_inspection"] = (stamp, inspection)
    return inspection, True


def _previewed(
    workspace: Workspace,
    files: Sequence[Any],
    prefix: str,
    stamp: tuple[str, ...],
    answers: Answers,
    language: str,
) -> Preview:
    """The preview; a file is read again only where an answer or the workspace has changed."""
    asked = (stamp, answers, tuple(workspace.fingerprints.items()))
    kept = st.session_state.get(f"{prefix}_preview")
    if kept is None or kept[0] != asked:
        settings = workspace.settings
        known = known_features(workspace.layers.values())
        parts, limits = _parts(files), limits_of(settings.limits)
        made = read_apart(
            lambda: preview_apart(parts, limits, answers, settings, known),
            prefix, stamp, next(iter(parts)), language,
        )  # fmt: skip
        kept = (asked, made)
        st.session_state[f"{prefix}_preview"] = kept
    preview: Preview = kept[1]
    return preview


def _parts(files: Sequence[Any]) -> dict[str, bytes]:
    return {one.name: one.getvalue() for one in files}

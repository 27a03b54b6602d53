"""Whole sentences by kind, Chinese and English: faults, issues of rows, notes."""

from hebei_gis.words.sentences import (
    export,
    intake,
    issues,
    layers,
    notes,
    plan,
    serving,
    sites,
    validation,
    vector_files,
)

FAULTS: dict[str, tuple[str, str]] = {
    **validation.FAULTS,
    **layers.FAULTS,
    **intake.FAULTS,
    **plan.FAULTS,
    **sites.FAULTS,
    **export.FAULTS,
    **serving.FAULTS,
}
NOTES: dict[str, tuple[str, str]] = {
    **notes.NOTES,
    **plan.NOTES,
    **sites.NOTES,
    **vector_files.NOTES,
}
ISSUES: dict[str, tuple[str, str]] = {**issues.ISSUES, **vector_files.ISSUES}
#: Issues of several rows together.
COUNTED: dict[str, tuple[str, str]] = {**issues.COUNTED, **vector_files.COUNTED}

"""Whole sentences by kind, Chinese and English: faults, issues of rows, notes."""

from hebei_gis.words.sentences import export, intake, issues, layers, notes, plan, sites, validation

FAULTS: dict[str, tuple[str, str]] = {
    **validation.FAULTS,
    **layers.FAULTS,
    **intake.FAULTS,
    **plan.FAULTS,
    **sites.FAULTS,
    **export.FAULTS,
}
NOTES: dict[str, tuple[str, str]] = {**notes.NOTES, **plan.NOTES, **sites.NOTES}
ISSUES: dict[str, tuple[str, str]] = issues.ISSUES

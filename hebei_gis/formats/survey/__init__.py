"""Boundaries as Chinese land administration hands them in (勘测定界 TXT), read and written."""

from __future__ import annotations

from hebei_gis.formats.format import Format
from hebei_gis.formats.survey.layout import ENCODINGS, TITLE
from hebei_gis.formats.survey.reading import SurveyTextSource, claims
from hebei_gis.formats.survey.writing import tables_of, write_survey_text
from hebei_gis.geo.targets import METRES

FORMAT = Format(
    "survey", TITLE, (), claims, SurveyTextSource,
    "txt", "text/plain", write_survey_text, kinds=("projected",), default=METRES,
    carries_sidecar=False, needs_shapes=True, encodings=ENCODINGS,
    parts=tables_of, losses=("loss_survey_fields", "loss_survey_millimetres", "loss_no_style"),
)  # fmt: skip

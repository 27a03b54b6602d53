"""Parts of sentences by kind, Chinese and English: what was found, what was expected."""

from hebei_gis.words.sentences import COUNTED
from hebei_gis.words.sentences.errors import ERRORS
from hebei_gis.words.terms import (
    changes,
    export,
    files,
    layers,
    names,
    places,
    plan,
    rows,
    sites,
    validation,
    vector_files,
)

TERMS: dict[str, tuple[str, str]] = {
    **names.TERMS,
    **validation.TERMS,
    **files.TERMS,
    **places.TERMS,
    **rows.TERMS,
    **layers.TERMS,
    **plan.TERMS,
    **sites.TERMS,
    **export.TERMS,
    **changes.TERMS,
    **vector_files.TERMS,
    **{f"issues_{kind}": words for kind, words in COUNTED.items()},
    **{f"error_{kind}": words for kind, words in ERRORS.items()},
}

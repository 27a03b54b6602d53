"""What the page says of an error."""

from __future__ import annotations

import streamlit as st

from hebei_gis.app.escaping import escaped
from hebei_gis.words.errors import HebeiGisError, error_sentences

#: What the pages catch; everything else is a defect and is shown as one.
CAUGHT = (HebeiGisError, OSError)


def show(error: HebeiGisError | OSError, language: str) -> None:
    """Show an error on the page."""
    st.error("\n\n".join(escaped(sentence) for sentence in error_sentences(error, language)))

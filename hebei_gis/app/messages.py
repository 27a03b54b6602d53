"""What the page says of an error."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from hebei_gis.app.escaping import escaped
from hebei_gis.words.errors import HebeiGisError, error_sentences
from hebei_gis.words.pages.saying import say

_log = logging.getLogger(__name__)

#: What the pages catch; everything else is a defect and is shown as one.
CAUGHT = (HebeiGisError, OSError)


def show(error: HebeiGisError | OSError, language: str) -> None:
    """Show an error on the page."""
    st.error("\n\n".join(escaped(sentence) for sentence in error_sentences(error, language)))


@contextmanager
def defects_named(language: str) -> Iterator[None]:
    """Give what nobody foresaw a number, which the page shows and the log explains."""
    try:
        yield
    except Exception:
        number = secrets.token_hex(4)
        _log.exception("defect %s", number)
        st.error(say("defect", language, number=number))
        raise

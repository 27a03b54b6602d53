"""Choices whose words change with the language while what is chosen stays.

Streamlit keeps a widget's shown words; a widget that is asked for in the other language must
therefore be another widget. What is chosen is kept under its own key, the widget's under key
and language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st

Option = TypeVar("Option")


def choose_one(
    label: str,
    options: Sequence[Option],
    title: Callable[[Option], str],
    key: str,
    language: str,
    place: Any = st,
) -> Option:
    """A selectbox; the chosen option stays under ``st.session_state[key]``."""
    widget = f"{key}@{language}"
    kept = st.session_state.get(key)
    if kept in options and st.session_state.get(widget) not in options:
        st.session_state[widget] = kept
    chosen: Option = place.selectbox(label, options, format_func=title, key=widget)
    st.session_state[key] = chosen
    return chosen


def choose_many(
    label: str,
    options: Sequence[Option],
    title: Callable[[Option], str],
    key: str,
    language: str,
    place: Any = st,
    **settings: Any,
) -> list[Option]:
    """A multiselect; the chosen options stay under ``st.session_state[key]``."""
    widget = f"{key}@{language}"
    kept = [one for one in st.session_state.get(key) or [] if one in options]
    if widget not in st.session_state and kept:
        st.session_state[widget] = kept
    chosen = list(place.multiselect(label, options, format_func=title, key=widget, **settings))
    st.session_state[key] = chosen
    return chosen


def chosen_again(key: str, options: Sequence[Any], language: str) -> None:
    """Set what a multiselect has chosen (in a callback, before it is drawn)."""
    st.session_state[key] = list(options)
    st.session_state[f"{key}@{language}"] = list(options)

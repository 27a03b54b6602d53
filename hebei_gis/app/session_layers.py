"""Layers that live as long as a session: imported, not kept. No other session can see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from weakref import WeakKeyDictionary

import streamlit as st

from hebei_gis.layers.preparing import PreparedLayer
from hebei_gis.map.mapping import inline_layer

_STATE = "session_layers"


def session_layers() -> dict[str, PreparedLayer]:
    """Id → layer of this session."""
    return cast("dict[str, PreparedLayer]", st.session_state.setdefault(_STATE, {}))


def add_session_layer(layer: PreparedLayer) -> None:
    """Add a layer to this session; one of the same id is replaced."""
    session_layers()[layer.id] = layer


def remove_session_layer(layer_id: str) -> None:
    """Take a layer out of this session."""
    session_layers().pop(layer_id, None)


#: Written once a layer and datum: a layer never changes, and writing takes longer than drawing.
_INLINE: WeakKeyDictionary[PreparedLayer, dict[str, Mapping[str, Any]]] = WeakKeyDictionary()


def as_inline(layer: PreparedLayer, datum: str) -> Mapping[str, Any]:
    """The layer as it travels with the map's state, in the datum of the basemap under it."""
    written = _INLINE.setdefault(layer, {})
    if datum not in written:
        declaration = layer.declaration
        titles = (declaration.title_zh, declaration.title_en)
        written[datum] = inline_layer(layer.id, titles, declaration.style, layer.features, datum)
    return written[datum]

"""Layers that live as long as a session: imported, not kept. No other session can see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

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


def as_inline(layer: PreparedLayer) -> Mapping[str, Any]:
    """The layer as it travels with the map's state."""
    declaration = layer.declaration
    titles = (declaration.title_zh, declaration.title_en)
    return inline_layer(layer.id, titles, declaration.style, layer.features)

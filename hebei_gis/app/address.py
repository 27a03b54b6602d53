"""The address of the page names what the map shows; a link, a reload, a step back show it again.

The view stands there too, but the map itself writes and reads it: moving it asks nothing of us.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from hebei_gis.app.choosing import chosen_again
from hebei_gis.linking import VERSION, Shown, changed_layers, read_address
from hebei_gis.words.faults import Fault
from hebei_gis.workspace import Workspace

_NAMES = ("v", "on", "off", "chapters", "themes")
#: What stood in the address when it was last written or read.
_SEEN = "address_seen"
#: Layers that a user switched: id -> whether on. Outlives the page's widgets.
SWITCHED = "layers_switched"


def take_address(workspace: Workspace, language: str) -> Sequence[Fault]:
    """Show what the address names, where it is another than the page wrote; what of it is gone."""
    asked = {name: str(st.query_params[name]) for name in _NAMES if name in st.query_params}
    if not asked or asked == st.session_state.get(_SEEN):
        return ()
    st.session_state[_SEEN] = asked
    view = st.query_params.get("view", "")
    shown = read_address(workspace, {**asked, **({"view": str(view)} if view else {})})
    switched = {**dict.fromkeys(shown.on, True), **dict.fromkeys(shown.off, False)}
    for name, layer in workspace.layers.items():
        state = switched.get(name, layer.declaration.style.visible)
        st.session_state[f"layer-{name}"] = bool(state) and len(layer.features) > 0
    st.session_state[SWITCHED] = switched
    chosen_again("chapters", shown.chapters, language)
    chosen_again("themes", shown.themes, language)
    return shown.gone


def write_address(
    workspace: Workspace, visible: Sequence[str], chapters: Sequence[int], themes: Sequence[str]
) -> None:
    """Name in the address what the page shows now."""
    on, off = changed_layers(workspace, visible)
    values = Shown(None, on, off, chapters, themes).parameters()
    for name in _NAMES:
        if name in values and st.query_params.get(name) != values[name]:
            st.query_params[name] = values[name]
        elif name not in values and name in st.query_params:
            del st.query_params[name]
    assert values["v"] == VERSION
    st.session_state[_SEEN] = values

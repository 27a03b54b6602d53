"""Switches of the layers with their legend, those of the session below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from hebei_gis.app.address import SWITCHED
from hebei_gis.app.escaping import escaped
from hebei_gis.app.map.swatch import swatch_url
from hebei_gis.app.session_layers import remove_session_layer, session_layers
from hebei_gis.layers.preparing import PreparedLayer
from hebei_gis.map.symbology import LegendRow, known_legend
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace


def render_layers(
    workspace: Workspace, kept: Mapping[str, Sequence[str]] | None, language: str
) -> list[str]:
    """Draw the layers by group; the ids of those that are on.

    Parameters
    ----------
    kept : mapping of layer to keys, optional
        The features that stand for the filter; None where nothing is filtered.
    """
    visible = []
    st.html(_swatches(workspace))
    st.markdown(f"**{say('layers', language)}**")
    uncertain = False
    for group in workspace.settings.groups:
        members = [d for d in workspace.layers.values() if d.declaration.group == group.id]
        if not members:
            continue
        opened = any(layer.declaration.style.visible for layer in members)
        with st.expander(escaped(group.title(language)), expanded=opened):
            for layer in members:
                rows = known_legend(layer)
                if _render_layer_row(layer, rows, kept, language):
                    visible.append(layer.id)
                    uncertain |= any(row.uncertain for row in rows)
    if uncertain:
        st.caption(say("uncertain_legend", language))
    return visible


def _swatches(workspace: Workspace) -> str:
    """The symbols of layers drawn in one class, as style: a picture in a label is read aloud."""
    rules = []
    for layer in workspace.layers.values():
        rows = known_legend(layer)
        if rows and len({(row.color, row.family) for row in rows}) == 1:
            rules.append(
                f'.st-key-layer-{layer.id} label p::before {{ content: url("{swatch_url(rows[0])}")'
                f' / ""; margin-right: 6px; vertical-align: -2px; }}'
            )
    return f"<style>{''.join(rules)}</style>" if rules else "<style></style>"


def _render_layer_row(
    layer: PreparedLayer,
    rows: Sequence[LegendRow],
    kept: Mapping[str, Sequence[str]] | None,
    language: str,
) -> bool:
    title = escaped(layer.declaration.title(language))
    about = escaped(layer.declaration.about_zh if language == "zh" else layer.declaration.about_en)
    if not rows:
        st.checkbox(
            f"{title} · {say('empty_layer', language)}",
            value=False,
            disabled=True,
            key=f"layer-{layer.id}",
            help=f"{about} {say('empty_layer_help', language)}",
        )
        return False
    count = str(len(layer.features))
    if kept is not None:
        count = f"{len(kept.get(layer.id, ()))}/{count}"
    single = len({(row.color, row.family) for row in rows}) == 1
    # What a user switched stays while other pages are looked at; a widget's own value does not.
    switched: dict[str, bool] = st.session_state.setdefault(SWITCHED, {})
    key = f"layer-{layer.id}"
    if key not in st.session_state:
        st.session_state[key] = switched.get(layer.id, layer.declaration.style.visible)
    shown = st.checkbox(f"{title} {count}", key=key, help=about)
    switched[layer.id] = shown
    if shown and not single:
        lines = []
        for row in rows:
            words = row.title_zh if language == "zh" else row.title_en
            lines.append(f"![]({swatch_url(row)}) {escaped(words) or title} :gray[{row.features}]")
        st.caption("  \n".join(lines))
    return shown


def render_session_layers(language: str) -> list[PreparedLayer]:
    """Layers imported for this session, with a way to take them out; those switched on."""
    layers = session_layers()
    if not layers:
        return []
    shown = []
    with st.expander(say("session_group", language), expanded=True):
        for name, layer in list(layers.items()):
            title = escaped(layer.declaration.title(language))
            if st.checkbox(f"{title} {len(layer.features)}", value=True, key=f"own-{name}"):
                shown.append(layer)
            st.button(
                say("session_remove", language), key=f"remove-{name}", type="tertiary",
                on_click=remove_session_layer, args=(name,),
            )  # fmt: skip
    return shown

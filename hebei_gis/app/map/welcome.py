"""The first screen: three things to do here, with live figures; gone after the first click."""

from __future__ import annotations

import streamlit as st

from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace


def render_welcome(workspace: Workspace, language: str) -> None:
    """Draw the cards."""
    entries = len(workspace.register.entries)
    located = entries - len(workspace.links.unlocated_entries)
    layers = len(workspace.layers)
    features = sum(len(layer.features) for layer in workspace.layers.values())
    figures = {
        "go_plan": say("plan_figures", language, entries=entries, located=located),
        "go_sites": say("sites_figures", language),
        "go_data": say("data_figures", language, layers=layers, features=features),
    }
    with st.container(key="welcome"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{say('panel_hint_title', language)}**")
            st.button(
                say("welcome_close", language), key="welcome_close", icon=":material/close:",
                type="tertiary", on_click=_welcomed,
            )  # fmt: skip
        st.caption(say("panel_hint", language))
        for word, icon, page in st.session_state.get("three_things", ()):
            st.page_link(
                page, label=say(word, language), icon=icon, query_params={"lang": language}
            )
            st.caption(figures[word])


def _welcomed() -> None:
    st.session_state["welcomed"] = True

"""The comparison as papers: Word, Excel, tables, one offline page, and a file to load again."""

from __future__ import annotations

import streamlit as st

from hebei_gis.analyses.sites import SiteComparison, comparison_to_text
from hebei_gis.app.text import say
from hebei_gis.workspace import Workspace


def render_papers(workspace: Workspace, comparison: SiteComparison, language: str) -> None:
    """Draw the downloads."""
    st.caption(say("permalink", language))
    st.download_button(
        say("save", language),
        data=lambda: comparison_to_text(comparison).encode(),
        file_name="comparison.json",
        mime="application/json",
        on_click="ignore",
        icon=":material/save:",
        key="sites_save",
    )

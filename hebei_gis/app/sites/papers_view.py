"""The comparison as papers: Word, Excel, tables, one offline page, and a file to load again."""

from __future__ import annotations

import streamlit as st

from hebei_gis.app import messages
from hebei_gis.app.data.export_form import choose_format, render_losses, render_making
from hebei_gis.app.serving import current_reading
from hebei_gis.papers import (
    PAPERS,
    PaperRequest,
    export_comparison,
    paper_bytes,
    paper_name,
)
from hebei_gis.sites import (
    CRITERIA_FILE,
    SiteComparison,
    Surroundings,
    comparison_to_text,
    read_criteria,
)
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace


def paper_request(
    workspace: Workspace, comparison: SiteComparison, language: str, quoted: bool = False
) -> PaperRequest:
    """What a paper of this comparison is made of."""
    presets = read_criteria(workspace.folder / CRITERIA_FILE).presets
    preset = presets.get(comparison.options.preset or "")
    return PaperRequest(
        comparison,
        Surroundings(workspace.layers, workspace.links, workspace.register),
        language=language,
        district=workspace.settings.name(language),
        boundary=workspace.settings.boundary or "",
        purpose=preset.title(language) if preset else "",
        reading=current_reading(workspace) if quoted else None,
    )


def render_papers(workspace: Workspace, comparison: SiteComparison, language: str) -> None:
    """Draw the downloads; a paper is made when it is asked for."""
    st.caption(say("permalink", language))
    quoted = False
    if current_reading(workspace) is not None:
        quoted = st.checkbox(say("paper_quotes", language), key="paper_quotes")
    request = paper_request(workspace, comparison, language, quoted)
    with st.container(horizontal=True):
        for ending, paper in PAPERS.items():
            if ending in (".json", ".geojson"):
                continue  # the saved comparison and the export below are what a planner needs
            if st.button(
                say("make_paper", language, name=paper.title(language)), key=f"make{ending}"
            ):
                try:
                    with st.spinner(say("working", language)):
                        content = paper_bytes(request, ending)
                except messages.CAUGHT as error:
                    messages.show(error, language)
                    continue
                st.session_state["sites_paper"] = (
                    id(comparison.scores), ending, paper_name(request, ending), content,
                )  # fmt: skip
    made = st.session_state.get("sites_paper")
    if made:
        _, ending, name, content = made
        st.download_button(
            say("download_file", language, name=name),
            data=content,
            file_name=name,
            mime=PAPERS[ending].mime,
            on_click="ignore",
            type="primary",
            icon=":material/download:",
            key="sites_paper_download",
        )
    st.download_button(
        say("save", language),
        data=lambda: comparison_to_text(comparison).encode(),
        file_name="comparison.json",
        mime="application/json",
        on_click="ignore",
        icon=":material/save:",
        key="sites_save",
    )
    _render_export(workspace, comparison, request, language)


def _render_export(
    workspace: Workspace, comparison: SiteComparison, request: PaperRequest, language: str
) -> None:
    """The parcels with ranks and scores as a layer, in the formats of the data page."""
    st.markdown(f"**{say('sites_export', language)}**")
    left, right = st.columns([2, 3], gap="large")
    with left:
        out = choose_format(workspace.settings.metre_crs, language, "sites_export")
    with right:
        render_losses(out.format, language)
        render_making(
            (id(comparison.scores), out, language),
            lambda: export_comparison(request, out.format, out.datum, encoding=out.encoding),
            language,
            "sites_export",
        )

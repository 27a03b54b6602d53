"""Editing the register: an XLSX out and in again, and the names proposed from the text."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from hebei_gis.app import messages
from hebei_gis.app.queueing import read_apart, reading_words
from hebei_gis.files.apart import call_apart
from hebei_gis.files.changes import may_change
from hebei_gis.plan.join import join_register
from hebei_gis.plan.places.confirming import confirm_places, read_proposed
from hebei_gis.plan.register.changes import RegisterChanges, read_changes
from hebei_gis.plan.register.writing import read_and_apply
from hebei_gis.words.errors import FaultsError
from hebei_gis.words.facts import told
from hebei_gis.words.pages.saying import say
from hebei_gis.words.refusals import shown
from hebei_gis.workspace import Workspace

_LISTED = 300


def render_editing(workspace: Workspace, language: str) -> None:
    """Draw the tab: proposals to confirm where there are any, then the XLSX round trip."""
    _render_proposals(workspace, language)
    _render_round_trip(workspace, language)


def _render_proposals(workspace: Workspace, language: str) -> None:
    try:
        proposals = read_proposed(workspace.folder)
    except messages.CAUGHT as error:
        messages.show(error, language)
        return
    if not proposals:
        return
    st.write(say("proposed", language, count=len(proposals)))
    shown = pd.DataFrame(
        {
            say("place", language): [p.name for p in proposals],
            say("kind", language): [p.kind for p in proposals],
            say("waiting", language): [told(p.entries, language) for p in proposals],
        }
    )
    picked = st.dataframe(
        shown, hide_index=True, height=300, on_select="rerun", selection_mode="multi-row",
        key="proposals",
    )  # fmt: skip
    names = [proposals[row].name for row in picked["selection"]["rows"] if row < len(proposals)]
    unable = not names or not may_change()
    if st.button(say("confirm_chosen", language), disabled=unable, key="confirm_proposals"):
        try:
            confirm_places(workspace.folder, names)
        except messages.CAUGHT as error:
            messages.show(error, language)
            return
        st.rerun()


def _read(uploaded: Any, workspace: Workspace, force: bool) -> RegisterChanges:
    """What a workbook changes, read in another process as any file that comes in."""
    content, name = uploaded.getvalue(), shown(uploaded.name)
    return call_apart(read_changes, name, content, workspace.folder, name, force)


def _render_round_trip(workspace: Workspace, language: str) -> None:
    st.write(say("edit_about", language))
    written = st.session_state.pop("edit_written", None)
    if written:
        st.success(written)
    uploaded = st.file_uploader(say("edit_upload", language), type=["xlsx"], key="edited_register")
    if uploaded is None:
        return
    force = st.checkbox(say("edit_force", language), key="edit_force")
    try:
        with st.spinner(reading_words(language)):
            changes = read_apart(
                lambda: _read(uploaded, workspace, force),
                "edit", (uploaded.file_id, force), uploaded.name, language,
            )  # fmt: skip
        known = set(workspace.links.faults)
        joined = join_register(changes.register, workspace.layers, workspace.left_out)
        faults = [fault for fault in joined.faults if fault not in known]
        if faults:
            raise FaultsError(faults)
    except messages.CAUGHT as error:
        messages.show(error, language)
        return
    if not changes.changes:
        st.info(say("edit_none", language))
        return
    if changes.stale:
        st.warning(say("edit_stale", language))
    st.write(say("edit_changes", language, count=len(changes.changes)))
    st.text("\n".join(change.sentence(language) for change in changes.changes[:_LISTED]))
    unable = not may_change()
    if st.button(
        say("edit_write", language), type="primary", key="write_register", disabled=unable
    ):
        try:
            # Read again: others may have written since the changes were shown.
            _, paths = read_and_apply(lambda: _read(uploaded, workspace, force), workspace.folder)
        except messages.CAUGHT as error:
            messages.show(error, language)
            return
        names = ", ".join(path.name for path in paths)
        st.session_state["edit_written"] = say("edit_written", language, names=names)
        st.rerun()

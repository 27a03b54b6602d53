"""What was changed in the workspace, by whom, and taking a change back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from hebei_gis.app import messages
from hebei_gis.app.escaping import escaped
from hebei_gis.files.change_records import MOST_CHANGES
from hebei_gis.files.changes import may_change
from hebei_gis.history import history, undo
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace


def render_history(workspace: Workspace, language: str) -> None:
    """Draw the changes as a table with one button."""
    said = st.session_state.pop("history_said", None)
    if said:
        st.success(said)
    entries = history(workspace.folder)
    if not entries:
        st.info(say("history_none", language))
        return
    st.caption(say("history_about", language, most=MOST_CHANGES))
    shown = pd.DataFrame(
        {
            say("history_number", language): [entry.number for entry in entries],
            say("history_when", language): [entry.moment for entry in entries],
            say("history_who", language): [entry.who for entry in entries],
            say("history_what", language): [entry.text(language) for entry in entries],
        }
    )
    picked = st.dataframe(
        shown, hide_index=True, height=360, on_select="rerun", selection_mode="single-row",
        key=f"history@{entries[0].number}",
    )  # fmt: skip
    rows = [row for row in picked["selection"]["rows"] if row < len(entries)]
    if st.button(say("history_undo", language), disabled=not rows or not may_change(), key="undo"):
        try:
            entry = undo(workspace.folder, entries[rows[0]].number)
        except messages.CAUGHT as error:
            messages.show(error, language)
            return
        st.session_state["history_said"] = say(
            "history_undone", language, what=escaped(entry.text(language))
        )
        st.rerun()

"""The plan's own text: attached, held against the register, taken away."""

from __future__ import annotations

import streamlit as st

from hebei_gis.app import messages
from hebei_gis.app.escaping import escaped
from hebei_gis.app.queueing import read_apart, reading_words
from hebei_gis.app.serving import current_reading
from hebei_gis.files.apart import call_apart, is_cancelled
from hebei_gis.files.changes import may_change
from hebei_gis.plan.reader import read_plan
from hebei_gis.plan.text.attached import attach, detach
from hebei_gis.plan.text.document import read_plan_text
from hebei_gis.plan.verifying import verify
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace


def render_text(workspace: Workspace, language: str) -> None:
    """Draw the tab."""
    st.write(say("text_about", language))
    reading = current_reading(workspace)
    if reading is not None:
        st.success(
            say(
                "text_attached",
                language,
                name=reading.source.name,
                characters=len(reading.source.text),
                entries=len(reading.entries),
            )
        )
        verdicts = verify(workspace.register, reading)
        missing = [verdict for verdict in verdicts if not verdict.found]
        if missing:
            st.warning(
                say("verified_missing", language, missing=len(missing), count=len(verdicts))
                + "\n\n"
                + "\n".join(f"- {v.entry} {escaped(v.detail)}" for v in missing[:50])
            )
        else:
            st.info(say("verified_all", language, count=len(verdicts)))
        if may_change() and st.button(say("text_remove", language), icon=":material/delete:"):
            try:
                detach(workspace.folder)
            except messages.CAUGHT as error:
                messages.show(error, language)
                return
            st.rerun()
    if not may_change():
        return
    uploaded = st.file_uploader(
        say("text_upload", language), type=["txt", "docx", "pdf"], key="plan_text_file"
    )
    if uploaded is None or uploaded.file_id == st.session_state.get("plan_text_taken"):
        return
    name, content = uploaded.name, uploaded.getvalue()
    try:
        with st.spinner(reading_words(language)):
            source = read_apart(
                lambda: call_apart(read_plan_text, name, content, name),
                "plan_text", uploaded.file_id, name, language,
            )  # fmt: skip
        st.session_state["plan_text_taken"] = uploaded.file_id
        read_plan(source, workspace.register.places.values())  # a text with no chapter stops here
        attach(workspace.folder, source)
    except messages.CAUGHT as error:
        messages.show(error, language)
        if not is_cancelled(error):  # told once; another file may come
            st.session_state["plan_text_taken"] = uploaded.file_id
        return
    st.rerun()

"""An exported file that comes back: read again and held against its sidecar."""

from __future__ import annotations

import streamlit as st

from hebei_gis.app import messages
from hebei_gis.app.data.sidecar_view import render_sidecar
from hebei_gis.app.escaping import escaped
from hebei_gis.app.queueing import read_apart, reading_words
from hebei_gis.export.verify import is_former_seal, verify_content
from hebei_gis.files.apart import call_apart
from hebei_gis.formats.own_sidecars import SIDECAR_ENDING
from hebei_gis.words.facts import term
from hebei_gis.words.pages.saying import say
from hebei_gis.words.refusals import shown


def render_verifying(language: str) -> None:
    """Draw the upload and what the check found; nothing is kept."""
    st.caption(say("verify_hint", language))
    uploads = st.file_uploader(
        say("verify_upload", language), accept_multiple_files=True, key=f"verify@{language}"
    )
    if not uploads:
        return
    files = {upload.name: upload.getvalue() for upload in uploads}
    beside = [name for name in files if name.endswith(SIDECAR_ENDING)]
    exported = [name for name in files if name not in beside]
    if len(exported) != 1 or len(beside) > 1:
        st.warning(say("verify_one", language))
        return
    (name,) = exported
    stamp = tuple(upload.file_id for upload in uploads)
    try:
        if st.session_state.get("verified", (None,))[0] != stamp:
            with st.spinner(reading_words(language)):
                sidecar = files[beside[0]] if beside else None
                found = read_apart(
                    lambda: call_apart(verify_content, name, files[name], shown(name), sidecar),
                    "verify", stamp, name, language,
                )  # fmt: skip
            st.session_state["verified"] = (stamp, *found)
    except messages.CAUGHT as error:
        messages.show(error, language)
        return
    _, sidecar, faults = st.session_state["verified"]
    if faults:
        for fault in faults:
            st.error(escaped(fault.sentence(language)))
        return
    st.success(
        say(
            "verify_ok", language, name=escaped(shown(name)), rows=sidecar["rows"],
            code=escaped(str(sidecar["reference_system"]["code"])),
            date=escaped(str(sidecar["exported"])),
        )
    )  # fmt: skip
    if is_former_seal(sidecar):
        st.info(term("seal_former").text(language))
    st.caption(term("seal_meaning").text(language))
    render_sidecar(sidecar, language)

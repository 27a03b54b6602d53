"""Format, reference system, what is lost, and the file: the same wherever something goes out."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import NamedTuple

import streamlit as st

from hebei_gis.app import messages
from hebei_gis.app.choosing import choose_one
from hebei_gis.app.data.sidecar_view import render_sidecar
from hebei_gis.app.escaping import escaped
from hebei_gis.export.packaging import ExportedFile, losses
from hebei_gis.formats.registry import written_formats
from hebei_gis.geo.crs import CGCS2000, WGS84
from hebei_gis.geo.shifted_datums import BD09, GCJ02
from hebei_gis.geo.targets import target
from hebei_gis.words.facts import term
from hebei_gis.words.pages.saying import say
from hebei_gis.words.refusals import shown

#: The others stand in the sidecar.
_ISSUES_SHOWN = 200


class Chosen(NamedTuple):
    """Format, reference system, and encoding (empty where the format has no choice)."""

    format: str
    datum: str
    encoding: str


def choose_format(metre_crs: str, language: str, key: str) -> Chosen:
    """Selectboxes; only reference systems and encodings the format can hold are offered."""
    name = choose_one(
        say("format", language),
        list(written_formats()),
        lambda one: written_formats()[one].title,
        f"{key}_format",
        language,
    )
    chosen = written_formats()[name]
    words = {
        WGS84: "WGS 84",
        CGCS2000: "CGCS2000",
        metre_crs: say("metre_choice", language, code=metre_crs),
        GCJ02: GCJ02,
        BD09: BD09,
    }
    fitting = [code for code in words if target(code, metre_crs).kind in chosen.kinds]
    default = target(chosen.default, metre_crs).reference_system
    fitting.sort(key=lambda code: code != default)  # its own first
    datum = choose_one(
        say("target_datum", language),
        fitting,
        lambda code: words[code],
        f"{key}_datum_{name}",
        language,
    )
    encoding = ""
    if chosen.encodings:
        encoding = choose_one(
            say("export_encoding", language),
            chosen.encodings,
            lambda one: one,
            f"{key}_encoding_{name}",
            language,
        )
    return Chosen(name, datum, encoding)


def render_losses(format_name: str, language: str) -> None:
    """Draw what the format cannot hold, before anything is written."""
    listed = losses(format_name)
    if listed:
        st.markdown(f"**{say('losses', language)}**")
        st.markdown("\n".join(f"- {escaped(loss.text(language))}" for loss in listed))


def render_making(
    asked: Hashable,
    build: Callable[[], ExportedFile],
    language: str,
    key: str,
    *,
    telling: bool = True,
) -> None:
    """Draw the button that makes the file, and the download of what was made.

    Parameters
    ----------
    asked : hashable
        What the file is of; a file made of something else is not offered any more.
    build : callable
        Makes it.
    key : str
        Of this form among others.
    telling : bool
        Whether the sidecar is shown.
    """
    if st.button(say("prepare", language), type="primary", key=f"{key}_prepare"):
        st.session_state.pop(f"{key}_made", None)
        try:
            with st.spinner(say("working", language)):
                made = build()
        except messages.CAUGHT as error:
            messages.show(error, language)
            return
        st.session_state[f"{key}_made"] = (asked, made)
    kept = st.session_state.get(f"{key}_made")
    if kept and kept[0] == asked:
        _render_made(kept[1], language, key, telling)


def _render_made(made: ExportedFile, language: str, key: str, telling: bool) -> None:
    st.download_button(
        say("download_file", language, name=made.name),
        data=made.content,
        file_name=made.name,
        mime=made.mime,
        on_click="ignore",
        type="primary",
        icon=":material/download:",
        key=f"{key}_download",
    )
    if made.beside is not None:
        st.download_button(
            say("download_sidecar", language),
            data=made.beside,
            file_name=f"{made.name}.meta.json",
            mime="application/json",
            on_click="ignore",
            key=f"{key}_sidecar",
        )
    if made.issues:
        with st.expander(say("not_whole", language, count=len(made.issues))):
            lines = [
                term("export_issue", key=shown(one.key), sentence=one.sentence(language)).text(
                    language
                )
                for one in made.issues[:_ISSUES_SHOWN]
            ]
            st.text("\n".join(lines))
    if telling:
        with st.expander(say("sidecar", language)):
            render_sidecar(made.sidecar, language)

"""The script of every page: page settings, language, navigation."""

from __future__ import annotations

import html

import streamlit as st
from streamlit import config
from streamlit.runtime.scriptrunner import get_script_run_ctx

from hebei_gis.app.data import data_page
from hebei_gis.app.escaping import escaped
from hebei_gis.app.map import map_page
from hebei_gis.app.messages import defects_named
from hebei_gis.app.people import page_actor, signed_in, users_file
from hebei_gis.app.register import register_page
from hebei_gis.app.serving import base_of, current_workspace, workspace_folder
from hebei_gis.app.signing_in import SIGN_OUT
from hebei_gis.app.sites import sites_page
from hebei_gis.app.style import PAGE_STYLE, chinese_style
from hebei_gis.files.apart import owner
from hebei_gis.files.changes import ask_actor, may_change
from hebei_gis.words.errors import WorkspaceError
from hebei_gis.words.pages.saying import LANGUAGES, say


def _draw_user(language: str) -> None:
    """Who is signed in, with the way out."""
    user = signed_in() if users_file() is not None else None
    if user is None:
        return
    role = say(f"role_{user.role}", language)
    st.caption(escaped(say("signed_in_as", language, name=user.name, role=role)))
    base = html.escape(base_of(str(config.get_option("server.baseUrlPath") or "")), quote=True)
    words = html.escape(say("sign_out", language))
    st.html(f'<a href="{base}/{SIGN_OUT}?lang={language}" target="_self">{words}</a>')


def main() -> None:
    """Draw the page the address names."""
    context = get_script_run_ctx()
    owner.set(context.session_id if context else "")
    # The history names who is signed in, else the machine a change came from.
    ask_actor(page_actor)
    st.set_page_config(page_title="hebei-gis", page_icon="🗺️", layout="wide")
    language = str(st.session_state.get("language") or st.query_params.get("lang") or "zh")
    language = language if language in LANGUAGES else "zh"
    try:
        workspace = current_workspace()
    except WorkspaceError as error:
        st.error(escaped(str(workspace_folder())))
        for fault in error.faults:
            st.text(fault.sentence(language))
        return
    if users_file() is not None and signed_in() is None:
        st.error(say("signed_out", language))
        return
    name = workspace.settings.name(language)
    st.set_page_config(page_title=say("app_title", language, name=name))
    st.html(PAGE_STYLE)
    with st.sidebar:
        st.markdown(f"### {escaped(say('app_title', language, name=name))}")
        chosen = st.segmented_control(
            say("language", language),
            list(LANGUAGES),
            format_func=lambda code: LANGUAGES[code],
            default=language,
            key="language",
            label_visibility="collapsed",
        )
        if not may_change():
            st.caption(say("read_only", language))
        _draw_user(language)
    language = str(chosen or language)
    if language == "zh":
        st.html(chinese_style())
    if st.query_params.get("lang", "zh") != language:
        st.query_params["lang"] = language

    def map_script() -> None:
        map_page.render(language)

    def register_script() -> None:
        register_page.render(language)

    def sites_script() -> None:
        sites_page.render(language)

    def data_script() -> None:
        data_page.render(language)

    first = st.Page(map_script, title=say("page_map", language), url_path="map", default=True)
    register = st.Page(register_script, title=say("page_register", language), url_path="register")
    sites = st.Page(sites_script, title=say("page_sites", language), url_path="sites")
    data = st.Page(data_script, title=say("page_data", language), url_path="data")
    st.session_state["map_page"] = first
    st.session_state["three_things"] = [
        ("go_plan", ":material/menu_book:", register),
        ("go_sites", ":material/balance:", sites),
        ("go_data", ":material/download:", data),
    ]
    page = st.navigation([first, register, sites, data], position="top")
    with defects_named(language):
        page.run()


main()

"""The script of every page: page settings, language, navigation."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from hebei_gis.app.bar import choose_language, render_bar, render_user
from hebei_gis.app.data import data_page
from hebei_gis.app.escaping import escaped
from hebei_gis.app.finder import TO_MAP, render_finder
from hebei_gis.app.map import map_page
from hebei_gis.app.messages import defects_named
from hebei_gis.app.people import page_actor, signed_in, users_file
from hebei_gis.app.register import register_page
from hebei_gis.app.serving import current_workspace, workspace_folder
from hebei_gis.app.share import render_share
from hebei_gis.app.sites import sites_page
from hebei_gis.app.style import PAGE_STYLE, chinese_style
from hebei_gis.files.apart import owner
from hebei_gis.files.changes import ask_actor
from hebei_gis.words.errors import WorkspaceError
from hebei_gis.words.pages.saying import LANGUAGES, say


def _pages(language: str) -> tuple[list[StreamlitPage], StreamlitPage]:
    """The pages in the order of the bar; and the map under its name, which links have: Streamlit
    serves the first page without one."""

    def map_script() -> None:
        map_page.render(language)

    def register_script() -> None:
        register_page.render(language)

    def sites_script() -> None:
        sites_page.render(language)

    def data_script() -> None:
        data_page.render(language)

    def map_by_name() -> None:
        map_page.render(language)

    first = st.Page(map_script, title=say("page_map", language), default=True)
    named = st.Page(map_by_name, title=say("page_map", language), url_path="map")
    register = st.Page(register_script, title=say("page_register", language), url_path="register")
    sites = st.Page(sites_script, title=say("page_sites", language), url_path="sites")
    data = st.Page(data_script, title=say("page_data", language), url_path="data")
    st.session_state["map_page"] = first
    st.session_state["three_things"] = [
        ("go_plan", ":material/menu_book:", register),
        ("go_sites", ":material/balance:", sites),
        ("go_data", ":material/download:", data),
    ]
    return [first, register, sites, data], named


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
    bar = st.container(key="bar", horizontal=True, vertical_alignment="center")
    with bar, st.container(key="bar-language"):
        language = choose_language(language)
    if language == "zh":
        st.html(chinese_style())
    if st.query_params.get("lang", "zh") != language:
        st.query_params["lang"] = language
    with st.sidebar:
        render_user(language)

    pages, named = _pages(language)
    first = pages[0]
    page = st.navigation([*pages, named], position="hidden")
    if st.session_state.pop(TO_MAP, False) and page not in (first, named):
        st.switch_page(first)
    with bar:
        render_finder(language)
        render_share(language)
        render_bar(workspace, pages, first if page is named else page, language)
    with defects_named(language):
        page.run()


main()

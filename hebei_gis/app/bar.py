"""The bar above the map: the plan's name, the pages, the language, a link to what is shown."""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st
from streamlit import config
from streamlit.navigation.page import StreamlitPage

from hebei_gis.app.escaping import escaped
from hebei_gis.app.people import signed_in, users_file
from hebei_gis.app.serving import base_of
from hebei_gis.app.signing_in import SIGN_OUT
from hebei_gis.files.changes import may_change
from hebei_gis.words.pages.saying import LANGUAGES, say
from hebei_gis.workspace import Workspace

#: Of each page's address, its sign in the bar.
_ICONS = {
    "map": ":material/map:",
    "register": ":material/menu_book:",
    "sites": ":material/balance:",
    "data": ":material/database:",
}


def choose_language(language: str) -> str:
    """Draw the choice of the language; the chosen one."""
    chosen = st.segmented_control(
        say("language", language),
        list(LANGUAGES),
        format_func=lambda code: LANGUAGES[code],
        default=language,
        key="language",
        label_visibility="collapsed",
    )
    return str(chosen or language)


def render_bar(
    workspace: Workspace, pages: Sequence[StreamlitPage], current: StreamlitPage, language: str
) -> None:
    """Draw the name and the pages, the one that is open marked."""
    name = say("app_title", language, name=workspace.settings.name(language))
    with st.container(key="plan-name"):
        st.title(escaped(name), anchor=False)
    with st.container(key="pages", horizontal=True):
        for page in pages:
            mark = "here" if page is current else "other"
            with st.container(key=f"page-{mark}-{page.url_path or 'map'}"):
                st.page_link(
                    page,
                    label=page.title,
                    icon=_ICONS[page.url_path or "map"],
                    query_params={"lang": language},
                )


def render_user(language: str) -> None:
    """Draw that nothing can be changed, where it is so, and who is signed in."""
    if not may_change():
        st.caption(say("read_only", language))
    user = signed_in() if users_file() is not None else None
    if user is None:
        return
    role = say(f"role_{user.role}", language)
    st.caption(escaped(say("signed_in_as", language, name=user.name, role=role)))
    base = html.escape(base_of(str(config.get_option("server.baseUrlPath") or "")), quote=True)
    words = html.escape(say("sign_out", language))
    st.html(f'<a href="{base}/{SIGN_OUT}?lang={language}" target="_self">{words}</a>')

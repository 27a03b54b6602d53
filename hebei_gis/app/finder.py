"""The search in the bar, and what choosing one of its finds does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from hebei_gis.app import selection
from hebei_gis.app.choosing import chosen_again
from hebei_gis.app.serving import current_workspace
from hebei_gis.words.facts import term
from hebei_gis.words.pages.leftovers import leftovers
from hebei_gis.words.pages.saying import say

_KEY = "finder"
_FOLDER = Path(__file__).parent / "browser"
_BODY = (
    '<div class="finder"><input type="search" role="combobox" aria-autocomplete="list" '
    'aria-expanded="false" aria-controls="finder-list" autocomplete="off" spellcheck="false">'
    '<div class="finder-list" id="finder-list" role="listbox" hidden></div>'
    '<div class="finder-told" role="status"></div></div>'
)
#: Set where what was chosen is shown on the map, whatever page is open.
TO_MAP = "finder_to_map"
_TOLD = ("pinyin", "close", "text")


def render_finder(language: str) -> None:
    """Draw the search; what is chosen is selected, filtered by, or shown."""
    mounted = st.components.v2.component(
        "plan_finder",
        html=_BODY,
        css=(_FOLDER / "finder.css").read_text(encoding="utf-8"),
        js=(_FOLDER / "finder.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
    words: dict[str, Any] = {
        "label": say("search", language),
        "hint": say("search_hint", language),
        "none": say("search_nothing", language),
        "failed": say("search_failed", language),
        "more": say("search_more", language, count="{count}"),
        "count": say("search_count", language, count="{count}"),
        "map": say("map_frame", language),
        "by": {name: term(f"found_by_{name}").text(language) for name in _TOLD},
    }
    with st.container(key="finder-box"):
        mounted(
            key=_KEY,
            data={"language": language, "words": words, **leftovers(language)},
            on_chosen_change=lambda: _take(language),
        )


def _take(language: str) -> None:
    """Select what was chosen (before the page is drawn)."""
    sent = st.session_state.get(_KEY)
    chosen = sent.get("chosen") if isinstance(sent, Mapping) else None
    if not isinstance(chosen, Mapping):
        return
    kind, name = str(chosen.get("kind")), str(chosen.get("id"))
    st.session_state["welcomed"] = True
    workspace = current_workspace()
    # An entry has its sheet on the register's page too.
    st.session_state[TO_MAP] = kind not in ("entry", "indicator", "heading")
    if kind in selection.KINDS:
        selection.select(kind, name)
    elif kind == "indicator":
        entry = next((one.entry for one in workspace.register.indicators if one.id == name), "")
        selection.select("entry", entry)
    elif kind == "theme" and name in workspace.register.themes:
        selection.clear()
        chosen_again("themes", [name], language)
        chosen_again("chapters", [], language)
    elif kind == "heading":
        chapter, _, section = name.partition(".")
        selection.clear()
        chosen_again("chapters", [int(chapter)], language)
        chosen_again("themes", [], language)
        st.session_state["contents"] = (int(chapter), int(section or 0))
    elif kind == "layer" and name in workspace.layers:
        st.session_state[f"layer-{name}"] = True
        selection.fit_layer(name)

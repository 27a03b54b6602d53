"""The map page: layers and legend at the left, the map, the panel of what is selected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from hebei_gis.app import selection
from hebei_gis.app.choosing import choose_many, choose_one
from hebei_gis.app.escaping import escaped
from hebei_gis.app.map.layer_list import render_layers, render_session_layers
from hebei_gis.app.map.map_downloads import filter_words, render_downloads
from hebei_gis.app.map.map_frame import render_map_frame
from hebei_gis.app.map.panel import render_panel
from hebei_gis.app.map.placing_form import CLICKED
from hebei_gis.app.serving import current_workspace
from hebei_gis.app.session_layers import as_inline
from hebei_gis.app.style import MAP_STYLE
from hebei_gis.geo.crs import WGS84
from hebei_gis.geo.shifted_datums import GCJ02
from hebei_gis.map.mapping import MapState, basemap_values, drawn_datum
from hebei_gis.plan.register.model import Entry
from hebei_gis.searching import search
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace

MAP_KEY = "plan_map"
_FRAME_HEIGHT_PX = 640
_HITS_SHOWN = 12


def render(language: str) -> None:
    """Draw the page."""
    workspace = current_workspace()
    st.html(MAP_STYLE)
    with st.sidebar:
        _render_search(workspace, language)
        entries, chapters, themes = _render_filter(workspace, language)
        kept = _kept_features(workspace, entries) if (chapters or themes) else None
        visible = render_layers(workspace, kept, language)
        own = render_session_layers(language)
        basemap = _render_basemap(workspace, language)
        words = filter_words(workspace, visible, chapters, themes, language)
        render_downloads(workspace, visible, kept, words, language)
    _render_left_out(workspace, language)
    if not workspace.layers:
        st.info(say("no_layers", language))
    extra = [as_inline(layer, drawn_datum(basemap)) for layer in own]
    _render_map(workspace, visible, kept, len(entries), basemap, extra, language)


# ---- Sidebar.


def _render_search(workspace: Workspace, language: str) -> None:
    words = st.text_input(
        say("search", language), key="search", placeholder=say("search_hint", language)
    )
    if not words:
        return
    hits = search(workspace, words, language)
    if not hits:
        st.caption(say("search_none", language, words=escaped(words)))
    icons = {
        "feature": ":material/location_on:",
        "place": ":material/location_off:",
        "entry": ":material/article:",
    }
    for number, hit in enumerate(hits[:_HITS_SHOWN]):
        st.button(
            escaped(hit.title),
            key=f"hit-{number}-{hit.kind}-{hit.id}",
            icon=icons[hit.kind],
            help=escaped(hit.beside),
            on_click=selection.select,
            args=(hit.kind, hit.id),
            width="stretch",
        )
    if len(hits) > _HITS_SHOWN:
        st.caption(say("search_more", language, count=len(hits) - _HITS_SHOWN))


def _render_filter(
    workspace: Workspace, language: str
) -> tuple[list[Entry], Sequence[int], Sequence[str]]:
    register = workspace.register
    if not register.entries:
        return [], [], []
    chapter_titles = {
        h.chapter: f"{h.chapter} {h.title_zh if language == 'zh' else h.title_en}"
        for h in register.headings
        if not h.section
    }
    theme_titles = {
        t.id: t.title_zh if language == "zh" else t.title_en for t in register.themes.values()
    }
    present = sorted({entry.chapter for entry in register.entries.values()})
    with st.expander(say("filter", language)):
        chapters = choose_many(
            say("chapter", language),
            present,
            lambda number: chapter_titles.get(number, str(number)),
            "chapters",
            language,
            placeholder=say("all", language),
        )
        themes = choose_many(
            say("theme", language),
            list(theme_titles),
            lambda theme: theme_titles[theme],
            "themes",
            language,
            placeholder=say("all", language),
        )
    entries = [
        entry
        for entry in register.entries.values()
        if (not chapters or entry.chapter in chapters) and (not themes or entry.theme in themes)
    ]
    return entries, chapters, themes


def _kept_features(workspace: Workspace, entries: Sequence[Entry]) -> dict[str, list[str]]:
    """The features the chosen entries speak of, by layer."""
    kept: dict[str, dict[str, None]] = {}  # a dict is a set that keeps its order
    for entry in entries:
        for ref in workspace.links.features_of(entry.id):
            kept.setdefault(ref.layer, {})[ref.key] = None
    return {layer: list(keys) for layer, keys in kept.items()}


def _render_basemap(workspace: Workspace, language: str) -> dict[str, Any] | None:
    basemaps = {basemap.id: basemap for basemap in workspace.settings.basemaps}
    if not basemaps:
        return None
    chosen = choose_one(
        say("basemap", language),
        ["", *basemaps],
        lambda name: basemaps[name].title(language) if name else say("basemap_none", language),
        "basemap",
        language,
    )
    if not chosen:
        return None
    basemap = basemaps[chosen]
    key = ""
    if basemap.key_needed:
        key = st.text_input(say("basemap_key", language), type="password", key="basemap_key")
        if not key:
            st.caption(say("basemap_key_missing", language))
            return None
    values = basemap_values(basemap, key)
    if values["datum"] != "WGS84":
        st.caption(say("basemap_shifted", language, datum=values["datum"]))
    return values


def _render_left_out(workspace: Workspace, language: str) -> None:
    if workspace.faults:
        broken = len(workspace.left_out) + bool(workspace.links.faults)
        with st.expander(f"⚠ {say('left_out', language, count=broken)}"):
            st.caption(say("left_out_help", language))
            for fault in workspace.faults:
                st.text(fault.sentence(language))
    issues = [(name, i) for name, layer in workspace.layers.items() for i in layer.issues]
    if issues:
        with st.expander(say("issues", language, count=len(issues))):
            for name, issue in issues:
                said = issue.sentence(language)
                title = workspace.layers[name].declaration.title(language)
                st.text(say("issue_of", language, layer=title, key=issue.key, sentence=said))


# ---- Map and panel: one fragment, so that a click reruns nothing else.


@st.fragment
def _render_map(
    workspace: Workspace,
    visible: Sequence[str],
    kept: Mapping[str, Sequence[str]] | None,
    entries: int,
    basemap: Mapping[str, Any] | None,
    extra: Sequence[Mapping[str, Any]],
    language: str,
) -> None:
    if current_workspace() is not workspace:
        # A file has changed since the page was drawn: this part alone would show what was before.
        st.rerun()
    chosen = selection.selection()
    refs = selection.selected_features(workspace, chosen)
    # Always there: an element more before the map would mount its frame anew and lose the view.
    with st.container():
        if kept is not None:
            count = sum(len(keys) for keys in kept.values())
            name = "filter_said" if count else "filter_nothing"
            st.caption(say(name, language, entries=entries, features=count))
    left, right = st.columns([3, 1], gap="small")
    clicked = st.session_state.get(CLICKED)
    placing = chosen is not None and chosen.kind == "place" and not refs
    state = MapState(
        language=language,
        visible=[*visible, *(str(layer["id"]) for layer in extra)],
        highlight=refs,
        extra=extra,
        filter=kept,
        basemap=basemap,
        placing=placing,
        pin=(clicked[0], clicked[1]) if placing and clicked else None,
    )
    with left:
        render_map_frame(
            workspace, state, MAP_KEY, _FRAME_HEIGHT_PX, selection.fit_token(), _take_click
        )
    with right, st.container(key="panel"):
        render_panel(workspace, chosen, language)


def _take_click() -> None:
    """What the map sends back: a clicked feature, or a click on nothing."""
    sent = st.session_state.get(MAP_KEY) or {}
    if not isinstance(sent, Mapping) or sent.get("n") == st.session_state.get("click_taken"):
        return
    st.session_state["click_taken"] = sent.get("n")
    clicked = sent.get("selected")
    if clicked and ":" in clicked["layer"]:
        return  # a layer of the session alone: the map's own popup says all there is
    if clicked:
        selection.select("feature", f"{clicked['layer']}/{clicked['key']}", zoom=False)
    elif selection.current_kind() == "place" and sent.get("at"):
        # A place is being placed: the click is its position, not the end of the selection.
        lon, lat = sent["at"]
        datum = GCJ02 if sent.get("datum") == GCJ02 else WGS84
        st.session_state[CLICKED] = (float(lon), float(lat), datum)
    else:
        selection.clear()

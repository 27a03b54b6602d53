"""The panel of what is selected: a feature, an entry or a place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from hebei_gis.app import selection
from hebei_gis.app.escaping import escaped
from hebei_gis.app.map.placing_form import render_placing
from hebei_gis.app.register.entry_sheet import render_entry
from hebei_gis.app.selection import Selection
from hebei_gis.app.tables import cell_text
from hebei_gis.layers.declaration import worse_than_openstreetmap
from hebei_gis.layers.preparing import STANDARD_COLUMNS, PreparedLayer
from hebei_gis.plan.register.model import RELATIONS, Entry
from hebei_gis.words.legend import BASIS_TITLES
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace


def render_panel(workspace: Workspace, chosen: Selection | None, language: str) -> None:
    """Draw the panel of the selection, or what to do where nothing is selected."""
    if chosen is None:
        _render_hint(workspace, language)
        return
    st.button(
        say("clear", language), on_click=selection.clear, key="clear", icon=":material/close:"
    )
    if chosen.kind == "feature":
        _render_feature(workspace, chosen.id, language)
    elif chosen.kind == "entry" and chosen.id in workspace.register.entries:
        render_entry(workspace, workspace.register.entries[chosen.id], language)
    elif chosen.kind == "place" and chosen.id in workspace.register.places:
        _render_place(workspace, chosen.id, language)
    else:
        st.info(say("search_none", language, words=chosen.id))


def _render_hint(workspace: Workspace, language: str) -> None:
    st.markdown(f"**{say('panel_hint_title', language)}**")
    st.write(say("panel_hint", language))
    for word, icon, page in st.session_state.get("three_things", ()):
        st.page_link(page, label=say(word, language), icon=icon, query_params={"lang": language})
    entries = len(workspace.register.entries)
    features = sum(len(layer.features) for layer in workspace.layers.values())
    if entries or features:
        st.caption(
            say(
                "counts",
                language,
                entries=entries,
                located=entries - len(workspace.links.unlocated_entries),
                features=features,
                spoken=len(workspace.links.by_feature),
            )
        )


def feature_row(layer: PreparedLayer, key: str) -> dict[str, Any]:
    """The columns of one feature."""
    return {str(name): value for name, value in layer.features.loc[key].items()}


def basis_line(basis: str, accuracy_m: float, language: str) -> str:
    """Basis and accuracy as one line with its symbol."""
    mark = "◌" if worse_than_openstreetmap(basis) else "●"
    title = BASIS_TITLES[basis][language]
    return f"{mark} {title} · {say('accuracy', language, metres=f'{accuracy_m:,.0f}')}"


def _render_feature(workspace: Workspace, feature_id: str, language: str) -> None:
    layer_id, _, key = feature_id.partition("/")
    if layer_id not in workspace.layers or key not in workspace.layers[layer_id].features.index:
        st.info(say("search_none", language, words=feature_id))
        return
    layer = workspace.layers[layer_id]
    row = feature_row(layer, key)
    name = str(row["name_en"] if language == "en" else row["name_zh"]) or key
    st.markdown(f"#### {escaped(name)}")
    st.caption(escaped(layer.declaration.title(language)))
    joins = workspace.links.entries_of(layer_id, key)
    if not joins:
        st.write(say("no_entries", language))
    for relation in RELATIONS:
        named = list(dict.fromkeys(join.entry for join in joins if join.relation == relation))
        if named:
            st.markdown(f"**{say(relation, language)}**")
            for entry_id in named:
                entry_button(workspace.register.entries[entry_id], language, f"f-{relation}")
    st.markdown(basis_line(str(row["basis"]), float(row["accuracy_m"]), language))
    _render_facts(workspace, layer_id, row, language)
    note = str(row["note_en"] if language == "en" else row["note_zh"])
    if note:
        st.caption(say("note", language, words=escaped(note)))
    st.button(
        say("zoom_to", language),
        on_click=selection.select,
        args=("feature", feature_id),
        key="zoom",
        icon=":material/zoom_in:",
    )


def _render_facts(
    workspace: Workspace, layer_id: str, row: Mapping[str, Any], language: str
) -> None:
    """Where the feature comes from, and its own attributes; what is empty is left out."""
    words = {
        "source": cell_text(row["source_zh"] if language == "zh" else row["source"]),
        "attributed": workspace.attribution(layer_id, language),
        "licensed": workspace.licence(layer_id, language),
    }
    for word, value in words.items():
        if value.strip():
            st.caption(say(word, language, words=escaped(value)))
    geometry = workspace.layers[layer_id].features.geometry.name
    texts = {
        name: cell_text(row[name]) for name in row if name not in (*STANDARD_COLUMNS, geometry)
    }
    own = {escaped(name): escaped(text) for name, text in texts.items() if text.strip()}
    if own:
        st.markdown(f"**{say('attributes', language)}**")
        st.table(pd.Series(own, name="").to_frame())


def entry_button(entry: Entry, language: str, place: str) -> None:
    """An entry as a button that selects it."""
    st.button(
        f"{entry.id} {escaped(entry.name(language))}",
        on_click=selection.select,
        args=("entry", entry.id),
        key=f"entry-{place}-{entry.id}",
        help=escaped(entry.summary(language)),
        width="stretch",
    )


def _render_place(workspace: Workspace, place_id: str, language: str) -> None:
    place = workspace.register.places[place_id]
    st.markdown(f"#### {escaped(place.name(language))}")
    note = place.note_zh if language == "zh" else place.note_en
    if note:
        st.caption(escaped(note))
    refs = selection.selected_features(workspace, Selection("place", place_id))
    if not refs:
        st.info(say("not_located", language))
    for ref in refs:
        row = feature_row(workspace.layers[ref.layer], ref.key)
        st.button(
            escaped(str(row["name_en"] if language == "en" else row["name_zh"])),
            on_click=selection.select,
            args=("feature", f"{ref.layer}/{ref.key}"),
            key=f"feature-{ref.layer}-{ref.key}",
            icon=":material/location_on:",
        )
        st.caption(basis_line(str(row["basis"]), float(row["accuracy_m"]), language))
    render_placing(workspace, place, language)
    st.markdown(f"**{say('entries_listed', language)}**")
    for link in workspace.register.links_of_place.get(place_id, ()):
        entry_button(workspace.register.entries[link.entry], language, "p")

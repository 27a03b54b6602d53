"""The panel of what is selected: a feature, an entry or a place."""

from __future__ import annotations

from typing import Any

import streamlit as st

from hebei_gis.app import selection
from hebei_gis.app.selection import Selection
from hebei_gis.app.text import say
from hebei_gis.declaration import worse_than_openstreetmap
from hebei_gis.exporting import to_geojson
from hebei_gis.mapping import BASIS_TITLES
from hebei_gis.plan.register import RELATIONS, Entry, Indicator
from hebei_gis.preparing import PreparedLayer
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
        _render_entry(workspace, workspace.register.entries[chosen.id], language)
    elif chosen.kind == "place" and chosen.id in workspace.register.places:
        _render_place(workspace, chosen.id, language)
    else:
        st.info(say("search_none", language, words=chosen.id))


def _render_hint(workspace: Workspace, language: str) -> None:
    st.markdown(f"**{say('panel_hint_title', language)}**")
    st.write(say("panel_hint", language))
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
                spoken=features - len(workspace.links.unspoken_features),
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
    st.subheader(escaped(str(row["name_en"] if language == "en" else row["name_zh"]) or key))
    st.caption(layer.declaration.title(language))
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
    st.caption(f"{say('source', language)}: {escaped(str(row['source']))}")
    note = str(row["note_en"] if language == "en" else row["note_zh"])
    if note:
        st.caption(f"{say('note', language)}: {escaped(note)}")
    st.button(
        say("zoom_to", language),
        on_click=selection.select,
        args=("feature", feature_id),
        key="zoom",
        icon=":material/zoom_in:",
    )


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


def _render_entry(workspace: Workspace, entry: Entry, language: str) -> None:
    st.subheader(f"{entry.id} {escaped(entry.name(language))}")
    theme = workspace.register.themes.get(entry.theme)
    words = [entry.locator(language), say(f"kind_{entry.kind}", language)]
    if theme:
        words.append(theme.title_zh if language == "zh" else theme.title_en)
    st.caption(" · ".join(words))
    if entry.summary(language):
        st.write(escaped(entry.summary(language)))
        st.caption(say("own_words", language))
    _render_places(workspace, entry, language)
    indicators = workspace.register.indicators_of_entry.get(entry.id, ())
    if indicators:
        st.markdown(f"**{say('figures', language)}**")
        for indicator in indicators:
            st.markdown(f"- {indicator_line(indicator, language)}")
    refs = list(workspace.links.features_of(entry.id))
    if refs:
        st.download_button(
            say("download_entry", language),
            data=lambda: to_geojson(workspace.features(refs)),
            file_name=f"{entry.id}.geojson",
            mime="application/geo+json",
            on_click="ignore",
            key=f"download-entry-{entry.id}",
            icon=":material/download:",
        )


def indicator_line(indicator: Indicator, language: str) -> str:
    """One indicator in words: name, value as the plan writes it, year, role."""
    year = f"{indicator.year} · " if indicator.year else ""
    name, value = escaped(indicator.name(language)), escaped(indicator.value_text)
    return f"{name}:**{value}**({year}{say(indicator.role, language)})"


def _render_places(workspace: Workspace, entry: Entry, language: str) -> None:
    links = workspace.register.links_of_entry.get(entry.id, ())
    if not links:
        st.caption(say("entry_no_places", language))
        return
    if not workspace.links.features_of(entry.id):
        st.info(say("entry_not_located", language))
    for relation in RELATIONS:
        chosen = [link for link in links if link.relation == relation]
        if not chosen:
            continue
        st.markdown(f"**{say(relation, language)}**")
        for link in chosen:
            place = workspace.register.places[link.place]
            located = workspace.located(place.id)
            label = escaped(place.name(language))
            if not located:
                label += f"({say('not_located', language)})"
            st.button(
                label,
                on_click=selection.select,
                args=("place", place.id),
                key=f"place-{entry.id}-{place.id}",
                icon=":material/location_on:" if located else ":material/location_off:",
            )


def _render_place(workspace: Workspace, place_id: str, language: str) -> None:
    place = workspace.register.places[place_id]
    st.subheader(escaped(place.name(language)))
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
    st.markdown(f"**{say('entries_listed', language)}**")
    for link in workspace.register.links_of_place.get(place_id, ()):
        entry_button(workspace.register.entries[link.entry], language, "p")


def escaped(words: str) -> str:
    """Words that Streamlit's markdown shows as they are."""
    for sign in "\\`*_{}[]()<>#+-.!|~$:":
        words = words.replace(sign, f"\\{sign}")
    return words

"""The panel of what is selected: a feature, an entry or a place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from hebei_gis.app import selection
from hebei_gis.app.escaping import escaped
from hebei_gis.app.map.filtering import Filter, filter_said
from hebei_gis.app.map.here_view import render_here
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

#: Features under a click that are listed.
_UNDER_SHOWN = 12


def render_panel(
    workspace: Workspace, chosen: Selection | None, fits: Filter, language: str
) -> None:
    """Draw the card of the selection; what fits the filter where nothing is selected.

    Parameters
    ----------
    workspace : Workspace
        With the layers of the session.
    chosen : Selection, optional
    fits : Filter
    language : str
    """
    if chosen is None:
        _render_matching(workspace, fits, language)
        return
    st.button(
        say("clear", language), on_click=selection.clear, key="clear", icon=":material/close:",
        type="tertiary",
    )  # fmt: skip
    _render_under(workspace, chosen, language)
    if chosen.kind == "feature":
        _render_feature(workspace, chosen.id, language)
    elif chosen.kind == "entry" and chosen.id in workspace.register.entries:
        render_entry(workspace, workspace.register.entries[chosen.id], language)
    elif chosen.kind == "place" and chosen.id in workspace.register.places:
        _render_place(workspace, chosen.id, language)
    elif chosen.kind in ("point", "area"):
        render_here(workspace, chosen.id, language)
    else:
        st.info(say("link_unknown", language, words=escaped(chosen.id)))


def _render_under(workspace: Workspace, chosen: Selection, language: str) -> None:
    """What else the click met, to choose from."""
    under = selection.under_click()
    if chosen.kind != "feature" or len(under) < 2:
        return
    st.caption(say("under_click", language, count=len(under)))
    for number, ref in enumerate(under[:_UNDER_SHOWN]):
        row = feature_row(workspace.layers[ref.layer], ref.key)
        name = str(row["name_en"] if language == "en" else row["name_zh"]) or ref.key
        title = workspace.layers[ref.layer].declaration.title(language)
        spoken = bool(workspace.links.entries_of(ref.layer, ref.key))
        st.button(
            f"{escaped(name)} · {escaped(title)}",
            key=f"under-{number}-{ref.layer}-{ref.key}",
            icon=":material/menu_book:" if spoken else ":material/location_on:",
            type="secondary" if f"{ref.layer}/{ref.key}" == chosen.id else "tertiary",
            on_click=selection.select,
            args=("feature", f"{ref.layer}/{ref.key}", False),
            width="stretch",
        )
    if len(under) > _UNDER_SHOWN:
        st.caption(say("under_more", language, count=len(under) - _UNDER_SHOWN))


def _render_matching(workspace: Workspace, fits: Filter, language: str) -> None:
    """The entries that fit the filter, those on the map first."""
    st.markdown(filter_said(fits, language))
    for located, words in ((True, "on_the_map"), (False, "not_located")):
        listed = [
            entry
            for entry in fits.entries
            if bool(workspace.links.features_of(entry.id)) is located
        ]
        if listed:
            st.markdown(f"**{say(words, language)}** :gray[{len(listed)}]")
            for entry in listed:
                entry_button(entry, language, "fits")


def feature_row(layer: PreparedLayer, key: str) -> dict[str, Any]:
    """The columns of one feature."""
    return {str(name): value for name, value in layer.features.loc[key].items()}


def basis_line(basis: str, accuracy_m: float, language: str) -> str:
    """Basis and accuracy as one line with its symbol."""
    mark = "◌" if worse_than_openstreetmap(basis) else "●"
    title = BASIS_TITLES[basis][language]
    tag = f" :orange-badge[{say('indicative', language)}]" if mark == "◌" else ""
    return f"{mark} {title} · {say('accuracy', language, metres=f'{accuracy_m:,.0f}')}{tag}"


def _render_feature(workspace: Workspace, feature_id: str, language: str) -> None:
    layer_id, _, key = feature_id.partition("/")
    if layer_id not in workspace.layers or key not in workspace.layers[layer_id].features.index:
        st.info(say("link_unknown", language, words=escaped(feature_id)))
        return
    layer = workspace.layers[layer_id]
    row = feature_row(layer, key)
    name = str(row["name_en"] if language == "en" else row["name_zh"]) or key
    st.subheader(f"{escaped(name)}", anchor=False)
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
    at = st.session_state.get(selection.CLICKED_AT)
    if at and selection.under_click():
        st.button(
            say("here_all", language), on_click=selection.select, args=("point", at, False),
            key="here_all", icon=":material/my_location:",
        )  # fmt: skip
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
    declared = workspace.layers[layer_id].declaration
    texts = {
        name: cell_text(row[name])
        for name in row
        if name not in (*STANDARD_COLUMNS, geometry) and not _other_language(name, language, row)
    }
    own = {
        escaped(declared.column_title(name, language)): escaped(
            declared.value_title(name, text, language)
        )
        for name, text in texts.items()
        if text.strip()
    }
    if own:
        st.markdown(f"**{say('attributes', language)}**")
        st.table(pd.Series(own, name="").to_frame())


def _other_language(column: str, language: str, row: Mapping[str, Any]) -> bool:
    """Whether a column says in the other language what another of the row says in this one."""
    ours, other = ("_zh", "_en") if language == "zh" else ("_en", "_zh")
    return column.endswith(other) and column.removesuffix(other) + ours in row


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
    st.subheader(f"{escaped(place.name(language))}", anchor=False)
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

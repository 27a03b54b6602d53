"""Giving an unlocated place a position by a click on the map, or tying it to a feature."""

from __future__ import annotations

import streamlit as st

from hebei_gis.app import messages
from hebei_gis.app.escaping import escaped
from hebei_gis.files.changes import may_change
from hebei_gis.geo.crs import CGCS2000, WGS84
from hebei_gis.geo.shifted_datums import GCJ02
from hebei_gis.layers.declaration import BASES
from hebei_gis.plan.places.placing import LAYER, Position, place_at, take_back, tie
from hebei_gis.plan.register.model import FeatureTie, Place
from hebei_gis.words.facts import term
from hebei_gis.words.legend import BASIS_TITLES
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace

#: Where the map leaves a click on nothing: (longitude, latitude, datum of the map).
CLICKED = "clicked_at"
_DATUMS = {WGS84: "WGS 84", CGCS2000: "CGCS2000", GCJ02: GCJ02}
_DONE = "placing_done"


def render_placing(workspace: Workspace, place: Place, language: str) -> None:
    """Draw what can be done about a place's position."""
    done = st.session_state.pop(_DONE, None)
    if done:
        st.success(done)
    if not may_change():
        return
    ties = workspace.register.ties_of_place.get(place.id, ())
    if any(one.layer == LAYER for one in ties):
        st.button(
            say("place_undo", language),
            on_click=_take_back,
            args=(workspace, place, language),
            key=f"undo-{place.id}",
            icon=":material/undo:",
        )
    if workspace.located(place.id):
        return
    _render_hints(workspace, place, language)
    with st.expander(say("place_it", language), icon=":material/add_location:", expanded=True):
        _render_position(workspace, place, language)
    with st.expander(say("tie_it", language), icon=":material/link:"):
        _render_tie(workspace, place, language)
    failed = st.session_state.pop("placing_failed", None)
    if failed is not None:
        messages.show(failed, language)


def _render_hints(workspace: Workspace, place: Place, language: str) -> None:
    """What is known of where the place is: clues, not positions."""
    hints = workspace.hints_of_place.get(place.id, ())
    if not hints:
        return
    st.markdown(f"**{say('hints', language)}**")
    for hint in hints:
        how = term(f"hint_{hint.confidence}").text(language)
        words = [hint.hint(language), hint.state(language), hint.state_date, how]
        st.caption(escaped(say("and_then", language).join(filter(None, words))))
        st.caption(escaped(say("source", language, words=hint.source)))


def _render_position(workspace: Workspace, place: Place, language: str) -> None:
    st.caption(say("place_click", language))
    clicked = st.session_state.get(CLICKED)
    west, south, east, north = workspace.settings.bounds
    if clicked and not (west <= clicked[0] <= east and south <= clicked[1] <= north):
        st.warning(say("place_clicked_outside", language))
        clicked = None
    lon, lat = (clicked[0], clicked[1]) if clicked else (None, None)
    if clicked:
        st.caption(f"✓ {say('place_clicked', language)}")
    stamp = f"{place.id}-{lon}-{lat}"
    st.number_input(
        say("longitude", language), value=lon, min_value=west, max_value=east, format="%.6f",
        key=f"lon-{stamp}",
    )  # fmt: skip
    st.number_input(
        say("latitude", language), value=lat, min_value=south, max_value=north, format="%.6f",
        key=f"lat-{stamp}",
    )  # fmt: skip
    datum = clicked[2] if clicked else WGS84
    st.selectbox(
        say("datum", language),
        list(_DATUMS),
        index=list(_DATUMS).index(datum) if datum in _DATUMS else 0,
        format_func=lambda name: _DATUMS[name],
        key=f"datum-{stamp}",
    )
    st.number_input(
        say("accuracy_field", language), value=50, min_value=1, max_value=10_000, step=10,
        key=f"accuracy-{place.id}",
    )  # fmt: skip
    st.selectbox(
        say("basis", language),
        BASES,
        index=BASES.index("approximate"),
        format_func=lambda basis: BASIS_TITLES[basis][language],
        key=f"basis-{language}-{place.id}",
    )
    st.text_input(say("source_field", language), key=f"source-{place.id}")
    st.text_input(say("by_field", language), key="placed_by")
    st.button(
        say("place_save", language),
        type="primary",
        on_click=_place,
        args=(workspace, place, stamp, language),
        key=f"save-{place.id}",
    )


def _place(workspace: Workspace, place: Place, stamp: str, language: str) -> None:
    values = st.session_state
    try:
        place_at(
            workspace.folder,
            place.id,
            Position(
                lon=float(values.get(f"lon-{stamp}") or 0.0),
                lat=float(values.get(f"lat-{stamp}") or 0.0),
                accuracy_m=float(values[f"accuracy-{place.id}"]),
                basis=str(values[f"basis-{language}-{place.id}"]),
                source=str(values[f"source-{place.id}"]),
                by=str(values["placed_by"]),
                datum=str(values[f"datum-{stamp}"]),
            ),
        )
    except messages.CAUGHT as error:
        st.session_state["placing_failed"] = error
        return
    st.session_state.pop(CLICKED, None)
    st.session_state[_DONE] = say("place_saved", language, name=escaped(place.name(language)))


def _take_back(workspace: Workspace, place: Place, language: str) -> None:
    try:
        take_back(workspace.folder, place.id)
    except messages.CAUGHT as error:
        st.session_state["placing_failed"] = error
        return
    st.session_state[_DONE] = say("place_undone", language, name=escaped(place.name(language)))


def _render_tie(workspace: Workspace, place: Place, language: str) -> None:
    layers = [name for name, layer in workspace.layers.items() if len(layer.features)]
    if not layers:
        return
    layer_id = st.selectbox(
        say("tie_layer", language),
        layers,
        format_func=lambda name: workspace.layers[name].declaration.title(language),
        key=f"tie-layer-{language}-{place.id}",
    )
    names = workspace.layers[layer_id].features["name_zh" if language == "zh" else "name_en"]
    key = st.selectbox(
        say("tie_feature", language),
        [str(k) for k in names.index],
        format_func=lambda one: str(names.loc[one]) or one,
        key=f"tie-key-{language}-{place.id}-{layer_id}",
    )
    if st.button(say("tie_save", language), key=f"tie-{place.id}"):
        keys = {name: layer.features.index for name, layer in workspace.layers.items()}
        try:
            tie(workspace.folder, FeatureTie(place.id, layer_id, str(key)), keys)
        except messages.CAUGHT as error:
            messages.show(error, language)
            return
        st.session_state[_DONE] = say("place_saved", language, name=escaped(place.name(language)))
        st.rerun()

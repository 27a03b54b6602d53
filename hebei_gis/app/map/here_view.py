"""The card of a point: what applies there, and the sheet to take away."""

from __future__ import annotations

import shapely
import streamlit as st

from hebei_gis.app import messages, selection
from hebei_gis.app.escaping import escaped
from hebei_gis.here import Here, Met, here, spot_at, spot_of
from hebei_gis.linking import is_there
from hebei_gis.papers.here_sheet import (
    feature_cells,
    here_geojson,
    here_words,
    nothing_words,
    place_rows,
    write_here,
)
from hebei_gis.words.pages.saying import say
from hebei_gis.words.papers import say as say_paper
from hebei_gis.workspace import Workspace

_NEAR_SHOWN, _ENTRIES_SHOWN = 6, 12


def render_here(workspace: Workspace, point: str, language: str) -> None:
    """Draw what applies at a point.

    Parameters
    ----------
    workspace : Workspace
        With the layers of the session.
    point : str
        ``lon,lat`` in degrees of WGS 84, or ``west,south,east,north`` of a box.
    language : str
    """
    kind = "area" if point.count(",") == 3 else "point"
    st.subheader(say(f"here_{kind}", language), anchor=False)
    if not is_there(workspace, kind, point):  # an address somebody typed
        st.info(say("link_unknown", language, words=escaped(point)))
        return
    x, y, *corner = (float(part) for part in point.split(","))
    try:
        spot = (
            spot_of(workspace, shapely.box(x, y, corner[0], corner[1]))
            if corner
            else spot_at(workspace, x, y)
        )
        found = here(workspace, spot)
    except messages.CAUGHT as error:
        messages.show(error, language)
        return
    st.caption("  \n".join(f"{name}：{numbers}" if language == "zh" else f"{name}: {numbers}"
                           for name, numbers in place_rows(workspace, found)))  # fmt: skip
    if found.features:
        st.markdown(escaped(here_words(workspace, found, language)))
    if found.outside_m > 0 or not found.features:
        st.info(escaped(nothing_words(found, language)))
    _render_features(workspace, found, language)
    _render_entries(found, language)
    if found.nearest:
        st.markdown(f"**{say_paper('here_nearest', language)}**")
        for one in found.nearest:
            _feature_button(workspace, one, "nearest", language)
    st.caption(say_paper("here_meaning", language))
    with st.container(horizontal=True):
        st.download_button(
            say("here_sheet", language), data=lambda: write_here(workspace, found, language),
            file_name="here.docx", on_click="ignore", key="here-docx",
            mime="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            icon=":material/description:",
        )  # fmt: skip
        st.download_button(
            "GeoJSON", data=lambda: here_geojson(workspace, found, language),
            file_name="here.geojson", on_click="ignore", key="here-geojson",
            mime="application/geo+json", icon=":material/download:",
        )  # fmt: skip


def _render_features(workspace: Workspace, found: Here, language: str) -> None:
    near = [one for one in found.features if one.relation == "near"]
    for title, members in (("here_within", found.within), ("here_beside", near[:_NEAR_SHOWN])):
        if members:
            st.markdown(f"**{say(title, language)}**")
            for one in members:
                _feature_button(workspace, one, title, language)


def _feature_button(workspace: Workspace, one: Met, place: str, language: str) -> None:
    relation, layer, name, far, basis = feature_cells(workspace, one, language)
    sure = f"{relation} · " if one.relation != "near" else ""
    st.button(
        f"{escaped(name)} · {escaped(layer)} :gray[{sure}{escaped(far)}]",
        key=f"here-{place}-{one.ref.layer}-{one.ref.key}",
        icon=":material/menu_book:" if one.spoken else ":material/location_on:",
        help=escaped(basis),
        type="tertiary",
        on_click=selection.select,
        args=("feature", f"{one.ref.layer}/{one.ref.key}", False),
    )


def _render_entries(found: Here, language: str) -> None:
    if not found.entries:
        return
    st.markdown(f"**{say_paper('here_entries', language)}** :gray[{len(found.entries)}]")
    for one in found.entries[:_ENTRIES_SHOWN]:
        sure = say_paper(f"here_{one.relation}", language)
        st.button(
            f"{one.entry.id} {escaped(one.entry.name(language))} :gray[{sure}]",
            key=f"here-entry-{one.entry.id}",
            help=escaped(one.through.name(language)),
            width="stretch",
            on_click=selection.select,
            args=("entry", one.entry.id),
        )
    if len(found.entries) > _ENTRIES_SHOWN:
        rest = len(found.entries) - _ENTRIES_SHOWN
        st.caption(say_paper("here_more", language, count=rest))

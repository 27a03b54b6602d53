"""The map page: the map fills the window; layers in the drawer, what is selected on a card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from hebei_gis.app import selection
from hebei_gis.app.address import take_address, write_address
from hebei_gis.app.choosing import choose_one
from hebei_gis.app.escaping import escaped
from hebei_gis.app.map.filtering import Filter, choose_filter, render_chips
from hebei_gis.app.map.layer_list import render_layers, render_session_layers
from hebei_gis.app.map.layer_table import render_layer_table
from hebei_gis.app.map.map_downloads import filter_words, render_downloads
from hebei_gis.app.map.map_frame import render_map_frame
from hebei_gis.app.map.panel import render_panel
from hebei_gis.app.map.placing_form import CLICKED
from hebei_gis.app.map.welcome import render_welcome
from hebei_gis.app.serving import current_workspace
from hebei_gis.app.session_layers import as_inline, session_layers
from hebei_gis.app.style import MAP_STYLE
from hebei_gis.geo.crs import WGS84
from hebei_gis.geo.shifted_datums import FROM_WGS84, GCJ02, TO_WGS84
from hebei_gis.linking import box_of
from hebei_gis.map.mapping import MapState, basemap_values, drawn_datum
from hebei_gis.plan.join import FeatureRef
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace

MAP_KEY = "plan_map"
_FRAME_HEIGHT_PX = 640


def render(language: str) -> None:
    """Draw the page."""
    workspace = current_workspace()
    st.html(MAP_STYLE)
    gone = take_address(workspace, language)
    with st.sidebar:
        for fault in gone:
            st.warning(escaped(fault.sentence(language)))
        chosen = choose_filter(workspace, language)
        visible = render_layers(workspace, chosen.kept, language)
        own = render_session_layers(language)
        opacity = render_layer_table(workspace, language)
        basemap = _render_basemap(workspace, language)
        words = filter_words(workspace, visible, chosen.chapters, chosen.themes, language)
        render_downloads(workspace, visible, chosen.kept, words, language)
        _render_left_out(workspace, language)
        if not workspace.layers:
            st.info(say("no_layers", language))
    write_address(workspace, visible, chosen.chapters, chosen.themes)
    extra = [as_inline(layer, drawn_datum(basemap)) for layer in own]
    _render_map(workspace, visible, chosen, basemap, extra, opacity, language)
    # After the map: an element more before it would mount its frame anew and lose the view.
    render_chips(workspace, chosen, language)


# ---- Drawer.


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


# ---- Map and card: one fragment, so that a click reruns nothing else.


@st.fragment
def _render_map(
    workspace: Workspace,
    visible: Sequence[str],
    chosen: Filter,
    basemap: Mapping[str, Any] | None,
    extra: Sequence[Mapping[str, Any]],
    opacity: Mapping[str, float],
    language: str,
) -> None:
    if current_workspace() is not workspace:
        # A file has changed since the page was drawn: this part alone would show what was before.
        st.rerun()
    shown = workspace.with_layers(session_layers())
    picked = selection.selection()
    refs = selection.selected_features(shown, picked)
    clicked = st.session_state.get(CLICKED)
    placing = picked is not None and picked.kind == "place" and not refs
    state = MapState(
        language=language,
        visible=[*visible, *(str(layer["id"]) for layer in extra)],
        highlight=refs,
        extra=extra,
        filter=chosen.kept,
        basemap=basemap,
        placing=placing,
        pin=(clicked[0], clicked[1]) if placing and clicked else _pin(picked, basemap),
        popup=False,
        card=picked is not None or chosen.kept is not None,
        linked=True,
        area=box_of(picked.id) if picked is not None and picked.kind == "area" else None,
        opacity=opacity,
    )
    zoomed = chosen.refs if selection.fits_filter() else refs
    layer = selection.fitted_layer()
    if layer in workspace.layers:
        keys = workspace.layers[layer].features.index
        zoomed = [FeatureRef(layer, str(key)) for key in keys]
    render_map_frame(
        shown, state, MAP_KEY, _FRAME_HEIGHT_PX, selection.fit_token(), _take_click, zoomed
    )
    if picked is not None or chosen.kept is not None:
        with st.container(key="card"):
            render_panel(shown, picked, chosen, language)
    elif not st.session_state.get("welcomed"):
        render_welcome(workspace, language)


def _drawn_box(sent: Mapping[str, Any]) -> str:
    """The box somebody drew, as ``west,south,east,north`` in WGS 84; empty where none was."""
    corners = sent.get("box")
    if not corners:
        return ""
    west, south, east, north = (float(value) for value in corners)
    if sent.get("datum") in TO_WGS84:
        (west, east), (south, north) = TO_WGS84[str(sent["datum"])]((west, east), (south, north))
    return f"{west:.6f},{south:.6f},{east:.6f},{north:.6f}"


def _pin(
    picked: selection.Selection | None, basemap: Mapping[str, Any] | None
) -> tuple[float, float] | None:
    """Where the map marks the point that is asked about, in the datum of the basemap."""
    if picked is None or picked.kind != "point":
        return None
    try:
        lon, lat = (float(part) for part in picked.id.split(","))
    except ValueError:
        return None
    move = FROM_WGS84.get(drawn_datum(basemap))
    if move is None:
        return lon, lat
    moved = move(lon, lat)
    return float(moved[0]), float(moved[1])


def _take_click() -> None:
    """What the map sends back: the features under a click, or a click on nothing."""
    sent = st.session_state.get(MAP_KEY) or {}
    if not isinstance(sent, Mapping) or sent.get("n") == st.session_state.get("click_taken"):
        return
    st.session_state["click_taken"] = sent.get("n")
    st.session_state["welcomed"] = True
    box = _drawn_box(sent)
    if box:
        selection.select("area", box, zoom=False)
        return
    under = _ranked(sent.get("under") or [])
    at = _clicked_point(sent)
    st.session_state[selection.CLICKED_AT] = at
    if under:
        first = under[0]
        selection.select("feature", f"{first.layer}/{first.key}", zoom=False, under=under)
    elif selection.current_kind() == "place" and sent.get("at"):
        # A place is being placed: the click is its position, not the end of the selection.
        lon, lat = sent["at"]
        datum = GCJ02 if sent.get("datum") == GCJ02 else WGS84
        st.session_state[CLICKED] = (float(lon), float(lat), datum)
    elif at:
        selection.select("point", at, zoom=False)
    else:
        selection.clear()


def _clicked_point(sent: Mapping[str, Any]) -> str:
    """Where a click was, as ``lon,lat`` in WGS 84; empty where the map did not say."""
    if not sent.get("at"):
        return ""
    lon, lat = (float(value) for value in sent["at"])
    if sent.get("datum") in TO_WGS84:
        moved = TO_WGS84[str(sent["datum"])](lon, lat)
        lon, lat = float(moved[0]), float(moved[1])
    return f"{lon:.6f},{lat:.6f}"


def _ranked(under: Sequence[Sequence[str]]) -> list[FeatureRef]:
    """The features under a click, what the plan speaks of first: points and lines, then areas.

    A layer of the session comes under the name it has in the browser, with a stamp behind.
    """
    shown = current_workspace().with_layers(session_layers())
    refs = [FeatureRef(str(layer).partition(":")[0], str(key)) for layer, key in under]
    known = [
        ref
        for ref in refs
        if ref.layer in shown.layers and ref.key in shown.layers[ref.layer].features.index
    ]

    def rank(ref: FeatureRef) -> tuple[bool, bool]:
        shape = shown.layers[ref.layer].features.geometry.loc[ref.key]
        return shape.geom_type.endswith("Polygon"), not shown.links.entries_of(ref.layer, ref.key)

    return sorted(known, key=rank)

"""One parcel in full (一地一档): values, surroundings, plan entries, accuracy."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from hebei_gis.app.escaping import escaped
from hebei_gis.app.map.map_frame import render_map_frame
from hebei_gis.app.sites.papers_view import paper_request
from hebei_gis.app.sites.results_view import PARCEL_STYLE, parcel_titles
from hebei_gis.geo.crs import wgs84_bounds
from hebei_gis.map.mapping import MapState, inline_layer
from hebei_gis.papers import parcel_sheet
from hebei_gis.plan.join import FeatureRef
from hebei_gis.sites import SiteComparison
from hebei_gis.words.pages import WORDS
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace

_MAP_HEIGHT_PX = 320


def render_sheet(workspace: Workspace, comparison: SiteComparison, language: str) -> None:
    """Draw the sheet of the chosen parcel: the same facts as its page in the Word report."""
    titles = parcel_titles(comparison, language)
    others = [key for key in titles if key not in comparison.rank.index]
    key = str(
        st.selectbox(
            say("parcel", language),
            [*comparison.ranked, *others],
            format_func=lambda one: titles[one],
            key=f"sites_sheet@{language}",
        )
    )
    sheet = parcel_sheet(paper_request(workspace, comparison, language), key)
    st.subheader(escaped(sheet.name), anchor=False)
    for words in (sheet.standing, sheet.robustness, *sheet.reasons, *sheet.accuracy):
        if words:
            st.markdown(escaped(words))
    left, right = st.columns([3, 2], gap="large")
    with left:
        rows = [
            {
                say("criterion", language): fact.criterion,
                say("value", language): fact.value,
                say("scaled", language): fact.score,
                say("weighted", language): fact.weighted,
                say("rank", language): fact.rank,
            }
            for fact in sheet.facts
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, height=36 * len(rows) + 44)
    with right:
        _render_map(workspace, comparison, key, language)
    st.markdown(f"**{say('surroundings', language)}**")
    near = [
        {
            say("layer_column", language): one.layer,
            say("tie_feature", language): one.name,
            say("distance", language): f"{one.distance_m:,.0f}",
            say("distance_uncertain", language): f"{one.uncertainty_m:,.0f}",
        }
        for one in sheet.neighbours
    ]
    if near:
        st.dataframe(pd.DataFrame(near), hide_index=True, height=min(320, 36 * len(near) + 44))
    else:
        st.caption(say("no_surroundings", language))
    st.markdown(f"**{say('bearing_entries', language)}**")
    if not sheet.entries:
        st.caption(say("no_bearing", language))
    for entry in sheet.entries:
        st.markdown(
            f"- {escaped(entry.relation)} · **{entry.id}** {escaped(entry.title)} "
            f"· {escaped(entry.locator)} · {escaped(entry.through)}"
        )


def _render_map(workspace: Workspace, comparison: SiteComparison, key: str, language: str) -> None:
    features = comparison.parcels.loc[[key]]
    layer = inline_layer("parcel", WORDS["parcel"], PARCEL_STYLE, features)
    around = wgs84_bounds(features.set_geometry(features.geometry.buffer(800)))
    visible = [n for n, one in workspace.layers.items() if one.declaration.style.visible]
    state = MapState(
        language=language,
        visible=[*visible, layer["id"]],
        highlight=[FeatureRef(layer["id"], key)],
        extra=[layer],
        fit=around,
        fit_count=layer["id"],
    )
    render_map_frame(workspace, state, "sheet_map", _MAP_HEIGHT_PX)

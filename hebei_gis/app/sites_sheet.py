"""One parcel in full (一地一档): values, surroundings, plan entries, accuracy."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from hebei_gis.analyses.sites import Parcels, SiteComparison, Surroundings, bearing_entries
from hebei_gis.app.escaping import escaped
from hebei_gis.app.panel import basis_line
from hebei_gis.app.sites_results import cell, parcel_titles, value_words
from hebei_gis.app.text import say
from hebei_gis.workspace import Workspace


def render_sheet(workspace: Workspace, comparison: SiteComparison, language: str) -> None:
    """Draw the sheet of the chosen parcel."""
    titles = parcel_titles(comparison, language)
    others = [key for key in titles if key not in comparison.rank.index]
    key = st.selectbox(
        say("parcel", language),
        [*comparison.ranked, *others],
        format_func=lambda one: titles[one],
        key="sites_sheet",
    )
    row = comparison.parcels.loc[key]
    st.markdown(f"#### {escaped(titles[key])}")
    accuracy = float(str(row["accuracy_m"]))
    st.write(basis_line(str(row["basis"]), accuracy, language))
    if comparison.parcels.geometry.geom_type[key] == "Point":
        st.info(say("point_only", language, metres=f"{accuracy:,.0f}"))
    left, right = st.columns([3, 2], gap="large")
    with left:
        rows = [
            {
                say("criterion", language): criterion.title(language),
                say("value", language): value_words(
                    cell(comparison.values, str(key), criterion.id), criterion, language
                ),
                say("weight", language): f"{comparison.weights.get(criterion.id, 0):.0%}",
                say("score", language): (
                    f"{cell(comparison.scores, str(key), criterion.id):.3f}"
                    if key in comparison.scores.index and criterion.id in comparison.scores
                    else ""
                ),
            }
            for criterion in comparison.criteria
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, height=36 * len(rows) + 44)
    with right:
        _render_entries(workspace, comparison, str(key), language)


def _render_entries(
    workspace: Workspace, comparison: SiteComparison, key: str, language: str
) -> None:
    st.markdown(f"**{say('bearing_entries', language)}**")
    layer = next(
        (n for n, one in workspace.layers.items() if key in one.features.index
         and one.features.index.equals(comparison.parcels.index)),
        "",
    )  # fmt: skip
    parcels = Parcels(layer, comparison.parcels.loc[[key]])
    around = Surroundings(workspace.layers, workspace.links, workspace.register)
    found = bearing_entries(parcels, around).get(key, ())
    if not found:
        st.caption(say("no_bearing", language))
    for bearing in found:
        entry = workspace.register.entries[bearing.entry]
        words = f"{say(bearing.relation, language)} · {entry.id} {escaped(entry.name(language))}"
        if bearing.chance < 1:
            words += f" · {say('chance', language, share=f'{bearing.chance:.0%}')}"
        st.markdown(f"- {words}")

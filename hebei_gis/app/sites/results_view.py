"""Ranked table, contributions, map by rank, and parcels side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial

import altair as alt
import pandas as pd
import streamlit as st

from hebei_gis.app.escaping import escaped
from hebei_gis.app.map.map_frame import render_map_frame
from hebei_gis.layers.declaration import Style
from hebei_gis.map.mapping import MapState, inline_layer
from hebei_gis.papers.findings import value_words
from hebei_gis.papers.paper_colours import CRITERIA, UNRANKED, rank_color
from hebei_gis.plan.join import FeatureRef
from hebei_gis.sites import SiteComparison
from hebei_gis.words.pages import WORDS
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace

_MAP_HEIGHT_PX = 420
_MAP_KEY = "sites_map"
_LAYER = "sites_map_layer"
_SIDE_AT_START = 3
_SIDE_AT_MOST = 6
PARCEL_STYLE = Style(
    color="#BDBDBD", fill_opacity=0.65, width_px=2, radius_px=8, symbol="square", label=True,
    z=470, visible=True,
)  # fmt: skip


def parcel_titles(comparison: SiteComparison, language: str) -> Mapping[str, str]:
    """Key → the parcel's name; where several have one name, with the key beside it."""
    column = comparison.parcels["name_zh" if language == "zh" else "name_en"].astype(str)
    names = {str(key): name or str(key) for key, name in column.items()}
    counts = Counter(names.values())
    return {key: name if counts[name] == 1 else f"{name} ({key})" for key, name in names.items()}


def cell(values: pd.DataFrame, key: str, column: str) -> float:
    """One number of a frame."""
    return float(values[column].to_numpy(dtype=float)[values.index.get_loc(key)])


def point_parcels(comparison: SiteComparison) -> set[str]:
    """Keys of parcels known only as a point: their shares are chances."""
    kinds = comparison.parcels.geometry.geom_type
    return {str(key) for key in kinds.index[kinds == "Point"]}


def render_ranking(workspace: Workspace, comparison: SiteComparison, language: str) -> None:
    """Draw table, map, bars and notes."""
    titles = parcel_titles(comparison, language)
    out = {**comparison.vetoed, **comparison.unknown}
    st.caption(say("ranked_said", language, ranked=len(comparison.rank), out=len(out)))
    table, chart = st.columns([3, 2], gap="medium")
    with table:
        st.dataframe(
            _ranking_table(comparison, titles, language), hide_index=True, key="sites_ranking"
        )
        if out:
            st.markdown(f"**{say('not_ranked', language)}**")
            st.markdown(
                "\n".join(
                    "- "
                    + say(
                        "not_ranked_why",
                        language,
                        name=escaped(titles[key]),
                        reasons=escaped(" ".join(e.reason(language) for e in reasons)),
                    )
                    for key, reasons in out.items()
                )
            )
    with chart:
        _render_map(workspace, comparison, language)
    _render_contributions(comparison, titles, language)
    with st.expander(say("notes", language), expanded=False):
        notes = [*comparison.notes, *(comparison.robustness.notes if comparison.robustness else ())]
        st.text("\n".join(f"· {note.sentence(language)}" for note in notes))


def _ranking_table(
    comparison: SiteComparison, titles: Mapping[str, str], language: str
) -> pd.DataFrame:
    keys = comparison.ranked
    points = point_parcels(comparison)
    robustness = comparison.robustness
    columns: dict[str, list[object]] = {
        say("rank", language): [int(comparison.rank[key]) for key in keys],
        say("parcel", language): [titles[key] for key in keys],
        say("score", language): [round(float(comparison.score[key]), 4) for key in keys],
    }
    if robustness is not None:
        sure = set(map(str, robustness.joint.shares.index))
        columns[say("first_share", language)] = [
            f"{robustness.joint.first(key):.0%}" if key in sure else "" for key in keys
        ]
    for criterion in comparison.weighed:
        columns[criterion.title(language)] = [
            value_words(
                criterion,
                cell(comparison.values, key, criterion.id),
                language,
                point=key in points,
            )
            for key in keys
        ]
    return pd.DataFrame(columns)


def _render_map(workspace: Workspace, comparison: SiteComparison, language: str) -> None:
    features = comparison.parcels
    kept = st.session_state.get(_LAYER)
    if kept is None or kept[0] is not features:
        # The parcels do not change with the weights: written as GeoJSON once.
        kept = (features, inline_layer("parcels", WORDS["parcels"], PARCEL_STYLE, features))
        st.session_state[_LAYER] = kept
    layer = kept[1]
    ranked = len(comparison.rank)
    colors = {
        str(key): rank_color(int(comparison.rank[key]), ranked)
        if key in comparison.rank.index
        else UNRANKED
        for key in features.index
    }
    ground = [
        name for name, one in workspace.layers.items()
        if one.declaration.style.visible and set(one.declaration.shape.geometry) <= {
            "LineString", "MultiLineString"}
    ]  # fmt: skip
    if workspace.settings.boundary in workspace.layers:
        ground.append(str(workspace.settings.boundary))
    best = comparison.ranked[:1]
    state = MapState(
        language=language,
        visible=[*ground, layer["id"]],
        highlight=[FeatureRef(layer["id"], key) for key in best],
        colors={layer["id"]: colors},
        extra=[layer],
    )
    st.caption(say("map_click_hint", language))
    render_map_frame(
        workspace,
        state,
        _MAP_KEY,
        _MAP_HEIGHT_PX,
        on_change=partial(_take_click, language, tuple(comparison.ranked)),
    )


def _take_click(language: str, ranked: tuple[str, ...]) -> None:
    """A click on a parcel puts it among those shown side by side, or takes it out."""
    sent = st.session_state.get(_MAP_KEY) or {}
    clicked = sent.get("selected")
    if not clicked or sent.get("n") == st.session_state.get("sites_click_taken"):
        return
    st.session_state["sites_click_taken"] = sent.get("n")
    widget = f"sites_side@{language}"
    chosen = list(st.session_state.get(widget, ranked[:_SIDE_AT_START]))
    if clicked["key"] in chosen:
        chosen.remove(clicked["key"])
    elif clicked["layer"].startswith("parcels:") and len(chosen) < _SIDE_AT_MOST:
        chosen.append(clicked["key"])
    st.session_state[widget] = chosen


def _render_contributions(
    comparison: SiteComparison, titles: Mapping[str, str], language: str
) -> None:
    st.markdown(f"**{say('contributions', language)}**")
    contributions = comparison.contributions
    if not comparison.ranked:
        return
    if contributions is None:
        st.caption(say("no_contributions", language))
        return
    named = {c.id: c.title(language) for c in comparison.weighed}
    order = [f"{int(comparison.rank[key])} {titles[key]}" for key in comparison.ranked]
    rows = pd.DataFrame(
        [
            {
                "parcel": label,
                "criterion": named[str(name)],
                "part": cell(contributions, key, str(name)),
            }
            for key, label in zip(comparison.ranked, order, strict=True)
            for name in contributions.columns
        ]
    )
    chart = (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=alt.X("part:Q", title=say("score", language), stack="zero"),
            y=alt.Y("parcel:N", sort=order, title=None, axis=alt.Axis(labelLimit=220)),
            color=alt.Color(
                "criterion:N",
                title=say("criterion", language),
                sort=list(named.values()),
                scale=alt.Scale(range=list(CRITERIA)),
                legend=alt.Legend(labelLimit=260, orient="right"),
            ),
            tooltip=["parcel", "criterion", alt.Tooltip("part:Q", format=".4f")],
        )
        .properties(height=max(60 + 26 * len(order), 24 * len(named)))
    )
    st.altair_chart(chart)


def render_side_by_side(comparison: SiteComparison, language: str) -> None:
    """Draw 2–6 parcels criterion by criterion, the better one marked."""
    titles = parcel_titles(comparison, language)
    st.caption(say("side_hint", language))
    widget = f"sites_side@{language}"
    kept = [key for key in st.session_state.get(widget, ()) if key in titles]
    st.session_state[widget] = kept or comparison.ranked[:_SIDE_AT_START]
    chosen = st.multiselect(
        say("parcel", language),
        [*comparison.ranked, *(k for k in titles if k not in comparison.rank.index)],
        format_func=lambda key: titles[key],
        max_selections=_SIDE_AT_MOST,
        key=widget,
    )
    if len(chosen) < 2:
        return
    rows = [
        {
            say("criterion", language): say("rank", language),
            **{
                titles[key]: str(int(comparison.rank[key])) if key in comparison.rank.index else "—"
                for key in chosen
            },
        }
    ]
    points = point_parcels(comparison)
    for criterion in comparison.criteria:
        values = comparison.values.loc[chosen, criterion.id].astype(float)
        known = values.dropna()
        best = None
        if len(known) > 1 and known.min() != known.max():
            best = known.max() if criterion.direction == "higher" else known.min()
        weight = comparison.weights.get(criterion.id)
        label = criterion.title(language) + (f" ({weight:.0%})" if weight else "")
        rows.append(
            {
                say("criterion", language): label,
                **{
                    titles[key]: ("★ " if best is not None and values[key] == best else "")
                    + value_words(criterion, float(values[key]), language, point=key in points)
                    for key in chosen
                },
            }
        )
    st.dataframe(pd.DataFrame(rows), hide_index=True, height=35 * (len(rows) + 1) + 3)

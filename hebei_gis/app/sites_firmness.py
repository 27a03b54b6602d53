"""How sure the ranking is: computed with progress, stoppable, shown in words and charts."""

from __future__ import annotations

from typing import cast

import altair as alt
import pandas as pd
import streamlit as st

from hebei_gis.analyses.sites import (
    MeasuredSites,
    MovedValues,
    Progress,
    SiteComparison,
    Surroundings,
    assess_firmness,
    best_keys,
    criteria_to_move,
    move_sites,
)
from hebei_gis.app import messages
from hebei_gis.app.sites_results import parcel_titles
from hebei_gis.app.text import say
from hebei_gis.workspace import Workspace

_FIRM = "sites_firm"
_MOVED = "sites_moved"
#: Up to so many parcels it is computed at once; more wait for the button.
_AT_ONCE = 30
_CHART_PARCELS = 15


def firm_comparison(
    workspace: Workspace, comparison: SiteComparison, measured: MeasuredSites | None
) -> SiteComparison:
    """The comparison with the firmness computed for just these choices, where there is one."""
    if measured is None or comparison.firmness is not None:
        return comparison
    kept = st.session_state.get(_FIRM)
    if kept and kept[0] == _stamp(comparison, measured):
        return comparison.with_firmness(kept[1])
    if len(comparison.rank) > _AT_ONCE:
        return comparison
    return _computed(workspace, comparison, measured, None)


def _stamp(comparison: SiteComparison, measured: MeasuredSites) -> tuple[object, ...]:
    return (id(measured), comparison.options.model_dump_json(), tuple(comparison.weights.items()))


def _computed(
    workspace: Workspace,
    comparison: SiteComparison,
    measured: MeasuredSites,
    progress: Progress | None,
) -> SiteComparison:
    around = Surroundings(workspace.layers, workspace.links, workspace.register)
    moved = _moved(comparison, measured, around, progress)
    firm = assess_firmness(comparison, measured, around, moved=moved, progress=progress)
    st.session_state[_FIRM] = (_stamp(comparison, measured), firm.firmness)
    return firm


def _moved(
    comparison: SiteComparison,
    measured: MeasuredSites,
    around: Surroundings,
    progress: Progress | None,
) -> MovedValues | None:
    """Values under moved positions do not depend on the weights: kept until the parcels change."""
    options = comparison.options
    if options.positions == 0:
        return None
    keys, names = best_keys(comparison), criteria_to_move(comparison)
    stamp = (id(measured), tuple(keys), tuple(names), options.seed, options.positions)
    kept = st.session_state.get(_MOVED)
    if kept is None or kept[0] != stamp:
        moved = move_sites(
            measured.part(keys), names, around,
            seed=options.seed, draws=options.positions, progress=progress,
        )  # fmt: skip
        kept = (stamp, moved)
        st.session_state[_MOVED] = kept
    return cast(MovedValues, kept[1])


def render_firmness(
    workspace: Workspace,
    comparison: SiteComparison,
    measured: MeasuredSites | None,
    language: str,
) -> None:
    """Draw the tab."""
    if comparison.firmness is None and measured is not None:
        if st.button(say("firmness_run", language), type="primary", key="firmness_run"):
            _run(workspace, comparison, measured, language)
        return
    firmness = comparison.firmness
    if firmness is None:
        return
    titles = parcel_titles(comparison, language)
    leader = comparison.ranked[0]
    st.markdown(
        "#### "
        + say(
            "first_words",
            language,
            name=titles[leader],
            share=f"{firmness.joint.first(leader):.0%}",
        )
    )
    positions = (
        say("positions_count", language, count=f"{firmness.positions.draws:,}")
        if firmness.positions
        else say("positions_none", language)
    )
    st.caption(
        say(
            "firmness_about",
            language,
            weightings=f"{firmness.near.draws:,}",
            positions=positions,
            seed=firmness.seed,
        )
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        _render_acceptability(comparison, language)
    with right:
        _render_turning(comparison, language)
    _render_pairwise(comparison, language)


def _run(
    workspace: Workspace, comparison: SiteComparison, measured: MeasuredSites, language: str
) -> None:
    # A click while it runs makes Streamlit end this run at the next step it reports.
    st.button(say("firmness_stop", language), key="firmness_stop")
    bar = st.progress(0.0)

    def on_step(name: str, share: float) -> None:
        words = say(
            "firmness_running", language, step=say(f"step_{name}", language), share=f"{share:.0%}"
        )
        bar.progress(min(max(share, 0.0), 1.0), text=words)

    try:
        _computed(workspace, comparison, measured, Progress(on_step))
    except messages.CAUGHT as error:
        messages.show(error, language)
        return
    st.rerun()


def _render_acceptability(comparison: SiteComparison, language: str) -> None:
    firmness = comparison.firmness
    if firmness is None:
        return
    st.markdown(f"**{say('acceptability', language)}**")
    titles = parcel_titles(comparison, language)
    sure = set(map(str, firmness.joint.shares.index))
    keys = [key for key in comparison.ranked if key in sure][:_CHART_PARCELS]
    order = [f"{int(comparison.rank[key])} {titles[key]}" for key in keys]
    rows = pd.DataFrame(
        [
            {"parcel": label, "rank": int(rank), "share": share}
            for key, label in zip(keys, order, strict=True)
            for rank, share in firmness.joint.by_rank(key).items()
        ]
    )
    chart = (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=alt.X("share:Q", stack="zero", axis=alt.Axis(format="%"), title=None,
                    scale=alt.Scale(domain=[0, 1])),
            y=alt.Y("parcel:N", sort=order, title=None, axis=alt.Axis(labelLimit=220)),
            color=alt.Color("rank:O", title=say("rank", language),
                            scale=alt.Scale(scheme="viridis")),
            order=alt.Order("rank:Q"),
            tooltip=["parcel", "rank", alt.Tooltip("share:Q", format=".1%")],
        )
        .properties(height=max(120, 26 * len(order)))
    )  # fmt: skip
    st.altair_chart(chart)


def _render_turning(comparison: SiteComparison, language: str) -> None:
    turning = comparison.firmness.turning if comparison.firmness else None
    st.markdown(f"**{say('turning', language)}**")
    if turning is None:
        st.caption(say("turning_none", language))
        return
    named = {c.id: c.title(language) for c in comparison.criteria}
    singles = [change for change in turning.single if change.turning_weight is not None]
    lines = [
        "- "
        + say(
            "turning_single",
            language,
            criterion=named.get(change.criterion, change.criterion),
            weight=f"{change.weight:.1%}",
            turning=f"{change.turning_weight:.1%}",
        )
        for change in singles
    ]
    st.markdown("\n".join(lines) or say("turning_none", language))
    if turning.moved is not None:
        st.caption(say("turning_moved", language, moved=f"{turning.moved:.1%}"))


def _render_pairwise(comparison: SiteComparison, language: str) -> None:
    firmness = comparison.firmness
    if firmness is None or len(firmness.pairwise) < 2:
        return
    titles = parcel_titles(comparison, language)
    shares = firmness.pairwise
    with st.expander(say("pairwise_wins", language, count=len(shares))):
        named = shares.rename(index=titles, columns=titles)
        st.dataframe(named.map(lambda share: "" if pd.isna(share) else f"{share:.0%}"))

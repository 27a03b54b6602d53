"""How sure the ranking is: computed with progress, stoppable, shown in words and charts."""

from __future__ import annotations

import threading

import altair as alt
import pandas as pd
import streamlit as st

from hebei_gis.app import messages
from hebei_gis.app.escaping import escaped
from hebei_gis.app.sites.results_view import parcel_titles
from hebei_gis.sites import (
    Firmness,
    MeasuredSites,
    MovedValues,
    Progress,
    SiteComparison,
    StoppedError,
    Surroundings,
    assess_firmness,
    best_keys,
    criteria_to_move,
    move_sites,
)
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace

_JOB = "sites_firmness_job"
_MOVED = "sites_moved"
#: So long the page waits for the firmness before it is drawn without it.
_PATIENCE_S = 0.8
#: Only up to so many parcels can it be there that soon.
_SOON = 60
_POLL_S = 1.0
_CHART_PARCELS = 15


class FirmnessJob:
    """The firmness of one set of choices, computed beside the page so that it never waits."""

    def __init__(
        self,
        stamp: tuple[object, ...],
        comparison: SiteComparison,
        measured: MeasuredSites,
        around: Surroundings,
        moved: tuple[tuple[object, ...], MovedValues] | None,
    ) -> None:
        self.stamp = stamp
        self.moved = moved
        self.firmness: Firmness | None = None
        self.failed: Exception | None = None
        self.stopped = False
        self.step: tuple[str, float] = ("positions", 0.0)
        self._progress = Progress(self._on_step)
        self._thread = threading.Thread(
            target=self._run, args=(comparison, measured, around), daemon=True
        )
        self._thread.start()

    def _on_step(self, name: str, share: float) -> None:
        self.step = (name, share)

    def _run(
        self, comparison: SiteComparison, measured: MeasuredSites, around: Surroundings
    ) -> None:
        try:
            moved = self._moved(comparison, measured, around)
            firm = assess_firmness(
                comparison, measured, around, moved=moved, progress=self._progress
            )
            self.firmness = firm.firmness
        except StoppedError:
            self.stopped = True
        except Exception as error:
            self.failed = error

    def _moved(
        self, comparison: SiteComparison, measured: MeasuredSites, around: Surroundings
    ) -> MovedValues | None:
        """Values under moved positions: they do not depend on the weights, so they are kept."""
        options = comparison.options
        if options.positions == 0:
            return None
        keys, names = best_keys(comparison), criteria_to_move(comparison)
        stamp = (id(measured), tuple(keys), tuple(names), options.seed, options.positions)
        if self.moved is None or self.moved[0] != stamp:
            moved = move_sites(
                measured.part(keys), names, around,
                seed=options.seed, draws=options.positions, progress=self._progress,
            )  # fmt: skip
            self.moved = (stamp, moved)
        return self.moved[1]

    def wait(self, seconds: float) -> bool:
        """Whether it has ended, after waiting at most so long."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def stop(self) -> None:
        """Let it end at its next step."""
        self._progress.stop()


def firm_comparison(
    workspace: Workspace, comparison: SiteComparison, measured: MeasuredSites | None
) -> SiteComparison:
    """The comparison with its firmness where that is there at once; else it is being computed."""
    if measured is None or comparison.firmness is not None:
        return comparison
    stamp = (id(measured), comparison.options.model_dump_json(), tuple(comparison.weights.items()))
    job: FirmnessJob | None = st.session_state.get(_JOB)
    if job is None or job.stamp != stamp:
        if job is not None:
            job.stop()
        around = Surroundings(workspace.layers, workspace.links, workspace.register)
        job = FirmnessJob(stamp, comparison, measured, around, job.moved if job else None)
        st.session_state[_JOB] = job
        if len(comparison.rank) <= _SOON:
            job.wait(_PATIENCE_S)
    return comparison.with_firmness(job.firmness) if job.firmness else comparison


def render_firmness(
    workspace: Workspace,
    comparison: SiteComparison,
    measured: MeasuredSites | None,
    language: str,
) -> None:
    """Draw the tab."""
    firmness = comparison.firmness
    if firmness is None:
        if measured is not None:
            _render_waiting(language)
        return
    titles = parcel_titles(comparison, language)
    leader = comparison.ranked[0]
    st.markdown(
        "#### "
        + say(
            "first_words",
            language,
            name=escaped(titles[leader]),
            share=f"{firmness.joint.first(leader):.0%}",
        )
    )
    positions = (
        say("positions_count", language, count=firmness.positions.draws)
        if firmness.positions
        else say("positions_none", language)
    )
    st.caption(
        say(
            "firmness_about",
            language,
            weightings=firmness.near.draws,
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


@st.fragment(run_every=_POLL_S)
def _render_waiting(language: str) -> None:
    """How far it is, with a way to stop it; the page is drawn anew once it is there."""
    job: FirmnessJob | None = st.session_state.get(_JOB)
    if job is None:
        return
    if job.failed is not None:
        if not isinstance(job.failed, messages.CAUGHT):
            raise job.failed
        messages.show(job.failed, language)
        return
    if job.firmness is not None:
        st.rerun()
    if job.stopped:
        st.info(say("firmness_stopped", language))
        if st.button(say("firmness_run", language), key="firmness_run"):
            del st.session_state[_JOB]
            st.rerun()
        return
    name, share = job.step
    words = say(
        "firmness_running", language, step=say(f"step_{name}", language), share=f"{share:.0%}"
    )
    st.progress(min(max(share, 0.0), 1.0), text=words)
    st.button(say("firmness_stop", language), key="firmness_stop", on_click=job.stop)


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
            criterion=escaped(named.get(change.criterion, change.criterion)),
            weight=f"{change.weight:.2%}",
            turning=f"{change.turning_weight:.2%}",
        )
        for change in singles[:8]
    ]
    st.markdown("\n".join(lines) or say("turning_none", language))
    if turning.moved is not None:
        st.caption(say("turning_moved", language, moved=f"{turning.moved:.2%}"))


def _render_pairwise(comparison: SiteComparison, language: str) -> None:
    firmness = comparison.firmness
    if firmness is None or len(firmness.pairwise) < 2:
        return
    titles = parcel_titles(comparison, language)
    shares = firmness.pairwise
    with st.expander(say("pairwise_wins", language, count=len(shares))):
        named = shares.rename(index=titles, columns=titles)
        st.dataframe(named.map(lambda share: "" if pd.isna(share) else f"{share:.0%}"))

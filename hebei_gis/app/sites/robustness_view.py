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
    MeasuredSites,
    PerturbedValues,
    Progress,
    Robustness,
    SiteComparison,
    StoppedError,
    Surroundings,
    assess_robustness,
    best_keys,
    criteria_to_perturb,
    perturb_sites,
)
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace

_JOB = "sites_robustness_job"
_PERTURBED = "sites_perturbed"
#: So long the page waits for the robustness before it is drawn without it.
_PATIENCE_S = 0.8
#: Only up to so many parcels can it be there that soon.
_SOON = 60
_POLL_S = 1.0
_CHART_PARCELS = 15


class RobustnessJob:
    """The robustness of one set of choices, computed beside the page so that it never waits."""

    def __init__(
        self,
        stamp: tuple[object, ...],
        comparison: SiteComparison,
        measured: MeasuredSites,
        around: Surroundings,
        perturbed: tuple[tuple[object, ...], PerturbedValues] | None,
    ) -> None:
        self.stamp = stamp
        self.perturbed = perturbed
        self.robustness: Robustness | None = None
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
            perturbed = self._perturbed(comparison, measured, around)
            assessed = assess_robustness(
                comparison, measured, around, perturbed=perturbed, progress=self._progress
            )
            self.robustness = assessed.robustness
        except StoppedError:
            self.stopped = True
        except Exception as error:
            self.failed = error

    def _perturbed(
        self, comparison: SiteComparison, measured: MeasuredSites, around: Surroundings
    ) -> PerturbedValues | None:
        """Values under moved positions: they do not depend on the weights, so they are kept."""
        options = comparison.options
        if options.positions == 0:
            return None
        keys, names = best_keys(comparison), criteria_to_perturb(comparison)
        stamp = (id(measured), tuple(keys), tuple(names), options.seed, options.positions)
        if self.perturbed is None or self.perturbed[0] != stamp:
            perturbed = perturb_sites(
                measured.part(keys), names, around,
                seed=options.seed, draws=options.positions, progress=self._progress,
            )  # fmt: skip
            self.perturbed = (stamp, perturbed)
        return self.perturbed[1]

    def wait(self, seconds: float) -> bool:
        """Whether it has ended, after waiting at most so long."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def stop(self) -> None:
        """Let it end at its next step."""
        self._progress.stop()


def assessed_comparison(
    workspace: Workspace, comparison: SiteComparison, measured: MeasuredSites | None
) -> SiteComparison:
    """The comparison with its robustness where that is there at once; else it is being computed."""
    if measured is None or comparison.robustness is not None:
        return comparison
    stamp = (id(measured), comparison.options.model_dump_json(), tuple(comparison.weights.items()))
    job: RobustnessJob | None = st.session_state.get(_JOB)
    if job is None or job.stamp != stamp:
        if job is not None:
            job.stop()
        around = Surroundings(workspace.layers, workspace.links, workspace.register)
        job = RobustnessJob(stamp, comparison, measured, around, job.perturbed if job else None)
        st.session_state[_JOB] = job
        if len(comparison.rank) <= _SOON:
            job.wait(_PATIENCE_S)
    return comparison.with_robustness(job.robustness) if job.robustness else comparison


def render_robustness(
    workspace: Workspace,
    comparison: SiteComparison,
    measured: MeasuredSites | None,
    language: str,
) -> None:
    """Draw the tab."""
    robustness = comparison.robustness
    if robustness is None:
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
            share=f"{robustness.joint.first(leader):.0%}",
        )
    )
    positions = (
        say("positions_count", language, count=robustness.positions.draws)
        if robustness.positions
        else say("positions_none", language)
    )
    st.caption(
        say(
            "robustness_about",
            language,
            weightings=robustness.near.draws,
            positions=positions,
            seed=robustness.seed,
        )
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        _render_acceptability(comparison, language)
    with right:
        _render_thresholds(comparison, language)
    _render_pairwise(comparison, language)


@st.fragment(run_every=_POLL_S)
def _render_waiting(language: str) -> None:
    """How far it is, with a way to stop it; the page is drawn anew once it is there."""
    job: RobustnessJob | None = st.session_state.get(_JOB)
    if job is None:
        return
    if job.failed is not None:
        if not isinstance(job.failed, messages.CAUGHT):
            raise job.failed
        messages.show(job.failed, language)
        return
    if job.robustness is not None:
        st.rerun()
    if job.stopped:
        st.info(say("robustness_stopped", language))
        if st.button(say("robustness_run", language), key="robustness_run"):
            del st.session_state[_JOB]
            st.rerun()
        return
    name, share = job.step
    words = say(
        "robustness_running", language, step=say(f"step_{name}", language), share=f"{share:.0%}"
    )
    st.progress(min(max(share, 0.0), 1.0), text=words)
    st.button(say("robustness_stop", language), key="robustness_stop", on_click=job.stop)


def _render_acceptability(comparison: SiteComparison, language: str) -> None:
    robustness = comparison.robustness
    if robustness is None:
        return
    st.markdown(f"**{say('acceptability', language)}**")
    titles = parcel_titles(comparison, language)
    sure = set(map(str, robustness.joint.shares.index))
    keys = [key for key in comparison.ranked if key in sure][:_CHART_PARCELS]
    order = [f"{int(comparison.rank[key])} {titles[key]}" for key in keys]
    rows = pd.DataFrame(
        [
            {"parcel": label, "rank": int(rank), "share": share}
            for key, label in zip(keys, order, strict=True)
            for rank, share in robustness.joint.by_rank(key).items()
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


def _render_thresholds(comparison: SiteComparison, language: str) -> None:
    thresholds = comparison.robustness.thresholds if comparison.robustness else None
    st.markdown(f"**{say('thresholds', language)}**")
    if thresholds is None:
        st.caption(say("threshold_none", language))
        return
    named = {c.id: c.title(language) for c in comparison.criteria}
    singles = [change for change in thresholds.single if change.threshold is not None]
    lines = [
        "- "
        + say(
            "threshold_single",
            language,
            criterion=escaped(named.get(change.criterion, change.criterion)),
            weight=f"{change.weight:.2%}",
            threshold=f"{change.threshold:.2%}",
        )
        for change in singles[:8]
    ]
    st.markdown("\n".join(lines) or say("threshold_none", language))
    if thresholds.moved is not None:
        st.caption(say("threshold_moved", language, moved=f"{thresholds.moved:.2%}"))


def _render_pairwise(comparison: SiteComparison, language: str) -> None:
    robustness = comparison.robustness
    if robustness is None or len(robustness.pairwise) < 2:
        return
    titles = parcel_titles(comparison, language)
    shares = robustness.pairwise
    with st.expander(say("pairwise_wins", language, count=len(shares))):
        named = shares.rename(index=titles, columns=titles)
        st.dataframe(named.map(lambda share: "" if pd.isna(share) else f"{share:.0%}"))

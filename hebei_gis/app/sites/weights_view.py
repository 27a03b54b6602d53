"""Weights of the comparison: sliders with presets, or pairwise judgements (AHP)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import streamlit as st

from hebei_gis.app.escaping import escaped
from hebei_gis.sites import Criterion, MeasuredSites, weights_from_pairs
from hebei_gis.words.pages.saying import say

#: Saaty's scale, the left beside the right.
_SCALE = ["9", "7", "5", "3", "1", "1/3", "1/5", "1/7", "1/9"]
_AHP_AT_MOST = 7


def chosen_weights(measured: MeasuredSites, preset: str, language: str) -> Mapping[str, float]:
    """The weight of every criterion that could be measured, as the sliders stand."""
    criteria = [c for c in measured.criteria.criteria.values() if c.id in measured.values]
    start = _preset_weights(measured, preset)
    if st.session_state.get("weights_of") != preset:
        # Another preset: its weights, unless a link brought its own for the first one.
        if "weights_of" in st.session_state:
            _reset(criteria, start)
        st.session_state["weights_of"] = preset
    with st.expander(say("weights", language), expanded=True):
        st.caption(say("weights_hint", language))
        weights = {}
        shown = sorted(criteria, key=lambda c: start.get(c.id, 0.0) == 0)
        for criterion in shown:
            key = f"weight-{criterion.id}"
            st.session_state.setdefault(key, float(start.get(criterion.id, 0.0)))
            weights[criterion.id] = st.slider(
                escaped(criterion.title(language)), 0.0, 1.0, step=0.01, key=key
            )
        st.button(
            say("weights_reset", language), on_click=_reset, args=(criteria, start),
            key="weights_reset",
        )  # fmt: skip
    _render_pairwise([c for c in shown if weights[c.id] > 0], language)
    return weights


def _preset_weights(measured: MeasuredSites, preset: str) -> Mapping[str, float]:
    if preset:
        return measured.criteria.presets[preset].weights
    return {c.id: c.weight for c in measured.criteria.criteria.values()}


def _reset(criteria: list[Criterion], start: Mapping[str, float]) -> None:
    for criterion in criteria:
        st.session_state[f"weight-{criterion.id}"] = float(start.get(criterion.id, 0.0))


def _render_pairwise(criteria: list[Criterion], language: str) -> None:
    if not len(criteria) >= 2:
        return
    with st.expander(say("pairwise_title", language)):
        st.caption(say("pairwise_hint", language))
        titles = {c.id: c.title(language) for c in criteria}
        chosen = st.multiselect(
            say("criterion", language),
            list(titles),
            default=list(titles)[:4],
            format_func=lambda name: titles.get(name, name),
            max_selections=_AHP_AT_MOST,
            key=f"ahp_criteria@{language}",
        )
        chosen = [name for name in chosen if name in titles]
        if len(chosen) < 2:
            return
        judgements = {}
        for number, one in enumerate(chosen):
            for other in chosen[number + 1 :]:
                value = st.select_slider(
                    escaped(say("pairwise_of", language, one=titles[one], other=titles[other])),
                    _SCALE,
                    value="1",
                    key=f"ahp-{one}-{other}",
                )
                judgements[one, other] = float(Fraction(value))
        found = weights_from_pairs(chosen, judgements)
        good = found.consistency_ratio <= 0.10
        verdict = say("pairwise_good" if good else "pairwise_bad", language)
        st.write(say("pairwise_ratio", language, ratio=found.consistency_ratio, verdict=verdict))
        for name, weight in found.weights.items():
            st.caption(f"{escaped(titles[name])} {weight:.1%}")
        st.button(
            say("pairwise_use", language), on_click=_use, args=(criteria, dict(found.weights)),
            key="ahp_use",
        )  # fmt: skip


def _use(criteria: list[Criterion], weights: Mapping[str, float]) -> None:
    for criterion in criteria:
        st.session_state[f"weight-{criterion.id}"] = round(weights.get(criterion.id, 0.0), 2)

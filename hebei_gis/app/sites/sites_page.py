"""The site comparison page: parcels, weights, ranking, how sure, side by side, papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from hebei_gis.app import messages
from hebei_gis.app.choosing import choose_many, choose_one
from hebei_gis.app.data.dropped_files import read_dropped
from hebei_gis.app.escaping import escaped
from hebei_gis.app.serving import current_workspace
from hebei_gis.app.session_layers import session_layers
from hebei_gis.app.sites.papers_view import render_papers
from hebei_gis.app.sites.parcel_view import render_sheet
from hebei_gis.app.sites.results_view import render_ranking, render_side_by_side
from hebei_gis.app.sites.robustness_view import assessed_comparison, render_robustness
from hebei_gis.app.sites.weights_view import chosen_weights
from hebei_gis.layers.declaration import BASES
from hebei_gis.layers.preparing import PreparedLayer
from hebei_gis.sites import (
    CRITERIA_FILE,
    METHODS,
    MISSING,
    NORMALISATIONS,
    Criteria,
    MeasuredSites,
    Parcels,
    SiteComparison,
    SiteOptions,
    Surroundings,
    compare_sites,
    comparison_from_text,
    measure_sites,
    parcels_from_layer,
    parcels_from_preview,
    read_criteria,
)
from hebei_gis.words.facts import told
from hebei_gis.words.legend import BASIS_TITLES
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace

_MEASURED = "sites_measured"
_LINKED = ("sites_layer", "sites_preset", "sites_method", "sites_normalise", "sites_missing")


def render(language: str) -> None:
    """Draw the page."""
    workspace = current_workspace()
    if not (workspace.folder / CRITERIA_FILE).is_file():
        st.info(say("no_criteria", language))
        return
    _take_link()
    try:
        criteria = read_criteria(workspace.folder / CRITERIA_FILE)
        main = st.container()
        with st.sidebar:
            parcels, saved = _chosen_parcels(workspace, main, language)
            if parcels is not None:
                measured = _measured(workspace, criteria, parcels)
                options = _chosen_options(measured, language)
        if saved is not None:
            _render_results(workspace, saved, None, language)
        if parcels is None:
            return
        comparison = compare_sites(measured, options)
    except messages.CAUGHT as error:
        messages.show(error, language)
        return
    _write_link(options)
    _render_results(workspace, comparison, measured, language)


# ---- The link: enough of the choices to make the comparison again.


def _take_link() -> None:
    if st.session_state.get("sites_link_taken"):
        return
    st.session_state["sites_link_taken"] = True
    for name in _LINKED:
        if name in st.query_params and name not in st.session_state:
            st.session_state[name] = st.query_params[name]
    named = st.query_params.get("sites_weights", "")
    for part in filter(None, named.split(",")):
        criterion, _, weight = part.partition("=")
        try:
            st.session_state[f"weight-{criterion}"] = float(weight)
        except ValueError:
            continue


def _write_link(options: SiteOptions) -> None:
    for name in _LINKED:
        value = st.session_state.get(name)
        if value and st.query_params.get(name) != value:
            st.query_params[name] = value
    weights = ",".join(f"{n}={w:g}" for n, w in (options.weights or {}).items() if w)
    if weights and st.query_params.get("sites_weights") != weights:
        st.query_params["sites_weights"] = weights


# ---- Parcels.


def _parcel_layers(available: Mapping[str, PreparedLayer]) -> list[str]:
    """Layers of points or polygons; those about land first."""
    fit = [
        name
        for name, layer in available.items()
        if len(layer.features)
        and set(layer.features.geometry.geom_type) <= {"Point", "Polygon", "MultiPolygon"}
    ]
    return sorted(fit, key=lambda name: "parcel" not in name)


def _chosen_parcels(
    workspace: Workspace, main: DeltaGenerator, language: str
) -> tuple[Parcels | None, SiteComparison | None]:
    st.markdown(f"**{say('parcels', language)}**")
    sources = ["from_layer", "from_file", "from_saved"]
    source = st.radio(
        say("parcels_from", language),
        sources,
        format_func=lambda name: say(name, language),
        key=f"sites_source@{language}",
        horizontal=True,
        label_visibility="collapsed",
    )
    boundary = workspace.layers.get(workspace.settings.boundary or "")
    if source == "from_saved":
        kept = st.file_uploader(say("saved_file", language), type=["json"], key="sites_saved")
        if kept is None:
            return None, None
        return None, comparison_from_text(
            kept.getvalue().decode("utf-8-sig", errors="replace"), kept.name
        )
    if source == "from_file":
        return _dropped_parcels(workspace, main, language), None
    available = workspace.with_layers(session_layers()).layers
    layers = _parcel_layers(available)
    if not layers:
        st.info(say("no_parcels_layer", language))
        return None, None
    named = st.session_state.get("sites_layer") or st.query_params.get("sites_layer", "")
    missing = bool(named) and named not in layers
    if missing:
        # Not another one in its place: the link keeps its word for when the layer is there.
        st.warning(say("linked_layer_missing", language, name=escaped(named)))
    st.session_state["sites_layer"] = "" if missing else named or layers[0]
    layer_id = choose_one(
        say("parcels_layer", language),
        ["", *layers] if missing else layers,
        lambda one: (
            available[one].declaration.title(language) if one else say("please_choose", language)
        ),
        "sites_layer",
        language,
    )
    if not layer_id:
        return None, None
    parcels = parcels_from_layer(available[layer_id], None, boundary)
    return _only_some(parcels, language), None


def _dropped_parcels(workspace: Workspace, main: DeltaGenerator, language: str) -> Parcels | None:
    """Parcels of the files dropped; None without any, or while a question is open."""
    files = st.file_uploader(
        say("parcels_file", language), accept_multiple_files=True, key="sites_file"
    )
    # A file says nothing of where its outlines are from; papers draw and tell by it.
    if "sites_file_basis" not in st.session_state:
        st.session_state["sites_file_basis"] = "approximate"
    basis = choose_one(
        say("basis", language),
        BASES,
        lambda one: BASIS_TITLES[one][language],
        "sites_file_basis",
        language,
    )
    if not files:
        return None
    dropped = read_dropped(workspace, files, "sites_file", language)
    dropped.render_questions()
    dropped.controls.render_reading(dropped.questions, columns=1)
    preview = dropped.preview
    if dropped.questions:
        main.info(say("answer_first", language))
    if preview is None or not preview.ready:
        return None
    parcels = parcels_from_preview(
        preview,
        workspace.settings.metre_crs,
        basis=basis,
        boundary=workspace.layers.get(workspace.settings.boundary or ""),
    )
    return _only_some(parcels, language)


def _only_some(parcels: Parcels, language: str) -> Parcels:
    names = parcels.features["name_zh" if language == "zh" else "name_en"].astype(str)
    chosen = choose_many(
        say("only_these", language),
        list(parcels.keys),
        lambda key: names.get(key) or key,
        f"sites_only_{parcels.layer}",
        language,
        placeholder=say("all_parcels", language),
    )
    return parcels.part(chosen) if chosen else parcels


def _measured(workspace: Workspace, criteria: Criteria, parcels: Parcels) -> MeasuredSites:
    """Measuring does not depend on weights: kept in the session until its inputs change."""
    origin = (parcels.layer, parcels.file)
    stamp = (id(workspace), repr(criteria), origin, parcels.features.to_wkb().to_csv())
    kept = st.session_state.get(_MEASURED)
    if kept is None or kept[0] != stamp:
        around = surroundings(workspace)
        kept = (stamp, measure_sites(parcels, criteria, around))
        st.session_state[_MEASURED] = kept
    return cast(MeasuredSites, kept[1])


def surroundings(workspace: Workspace) -> Surroundings:
    """What criteria may read of a workspace."""
    return Surroundings(workspace.layers, workspace.links, workspace.register)


# ---- Options.


def _chosen_options(measured: MeasuredSites, language: str) -> SiteOptions:
    presets = measured.criteria.presets
    preset = _choice(
        "purpose",
        ["", *presets],
        "sites_preset",
        lambda name: presets[name].title(language) if name else say("own_weights", language),
        language,
    )
    weights = chosen_weights(measured, preset, language)
    method = _choice(
        "method", METHODS, "sites_method", lambda n: say(f"method_{n}", language), language
    )
    normalise = _choice(
        "normalise",
        NORMALISATIONS,
        "sites_normalise",
        lambda n: say(f"normalise_{n}", language),
        language,
    )
    missing = _choice(
        "missing", MISSING, "sites_missing", lambda n: say(f"missing_{n}", language), language
    )
    return SiteOptions(
        preset=preset or None,
        weights=weights,
        method=cast(Literal["weighted_sum", "topsis"], method),
        normalise=cast(Any, normalise),
        missing=cast(Any, missing),
        vetoes=_chosen_vetoes(measured, language),
    )


def _choice(word: str, names: Any, key: str, title: Any, language: str) -> str:
    if st.session_state.get(key) not in names:
        st.session_state[key] = next(iter(names))
    return str(choose_one(say(word, language), list(names), title, key, language))


def _chosen_vetoes(measured: MeasuredSites, language: str) -> Mapping[str, bool]:
    declared = [
        c
        for c in measured.criteria.criteria.values()
        if c.veto is not None and c.id in measured.values
    ]
    if not declared:
        return {}
    with st.expander(say("vetoes", language)):
        return {
            c.id: st.checkbox(
                escaped(c.title(language)),
                value=bool(c.veto and c.veto.applies),
                key=f"veto-{c.id}",
            )
            for c in declared
        }


# ---- Results.

#: Notes that say that a criterion does not count.
_LOST = ("layer_missing", "layer_empty", "layer_column_missing")


def _render_lost(
    workspace: Workspace,
    comparison: SiteComparison,
    measured: MeasuredSites | None,
    language: str,
) -> None:
    """That a layer cannot be read, where scores are other than they would be with it."""
    lost: dict[str, list[str]] = {}
    # What could not be measured is not offered for a weight, and so is not told by the comparison.
    notes = [*comparison.notes, *(measured.unmeasured.values() if measured is not None else ())]
    for one in {(n.kind, str(n.facts)): n for n in notes}.values():
        layer = str(one.facts.get("layer", ""))
        if one.kind in _LOST and layer in workspace.left_out:
            named = told([one.facts["criterion"]], language)
            lost.setdefault(layer, []).append(named)
    if not lost:
        return
    names = told([name for found in lost.values() for name in found], language)
    count = sum(map(len, lost.values()))
    words = say("criteria_lost", language, layers=list(lost), count=count, names=names)
    st.warning(escaped(words), icon=":material/layers_clear:")
    with st.expander(say("criteria_lost_why", language)):
        for layer in lost:
            for fault in workspace.left_out[layer]:
                st.text(fault.sentence(language))


def _render_results(
    workspace: Workspace,
    comparison: SiteComparison,
    measured: MeasuredSites | None,
    language: str,
) -> None:
    if (comparison.parcels["basis"] == "demonstration").any():
        st.warning(say("demonstration_warning", language), icon=":material/science:")
    _render_lost(workspace, comparison, measured, language)
    comparison = assessed_comparison(workspace, comparison, measured)
    names = ("ranking", "robustness", "side", "sheet", "papers")
    ranking, robustness, side, sheet, papers = st.tabs(
        [say(f"tab_{name}", language) for name in names], key="sites_tabs"
    )
    with ranking:
        render_ranking(workspace, comparison, language)
    with robustness:
        render_robustness(workspace, comparison, measured, language)
    with side:
        render_side_by_side(comparison, language)
    with sheet:
        render_sheet(workspace, comparison, language)
    with papers:
        render_papers(workspace, comparison, language)

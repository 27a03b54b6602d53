"""The one selected thing (feature, entry or place), kept in the session and in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from hebei_gis.plan.join import FeatureRef
from hebei_gis.workspace import Workspace

_STATE = "selection"
_FIT = "fit"
_UNDER = "selection_under"
#: Where the last click was: ``lon,lat`` in WGS 84.
CLICKED_AT = "clicked_at_wgs84"
_OF_FILTER, _OF_LAYER = "filter:", "layer:"
#: What the address named when it was last looked at.
_SEEN = "selection_seen"
KINDS = ("feature", "entry", "place", "point", "area")


@dataclass(frozen=True)
class Selection:
    """What is selected; a feature's id is ``layer/key``."""

    kind: str
    id: str


def selection() -> Selection | None:
    """The selected thing. A link that names another one wins over what the session had."""
    named = next(
        (Selection(k, str(st.query_params[k])) for k in KINDS if st.query_params.get(k)), None
    )
    if named is not None and named != st.session_state.get(_SEEN):
        select(named.kind, named.id)
    chosen = st.session_state.get(_STATE)
    for kind in KINDS:
        wanted = chosen.id if chosen and chosen.kind == kind else None
        if wanted is None and kind in st.query_params:
            del st.query_params[kind]
        elif wanted is not None and st.query_params.get(kind) != wanted:
            st.query_params[kind] = wanted
    st.session_state[_SEEN] = chosen
    return chosen if isinstance(chosen, Selection) else None


def select(
    kind: str, name: str, zoom: bool = True, under: Sequence[FeatureRef] | None = None
) -> None:
    """Select something (a callback of buttons and the map); zoom to it unless told not to.

    Parameters
    ----------
    kind, name : str
    zoom : bool
    under : sequence of FeatureRef, optional
        What else a click met, best first; kept while one of it is selected.
    """
    st.session_state[_STATE] = Selection(kind, name)
    if under is not None:
        st.session_state[_UNDER] = tuple(under)
    elif kind != "feature" or name not in {f"{r.layer}/{r.key}" for r in under_click()}:
        st.session_state[_UNDER] = ()
    if zoom:
        _fit(f"{kind}:{name}")


def under_click() -> tuple[FeatureRef, ...]:
    """What the last click met, best first; nothing where the selection came otherwise."""
    return tuple(st.session_state.get(_UNDER, ()))


def fit_filter(there: bool) -> None:
    """Zoom to what stands for the filter; stay where one was taken out."""
    if there:
        _fit(_OF_FILTER)


def fit_layer(name: str) -> None:
    """Zoom to a layer."""
    _fit(f"{_OF_LAYER}{name}")


def fitted_layer() -> str:
    """The layer the map zooms to; empty where it is something else."""
    token = str(st.session_state.get(_FIT, ""))
    return token.split(":")[1] if token.startswith(_OF_LAYER) else ""


def fits_filter() -> bool:
    """Whether the map zooms to the filter, and not to the selection."""
    return str(st.session_state.get(_FIT, "")).startswith(_OF_FILTER)


def _fit(what: str) -> None:
    st.session_state["fit_count"] = st.session_state.get("fit_count", 0) + 1
    st.session_state[_FIT] = f"{what}:{st.session_state['fit_count']}"


def current_kind() -> str:
    """The kind of what is selected, or empty."""
    chosen = st.session_state.get(_STATE)
    return chosen.kind if isinstance(chosen, Selection) else ""


def clear() -> None:
    """Select nothing."""
    st.session_state[_STATE] = None


def fit_token() -> str | None:
    """Changes whenever the map should zoom to the selection."""
    token = st.session_state.get(_FIT)
    return str(token) if token else None


def selected_features(workspace: Workspace, chosen: Selection | None) -> list[FeatureRef]:
    """The features the selection stands for; none where it is unknown or unlocated."""
    if chosen is None or chosen.kind in ("point", "area"):
        return []
    if chosen.kind == "feature":
        layer, _, key = chosen.id.partition("/")
        known = layer in workspace.layers and key in workspace.layers[layer].features.index
        return [FeatureRef(layer, key)] if known else []
    if chosen.kind == "entry":
        return list(workspace.links.features_of(chosen.id))
    ties = workspace.register.ties_of_place.get(chosen.id, ())
    return [
        FeatureRef(tie.layer, tie.key)
        for tie in ties
        if tie.layer in workspace.layers and tie.key in workspace.layers[tie.layer].features.index
    ]

"""One layer at a time: only this, zoom to it, how opaque, and its features as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from hebei_gis.app import selection
from hebei_gis.app.address import SWITCHED
from hebei_gis.app.choosing import choose_one
from hebei_gis.export.selection import export_features
from hebei_gis.layers.preparing import PreparedLayer
from hebei_gis.plan.join import FeatureRef
from hebei_gis.words.legend import BASIS_TITLES
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace

#: Layer id -> how opaque it is drawn, from 0 to 1; what is not there is drawn as declared.
OPACITY = "layer_opacity"
_TABLE, _TABLE_HEIGHT_PX = "layer_table", 260


def render_layer_table(workspace: Workspace, language: str) -> Mapping[str, float]:
    """Draw the tools and the table of one layer; the opacities chosen for all of them.

    Every feature is reached by keys here: a row that is chosen is selected on the map.
    """
    opacity: dict[str, float] = st.session_state.setdefault(OPACITY, {})
    layers = {name: one for name, one in workspace.layers.items() if len(one.features)}
    if not layers:
        return opacity
    with st.expander(say("layer_table", language)):
        name = choose_one(
            say("layer_column", language),
            list(layers),
            lambda one: layers[one].declaration.title(language),
            "table_layer",
            language,
        )
        with st.container(horizontal=True):
            st.button(
                say("layer_only", language), key="layer_only", on_click=_only,
                args=(list(layers), name),
            )  # fmt: skip
            st.button(
                say("layer_zoom", language), key="layer_zoom", on_click=selection.fit_layer,
                args=(name,),
            )  # fmt: skip
        shown = st.slider(
            say("layer_opacity", language), 10, 100, round(opacity.get(name, 1.0) * 100), 10,
            key=f"opacity-{name}", format="%d%%",
        )  # fmt: skip
        opacity[name] = shown / 100
        _render_table(workspace, layers[name], language)
    return {one: share for one, share in opacity.items() if share < 1}


def _only(layers: Sequence[str], name: str) -> None:
    switched = st.session_state.setdefault(SWITCHED, {})
    for one in layers:
        st.session_state[f"layer-{one}"] = switched[one] = one == name


def _render_table(workspace: Workspace, layer: PreparedLayer, language: str) -> None:
    features = layer.features
    first, second = ("name_zh", "name_en") if language == "zh" else ("name_en", "name_zh")
    names = features[first].where(features[first].astype(str).str.len() > 0, features[second])
    keys = [str(key) for key in features.index]
    spoken = set(workspace.links.spoken_keys.get(layer.id, ()))
    table = pd.DataFrame(
        {
            say("title_column", language): [str(n) or k for n, k in zip(names, keys, strict=True)],
            say("in_plan_column", language): [
                say("in_plan", language) if key in spoken else "" for key in keys
            ],
            say("basis", language): features["basis"].map(lambda b: BASIS_TITLES[b][language]),
            say("column_accuracy_m", language): features["accuracy_m"].to_numpy(),
        }
    )
    widget = f"{_TABLE}-{layer.id}"
    picked = st.dataframe(
        table,
        hide_index=True,
        height=min(_TABLE_HEIGHT_PX, 40 + 35 * len(table)),
        on_select=lambda: _take(widget, layer.id, keys),
        selection_mode=["multi-row", "single-cell"],
        key=widget,
    )
    rows = [row for row in picked["selection"].get("rows", ()) if row < len(keys)]
    if rows:
        refs = [FeatureRef(layer.id, keys[row]) for row in rows]
        st.download_button(
            say("download_chosen", language, count=len(refs)),
            data=lambda: export_features(
                workspace, refs, "geojson", title=layer.declaration.title(language),
                stem=f"{layer.id}_chosen", language=language,
                filter_words=say("chosen_rows", language, count=len(refs)),
            ).content,
            file_name=f"{layer.id}_chosen.geojson", mime="application/geo+json",
            on_click="ignore", key="download-chosen",
        )  # fmt: skip


def _take(widget: str, layer: str, keys: Sequence[str]) -> None:
    """Select the feature whose row or cell was chosen last."""
    chosen = st.session_state[widget]["selection"]
    rows = [row for row, _ in chosen.get("cells", ())] or list(chosen.get("rows", ()))[-1:]
    if rows and rows[0] < len(keys):
        selection.select("feature", f"{layer}/{keys[rows[0]]}")

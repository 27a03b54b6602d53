"""What the map shows as a file: GeoJSON at once, other formats when they are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from hebei_gis.app.choosing import choose_one
from hebei_gis.app.data.export_form import choose_format, render_making
from hebei_gis.app.escaping import escaped
from hebei_gis.export.packaging import ExportedFile
from hebei_gis.export.selection import export_features, export_layers
from hebei_gis.plan.join import FeatureRef
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace


def render_downloads(
    workspace: Workspace,
    visible: Sequence[str],
    kept: Mapping[str, Sequence[str]] | None,
    words: str,
    language: str,
) -> None:
    """Draw the downloads of what is shown and of one layer.

    Parameters
    ----------
    visible : sequence of str
        Layers that are on.
    kept : mapping of layer to keys, optional
        The features that stand for the filter; None where nothing is filtered.
    words : str
        The same in words, for the sidecar.
    """
    if not workspace.layers:
        return

    def shown_as(format_name: str, datum: str | None = None, encoding: str = "") -> ExportedFile:
        return export_features(
            workspace, _shown(workspace, visible, kept), format_name, datum,
            title=workspace.settings.name(language), stem=f"{workspace.settings.adcode}_shown",
            filter_words=words, language=language, encoding=encoding,
        )  # fmt: skip

    with st.expander(say("download", language)):
        count = sum(
            len(workspace.layers[name].features if kept is None else kept.get(name, ()))
            for name in visible
        )
        st.download_button(
            f"{say('download_shown', language)} · {count}",
            data=lambda: shown_as("geojson").content,
            file_name=f"{workspace.settings.adcode}_shown.geojson",
            mime="application/geo+json",
            on_click="ignore",
            disabled=not count,
            key="download-shown",
            width="stretch",
        )
        layer_id = choose_one(
            say("download_layer", language),
            list(workspace.layers),
            lambda name: workspace.layers[name].declaration.title(language),
            "download_layer",
            language,
        )
        title = workspace.layers[layer_id].declaration.title(language)
        st.download_button(
            say("download_one", language, name=escaped(title)),
            data=lambda: export_layers(workspace, [layer_id], "geojson", language=language).content,
            file_name=f"{layer_id}.geojson",
            mime="application/geo+json",
            on_click="ignore",
            key="download-layer",
            width="stretch",
        )
        if count:
            st.caption(say("download_as", language))
            out = choose_format(workspace.settings.metre_crs, language, "shown")
            asked = (words, count, out, language)
            render_making(asked, lambda: shown_as(*out), language, "shown", telling=False)


def filter_words(
    workspace: Workspace,
    visible: Sequence[str],
    chapters: Sequence[int],
    themes: Sequence[str],
    language: str,
) -> str:
    """What is shown, in words for the sidecar: layers, chapters, themes."""
    titles = [workspace.layers[name].declaration.title(language) for name in visible]
    known = workspace.register.themes
    named = [known[t].title_zh if language == "zh" else known[t].title_en for t in themes]
    parts: dict[str, list[str]] = {
        "layers": titles, "chapter": list(map(str, chapters)), "theme": named,
    }  # fmt: skip
    said = [say(f"shown_{name}", language, names=names) for name, names in parts.items() if names]
    return say("and_then", language).join(said)


def _shown(
    workspace: Workspace, visible: Sequence[str], kept: Mapping[str, Sequence[str]] | None
) -> list[FeatureRef]:
    """The features that are on and stand for the filter, in the order of their layers."""
    refs = []
    for name in visible:
        chosen = None if kept is None else set(kept.get(name, ()))
        keys = map(str, workspace.layers[name].features.index)
        refs += [FeatureRef(name, key) for key in keys if chosen is None or key in chosen]
    return refs

"""What a file says of itself, as a table for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from hebei_gis.app.escaping import escaped
from hebei_gis.formats.registry import formats
from hebei_gis.words.legend import BASIS_TITLES
from hebei_gis.words.pages.saying import say

_SOURCE = ("file", "retrieved")


def render_sidecar(sidecar: Mapping[str, Any], language: str) -> None:
    """Draw the facts of a sidecar: the file's own, then those of each layer."""
    named = sidecar.get("format", "")
    system = sidecar.get("reference_system", {})
    _render_facts(
        {
            "sidecar_title": sidecar.get("title"),
            "sidecar_format": formats()[named].title if named in formats() else named,
            "sidecar_system": system.get("name") or system.get("code"),
            "sidecar_rows": sidecar.get("rows"),
            "sidecar_exported": sidecar.get("exported"),
            "sidecar_filter": sidecar.get("filter"),
            "sidecar_hash": sidecar.get("sha256"),
        },
        language,
    )
    for layer in sidecar.get("layers", ()):
        st.markdown(f"**{escaped(str(layer.get(f'title_{language}', '')))}**")
        basis = layer.get("basis", {}).get("worst", "")
        _render_facts(
            {
                "sidecar_rows": layer.get("rows"),
                "licence_column": layer.get("licence"),
                "attribution_column": layer.get(f"attribution_{language}"),
                "basis_column": BASIS_TITLES.get(basis, {}).get(language),
                "accuracy_column": layer.get("largest_accuracy_m"),
                "sidecar_sources": [
                    say("sidecar_source", language, **{n: str(one.get(n, "")) for n in _SOURCE})
                    for one in layer.get("sources", ())
                ],
                "sidecar_issues": len(layer.get("issues", ())) or None,
            },
            language,
        )


def _render_facts(facts: Mapping[str, Any], language: str) -> None:
    rows = {
        say(word, language): "\n".join(value) if isinstance(value, list) else str(value)
        for word, value in facts.items()
        if value not in (None, "", [])
    }
    st.table(pd.Series(rows, name="").to_frame())

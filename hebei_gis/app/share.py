"""A link to what the page shows, to copy or to photograph."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from hebei_gis.words.pages.saying import say

_FOLDER = Path(__file__).parent / "browser"
_BODY = (
    '<div class="share"><button type="button" class="share-open" aria-expanded="false"></button>'
    '<div class="share-panel" role="dialog" hidden><input type="text" readonly>'
    '<button type="button" class="share-copy"></button>'
    '<span class="share-told" role="status"></span><img></div></div>'
)
_WORDS = ("share", "copy", "copied", "copy_by_hand", "address", "code")


def render_share(language: str) -> None:
    """Draw the button with its panel."""
    mounted = st.components.v2.component(
        "plan_share",
        html=_BODY,
        css=(_FOLDER / "share.css").read_text(encoding="utf-8"),
        js=(_FOLDER / "share.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
    words = {name: say(f"share_{name}", language) for name in _WORDS}
    with st.container(key="share"):
        mounted(key="share_link", data={"language": language, "words": words})

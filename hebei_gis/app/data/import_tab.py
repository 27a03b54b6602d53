"""A file dropped, looked into and previewed; what it does not say is asked."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from hebei_gis.app import messages
from hebei_gis.app.data.dropped_files import read_dropped
from hebei_gis.app.data.keep_form import render_keep
from hebei_gis.app.map.map_frame import render_map_frame
from hebei_gis.app.queueing import reading_words
from hebei_gis.app.tables import cell_text, titled_columns
from hebei_gis.formats.registry import read_formats
from hebei_gis.intake.understanding import Preview
from hebei_gis.layers.declaration import Style
from hebei_gis.map.mapping import MapState, inline_layer
from hebei_gis.words.pages import WORDS
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace

_MAP_HEIGHT_PX = 380
_ROWS_SHOWN = 200
_ISSUES_SHOWN = 200
_PREVIEW_STYLE = Style(
    color="#B02E7C", fill_opacity=0.3, width_px=2, radius_px=6, symbol="circle", z=500
)


def render_import(workspace: Workspace, language: str) -> None:
    """Draw the tab."""
    titles = [known.title for known in read_formats().values()]
    st.write(say("import_about", language, formats=titles))
    done = st.session_state.pop("import_done", None)
    if done:
        st.success(done)
    # Another key is an empty box: what was kept leaves it.
    box = f"import_files:{st.session_state.get('import_box', 0)}"
    files = st.file_uploader(say("import_files", language), accept_multiple_files=True, key=box)
    if not files:
        return
    try:
        with st.spinner(reading_words(language)):
            dropped = read_dropped(workspace, files, "import", language)
    except messages.CAUGHT as error:
        messages.show(error, language)
        return
    dropped.controls.render_reading(dropped.questions)
    if dropped.preview is not None:
        _render_preview(workspace, dropped.preview, language)
    dropped.render_questions()
    if dropped.preview is not None and dropped.preview.ready:
        render_keep(workspace, dropped.preview, language)


def _render_preview(workspace: Workspace, preview: Preview, language: str) -> None:
    left, right = st.columns([2, 3], gap="medium")
    with left:
        st.markdown(f"**{say('understood', language)}**")
        st.text("\n".join(preview.sentences(language)))
        if preview.issues:
            with st.expander(say("row_issues", language, count=len(preview.issues))):
                lines = [
                    say("row_issue", language, row=one.key, sentence=one.sentence(language))
                    for one in preview.issues[:_ISSUES_SHOWN]
                ]
                st.text("\n".join(lines))
    with right:
        types = preview.geometry_types
        st.caption(say("preview_rows", language, count=len(preview.rows), types=types))
        if preview.rows.crs is None:
            st.info(say("preview_no_crs", language))
        elif len(preview.rows):
            _render_preview_map(workspace, preview, language)
    table = preview.rows.drop(columns=preview.rows.geometry.name).head(_ROWS_SHOWN)
    shown = titled_columns(pd.DataFrame(table), language, ["key"])
    st.dataframe(shown.map(cell_text), hide_index=True, height=240)


def _render_preview_map(workspace: Workspace, preview: Preview, language: str) -> None:
    named = preview.rows[preview.name_zh or "key"].map(cell_text)
    features = preview.rows[["key", preview.rows.geometry.name]].assign(
        name_zh=named, name_en=named, basis="surveyed", accuracy_m=0.0, note_zh="", note_en=""
    )
    features = features.set_index(features.pop("key"))
    layer = inline_layer("preview", WORDS["preview_layer"], _PREVIEW_STYLE, features)
    boundary = workspace.settings.boundary
    visible = [boundary] if boundary and boundary in workspace.layers else []
    west, south, east, north = (float(v) for v in features.total_bounds)
    state = MapState(
        language=language,
        visible=[*visible, layer["id"]],
        extra=[layer],
        fit=(west, south, east, north),
        fit_count=layer["id"],
    )
    render_map_frame(workspace, state, "import_map", _MAP_HEIGHT_PX)

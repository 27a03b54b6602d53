"""A file dropped, looked into, previewed, and kept: in the workspace or for the session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from hebei_gis.app import messages
from hebei_gis.app.escaping import escaped
from hebei_gis.app.map.map_frame import render_map_frame
from hebei_gis.app.session_layers import add_session_layer
from hebei_gis.files.limits import limits_of
from hebei_gis.formats.sources import Reading
from hebei_gis.geo.crs import CGCS2000, WGS84
from hebei_gis.geo.shifted_datums import BD09, GCJ02
from hebei_gis.intake.declaring import LayerFacts
from hebei_gis.intake.disagreements import known_features
from hebei_gis.intake.inspecting import Inspection
from hebei_gis.intake.keeping import keep, session_layer
from hebei_gis.intake.reading_apart import inspect_apart, preview_apart
from hebei_gis.intake.understanding import Answers, Preview
from hebei_gis.layers.catalog import Settings
from hebei_gis.layers.declaration import BASES, Style
from hebei_gis.map.mapping import BASIS_TITLES, MapState, inline_layer
from hebei_gis.words.errors import FaultsError
from hebei_gis.words.faults import Fault
from hebei_gis.words.pages.saying import say
from hebei_gis.words.questions import CRS_IS, DATUM_IS, MENDS
from hebei_gis.workspace import Workspace

_MAP_HEIGHT_PX = 380
_ROWS_SHOWN = 200
_ISSUES_SHOWN = 200
_ENCODINGS = ("", "UTF-8", "GB18030", "GBK", "BIG5")
_OLD_DATUMS = ("BEIJING54", "XIAN80")
_PREVIEW_STYLE = Style(
    color="#B02E7C", fill_opacity=0.3, width_px=2, radius_px=6, symbol="circle", z=500
)


def render_import(workspace: Workspace, language: str) -> None:
    """Draw the tab."""
    st.write(say("import_about", language))
    done = st.session_state.pop("import_done", None)
    if done:
        st.success(done)
    dropped = st.file_uploader(
        say("import_files", language), accept_multiple_files=True, key="import_files"
    )
    if not dropped:
        return
    try:
        with st.spinner(say("working", language)):
            inspection = _inspected(workspace.settings, dropped)
            answers = _render_reading(workspace, inspection, language)
            preview = _previewed(workspace, dropped, answers)
    except messages.CAUGHT as error:
        messages.show(error, language)
        return
    _render_preview(preview, language)
    _render_questions(preview, language)
    if preview.ready:
        _render_keep(workspace, preview, language)


def _inspected(settings: Settings, dropped: Sequence[Any]) -> Inspection:
    stamp = _stamp(dropped)
    kept = st.session_state.get("import_inspection")
    if kept is None or kept[0] != stamp:
        kept = (stamp, inspect_apart(_parts(dropped), limits_of(settings.limits)))
        st.session_state["import_inspection"] = kept
        st.session_state["import_accepted"] = set()
        st.session_state.pop("import_preview", None)
    inspection: Inspection = kept[1]
    return inspection


def _previewed(workspace: Workspace, dropped: Sequence[Any], answers: Answers) -> Preview:
    """The preview; a file is read again only where an answer or the workspace has changed."""
    asked = (_stamp(dropped), answers, tuple(workspace.fingerprints.items()))
    kept = st.session_state.get("import_preview")
    if kept is None or kept[0] != asked:
        settings = workspace.settings
        known = known_features(workspace.layers.values())
        made = preview_apart(_parts(dropped), limits_of(settings.limits), answers, settings, known)
        kept = (asked, made)
        st.session_state["import_preview"] = kept
    preview: Preview = kept[1]
    return preview


def _stamp(dropped: Sequence[Any]) -> tuple[str, ...]:
    return tuple(one.file_id for one in dropped)


def _parts(dropped: Sequence[Any]) -> dict[str, bytes]:
    return {one.name: one.getvalue() for one in dropped}


# ---- How it is read.


def _render_reading(workspace: Workspace, inspection: Inspection, language: str) -> Answers:
    metre = workspace.settings.metre_crs
    says = say("as_file_says", language)
    with st.expander(say("import_reading", language), expanded=True):
        first, second, third = st.columns(3)
        layers = [layer.name for layer in inspection.layers]
        layer = None
        if len(layers) > 1:
            layer = first.selectbox(say("import_layer", language), layers, key="import_layer")
        encoding = second.selectbox(
            say("import_encoding", language),
            _ENCODINGS,
            format_func=lambda name: name or says,
            key=f"import_encoding@{language}",
        )
        datums = {
            "": says, WGS84: "WGS 84", CGCS2000: "CGCS2000 (EPSG:4490)", metre: metre,
            GCJ02: GCJ02, BD09: BD09, "BEIJING54": "北京54 / Beijing 1954",
            "XIAN80": "西安80 / Xi'an 1980",
        }  # fmt: skip
        datum = third.selectbox(
            say("import_datum", language),
            list(datums),
            format_func=lambda name: datums[name],
            key=f"import_datum@{language}",
        )
        other = third.text_input(
            say("import_crs", language), key="import_crs", placeholder="EPSG:4527"
        )
        parameters = None
        if datum in _OLD_DATUMS:
            parameters = _numbers(
                third.text_input(say("import_parameters", language), key="import_parameters")
            )
        columns = sorted({column for one in inspection.layers for column in one.columns})
        x = y = wkt = None
        if inspection.kind in ("csv", "xlsx"):
            x = _column(first, "import_x", columns, says, language)
            y = _column(second, "import_y", columns, says, language)
            wkt = _column(third, "import_wkt", columns, says, language)
        key = _column(first, "import_key", columns, says, language)
        name = _column(second, "import_name", columns, says, language)
    named = datum if datum in (GCJ02, BD09, *_OLD_DATUMS) else None
    crs = other.strip() or (datum if datum and named is None else None)
    return Answers(
        Reading(layer, encoding or None, x, y, wkt),
        crs=crs or None,
        datum=named,
        parameters=parameters,
        key=key,
        name=name,
        accepted=frozenset(st.session_state.get("import_accepted", set())),
    )


def _column(
    place: st.delta_generator.DeltaGenerator,
    word: str,
    columns: Sequence[str],
    says: str,
    language: str,
) -> str | None:
    chosen = place.selectbox(
        say(word, language),
        ["", *columns],
        format_func=lambda name: name or says,
        key=f"{word}@{language}",
    )
    return chosen or None


def _numbers(text: str) -> tuple[float, ...] | None:
    if not text.strip():
        return None
    try:
        return tuple(float(part) for part in text.replace(",", " ").replace(",", " ").split())
    except ValueError as error:
        expected = "3 or 7 numbers"
        raise FaultsError([Fault("bad_value", "parameters", text[:80], expected)]) from error


# ---- What was understood.


def _render_preview(preview: Preview, language: str) -> None:
    left, right = st.columns([2, 3], gap="medium")
    with left:
        st.markdown(f"**{say('understood', language)}**")
        st.text("\n".join(preview.sentences(language)))
        if preview.issues:
            with st.expander(say("row_issues", language, count=len(preview.issues))):
                shown = preview.issues[:_ISSUES_SHOWN]
                st.text("\n".join(f"{issue.key}: {issue.sentence(language)}" for issue in shown))
    with right:
        types = ", ".join(preview.geometry_types)
        st.caption(say("preview_rows", language, count=len(preview.rows), types=types))
        if preview.rows.crs is None:
            st.info(say("preview_no_crs", language))
        elif len(preview.rows):
            _render_preview_map(preview, language)
    table = preview.rows.drop(columns=preview.rows.geometry.name).head(_ROWS_SHOWN)
    st.dataframe(pd.DataFrame(table).astype(str), hide_index=True, height=240)


def _render_preview_map(preview: Preview, language: str) -> None:
    from hebei_gis.app.serving import current_workspace

    workspace = current_workspace()
    named = preview.rows[preview.name_zh].astype(str) if preview.name_zh else preview.rows["key"]
    features = preview.rows[["key", preview.rows.geometry.name]].assign(
        name_zh=named, name_en=named, basis="surveyed", accuracy_m=0.0, note_zh="", note_en=""
    )
    features = features.set_index(features.pop("key"))
    layer = inline_layer("preview", ("预览", "Preview"), _PREVIEW_STYLE, features)
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


def mend_words(mend: str, language: str) -> str:
    """A mend in words; several joined by ``+`` are told one after the other."""
    return " + ".join(_one_mend_words(part, language) for part in mend.split("+"))


def _one_mend_words(part: str, language: str) -> str:
    if part in MENDS:
        return say(f"mend_{part}", language)
    for start in (CRS_IS, DATUM_IS):
        if part.startswith(start):
            return say("mend_read_as", language, name=part.removeprefix(start))
    return part


def _render_questions(preview: Preview, language: str) -> None:
    if not preview.questions:
        return
    st.markdown(f"**{say('questions', language)}**")
    for number, question in enumerate(preview.questions):
        st.warning(escaped(question.fault.sentence(language)))
        for mend in question.mends:
            moved = ""
            if question.distance_m is not None:
                moved = say("moved_by", language, metres=f"{question.distance_m:,.0f}")
            st.button(
                say("accept_mend", language, mend=mend_words(mend, language), moved=moved),
                key=f"mend-{number}-{mend}",
                on_click=_accept,
                args=(mend,),
            )


def _accept(mend: str) -> None:
    st.session_state["import_accepted"] = {*st.session_state.get("import_accepted", set()), mend}


# ---- Keeping.


def _render_keep(workspace: Workspace, preview: Preview, language: str) -> None:
    st.markdown(f"**{say('keep_title', language)}**")
    groups = {group.id: group.title(language) for group in workspace.settings.groups}
    with st.form("import_keep"):
        first, second, third = st.columns(3)
        layer_id = first.text_input(say("layer_id", language), key="keep_id")
        title_zh = second.text_input(say("title_zh", language), key="keep_title_zh")
        title_en = third.text_input(say("title_en", language), key="keep_title_en")
        group = first.selectbox(
            say("group_column", language), list(groups), format_func=lambda one: groups[one]
        )
        basis = second.selectbox(
            say("basis", language),
            BASES,
            index=BASES.index("approximate"),
            format_func=lambda one: BASIS_TITLES[one][language],
        )
        accuracy = third.number_input(
            say("accuracy_field", language), min_value=0.0, max_value=10_000.0, value=50.0
        )
        licence = first.text_input(say("licence", language), key="keep_licence")
        attribution = second.text_input(say("attribution", language), key="keep_attribution")
        replace = third.checkbox(say("replace_layer", language), key="keep_replace")
        to_workspace = first.form_submit_button(say("keep_workspace", language), type="primary")
        to_session = second.form_submit_button(say("keep_session", language))
    if not (to_workspace or to_session):
        return
    facts = LayerFacts(
        id=layer_id.strip(),
        title_zh=title_zh.strip() or None,
        title_en=title_en.strip() or None,
        group=group,
        basis=basis,
        accuracy_m=accuracy,
        licence=licence.strip() or None,
        attribution_zh=attribution.strip() or None,
        attribution_en=attribution.strip() or None,
    )
    try:
        if to_session:
            add_session_layer(session_layer(preview, facts, workspace.settings, language))
            st.session_state["import_done"] = say("kept_session", language)
        else:
            kept = keep(preview, workspace.folder, facts, replace=replace, language=language)
            names = ", ".join(str(path) for path in kept.files)
            st.session_state["import_done"] = say("kept_workspace", language, files=names)
    except messages.CAUGHT as error:
        messages.show(error, language)
        return
    st.rerun()

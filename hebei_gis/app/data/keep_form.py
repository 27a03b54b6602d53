"""The form that keeps a preview: as a layer of the workspace, or for the session only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as replaced

import streamlit as st

from hebei_gis.app import messages
from hebei_gis.app.escaping import escaped
from hebei_gis.app.session_layers import add_session_layer
from hebei_gis.files.changes import may_change
from hebei_gis.intake.declaring import LayerFacts, layer_id_of
from hebei_gis.intake.keeping import keep, session_layer
from hebei_gis.intake.understanding import Preview
from hebei_gis.layers.declaration import BASES, LayerDeclaration
from hebei_gis.layers.preparing import PreparedLayer
from hebei_gis.words.legend import BASIS_TITLES
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace

#: The group a layer goes to where nothing is said.
_BASE_GROUP = "base"


def render_keep(workspace: Workspace, preview: Preview, language: str) -> None:
    """Draw the form; what a layer of that id says of itself already stands in it."""
    st.markdown(f"**{say('keep_title', language)}**")
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    _offer_id(preview)
    said_id = left.text_input(say("layer_id", language), key="keep_id").strip()
    layer_id = said_id or layer_id_of(preview)
    existing = workspace.catalog.declarations.get(layer_id or "")
    replace = False
    if existing is not None and existing.source and existing.source.rows:
        rows, title = existing.source.rows, escaped(existing.title(language))
        st.info(say("keep_existing", language, title=title, rows=rows))
        replace = right.checkbox(say("replace_layer", language), key=f"keep_replace:{layer_id}")
    # Enter in a field keeps nothing: it would be the first button, for everybody.
    with st.form(f"import_keep:{existing.id if existing else ''}", enter_to_submit=False):
        facts = _facts(workspace, existing, language)
        first, second, _ = st.columns(3)
        to_workspace = first.form_submit_button(
            say("keep_workspace", language), type="primary", disabled=not may_change()
        )
        to_session = second.form_submit_button(say("keep_session", language))
    if not (to_workspace or to_session):
        return
    facts = replaced(facts, id=layer_id)
    try:
        if to_session:
            unnamed = f"session_{preview.inspection.sha256[:8]}"
            facts = replaced(facts, id=layer_id or unnamed)
            layer = session_layer(preview, facts, workspace.settings, language)
            add_session_layer(layer)
            done = say("kept_session", language, **_named(layer, language))
        else:
            kept = keep(preview, workspace.folder, facts, replace=replace, language=language)
            files = [path.relative_to(workspace.folder).as_posix() for path in kept.files]
            named = _named(kept.layer, language)
            done = say("kept_workspace", language, **named, files=list(map(escaped, files)))
    except messages.CAUGHT as error:
        messages.show(error, language)
        return
    _clear()
    st.session_state["import_done"] = done
    st.rerun()


def _offer_id(preview: Preview) -> None:
    """Put the id a layer has by default into its field, once a file."""
    state = st.session_state
    if "keep_id" not in state or state.get("keep_of") != preview.inspection.sha256:
        state["keep_id"] = layer_id_of(preview) or ""
        state["keep_of"] = preview.inspection.sha256


def _named(layer: PreparedLayer, language: str) -> dict[str, str]:
    title = layer.declaration.title(language)
    return {"title": escaped(title), "name": escaped(layer.id)}


def _clear() -> None:
    """Empty the file box and the form: what was kept is asked about no more."""
    for key in [k for k in st.session_state if str(k).startswith("keep_")]:
        del st.session_state[key]
    st.session_state["import_box"] = st.session_state.get("import_box", 0) + 1


def _facts(workspace: Workspace, existing: LayerDeclaration | None, language: str) -> LayerFacts:
    """The fields of the form, filled with what is declared; the id is still missing."""
    of = existing.id if existing else ""
    source = existing.source if existing else None
    groups = {group.id: group.title(language) for group in workspace.settings.groups}
    first, second, third = st.columns(3)
    title_zh = first.text_input(
        say("title_zh", language), existing.title_zh if existing else "", key=f"keep_title_zh:{of}"
    )
    title_en = second.text_input(
        say("title_en", language), existing.title_en if existing else "", key=f"keep_title_en:{of}"
    )
    group = third.selectbox(
        say("group_column", language),
        list(groups),
        index=_index(list(groups), existing.group if existing else _default_group(groups)),
        format_func=lambda one: groups[one],
        placeholder=say("please_choose", language),
        key=f"keep_group:{of}@{language}",
    )
    quality = existing.quality if existing else None
    basis = first.selectbox(
        say("basis", language),
        BASES,
        index=_index(BASES, quality.basis if quality else ""),
        format_func=lambda one: BASIS_TITLES[one][language],
        placeholder=say("please_choose", language),
        key=f"keep_basis:{of}@{language}",
    )
    accuracy = second.number_input(
        say("accuracy_field", language),
        min_value=0.0,
        max_value=10_000.0,
        value=float(quality.accuracy_m) if quality else None,
        key=f"keep_accuracy:{of}",
    )
    licence = third.text_input(
        say("licence", language), source.licence if source else "", key=f"keep_licence:{of}"
    )
    declared = ""
    if source:
        declared = source.attribution_zh if language == "zh" else source.attribution_en
    attribution = first.text_input(
        say("attribution", language), declared, key=f"keep_attribution:{of}@{language}"
    ).strip()
    # Unchanged words stay as they are in both languages.
    kept = source if source and attribution == declared else None
    return LayerFacts(
        id="",
        title_zh=title_zh.strip() or None,
        title_en=title_en.strip() or None,
        group=group,
        basis=basis,
        accuracy_m=accuracy,
        licence=licence.strip() or None,
        attribution_zh=kept.attribution_zh if kept else attribution or None,
        attribution_en=kept.attribution_en if kept else attribution or None,
    )


def _default_group(groups: Sequence[str] | dict[str, str]) -> str:
    """``base``, or the only one; else the user chooses."""
    names = list(groups)
    return names[0] if len(names) == 1 else _BASE_GROUP


def _index(options: Sequence[str], chosen: str) -> int | None:
    return list(options).index(chosen) if chosen in options else None

"""The data page: the catalogue, files out in many formats, files in with a preview."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from hebei_gis.app.data.export_form import choose_format, render_losses, render_making
from hebei_gis.app.data.import_tab import render_import
from hebei_gis.app.data.template_form import render_templates
from hebei_gis.app.data.verify_tab import render_verifying
from hebei_gis.app.escaping import escaped
from hebei_gis.app.serving import current_workspace
from hebei_gis.app.session_layers import session_layers
from hebei_gis.app.tables import titled_columns
from hebei_gis.export.packaging import ExportedFile
from hebei_gis.export.selection import export_entry, export_layers
from hebei_gis.files.cells import distinct_names
from hebei_gis.words.facts import told
from hebei_gis.words.legend import BASIS_TITLES
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace

_TABLE_HEIGHT_PX = 420


def render(language: str) -> None:
    """Draw the page."""
    workspace = current_workspace()
    names = ("tab_catalogue", "tab_export", "tab_import", "tab_verify")
    catalogue, outgoing, incoming, checking = st.tabs(
        [say(name, language) for name in names], key="data_tabs"
    )
    with catalogue:
        _render_catalogue(workspace, language)
    with outgoing:
        _render_export(workspace, language)
    with incoming:
        render_import(workspace, language)
        render_templates(workspace, language)
    with checking:
        render_verifying(language)


# ---- Catalogue.


def _render_catalogue(workspace: Workspace, language: str) -> None:
    if not workspace.layers:
        st.info(say("no_layers", language))
        return
    groups = {group.id: group.title(language) for group in workspace.settings.groups}
    rows = []
    for name, layer in workspace.layers.items():
        declaration = layer.declaration
        source = declaration.source
        rows.append(
            {
                say("layer_column", language): declaration.title(language),
                say("group_column", language): groups[declaration.group],
                say("rows_column", language): len(layer.features),
                say("basis_column", language): BASIS_TITLES[layer.worst_basis][language],
                say("accuracy_column", language): layer.largest_accuracy_m,
                say("licence_column", language): workspace.licence(name, language),
                say("attribution_column", language): workspace.attribution(name, language),
                say("retrieved_column", language): source.retrieved if source else "",
                say("origin_column", language): source.file if source else "—",
                say("about_column", language): (
                    declaration.about_zh if language == "zh" else declaration.about_en
                ),
                say("id_column", language): name,
            }
        )
    st.caption(say("catalogue_hint", language))
    picked = st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=_TABLE_HEIGHT_PX,
        on_select="rerun",
        selection_mode="single-row",
        key="catalogue",
    )
    numbers = picked["selection"]["rows"]
    if numbers:
        _render_rows(workspace, list(workspace.layers)[numbers[0]], language)


def _render_rows(workspace: Workspace, layer_id: str, language: str) -> None:
    """The layer's features as a table: the same facts as the map, without the map."""
    layer = workspace.layers[layer_id]
    st.markdown(f"**{escaped(layer.declaration.title(language))}**")
    about = layer.declaration.about_zh if language == "zh" else layer.declaration.about_en
    st.caption(escaped(about))
    for step in layer.declaration.source.history if layer.declaration.source else ():
        st.caption(escaped(step))
    if layer.features.empty:
        st.info(say("no_rows", language))
        return
    columns = layer.features.drop(columns=layer.features.geometry.name)
    entries = [
        list(dict.fromkeys(j.entry for j in workspace.links.entries_of(layer_id, str(key))))
        for key in columns.index
    ]
    told_basis = columns["basis"].map(lambda one: BASIS_TITLES[one][language])
    plain = pd.DataFrame(columns).assign(basis=told_basis).reset_index(names="key")
    shown = titled_columns(plain, language, declared=layer.declaration)
    named = distinct_names([*map(str, shown.columns), say("entries_listed", language)])[-1]
    shown.insert(3, named, [told(ids, language, blank="") for ids in entries])
    height = min(_TABLE_HEIGHT_PX, 80 + 35 * len(shown))
    st.dataframe(shown, hide_index=True, height=height)


# ---- Out.


def _render_export(workspace: Workspace, language: str) -> None:
    if not workspace.layers:
        st.info(say("no_layers", language))
        return
    own = session_layers()
    together = workspace.with_layers(own)

    def titled(name: str) -> str:
        title = together.layers[name].declaration.title(language)
        return say("of_session", language, name=title) if name in own else title

    left, right = st.columns([2, 3], gap="large")
    with left:
        what = st.radio(
            say("what", language),
            ["layers", "all", "entry"],
            format_func=lambda one: say(f"what_{one}", language),
            key=f"export_what@{language}",
        )
        chosen: list[str] = list(workspace.layers)
        entry_id = ""
        if what == "layers":
            chosen = st.multiselect(
                say("choose_layers", language),
                list(together.layers),
                format_func=titled,
                key=f"export_layers@{language}",
                placeholder=say("please_choose", language),
            )
        elif what == "entry":
            located = [e for e in workspace.register.entries if workspace.links.features_of(e)]
            entry_id = str(
                st.selectbox(
                    say("choose_entry", language),
                    located,
                    format_func=lambda one: (
                        f"{one} {workspace.register.entries[one].name(language)}"
                    ),
                    key=f"export_entry@{language}",
                )
            )
        out = choose_format(workspace.settings.metre_crs, language, "export")
    with right:
        render_losses(out.format, language)
        if not chosen:
            st.info(say("nothing_chosen", language))
            return

        def build() -> ExportedFile:
            if what == "entry":
                return export_entry(
                    workspace, entry_id, out.format, out.datum,
                    language=language, encoding=out.encoding,
                )  # fmt: skip
            return export_layers(
                together if what == "layers" else workspace, chosen, out.format, out.datum,
                language=language, encoding=out.encoding,
            )  # fmt: skip

        asked = (what, tuple((n, id(own.get(n))) for n in chosen), entry_id, out, language)
        render_making(asked, build, language, "export")

"""A layer declared from a template: empty, with the standard's fields, ready to be filled."""

from __future__ import annotations

import streamlit as st

from hebei_gis.app import messages
from hebei_gis.app.choosing import choose_one
from hebei_gis.app.escaping import escaped
from hebei_gis.intake.templates import new_layer, read_template, template_names
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace


def render_templates(workspace: Workspace, language: str) -> None:
    """Draw the form; the layer is written into the workspace, for everybody."""
    done = st.session_state.pop("template_done", None)
    with st.expander(say("template_title", language), expanded=bool(done)):
        if done:
            st.success(done)
        st.caption(say("template_hint", language))
        left, middle, right = st.columns(3)
        with left:
            template = choose_one(
                say("template", language),
                template_names(),
                lambda name: str(read_template(name)[f"title_{language}"]),
                "template",
                language,
            )
        groups = {group.id: group.title(language) for group in workspace.settings.groups}
        with middle:
            group = choose_one(
                say("group_column", language),
                list(groups),
                lambda one: groups[one],
                "template_group",
                language,
            )
        with right:
            layer_id = st.text_input(
                say("template_id", language), key="template_id", placeholder=template
            )
        values = read_template(template)
        st.caption(escaped(str(values[f"about_{language}"])))
        st.caption(say("template_fields", language, names=escaped(", ".join(values["fields"]))))
        if not st.button(say("template_make", language), key="template_make"):
            return
        try:
            kept = new_layer(template, workspace.folder, layer_id.strip() or None, group)
        except messages.CAUGHT as error:
            messages.show(error, language)
            return
        st.session_state["template_done"] = say(
            "template_made", language, name=escaped(kept.layer.id)
        )
        st.rerun()

"""An entry in full: where it stands, what it says, its places, numbers and very words."""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st

from hebei_gis.app import selection
from hebei_gis.app.escaping import escaped
from hebei_gis.app.serving import current_reading
from hebei_gis.export.selection import export_entry
from hebei_gis.plan.register.model import RELATIONS, Entry, Indicator
from hebei_gis.plan.text.attached import Piece, quote
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace

_MARKS = {
    "heading": "font-weight:600",
    "place": "background:#D6EAF8;border-bottom:2px solid #1B5E8C",
    "number": "background:#FDEBD0;font-variant-numeric:tabular-nums",
}


def render_entry(workspace: Workspace, entry: Entry, language: str) -> None:
    """Draw the sheet of one entry."""
    st.subheader(f"{entry.id} {escaped(entry.name(language))}", anchor=False)
    theme = workspace.register.themes.get(entry.theme)
    words = [entry.locator(language), say(f"kind_{entry.kind}", language)]
    if theme:
        words.append(escaped(theme.title_zh if language == "zh" else theme.title_en))
    st.caption(" · ".join(words))
    if entry.summary(language):
        st.write(escaped(entry.summary(language)))
        st.caption(say("own_words", language))
    _render_places(workspace, entry, language)
    indicators = workspace.register.indicators_of_entry.get(entry.id, ())
    if indicators:
        st.markdown(f"**{say('figures', language)}**")
        lines = [f"- {indicator_line(i, language, _paired(workspace, i))}" for i in indicators]
        st.markdown("\n".join(lines))
    _render_quote(workspace, entry, language)
    refs = list(workspace.links.features_of(entry.id))
    if refs:
        st.download_button(
            say("download_entry", language),
            data=lambda: export_entry(workspace, entry.id, "geojson", language=language).content,
            file_name=f"{entry.id}.geojson",
            mime="application/geo+json",
            on_click="ignore",
            key=f"download-entry-{entry.id}",
            icon=":material/download:",
        )


def indicator_line(indicator: Indicator, language: str, paired: Sequence[Indicator] = ()) -> str:
    """One indicator in words: name, value as the plan writes it, year, role, and its pair."""
    name = escaped(indicator.name(language))
    said = [_dated(indicator, language)]
    said += [
        f"{_dated(other, language)} {escaped(other.value_text)}"
        + (f" [{other.entry}]" if other.entry != indicator.entry else "")
        for other in paired
    ]
    value = escaped(indicator.value_text)
    return say(
        "indicator_line", language,
        name=name, value=value, said=say("and_then", language).join(said),
    )  # fmt: skip


def _dated(indicator: Indicator, language: str) -> str:
    year = f"{indicator.year} " if indicator.year else ""
    return f"{year}{say(indicator.role, language)}"


def _paired(workspace: Workspace, indicator: Indicator) -> list[Indicator]:
    """The same thing at other times: its baseline, what was achieved, its target."""
    return [
        other
        for other in workspace.register.indicators
        if indicator.pair_id and other.pair_id == indicator.pair_id and other.id != indicator.id
    ]


def _render_places(workspace: Workspace, entry: Entry, language: str) -> None:
    links = workspace.register.links_of_entry.get(entry.id, ())
    if not links:
        st.caption(say("entry_no_places", language))
        return
    if not workspace.links.features_of(entry.id):
        st.info(say("entry_not_located", language))
    for relation in RELATIONS:
        chosen = [link for link in links if link.relation == relation]
        if not chosen:
            continue
        st.markdown(f"**{say(relation, language)}**")
        with st.container(horizontal=True, gap="small"):
            for link in chosen:
                place = workspace.register.places[link.place]
                located = workspace.located(place.id)
                label = escaped(place.name(language))
                st.button(
                    label if located else f"{label} · {say('not_located', language)}",
                    on_click=selection.select,
                    args=("place", place.id),
                    key=f"place-{entry.id}-{place.id}",
                    icon=":material/location_on:" if located else ":material/location_off:",
                    type="secondary" if located else "tertiary",
                )


def _render_quote(workspace: Workspace, entry: Entry, language: str) -> None:
    reading = current_reading(workspace)
    with st.expander(say("quote", language), expanded=reading is not None):
        if reading is None:
            st.caption(say("quote_none", language))
            return
        pieces = quote(reading, entry.id)
        if pieces:
            st.html(quote_html(pieces))
        else:
            st.caption(say("quote_missing", language))


def quote_html(pieces: Sequence[Piece]) -> str:
    """The pieces as HTML, everything escaped."""
    spans = [
        f'<span style="{_MARKS[p.mark]}">{html.escape(p.text)}</span>'
        if p.mark
        else html.escape(p.text)
        for p in pieces
    ]
    return f'<div class="plan-quote" style="line-height:1.8">{"".join(spans)}</div>'

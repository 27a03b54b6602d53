"""The register page: the plan's entries by chapter, coverage both ways, the plan's own text."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from hebei_gis.app import selection
from hebei_gis.app.choosing import choose_many, choose_one
from hebei_gis.app.escaping import escaped
from hebei_gis.app.map.map_frame import render_map_frame
from hebei_gis.app.register.coverage_view import render_coverage
from hebei_gis.app.register.editing import render_editing
from hebei_gis.app.register.entry_sheet import render_entry
from hebei_gis.app.register.history_view import render_history
from hebei_gis.app.register.text_view import render_text
from hebei_gis.app.selection import Selection
from hebei_gis.app.serving import current_reading, current_workspace
from hebei_gis.map.mapping import MapState
from hebei_gis.plan.register.model import ENTRY_KINDS, Entry
from hebei_gis.searching import search
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace

_TABLE_HEIGHT_PX = 460
_MAP_HEIGHT_PX = 300


def render(language: str) -> None:
    """Draw the page."""
    workspace = current_workspace()
    if not workspace.register.entries:
        st.info(say("register_empty", language))
        return
    with st.sidebar:
        chapter, section = _render_contents(workspace, language)
    names = ("tab_entries", "tab_coverage", "tab_text", "tab_edit", "tab_history")
    entries, coverage, text, edit, changed = st.tabs([say(name, language) for name in names])
    with entries:
        _render_entries(workspace, chapter, section, language)
    with coverage:
        render_coverage(workspace, language)
    with text:
        render_text(workspace, language)
    with edit:
        render_editing(workspace, language)
    with changed:
        render_history(workspace, language)


# ---- Contents: chapters and sections.


def _render_contents(workspace: Workspace, language: str) -> tuple[int, int]:
    """The chosen chapter and section; 0 where none is."""
    register = workspace.register
    chosen: tuple[int, int] = st.session_state.get("contents", (0, 0))
    counts: dict[tuple[int, int], int] = {}
    for entry in register.entries.values():
        for at in {(entry.chapter, 0), (entry.chapter, entry.section or 0)}:
            counts[at] = counts.get(at, 0) + 1
    st.markdown(f"**{say('contents', language)}**")

    def choice(label: str, at: tuple[int, int]) -> None:
        st.button(
            label,
            key=f"contents-{at[0]}-{at[1]}",
            type="primary" if at == chosen else "tertiary",
            on_click=_choose_contents,
            args=(at,),
        )

    choice(say("whole_plan", language, count=len(register.entries)), (0, 0))
    for number in sorted({entry.chapter for entry in register.entries.values()}):
        heading = register.heading(number)
        title = (
            "" if heading is None else heading.title_zh if language == "zh" else heading.title_en
        )
        label = f"{say('chapter_number', language, number=number)} {escaped(title)}"
        with st.expander(label, expanded=chosen[0] == number):
            choice(say("whole_chapter", language, count=counts[number, 0]), (number, 0))
            for section in sorted(s for c, s in counts if c == number and s):
                below = register.heading(number, section)
                name = below.title(language) if below else ""
                choice(f"{section} {escaped(name)} · {counts[number, section]}", (number, section))
    return chosen


def _choose_contents(at: tuple[int, int]) -> None:
    st.session_state["contents"] = at


# ---- Entries.


def _render_entries(workspace: Workspace, chapter: int, section: int, language: str) -> None:
    entries = _filtered(workspace, chapter, section, language)
    chosen = selection.selection()
    if not entries:
        st.info(say("entries_none", language))
    else:
        located = sum(1 for entry in entries if workspace.links.features_of(entry.id))
        st.caption(say("entries_found", language, count=len(entries), located=located))
    table, sheet = st.columns([3, 2], gap="medium")
    with table:
        if entries:
            _render_table(workspace, entries, language)
        _render_exports(workspace, entries, language)
    with sheet:
        entry = (
            workspace.register.entries.get(chosen.id)
            if chosen is not None and chosen.kind == "entry"
            else None
        )
        if entry is not None:
            render_entry(workspace, entry, language)
            _render_entry_map(workspace, entry, language)
        elif chosen is not None and chosen.kind == "place":
            _render_place_line(workspace, chosen, language)
        else:
            st.caption(say("pick_entry", language))


def _filtered(workspace: Workspace, chapter: int, section: int, language: str) -> list[Entry]:
    register = workspace.register
    themes = {
        t.id: t.title_zh if language == "zh" else t.title_en for t in register.themes.values()
    }
    places = {p.id: p.name(language) for p in register.places.values()}
    first, second, third, fourth = st.columns([2, 2, 2, 3])
    kinds = choose_many(
        say("kind", language),
        [k for k in ENTRY_KINDS if any(e.kind == k for e in register.entries.values())],
        lambda kind: say(f"kind_{kind}", language),
        "register_kinds",
        language,
        first,
        placeholder=say("all", language),
    )
    chosen_themes = choose_many(
        say("theme", language),
        list(themes),
        lambda theme: themes[theme],
        "register_themes",
        language,
        second,
        placeholder=say("all", language),
    )
    place = choose_one(
        say("place", language),
        ["", *sorted(places, key=lambda one: places[one])],
        lambda one: places[one] if one else say("all", language),
        "register_place",
        language,
        third,
    )
    words = fourth.text_input(
        say("search", language), key="register_search", placeholder=say("search_hint", language)
    )
    with st.container(horizontal=True):
        numbered = st.checkbox(say("has_number", language), key="register_numbered")
        unlocated = st.checkbox(say("not_on_map", language), key="register_unlocated")
    speaking = {link.entry for link in register.links_of_place.get(place, ())} if place else None
    hits = search(workspace, words, language, current_reading(workspace)) if words else []
    named = {hit.id for hit in hits if hit.kind == "entry"}

    def fits(entry: Entry) -> bool:
        return (
            (not chapter or entry.chapter == chapter)
            and (not section or entry.section == section)
            and (not kinds or entry.kind in kinds)
            and (not chosen_themes or entry.theme in chosen_themes)
            and (speaking is None or entry.id in speaking)
            and (not numbered or entry.id in register.indicators_of_entry)
            and (not unlocated or not workspace.links.features_of(entry.id))
            and (not words or entry.id in named)
        )

    return [entry for entry in register.entries.values() if fits(entry)]


def _render_table(workspace: Workspace, entries: Sequence[Entry], language: str) -> None:
    register = workspace.register
    names = [say(f"{name}_column", language) for name in ("number", "title")]
    rows = pd.DataFrame(
        {
            names[0]: [entry.id for entry in entries],
            names[1]: [entry.name(language) for entry in entries],
            say("kind", language): [say(f"kind_{entry.kind}", language) for entry in entries],
            say("on_map", language): [
                say("on_the_map", language) if workspace.links.features_of(entry.id) else ""
                for entry in entries
            ],
            say("places_column", language): [
                len(register.links_of_entry.get(entry.id, ())) for entry in entries
            ],
            say("numbers_column", language): [
                len(register.indicators_of_entry.get(entry.id, ())) for entry in entries
            ],
            say("summary_column", language): [entry.summary(language) for entry in entries],
        }
    )
    ids = [entry.id for entry in entries]
    st.dataframe(
        rows,
        hide_index=True,
        height=_TABLE_HEIGHT_PX,
        on_select=lambda: _take_row(ids),
        # Any cell of a row means the row.
        selection_mode=["single-row", "single-cell"],
        key="register_table",
        column_config={
            names[0]: st.column_config.TextColumn(width="small"),
            names[1]: st.column_config.TextColumn(width="medium"),
            say("summary_column", language): st.column_config.TextColumn(width="large"),
        },
    )


def _take_row(ids: Sequence[str]) -> None:
    """Select the entry whose row was clicked: before the page is drawn, not after."""
    chosen = st.session_state["register_table"]["selection"]
    numbers = [row for row, _ in chosen.get("cells", ())] or chosen.get("rows", ())
    if numbers and numbers[0] < len(ids):
        selection.select("entry", ids[numbers[0]])


def _render_place_line(workspace: Workspace, chosen: Selection, language: str) -> None:
    place = workspace.register.places.get(chosen.id)
    if place is None:
        return
    st.subheader(f"{escaped(place.name(language))}", anchor=False)
    if not workspace.located(place.id):
        st.info(say("not_located", language))
    st.page_link(
        st.session_state["map_page"],
        label=say("show_on_map", language),
        icon=":material/map:",
        query_params={"place": place.id, "lang": language},
    )


def _render_entry_map(workspace: Workspace, entry: Entry, language: str) -> None:
    refs = workspace.links.features_of(entry.id)
    if not refs:
        return
    # Lines shown at the start (rivers, metro, boundary) are the ground to find oneself on.
    ground = [
        name
        for name, layer in workspace.layers.items()
        if layer.declaration.style.visible
        and all(kind.endswith("LineString") for kind in layer.declaration.shape.geometry)
    ]
    state = MapState(
        language=language,
        visible=list(dict.fromkeys([*ground, *(ref.layer for ref in refs)])),
        highlight=refs,
    )
    render_map_frame(
        workspace, state, key="entry_map", height_px=_MAP_HEIGHT_PX, fit_token=f"entry:{entry.id}"
    )
    st.page_link(
        st.session_state["map_page"],
        label=say("show_on_map", language),
        icon=":material/map:",
        query_params={"entry": entry.id, "lang": language},
    )


def _render_exports(workspace: Workspace, entries: Sequence[Entry], language: str) -> None:
    from hebei_gis.plan.register import workbook as sheets

    rows = [workspace.measure_row(entry) for entry in entries]
    with st.container(horizontal=True):
        st.download_button(
            say("export_csv", language),
            data=lambda: sheets.measures_csv(rows),
            file_name="measures.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            say("export_xlsx", language),
            data=lambda: sheets.register_xlsx(workspace.register),
            file_name="register.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            say("export_json", language),
            data=lambda: sheets.register_json(rows, workspace.register.indicators),
            file_name="measures.json",
            mime="application/json",
            on_click="ignore",
            icon=":material/download:",
        )

"""The filter by chapter and theme: what is kept, and a chip for each part of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from hebei_gis.app import selection
from hebei_gis.app.choosing import choose_many, chosen_again
from hebei_gis.app.escaping import escaped
from hebei_gis.plan.join import FeatureRef
from hebei_gis.plan.register.model import Entry
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace

_SEEN = "filter_seen"


@dataclass(frozen=True)
class Filter:
    """What is chosen, and what stands for it.

    Attributes
    ----------
    chapters : sequence of int
    themes : sequence of str
    entries : sequence of Entry
        Those that fit, in the plan's order; empty where nothing is chosen.
    kept : mapping of layer to keys, optional
        The features the entries speak of; None where nothing is chosen.
    """

    chapters: Sequence[int] = ()
    themes: Sequence[str] = ()
    entries: Sequence[Entry] = ()
    kept: Mapping[str, Sequence[str]] | None = None

    @cached_property
    def refs(self) -> list[FeatureRef]:
        """The features kept, as references."""
        kept = self.kept or {}
        return [FeatureRef(layer, key) for layer, keys in kept.items() for key in keys]


def choose_filter(workspace: Workspace, language: str) -> Filter:
    """Draw the choices of chapter and theme; the filter they make."""
    register = workspace.register
    if not register.entries:
        return Filter()
    present = sorted({entry.chapter for entry in register.entries.values()})
    with st.expander(say("filter", language)):
        chapters = choose_many(
            say("chapter", language),
            present,
            lambda number: chapter_title(workspace, number, language),
            "chapters",
            language,
            placeholder=say("all", language),
        )
        themes = choose_many(
            say("theme", language),
            list(register.themes),
            lambda theme: theme_title(workspace, theme, language),
            "themes",
            language,
            placeholder=say("all", language),
        )
    made = filtered(workspace, chapters, themes)
    seen = (tuple(chapters), tuple(themes))
    if seen != st.session_state.get(_SEEN, ((), ())):
        st.session_state[_SEEN] = seen
        selection.fit_filter(any(seen))
    return made


def filtered(workspace: Workspace, chapters: Sequence[int], themes: Sequence[str]) -> Filter:
    """What fits the chosen chapters and themes; everything where none is chosen."""
    if not chapters and not themes:
        return Filter()
    entries = [
        entry
        for entry in workspace.register.entries.values()
        if (not chapters or entry.chapter in chapters) and (not themes or entry.theme in themes)
    ]
    kept: dict[str, dict[str, None]] = {}  # a dict is a set that keeps its order
    for entry in entries:
        for ref in workspace.links.features_of(entry.id):
            kept.setdefault(ref.layer, {})[ref.key] = None
    keys = {layer: list(found) for layer, found in kept.items()}
    return Filter(tuple(chapters), tuple(themes), tuple(entries), keys)


def chapter_title(workspace: Workspace, number: int, language: str) -> str:
    """A chapter's number and heading."""
    heading = workspace.register.heading(number)
    return f"{number} {heading.title(language)}" if heading else str(number)


def theme_title(workspace: Workspace, theme: str, language: str) -> str:
    """A theme's name."""
    known = workspace.register.themes[theme]
    return known.title_zh if language == "zh" else known.title_en


def filter_said(chosen: Filter, language: str) -> str:
    """How much fits the filter, in words."""
    name = "filter_said" if chosen.refs else "filter_nothing"
    return say(name, language, entries=len(chosen.entries), features=len(chosen.refs))


def render_chips(workspace: Workspace, chosen: Filter, language: str) -> None:
    """Draw a chip for each part of the filter, above the map; a click takes it out."""
    if chosen.kept is None:
        return
    with st.container(key="chips", horizontal=True):
        for kind, values in (("chapters", chosen.chapters), ("themes", chosen.themes)):
            title = chapter_title if kind == "chapters" else theme_title
            for value in values:
                name = title(workspace, value, language)  # type: ignore[arg-type]
                st.button(
                    escaped(name),
                    key=f"chip-{kind}-{value}",
                    icon=":material/close:",
                    help=say("filter_remove", language, name=escaped(name)),
                    on_click=_take_out,
                    args=(kind, value, language),
                )
        st.caption(filter_said(chosen, language))


def _take_out(kind: str, value: object, language: str) -> None:
    kept = [one for one in st.session_state.get(kind) or [] if one != value]
    chosen_again(kind, kept, language)

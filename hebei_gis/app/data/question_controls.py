"""The controls that answer what a dropped file does not say, wherever files are dropped.

A control stands beside the question it answers; once it is answered, among the others that say
how the file is read, where the answer can be changed. The command has an option for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from hebei_gis.app.choosing import choose_one
from hebei_gis.app.escaping import escaped
from hebei_gis.formats.sources import Reading
from hebei_gis.geo.crs import CGCS2000, WGS84
from hebei_gis.geo.shifted_datums import BD09, GCJ02
from hebei_gis.intake.inspecting import Inspection
from hebei_gis.intake.understanding import Answers
from hebei_gis.words.pages.saying import say
from hebei_gis.words.questions import CRS_IS, DATUM_IS, MENDS, Question

_ENCODINGS = ("", "UTF-8", "GB18030", "GBK", "BIG5")
#: Datums that need parameters; the others are CRSs, or shifted ones.
_OLD_DATUMS = ("BEIJING54", "XIAN80")
_NAMED_DATUMS = (GCJ02, BD09, *_OLD_DATUMS)
#: What a question calls by name is in the list by its code.
_CODES = {"WGS84": WGS84, "CGCS2000": CGCS2000}
_COLUMNS = ("x", "y", "wkt", "key", "name")
#: Control → the one beside which it stands too: both say which coordinates these are.
_TOGETHER = {"crs": "datum", "datum": "crs"}


@dataclass(frozen=True)
class QuestionControls:
    """The controls of one dropped file; what was answered stays in the session.

    Attributes
    ----------
    prefix : str
        Of the keys in the session.
    inspection : Inspection
    metre_crs : str
        Offered among the CRSs.
    language : str
    """

    prefix: str
    inspection: Inspection
    metre_crs: str
    language: str

    def answers(self) -> Answers:
        """What was answered, as the controls stand."""
        datum = self._said("datum") or ""
        named = datum if datum in _NAMED_DATUMS else None
        crs = str(self._said("crs") or "").strip() or (datum if datum and not named else None)
        names = ("layer", "encoding", "x", "y", "wkt")
        reading = Reading(*(self._said(name) or None for name in names))
        return Answers(
            reading,
            crs=crs,
            datum=None if crs else named,
            parameters=_numbers(str(self._said("parameters") or "")),
            key=self._said("key") or None,
            name=self._said("name") or None,
            accepted=frozenset(self._accepted()),
        )

    def forget(self) -> None:
        """Forget the answers: they were about another file."""
        for key in [k for k in st.session_state if str(k).startswith(f"{self.prefix}:")]:
            del st.session_state[key]

    def render_reading(self, questions: Sequence[Question], columns: int = 3) -> None:
        """Draw what says how the file is read, but for what `questions` ask."""
        asked = {name for question in questions for name in _controls(question)}
        with st.expander(say("import_reading", self.language), expanded=True):
            places = st.columns(columns)
            names = [name for name in self._offered() if name not in asked]
            for number, name in enumerate(names):
                self._render(name, places[number % len(places)])
            accepted = sorted(self._accepted())
            if accepted:
                st.caption(say("accepted", self.language))
            for mend in accepted:
                st.checkbox(
                    mend_words(mend, self.language), value=True,
                    key=f"{self.prefix}:accepted-{mend}@{self.language}",
                    on_change=self._take_back, args=(mend,),
                )  # fmt: skip

    def render_questions(self, questions: Sequence[Question]) -> None:
        """Draw each question with the controls that answer it; a control is drawn once."""
        if not questions:
            return
        st.markdown(f"**{say('questions', self.language)}**")
        drawn: set[str] = set()
        for number, question in enumerate(questions):
            st.warning(escaped(question.fault.sentence(self.language)))
            self._render_mends(question, f"{number}-{question.fault.kind}-{question.mends}")
            for name in _controls(question):
                if name not in drawn:
                    self._render(name, st, question.choices.get(name, ()))
                    drawn.add(name)

    # ---- One control.

    def _said(self, name: str) -> Any:
        """What a control says, also before it is drawn in this run."""
        key = f"{self.prefix}:{name}"
        return st.session_state.get(f"{key}@{self.language}", st.session_state.get(key))

    def _accepted(self) -> set[str]:
        return set(st.session_state.get(f"{self.prefix}:accepted", ()))

    def _offered(self) -> list[str]:
        """The controls that make sense for a file of this kind."""
        names = ["layer"] if len(self.inspection.layers) > 1 else []
        names += ["encoding", "datum", "crs"]
        if self._said("datum") in _OLD_DATUMS or self._said("parameters"):
            names.append("parameters")
        if self.inspection.kind in ("csv", "xlsx"):
            names += ["x", "y", "wkt"]
        return [*names, "key", "name"]

    def _render(self, name: str, place: Any, choices: Sequence[str] = ()) -> None:
        label, key = say(f"import_{name}", self.language), f"{self.prefix}:{name}"
        if name in ("crs", "parameters"):
            hint = CGCS2000 if name == "crs" else None
            place.text_input(label, key=key, placeholder=hint)
        else:
            options = self._options(name, choices)
            choose_one(label, list(options), lambda one: options[one], key, self.language, place)

    def _options(self, name: str, choices: Sequence[str]) -> dict[str, str]:
        says = {"": say("as_file_says", self.language)}
        if name == "layer":
            return says | {layer.name: layer.name for layer in self.inspection.layers}
        if name == "encoding":
            return says | {one: one or says[""] for one in (*choices, *_ENCODINGS)}
        if name in _COLUMNS:
            columns = {str(column) for one in self.inspection.layers for column in one.columns}
            return says | {one: one for one in (*choices, *sorted(columns))}
        words = {CGCS2000: "CGCS2000", **{name: name for name in _OLD_DATUMS}}
        titles = {code: say(f"datum_{word}", self.language) for code, word in words.items()}
        titles |= {WGS84: "WGS 84"}
        first = [_CODES.get(one, one) for one in choices]
        codes = dict.fromkeys((*first, WGS84, CGCS2000, self.metre_crs, GCJ02, BD09, *_OLD_DATUMS))
        return says | {code: titles.get(code, code) for code in codes}

    # ---- Mends.

    def _render_mends(self, question: Question, name: str) -> None:
        key = f"{self.prefix}:mend-{name}@{self.language}"
        if len(question.mends) == 1:
            st.checkbox(
                self._mend_label(question.mends[0], question), value=False, key=key,
                on_change=self._accept, args=(key, question.mends[0]),
            )  # fmt: skip
        elif question.mends:
            st.radio(
                say("accept_one", self.language),
                question.mends,
                format_func=lambda mend: self._mend_label(mend, question),
                index=None,
                key=key,
                on_change=self._accept,
                args=(key,),
            )

    def _mend_label(self, mend: str, question: Question) -> str:
        words = mend_words(mend, self.language)
        if question.distance_m is None or mend != question.mends[0]:
            return say("accept_mend", self.language, mend=words)
        return say("accept_mend_moved", self.language, mend=words, metres=question.distance_m)

    def _accept(self, key: str, mend: str = "") -> None:
        chosen = mend or st.session_state.get(key)
        if chosen and st.session_state.get(key):
            st.session_state[f"{self.prefix}:accepted"] = {*self._accepted(), str(chosen)}
        elif mend:
            self._take_back(mend)

    def _take_back(self, mend: str) -> None:
        st.session_state[f"{self.prefix}:accepted"] = self._accepted() - {mend}


def mend_words(mend: str, language: str) -> str:
    """A mend in words; several joined by ``+`` are told one after the other."""
    parts = [_one_mend_words(part, language) for part in mend.split("+")]
    return say("mend_and", language).join(parts)


def _one_mend_words(part: str, language: str) -> str:
    if part in MENDS:
        return say(f"mend_{part}", language)
    for start in (CRS_IS, DATUM_IS):
        if part.startswith(start):
            return say("mend_read_as", language, name=part.removeprefix(start))
    return part


def _controls(question: Question) -> list[str]:
    """The controls drawn beside a question; what is answered when it is kept is not among them."""
    named = [name for name in question.controls if name in _DRAWN]
    controls = dict.fromkeys([*named, *(_TOGETHER[n] for n in named if n in _TOGETHER)])
    return sorted(controls, key=list(_DRAWN).index)


#: In the order they are drawn: the list of datums, then the code of another CRS.
_DRAWN = ("layer", "encoding", "datum", "crs", "parameters", *_COLUMNS)


def _numbers(text: str) -> tuple[float, ...] | None:
    """The numbers of a text; None where there are none, or what is no number among them."""
    try:
        return tuple(map(float, text.replace("，", " ").replace(",", " ").split())) or None
    except ValueError:
        return None

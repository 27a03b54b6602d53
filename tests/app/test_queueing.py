"""Reading while the page waits: the answer, the error, and what stands there once cancelled."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest


def draw(seconds: float, language: str, cancelled: bool) -> None:
    import time

    import streamlit as st

    from hebei_gis.app import messages
    from hebei_gis.app.queueing import read_apart
    from hebei_gis.files.apart import StoppedError, patient
    from hebei_gis.words.errors import UploadError
    from hebei_gis.words.faults import Fault

    def work() -> str:
        time.sleep(seconds)
        if seconds < 0.02:
            raise UploadError([Fault("reader_too_slow", "a.csv", seconds=3, most=120)])
        return "read"

    runs: list[float] = st.session_state.setdefault("runs", [])

    def slow() -> str:
        runs.append(seconds)
        if not patient.get():
            raise StoppedError([Fault("reader_too_slow", "a.csv", seconds=30, most=120)])
        return f"read in run {len(runs)}"

    if cancelled and "drawn" not in st.session_state:
        st.session_state["x_cancelled"] = "file-1"
    st.session_state["drawn"] = True
    try:
        st.write(read_apart(slow if seconds > 9 else work, "x", "file-1", "a.csv", language))
    except messages.CAUGHT as error:
        messages.show(error, language)


def page(seconds: float, language: str = "zh", cancelled: bool = False) -> AppTest:
    made = AppTest.from_function(draw, args=(seconds, language, cancelled), default_timeout=30)
    return made.run()


@pytest.mark.parametrize("seconds", [0.1, 1.6])
def test_the_answer_comes_and_nothing_else_stays(seconds: float) -> None:
    at = page(seconds)
    assert [one.value for one in at.markdown] == ["read"]
    assert not at.exception and not at.error and not at.button and not at.caption


def test_an_error_of_the_work_is_told() -> None:
    at = page(0.01)
    assert not at.exception and "3 秒" in at.error[0].value


@pytest.mark.parametrize(("language", "words"), [("zh", "已取消"), ("en", "cancelled")])
def test_what_was_cancelled_is_read_again_on_demand(language: str, words: str) -> None:
    at: Any = page(0.1, language, cancelled=True)
    assert words in at.error[0].value and not at.markdown
    at.button[0].click().run()
    assert [one.value for one in at.markdown] == ["read"] and not at.button


def test_what_takes_long_is_read_on_only_when_the_user_says_so() -> None:
    at: Any = page(10)
    assert "30 秒" in at.error[0].value and "继续等待" in at.error[0].value
    at.run()
    assert at.error and len(at.session_state["runs"]) == 1, "not begun again by itself"
    (button,) = at.button
    assert button.label == "继续等待"
    button.click().run()
    assert [one.value for one in at.markdown] == ["read in run 2"] and not at.button

"""Files read in another process while the page waits: for how long, until it is cancelled."""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYetError
from typing import TypeVar

import streamlit as st

from hebei_gis.files.apart import StoppedError, patient, stop, waiting
from hebei_gis.words.faults import Fault
from hebei_gis.words.pages.saying import say

Result = TypeVar("Result")
#: Seconds after which the page says what it waits for; between two looks.
_PATIENCE_S, _LOOKS_S = 1.0, 0.25
#: What ends for its time.
_SLOW = ("reader_too_slow", "reader_given_up")


def reading_words(language: str) -> str:
    """That it is at work; and how many files wait before this one, where some do."""
    count = waiting()
    return say("queued", language, count=count) if count else say("working", language)


def read_apart(
    work: Callable[[], Result], key: str, stamp: Hashable, name: str, language: str
) -> Result:
    """What `work` gives, which calls another process to read a file; the user may cancel it.

    What takes long is given up, and not begun again before the user says to wait for it.

    Parameters
    ----------
    work : callable
        Must not draw anything.
    key : str
        Of the place on the page.
    stamp : hashable
        Of the file: another one is read though the one before was cancelled.
    name : str
        Of the file, for messages.
    language : str

    Raises
    ------
    StoppedError
        Where it was cancelled, or ended for its time or memory.
    HebeiGisError, OSError
        What `work` raises.
    """
    cancelled, slow, waits = f"{key}_cancelled", f"{key}_slow", f"{key}_waits"
    where = " ".join(name.split())[:60]
    if st.session_state.get(cancelled) == stamp:
        st.button(say("read_again", language), key=f"{key}_again", on_click=_forget,
                  args=(cancelled,))  # fmt: skip
        raise StoppedError([Fault("reader_cancelled", where)])
    known = st.session_state.get(slow)
    if known and known[0] == stamp:
        raise _too_slow(known[1], key, stamp, language)
    stopped = threading.Event()
    done = _started(work, stopped, waits=st.session_state.get(waits) == stamp)
    start, place = time.monotonic(), None
    try:
        while True:
            try:
                return done.result(_LOOKS_S if place else _PATIENCE_S)
            except NotYetError:
                if done.done():  # the work's own
                    raise
            except StoppedError as error:
                if error.faults[0].kind not in _SLOW:
                    raise
                st.session_state[slow] = (stamp, error.faults[0])
                raise _too_slow(error.faults[0], key, stamp, language) from error
            if place is None:
                place = st.empty()
                with place.container(horizontal=True, vertical_alignment="center"):
                    said = st.empty()
                    st.button(
                        say("cancel", language), key=f"{key}_cancel", icon=":material/close:",
                        on_click=_cancel, args=(cancelled, stamp),
                    )  # fmt: skip
            # Where the user did something else on the page, this ends here.
            seconds = int(time.monotonic() - start)
            said.caption(say("reading_since", language, seconds=seconds, count=waiting()))
    finally:
        stopped.set()
        if place is not None:
            place.empty()


def _too_slow(fault: Fault, key: str, stamp: Hashable, language: str) -> StoppedError:
    """What is raised, with the button by which the user says to wait."""
    words = "keep_waiting" if fault.kind == "reader_too_slow" else "read_again"
    st.button(
        say(words, language), key=f"{key}_wait", icon=":material/hourglass_top:", on_click=_wait,
        args=(key, stamp),
    )  # fmt: skip
    return StoppedError([fault])


def _started(
    work: Callable[[], Result], stopped: threading.Event, *, waits: bool
) -> Future[Result]:
    """The work on a thread of its own, for the user of this page."""
    done: Future[Result] = Future()

    def run() -> None:
        stop.set(stopped)
        patient.set(waits)
        try:
            done.set_result(work())
        except BaseException as error:
            done.set_exception(error)

    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(run,), daemon=True).start()
    return done


def _cancel(key: str, stamp: Hashable) -> None:
    st.session_state[key] = stamp


def _wait(key: str, stamp: Hashable) -> None:
    st.session_state[f"{key}_waits"] = stamp
    st.session_state.pop(f"{key}_slow", None)


def _forget(key: str) -> None:
    st.session_state.pop(key, None)

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

from hebei_gis.files.apart import StoppedError, stop, waiting
from hebei_gis.words.faults import Fault
from hebei_gis.words.pages.saying import say

Result = TypeVar("Result")
#: Seconds after which the page says what it waits for; between two looks.
_PATIENCE_S, _LOOKS_S = 1.0, 0.25


def reading_words(language: str) -> str:
    """That it is at work; and how many files wait before this one, where some do."""
    count = waiting()
    return say("queued", language, count=count) if count else say("working", language)


def read_apart(
    work: Callable[[], Result], key: str, stamp: Hashable, name: str, language: str
) -> Result:
    """What `work` gives, which calls another process to read a file; the user may cancel it.

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
    cancelled = f"{key}_cancelled"
    if st.session_state.get(cancelled) == stamp:
        st.button(say("read_again", language), key=f"{key}_again", on_click=_forget,
                  args=(cancelled,))  # fmt: skip
        raise StoppedError([Fault("reader_cancelled", " ".join(name.split())[:60])])
    stopped = threading.Event()
    done = _started(work, stopped)
    start, place = time.monotonic(), None
    try:
        while True:
            try:
                return done.result(_LOOKS_S if place else _PATIENCE_S)
            except NotYetError:
                if done.done():  # the work's own
                    raise
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


def _started(work: Callable[[], Result], stopped: threading.Event) -> Future[Result]:
    """The work on a thread of its own, for the user of this page."""
    done: Future[Result] = Future()

    def run() -> None:
        stop.set(stopped)
        try:
            done.set_result(work())
        except BaseException as error:
            done.set_exception(error)

    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(run,), daemon=True).start()
    return done


def _cancel(key: str, stamp: Hashable) -> None:
    st.session_state[key] = stamp


def _forget(key: str) -> None:
    st.session_state.pop(key, None)

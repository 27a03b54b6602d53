"""Readers that take too much: time, memory, answers; whose turn it is; nothing is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.files import apart
from hebei_gis.files.apart import (
    Reader,
    Readers,
    StoppedError,
    call_apart,
    is_cancelled,
    owner,
)


def swell(megabytes: int) -> int:
    held = [b"x" * 2**20 for _ in range(megabytes)]
    time.sleep(1)
    return len(held)


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "slept"


def answer(megabytes: int) -> bytes:
    return bytes(megabytes * 2**20)


def leave_files() -> str:
    folder = tempfile.mkdtemp()
    (Path(folder) / "upload").write_bytes(b"secret")
    time.sleep(60)
    return folder


def kind_of(error: Any) -> str:
    return str(error.value.faults[0].kind)


@pytest.fixture
def reader() -> Any:
    made = Reader()
    yield made
    made.close()


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(apart, "SHORT_S", 1.5)
    monkeypatch.setattr(apart, "SHARE_S", 2.0)
    monkeypatch.setattr(apart, "LONGEST_S", 60.0)
    made = Readers()
    monkeypatch.setattr(apart, "_readers", lambda: made)
    yield made
    while not made._short.empty():
        made._short.get().close()
    for one in made._free:
        one.close()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told by /proc")
def test_one_that_swells_is_ended(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MOST_MB", 300)
    assert reader.call(swell, "a", 5) == 5
    with pytest.raises(StoppedError) as told:
        reader.call(swell, "b.geojson", 2000)
    assert kind_of(told) == "reader_too_large"
    assert "b.geojson" in told.value.faults[0].sentence("zh")
    assert reader.call(swell, "a", 5) == 5


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told by /proc")
def test_the_largest_of_several_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MOST_MB", 400)
    small, large = Reader(), Reader()
    small.together = large.together = (small, large)
    found: list[int] = []
    worker = threading.Thread(target=lambda: found.append(small.call(swell, "small", 100)))
    try:
        worker.start()
        with pytest.raises(StoppedError) as told:
            large.call(swell, "large", 2000)
        worker.join()
    finally:
        small.close()
        large.close()
    assert kind_of(told) == "reader_too_large" and found == [100]


def test_one_that_holds_much_when_it_has_answered_is_replaced(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reader.call(sleep, "a", 0) == "slept" and reader.process
    monkeypatch.setattr(apart, "_KEPT_MB", -1)
    assert reader.call(sleep, "a", 0) == "slept" and reader.process is None
    assert reader.call(sleep, "a", 0) == "slept"


def test_the_further_files_of_a_user_are_no_others(readers: Readers) -> None:
    waits = threading.Event()

    def ask() -> None:
        with readers.long("a"):
            waits.set()

    with readers.long("a") as reader:
        second = threading.Thread(target=ask)
        second.start()
        while not readers.waiting:
            time.sleep(0.01)
        assert reader.others is not None and not reader.others()
        third = threading.Thread(target=lambda: readers.long("b").__enter__())
        with readers.long("c"):
            third.start()
            while readers.waiting < 2:
                time.sleep(0.01)
            assert reader.others()
    second.join()
    third.join()
    assert waits.is_set()


def test_an_answer_that_is_too_large_is_not_taken(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "ANSWER_MB", 1)
    with pytest.raises(StoppedError) as told:
        reader.call(answer, "a", 3)
    assert kind_of(told) == "reader_too_large"
    assert reader.call(sleep, "a", 0) == "slept"


def test_nothing_is_left_in_the_temporary_folder() -> None:
    reader = Reader(longest_s=3.0)
    reader.call(sleep, "a", 0)
    folder = reader._folder
    assert folder is not None and folder.is_dir()
    with pytest.raises(StoppedError):
        reader.call(leave_files, "a")
    assert not folder.exists()


def test_what_a_killed_program_left_is_swept() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = Path(tempfile.mkdtemp(prefix=f"hebei-gis-reader-{gone.pid}-"))
    own = Path(tempfile.mkdtemp(prefix=f"hebei-gis-reader-{os.getpid()}-"))
    apart._sweep()
    assert not left.exists() and own.exists()
    own.rmdir()


@pytest.mark.skipif(sys.platform == "win32", reason="looks for processes by their id")
def test_children_die_with_their_parent() -> None:
    program = (
        "import sys, threading, time\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from hebei_gis.files.apart import Reader\n"
        "from tests.files.test_readers import sleep\n"
        "reader = Reader()\n"
        "threading.Thread(target=lambda: reader.call(sleep, 'a', 100), daemon=True).start()\n"
        "while not reader.process: time.sleep(0.05)\n"
        "time.sleep(2)\n"
        "print(reader.process, flush=True)\n"
        "time.sleep(100)\n"
    )
    root = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": root}
    parent = subprocess.Popen(
        [sys.executable, "-c", program, root], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert parent.stdout
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        status = Path(f"/proc/{child}/status")
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if status.exists() and "State:\tZ" in status.read_text():
            return
        time.sleep(0.1)
    os.kill(child, 9)
    raise AssertionError("the child outlived its parent")


def in_threads(*works: Any) -> list[Any]:
    found: list[Any] = [None] * len(works)

    def run(place: int, work: Any) -> None:
        started = time.monotonic()
        try:
            found[place] = (work(), time.monotonic() - started)
        except StoppedError as error:
            found[place] = (error.faults[0].kind, time.monotonic() - started)

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
        time.sleep(0.1)
    for thread in threads:
        thread.join()
    return found


def asked_by(whose: str, seconds: float) -> Any:
    def work() -> str:
        owner.set(whose)
        return call_apart(sleep, whose, seconds)

    return work


def test_slow_files_do_not_hold_up_a_small_one(readers: Readers) -> None:
    """Measured before: the third user's 200 rows waited 119 s."""
    for _ in range(1):
        call_apart(sleep, "warm", 0)
    *_, (small, waited) = in_threads(asked_by("a", 8), asked_by("b", 8), asked_by("c", 0.05))
    assert small == "slept" and waited < 6


def test_a_slow_file_is_given_up_when_others_wait(readers: Readers) -> None:
    first, second, third = in_threads(asked_by("a", 12), asked_by("b", 12), asked_by("c", 2.5))
    assert {first[0], second[0]} & {"reader_given_up"}
    assert third[0] == "slept"


def test_nobody_waits_longer_who_has_not_said_so(readers: Readers) -> None:
    def hurried() -> Any:
        apart.patient.set(False)
        return call_apart(sleep, "a", 6)

    (slow,) = in_threads(hurried)
    assert slow[0] == "reader_too_slow" and slow[1] < 6
    (read,) = in_threads(asked_by("a", 6))
    assert read[0] == "slept"


def test_one_user_has_one_reader_for_long_work(readers: Readers) -> None:
    """Three slow files of one user leave a reader to another."""
    for reader in readers._free:
        reader.share_s = 30.0
    *_, other = in_threads(asked_by("a", 3), asked_by("a", 3), asked_by("a", 3), asked_by("b", 2))
    assert other[0] == "slept"
    assert readers.waiting == 0


def process_of(content: bytes) -> int:
    return os.getpid()


def test_large_files_do_not_try_the_reader_for_short_work(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "SHORT_BYTES", 100)
    readers._short.queue[0].longest_s = 60.0
    small = call_apart(process_of, "a", b"x")
    assert call_apart(process_of, "a", b"x" * 100) == small
    assert call_apart(process_of, "a", b"x" * 101) != small


def cancelled_after(seconds: float, work: Any) -> float:
    """How long work takes that is cancelled after so many seconds."""
    wanted = threading.Event()
    token = apart.stop.set(wanted)
    threading.Timer(seconds, wanted.set).start()
    start = time.monotonic()
    try:
        with pytest.raises(StoppedError) as told:
            work()
    finally:
        apart.stop.reset(token)
    assert is_cancelled(told.value)
    return time.monotonic() - start


def test_a_reading_that_nobody_waits_for_ends(reader: Reader) -> None:
    reader.call(sleep, "warm.csv", 0)
    assert cancelled_after(0.3, lambda: reader.call(sleep, "a.csv", 60)) < 3
    assert reader.process is None
    assert reader.call(sleep, "b.csv", 0) == "slept"


def test_who_waits_in_the_queue_can_leave_it(readers: Readers) -> None:
    with readers.long("a"), readers.long("b"):

        def ask() -> None:
            with readers.long("c"):
                pass

        assert cancelled_after(0.3, ask) < 3
        assert readers.waiting == 0
    with readers.long("c"):
        pass

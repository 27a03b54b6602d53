"""Work on untrusted files in a process of its own: what crashes, hangs or swells there ends there.

The pages read uploads so: GDAL is C code, and the session of one user must not stop the others.
A reader is a child process that waits for files. While it works this process watches it: beyond
its time or memory, or when it has had its share and others wait, it is ended and another takes its
place. It ends with this process, and its temporary files with it.

A small file is tried first by the reader for short work; what takes longer begins again with those
for long work, of which a user has one at a time.
"""

from __future__ import annotations

import atexit
import contextlib
import faulthandler
import importlib
import os
import pickle
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any, TypeVar

import psutil

from hebei_gis.files.answers import ForeignAnswerError, rebuilt
from hebei_gis.words.errors import FaultsError, HebeiGisError
from hebei_gis.words.faults import Fault

Result = TypeVar("Result")

#: Seconds of short work; of long work while others wait, or nobody said to wait; and of any.
SHORT_S, SHARE_S, LONGEST_S = 2.5, 30.0, 120.0
#: Larger files are no short work, and begin with the others at once.
SHORT_BYTES = 8 * 2**20
#: Megabytes that all readers together may hold (one alone reads the largest upload with them), and
#: that an answer may have.
MOST_MB, ANSWER_MB = 1500, 400
#: A reader that still holds more than this when it has answered gives its place to a fresh one.
_KEPT_MB = 400
#: Whose file is read: the pages set their session.
owner: ContextVar[str] = ContextVar("owner", default="")
#: Set when whoever asked no longer waits: the reading ends.
stop: ContextVar[threading.Event | None] = ContextVar("stop", default=None)
#: Whether whoever asked waits longer than :data:`SHARE_S`; pages ask first.
patient: ContextVar[bool] = ContextVar("patient", default=True)
_LONG_READERS = 2
_HEAD_BYTES = 8
_LOOKS_S = 0.05
_TEMPORARY = "hebei-gis-reader-"
#: What the child runs; under the module's own name, so that what is pickled is known on both sides.
_SERVE = "from hebei_gis.files.apart import serve; serve"


class StoppedError(FaultsError):
    """The other process ended over what it was given."""


def is_cancelled(error: BaseException) -> bool:
    """Whether a reading ended because nobody waited for it any more."""
    return isinstance(error, StoppedError) and error.faults[0].kind == "reader_cancelled"


def call_apart(function: Callable[..., Result], name: str, *arguments: Any) -> Result:
    """What a function gives, called in another process.

    Parameters
    ----------
    function : callable
        Of a module, not of a class or another function.
    name : str
        The file's, for messages; never used as a path.
    *arguments
        What pickle carries over, like the result.

    Raises
    ------
    StoppedError
        Where the process crashed, took longer than :data:`LONGEST_S` (:data:`SHARE_S` where others
        wait, or nobody is :data:`patient`) or more memory than :data:`MOST_MB`.
    HebeiGisError, OSError
        What the function raises; anything else comes as RuntimeError.
    """
    readers = _readers()
    found: Result
    if _size(arguments) <= SHORT_BYTES:
        with readers.short() as reader:
            try:
                found = reader.call(function, name, *arguments)
                return found
            except StoppedError as error:
                if error.faults[0].kind != "reader_too_slow":
                    raise
    with readers.long(owner.get()) as reader:
        found = reader.call(function, name, *arguments)
        return found


def _size(arguments: Iterable[Any]) -> int:
    """Bytes of the files among the arguments."""
    parts: list[Any] = []
    for one in arguments:
        parts += one.values() if isinstance(one, dict) else [one]
    return sum(len(part) for part in parts if isinstance(part, bytes))


def waiting() -> int:
    """How many files wait for a reader."""
    return _readers().waiting


@cache
def _readers() -> Readers:
    _sweep()
    return Readers()


def _sweep() -> None:
    """Remove what readers left whose program was killed."""
    for left in Path(tempfile.gettempdir()).glob(f"{_TEMPORARY}*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            if not psutil.pid_exists(int(left.name.removeprefix(_TEMPORARY).split("-")[0])):
                shutil.rmtree(left, ignore_errors=True)


class Readers:
    """The readers of a program, and who waits for them."""

    def __init__(self) -> None:
        short = _made(SHORT_S)
        self._short: queue.LifoQueue[Reader] = queue.LifoQueue()
        self._short.put(short)
        self._free = [_made(LONGEST_S, share_s=SHARE_S) for _ in range(_LONG_READERS)]
        for one in (short, *self._free):
            one.together = (short, *self._free)
        self._turn = threading.Condition()
        self._queue: list[_Asking] = []
        self._working: list[str] = []

    @property
    def waiting(self) -> int:
        """How many wait for long work."""
        with self._turn:
            return len(self._queue)

    @contextlib.contextmanager
    def short(self) -> Iterator[Reader]:
        """The reader for short work."""
        reader = self._short.get()
        try:
            yield reader
        finally:
            self._short.put(reader)

    @contextlib.contextmanager
    def long(self, whose: str) -> Iterator[Reader]:
        """A reader for long work: who asked first, of those who have none."""
        asking = _Asking(whose)
        with self._turn:
            self._queue.append(asking)
            try:
                while not self._turn.wait_for(lambda: self._next() is asking, _LOOKS_S):
                    _require_wanted()
            finally:
                self._queue.remove(asking)
                self._turn.notify_all()
            self._working.append(whose)
            reader = self._free.pop()
            reader.others = lambda: self._others(whose)
            self._turn.notify_all()
        try:
            yield reader
        finally:
            with self._turn:
                self._working.remove(whose)
                self._free.append(reader)
                self._turn.notify_all()

    def _next(self) -> _Asking | None:
        """Whose turn it is; nobody's where no reader is free."""
        if not self._free:
            return None
        may = (one for one in self._queue if not one.whose or one.whose not in self._working)
        return next(may, None)

    def _others(self, whose: str) -> bool:
        """Whether others wait; a user's further files wait for nobody but that user."""
        with self._turn:
            return any(not whose or one.whose != whose for one in self._queue)


@dataclass(eq=False)
class _Asking:
    whose: str


def _require_wanted() -> None:
    """Nothing, where somebody still waits for the file.

    Raises
    ------
    StoppedError
    """
    wanted = stop.get()
    if wanted is not None and wanted.is_set():
        raise StoppedError([Fault("reader_cancelled", "")])


def _made(longest_s: float, *, share_s: float | None = None) -> Reader:
    reader = Reader(longest_s, share_s)
    atexit.register(reader.close)
    return reader


@dataclass(eq=False)
class Reader:
    """A child process that reads one file after the other; started when it is first asked.

    Attributes
    ----------
    longest_s : float
        Seconds after which a file is given up.
    share_s : float, optional
        The same, while `others` wait.
    together : sequence of Reader
        Those whose memory counts with this one's.
    """

    longest_s: float = LONGEST_S
    share_s: float | None = None
    others: Callable[[], bool] | None = None
    together: Sequence[Reader] = ()
    _child: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _folder: Path | None = field(default=None, init=False)

    def call(self, function: Callable[..., Any], name: str, *arguments: Any) -> Any:
        """As :func:`call_apart`, in this process."""
        child = self._started()
        assert child.stdin and child.stdout
        watch = _Watch(self, child)
        try:
            with watch:
                _send(child.stdin, (function.__module__, function.__qualname__, arguments))
                done, result = rebuilt(_received(child.stdout, ANSWER_MB * 2**20))
        except (EOFError, OSError, _TooMuchError, ForeignAnswerError, TypeError) as error:
            child.kill()
            status = child.wait()
            self.close()
            where = " ".join(name.split())[:60]
            raise StoppedError([_fault(watch, error, where, status)]) from error
        # Ended the moment after it answered, or it would go on holding what it has read.
        if watch.why or self.held_mb > _KEPT_MB:
            self.close()
        if done:
            return result
        if not isinstance(result, Exception):
            raise StoppedError([Fault("reader_stopped", " ".join(name.split())[:60], status="?")])
        raise result

    @property
    def held_mb(self) -> float:
        """Megabytes that the child holds."""
        child = self._child
        return held_mb(child.pid) if child else 0.0

    @property
    def is_too_large(self) -> bool:
        """Whether the readers together hold too much, and this one the most of it."""
        held = self.held_mb
        others = [one.held_mb for one in self.together if one is not self]
        return held + sum(others) > MOST_MB and held >= max(others, default=0.0)

    @property
    def process(self) -> int | None:
        """Id of the child; None while there is none."""
        return self._child.pid if self._child else None

    def close(self) -> None:
        """End the child, and what it left in the temporary folder."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            for stream in (child.stdin, child.stdout):
                if stream:
                    with contextlib.suppress(OSError):
                        stream.close()
            child.wait()
        folder, self._folder = self._folder, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._folder = Path(tempfile.mkdtemp(prefix=f"{_TEMPORARY}{os.getpid()}-"))
            package = str(Path(__file__).resolve().parents[2])
            paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
            places = dict.fromkeys(("TMPDIR", "TEMP", "TMP", "CPL_TMPDIR"), str(self._folder))
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-c", f"{_SERVE}({self.longest_s!r})"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), **places},
            )
        return self._child


class _TooMuchError(Exception):
    """An answer that is larger than any table may be."""


class _Watch:
    """Ends a child that takes too long or too much, from outside: whatever C code is at work."""

    def __init__(self, reader: Reader, child: subprocess.Popen[bytes]) -> None:
        self._reader, self._child = reader, child
        self._over, self._stop, self._patient = threading.Event(), stop.get(), patient.get()
        self._thread = threading.Thread(target=self._look, daemon=True)
        #: Why it was ended: ``slow``, ``large``, ``cancelled``, or nothing; and after how long.
        self.why, self.limit_s = "", reader.longest_s

    @property
    def was_patient(self) -> bool:
        """Whether it went on as long as it could."""
        return self._patient and self._reader.share_s is not None

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        reader, start = self._reader, time.monotonic()
        while not self._over.wait(_LOOKS_S):
            if self._stop is not None and self._stop.is_set():
                self.why = "cancelled"
                self._child.kill()
                return
            taken = time.monotonic() - start
            shared = reader.share_s is not None and taken > reader.share_s
            yields = shared and (not self._patient or (reader.others and reader.others()))
            if taken >= reader.longest_s or yields:
                self.why, self.limit_s = "slow", min(taken, reader.longest_s)
            elif reader.is_too_large:
                self.why = "large"
            else:
                continue
            self._child.kill()
            return


def _fault(watch: _Watch, error: BaseException, where: str, status: int) -> Fault:
    if watch.why == "slow":
        if watch.was_patient:
            return Fault("reader_given_up", where, seconds=int(watch.limit_s))
        seconds = int(watch.limit_s) if watch.limit_s >= 1 else watch.limit_s
        return Fault("reader_too_slow", where, seconds=seconds, most=int(LONGEST_S))
    if watch.why == "cancelled":
        return Fault("reader_cancelled", where)
    if watch.why == "large":
        return Fault("reader_too_large", where, most=MOST_MB)
    if isinstance(error, _TooMuchError):
        return Fault("reader_too_large", where, most=ANSWER_MB)
    return Fault("reader_stopped", where, status=status)


def held_mb(process: int) -> float:
    """Megabytes that a process holds; 0 where there is none."""
    with contextlib.suppress(psutil.Error):
        return float(psutil.Process(process).memory_info().rss) / 2**20
    return 0.0


# ---- Both sides.


def _send(stream: IO[bytes], value: Any) -> None:
    content = pickle.dumps(value, protocol=5)
    stream.write(len(content).to_bytes(_HEAD_BYTES, "big"))
    stream.write(content)
    stream.flush()


def _received(stream: IO[bytes], most: int | None = None) -> bytes:
    head = stream.read(_HEAD_BYTES)
    if len(head) < _HEAD_BYTES:
        raise EOFError
    size = int.from_bytes(head, "big")
    if most is not None and size > most:
        raise _TooMuchError
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content


# ---- The child.


def serve(longest_s: float) -> None:
    """Answer on standard output what comes on standard input, until that ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not stand among the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with contextlib.suppress(OSError):
        # Where memory ends, the system should end this process and not the program.
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    asked: queue.SimpleQueue[Any] = queue.SimpleQueue()
    # The end of the pipe is the end of the program: whatever is at work here ends with it.
    threading.Thread(target=_listen, args=(asked,), daemon=True).start()
    while True:
        module, name, arguments = asked.get()
        # Ends the process from outside Python, should the program that watches be gone.
        faulthandler.dump_traceback_later(longest_s + 5, exit=True)
        try:
            reply = (True, getattr(importlib.import_module(module), name)(*arguments))
        except (HebeiGisError, OSError) as error:
            reply = (False, error)
        except Exception as error:
            reply = (False, RuntimeError(f"{type(error).__name__}: {error}"))
        _send(answers, reply)
        faulthandler.cancel_dump_traceback_later()


def _listen(asked: queue.SimpleQueue[Any]) -> None:
    while True:
        try:
            # What the program itself asks is its own.
            asked.put(pickle.loads(_received(sys.stdin.buffer)))
        except (EOFError, OSError):
            os._exit(0)

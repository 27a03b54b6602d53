"""Work on untrusted files in a process of its own: what crashes or hangs there ends there.

The pages read uploads so: GDAL is C code, and the session of one user must not stop the others.
A reader is a child process that waits for files; it ends with this process, or when a file takes
longer than it may, and a new one takes its place.
"""

from __future__ import annotations

import atexit
import contextlib
import faulthandler
import importlib
import os
import pickle
import queue
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import IO, Any, TypeVar

from hebei_gis.words.errors import FaultsError, HebeiGisError
from hebei_gis.words.faults import Fault

Result = TypeVar("Result")

#: Seconds after which a file is given up.
LONGEST_S = 120.0
_READERS = 2
_HEAD_BYTES = 8
#: What the child runs; under the module's own name, so that what is pickled is known on both sides.
_SERVE = "from hebei_gis.files.apart import serve; serve"


class StoppedError(FaultsError):
    """The other process ended over what it was given."""


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
        Where the process crashed, or took longer than :data:`LONGEST_S`.
    HebeiGisError, OSError
        What the function raises; anything else comes as RuntimeError.
    """
    readers = _readers()
    reader = readers.get()
    try:
        found: Result = reader.call(function, name, *arguments)
    finally:
        readers.put(reader)
    return found


@cache
def _readers() -> queue.LifoQueue[Reader]:
    readers: queue.LifoQueue[Reader] = queue.LifoQueue()
    for _ in range(_READERS):
        reader = Reader()
        atexit.register(reader.close)
        readers.put(reader)
    return readers


class Reader:
    """A child process that reads one file after the other; started when it is first asked."""

    def __init__(self, longest_s: float = LONGEST_S) -> None:
        self.longest_s = longest_s
        self._child: subprocess.Popen[bytes] | None = None

    def call(self, function: Callable[..., Any], name: str, *arguments: Any) -> Any:
        """As :func:`call_apart`, in this process."""
        child = self._started()
        assert child.stdin and child.stdout
        start = time.monotonic()
        try:
            _send(child.stdin, (function.__module__, function.__qualname__, arguments))
            done, result = _received(child.stdout)
        except (EOFError, OSError) as error:
            status = child.wait()
            self.close()
            where = " ".join(name.split())[:60]
            if time.monotonic() - start >= self.longest_s:
                fault = Fault("reader_too_slow", where, seconds=self.longest_s)
            else:
                fault = Fault("reader_stopped", where, status=status)
            raise StoppedError([fault]) from error
        if done:
            return result
        raise result

    @property
    def process(self) -> int | None:
        """Id of the child; None while there is none."""
        return self._child.pid if self._child else None

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for stream in (child.stdin, child.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
        child.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            package = str(Path(__file__).resolve().parents[2])
            paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-c", f"{_SERVE}({self.longest_s!r})"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
        return self._child


# ---- Both sides.


def _send(stream: IO[bytes], value: Any) -> None:
    content = pickle.dumps(value, protocol=5)
    stream.write(len(content).to_bytes(_HEAD_BYTES, "big"))
    stream.write(content)
    stream.flush()


def _received(stream: IO[bytes]) -> Any:
    head = stream.read(_HEAD_BYTES)
    if len(head) < _HEAD_BYTES:
        raise EOFError
    size = int.from_bytes(head, "big")
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return pickle.loads(content)


# ---- The child.


def serve(longest_s: float) -> None:
    """Answer on standard output what comes on standard input, until that ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not stand among the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with contextlib.suppress(OSError):
        # Where memory ends, the system should end this process and not the program.
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    while True:
        try:
            module, name, arguments = _received(sys.stdin.buffer)
        except EOFError:
            return
        # Ends the process from outside Python, whatever C code holds the lock.
        faulthandler.dump_traceback_later(longest_s, exit=True)
        try:
            reply = (True, getattr(importlib.import_module(module), name)(*arguments))
        except (HebeiGisError, OSError) as error:
            reply = (False, error)
        except Exception as error:
            reply = (False, RuntimeError(f"{type(error).__name__}: {error}"))
        _send(answers, reply)
        faulthandler.cancel_dump_traceback_later()

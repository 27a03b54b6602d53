"""Reading an untrusted file in a process of its own: what crashes or hangs there ends there.

The pages read uploads so: GDAL is C code, and the session of one user must not stop the others.
A reader is a child process that waits for files; it ends with this process, or when a file takes
longer than it may, and a new one takes its place.
"""

from __future__ import annotations

import atexit
import contextlib
import faulthandler
import os
import pickle
import queue
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import IO, Any

from hebei_gis.catalog import Settings
from hebei_gis.errors import HebeiGisError
from hebei_gis.importing.disagreements import Known
from hebei_gis.importing.inspecting import Inspection, inspect_parts
from hebei_gis.importing.limits import Limits
from hebei_gis.importing.refusals import refusal
from hebei_gis.importing.understanding import Answers, Preview, understand

#: Seconds after which a file is given up.
LONGEST_S = 120.0
_READERS = 2
_HEAD_BYTES = 8
#: What the child runs; under the module's own name, so that what is pickled is known on both sides.
_SERVE = "from hebei_gis.importing.apart import serve; serve"


def inspect_apart(parts: Mapping[str, bytes], limits: Limits) -> Inspection:
    """As :func:`inspect_parts`, without a source to read from.

    Raises
    ------
    UploadError
        Also where the reader crashed, or took too long.
    """
    found: Inspection = _ask("inspect", parts, limits)
    return found


def preview_apart(
    parts: Mapping[str, bytes],
    limits: Limits,
    answers: Answers,
    settings: Settings,
    known: Known | None = None,
) -> Preview:
    """As :func:`inspect_parts` and :func:`understand`.

    Raises
    ------
    UploadError
        Also where the reader crashed, or took too long.
    """
    found: Preview = _ask("preview", parts, limits, answers, settings, known or Known({}))
    return found


def _ask(job: str, parts: Mapping[str, bytes], *arguments: Any) -> Any:
    readers = _readers()
    reader = readers.get()
    try:
        return reader.ask(job, dict(parts), *arguments)
    finally:
        readers.put(reader)


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

    def ask(self, job: str, parts: dict[str, bytes], *arguments: Any) -> Any:
        """What the child makes of the files; its errors are raised here.

        Raises
        ------
        UploadError
            Where the child ended over it.
        """
        child = self._started()
        assert child.stdin and child.stdout
        start = time.monotonic()
        try:
            _send(child.stdin, (job, parts, arguments))
            done, result = _received(child.stdout)
        except (EOFError, OSError) as error:
            status = child.wait()
            self.close()
            name = next(iter(parts), "upload")
            if time.monotonic() - start >= self.longest_s:
                found = f"more than {self.longest_s:g} s"
                raise refusal("reader_too_slow", name, found, "a smaller file") from error
            raise refusal("reader_stopped", name, f"status {status}", "a whole file") from error
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
                [sys.executable, "-c", f"{_SERVE}({self.longest_s!r})"],
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
            job, parts, arguments = _received(sys.stdin.buffer)
        except EOFError:
            return
        # Ends the process from outside Python, whatever C code holds the lock.
        faulthandler.dump_traceback_later(longest_s, exit=True)
        try:
            reply = (True, _JOBS[job](parts, *arguments))
        except (HebeiGisError, OSError) as error:
            reply = (False, error)
        except Exception as error:
            reply = (False, RuntimeError(f"{type(error).__name__}: {error}"))
        _send(answers, reply)
        faulthandler.cancel_dump_traceback_later()


def _inspect(parts: dict[str, bytes], limits: Limits) -> Inspection:
    return replace(_inspected(_Parts(parts), limits), source=None)


def _preview(
    parts: dict[str, bytes], limits: Limits, answers: Answers, settings: Settings, known: Known
) -> Preview:
    inspection = _inspected(_Parts(parts), limits)
    preview = understand(inspection, answers, settings, known)
    return replace(preview, inspection=replace(inspection, source=None))


class _Parts:
    """Files by their content, so that the last one is not taken apart again for each answer."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Parts) and self.parts == other.parts

    def __hash__(self) -> int:
        return hash(tuple(self.parts))


@lru_cache(maxsize=1)
def _inspected(parts: _Parts, limits: Limits) -> Inspection:
    return inspect_parts(parts.parts, limits)


_JOBS: Mapping[str, Callable[..., Any]] = {"inspect": _inspect, "preview": _preview}

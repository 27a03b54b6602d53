"""Long arrays worked on in chunks, a thread each: GEOS, PROJ and numpy leave Python's lock."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Result = TypeVar("Result")

#: A chunk that is shorter is not worth a thread.
LEAST = 10_000
_MOST_THREADS = 8


@cache
def _pool() -> ThreadPoolExecutor:
    # One for the whole program: PROJ makes each thread a transformer of its own, once.
    return ThreadPoolExecutor(_threads(), thread_name_prefix="arrays")


def _threads() -> int:
    return min(os.cpu_count() or 1, _MOST_THREADS)


def in_background(work: Callable[..., Result], *arguments: Any) -> Future[Result]:
    """Work that goes on beside the caller's: hashing, which leaves Python's lock."""
    return _pool().submit(work, *arguments)


def in_chunks(
    work: Callable[..., Result], *arrays: NDArray[Any], least: int = LEAST
) -> list[Result]:
    """What `work` makes of consecutive chunks of arrays of one length, in their order.

    Parameters
    ----------
    work : callable
        Takes a chunk of each array; must not call :func:`in_chunks` itself.
    *arrays : arrays
        Short ones come as one chunk, on the caller's thread.
    least : int
        Shortest chunk.

    Raises
    ------
    Exception
        What `work` raises on the first chunk that fails.
    """
    count = len(arrays[0])
    chunks = min(_threads(), count // least)
    if chunks < 2:
        return [work(*arrays)]
    edges = np.linspace(0, count, chunks + 1).astype(int).tolist()
    parts = [[array[start:end] for array in arrays] for start, end in itertools.pairwise(edges)]
    return list(_pool().map(lambda part: work(*part), parts))

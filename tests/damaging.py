"""Files damaged at random, with seeds that can be named again."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator

#: So many seconds each fuzz goes on, with seeds of its own; 0: the same few hundred every time.
SECONDS = float(os.environ.get("HEBEI_GIS_FUZZ_S", "0"))
TRIES = 400
SLOWEST_S = 60.0  # a hang, not a measure of speed
TOKENS = [
    b"\0", b"\xff" * 4, b"<", b">", b"&", b'"', b",", b"{", b"]", b"NaN", b"1e999", b"-0", b"\n",
    b"PK\3\4", b"<!DOCTYPE a>", b"\x7f\xff\xff\xff", b"\xd6\xd0", "中".encode(), b"null", b"9" * 30,
]  # fmt: skip


def damaged(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        place = chance.randrange(len(data) + 1)
        how = chance.randrange(6)
        if how == 0 and data:
            data[place % len(data)] ^= 1 << chance.randrange(8)
        elif how == 1:
            data[place:place] = chance.choice(TOKENS)
        elif how == 2:
            token = chance.choice(TOKENS)
            data[place : place + len(token)] = token
        elif how == 3:
            del data[place : place + chance.randrange(1, 40)]
        elif how == 4:
            piece = data[place : place + chance.randrange(1, 200)]
            data[place:place] = piece * chance.randrange(1, 4)
        else:
            del data[chance.choice([place, len(data)]) :]
    return bytes(data)


def seeds() -> Iterator[int]:
    if not SECONDS:
        yield from range(TRIES)
        return
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        yield random.SystemRandom().randrange(2**40)

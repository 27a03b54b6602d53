"""Shapes within shapes within shapes: how deep, told without building them."""

from __future__ import annotations

import re
import struct

#: Deeper than any planner's file, and far from what crashes GEOS.
MOST_DEEP = 32
_MARKS = re.compile(r"[()]")
_COLLECTIONS = (4, 5, 6, 7)
_EWKB_Z, _EWKB_M, _EWKB_SRID = 0x80000000, 0x40000000, 0x20000000


def is_too_deep(text: str) -> bool:
    """Whether the brackets of a WKT go deeper than :data:`MOST_DEEP`."""
    if text.count("(") <= MOST_DEEP:
        return False
    depth = 0
    for mark in _MARKS.findall(text):
        depth += 1 if mark == "(" else -1
        if depth > MOST_DEEP:
            return True
    return False


def check_wkb(content: bytes) -> None:
    """Walk through a WKB with its sizes and depths, and build nothing.

    Raises
    ------
    ValueError
        Where it is deeper than :data:`MOST_DEEP`, ends early, or has something behind its end.
    """
    place = 0
    left = [1]  # geometries still to come, by level
    try:
        while left:
            if not left[-1]:
                left.pop()
                continue
            left[-1] -= 1
            order = "<" if content[place] else ">"
            (code,) = struct.unpack_from(f"{order}I", content, place + 1)
            place += 9 if code & _EWKB_SRID else 5
            plain = code & 0x0FFFFFFF
            kind, iso = plain % 1000, plain // 1000
            size = 8 * (
                2 + bool(code & _EWKB_Z or iso in (1, 3)) + bool(code & _EWKB_M or iso in (2, 3))
            )
            if kind == 1:
                place += size
                continue
            (count,) = struct.unpack_from(f"{order}I", content, place)
            place += 4
            if kind in _COLLECTIONS:
                left.append(count)
                if len(left) > MOST_DEEP:
                    raise ValueError("collections within collections")
            elif kind == 2:
                place += count * size
            elif kind == 3:
                for _ in range(count):
                    (corners,) = struct.unpack_from(f"{order}I", content, place)
                    place += 4 + corners * size
                    if place > len(content):
                        raise ValueError("ends early")
            else:
                raise ValueError(f"geometry type {kind}")
    except (struct.error, IndexError) as error:
        raise ValueError("ends early") from error
    if place != len(content):
        raise ValueError("has a wrong size")

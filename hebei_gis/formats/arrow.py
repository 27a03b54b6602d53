"""Layers of straight flat shapes, text and numbers through Arrow, which is faster than by rows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio

_STRAIGHT = (
    "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon",
)  # fmt: skip
_PLAIN = {
    ("OFTString", "OFSTNone"), ("OFTReal", "OFSTNone"), ("OFTInteger", "OFSTNone"),
    ("OFTInteger64", "OFSTNone"),
}  # fmt: skip


class NotStraightError(Exception):
    """A shape that Arrow would hand over as it is; the slower way makes segments of arcs."""


def is_plain(info: Mapping[str, Any]) -> bool:
    """Whether a layer holds straight flat shapes, text and numbers only: Arrow carries those."""
    kinds = zip(info["ogr_types"], info["ogr_subtypes"], strict=True)
    return info["geometry_type"] in _STRAIGHT and all(kind in _PLAIN for kind in kinds)


def read_columns(
    path: Path, layer: str | None, encoding: str | None
) -> tuple[dict[str, Any], Any, list[Any]]:
    """What :func:`pyogrio.raw.read` gives of a layer that :func:`is_plain`, faster.

    Raises
    ------
    NotStraightError
        Where a shape is another than the layer says.
    """
    meta, table = pyogrio.read_arrow(path, layer=layer, encoding=encoding)
    shapes = table.column(meta["geometry_name"] or "wkb_geometry")
    if not all(map(_straight, shapes.chunks)):
        raise NotStraightError
    wkb = shapes.to_numpy(zero_copy_only=False)
    return meta, wkb, [table.column(str(f)).to_numpy(zero_copy_only=False) for f in meta["fields"]]


def _straight(chunk: pa.BinaryArray) -> bool:
    """Whether all WKB of a chunk is of the six flat types (codes 1 to 6), little-endian."""
    _, offsets, data = chunk.buffers()
    places = np.frombuffer(offsets, dtype=np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
    sizes = np.diff(places)
    starts = places[:-1][sizes > 0]
    if not len(starts):
        return True
    if (sizes[sizes > 0] < 5).any():
        return False
    heads = np.frombuffer(data, dtype=np.uint8)[starts[:, None] + np.arange(5)]
    return bool(
        (heads[:, 0] == 1).all()
        and (heads[:, 2:] == 0).all()
        and ((heads[:, 1] >= 1) & (heads[:, 1] <= 6)).all()
    )

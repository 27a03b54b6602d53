"""Layers of straight flat shapes, text, numbers and yes/no through Arrow: fast and exact."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio

_STRAIGHT = (
    "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon",
)  # fmt: skip
_PLAIN = {
    ("OFTString", "OFSTNone"), ("OFTReal", "OFSTNone"), ("OFTInteger", "OFSTNone"),
    ("OFTInteger64", "OFSTNone"), ("OFTInteger", "OFSTBoolean"),
}  # fmt: skip


_LARGEST = 2**63 - 1

#: What pyogrio knows of a layer, its shapes as WKB, and its columns.
Columns = tuple[dict[str, Any], Any, list[Any]]


class NotStraightError(Exception):
    """A shape that Arrow would hand over as it is; the slower way makes segments of arcs."""


def is_plain(info: Mapping[str, Any], *, any_shape: bool = False) -> bool:
    """Whether Arrow carries a layer: straight flat shapes, text, numbers and yes/no only.

    With `any_shape` also a layer that does not say of which kind its shapes are: what
    :func:`read_columns` finds decides.
    """
    kinds = zip(info["ogr_types"], info["ogr_subtypes"], strict=True)
    shapes = (*_STRAIGHT, "Unknown") if any_shape else _STRAIGHT
    return info["geometry_type"] in shapes and all(kind in _PLAIN for kind in kinds)


def read_columns(path: Path, layer: str | None, encoding: str | None) -> Columns:
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
    return meta, wkb, [exact_values(table.column(n)) for n in range(len(meta["fields"]))]


def exact_values(column: pa.ChunkedArray) -> Any:
    """A column as pandas holds it without loss.

    Whole numbers and yes/no with gaps are ``Int64`` and ``boolean``; whole numbers beyond 64
    bits and all else are objects, None where missing.
    """
    kind = column.type
    if pa.types.is_integer(kind):
        if not column.null_count:
            return column.to_numpy()
        if kind == pa.uint64() and (pc.max(column).as_py() or 0) > _LARGEST:
            return pd.Series(column.to_pylist(), dtype=object)
        return column.cast(pa.int64()).to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    if pa.types.is_boolean(kind):
        if not column.null_count:
            return column.to_numpy(zero_copy_only=False).astype(bool)
        return column.to_pandas(types_mapper={pa.bool_(): pd.BooleanDtype()}.get)
    return column.to_numpy(zero_copy_only=False)


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

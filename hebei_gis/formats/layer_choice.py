"""Which layer of a file is read, and whether it is of a size that is taken."""

from __future__ import annotations

from collections.abc import Sequence

from hebei_gis.files.limits import Limits
from hebei_gis.formats.sources import LayerFound
from hebei_gis.words.facts import Fact, listed, term
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal, shown, too_much


def check_size(where: str, rows: int, columns: int, limits: Limits) -> None:
    """Refuse a layer with too many rows or columns.

    Raises
    ------
    UploadError
    """
    if columns > limits.columns:
        raise too_much(where, columns, limits.columns, "columns", "columns")
    if rows > limits.rows:
        raise too_much(where, rows, limits.rows, "rows", "rows")
    if rows * columns > limits.cells:
        raise too_much(where, rows * columns, limits.cells, "cells", "cells")


def chosen_layer(layers: Sequence[LayerFound], asked: str | None, where: str) -> LayerFound:
    """The layer asked for, or the only one that has rows with shapes.

    Raises
    ------
    UploadError
        Where there is none of that name, none at all, or several to choose from.
    """
    if asked is not None:
        for layer in layers:
            if layer.name == asked:
                return layer
        raise refusal("unknown_layer", where, shown(asked), listed(map(_counted, layers), 20))
    filled = [layer for layer in layers if layer.rows]
    filled = [layer for layer in filled if not layer.bare] or filled
    if not filled:
        raise refusal("nothing_inside", where, term("no_row"), term("layer_with_rows"))
    if len(filled) > 1:
        raise refusal("layer_not_chosen", where, listed(map(_counted, filled), 20))
    return filled[0]


def _counted(layer: LayerFound) -> Fact:
    if layer.hidden:
        return term("hidden_layer", name=shown(layer.name), rows=layer.rows)
    return f"{shown(layer.name)} ({layer.rows})"


def others_unread(layers: Sequence[LayerFound], chosen: LayerFound) -> tuple[Note, ...]:
    """What is said of the layers that have rows and are not read."""
    left = [layer for layer in layers if layer.rows and layer.name != chosen.name]
    return (note("layers_unread", names=listed(map(_counted, left), 20)),) if left else ()

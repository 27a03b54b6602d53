"""Which tables a file of a format holds."""

from __future__ import annotations

from dataclasses import replace

from hebei_gis.files.cells import distinct_names
from hebei_gis.formats.outgoing import Outgoing, Table
from hebei_gis.geo.shapes import families, of_family


def whole(outgoing: Outgoing) -> tuple[Table, ...]:
    """One table a layer, under the layer's id."""
    return outgoing.tables


def by_family(outgoing: Outgoing) -> tuple[Table, ...]:
    """One table a layer and geometry family: ``park``, or ``park_polygon`` and ``park_point``."""
    parts = []
    for table in outgoing.tables:
        found = families(table.geometry_types, table.geometry)
        if len(found) == 1:
            parts.append(table)
            continue
        for number, name in enumerate(found):
            rows = of_family(table.rows, name, first=number == 0).reset_index(drop=True)
            notes = table.notes if number == 0 else ()
            parts.append(replace(table, name=f"{table.name}_{name}", rows=rows, notes=notes))
    names = distinct_names(part.name for part in parts)
    return tuple(
        part if part.name == name else replace(part, name=name)
        for part, name in zip(parts, names, strict=True)
    )

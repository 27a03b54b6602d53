"""Every format there is, found by listing the folder: adding one is adding its module."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import hebei_gis.formats as folder
from hebei_gis.formats.format import Format
from hebei_gis.words.errors import UnknownNameError

#: In the order menus list them; what is not named here follows, by name.
_ORDER = ("geojson", "jsonfg", "gpkg", "shp", "fgb", "parquet", "kml", "dxf", "csv", "xlsx")


@cache
def formats() -> dict[str, Format]:
    """Name → format, of every module of the folder that has a ``FORMAT``."""
    found: dict[str, Format] = {}
    for module in pkgutil.iter_modules(folder.__path__):
        known = getattr(importlib.import_module(f"{folder.__name__}.{module.name}"), "FORMAT", None)
        if isinstance(known, Format):
            found[known.name] = known
    place = {name: number for number, name in enumerate(_ORDER)}
    ordered = sorted(found, key=lambda name: (place.get(name, len(place)), name))
    return {name: found[name] for name in ordered}


def written_formats() -> dict[str, Format]:
    """Those that files can be written in."""
    return {name: known for name, known in formats().items() if known.write}


def read_formats() -> dict[str, Format]:
    """Those that files are read in."""
    return {name: known for name, known in formats().items() if known.open}


def format_named(name: str) -> Format:
    """A format that files can be written in, by its name.

    Raises
    ------
    UnknownNameError
        Listing the formats there are.
    """
    known = written_formats()
    if name not in known:
        raise UnknownNameError("format", name, list(known))
    return known[name]

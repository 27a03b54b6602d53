"""What a writer takes: tables ready to be written, in one reference system, with their sidecar."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

import geopandas as gpd

from hebei_gis.geo.shapes import bounds, geometry_types
from hebei_gis.geo.targets import Target
from hebei_gis.words.faults import Issue


@dataclass(frozen=True)
class StyleRule:
    """How some rows of a table are drawn.

    Attributes
    ----------
    value : str or None
        Value of the style's column; None: all, or all values without a class.
    title : str
    color : str
        #RRGGBB.
    uncertain : bool
        Drawn dashed or hollow: the basis is worse than OpenStreetMap.
    """

    value: str | None
    title: str
    color: str
    uncertain: bool


class Drawing(Protocol):
    """How a table is drawn, for formats that carry styles."""

    @property
    def label(self) -> bool:
        """Whether names are drawn."""

    @property
    def width_px(self) -> float:
        """Width of lines and outlines in pixels."""

    @property
    def fill_opacity(self) -> float:
        """Opacity of areas, 0 to 1."""

    @property
    def rules(self) -> Sequence[StyleRule]:
        """The different rules, by class as declared, certain before uncertain."""

    @property
    def row_rules(self) -> Sequence[StyleRule]:
        """The rule of each row, in the rows' order."""

    @property
    def categories(self) -> Mapping[str | None, str]:
        """Value of a rule → its title without a word on certainty; one alone has none."""

    @property
    def qml(self) -> str:
        """The style as QGIS holds it."""

    @property
    def sld(self) -> str:
        """The style as OGC Styled Layer Descriptor."""


@dataclass(frozen=True)
class Table:
    """A layer's rows as they go out.

    Attributes
    ----------
    layer : str
        Id of the layer.
    name : str
        Under which the file holds it.
    title, about : str
        The layer's title, and what it is with licence and attribution, in one language.
    credit : str
        Attribution and licence.
    rows : GeoDataFrame
        Coordinates in the target, two-dimensional; column ``key`` first, tidy columns; plain
        row numbers as index; ``crs`` None for GCJ-02 and BD-09.
    geometry : tuple of geometry types
        What the layer may hold, for when it is empty.
    notes : tuple of Issue
        What was cleaned or left out on the way.
    drawing : Drawing or None
        None where the format carries no style.
    """

    layer: str
    name: str
    title: str
    about: str
    credit: str
    rows: gpd.GeoDataFrame
    geometry: tuple[str, ...] = ("Point",)
    notes: tuple[Issue, ...] = ()
    drawing: Drawing | None = None

    @property
    def columns(self) -> list[str]:
        """Names of the columns without the geometry."""
        return [str(name) for name in self.rows.columns if name != self.rows.geometry.name]

    @cached_property
    def geometry_types(self) -> list[str]:
        """The geometry types there are."""
        return geometry_types(self.rows)

    @cached_property
    def bounds(self) -> list[float] | None:
        """West, south, east, north of the target; None where no row has a shape."""
        return bounds(self.rows)


@dataclass(frozen=True)
class Outgoing:
    """One file to be written.

    Attributes
    ----------
    tables : tuple of Table
        As the format holds them (:attr:`~hebei_gis.formats.format.Format.parts`).
    title, about : str
        Of the whole file, in its language.
    target : Target
    language : str
        ``zh`` or ``en``.
    date : date
    encoding : str
        Empty for the format's own.
    sidecar : mapping
        What the file says of itself, without a hash.
    """

    tables: tuple[Table, ...]
    title: str
    target: Target
    language: str = "zh"
    about: str = ""
    date: datetime.date = field(default_factory=datetime.date.today)
    encoding: str = ""
    sidecar: Mapping[str, Any] = field(default_factory=dict)

    def with_tables(self, tables: tuple[Table, ...]) -> Outgoing:
        """The same file with other tables."""
        return replace(self, tables=tables)


def channels(color: str) -> tuple[int, int, int]:
    """Red, green and blue of #RRGGBB, 0 to 255."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)

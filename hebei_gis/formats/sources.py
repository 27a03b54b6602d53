"""What every reader of a kind of file gives: its layers, and the rows of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import pandas as pd

from hebei_gis.files.limits import Limits
from hebei_gis.files.text import Encoding
from hebei_gis.formats.own_sidecars import FoundSidecar
from hebei_gis.geo.shapes import Shapes
from hebei_gis.words.faults import Fault, Issue
from hebei_gis.words.notes import Note


@dataclass(frozen=True)
class LayerFound:
    """A layer, sheet or drawing layer of a file, as it stands there.

    Attributes
    ----------
    name : str
    rows : int
    geometry : tuple of str
        Geometry types; empty where they are only known after reading.
    columns : mapping of str to str
        Column → type, as the file or its driver calls them.
    crs : str or None
        What the file says: an EPSG code, or WKT where none fits; None where it says nothing.
    bare : bool
        A plain table: its rows have no place for shapes.
    hidden : bool
        A sheet that the workbook does not show.
    """

    name: str
    rows: int
    geometry: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    crs: str | None = None
    bare: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Reading:
    """How the user wants a file read; None leaves it to the file.

    Attributes
    ----------
    layer, encoding : str or None
    x, y, wkt : str or None
        Columns of a table that hold east or longitude, north or latitude, or WKT.
    crs : str or None
        The CRS or datum the user states: it tells which of several columns are meant.
    """

    layer: str | None = None
    encoding: str | None = None
    x: str | None = None
    y: str | None = None
    wkt: str | None = None
    crs: str | None = None


@dataclass(frozen=True)
class Rows:
    """The rows of one layer as stored.

    Attributes
    ----------
    table : DataFrame
        Attributes; index 0 to n-1 in the file's order.
    shapes : array of shapely geometries or None
        Coordinates as stored, in the table's order.
    crs : str or None
        As in :class:`LayerFound`.
    crs_by_format : str or None
        The format whose standard fixes the CRS, where the file itself says nothing.
    notes, issues
        What was understood, and what was wrong with single rows.
    faults : tuple of Fault
        What must be answered before the rows can be used.
    mends : mapping of fault kind to mends
        What the user may accept to answer such a fault.
    stated : str or None
        The file's own words on its CRS or datum: the headings that name it, or what is no known
        CRS: a ``crs`` member
        ``urn:ogc:def:crs:GCJ-02``, a code that does not exist, a .prj that names BD-09. It is
        understood or asked about, never passed over.
    layer : str
        The layer that was read; empty where the file has but one, without a name.
    sidecar : FoundSidecar or None
        What an export of this program says of itself, within the file.
    """

    table: pd.DataFrame
    shapes: Shapes
    crs: str | None = None
    crs_by_format: str | None = None
    notes: tuple[Note, ...] = ()
    issues: tuple[Issue, ...] = ()
    faults: tuple[Fault, ...] = ()
    mends: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stated: str | None = None
    layer: str = ""
    sidecar: FoundSidecar | None = None


class Source(Protocol):
    """A file whose kind is known, ready to be read."""

    @property
    def layers(self) -> tuple[LayerFound, ...]:
        """The layers of the file, in its order."""

    @property
    def encoding(self) -> Encoding | None:
        """What text is written in; None where the format fixes it."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was understood on opening."""

    @property
    def one_layer_needed(self) -> bool:
        """Whether a layer must be chosen where several have rows."""

    def read(self, reading: Reading) -> Rows:
        """The rows of the chosen layer, or of all.

        Raises
        ------
        UploadError
            Where they cannot be read.
        """


@dataclass(frozen=True)
class Upload:
    """Bytes handed in, before their kind is known.

    Attributes
    ----------
    name : str
        As the user calls it; never used as a path.
    parts : mapping of str to bytes
        One file, or those given together or found in an archive.
    sidecar : FoundSidecar or None
        What lies beside them, where they are an export of this program.
    """

    name: str
    parts: Mapping[str, bytes]
    limits: Limits
    notes: tuple[Note, ...] = ()
    sidecar: FoundSidecar | None = None

    @property
    def content(self) -> bytes:
        """The first (often the only) part."""
        return next(iter(self.parts.values()))

    def ends_with(self, suffixes: tuple[str, ...]) -> bool:
        """Whether the first part is called so."""
        return next(iter(self.parts), "").lower().endswith(suffixes)

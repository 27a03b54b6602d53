"""How much an import may cost: sizes, counts and depths beyond which a file is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from hebei_gis.files.toml import Part, validated

Count = Annotated[int, Field(ge=1)]


class Limits(Part):
    """``[limits]`` of ``workspace.toml``; each key may be left out.

    Attributes
    ----------
    upload_mb : int
        Megabytes of what was handed in, all parts together.
    unpacked_mb : int
        Megabytes that a zip, an XLSX or a Parquet file may grow to.
    drawing_mb : int
        Megabytes of a DXF drawing, which costs ten times as much as other files.
    members : int
        Files in a zip.
    rows, columns, cells : int
        Rows and columns of a layer or sheet, and their product.
    vertices : int
        Vertices of all shapes of a layer together.
    mended_vertices : int
        Vertices of one invalid shape up to which it is mended.
    text_characters : int
        Characters of one cell; the rest is cut off.
    depth : int
        Elements within elements of an XML file.
    """

    upload_mb: Count = 100
    unpacked_mb: Count = 250
    drawing_mb: Count = 20
    members: Count = 2000
    rows: Count = 500_000
    columns: Count = 400
    cells: Count = 20_000_000
    vertices: Count = 10_000_000
    mended_vertices: Count = 20_000
    text_characters: Count = 20_000
    depth: Count = 100


def limits_of(declared: Mapping[str, Any]) -> Limits:
    """The limits of ``[limits]`` of a workspace, the usual ones where it says nothing.

    Raises
    ------
    LayerError
        Where a key of ``[limits]`` is unknown or no whole number of 1 or more.
    """
    return validated(Limits, dict(declared), "workspace.toml [limits]")

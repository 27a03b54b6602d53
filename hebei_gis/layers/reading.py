"""A declared file → its rows as stored, after its hash, CRS, columns and rows are checked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd

from hebei_gis.formats.gdal import READ_ERRORS, read_own_file
from hebei_gis.geo.crs import same_crs
from hebei_gis.layers.declaration import LayerDeclaration, Source
from hebei_gis.words.errors import LayerError
from hebei_gis.words.facts import listed, term
from hebei_gis.words.faults import Fault
from hebei_gis.words.refusals import shown


def file_sha256(path: Path) -> str:
    """The sha256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass(frozen=True)
class LayerFile:
    """Rows in the file's order, columns and coordinates as stored, and what is wrong with them."""

    rows: gpd.GeoDataFrame
    faults: tuple[Fault, ...] = ()


def read_layer_file(folder: Path, declaration: LayerDeclaration) -> gpd.GeoDataFrame:
    """Read the file a declaration names.

    Parameters
    ----------
    folder : Path
        The workspace; the file must lie in it.
    declaration : LayerDeclaration
        With a ``[source]``.

    Returns
    -------
    GeoDataFrame
        Rows in the file's order, columns and coordinates as stored.

    Raises
    ------
    LayerError
        With every fault that can be seen: missing or changed file, another CRS, other
        columns, another number of rows.
    """
    read = inspect_layer_file(folder, declaration)
    if read.faults:
        raise LayerError(read.faults)
    return read.rows


def inspect_layer_file(folder: Path, declaration: LayerDeclaration) -> LayerFile:
    """Read the file a declaration names, with its faults where it can be read all the same.

    Raises
    ------
    LayerError
        Where there are no rows to go on with: no such file, or not a spatial one.
    """
    source = declaration.source
    if source is None:
        raise LayerError([Fault("missing_key", declaration.where, expected="[source]")])
    path = _path_within(folder, source, declaration.where)
    faults: list[Fault] = []
    found_hash = file_sha256(path)
    if found_hash != source.sha256:
        faults.append(Fault("wrong_hash", source.file, found_hash, source.sha256))
    try:
        rows = read_own_file(path, layer=source.layer, encoding=source.encoding)
    except READ_ERRORS as error:
        fault = Fault("unreadable_file", source.file, shown(error), term("a_spatial_file"))
        raise LayerError([*faults, fault]) from error
    if not isinstance(rows, gpd.GeoDataFrame) or rows.active_geometry_name is None:
        if len(rows):
            expected = list(declaration.shape.geometry)
            fault = Fault("wrong_geometry", source.file, term("no_shapes"), expected)
            raise LayerError([*faults, fault])
        rows = gpd.GeoDataFrame(rows, geometry=[], crs=None)
    faults += _content_faults(rows, declaration, source)
    return LayerFile(rows, tuple(faults))


def _path_within(folder: Path, source: Source, where: str) -> Path:
    """The file's path, which must be a file below the workspace and not a GDAL connection."""
    path = (folder / source.file).resolve()
    place = term("part_of", file=where, part="[source] file")
    if not path.is_relative_to(folder.resolve()):
        expected = term("a_path_within")
        raise LayerError([Fault("outside_workspace", place, source.file, expected)])
    if not path.is_file():
        expected = term("a_file_of_the_workspace")
        raise LayerError([Fault("missing_file", place, source.file, expected)])
    return path


def _content_faults(
    rows: gpd.GeoDataFrame, declaration: LayerDeclaration, source: Source
) -> list[Fault]:
    faults = []
    if len(rows) != source.rows:
        faults.append(Fault("wrong_rows", source.file, len(rows), source.rows))
    if not len(rows):
        return faults
    # An empty file has neither columns nor a CRS to compare.
    if source.crs and rows.crs is not None and not same_crs(rows.crs, source.crs):
        found = rows.crs.to_string() if rows.crs.to_epsg() else rows.crs.name
        faults.append(Fault("wrong_crs", source.file, found, source.crs))
    columns = [str(c) for c in rows.columns if c != rows.geometry.name]
    wanted = [declaration.shape.key, *declaration.fields]
    for name in dict.fromkeys(wanted):
        if name not in columns:
            faults.append(Fault("missing_column", source.file, listed(columns, 40), name))
    return faults

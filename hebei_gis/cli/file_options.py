"""Options that say of a file what it does not say itself: one set for every command."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from hebei_gis.files.limits import Limits
from hebei_gis.formats.sources import Reading
from hebei_gis.intake.datums import DATUMS
from hebei_gis.intake.understanding import Answers
from hebei_gis.words.errors import UploadError
from hebei_gis.words.faults import Fault
from hebei_gis.words.refusals import too_much

#: What GDAL takes from beside a .shp.
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".qpj")
_OPTIONS = (
    "datum", "crs", "parameters", "encoding", "layer", "x", "y", "wkt", "key", "name", "accept",
)  # fmt: skip


def add_file_options(command: argparse.ArgumentParser) -> None:
    """Add the options to a command."""
    said = command.add_argument_group("what the file does not say")
    said.add_argument("--datum", help=", ".join(DATUMS))
    said.add_argument("--crs", help="an EPSG code, such as EPSG:4548")
    said.add_argument(
        "--parameters", metavar="NUMBERS",
        help="to WGS 84: dx,dy,dz in m, or these and rx,ry,rz in seconds of arc and ppm",
    )  # fmt: skip
    said.add_argument("--encoding", help="UTF-8, GB18030 …")
    said.add_argument("--layer", help="layer, sheet or folder within the file")
    said.add_argument("--x", help="column with longitude or easting")
    said.add_argument("--y", help="column with latitude or northing")
    said.add_argument("--wkt", help="column with shapes as WKT")
    said.add_argument("--key", help="column that identifies a row")
    said.add_argument("--name", help="column with names")
    said.add_argument(
        "--accept", action="append", default=[], metavar="MEND", help="a mend that was offered"
    )


def given_file_options(options: argparse.Namespace) -> list[str]:
    """Those of the options that were given, as they are written."""
    return [f"--{name}" for name in _OPTIONS if getattr(options, name)]


def answers_of(options: argparse.Namespace) -> Answers:
    """The options as answers.

    Raises
    ------
    UploadError
        Where the parameters are no numbers.
    """
    parameters = None
    if options.parameters:
        try:
            parameters = tuple(float(part) for part in options.parameters.replace(",", " ").split())
        except ValueError as error:
            fault = Fault("option_form", "--parameters", options.parameters, form="DX,DY,DZ[,…]")
            raise UploadError([fault]) from error
    return Answers(
        Reading(options.layer, options.encoding, options.x, options.y, options.wkt),
        options.crs,
        options.datum,
        parameters,
        options.key,
        options.name,
        frozenset(options.accept),
    )


def file_parts(paths: Sequence[Path], limits: Limits) -> dict[str, bytes]:
    """Name → content of the files named; of a .shp named alone the parts that lie beside it.

    Raises
    ------
    UploadError
        Where they are larger than allowed together.
    OSError
        Where one cannot be opened.
    """
    if len(paths) == 1 and paths[0].suffix.lower() == ".shp":
        paths = _with_siblings(paths[0])
    size = sum(path.stat().st_size for path in paths) // 1_000_000
    if size > limits.upload_mb:
        raise too_much(paths[0].name, size, limits.upload_mb, "MB", "upload_mb")
    return {path.name: path.read_bytes() for path in paths}


def _with_siblings(path: Path) -> list[Path]:
    """A .shp and the files beside it of the same name and a part's ending, whatever their case."""
    stem = path.stem.casefold()
    beside = [
        one
        for one in sorted(path.parent.iterdir())
        if one != path and one.stem.casefold() == stem and one.suffix.lower() in _PARTS[1:]
    ]
    return [path, *beside]

"""Files named on the command line, and options that say of them what they do not say themselves.

One set for every command that takes a file.
"""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hebei_gis.files.limits import Limits
from hebei_gis.files.zips import zip_bytes
from hebei_gis.formats.own_sidecars import SIDECAR_ENDING
from hebei_gis.formats.registry import read_formats
from hebei_gis.formats.sources import Reading
from hebei_gis.intake.inspecting import Inspection, inspect_parts
from hebei_gis.intake.understanding import Answers
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import note
from hebei_gis.words.refusals import names_listed, shown, too_much

_OPTIONS = (
    "datum", "crs", "parameters", "encoding", "layer", "x", "y", "wkt", "key", "name", "accept",
)  # fmt: skip


def add_file_options(command: argparse.ArgumentParser) -> None:
    """Add the options to a command."""
    said = command.add_argument_group("what the file does not say")
    said.add_argument("--datum")
    said.add_argument("--crs")
    said.add_argument("--parameters", metavar="NUMBERS")
    said.add_argument("--encoding")
    said.add_argument("--layer")
    said.add_argument("--x")
    said.add_argument("--y")
    said.add_argument("--wkt")
    said.add_argument("--key")
    said.add_argument("--name")
    said.add_argument("--accept", action="append", default=[], metavar="MEND")


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
            expected = term("numbers_3_or_7")
            fault = Fault(
                "bad_value", "--parameters", shown(options.parameters), expected,
                answered_by=["parameters"],
            )  # fmt: skip
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


def inspect_paths(paths: Sequence[Path], limits: Limits) -> Inspection:
    """Look into the files named, and into what belongs to one that is named alone.

    Raises
    ------
    UploadError
        Where one is not there, they are too large, broken, or of a kind that is not taken.
    """
    beside = _beside(paths)
    inspection = inspect_parts(_contents([*paths, *beside], limits), limits)
    if not beside:
        return inspection
    said = note("parts_beside", names=names_listed([path.name for path in beside], len(beside)))
    return replace(inspection, notes=(*inspection.notes, said))


def _beside(paths: Sequence[Path]) -> list[Path]:
    """What belongs to the one file given and lies beside it: its parts, the sidecar of an
    export."""
    if len(paths) != 1 or not paths[0].is_file():
        return []
    (path,) = paths
    sidecar = path.with_name(path.name + SIDECAR_ENDING)
    found = [sidecar] if sidecar.is_file() else []
    ending = path.suffix.lower()
    known = next((one for one in read_formats().values() if ending in one.suffixes), None)
    if known is not None and known.companions:
        parts = [f"{path.stem.casefold()}{end}" for end in (*known.companions, *known.suffixes)]
        found += [
            other
            for other in sorted(path.parent.iterdir())
            if other.name.casefold() in parts
            and other.is_file()
            # Of a .tab, not the .mif beside it.
            and (known.gathers or other.suffix.lower() not in known.suffixes)
            and other != path
        ]
    return found


def _contents(paths: Sequence[Path], limits: Limits) -> dict[str, bytes]:
    missing = [path for path in paths if not (path.is_file() or _is_geodatabase(path))]
    if missing:
        raise UploadError(map(_missing, missing))
    files = [
        file
        for path in paths
        for file in (sorted(path.iterdir()) if path.is_dir() else [path])
        if file.is_file()
    ]
    size = sum(file.stat().st_size for file in files) // 1_000_000
    if size > limits.upload_mb:
        raise too_much(paths[0].name, size, limits.upload_mb, "MB", "upload_mb")
    return dict(_content(path) for path in paths)


def _content(path: Path) -> tuple[str, bytes]:
    """Name and content; the folder of a geodatabase as the zip it comes in elsewhere."""
    if not path.is_dir():
        return path.name, path.read_bytes()
    members = {
        f"{path.name}/{file.name}": file.read_bytes()
        for file in sorted(path.iterdir())
        if file.is_file()
    }
    return f"{path.name}.zip", zip_bytes(members, datetime.date.today())


def _is_geodatabase(path: Path) -> bool:
    """Whether this is the folder of a File Geodatabase, which is one file to a planner."""
    return path.suffix.lower() == ".gdb" and path.is_dir() and any(path.glob("*.gdbtable"))


def _missing(path: Path) -> Fault:
    kind = "path_is_folder" if path.is_dir() else "path_missing"
    return Fault(kind, path.name, str(path))

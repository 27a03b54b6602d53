"""``export``, ``verify-export``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from hebei_gis.cli.commands import Commands, opened, print_faults
from hebei_gis.export.packaging import ExportedFile, Packaging, losses
from hebei_gis.export.selection import export_entry, export_layers
from hebei_gis.export.verify import is_former_seal, verify_file
from hebei_gis.formats.registry import format_named, written_formats
from hebei_gis.words.commands import say
from hebei_gis.words.errors import ExportError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault
from hebei_gis.workspace import Workspace

#: The others stand in the sidecar.
_ISSUES_SHOWN = 20


def add(commands: Commands) -> None:
    """Add this group's commands."""
    export = commands.add("export", _export)
    export.add_argument("layers", nargs="*", metavar="LAYER")
    export.add_argument("--all", action="store_true")
    export.add_argument("--entry", metavar="ID")
    export.add_argument("--format", metavar="F")
    export.add_argument("--datum", "--crs", metavar="T")
    export.add_argument("--encoding", default="")
    export.add_argument("--zip", action="store_true")
    export.add_argument("-o", "--output", type=Path, metavar="FILE")
    commands.add("verify-export", _verify).add_argument("file", type=Path)


def _export(options: argparse.Namespace) -> int:
    chosen = format_named(options.format or _format_by_ending(options.output))
    workspace = opened(options)
    output: Path | None = options.output
    to_stream = output is None and chosen.text and not options.zip
    zipped = options.zip or (output is not None and output.suffix.lower() == ".zip")
    named = output is not None and not output.is_dir()
    if chosen.members and named and not zipped:
        expected = f"{output}.zip"
        raise ExportError([Fault("several_files", chosen.name, str(output), expected)])
    if options.zip and named and output is not None and output.suffix.lower() != ".zip":
        raise ExportError([Fault("zip_name", "--zip", str(output), f"{output}.zip")])
    packaging: Packaging | None = "zip" if zipped else "bare" if to_stream or named else None
    try:
        exported = _exported(workspace, options, chosen.name, packaging)
    except OSError as error:  # of a temporary file, which is nobody's
        error.filename = error.filename if output is None else str(output)
        raise
    for loss in losses(chosen.name):
        facts = {"format": chosen.name, "sentence": loss.text(options.language)}
        print(say("export_loss", options.language, **facts), file=sys.stderr)
    for issue in exported.issues[:_ISSUES_SHOWN]:
        told = term("export_issue", key=issue.key, sentence=issue.sentence(options.language))
        print(told.text(options.language), file=sys.stderr)
    more = len(exported.issues) - _ISSUES_SHOWN
    if more > 0:
        print(say("export_issues_more", options.language, count=more), file=sys.stderr)
    if to_stream:
        # Text as it is: newlines must not be turned, the bytes are hashed.
        stream = getattr(sys.stdout, "buffer", None)
        if stream is None:
            sys.stdout.write(exported.content.decode(options.encoding or "utf-8"))
        else:
            sys.stdout.flush()
            stream.write(exported.content)
            stream.flush()
        return 0
    path = output if named and output is not None else (output or Path()) / exported.name
    exported.write(path)
    facts = {
        "file": str(path),
        "rows": exported.sidecar["rows"],
        "code": exported.sidecar["reference_system"]["code"],
        "format": chosen.title,
    }
    print(say("export_written", options.language, **facts), file=sys.stderr)
    if not named:
        print(path)
    return 0


def _exported(
    workspace: Workspace, options: argparse.Namespace, name: str, packaging: Packaging | None
) -> ExportedFile:
    asked = [bool(options.layers), options.all, options.entry is not None]
    if sum(asked) != 1:
        kind = "export_of_nothing" if not any(asked) else "export_of_several"
        raise ExportError([Fault(kind, "export")])
    if options.entry is not None:
        return export_entry(
            workspace, options.entry, name, options.datum,
            language=options.language, encoding=options.encoding, packaging=packaging,
        )  # fmt: skip
    layers = list(workspace.layers) if options.all else options.layers
    return export_layers(
        workspace, layers, name, options.datum,
        language=options.language, encoding=options.encoding, packaging=packaging,
    )  # fmt: skip


def _format_by_ending(output: Path | None) -> str:
    """The format that a name says, also before ``.zip``; GeoJSON where it says none.

    Raises
    ------
    UnknownNameError
        Where its ending is of no format that is written.
    """
    if output is None:
        return "geojson"
    endings = {chosen.extension: chosen.name for chosen in written_formats().values()}
    endings |= {"json": "geojson", "shp": "shp", "": "geojson"}
    endings.pop("zip", None)
    if output.is_dir():
        if output.suffix.lower().removeprefix(".") in {*endings, "zip"} - {""}:
            # A folder that is called as a file would be: one of the two is a mistake.
            raise ExportError([Fault("path_is_folder", output.name, str(output))])
        return "geojson"
    zipped = output.suffix.lower() == ".zip"
    ending = (output.with_suffix("") if zipped else output).suffix.lower().removeprefix(".")
    if zipped and ending not in endings:  # a full stop within the name
        ending = ""
    return endings[ending] if ending in endings else format_named(ending).name


def _verify(options: argparse.Namespace) -> int:
    sidecar, faults = verify_file(options.file)
    print_faults(faults, options.language)
    if faults:
        return 1
    facts = {
        "file": options.file.name,
        "rows": sidecar["rows"],
        "code": sidecar["reference_system"]["code"],
        "exported": sidecar["exported"],
    }
    print(say("export_verified", options.language, **facts))
    if is_former_seal(sidecar):
        print(term("seal_former").text(options.language))
    print(term("seal_meaning").text(options.language))
    return 0

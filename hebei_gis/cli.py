"""The command ``hebei-gis``."""

from __future__ import annotations

import argparse
import json
import locale
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TextIO

from hebei_gis.errors import FaultsError, HebeiGisError
from hebei_gis.exporting import FORMATS, writer
from hebei_gis.faults import Fault
from hebei_gis.workspace import WORKSPACE_VARIABLE, Workspace, default_folder, open_workspace


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0, or 1 where something is wrong."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except FaultsError as error:
        _print_faults(error.faults, options.language)
        return 1
    except (HebeiGisError, OSError) as error:
        print(f"hebei-gis: {error}", file=sys.stderr)
        return 1


def _speak_utf8(stream: TextIO) -> None:
    """Write UTF-8 whatever the console's code page; what it cannot show is escaped."""
    reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hebei-gis", description=__doc__)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--workspace",
        type=Path,
        metavar="DIR",
        help="folder with workspace.toml, layers/ and geodata/ "
        f"(else ${WORKSPACE_VARIABLE}, this folder, or the one that comes along)",
    )
    common.add_argument(
        "--language", choices=("zh", "en"), default=_console_language(), help="of messages"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], about: str) -> Any:
        added = commands.add_parser(name, help=about, description=about, parents=[common])
        added.set_defaults(run=run)
        return added

    app = command("app", _app, "serve the pages")
    app.add_argument("--port", type=int, default=8501)
    app.add_argument("--host", default="127.0.0.1", help="address to bind (default: this machine)")
    command("check", _check, "check declarations, files, tables; list every fault")
    layers = command("layers", _layers, "list the layers")
    layers.add_argument("--json", action="store_true", help="as JSON")
    measures = command("measures", _measures, "list the plan's entries with their places")
    measures.add_argument("--json", action="store_true", help="as JSON")
    export = command("export", _export, "write a layer as a file")
    export.add_argument("layer")
    export.add_argument("--format", default="geojson", help=", ".join(FORMATS))
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="else standard output")
    return parser


def _console_language() -> str:
    name = os.environ.get("HEBEI_GIS_LANGUAGE") or locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def _open(options: argparse.Namespace) -> Workspace:
    return open_workspace(options.workspace or default_folder())


def _print_faults(faults: Sequence[Fault], language: str) -> None:
    for fault in faults:
        print(fault.sentence(language), file=sys.stderr)


def _print_json(values: Any) -> None:
    print(json.dumps(values, ensure_ascii=False, indent=2))


def _app(options: argparse.Namespace) -> int:
    from hebei_gis.app.launching import launch

    return launch(options.workspace or default_folder(), options.host, options.port)


def _check(options: argparse.Namespace) -> int:
    workspace = _open(options)
    _print_faults(workspace.faults, options.language)
    issues = [(name, issue) for name, layer in workspace.layers.items() for issue in layer.issues]
    for name, issue in issues:
        print(f"{name} {issue.key}: {issue.detail}")
    features = sum(len(layer.features) for layer in workspace.layers.values())
    located = len(workspace.register.entries) - len(workspace.links.unlocated_entries)
    print(
        f"{len(workspace.layers)} layers, {features} features; "
        f"{len(workspace.register.entries)} entries, {located} on the map; "
        f"{len(issues)} rows mended or left out; {len(workspace.faults)} faults"
    )
    return 1 if workspace.faults else 0


def _layers(options: argparse.Namespace) -> int:
    workspace = _open(options)
    rows = workspace.layer_rows()
    if options.json:
        _print_json(rows)
    else:
        for row in rows:
            title = row["title_zh"] if options.language == "zh" else row["title_en"]
            print(
                f"{row['id']:<20} {row['features']:>6}  {row['basis']:<14} "
                f"±{row['accuracy_m']:g} m  {title}"
            )
    _print_faults(workspace.faults, options.language)
    return 0


def _measures(options: argparse.Namespace) -> int:
    workspace = _open(options)
    rows = workspace.measure_rows()
    if options.json:
        _print_json(rows)
    else:
        for row in rows:
            located = sum(1 for place in row["places"] if place["located"])
            title = row["title"] if options.language == "zh" else row["title_en"]
            print(f"{row['id']:<9} {row['kind']:<12} {located:>3}  {title}")
    _print_faults(workspace.faults, options.language)
    return 0


def _export(options: argparse.Namespace) -> int:
    writer(options.format)
    workspace = _open(options)
    content = workspace.layer_geojson(options.layer, options.language)
    if options.output is None:
        sys.stdout.write(content)
    else:
        options.output.write_text(content, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

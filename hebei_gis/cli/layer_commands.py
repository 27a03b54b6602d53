"""``app``, ``check``, ``layers``, ``measures``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hebei_gis.cli.commands import Commands, opened, print_faults, print_json, workspace_folder
from hebei_gis.cli.help_layout import padded
from hebei_gis.words.commands import code_word, say

#: What other programs read of an entry and of its places; the order is kept.
MEASURE_KEYS = (
    "id", "kind", "chapter", "section", "paragraph", "title", "summary_zh", "summary_en", "theme",
)  # fmt: skip
PLACE_KEYS = ("id", "name", "relation", "located", "layer", "key")


def add(commands: Commands) -> None:
    """Add this group's commands."""
    app = commands.add("app", _app)
    app.add_argument("--port", type=int, default=8501)
    app.add_argument("--host", default="127.0.0.1")
    app.add_argument("--name", action="append", default=[], metavar="HOST")
    app.add_argument("--public-read-only", action="store_true")
    app.add_argument("--users", type=Path, metavar="FILE")
    app.add_argument("--certificate", type=Path, metavar="FILE")
    app.add_argument("--key", type=Path, metavar="FILE")
    commands.add("check", _check)
    commands.add("layers", _layers).add_argument("--json", action="store_true")
    commands.add("measures", _measures).add_argument("--json", action="store_true")


def _app(options: argparse.Namespace) -> int:
    from hebei_gis.app.launching import launch

    return launch(
        workspace_folder(options), options.host, options.port, options.name,
        read_only=options.public_read_only, users=options.users,
        certificate=options.certificate, key=options.key,
    )  # fmt: skip


def _check(options: argparse.Namespace) -> int:
    workspace = opened(options)
    language = options.language
    print_faults(workspace.faults, language)
    issues = [(name, issue) for name, layer in workspace.layers.items() for issue in layer.issues]
    for name, issue in issues:
        sentence = issue.sentence(language)
        print(say("check_row", language, layer=name, key=issue.key, sentence=sentence))
    entries = len(workspace.register.entries)
    counts = {
        "layers": len(workspace.layers),
        "features": sum(len(layer.features) for layer in workspace.layers.values()),
        "entries": entries,
        "located": entries - len(workspace.links.unlocated_entries),
        "mended": len(issues),
        "faults": len(workspace.faults),
    }
    print(say("check_counts", language, **counts))
    return 1 if workspace.faults else 0


def _layers(options: argparse.Namespace) -> int:
    workspace = opened(options)
    rows = workspace.layer_rows()
    if options.json:
        print_json(rows)
    else:
        for row in rows:
            title = row["title_zh"] if options.language == "zh" else row["title_en"]
            accuracy = say("accuracy", options.language, metres=row["accuracy_m"])
            basis = padded(code_word(row["basis"], options.language), 14)
            print(f"{row['id']:<20} {row['features']:>6}  {basis} {accuracy}  {title}")
    print_faults(workspace.faults, options.language)
    return 0


def _measures(options: argparse.Namespace) -> int:
    workspace = opened(options)
    if options.json:
        print_json([_promised(row) for row in workspace.measure_rows()])
    else:
        for entry in workspace.register.entries.values():
            features = len(workspace.links.features_of(entry.id))
            kind = padded(code_word(entry.kind, options.language), 12)
            print(f"{entry.id:<9} {kind} {features:>3}  {entry.name(options.language)}")
    print_faults(workspace.faults, options.language)
    return 0


def _promised(row: Mapping[str, Any]) -> dict[str, Any]:
    """An entry with the keys other programs were promised, and no others."""
    places = [{key: place[key] for key in PLACE_KEYS} for place in row["places"]]
    return {**{key: row[key] for key in MEASURE_KEYS}, "places": places}

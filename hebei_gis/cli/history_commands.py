"""``history``."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from hebei_gis.cli.commands import Commands, print_json, workspace_folder
from hebei_gis.history import history, undo
from hebei_gis.words.commands import say


def add(commands: Commands) -> None:
    """Add this group's commands."""
    command = commands.add("history", _history)
    command.add_argument("--undo", type=int, metavar="N")
    command.add_argument("--json", action="store_true")


def _history(options: argparse.Namespace) -> int:
    folder, language = workspace_folder(options), options.language
    if options.undo is not None:
        entry = undo(folder, options.undo)
        print(say("undone", language, number=entry.number, what=entry.text(language)))
        return 0
    entries = history(folder)
    if options.json:
        print_json([{**asdict(entry), "what": entry.text(language)} for entry in entries])
        return 0
    if not entries:
        print(say("history_none", language))
    for entry in entries:
        facts = {"when": entry.moment, "who": entry.who, "what": entry.text(language)}
        print(say("history_line", language, number=entry.number, **facts))
    return 0

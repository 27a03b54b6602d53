"""``backup``, ``restore``."""

from __future__ import annotations

import argparse
from pathlib import Path

from hebei_gis.backup import backup, restore
from hebei_gis.cli.commands import Commands, print_faults, workspace_folder
from hebei_gis.words.commands import say


def add(commands: Commands) -> None:
    """Add this group's commands."""
    out = commands.add("backup", _backup)
    out.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    back = commands.add("restore", _restore)
    back.add_argument("file", type=Path)
    back.add_argument("folder", type=Path, metavar="DIR")


def _backup(options: argparse.Namespace) -> int:
    names = backup(workspace_folder(options), options.output)
    print(say("backed_up", options.language, file=str(options.output), count=len(names)))
    return 0


def _restore(options: argparse.Namespace) -> int:
    faults = restore(options.file, options.folder)
    print_faults(faults, options.language)
    print(say("restored", options.language, folder=str(options.folder), count=len(faults)))
    return 0

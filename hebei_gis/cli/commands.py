"""What all commands share: the options, the workspace, how results and faults are printed."""

from __future__ import annotations

import argparse
import json
import locale
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from hebei_gis.words.faults import Fault
from hebei_gis.workspace import WORKSPACE_VARIABLE, Workspace, default_folder, open_workspace

Run = Callable[[argparse.Namespace], int]


class Commands:
    """Adds commands that all take ``--workspace`` and ``--language``."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
        self._groups: dict[str, Commands] = {}
        self._common = argparse.ArgumentParser(add_help=False)
        self._common.add_argument(
            "--workspace",
            type=Path,
            metavar="DIR",
            help="folder with workspace.toml, layers/ and geodata/ "
            f"(else ${WORKSPACE_VARIABLE}, this folder, or the one that comes along)",
        )
        self._common.add_argument(
            "--language", choices=("zh", "en"), default=_console_language(), help="of messages"
        )

    def add(self, name: str, run: Run, about: str) -> argparse.ArgumentParser:
        """Add one command; `run` takes the parsed options and returns the exit code."""
        added = self._commands.add_parser(
            name, help=about, description=about, parents=[self._common]
        )
        added.set_defaults(run=run)
        return added

    def group(self, name: str, about: str) -> Commands:
        """Add a command that has commands of its own (``plan read``); once, whoever adds to it."""
        if name not in self._groups:
            parser = self._commands.add_parser(name, help=about, description=about)
            self._groups[name] = Commands(parser)
        return self._groups[name]


def _console_language() -> str:
    name = os.environ.get("HEBEI_GIS_LANGUAGE") or locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def workspace_folder(options: argparse.Namespace) -> Path:
    """The folder the options name, or the default one."""
    return Path(options.workspace or default_folder())


def opened(options: argparse.Namespace) -> Workspace:
    """The workspace the options name."""
    return open_workspace(workspace_folder(options))


def print_faults(faults: Sequence[Fault], language: str) -> None:
    """Faults on standard error, one a line."""
    for fault in faults:
        print(fault.sentence(language), file=sys.stderr)


def print_json(values: Any) -> None:
    """Values as indented JSON, Chinese as it is."""
    print(json.dumps(values, ensure_ascii=False, indent=2))

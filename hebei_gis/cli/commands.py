"""What all commands share: the options, the workspace, how results and faults are printed."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from hebei_gis.cli.help_layout import HelpLayout
from hebei_gis.cli.language import argparse_speaks
from hebei_gis.files.workspace_folder import default_folder
from hebei_gis.words.command_help import help_of
from hebei_gis.words.commands import say
from hebei_gis.words.facts import Fact
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import Note

if TYPE_CHECKING:
    from hebei_gis.workspace import Workspace

Run = Callable[[argparse.Namespace], int]


class CommandParser(argparse.ArgumentParser):
    """A parser that takes the help of its options from the catalogue.

    Parameters
    ----------
    command : str
        Its name, ``plan read``; empty for the program.
    language : str
        ``zh`` or ``en``.
    facts : mapping of name to Fact
        Lists that the help names: formats, datums.
    """

    def __init__(
        self, command: str, language: str, facts: Mapping[str, Fact], **options: Any
    ) -> None:
        self._command, self._language, self._facts = command, language, facts
        super().__init__(formatter_class=HelpLayout, **options)

    def help_of(self, name: str) -> str | None:
        """The help of an option or group of this command; of all commands where it has none."""
        for key in (f"{self._command} {name}".strip(), f"{self._command}: {name}", name):
            words = help_of(key, self._language, self._facts)
            if words is not None:
                return words
        return None

    def error(self, message: str) -> NoReturn:
        """End with what is wrong with the usage, and exit code 2."""
        with argparse_speaks(self._language):
            super().error(message)

    def format_help(self) -> str:
        """The help; a heading ends as its language ends headings."""
        words = super().format_help()
        return re.sub(r"(?m)^(\S.*):$", r"\1：", words) if self._language == "zh" else words

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Parse; what a command does not know ends with the usage of that command."""
        parsed, unknown = super().parse_known_args(args, namespace)
        if unknown:
            with argparse_speaks(self._language):
                self.error(argparse._("unrecognized arguments: %s") % " ".join(unknown))  # type: ignore[attr-defined]
        return parsed, unknown

    def add_argument(self, *names: Any, **options: Any) -> argparse.Action:
        """Add an argument with its help."""
        return super().add_argument(*names, **self._helped(names, options))

    def add_argument_group(self, *names: Any, **options: Any) -> Any:
        """Add a group whose arguments have their help too."""
        title, *rest = names
        group = super().add_argument_group(self.help_of(title) or title, *rest, **options)
        add = group.add_argument
        group.add_argument = lambda *n, **o: add(*n, **self._helped(n, o))  # type: ignore[method-assign]
        return group

    def _helped(self, names: Sequence[Any], options: dict[str, Any]) -> dict[str, Any]:
        words = self.help_of(str(names[-1]))
        return options if words is None else {**options, "help": words}


class Commands:
    """Adds commands that all take ``--workspace`` and ``--language``.

    Parameters
    ----------
    parser : CommandParser
        Of the program, or of a command that has commands of its own.
    language : str
        What the environment asks for; of help and of wrong usage.
    facts : mapping of name to Fact
        Lists that the help names.
    """

    def __init__(
        self,
        parser: CommandParser,
        language: str,
        facts: Mapping[str, Fact],
        command: str = "",
    ) -> None:
        self._language, self._facts, self._command = language, facts, command
        self._commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
        self._groups: dict[str, Commands] = {}
        # Before the command too; each command's own option comes last and decides.
        parser.add_argument("--language", choices=("zh", "en"), default=language)
        self._common = CommandParser("", language, facts, add_help=False)
        self._common.add_argument("--workspace", type=Path, metavar="DIR")
        self._common.add_argument("--language", choices=("zh", "en"), default=language)

    def add(self, name: str, run: Run, about: str = "") -> CommandParser:
        """Add one command; `run` takes the parsed options and returns the exit code."""
        added = self._added(name, about, parents=[self._common])
        added.set_defaults(run=run)
        return added

    def group(self, name: str, about: str = "") -> Commands:
        """Add a command that has commands of its own (``plan read``); once, whoever adds to it."""
        if name not in self._groups:
            command = f"{self._command} {name}".strip()
            parser = self._added(name, about)
            self._groups[name] = Commands(parser, self._language, self._facts, command)
        return self._groups[name]

    def name_only(self, name: str) -> None:
        """List a command that will not be run, if nobody added it."""
        if name not in self._commands.choices:
            self._added(name, "")

    def _added(self, name: str, about: str, **options: Any) -> CommandParser:
        command = f"{self._command} {name}".strip()
        words = help_of(command, self._language, self._facts) or about
        added: CommandParser = self._commands.add_parser(
            name, help=words, description=words, command=command,
            language=self._language, facts=self._facts, **options,
        )  # fmt: skip
        return added


def workspace_folder(options: argparse.Namespace) -> Path:
    """The folder the options name, or the default one."""
    return Path(options.workspace or default_folder())


def opened(options: argparse.Namespace) -> Workspace:
    """The workspace the options name."""
    from hebei_gis.workspace import open_workspace  # with the libraries it needs

    return open_workspace(workspace_folder(options))


def print_faults(faults: Sequence[Fault], language: str) -> None:
    """Faults on standard error, one a line."""
    for fault in faults:
        print(fault.sentence(language), file=sys.stderr)


def print_warnings(warnings: Sequence[Note], language: str) -> None:
    """What a person should look at, one a line."""
    for warning in warnings:
        print(say("look_at", language, sentence=warning.sentence(language)))


def print_json(values: Any) -> None:
    """Values as indented JSON, Chinese as it is."""
    print(json.dumps(values, ensure_ascii=False, indent=2))

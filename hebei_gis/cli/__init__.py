"""The command ``hebei-gis``: one module a group of commands, each with one ``add``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TextIO

from hebei_gis.cli.commands import CommandParser, Commands
from hebei_gis.cli.help_lists import HelpLists
from hebei_gis.cli.language import argparse_speaks, language_asked
from hebei_gis.words.commands import WORDS, say
from hebei_gis.words.errors import FaultsError, HebeiGisError, error_sentences

#: Command → the modules that add it or its own commands, in the order help lists them. A module
#: brings the libraries its commands need: only those of the command that is asked for are loaded.
COMMANDS: dict[str, tuple[str, ...]] = {
    "app": ("layer_commands",),
    "check": ("layer_commands",),
    "layers": ("layer_commands",),
    "measures": ("layer_commands",),
    "find": ("find_commands",),
    "here": ("here_commands",),
    "link": ("link_commands",),
    "import": ("import_commands",),
    "layer": ("import_commands",),
    "export": ("export_commands",),
    "verify-export": ("export_commands",),
    "plan": ("plan_commands",),
    "indicators": ("plan_commands",),
    "place": ("place_commands", "register_commands"),
    "register": ("register_commands",),
    "init": ("register_commands",),
    "sites": ("site_commands",),
    "history": ("history_commands",),
    "user": ("user_commands",),
    "backup": ("backup_commands",),
    "restore": ("backup_commands",),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0, 1 where it is refused, 2 for wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    words = sys.argv[1:] if arguments is None else list(arguments)
    language = language_asked(words)
    with argparse_speaks(language):
        asked = next((word for word in words if word in COMMANDS), "")
        options = command_parser(language, asked).parse_args(words)
    try:
        return int(options.run(options))
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        sys.stderr.close()
        return 1
    except (HebeiGisError, OSError) as error:
        for sentence in error_sentences(error, options.language):
            told = isinstance(error, FaultsError)  # a fault begins with its place
            line = sentence if told else say("error", options.language, sentence=sentence)
            print(line, file=sys.stderr)
        for fault in error.faults if isinstance(error, FaultsError) else ():
            if f"mend {fault.kind}" in WORDS:
                mend = say(f"mend {fault.kind}", options.language, expected=fault.expected)
                print(mend, file=sys.stderr)
        return 1


def command_parser(language: str, asked: str | None = None) -> argparse.ArgumentParser:
    """The parser of the commands, its help in ``zh`` or ``en``.

    Parameters
    ----------
    asked : str or None
        The command to be run: the others are listed only. None: all can be run.
    """
    facts = HelpLists()
    parser = CommandParser("", language, facts, prog="hebei-gis")
    parser.description = parser.help_of("")
    commands = Commands(parser, language, facts)
    wanted = COMMANDS.values() if asked is None else [COMMANDS.get(asked, ())]
    for name in dict.fromkeys(name for modules in wanted for name in modules):
        import_module(f"{__name__}.{name}").add(commands)
    for name in COMMANDS:
        commands.name_only(name)
    return parser


def _speak_utf8(stream: TextIO) -> None:
    """Write UTF-8 whatever the console's code page; what it cannot show is escaped."""
    reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")

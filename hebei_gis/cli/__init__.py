"""The command ``hebei-gis``: one module a group of commands, each with one ``add``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TextIO

from hebei_gis.cli import (
    export_commands,
    import_commands,
    layer_commands,
    place_commands,
    plan_commands,
    register_commands,
    site_commands,
)
from hebei_gis.cli.commands import CommandParser, Commands, help_facts
from hebei_gis.cli.language import argparse_speaks, language_asked
from hebei_gis.formats.registry import written_formats
from hebei_gis.intake.datums import DATUMS
from hebei_gis.intake.templates import template_names
from hebei_gis.layers.declaration import BASES
from hebei_gis.sites import METHODS, MISSING, NORMALISATIONS
from hebei_gis.words.commands import WORDS, say
from hebei_gis.words.errors import FaultsError, HebeiGisError, error_sentences

#: Modules that add commands, in the order help lists them.
GROUPS = (
    layer_commands,
    import_commands,
    export_commands,
    plan_commands,
    place_commands,
    register_commands,
    site_commands,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0, 1 where it is refused, 2 for wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    words = sys.argv[1:] if arguments is None else list(arguments)
    language = language_asked(words)
    with argparse_speaks(language):
        options = command_parser(language).parse_args(words)
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


def command_parser(language: str) -> argparse.ArgumentParser:
    """The parser of all commands, its help in ``zh`` or ``en``."""
    facts = help_facts(
        formats=list(written_formats()), bases=BASES, datums=list(DATUMS),
        templates=template_names(), methods=METHODS, normalisations=NORMALISATIONS,
        missing=MISSING,
    )  # fmt: skip
    parser = CommandParser("", language, facts, prog="hebei-gis")
    parser.description = parser.help_of("")
    commands = Commands(parser, language, facts)
    for group in GROUPS:
        group.add(commands)
    return parser


def _speak_utf8(stream: TextIO) -> None:
    """Write UTF-8 whatever the console's code page; what it cannot show is escaped."""
    reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")

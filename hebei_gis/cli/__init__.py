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
from hebei_gis.cli.commands import Commands, print_faults
from hebei_gis.words.errors import FaultsError, HebeiGisError
from hebei_gis.words.fault_words import in_chinese

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
    """Run the command; the exit code is 0, or 1 where something is wrong."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    parser = argparse.ArgumentParser(prog="hebei-gis", description="A district's plan on a map.")
    commands = Commands(parser)
    for group in GROUPS:
        group.add(commands)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except FaultsError as error:
        print_faults(error.faults, options.language)
        return 1
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        sys.stderr.close()
        return 1
    except (HebeiGisError, OSError) as error:
        told = in_chinese(str(error)) if options.language == "zh" else str(error)
        print(f"hebei-gis: {told}", file=sys.stderr)
        return 1


def _speak_utf8(stream: TextIO) -> None:
    """Write UTF-8 whatever the console's code page; what it cannot show is escaped."""
    reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")

"""Which language the command speaks: the one asked for, else the environment's."""

from __future__ import annotations

import argparse
import locale
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from hebei_gis.words.command_help import ARGPARSE

#: Says the language where the console's is another.
LANGUAGE_VARIABLE = "HEBEI_GIS_LANGUAGE"
_OPTION = "--language"


def language_asked(arguments: Sequence[str]) -> str:
    """``zh`` or ``en``, before the options are parsed: help and wrong usage speak it too."""
    for at, word in enumerate(arguments):
        option, _, value = word.partition("=")
        if option == _OPTION:
            following = arguments[at + 1] if at + 1 < len(arguments) else ""
            named = value or following
            if named in ("zh", "en"):
                return named
    return environment_language()


def environment_language() -> str:
    """``zh`` where the environment asks for Chinese, else ``en``."""
    variables = (LANGUAGE_VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG")
    name = next((os.environ[one] for one in variables if os.environ.get(one)), "")
    if not name and sys.platform == "win32":  # its variables say nothing of the language
        name = locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


class _Chinese(str):
    """A text of argparse that is filled with names: listed by 、 and without Python's quotes."""

    def __mod__(self, names: Any) -> str:
        listed = {"choices", "matches"}
        if isinstance(names, str):
            return str.__mod__(self, names.replace(", ", "、"))
        if isinstance(names, dict):
            names = {
                name: str(value).replace("'", "").replace(", ", "、") if name in listed else value
                for name, value in names.items()
            }
        return str.__mod__(self, names)


@contextmanager
def argparse_speaks(language: str) -> Iterator[None]:
    """Have argparse say its own part of help and of wrong usage in ``zh`` or ``en``.

    argparse asks gettext for its texts by their English; here the catalogue answers.
    """
    if language != "zh":
        yield
        return
    english = {name: getattr(argparse, name) for name in ("_", "ngettext")}

    def say(text: str) -> str:
        return _Chinese(ARGPARSE[text]) if text in ARGPARSE else str(english["_"](text))

    def say_counted(one: str, many: str, count: int) -> str:
        return ARGPARSE.get(one) or str(english["ngettext"](one, many, count))

    try:
        for name, spoken in (("_", say), ("ngettext", say_counted)):
            setattr(argparse, name, spoken)
        yield
    finally:
        for name, spoken in english.items():
            setattr(argparse, name, spoken)

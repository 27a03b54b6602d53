"""``find``: what has a name, by its words, by pinyin, or nearly."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from hebei_gis.cli.commands import Commands, opened, print_json
from hebei_gis.plan.text.attached import attached_reading
from hebei_gis.searching import grouped, search
from hebei_gis.words.commands import say
from hebei_gis.words.facts import term

_TOLD = ("pinyin", "close", "text")


def add(commands: Commands) -> None:
    """Add the command."""
    command = commands.add("find", _find)
    command.add_argument("words", nargs="+", metavar="WORDS")
    command.add_argument("--most", type=int, default=30, metavar="N")
    command.add_argument("--json", action="store_true")


def _find(options: argparse.Namespace) -> int:
    workspace, language = opened(options), options.language
    reading = attached_reading(workspace.folder, workspace.register)
    words = " ".join(options.words)
    hits = search(workspace, words, language, reading, max(1, options.most))
    if options.json:
        print_json([asdict(hit) for hit in hits])
        return 0 if hits else 1
    if not hits:
        print(say("find_none", language, words=words), file=sys.stderr)
        return 1
    for title, members, _ in grouped(hits, language, each=len(hits)):
        print(title)
        for hit in members:
            how = f"  [{term(f'found_by_{hit.by}').text(language)}]" if hit.by in _TOLD else ""
            print(f"  {hit.title}  {hit.beside}  {hit.id}{how}")
    return 0

"""``link``: the address of what the map shows."""

from __future__ import annotations

import argparse

from hebei_gis.cli.commands import Commands, opened, print_json
from hebei_gis.linking import PAGES, SELECTED, address_of, read_address
from hebei_gis.words.errors import FaultsError

_METAVARS = {"point": "LON,LAT", "area": "W,S,E,N"}


def add(commands: Commands) -> None:
    """Add the command."""
    command = commands.add("link", _link)
    command.add_argument("--page", choices=PAGES, default="map")
    for kind in SELECTED:
        command.add_argument(f"--{kind}", default="", metavar=_METAVARS.get(kind, "ID"))
    command.add_argument("--on", default="", metavar="LAYERS")
    command.add_argument("--off", default="", metavar="LAYERS")
    command.add_argument("--chapters", default="", metavar="NUMBERS")
    command.add_argument("--themes", default="", metavar="IDS")
    command.add_argument("--view", default="", metavar="LAT,LON,ZOOM")
    command.add_argument("--base", default="http://127.0.0.1:8501", metavar="URL")
    command.add_argument("--json", action="store_true")


def _link(options: argparse.Namespace) -> int:
    workspace = opened(options)
    asked = {
        name: getattr(options, name)
        for name in (*SELECTED, "on", "off", "chapters", "themes", "view")
    }
    shown = read_address(workspace, asked)
    if shown.gone:  # a link that shows less than was asked for is none
        raise FaultsError(shown.gone)
    address = address_of(shown, options.page, options.language, options.base)
    if options.json:
        print_json({"address": address, **shown.parameters()})
    else:
        print(address)
    return 0

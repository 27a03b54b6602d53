"""``place list|set|unset|tie|untie``: positions for what is not on the map."""

from __future__ import annotations

import argparse

from hebei_gis.cli.commands import Commands, opened, print_json, workspace_folder
from hebei_gis.geo.crs import WGS84
from hebei_gis.layers.declaration import BASES
from hebei_gis.plan.places.placing import Position, place_at, take_back, tie, untie
from hebei_gis.plan.register.model import FeatureTie


def add(commands: Commands) -> None:
    """Add this group's commands."""
    place = commands.group("place", "places of the gazetteer: give a position, tie to a feature")
    listed = place.add("list", _list, "list places, those that entries wait for first")
    listed.add_argument("--unlocated", action="store_true", help="only those not on the map")
    listed.add_argument("--json", action="store_true", help="as JSON")
    given = place.add("set", _set, "give a place a position")
    given.add_argument("id")
    given.add_argument("--lon", type=float, required=True, help="degrees")
    given.add_argument("--lat", type=float, required=True, help="degrees")
    given.add_argument(
        "--accuracy-m", type=float, required=True, help="radius that holds the true position"
    )
    given.add_argument("--basis", required=True, help=", ".join(BASES))
    given.add_argument("--source", required=True, help="from what the position is known")
    given.add_argument("--by", default="", help="who (default: the account's name)")
    given.add_argument(
        "--datum", default=WGS84, help="EPSG code, GCJ-02 or BD-09 (default: WGS 84)"
    )
    taken = place.add("unset", _unset, "take the position back")
    taken.add_argument("id")
    for name, run, about in (
        ("tie", _tie, "say that a place is a feature of a layer"),
        ("untie", _untie, "undo a tie"),
    ):
        command = place.add(name, run, about)
        command.add_argument("id")
        command.add_argument("--layer", required=True)
        command.add_argument("--key", required=True)


def _list(options: argparse.Namespace) -> int:
    workspace = opened(options)
    rows = workspace.place_rows()
    if options.unlocated:
        rows = [row for row in rows if not row["located"]]
    if options.json:
        print_json(rows)
    else:
        for row in rows:
            mark = "●" if row["located"] else "○"
            name = row["name"] if options.language == "zh" else row["name_en"]
            print(f"{mark} {row['entries']:>3}  {row['id']:<36} {name}")
    return 0


def _set(options: argparse.Namespace) -> int:
    position = Position(
        options.lon,
        options.lat,
        options.accuracy_m,
        options.basis,
        options.source,
        options.by,
        options.datum,
    )
    place_at(workspace_folder(options), options.id, position)
    print(f"{options.id} is on the map. Undo: hebei-gis place unset {options.id}")
    return 0


def _unset(options: argparse.Namespace) -> int:
    take_back(workspace_folder(options), options.id)
    print(f"{options.id}: the position given by hand is taken back.")
    return 0


def _tie(options: argparse.Namespace) -> int:
    keys = {name: layer.features.index for name, layer in opened(options).layers.items()}
    tie(workspace_folder(options), FeatureTie(options.id, options.layer, options.key), keys)
    print(f"{options.id} is {options.layer}/{options.key}.")
    return 0


def _untie(options: argparse.Namespace) -> int:
    untie(workspace_folder(options), FeatureTie(options.id, options.layer, options.key))
    print(f"{options.id} is no longer {options.layer}/{options.key}.")
    return 0

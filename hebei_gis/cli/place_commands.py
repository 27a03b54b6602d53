"""``place list|set|unset|tie|untie``: positions for what is not on the map."""

from __future__ import annotations

import argparse

from hebei_gis.cli.commands import Commands, opened, print_json, workspace_folder
from hebei_gis.geo.crs import WGS84
from hebei_gis.plan.places.placing import Position, place_at, take_back, tie, untie
from hebei_gis.plan.register.hints import Hint
from hebei_gis.plan.register.model import FeatureTie
from hebei_gis.words.commands import say
from hebei_gis.words.facts import term


def add(commands: Commands) -> None:
    """Add this group's commands."""
    place = commands.group("place")
    listed = place.add("list", _list)
    listed.add_argument("--unlocated", action="store_true")
    listed.add_argument("--json", action="store_true")
    given = place.add("set", _set)
    given.add_argument("id")
    for option in ("--lon", "--lat", "--accuracy-m"):
        given.add_argument(option, type=float, required=True)
    for option in ("--basis", "--source"):
        given.add_argument(option, required=True)
    given.add_argument("--by", default="")
    given.add_argument("--datum", default=WGS84)
    place.add("unset", _unset).add_argument("id")
    for name, run in (("tie", _tie), ("untie", _untie)):
        command = place.add(name, run)
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
            for hint in workspace.hints_of_place.get(row["id"], ()):
                print(f"{'':>7}{_hint_words(hint, options.language)}")
    return 0


def _hint_words(hint: Hint, language: str) -> str:
    """What is known of where a place lies, who says so and when."""
    confidence = term(f"hint_{hint.confidence}").text(language)
    name = "place_hint_dated" if hint.state_date else "place_hint"
    said = hint.hint(language)
    return say(name, language, hint=said, confidence=confidence, date=hint.state_date)


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
    print(say("place_set", options.language, place=options.id))
    return 0


def _unset(options: argparse.Namespace) -> int:
    take_back(workspace_folder(options), options.id)
    print(say("place_unset", options.language, place=options.id))
    return 0


def _tie(options: argparse.Namespace) -> int:
    keys = {name: layer.features.index for name, layer in opened(options).layers.items()}
    tie(workspace_folder(options), FeatureTie(options.id, options.layer, options.key), keys)
    _say_tied("place_tied", options)
    return 0


def _untie(options: argparse.Namespace) -> int:
    untie(workspace_folder(options), FeatureTie(options.id, options.layer, options.key))
    _say_tied("place_untied", options)
    return 0


def _say_tied(what: str, options: argparse.Namespace) -> None:
    feature = f"{options.layer}/{options.key}"
    print(say(what, options.language, place=options.id, feature=feature))

"""``here``: what applies at a place."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from hebei_gis.cli.commands import Commands, opened, print_json
from hebei_gis.files.whole_files import write_whole
from hebei_gis.here import NEAR_M, Here, PlaceError, here, here_values, spot_at, spot_of
from hebei_gis.words.commands import say
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault
from hebei_gis.workspace import Workspace

_ENDINGS = (".docx", ".geojson")


def add(commands: Commands) -> None:
    """Add the command."""
    command = commands.add("here", _here)
    command.add_argument("lon", type=float, nargs="?", metavar="LON")
    command.add_argument("lat", type=float, nargs="?", metavar="LAT")
    command.add_argument("--datum", default="WGS84", metavar="NAME")
    command.add_argument("--shape", type=Path, metavar="FILE")
    command.add_argument("--accuracy-m", type=float, default=0.0, metavar="M")
    command.add_argument("--radius-m", type=float, default=NEAR_M, metavar="M")
    command.add_argument("--json", action="store_true")
    command.add_argument("-o", "--output", type=Path, metavar="FILE")


def _here(options: argparse.Namespace) -> int:
    workspace, language = opened(options), options.language
    output = options.output
    if output is not None and output.suffix.lower() not in _ENDINGS:
        raise PlaceError([Fault("unknown_ending", output.name, output.suffix, list(_ENDINGS))])
    if options.shape is None and options.lat is None:
        raise PlaceError([Fault("no_place", term("the_place"))])
    numbers = (options.accuracy_m, options.radius_m)
    if options.shape is not None:
        spot = spot_of(workspace, _shape(options.shape), *numbers)
    else:
        spot = spot_at(workspace, options.lon, options.lat, options.datum, *numbers)
    found = here(workspace, spot)
    if output is not None:
        from hebei_gis.papers.here_sheet import here_geojson, write_here  # Word, only where asked

        is_word = output.suffix.lower() == ".docx"
        content = (
            write_here(workspace, found, language)
            if is_word
            else here_geojson(workspace, found, language).encode()
        )
        write_whole(output, content)
    if options.json:
        print_json(here_values(found, language))
    elif output is not None:
        print(say("here_written", language, file=output))
    else:
        _tell(workspace, found, language)
    return 0


def _shape(path: Path) -> BaseGeometry:
    """The one geometry of a GeoJSON file, or all of its features together."""
    try:
        values = json.loads(path.read_text(encoding="utf-8-sig"))
        parts = (
            [one["geometry"] for one in values["features"]]
            if "features" in values
            else [values.get("geometry", values)]
        )
        shapes = [shapely.from_geojson(json.dumps(part)) for part in parts]
        return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
    except (ValueError, KeyError, TypeError, AttributeError, shapely.GEOSException) as error:
        expected = term("a_geojson_shape")
        raise PlaceError([Fault("bad_value", path.name, str(error)[:80], expected)]) from error


def _tell(workspace: Workspace, found: Here, language: str) -> None:
    from hebei_gis.papers.here_sheet import feature_cells, nothing_words, place_rows
    from hebei_gis.words.papers import say as say_paper

    for name, numbers in place_rows(workspace, found):
        print(f"{name}  {numbers}")
    if found.outside_m > 0 or not found.features:
        print(nothing_words(found, language))
    for one in found.features:
        print("  ".join(feature_cells(workspace, one, language)))
    for number in found.more.values():
        print(say_paper("here_more", language, count=number))
    if found.entries:
        print(say_paper("here_entries", language))
    for entry in found.entries:
        sure = say_paper(f"here_{entry.relation}", language)
        name = f"{entry.entry.id} {entry.entry.name(language)}"
        print(f"  {sure}  {name}  ({entry.through.name(language)})")
    if found.nearest:
        print(say_paper("here_nearest", language))
    for one in found.nearest:
        print("  " + "  ".join(feature_cells(workspace, one, language)[1:]))

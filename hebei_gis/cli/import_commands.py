"""``import``, ``layer new``: files into the workspace, and ready declarations to fill."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from hebei_gis.cli.commands import Commands, workspace_folder
from hebei_gis.cli.file_options import add_file_options, answers_of, inspect_paths
from hebei_gis.cli.import_preview import (
    EXIT_CODES,
    print_faults_json,
    print_inspection,
    print_preview,
    print_preview_json,
    print_questions,
    state_of,
)
from hebei_gis.files.limits import limits_of
from hebei_gis.intake.declaring import LayerFacts
from hebei_gis.intake.disagreements import known_features
from hebei_gis.intake.keeping import Kept, keep, unsaid
from hebei_gis.intake.templates import new_layer
from hebei_gis.intake.understanding import Preview, understand
from hebei_gis.layers.catalog import read_settings
from hebei_gis.words.commands import say
from hebei_gis.words.errors import FaultsError
from hebei_gis.words.questions import Question
from hebei_gis.workspace import open_workspace


def add(commands: Commands) -> None:
    """Add this group's commands."""
    command = commands.add("import", _import)
    command.add_argument("file", nargs="+", type=Path)
    command.add_argument("--as", dest="layer_id", metavar="LAYER_ID")
    command.add_argument("--preview", action="store_true")
    command.add_argument("--json", action="store_true")
    command.set_defaults(usage_error=command.error)
    add_file_options(command)
    about = command.add_argument_group("what the layer is")
    about.add_argument("--title-zh")
    about.add_argument("--title-en")
    about.add_argument("--about-zh")
    about.add_argument("--about-en")
    about.add_argument("--group")
    about.add_argument("--basis")
    about.add_argument("--accuracy-m", type=float)
    about.add_argument("--licence")
    about.add_argument("--attribution")
    about.add_argument("--retrieved")
    about.add_argument("--replace", action="store_true")
    layer = commands.group("layer")
    new = layer.add("new", _new)
    new.add_argument("template")
    new.add_argument("--as", dest="layer_id", metavar="LAYER_ID")
    new.add_argument("--group")


def _import(options: argparse.Namespace) -> int:
    if options.json and not options.preview:
        options.usage_error(say("json_with_preview", options.language))
    inspection = None
    try:
        folder = workspace_folder(options)
        settings = read_settings(folder)
        limits = limits_of(settings.limits)
        inspection = inspect_paths(options.file, limits)
        # The layer itself proves nothing: it may be what is replaced.
        layers = open_workspace(folder).layers.values()
        known = known_features(layer for layer in layers if layer.id != options.layer_id)
        preview = understand(inspection, answers_of(options), settings, known)
    except FaultsError as error:
        if options.json:
            return EXIT_CODES[print_faults_json(error.faults, inspection, options.language)]
        if inspection:
            print_inspection(inspection, options.language)
        print_questions(map(Question, error.faults), options.language)
        return EXIT_CODES[state_of(error.faults)]
    if options.json:
        return EXIT_CODES[print_preview_json(preview, options.language)]
    print_preview(preview, options.language)
    questions = [
        *preview.questions,
        *(() if options.preview else _unsaid(options, preview, folder)),
    ]
    if questions:
        print_questions(questions, options.language)
        return EXIT_CODES["asks"]
    if options.preview:
        return EXIT_CODES["ready"]
    kept = keep(
        preview, folder, _facts(options), replace=options.replace, language=options.language
    )
    for one in kept.notes:
        print(one.sentence(options.language))
    title = kept.layer.declaration.title(options.language)
    rows = len(kept.layer.features)
    print(say("layer_kept", options.language, title=title, rows=rows))
    _print_kept(kept)
    return EXIT_CODES["ready"]


def _unsaid(options: argparse.Namespace, preview: Preview, folder: Path) -> list[Question]:
    """What must be said of the layer before it can be kept, all at once."""
    faults = unsaid(preview, folder, _facts(options), replace=options.replace)
    return [Question(fault) for fault in faults]


def _facts(options: argparse.Namespace) -> LayerFacts:
    return LayerFacts(
        id=options.layer_id,
        title_zh=options.title_zh,
        title_en=options.title_en,
        about_zh=options.about_zh,
        about_en=options.about_en,
        group=options.group,
        basis=options.basis,
        accuracy_m=options.accuracy_m,
        licence=options.licence,
        attribution_zh=options.attribution,
        attribution_en=options.attribution,
        retrieved=options.retrieved,
    )


def _new(options: argparse.Namespace) -> int:
    kept = new_layer(options.template, workspace_folder(options), options.layer_id, options.group)
    layer = options.layer_id or options.template
    print(say("layer_made", options.language, layer=layer), file=sys.stderr)
    _print_kept(kept)
    return 0


def _print_kept(kept: Kept) -> None:
    for path in kept.files:
        print(path)

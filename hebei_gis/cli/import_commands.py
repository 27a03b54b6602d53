"""``import``, ``layer new``: files into the workspace, and ready declarations to fill."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from hebei_gis.cli.commands import Commands, workspace_folder
from hebei_gis.cli.import_preview import (
    EXIT_CODES,
    print_faults_json,
    print_inspection,
    print_preview,
    print_preview_json,
    print_questions,
    state_of,
)
from hebei_gis.files.limits import Limits, limits_of
from hebei_gis.formats.own_sidecars import SIDECAR_ENDING
from hebei_gis.formats.sources import Reading
from hebei_gis.intake.declaring import LayerFacts
from hebei_gis.intake.disagreements import known_features
from hebei_gis.intake.inspecting import inspect_parts
from hebei_gis.intake.keeping import Kept, keep, unsaid
from hebei_gis.intake.templates import new_layer
from hebei_gis.intake.understanding import Answers, Preview, understand
from hebei_gis.layers.catalog import read_settings
from hebei_gis.words.commands import say
from hebei_gis.words.errors import FaultsError, UploadError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import note
from hebei_gis.words.questions import Question
from hebei_gis.words.refusals import names_listed, shown, too_much
from hebei_gis.workspace import open_workspace

#: What belongs to a .shp and is read with it.
_SHAPEFILE_PARTS = (".shx", ".dbf", ".prj", ".cpg")


def add(commands: Commands) -> None:
    """Add this group's commands."""
    command = commands.add("import", _import)
    command.add_argument("file", nargs="+", type=Path)
    command.add_argument("--as", dest="layer_id", metavar="LAYER_ID")
    command.add_argument("--preview", action="store_true")
    command.add_argument("--json", action="store_true")
    command.set_defaults(usage_error=command.error)
    said = command.add_argument_group("what the file does not say")
    said.add_argument("--datum")
    said.add_argument("--crs")
    said.add_argument("--parameters", metavar="NUMBERS")
    said.add_argument("--encoding")
    said.add_argument("--layer")
    said.add_argument("--x")
    said.add_argument("--y")
    said.add_argument("--wkt")
    said.add_argument("--key")
    said.add_argument("--name")
    said.add_argument("--accept", action="append", default=[], metavar="MEND")
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
        files = [*options.file, *_parts_beside(options.file)]
        inspection = inspect_parts(_parts(files, limits), limits)
        if len(files) > len(options.file):
            beside = [path.name for path in files[len(options.file) :]]
            said = note("parts_beside", names=names_listed(beside, len(beside)))
            inspection = replace(inspection, notes=(*inspection.notes, said))
        # The layer itself proves nothing: it may be what is replaced.
        layers = open_workspace(folder).layers.values()
        known = known_features(layer for layer in layers if layer.id != options.layer_id)
        preview = understand(inspection, _answers(options), settings, known)
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
    _print_kept(kept)
    return EXIT_CODES["ready"]


def _parts_beside(paths: list[Path]) -> list[Path]:
    """Parts of a Shapefile, or the sidecar of an export, that lie beside the one file given."""
    if len(paths) != 1 or not paths[0].is_file():
        return []
    (path,) = paths
    sidecar = path.with_name(path.name + SIDECAR_ENDING)
    found = [sidecar] if sidecar.is_file() else []
    if path.suffix.lower() == ".shp":
        found += [
            other
            for other in sorted(path.parent.iterdir())
            if other.stem.casefold() == path.stem.casefold()
            and other.suffix.lower() in _SHAPEFILE_PARTS
            and other.is_file()
        ]
    return found


def _unsaid(options: argparse.Namespace, preview: Preview, folder: Path) -> list[Question]:
    """What must be said of the layer before it can be kept, all at once."""
    faults = unsaid(preview, folder, _facts(options), replace=options.replace)
    return [Question(fault) for fault in faults]


def _parts(paths: list[Path], limits: Limits) -> dict[str, bytes]:
    missing = [path for path in paths if not path.is_file()]
    if missing:
        raise UploadError(
            [Fault("missing_file", path.name, str(path), term("a_file")) for path in missing]
        )
    size = sum(path.stat().st_size for path in paths) // 1_000_000
    if size > limits.upload_mb:
        raise too_much(paths[0].name, size, limits.upload_mb, "MB", "upload_mb")
    return {path.name: path.read_bytes() for path in paths}


def _answers(options: argparse.Namespace) -> Answers:
    parameters = None
    if options.parameters:
        try:
            parameters = tuple(float(part) for part in options.parameters.replace(",", " ").split())
        except ValueError as error:
            expected = term("numbers_3_or_7")
            fault = Fault(
                "bad_value", "--parameters", shown(options.parameters), expected,
                answered_by=["parameters"],
            )  # fmt: skip
            raise UploadError([fault]) from error
    return Answers(
        Reading(options.layer, options.encoding, options.x, options.y, options.wkt),
        options.crs,
        options.datum,
        parameters,
        options.key,
        options.name,
        frozenset(options.accept),
    )


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
    _print_kept(kept)
    return 0


def _print_kept(kept: Kept) -> None:
    for path in kept.files:
        print(path)

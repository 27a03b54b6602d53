"""``import``, ``layer new``: files into the workspace, and ready declarations to fill."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from hebei_gis.cli.commands import Commands, workspace_folder
from hebei_gis.cli.file_options import add_file_options, answers_of, file_parts
from hebei_gis.files.limits import limits_of
from hebei_gis.intake.declaring import LayerFacts
from hebei_gis.intake.disagreements import known_features
from hebei_gis.intake.inspecting import Inspection, inspect_parts
from hebei_gis.intake.keeping import Kept, keep
from hebei_gis.intake.templates import new_layer, template_names
from hebei_gis.intake.understanding import Preview, understand
from hebei_gis.layers.catalog import read_settings
from hebei_gis.layers.declaration import BASES
from hebei_gis.words.errors import UploadError
from hebei_gis.words.faults import Fault
from hebei_gis.words.questions import Question
from hebei_gis.words.refusals import shown
from hebei_gis.workspace import open_workspace

_ISSUES_SHOWN = 20
_ROWS_SHOWN = 5


def add(commands: Commands) -> None:
    """Add this group's commands."""
    command = commands.add("import", _import, "take a file in as a layer, or say why not")
    command.add_argument(
        "file", nargs="+", type=Path, help="one file or zip, or the parts of a Shapefile"
    )
    command.add_argument("--as", dest="layer_id", metavar="LAYER_ID", help="id of the layer")
    command.add_argument(
        "--preview", action="store_true", help="say what is understood, keep nothing"
    )
    add_file_options(command)
    about = command.add_argument_group("what the layer is")
    about.add_argument("--title-zh")
    about.add_argument("--title-en")
    about.add_argument("--about-zh")
    about.add_argument("--about-en")
    about.add_argument("--group", help="id of a group of workspace.toml")
    about.add_argument("--basis", help=", ".join(BASES))
    about.add_argument("--accuracy-m", type=float, help="metres that hold the truth 95 in 100")
    about.add_argument("--licence")
    about.add_argument("--attribution", help="who made it, for map and exports")
    about.add_argument("--retrieved", help="year or date of the source")
    about.add_argument("--replace", action="store_true", help="replace a layer of that id")
    layer = commands.group("layer", "declared layers")
    new = layer.add("new", _new, "declare a layer from a template, ready to be filled")
    new.add_argument("template", help=", ".join(template_names()))
    new.add_argument("--as", dest="layer_id", metavar="LAYER_ID", help="else the template's name")
    new.add_argument("--group", help="id of a group of workspace.toml")


def _import(options: argparse.Namespace) -> int:
    folder = workspace_folder(options)
    settings = read_settings(folder)
    limits = limits_of(settings.limits)
    inspection = inspect_parts(file_parts(options.file, limits), limits)
    # The layer itself proves nothing: it may be what is replaced.
    layers = open_workspace(folder).layers.values()
    known = known_features(layer for layer in layers if layer.id != options.layer_id)
    try:
        preview = understand(inspection, answers_of(options), settings, known)
    except UploadError:
        _print_inspection(inspection, options.language)
        raise
    _print_preview(preview, options.language)
    if preview.questions:
        print_questions(preview.questions, options.language)
        return 1
    if options.preview:
        return 0
    if options.layer_id is None:
        raise UploadError([Fault("not_answered", "--as", "the layer's id", "--as LAYER_ID")])
    kept = keep(
        preview, folder, _facts(options), replace=options.replace, language=options.language
    )
    for note in kept.notes:
        print(note.sentence(options.language))
    _print_kept(kept)
    return 0


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


def _print_inspection(inspection: Inspection, language: str) -> None:
    for note in inspection.notes:
        print(note.sentence(language))
    for layer in inspection.layers:
        columns = ", ".join(list(layer.columns)[:20])
        facts = f"[{columns}] {'|'.join(layer.geometry)} {layer.crs or ''}".rstrip()
        print(f"  {layer.name or '-'}: {layer.rows} × {facts}")


def _print_preview(preview: Preview, language: str) -> None:
    for sentence in preview.sentences(language):
        print(sentence)
    for issue in preview.issues[:_ISSUES_SHOWN]:
        print(f"  {issue.key}: {issue.sentence(language)}")
    if len(preview.issues) > _ISSUES_SHOWN:
        print(f"  … {len(preview.issues) - _ISSUES_SHOWN}")
    types = "|".join(preview.geometry_types)
    print(f"{len(preview.rows)} × {types}")
    head = preview.rows.head(_ROWS_SHOWN)
    table = head.drop(columns=head.geometry.name)
    for box, cells in zip(head.geometry.bounds.to_numpy(), table.to_numpy(), strict=True):
        west, south, east, north = box
        texts = " | ".join(shown(cell) for cell in cells[:6])
        print(f"  {(west + east) / 2:.6f}, {(south + north) / 2:.6f}  {texts}")


def print_questions(questions: Iterable[Question], language: str) -> None:
    """Questions on standard error, each with the options that answer it."""
    for question in questions:
        print(question.fault.sentence(language), file=sys.stderr)
        for mend in question.mends:
            print(f"  --accept {mend}", file=sys.stderr)


def _new(options: argparse.Namespace) -> int:
    kept = new_layer(options.template, workspace_folder(options), options.layer_id, options.group)
    _print_kept(kept)
    return 0


def _print_kept(kept: Kept) -> None:
    for path in kept.files:
        print(path)

"""``sites compare``, ``sites criteria``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from hebei_gis.cli.commands import Commands, opened, print_faults, print_json
from hebei_gis.cli.file_options import (
    add_file_options,
    answers_of,
    given_file_options,
    inspect_paths,
)
from hebei_gis.cli.import_preview import EXIT_CODES, State, print_questions, state_of
from hebei_gis.cli.site_options import check_columns, column_of, options_of
from hebei_gis.files.limits import limits_of
from hebei_gis.formats.registry import format_named
from hebei_gis.intake.declaring import WORST_ACCURACY_M
from hebei_gis.intake.disagreements import known_features
from hebei_gis.intake.understanding import Preview, understand
from hebei_gis.plan.text.attached import attached_reading
from hebei_gis.sites import (
    CRITERIA_FILE,
    METHODS,
    MISSING,
    NORMALISATIONS,
    Criteria,
    Note,
    Parcels,
    SiteComparison,
    Surroundings,
    assess_robustness,
    compare_sites,
    comparison_values,
    listed_names,
    measure_sites,
    parcels_from_layer,
    parcels_from_preview,
    read_criteria,
    save_comparison,
)
from hebei_gis.words.errors import ComparisonError, UploadError
from hebei_gis.words.facts import Fact, fill, term
from hebei_gis.words.faults import Fault
from hebei_gis.words.import_options import OPTIONS, SAY
from hebei_gis.words.questions import Question
from hebei_gis.workspace import Workspace


def add(commands: Commands) -> None:
    """Add this group's commands."""
    sites = commands.group("sites")
    compare = sites.add("compare", _compare)
    compare.add_argument("--parcels", required=True, nargs="+", metavar="LAYER_OR_FILE")
    compare.add_argument("--only", metavar="KEYS")
    compare.add_argument("--accuracy-m", type=float, metavar="M")
    compare.add_argument("--preset")
    compare.add_argument("--weights", metavar="ID=W,…")
    compare.add_argument("--pairwise", metavar="A/B=3,…")
    compare.add_argument("--column", action="append", default=[], metavar="NAME=higher|lower")
    compare.add_argument("--method", default=METHODS[0])
    compare.add_argument("--normalise", default=NORMALISATIONS[0])
    compare.add_argument("--missing", default=MISSING[0])
    compare.add_argument("--target", action="append", default=[], metavar="ID=TARGET:NONE")
    compare.add_argument("--veto", action="append", default=[], metavar="ID | ID>N | ID<N")
    compare.add_argument("--no-veto", action="append", default=[], metavar="ID")
    compare.add_argument("--seed", type=int)
    compare.add_argument("--weightings", type=int)
    compare.add_argument("--positions", type=int)
    compare.add_argument("--save", type=Path, metavar="FILE")
    compare.add_argument("-o", "--output", action="append", default=[], type=Path, metavar="FILE")
    compare.add_argument("--export", action="append", default=[], metavar="FORMAT")
    compare.add_argument("--export-datum", metavar="T")
    compare.add_argument("--export-to", type=Path, default=Path(), metavar="DIR")
    compare.add_argument("--quote", action="store_true")
    compare.add_argument("--json", action="store_true")
    add_file_options(compare)
    sites.add("criteria", _criteria).add_argument("--json", action="store_true")


def _compare(options: argparse.Namespace) -> int:
    if options.output:
        from hebei_gis.papers import paper_of  # slow to import: only where papers are asked for

        for path in options.output:
            paper_of(path.name)  # an ending that is none of a paper is told before the work
    for name in options.export:
        format_named(name)
    workspace = opened(options)
    criteria = _declared(workspace)
    of_columns = [column_of(text) for text in options.column]
    criteria = criteria.with_criteria(*of_columns)
    chosen, notes = options_of(options, criteria)
    try:
        parcels = _parcels(options, workspace)
    except AskedError as error:
        print_questions(error.questions, options.language)
        return EXIT_CODES[error.state]
    check_columns(of_columns, parcels)
    around = Surroundings(workspace.layers, workspace.links, workspace.register)
    measured = measure_sites(parcels, criteria, around)
    comparison = assess_robustness(compare_sites(measured, chosen), measured, around)
    if options.save:
        save_comparison(comparison, options.save)
    if options.output or options.export:
        _write_papers(options, workspace, comparison, notes)
    values = comparison_values(comparison, options.language)
    robust = comparison.robustness.notes if comparison.robustness else ()
    said = (*comparison.notes, *robust, *notes)
    values["notes"] = [note_with_option(note, options.language) for note in said]
    if options.json:
        print_json(values)
    else:
        _print(comparison, values["notes"], options.language)
    return 0


def _write_papers(
    options: argparse.Namespace,
    workspace: Workspace,
    comparison: SiteComparison,
    notes: tuple[Note, ...],
) -> None:
    from hebei_gis.papers import PaperRequest, export_comparison, write_paper

    preset = _declared(workspace).presets.get(options.preset or "")
    request = PaperRequest(
        comparison,
        Surroundings(workspace.layers, workspace.links, workspace.register),
        options.language,
        district=workspace.settings.name(options.language),
        boundary=workspace.settings.boundary or "",
        purpose=preset.title(options.language) if preset else "",
        notes=notes,
        reading=attached_reading(workspace.folder, workspace.register) if options.quote else None,
    )
    made = [export_comparison(request, name, options.export_datum) for name in options.export]
    for path in options.output:
        write_paper(request, path)
    if made:
        options.export_to.mkdir(parents=True, exist_ok=True)
    for file in made:
        file.write(options.export_to / file.name)
        print(options.export_to / file.name, file=sys.stderr)


def _declared(workspace: Workspace) -> Criteria:
    return read_criteria(workspace.folder / CRITERIA_FILE)


class AskedError(UploadError):
    """A file of parcels about which something must be answered first."""

    def __init__(self, questions: Sequence[Question], state: State = "asks") -> None:
        self.questions, self.state = tuple(questions), state
        super().__init__(question.fault for question in questions)


def _parcels(options: argparse.Namespace, workspace: Workspace) -> Parcels:
    boundary = workspace.layers.get(workspace.settings.boundary or "")
    name, *more = options.parcels
    if not more and _is_layer(name, workspace):
        layer = workspace.layer(name)
        given = given_file_options(options)
        given += ["--accuracy-m"] if options.accuracy_m is not None else []
        if given:
            raise ComparisonError([Fault("not_of_a_layer", "--parcels", layer=name, options=given)])
        keys = _only(options, list(map(str, layer.features.index)))
        return parcels_from_layer(layer, keys, boundary)
    accuracy = options.accuracy_m
    if accuracy is not None and not 0 <= accuracy <= WORST_ACCURACY_M:
        fault = Fault("accuracy_unusable", "--accuracy-m", f"{accuracy:g}", term("accuracy_bounds"))
        raise ComparisonError([fault])
    parcels = parcels_from_preview(
        _previewed(list(map(Path, options.parcels)), options, workspace),
        workspace.settings.metre_crs,
        accuracy_m=options.accuracy_m,
        boundary=boundary,
    )
    keys = _only(options, parcels.keys)
    return parcels if keys is None else parcels.part(keys)


def _is_layer(name: str, workspace: Workspace) -> bool:
    """Whether a name means a layer; one that is neither a layer nor like a file does."""
    if name in workspace.layers or name in workspace.left_out:
        return True
    path = Path(name)
    return not (path.suffix or path.exists())


def _only(options: argparse.Namespace, known: Sequence[str]) -> list[str] | None:
    return listed_names(options.only, known) if options.only else None


def _previewed(paths: list[Path], options: argparse.Namespace, workspace: Workspace) -> Preview:
    """The file as the import understands it.

    Raises
    ------
    AskedError
        Where something must be answered first.
    """
    faults = [
        Fault("neither_layer_nor_file", "--parcels", str(path), layers=list(workspace.layers))
        for path in paths
        if not path.is_file()
    ]
    if faults:
        raise ComparisonError(faults)
    limits = limits_of(workspace.settings.limits)
    answers = answers_of(options)
    try:
        inspection = inspect_paths(paths, limits)
        known = known_features(workspace.layers.values())
        preview = understand(inspection, answers, workspace.settings, known)
    except UploadError as error:
        questions = [Question(fault) for fault in error.faults]
        raise AskedError(questions, state_of(error.faults)) from error
    if preview.questions:
        raise AskedError(preview.questions)
    return preview


def _print(comparison: SiteComparison, notes: list[str], language: str) -> None:
    robustness = comparison.robustness
    name = "name_zh" if language == "zh" else "name_en"
    titles = comparison.parcels[name].astype(str).to_dict()
    sure = set(robustness.joint.shares.index) if robustness else set()
    for key in comparison.ranked:
        share = f"{robustness.joint.first(key):6.1%}" if robustness and key in sure else "     -"
        first = term("first_rank_share", share=share).text(language)
        score, rank = comparison.score[key], comparison.rank[key]
        print(f"{rank:>4}  {score:.4f}  {first}  {key}  {titles[key]}")
    for key, exclusions in {**comparison.vetoed, **comparison.unknown}.items():
        print(f"   -  {key}  {' '.join(e.reason(language) for e in exclusions)}")
    weights: list[Fact] = [
        term(
            "weighed", name=c.title(language) if language == "zh" else c.id,
            weight=f"{comparison.weights[c.id]:.3f}",
        )
        for c in comparison.weighed
    ]  # fmt: skip
    options = comparison.options
    summary = term(
        "comparison_summary", method=term(f"method_{options.method}"),
        normalise=term(f"normalise_{options.normalise}"),
        missing=term(f"missing_{options.missing}"), seed=str(options.seed), weights=weights,
    )  # fmt: skip
    print(summary.text(language))
    for note in notes:
        print(f"· {note}")


def note_with_option(note: Note, language: str) -> str:
    """What a note says, and the option that says it otherwise."""
    sentence = note.sentence(language)
    if note.kind != "no_accuracy":
        return sentence
    option = " ".join(OPTIONS["accuracy_m"])
    return f"{sentence}{'' if language == 'zh' else ' '}{fill(SAY, {'options': option}, language)}"


def _criteria(options: argparse.Namespace) -> int:
    workspace = opened(options)
    criteria = _declared(workspace)
    rows = [
        {
            **criterion.model_dump(mode="json", exclude_defaults=True),
            "layer_there": criterion.layer is None or criterion.layer in workspace.layers,
        }
        for criterion in criteria.criteria.values()
    ]
    presets = [preset.model_dump(mode="json") for preset in criteria.presets.values()]
    if options.json:
        print_json({"criteria": rows, "presets": presets})
        return 0
    for criterion, row in zip(criteria.criteria.values(), rows, strict=True):
        absent = ""
        if not row["layer_there"]:
            absent = term("layer_absent", layer=criterion.layer).text(options.language)
        better = term(criterion.direction).text(options.language)
        print(
            f"{criterion.id:<26} {criterion.weight:>5.2f}  {better:<6} "
            f"{criterion.title(options.language)}{absent}"
        )
    for preset in criteria.presets.values():
        print(f"{preset.id:<26} {preset.title(options.language)}")
    print_faults(workspace.faults, options.language)
    return 0

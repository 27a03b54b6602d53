"""``sites compare``, ``sites criteria``."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from hebei_gis.cli.commands import Commands, opened, print_faults, print_json
from hebei_gis.files.toml import validated
from hebei_gis.formats.registry import format_named, written_formats
from hebei_gis.plan.text.attached import attached_reading
from hebei_gis.sites import (
    CRITERIA_FILE,
    METHODS,
    MISSING,
    NORMALISATIONS,
    Criteria,
    Criterion,
    Fault,
    Note,
    Parcels,
    SiteComparison,
    SiteOptions,
    Surroundings,
    ValueFunction,
    Veto,
    assess_robustness,
    column_criterion,
    compare_sites,
    comparison_values,
    measure_sites,
    parcels_from_layer,
    parse_pairs,
    parse_weights,
    read_criteria,
    read_parcels_file,
    save_comparison,
    weights_from_pairs,
)
from hebei_gis.words.errors import ComparisonError
from hebei_gis.workspace import Workspace

_VETO = re.compile(r"^(?P<id>[^<>]+)(?P<sign>[<>])(?P<limit>.+)$")


def add(commands: Commands) -> None:
    """Add this group's commands."""
    sites = commands.group("sites", "compare parcels for a sale")
    compare = sites.add("compare", _compare, "rank parcels by weighted criteria")
    compare.add_argument("--parcels", required=True, metavar="LAYER_OR_FILE")
    compare.add_argument("--only", metavar="KEYS", help="only these parcels: key,key")
    compare.add_argument("--crs", help="of the file: EPSG:4490, GCJ-02 …, before what it says")
    compare.add_argument("--key", help="the file's column that identifies a parcel")
    compare.add_argument(
        "--accuracy-m", type=float, metavar="M", help="of rows that state no accuracy_m"
    )
    compare.add_argument("--preset", help="weights of a purpose")
    compare.add_argument("--weights", metavar="ID=W,…", help="only these count, or over a preset")
    compare.add_argument("--pairwise", metavar="A/B=3,…", help="weights from pairwise judgements")
    compare.add_argument(
        "--column", action="append", default=[], metavar="NAME=higher|lower",
        help="make a column of the parcel table a criterion",
    )  # fmt: skip
    compare.add_argument("--method", default=METHODS[0], help=" | ".join(METHODS))
    compare.add_argument("--normalise", default=NORMALISATIONS[0], help=" | ".join(NORMALISATIONS))
    compare.add_argument("--missing", default=MISSING[0], help=" | ".join(MISSING))
    compare.add_argument(
        "--target", action="append", default=[], metavar="ID=TARGET:NONE",
        help="closer to TARGET is better, at NONE worth nothing",
    )  # fmt: skip
    compare.add_argument(
        "--veto", action="append", default=[], metavar="ID | ID>N | ID<N",
        help="switch a declared veto on, or rule out beyond N",
    )  # fmt: skip
    compare.add_argument("--no-veto", action="append", default=[], metavar="ID")
    compare.add_argument("--seed", type=int, help="of the random draws")
    compare.add_argument("--weightings", type=int, help="draws of weights; 0 keeps them fixed")
    compare.add_argument("--positions", type=int, help="draws of positions; 0 takes them as exact")
    compare.add_argument("--save", type=Path, metavar="FILE", help="the comparison, to load again")
    compare.add_argument(
        "-o", "--output", action="append", default=[], type=Path, metavar="FILE",
        help="a paper by its ending: .docx .xlsx .csv .geojson .html .json",
    )  # fmt: skip
    compare.add_argument(
        "--export", action="append", default=[], metavar="FORMAT",
        help=f"parcels with ranks and scores as a data file: {', '.join(written_formats())}",
    )  # fmt: skip
    compare.add_argument(
        "--export-datum", metavar="T", help="of --export: WGS84, CGCS2000, metres, EPSG:n, GCJ-02 …"
    )
    compare.add_argument(
        "--export-to", type=Path, default=Path(), metavar="DIR", help="folder of --export"
    )
    compare.add_argument(
        "--quote", action="store_true", help="papers hold the words of the attached plan text"
    )
    compare.add_argument("--json", action="store_true", help="as JSON")
    criteria = sites.add("criteria", _criteria, "list criteria and presets")
    criteria.add_argument("--json", action="store_true", help="as JSON")


def _compare(options: argparse.Namespace) -> int:
    if options.output:
        from hebei_gis.papers import paper_of  # slow to import: only where papers are asked for

        for path in options.output:
            paper_of(path.name)  # an ending that is none of a paper is told before the work
    for name in options.export:
        format_named(name)
    workspace = opened(options)
    criteria = _declared(workspace)
    extra = [_column(text) for text in options.column]
    criteria = criteria.with_criteria(*extra)
    chosen, notes = _options(options, criteria)
    parcels = _parcels(options, workspace)
    around = Surroundings(workspace.layers, workspace.links, workspace.register)
    measured = measure_sites(parcels, criteria, around)
    comparison = assess_robustness(compare_sites(measured, chosen), measured, around)
    if options.save:
        save_comparison(comparison, options.save)
    if options.output or options.export:
        _write_papers(options, workspace, comparison, notes)
    values = comparison_values(comparison, options.language)
    values["notes"] += [note.sentence(options.language) for note in notes]
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


def _parcels(options: argparse.Namespace, workspace: Workspace) -> Parcels:
    boundary = workspace.layers.get(workspace.settings.boundary or "")
    name = options.parcels
    keys = [key.strip() for key in options.only.split(",")] if options.only else None
    path = Path(name)
    if name in workspace.layers or name in workspace.left_out or not (path.suffix or path.exists()):
        return parcels_from_layer(workspace.layer(name), keys, boundary)
    parcels = read_parcels_file(
        path,
        workspace.settings.metre_crs,
        crs=options.crs,
        key=options.key,
        accuracy_m=options.accuracy_m,
        boundary=boundary,
    )
    return parcels.part(keys) if keys else parcels


def _options(
    options: argparse.Namespace, criteria: Criteria
) -> tuple[SiteOptions, tuple[Note, ...]]:
    """The options as values; every unknown choice at once."""
    faults = [
        Fault("unknown_choice", f"--{name}", getattr(options, name), ", ".join(known))
        for name, known in (
            ("method", METHODS), ("normalise", NORMALISATIONS), ("missing", MISSING),
        )
        if getattr(options, name) not in known
    ]  # fmt: skip
    if options.preset and options.preset not in criteria.presets:
        known = ", ".join(criteria.presets)
        faults.append(Fault("unknown_choice", "--preset", options.preset, known))
    if faults:
        raise ComparisonError(faults)
    values = {
        "preset": options.preset,
        "method": options.method,
        "normalise": options.normalise,
        "missing": options.missing,
        "values": dict(_target(text) for text in options.target),
        "vetoes": dict(_veto(text) for text in options.veto)
        | dict.fromkeys(options.no_veto, False),
    }
    notes: tuple[Note, ...] = ()
    if options.weights:
        values["weights"] = parse_weights(options.weights)
    elif options.pairwise:
        pairs = parse_pairs(options.pairwise)
        names = list(dict.fromkeys(name for pair in pairs for name in pair))
        found = weights_from_pairs(names, pairs)
        values["weights"], notes = dict(found.weights), found.notes
    for name in ("seed", "weightings", "positions"):
        if getattr(options, name) is not None:
            values[name] = getattr(options, name)
    return validated(SiteOptions, values, "sites compare"), notes


def _column(text: str) -> Criterion:
    name, _, direction = text.rpartition("=")
    if direction not in ("higher", "lower"):
        raise ComparisonError([Fault("unknown_choice", "--column", text, "NAME=higher|lower")])
    return column_criterion(name, "higher" if direction == "higher" else "lower")


def _target(text: str) -> tuple[str, ValueFunction]:
    name, _, numbers = text.partition("=")
    target, _, none = numbers.partition(":")
    try:
        at, nothing = float(target), float(none)
    except ValueError:
        fault = Fault("unknown_choice", "--target", text, "ID=TARGET:NONE")
        raise ComparisonError([fault]) from None
    side = "none_above" if nothing > at else "none_below"
    return name, validated(ValueFunction, {"target": at, side: nothing}, f"--target {name}")


def _veto(text: str) -> tuple[str, Veto | bool]:
    found = _VETO.match(text)
    if not found:
        return text, True
    try:
        limit = float(found["limit"])
    except ValueError:
        raise ComparisonError([Fault("unknown_choice", "--veto", text, "ID, ID>N, ID<N")]) from None
    side = "above" if found["sign"] == ">" else "below"
    return found["id"].strip(), validated(Veto, {side: limit}, f"--veto {text}")


def _print(comparison: SiteComparison, notes: list[str], language: str) -> None:
    robustness = comparison.robustness
    name = "name_zh" if language == "zh" else "name_en"
    first = "居首" if language == "zh" else "first"
    titles = comparison.parcels[name].astype(str).to_dict()
    sure = set(robustness.joint.shares.index) if robustness else set()
    for key in comparison.ranked:
        share = f"{robustness.joint.first(key):6.1%}" if robustness and key in sure else "     -"
        score, rank = comparison.score[key], comparison.rank[key]
        print(f"{rank:>4}  {score:.4f}  {first} {share}  {key}  {titles[key]}")
    for key, exclusions in {**comparison.vetoed, **comparison.unknown}.items():
        print(f"   -  {key}  {' '.join(e.reason(language) for e in exclusions)}")
    weights = ", ".join(f"{c.id}={comparison.weights[c.id]:.3f}" for c in comparison.weighed)
    options = comparison.options
    print(
        f"{options.method}, {options.normalise}, {options.missing}, seed {options.seed}; {weights}"
    )
    for note in notes:
        print(f"· {note}")


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
        absent = "" if row["layer_there"] else f"  ({criterion.layer}: -)"
        print(
            f"{criterion.id:<26} {criterion.weight:>5.2f}  {criterion.direction:<6} "
            f"{criterion.title(options.language)}{absent}"
        )
    for preset in criteria.presets.values():
        print(f"{preset.id:<26} {preset.title(options.language)}")
    print_faults(workspace.faults, options.language)
    return 0

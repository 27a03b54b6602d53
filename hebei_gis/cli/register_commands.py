"""``register export|import``, ``init`` and ``place confirm``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from hebei_gis.cli.commands import (
    Commands,
    opened,
    print_faults,
    print_json,
    print_warnings,
    workspace_folder,
)
from hebei_gis.cli.help_layout import padded
from hebei_gis.files.changes import change
from hebei_gis.files.whole_files import write_whole
from hebei_gis.new_workspace import District, start_workspace
from hebei_gis.plan.join import join_register
from hebei_gis.plan.places.confirming import confirm_places, read_proposed
from hebei_gis.plan.register.changes import RegisterChanges, read_changes
from hebei_gis.plan.register.tables import COLUMNS, PLAN_FOLDER, read_register
from hebei_gis.plan.register.workbook import measures_csv, register_json, register_xlsx, table_csv
from hebei_gis.plan.register.writing import CHANGED, apply_changes
from hebei_gis.plan.text.document import read_plan_text
from hebei_gis.words.commands import code_word, say
from hebei_gis.words.errors import UnknownNameError

_SUFFIXES = (".xlsx", ".csv", ".json")


def add(commands: Commands) -> None:
    """Add this group's commands."""
    register = commands.group("register")
    out = register.add("export", _export)
    out.add_argument("-o", "--output", type=Path, metavar="FILE", required=True)
    out.add_argument("--table", choices=tuple(COLUMNS))
    back = register.add("import", _import)
    back.add_argument("file", type=Path)
    back.add_argument("--write", action="store_true")
    back.add_argument("--force", action="store_true")
    back.add_argument("--json", action="store_true")
    started = commands.add("init", _init)
    started.add_argument("folder", type=Path, metavar="DIR")
    started.add_argument("--plan", type=Path, required=True, metavar="FILE")
    for option in ("--name-zh", "--name-en", "--adcode"):
        started.add_argument(option)
    started.add_argument("--metre-crs", metavar="EPSG:CODE")
    started.add_argument("--centre", nargs=2, type=float, metavar=("LON", "LAT"))
    started.add_argument("--bounds", nargs=4, type=float, metavar=("W", "S", "E", "N"))
    confirmed = commands.group("place").add("confirm", _confirm)
    confirmed.add_argument("names", nargs="*", metavar="NAME")
    confirmed.add_argument("--all", action="store_true")
    confirmed.add_argument("--id")


def _export(options: argparse.Namespace) -> int:
    suffix = options.output.suffix.lower()
    if suffix not in _SUFFIXES:
        raise UnknownNameError("format", suffix or options.output.name, _SUFFIXES)
    if options.table:
        if suffix != ".csv":
            raise UnknownNameError("table_format", suffix, (".csv",))
        content = table_csv(read_register(workspace_folder(options)), options.table)
    elif suffix == ".xlsx":
        content = register_xlsx(read_register(workspace_folder(options)))
    else:
        workspace = opened(options)
        rows = workspace.measure_rows()
        if suffix == ".csv":
            content = measures_csv(rows)
        else:
            content = register_json(rows, workspace.register.indicators)
    write_whole(options.output, content)
    print(say("file_written", options.language, file=str(options.output), count=len(content)))
    return 0


def _import(options: argparse.Namespace) -> int:
    if not options.write:
        return _compare(options)
    with change(workspace_folder(options), CHANGED, tables=""):
        return _compare(options)


def _compare(options: argparse.Namespace) -> int:
    workspace = opened(options)
    changes = read_changes(
        options.file.read_bytes(), workspace.folder, options.file.name, force=options.force
    )
    # Ties of places to features that do not exist are known only with the layers at hand.
    known = set(workspace.links.faults)
    joined = join_register(changes.register, workspace.layers)
    faults = [fault for fault in joined.faults if fault not in known]
    if options.json:
        print_json([asdict(one) for one in changes.changes])
    else:
        _report(changes, options.language)
    if faults:
        print_faults(faults, options.language)
        return 1
    said = sys.stderr if options.json else sys.stdout
    if options.write:
        written = apply_changes(changes, workspace.folder)
        names = [path.name for path in written] or say("no_table", options.language)
        print(say("tables_written", options.language, tables=names), file=said)
    elif changes.changes:
        print(say("nothing_written", options.language), file=said)
    return 0


def _report(changes: RegisterChanges, language: str) -> None:
    for one in changes.changes:
        print(one.sentence(language))
    warned = [say("register_stale", language)] if changes.stale else []
    warned += [say("sheet_missing", language, table=table) for table in changes.missing]
    for sentence in warned:
        print(say("look_at", language, sentence=sentence))
    for name in changes.passed_over:
        print(say("not_read", language, name=name))
    kinds = Counter(one.kind for one in changes.changes)
    counts = {kind: kinds[kind] for kind in ("added", "removed", "changed")}
    print(say("register_counts", language, **counts))


def _init(options: argparse.Namespace) -> int:
    district = District(
        options.name_zh,
        options.name_en,
        options.adcode,
        options.metre_crs,
        tuple(options.centre) if options.centre else None,
        tuple(options.bounds) if options.bounds else None,
    )
    started = start_workspace(options.folder, read_plan_text(options.plan), district)
    language = options.language
    print_warnings(started.warnings, language)
    folder = str(started.folder)
    print(say("init_made", language, folder=folder, name=started.name, plan=started.plan))
    counts = {
        "entries": started.entries,
        "places": started.places,
        "indicators": started.indicators,
    }
    print(say("init_counts", language, **counts))
    if started.unset:
        print(say("init_unset", language, keys=started.unset))
    print(say("init_next", language, folder=folder))
    return 0


def _confirm(options: argparse.Namespace) -> int:
    folder = workspace_folder(options)
    if not options.names and not options.all:
        for proposal in read_proposed(folder):
            entries = " ".join(proposal.entries)
            kind = padded(code_word(proposal.kind, options.language), 16)
            print(f"{proposal.count:>3}  {kind} {proposal.name}  {entries}")
        return 0
    confirmed = confirm_places(folder, None if options.all else options.names, options.id)
    for place in confirmed:
        print(f"{place.id:<12} {place.links:>3}  {place.name}")
    links = sum(place.links for place in confirmed)
    plan, count = str(folder / PLAN_FOLDER), len(confirmed)
    print(say("places_confirmed", options.language, count=count, links=links, folder=plan))
    return 0

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
    workspace_folder,
)
from hebei_gis.files.whole_files import write_whole
from hebei_gis.new_workspace import District, start_workspace
from hebei_gis.plan.join import join_register
from hebei_gis.plan.places.confirming import confirm_places, read_proposed
from hebei_gis.plan.register.changes import RegisterChanges, read_changes
from hebei_gis.plan.register.tables import COLUMNS, read_register
from hebei_gis.plan.register.workbook import measures_csv, register_json, register_xlsx, table_csv
from hebei_gis.plan.register.writing import apply_changes
from hebei_gis.plan.text.document import read_plan_text
from hebei_gis.words.errors import UnknownNameError

_SUFFIXES = (".xlsx", ".csv", ".json")


def add(commands: Commands) -> None:
    """Add this group's commands."""
    register = commands.group("register", "the plan's register as a file: out, edited, in again")
    out = register.add("export", _export, "write the register: .xlsx to edit, .csv, .json to read")
    out.add_argument("-o", "--output", type=Path, metavar="FILE", required=True)
    out.add_argument("--table", choices=tuple(COLUMNS), help="one table as .csv")
    back = register.add("import", _import, "list what an edited .xlsx changes; --write takes it")
    back.add_argument("file", type=Path)
    back.add_argument("--write", action="store_true", help="write the changed tables")
    back.add_argument("--json", action="store_true", help="the changes as JSON")
    started = commands.add("init", _init, "start a workspace from a plan's text")
    started.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    started.add_argument("--plan", type=Path, required=True, metavar="FILE", help=".txt .docx .pdf")
    started.add_argument("--name-zh", help="of the district (else from the plan's title)")
    started.add_argument("--name-en")
    started.add_argument("--adcode", help="six digits")
    started.add_argument("--metre-crs", metavar="EPSG:CODE", help="else the zone of the centre")
    degrees = "degrees, WGS 84"
    started.add_argument("--centre", nargs=2, type=float, metavar=("LON", "LAT"), help=degrees)
    started.add_argument(
        "--bounds", nargs=4, type=float, metavar=("W", "S", "E", "N"), help=degrees
    )
    place = commands.group("place", "places of the gazetteer")
    confirmed = place.add("confirm", _confirm, "take places proposed from the plan's text")
    confirmed.add_argument("names", nargs="*", metavar="NAME", help="none: list the proposals")
    confirmed.add_argument("--all", action="store_true", help="all that are proposed")
    confirmed.add_argument("--id", help="id of the place, where one is named")


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
    print(f"{options.output}: {len(content)} bytes")
    return 0


def _import(options: argparse.Namespace) -> int:
    workspace = opened(options)
    changes = read_changes(options.file.read_bytes(), workspace.folder, options.file.name)
    # Ties of places to features that do not exist are known only with the layers at hand.
    known = set(workspace.links.faults)
    joined = join_register(changes.register, workspace.layers)
    faults = [fault for fault in joined.faults if fault not in known]
    if options.json:
        print_json([asdict(change) for change in changes.changes])
    else:
        _report(changes, options.language)
    if faults:
        print_faults(faults, options.language)
        return 1
    said = sys.stderr if options.json else sys.stdout
    if options.write:
        written = apply_changes(changes, workspace.folder)
        names = ", ".join(path.name for path in written)
        if options.language == "zh":
            print(f"已写入:{names or '无'}", file=said)
        else:
            print(f"Written: {names or 'nothing'}", file=said)
    elif changes.changes:
        if options.language == "zh":
            print("尚未写入;加 --write 写入。", file=said)
        else:
            print("Nothing is written yet; --write does it.", file=said)
    return 0


def _report(changes: RegisterChanges, language: str) -> None:
    chinese = language == "zh"
    for change in changes.changes:
        print(change.sentence(language))
    if changes.stale:
        print(
            "! 导出之后登记表已有改动,以下改动会一并被改回:请逐项核对。"
            if chinese
            else "! The register has changed since this file was made: what was changed there "
            "since shows above as changed back. Look at each change."
        )
    for table in changes.missing:
        print(f"! 没有工作表 {table},该表不变" if chinese else f"! No sheet {table}: left as it is")
    for name in changes.passed_over:
        print(f"未读取:{name}" if chinese else f"Not read: {name}")
    kinds = Counter(change.kind for change in changes.changes)
    if chinese:
        print(f"新增 {kinds['added']} 行,删除 {kinds['removed']} 行,修改 {kinds['changed']} 格")
    else:
        print(
            f"{kinds['added']} rows added, {kinds['removed']} removed, "
            f"{kinds['changed']} cells changed"
        )


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
    for warning in started.warnings:
        print(f"! {warning}")
    unset = ", ".join(started.unset)
    if options.language == "zh":
        print(f"{started.folder}:{started.name},{started.plan}")
        print(
            f"{started.entries} 条登记(摘要待填),"
            f"{started.places} 个地点、{started.indicators} 个数字待确认"
        )
        if unset:
            print(f"请在 workspace.toml 中补全:{unset}")
        print(f"确认地点:hebei-gis place confirm --workspace {started.folder}")
    else:
        print(f"{started.folder}: {started.name}, {started.plan}")
        print(
            f"{started.entries} entries (summaries to be written), "
            f"{started.places} places and {started.indicators} numbers proposed"
        )
        if unset:
            print(f"To be set in workspace.toml: {unset}")
        print(f"Places: hebei-gis place confirm --workspace {started.folder}")
    return 0


def _confirm(options: argparse.Namespace) -> int:
    folder = workspace_folder(options)
    if not options.names and not options.all:
        for proposal in read_proposed(folder):
            entries = " ".join(proposal.entries)
            print(f"{proposal.count:>3}  {proposal.kind:<16} {proposal.name}  {entries}")
        return 0
    for place in confirm_places(folder, None if options.all else options.names, options.id):
        print(f"{place.id:<12} {place.links:>3}  {place.name}")
    return 0

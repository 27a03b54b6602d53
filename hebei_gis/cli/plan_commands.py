"""``plan read|attach|detach|verify|compare`` and ``indicators``."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from hebei_gis.cli.commands import Commands, print_json, workspace_folder
from hebei_gis.plan.reader import PlanReading, read_plan, reading_values
from hebei_gis.plan.register.model import PlanRegister
from hebei_gis.plan.register.tables import read_register
from hebei_gis.plan.text.attached import attach, attached_text, detach
from hebei_gis.plan.text.document import read_plan_text
from hebei_gis.plan.verifying import agreement, verify


def add(commands: Commands) -> None:
    """Add this group's commands."""
    plan = commands.group("plan", "the plan's text: read, attach, verify, compare")
    read = plan.add("read", _read, "read a plan's text: outline, places, numbers")
    read.add_argument("file", type=Path, help=".txt, .docx or .pdf with a text layer")
    read.add_argument("--json", action="store_true", help="as JSON")
    kept = plan.add("attach", _attach, "keep a plan's text in the workspace, for quotes")
    kept.add_argument("file", type=Path)
    plan.add("detach", _detach, "remove the attached text")
    checked = plan.add("verify", _verify, "does every heading, place and number stand in the text")
    checked.add_argument("file", type=Path, nargs="?", help="else the attached text")
    checked.add_argument("--json", action="store_true", help="as JSON")
    compared = plan.add("compare", _compare, "what the reader finds beside what the register holds")
    compared.add_argument("file", type=Path, nargs="?", help="else the attached text")
    compared.add_argument("--json", action="store_true", help="as JSON")
    indicators = commands.add("indicators", _indicators, "list the numbers the plan states")
    indicators.add_argument("--json", action="store_true", help="as JSON")


def _register(options: argparse.Namespace) -> PlanRegister:
    return read_register(workspace_folder(options))


def _reading(options: argparse.Namespace, register: PlanRegister) -> PlanReading | None:
    """The reading of the named file, else of the attached text; None where there is none."""
    source = (
        read_plan_text(options.file) if options.file else attached_text(workspace_folder(options))
    )
    if source is None:
        print(
            "No plan text is attached to this workspace. Name a file, or attach one first: "
            "hebei-gis plan attach FILE",
            file=sys.stderr,
        )
        return None
    return read_plan(source, register.places.values())


def _read(options: argparse.Namespace) -> int:
    reading = read_plan(read_plan_text(options.file), _register(options).places.values())
    if options.json:
        print_json(reading_values(reading))
        return 0
    print(f"{reading.source.name}: {reading.source.kind} {reading.source.encoding}".rstrip())
    for chapter in reading.outline.chapters:
        entries = [e for e in reading.entries if e.entry.chapter == chapter.number]
        headed = sum(1 for e in entries if e.entry.kind_of == "headed")
        places = sum(len(e.mentions) for e in entries)
        numbers = sum(len(e.numbers) for e in entries)
        print(
            f"{chapter.number:>3}  {headed:>3} headed, {len(entries):>3} entries, "
            f"{places:>3} mentions, {numbers:>3} numbers  {chapter.title}"
        )
    for warning in (*reading.source.warnings, *reading.outline.warnings):
        print(f"! {warning}")
    return 0


def _attach(options: argparse.Namespace) -> int:
    register = _register(options)
    source = read_plan_text(options.file)
    reading = read_plan(source, register.places.values())
    place = attach(workspace_folder(options), source)
    known = sum(1 for entry in reading.entries if entry.id in register.entries)
    print(f"Attached in {place}: {len(reading.entries)} entries, {known} of them in the register.")
    return 0


def _detach(options: argparse.Namespace) -> int:
    there = detach(workspace_folder(options))
    print("Removed." if there else "There was no attached text.")
    return 0


def _verify(options: argparse.Namespace) -> int:
    register = _register(options)
    reading = _reading(options, register)
    if reading is None:
        return 1
    verdicts = verify(register, reading)
    missing = [verdict for verdict in verdicts if not verdict.found]
    if options.json:
        print_json([asdict(verdict) for verdict in verdicts])
    else:
        for entry_id in register.entries:
            rows = [verdict for verdict in verdicts if verdict.entry == entry_id]
            said = ", ".join(
                f"{sum(v.found for v in rows if v.what == what)}/{count} {what}"
                for what in ("heading", "paragraph", "place", "number")
                if (count := sum(v.what == what for v in rows))
            )
            print(f"{entry_id:<9} {said}")
    for verdict in missing:
        print(
            f"NOT IN THE TEXT: {verdict.entry} {verdict.what} {verdict.name} ({verdict.detail})",
            file=sys.stderr,
        )
    print(
        f"{len(verdicts) - len(missing)} of {len(verdicts)} stand in the text",
        file=sys.stderr if options.json else sys.stdout,
    )
    return 1 if missing else 0


def _compare(options: argparse.Namespace) -> int:
    register = _register(options)
    reading = _reading(options, register)
    if reading is None:
        return 1
    results = agreement(register, reading)
    if options.json:
        print_json(
            [
                {
                    "what": a.what,
                    "both": a.both,
                    "recall": a.recall,
                    "precision": a.precision,
                    "missed": a.missed,
                    "extra": a.extra,
                }
                for a in results
            ]
        )
        return 0
    for result in results:
        print(
            f"{result.what}: {result.both} in both, recall {result.recall:.3f}, "
            f"precision {result.precision:.3f}"
        )
        for row in result.missed:
            print(f"  only in the register: {row}")
        for row in result.extra:
            print(f"  only found by the reader: {row}")
    return 0


def _indicators(options: argparse.Namespace) -> int:
    indicators = _register(options).indicators
    if options.json:
        print_json([asdict(indicator) for indicator in indicators])
    else:
        for indicator in indicators:
            print(
                f"{indicator.entry:<9} {indicator.role:<8} {indicator.year or '-':<4}  "
                f"{indicator.value_text}  {indicator.name(options.language)}"
            )
    return 0

"""``plan read|attach|detach|verify|compare`` and ``indicators``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from hebei_gis.cli.commands import Commands, print_json, print_warnings, workspace_folder
from hebei_gis.cli.help_layout import padded
from hebei_gis.plan.reader import PlanReading, read_plan, reading_values
from hebei_gis.plan.register.model import PlanRegister
from hebei_gis.plan.register.tables import read_register
from hebei_gis.plan.text.attached import attach, attached_text, detach
from hebei_gis.plan.text.document import read_plan_text
from hebei_gis.plan.verifying import Verdict, agreement, verify
from hebei_gis.words.commands import code_word, say
from hebei_gis.words.facts import Fact, told


def add(commands: Commands) -> None:
    """Add this group's commands."""
    plan = commands.group("plan")
    read = plan.add("read", _read)
    read.add_argument("file", type=Path)
    read.add_argument("--json", action="store_true")
    plan.add("attach", _attach).add_argument("file", type=Path)
    plan.add("detach", _detach)
    for name, run in (("verify", _verify), ("compare", _compare)):
        command = plan.add(name, run)
        command.add_argument("file", type=Path, nargs="?")
        command.add_argument("--json", action="store_true")
    commands.add("indicators", _indicators).add_argument("--json", action="store_true")


def _register(options: argparse.Namespace) -> PlanRegister:
    return read_register(workspace_folder(options))


def _reading(options: argparse.Namespace, register: PlanRegister) -> PlanReading | None:
    """The reading of the named file, else of the attached text; None where there is none."""
    source = (
        read_plan_text(options.file) if options.file else attached_text(workspace_folder(options))
    )
    if source is None:
        print(say("plan_none_attached", options.language), file=sys.stderr)
        return None
    return read_plan(source, register.places.values())


def _read(options: argparse.Namespace) -> int:
    reading = read_plan(read_plan_text(options.file), _register(options).places.values())
    if options.json:
        print_json(reading_values(reading, options.language))
        return 0
    print(f"{reading.source.name}: {reading.source.kind} {reading.source.encoding}".rstrip())
    for chapter in reading.outline.chapters:
        entries = [e for e in reading.entries if e.entry.chapter == chapter.number]
        facts: dict[str, Fact] = {
            "number": chapter.number,
            "title": chapter.title,
            "headed": sum(1 for e in entries if e.entry.kind_of == "headed"),
            "entries": len(entries),
            "places": sum(len(e.mentions) for e in entries),
            "numbers": sum(len(e.numbers) for e in entries),
        }
        print(say("plan_chapter", options.language, **facts))
    print_warnings(reading.warnings, options.language)
    return 0


def _attach(options: argparse.Namespace) -> int:
    register = _register(options)
    source = read_plan_text(options.file)
    reading = read_plan(source, register.places.values())
    place = attach(workspace_folder(options), source)
    known = sum(1 for entry in reading.entries if entry.id in register.entries)
    facts: dict[str, Fact] = {"folder": str(place), "entries": len(reading.entries), "known": known}
    print(say("plan_attached", options.language, **facts))
    return 0


def _detach(options: argparse.Namespace) -> int:
    there = detach(workspace_folder(options))
    print(say("plan_detached" if there else "plan_not_attached", options.language))
    return 0


def _verify(options: argparse.Namespace) -> int:
    language = options.language
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
            print(f"{entry_id:<9} {_counts(rows, language)}")
    for verdict in missing:
        facts = {
            "entry": verdict.entry,
            "what": say(f"what_{verdict.what}", language),
            "name": verdict.name,
            "detail": verdict.detail or register.entry(verdict.entry).locator(language),
        }
        print(say("verify_missing", language, **facts), file=sys.stderr)
    total = say("verify_total", language, found=len(verdicts) - len(missing), count=len(verdicts))
    print(total, file=sys.stderr if options.json else sys.stdout)
    return 1 if missing else 0


def _counts(verdicts: Sequence[Verdict], language: str) -> str:
    """How many of each kind stand in the text."""
    counts = []
    for what in ("heading", "paragraph", "place", "number"):
        found = [verdict.found for verdict in verdicts if verdict.what == what]
        if found:
            words = say(f"what_{what}", language)
            counts.append(
                say("verify_count", language, what=words, found=sum(found), count=len(found))
            )
    return told(counts, language)


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
        facts: dict[str, Fact] = {
            "what": say(f"compared_{result.what}", options.language),
            "both": result.both,
            "recall": result.recall,
            "precision": result.precision,
        }
        print(say("compare_result", options.language, **facts))
        for row in result.missed:
            print(say("compare_missed", options.language, row=row))
        for row in result.extra:
            print(say("compare_extra", options.language, row=row))
    return 0


def _indicators(options: argparse.Namespace) -> int:
    indicators = _register(options).indicators
    if options.json:
        print_json([asdict(indicator) for indicator in indicators])
    else:
        for indicator in indicators:
            role = padded(code_word(indicator.role, options.language), 8)
            print(
                f"{indicator.entry:<9} {role} {indicator.year or '-':<4}  "
                f"{indicator.value_text}  {indicator.name(options.language)}"
            )
    return 0

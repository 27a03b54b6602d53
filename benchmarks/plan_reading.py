"""How long the reader takes over a plan's text, and how it agrees with the register.

Usage: ``python benchmarks/plan_reading.py [FILE]``; else HEBEI_GIS_PLAN_TEXT names the text.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from hebei_gis.plan.reader import read_plan
from hebei_gis.plan.register.tables import read_register
from hebei_gis.plan.text.document import read_plan_text
from hebei_gis.plan.verifying import agreement
from hebei_gis.workspace import default_folder

GOAL_S = 1.0


def main() -> int:
    """Print seconds, recall and precision; 1 where the goal is missed."""
    name = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("HEBEI_GIS_PLAN_TEXT")
    if not name:
        print("no plan text: name a file, or set HEBEI_GIS_PLAN_TEXT")
        return 0
    register = read_register(default_folder())
    started = time.perf_counter()
    reading = read_plan(read_plan_text(Path(name)), register.places.values())
    seconds = time.perf_counter() - started
    print(
        f"{len(reading.source.text):,} characters, {len(reading.entries)} entries: "
        f"{seconds:.2f} s (goal {GOAL_S:g} s)"
    )
    for result in agreement(register, reading):
        print(f"{result.what}: recall {result.recall:.3f}, precision {result.precision:.3f}")
    return 0 if seconds <= GOAL_S else 1


if __name__ == "__main__":
    sys.exit(main())

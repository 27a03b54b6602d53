"""Many write one workspace at once: what said done is there, once; the rest said why not.

    python tests/files/writers_trial.py --writers 8 --each 50

Half of the writers are processes, half threads of one process. Each places places of its own, ties
and unties, and edits titles of its own entries through a workbook that soon is outdated. Prints
what was found as JSON; exits 1 where a change was lost or doubled.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import openpyxl  # noqa: E402

from hebei_gis.files.change_records import history  # noqa: E402
from hebei_gis.files.changes import change  # noqa: E402
from hebei_gis.plan.places.placing import Position, place_at, tie  # noqa: E402
from hebei_gis.plan.register.changes import read_changes  # noqa: E402
from hebei_gis.plan.register.model import FeatureTie  # noqa: E402
from hebei_gis.plan.register.tables import read_register  # noqa: E402
from hebei_gis.plan.register.workbook import register_xlsx, sheet_title  # noqa: E402
from hebei_gis.plan.register.writing import CHANGED, apply_changes  # noqa: E402
from hebei_gis.words.errors import HebeiGisError  # noqa: E402
from hebei_gis.workspace import open_workspace  # noqa: E402
from tests.conftest import WorkspaceFolder  # noqa: E402

POSITION = Position(117.2, 39.11, 300.0, "approximate", "a trial")
KEYS = {"well": ["e", "w", "n"]}


def make(folder: Path, writers: int, each: int) -> None:
    made = WorkspaceFolder(folder)
    made.add_layer("well", [made.feature(key, (117.2 + n / 100, 39.1), name_zh="井")
                            for n, key in enumerate("ewn")])  # fmt: skip
    made.add_plan()
    names = [f"p{w}_{n}" for w in range(writers) for n in range(each)]
    made.write_table("places", *[[n, f"地{n}", n, "facility", "", "", "", ""] for n in names])
    entries = [f"1.1.{1 + w}" for w in range(writers)]
    made.write_table(
        "measures", *[[e, "measure", f"题{e}", f"T{e}", "water", "做。", "Do."] for e in entries]
    )
    made.write_table("links", [entries[0], names[0], "uses"])
    made.write_table("place_features")


def write(folder: Path, writer: int, each: int) -> list[str]:
    """Do a writer's changes; a line for each that was done, or why it was not."""
    said = []
    book = openpyxl.load_workbook(io.BytesIO(register_xlsx(read_register(folder))))
    for number in range(each):
        place = f"p{writer}_{number}"
        try:
            if number % 3 == 0:
                place_at(folder, place, POSITION)
                said.append(f"done place {place}")
            elif number % 3 == 1:
                tie(folder, FeatureTie(place, "well", KEYS["well"][number % 3]), KEYS)
                said.append(f"done tie {place}")
            else:  # a workbook others have outdated
                title = f"题 {writer} {number}"
                cells = book[sheet_title("measures")].iter_rows(min_row=2)
                (row,) = (r for r in cells if r[0].value == f"1.1.{1 + writer}")
                row[2].value = title
                out = io.BytesIO()
                book.save(out)
                with change(folder, CHANGED, tables=""):
                    apply_changes(read_changes(out.getvalue(), folder, "book.xlsx"), folder)
                book = openpyxl.load_workbook(io.BytesIO(register_xlsx(read_register(folder))))
                said = [line for line in said if not line.startswith(f"done title {writer} ")]
                said.append(f"done title {writer} {title}")
        except HebeiGisError as error:
            said.append(f"not {error}")
            if number % 3 == 2:
                book = openpyxl.load_workbook(io.BytesIO(register_xlsx(read_register(folder))))
    return said


def trial(writers: int, each: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, writers, each)
        alone = [
            subprocess.Popen(
                [sys.executable, __file__, "--one", str(folder), str(writer), "--each", str(each)],
                stdout=subprocess.PIPE, text=True,
            )
            for writer in range(writers // 2)
        ]  # fmt: skip
        with ThreadPoolExecutor(writers) as pool:
            threads = list(pool.map(lambda w: write(folder, w, each), range(writers // 2, writers)))
        said = [line for lines in threads for line in lines]
        for child in alone:
            out, _ = child.communicate()
            if child.returncode:
                raise SystemExit("a writer failed")
            said += json.loads(out)
        workspace = open_workspace(folder)
        ties = Counter(tied.place for tied in workspace.register.ties)
        placed = Counter(workspace.layers["placed_by_hand"].features.index)
        titles = {entry.title for entry in workspace.register.entries.values()}
        lost, doubled = [], []
        for line in said:
            if line.startswith("not "):
                continue
            _, what, rest = line.split(" ", 2)
            if what == "title":
                there = int(rest.split(" ", 1)[1] in titles)
            else:
                there = placed[rest] if what == "place" else ties[rest]
            if there != 1:
                (doubled if there else lost).append(line)
        done = sum(line.startswith("done") for line in said)
        return {
            "done": done, "not": [line for line in said if line.startswith("not ")][:5],
            "lost": lost, "doubled": doubled, "history": len(history(folder)),
            "faults": [fault.sentence("en") for fault in workspace.faults][:3],
        }  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--each", type=int, default=50)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(write(Path(options.one[0]), int(options.one[1]), options.each)))
        sys.exit(0)
    result = trial(options.writers, options.each)
    print(json.dumps(result, ensure_ascii=False))
    sys.exit(1 if result["lost"] or result["doubled"] or result["faults"] else 0)

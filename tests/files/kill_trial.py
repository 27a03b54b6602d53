"""Kill -9 at any moment of a change: afterwards it is wholly there or wholly not.

    python tests/files/kill_trial.py --moments 400

Run by a process of its own, since it forks. Each round copies a small workspace, begins one kind of
change in a child, kills the child before its n-th step on the disk, and opens the workspace again.
Prints what was found as JSON; exits 1 where a change was torn.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import openpyxl  # noqa: E402
import shapely  # noqa: E402

from hebei_gis.files import change_records  # noqa: E402
from hebei_gis.files.change_records import FOLDER, history  # noqa: E402
from hebei_gis.files.limits import Limits  # noqa: E402
from hebei_gis.history import undo  # noqa: E402
from hebei_gis.intake.declaring import LayerFacts  # noqa: E402
from hebei_gis.intake.inspecting import inspect_parts  # noqa: E402
from hebei_gis.intake.keeping import keep  # noqa: E402
from hebei_gis.intake.understanding import Answers, understand  # noqa: E402
from hebei_gis.layers.catalog import read_settings  # noqa: E402
from hebei_gis.plan.places.placing import Position, place_at, take_back, tie  # noqa: E402
from hebei_gis.plan.register.changes import read_changes  # noqa: E402
from hebei_gis.plan.register.model import FeatureTie  # noqa: E402
from hebei_gis.plan.register.tables import read_register  # noqa: E402
from hebei_gis.plan.register.workbook import register_xlsx  # noqa: E402
from hebei_gis.plan.register.writing import apply_changes  # noqa: E402
from hebei_gis.workspace import open_workspace  # noqa: E402
from tests.conftest import WorkspaceFolder  # noqa: E402

POSITION = Position(117.2, 39.11, 300.0, "approximate", "a trial")
NAMED = "lost_well"


def base(folder: Path) -> WorkspaceFolder:
    made = WorkspaceFolder(folder)
    made.add_layer("well", [made.feature(key, (117.2 + n / 100, 39.1), name_zh="井")
                            for n, key in enumerate("ewn")])  # fmt: skip
    made.add_plan()
    place_at(folder, "wells", POSITION)
    return made


def placed(folder: Path) -> None:
    place_at(folder, NAMED, POSITION)


def taken_back(folder: Path) -> None:
    take_back(folder, "wells")


def tied(folder: Path) -> None:
    tie(folder, FeatureTie(NAMED, "well", "n"), {"well": ["e", "w", "n"]})


def imported(folder: Path) -> None:
    """Three tables of the register at once."""
    path = folder.parent / "edited.xlsx"
    path.write_bytes(register_xlsx(read_register(folder)))
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if cell.value in ("打井", "East Well", "Water"):
                    cell.value = f"{cell.value} 2"
    book.save(path)
    apply_changes(read_changes(path.read_bytes(), folder, path.name), folder)


def kept(folder: Path) -> None:
    features = [
        {"type": "Feature", "properties": {"name": f"树{n}"},
         "geometry": shapely.geometry.mapping(shapely.Point(117.2 + n / 100, 39.11))}
        for n in range(5)
    ]  # fmt: skip
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    inspection = inspect_parts({"trees.geojson": content}, Limits())
    preview = understand(inspection, Answers(datum="WGS84"), read_settings(folder))
    keep(preview, folder, LayerFacts(id="trees", group="first", basis="surveyed", accuracy_m=1))


def undone(folder: Path) -> None:
    undo(folder, 1)


KINDS: dict[str, Callable[[Path], None]] = {
    "place set": placed, "place unset": taken_back, "place tie": tied, "register import": imported,
    "layer kept": kept, "undo": undone,
}  # fmt: skip
#: What reaches the disk; a kill before each of them is a moment of its own.
STEPS = [(Path, "replace"), (Path, "unlink"), (Path, "write_bytes"), (Path, "mkdir"),
         (os, "fsync"), (shutil, "copy2"), (shutil, "rmtree"), (shutil, "move"),
         (change_records, "write_whole")]  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    """All files, the dates of positions aside; what imports left aside is swept later."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and FOLDER not in path.parts and ".importing-" not in str(path)
    }


def steps_of(kind: str, folder: Path, kill_at: int | None) -> int:
    """Do a change and count its steps; the process kills itself before step `kill_at`."""
    count = 0

    def counted(original: Any) -> Any:
        def call(*values: Any, **named: Any) -> Any:
            nonlocal count
            if count == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            count += 1
            return original(*values, **named)

        return call

    for owner, name in STEPS:
        setattr(owner, name, counted(getattr(owner, name)))
    KINDS[kind](folder)
    return count


def in_child(work: Callable[[], int]) -> tuple[bool, int]:
    """Whether a forked child ended by itself, and what it says."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        try:
            os.write(sending, str(work()).encode())
            os._exit(0)
        except BaseException as error:  # a child must not go on as its parent
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
            os._exit(9)
    os.close(sending)
    _, status = os.waitpid(child, 0)
    said = os.read(receiving, 100)
    os.close(receiving)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 9:
        raise SystemExit("a change failed without a kill")
    return os.WIFEXITED(status), int(said or 0)


def trial(moments: int, seed: int) -> dict[str, Any]:
    random.seed(seed)
    found: Counter[str] = Counter()
    torn = []
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        start = place / "start"
        start.mkdir()
        base(start)
        before = contents(start)
        wanted, lengths = {}, {}
        for kind in KINDS:
            done = place / "done"
            shutil.rmtree(done, ignore_errors=True)
            shutil.copytree(start, done)
            _, lengths[kind] = in_child(lambda kind=kind, done=done: steps_of(kind, done, None))
            wanted[kind] = contents(done)
            if wanted[kind] == before or open_workspace(done).faults:
                raise SystemExit(f"{kind} does nothing, or leaves faults")
        # Each step of each kind once, then random ones.
        targeted = [(kind, step) for kind in KINDS for step in range(lengths[kind])]
        random.shuffle(targeted)
        chosen = targeted[:moments]
        while len(chosen) < moments:
            kind = random.choice(list(KINDS))
            chosen.append((kind, random.randrange(lengths[kind])))
        for kind, step in chosen:
            folder = place / "trial"
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(start, folder)
            ended, _ = in_child(
                lambda kind=kind, step=step, folder=folder: steps_of(kind, folder, step)
            )
            workspace = open_workspace(folder)
            faults = workspace.faults
            now, entries = contents(folder), len(history(folder))
            whole = now == wanted[kind] and entries == 2
            nothing = now == before and entries == 1
            found[
                "ended" if ended else "there" if whole else "not there" if nothing else "torn"
            ] += 1
            if faults or not (whole or nothing):
                torn.append([kind, step, [fault.sentence("en") for fault in faults][:3], entries])
    return {"moments": len(chosen), **found, "steps": lengths, "torn changes": torn}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    result = trial(options.moments, options.seed)
    print(json.dumps(result, ensure_ascii=False))
    sys.exit(1 if result["torn changes"] else 0)

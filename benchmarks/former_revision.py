"""Each benchmark here beside the same benchmark of an earlier revision, in one run.

    python benchmarks/former_revision.py [--revision REV] [--repeats 3] [--only SCRIPT …]

The earlier revision is taken out of git into a temporary folder and run there with the same
Python and the same libraries. The two run in turn, first the one and then the other first, and
the best of each side counts, so that a machine whose speed drifts meets both alike; what looks
slower is measured up to as many times again. Of each line that a benchmark prints the first time
in seconds is ours. Exits 1 where a time is more than a tenth, and more than 20 ms, above that of
the earlier revision.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Those that need neither a browser nor a server; a format at a time, for short turns.
SCRIPTS = (
    *(f"io.py --only {name}" for name in ("geojson", "gpkg", "fgb", "shp", "parquet")),
    "site_kernels.py",
    "site_scoring.py",
)
SLOWER, NOTICED_S = 1.10, 0.02
_NUMBER = re.compile(r"-?\d[\d,]*\.?\d*(?:e-?\d+)?")
_SECONDS = re.compile(r"(\d[\d,]*\.?\d*(?:e-?\d+)?) s\b")


def timed(folder: Path, script: str) -> dict[str, float]:
    """Line of a benchmark without its numbers → the first time on it, in seconds."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    name, *arguments = shlex.split(script)
    ran = subprocess.run(
        [sys.executable, str(folder / "benchmarks" / name), *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    found: dict[str, float] = {}
    for line in ran.stdout.splitlines():
        time = _SECONDS.search(line)
        if time:
            words = " ".join(_NUMBER.sub("#", line[: time.start()]).split())
            # Lines that differ by their numbers only are told apart by their turn.
            turn = sum(key.startswith(f"{name} {words}") for key in found)
            found[f"{name} {words}{f' ({turn + 1})' if turn else ''}"] = float(
                time[1].replace(",", "")
            )
    if not found:
        raise SystemExit(f"{script} in {folder} measured nothing:\n{ran.stdout}{ran.stderr}")
    return found


def compared(former: Path, script: str, repeats: int) -> dict[str, tuple[float, float]]:
    """Line → best time of the earlier revision and of this one."""
    best: dict[str, tuple[float, float]] = {}
    for turn in range(2 * repeats):
        if turn >= repeats and not any(is_slower(*times) for times in best.values()):
            break
        sides = [former, ROOT] if turn % 2 == 0 else [ROOT, former]
        found = {side: timed(side, script) for side in sides}
        old, new = found[former], found[ROOT]
        for name in old.keys() & new.keys():
            before, now = best.get(name, (old[name], new[name]))
            best[name] = (min(before, old[name]), min(now, new[name]))
    if not best:
        raise SystemExit(f"{script}: no line of the two can be compared")
    return best


def is_slower(before: float, now: float) -> bool:
    """More than a tenth, and more than 20 ms."""
    return now > before * SLOWER and now - before > NOTICED_S


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--revision", default="HEAD~1")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=SCRIPTS)
    options = parser.parse_args()
    slower = 0
    with tempfile.TemporaryDirectory() as place:
        former = Path(place) / "former"
        archive = Path(place) / "former.tar"
        subprocess.run(
            ["git", "-C", str(ROOT), "archive", "-o", str(archive), options.revision], check=True
        )
        former.mkdir()
        subprocess.run(["tar", "-xf", str(archive), "-C", str(former)], check=True)
        for script in options.only:
            best = compared(former, script, options.repeats)
            for name, (before, now) in sorted(best.items()):
                late = is_slower(before, now)
                slower += late
                mark = "  SLOWER" if late else ""
                print(
                    f"{name:<60} {before:8.3f} → {now:8.3f} s  {now / before:5.2f}{mark}",
                    flush=True,
                )
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main())

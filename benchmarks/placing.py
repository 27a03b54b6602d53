"""Placing one place by the command, beside the same command of an earlier revision, in one run.

    python benchmarks/placing.py [--revision 606101a] [--repeats 7]

Ours takes the workspace's lock, writes its journal and keeps what was there for its history; the
earlier revision wrote its files one after the other. Each side has a workspace of its own; places
are set in turn, the best of each counts. Exits 1 where ours takes more than 1.5 times as long, or
where there is nothing to compare with.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROMISE = 1.5


def unlocated(workspace: Path) -> list[str]:
    """Ids of places without a position."""
    tables = workspace / "geodata" / "plan"

    def column(name: str) -> list[str]:
        with (tables / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            return [row[0] for row in list(csv.reader(stream))[1:]]

    tied = set(column("place_features"))
    return [place for place in column("places") if place not in tied]


def place(tree: Path, workspace: Path, name: str) -> float:
    """Seconds that one ``place set`` takes in a process of its own."""
    start = time.perf_counter()
    subprocess.run(
        [
            sys.executable, "-m", "hebei_gis.cli", "place", "set", name, "--lon", "117.2",
            "--lat", "39.16", "--accuracy-m", "4000", "--basis", "approximate",
            "--source", "a benchmark", "--workspace", str(workspace),
        ],
        check=True, capture_output=True, cwd=tree, env={**os.environ, "PYTHONPATH": str(tree)},
    )  # fmt: skip
    return time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--revision", default="606101a")
    parser.add_argument("--repeats", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        former = Path(name) / "former"
        git = ["git", "-C", str(ROOT), "worktree"]
        added = [*git, "add", "-q", "--detach", str(former), options.revision]
        if subprocess.run(added, check=False).returncode:
            print(f"not measured: there is no revision {options.revision} here")
            return 1
        try:
            trees = {ROOT: Path(name) / "ours", former: Path(name) / "theirs"}
            for tree, workspace in trees.items():
                workspace.mkdir()
                shutil.copy(tree / "workspace.toml", workspace)
                for part in ("layers", "geodata"):
                    shutil.copytree(tree / part, workspace / part)
            names = sorted(set.intersection(*(set(unlocated(one)) for one in trees.values())))
            times: dict[Path, list[float]] = {tree: [] for tree in trees}
            for one in names[: options.repeats]:
                for tree, workspace in trees.items():
                    times[tree].append(place(tree, workspace, one))
        finally:
            subprocess.run([*git, "remove", "--force", str(former)], check=True)
    ours, theirs = min(times[ROOT]), min(times[former])
    print(
        f"place set {ours:5.2f} s  {options.revision} {theirs:5.2f} s  "
        f"ratio {ours / theirs:4.2f} (≤ {PROMISE})"
    )
    return int(ours / theirs > PROMISE)


if __name__ == "__main__":
    sys.exit(main())

"""Each benchmark here beside the same benchmark of an earlier revision, in one run.

    python benchmarks/former_revision.py [--revision REV] [--repeats 3] [--only io.py …]

The earlier revision is taken out of git into a temporary folder and run there with the same
Python and the same libraries, the two in turn. Of each line that a benchmark prints the first
time in seconds is ours; the best of the repeats of each side is compared. Exits 1 where a time
is more than a tenth, and more than 20 ms, above that of the earlier revision.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Those that need neither a browser nor a server.
SCRIPTS = ("io.py", "site_kernels.py", "site_scoring.py")
SLOWER, NOTICED_S = 1.10, 0.02
_NUMBER = re.compile(r"-?\d[\d,]*\.?\d*(?:e-?\d+)?")
_SECONDS = re.compile(r"(\d[\d,]*\.?\d*(?:e-?\d+)?) s\b")


def timed(folder: Path, script: str) -> dict[str, float]:
    """Line of a benchmark without its numbers → the first time on it, in seconds."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    ran = subprocess.run(
        [sys.executable, str(folder / "benchmarks" / script)],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    found: dict[str, float] = {}
    for line in ran.stdout.splitlines():
        time = _SECONDS.search(line)
        if time:
            found[f"{script} {' '.join(_NUMBER.sub('#', line[: time.start()]).split())}"] = float(
                time[1].replace(",", "")
            )
    if not found:
        raise SystemExit(f"{script} in {folder} measured nothing:\n{ran.stdout}{ran.stderr}")
    return found


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
            best: dict[str, list[float]] = {}
            for _ in range(options.repeats):
                old, new = timed(former, script), timed(ROOT, script)
                for name in old.keys() & new.keys():
                    kept = best.setdefault(name, [old[name], new[name]])
                    best[name] = [min(kept[0], old[name]), min(kept[1], new[name])]
            if not best:
                raise SystemExit(f"{script}: no line of the two can be compared")
            for name, (before, now) in sorted(best.items()):
                late = now > before * SLOWER and now - before > NOTICED_S
                slower += late
                mark = "  SLOWER" if late else ""
                print(f"{name:<60} {before:8.3f} → {now:8.3f} s  {now / before:5.2f}{mark}")
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main())

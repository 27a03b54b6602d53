"""Run every check and every test of the project; end at the first that fails."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = Path(sys.executable).parent
CHECKS = (
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["mypy"],
    ["lint-imports"],
    ["hebei-gis", "check"],
)


def main() -> int:
    """Return the exit code of the first step that failed, or 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checks-only", action="store_true", help="without the tests")
    arguments, rest = parser.parse_known_args()
    steps = [[str(SCRIPTS / step[0]), *step[1:]] for step in CHECKS]
    if not arguments.checks_only:
        steps.append([sys.executable, "-m", "pytest", *rest])
    for step in steps:
        print(f"$ {Path(step[0]).name} {' '.join(step[1:])}", flush=True)
        code = subprocess.run(step, cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())

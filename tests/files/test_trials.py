"""A twentieth of the long trials of `make trials`: kills within changes, many writers at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


def run(name: str, *options: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(HERE / name), *options], capture_output=True, text=True, check=False,
        timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_a_killed_change_is_there_or_not() -> None:
    found = run("kill_trial.py", "--moments", "24")
    assert found["torn changes"] == []
    assert found["moments"] == 24 and found.get("ended", 0) == 0
    assert min(found["steps"].values()) > 10


def test_many_writers_lose_nothing() -> None:
    found = run("writers_trial.py", "--writers", "8", "--each", "4")
    assert found["lost"] == [] and found["doubled"] == [] and found["not"] == []
    assert found["history"] == 32

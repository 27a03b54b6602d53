"""The trials of a served app, in short: hostile uploads, foreign handshakes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def run(name: str, *options: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name(name)), *options],
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_hostile_uploads_end_nothing(browser: object) -> None:
    assert browser, "Chromium is there"
    found = run("uploads_trial.py")
    kinds = [one for one in found.values() if isinstance(one, dict)]
    assert len(kinds) == 6 and all(one["told"] for one in kinds)
    assert not found["ended"]


def test_foreign_handshakes_are_refused_without_a_look_up(browser: object) -> None:
    assert browser, "Chromium is there"
    found = run("handshakes_trial.py", "--handshakes", "20", "--clicks", "6")
    assert found["handshakes"] == 20
    assert found["answered"] == 0 and found["looked up"] == []

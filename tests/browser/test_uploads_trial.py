"""The trial of hostile uploads, once: nobody is told nothing, the server stays."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_hostile_uploads_end_nothing(browser: object) -> None:
    assert browser, "Chromium is there"
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("uploads_trial.py"))],
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    kinds = [one for one in found.values() if isinstance(one, dict)]
    assert len(kinds) == 6 and all(one["told"] for one in kinds)
    assert not found["ended"]

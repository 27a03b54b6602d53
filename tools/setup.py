"""Make `.venv` with everything installed; a second call does nothing.

Standard library only, so that any Python 3.11 or newer starts it, on Windows too
(`py tools/setup.py`). With ``--browser`` it also looks for Chromium and a Chinese font, which
the browser tests need, and installs them by apt where that is allowed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "installed.sha256"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
APT = ("chromium", "fonts-noto-cjk")


def wanted() -> str:
    """Hash of all that decides what is installed."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for path in (LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def install() -> None:
    """Install the locked packages (hashes checked), then this project in place."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is started by any Python
        sys.exit(f"Python {sys.version.split()[0]} found; 3.11 or newer is needed.")
    if STAMP.exists() and STAMP.read_text() == wanted():
        return
    print("Setting up .venv (once; takes a minute or two) …", flush=True)
    if not (SCRIPTS / ("python.exe" if os.name == "nt" else "python")).exists():
        venv.create(VENV, with_pip=True)
    python = str(SCRIPTS / "python")
    pip = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "-r", str(LOCK)])
    run([*pip, "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT)])
    STAMP.write_text(wanted())


def run(command: list[str]) -> None:
    """Run a command; end with its words where it fails."""
    result = subprocess.run(command, check=False)
    if result.returncode:
        sys.exit(f"This step of the set-up failed ({result.returncode}): {' '.join(command[:6])} …")


def chromium() -> str | None:
    """Path of a Chromium-like browser, if there is one."""
    named = os.environ.get("HEBEI_GIS_CHROMIUM")
    if named:
        return named
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def chinese_font() -> bool:
    """Whether fontconfig knows a font with Chinese characters (on Windows: always)."""
    if os.name == "nt" or sys.platform == "darwin":
        return True
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(
        ["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False
    )
    return bool(listed.stdout.strip())


def browser() -> None:
    """Install Chromium and a Chinese font where they are missing and apt may be used."""
    if chromium() and chinese_font():
        return
    may = shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0
    if may:
        print("Installing Chromium and a Chinese font for the browser tests …", flush=True)
        quiet = {
            "stdout": subprocess.DEVNULL,
            "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        }
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *APT],
            check=False,
            **quiet,
        )
    missing = [] if chromium() else ["Chromium (package chromium)"]
    missing += [] if chinese_font() else ["a Chinese font (package fonts-noto-cjk)"]
    if missing:
        print(f"Missing for the browser tests, which will be skipped: {' and '.join(missing)}.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browser", action="store_true", help="also Chromium and a Chinese font")
    arguments = parser.parse_args()
    install()
    if arguments.browser:
        browser()

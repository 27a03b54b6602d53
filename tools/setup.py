"""Make `.venv` with everything installed; a second call does nothing.

Standard library only, so that any Python 3.11 or newer starts it, on Windows too
(`py tools/setup.py`). With ``--browser`` it also looks for Chromium and a Chinese font, which
the browser tests need, and installs them by apt where that is allowed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "installed.txt"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
APT = ("chromium", "fonts-noto-cjk")
#: Parts of pyproject.toml that decide what is installed; the rest steers the checks.
INSTALLING = ("build-system", "project", "dependency-groups")


def place() -> str:
    """Say which Python and which folder a virtual environment is good for."""
    return f"Python {sys.version_info[0]}.{sys.version_info[1]} in {ROOT}"


def wanted() -> str:
    """Say where to, and by hash what, is to be installed: the text of the stamp."""
    import tomllib  # 3.11 and newer only

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = {name: project.get(name) for name in INSTALLING}
    parts["hatch"] = project.get("tool", {}).get("hatch")
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode())
    digest.update(LOCK.read_bytes())
    return f"{place()}\n{digest.hexdigest()}\n"


def install() -> None:
    """Install the locked packages (hashes checked), then this project in place."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is started by any Python
        sys.exit(f"Python {sys.version.split()[0]} found; 3.11 or newer is needed.")
    stamp = STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""
    if stamp == wanted() and PYTHON.exists():
        return
    print("Setting up .venv (once; takes a minute or two) …", flush=True)
    if stamp.split("\n")[0] != place() or not PYTHON.exists():
        make_venv()
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "-r", str(LOCK)])
    run([*pip, "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT)])
    STAMP.write_text(wanted(), encoding="utf-8")


def make_venv() -> None:
    """Make the virtual environment anew: of this Python, and nothing of an older one left."""
    try:
        venv.create(VENV, clear=True, with_pip=True, symlinks=os.name != "nt")
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(
            f"Cannot make {VENV}: {error}. End what runs from it; on Debian and Ubuntu the "
            "package python3-venv is needed."
        )


def run(command: list[str]) -> None:
    """Run a command; end with its words where it fails."""
    result = subprocess.run(command, check=False)
    if result.returncode:
        sys.exit(
            f"This step of the set-up failed ({result.returncode}): {' '.join(command[:6])} …\n"
            "The reason stands above. Where no package registry can be reached, install from a "
            "bundle (tools/bundle.py) made where one can."
        )


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

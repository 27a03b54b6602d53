"""Install from the wheels beside this file; asks no registry. Started by install.bat or .sh.

Options are passed on to pip.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / "venv"
WANTED = "@PYTHON@"


def say(chinese: str, english: str) -> None:
    """Print a sentence in both languages, on any console."""
    print(f"{chinese}\n{english}", flush=True)


def main() -> int:
    """Make the virtual environment anew and install into it."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    found = "{}.{}".format(*sys.version_info[:2])
    if found != WANTED:
        say(
            f"此安装包需要 Python {WANTED}，当前是 {found}。请安装 Python {WANTED} 后再试。",
            f"This bundle needs Python {WANTED}, found {found}. Install that and try again.",
        )
        return 1
    say("正在安装，约一两分钟……", "Installing, one or two minutes …")
    try:
        venv.create(VENV, clear=True, with_pip=True, symlinks=os.name != "nt")
    except (OSError, subprocess.CalledProcessError) as error:
        say(
            f"无法建立 {VENV}：{error}。请先关闭正在运行的程序；Debian、Ubuntu 需有 python3-venv。",
            f"Cannot make {VENV}: {error}. End the running program first; "
            "on Debian and Ubuntu python3-venv is needed.",
        )
        return 1
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    command = [str(python), "-m", "pip", "--isolated", "install", "-qq", "--no-index"]
    command += ["--disable-pip-version-check", "--no-cache-dir", "--find-links", "wheels"]
    command += [
        "--only-binary",
        ":all:",
        "--require-hashes",
        "-r",
        "requirements.txt",
        *sys.argv[1:],
    ]
    settings = {**os.environ, "PIP_CONFIG_FILE": os.devnull}
    if subprocess.run(command, cwd=HERE, env=settings, check=False).returncode:
        say(
            "安装未完成，原因见上文。此安装包适用于 @PLATFORM@。",
            "Not installed; the reason stands above. This bundle is for @PLATFORM@.",
        )
        return 1
    start = "start.bat" if os.name == "nt" else "./start.sh"
    say(f"安装完成。运行 {start} 启动。", f"Installed. Run {start} to start.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

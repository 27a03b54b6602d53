"""Write requirements.lock: names, versions and hashes of all that is installed, no addresses.

Resolves pyproject.toml's dependencies and its ``dev`` group with pip (``--dry-run --report``),
for this Python; wheels for other platforms of the same versions are hashed too by asking
pip again for each of them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: (platform, Python version) whose wheels the lock's hashes must cover.
PLATFORMS = (
    ("manylinux_2_28_x86_64", "3.11"),
    ("manylinux_2_28_x86_64", "3.12"),
    ("manylinux_2_28_x86_64", "3.13"),
    ("win_amd64", "3.11"),
    ("win_amd64", "3.12"),
    ("win_amd64", "3.13"),
    ("macosx_14_0_arm64", "3.11"),
)
COMPATIBLE = {
    "manylinux_2_28_x86_64": (
        "manylinux_2_17_x86_64",
        "manylinux2014_x86_64",
        "manylinux_2_27_x86_64",
        "manylinux_2_24_x86_64",
        "manylinux_2_5_x86_64",
        "manylinux1_x86_64",
    ),
    "manylinux_2_28_aarch64": (
        "manylinux_2_17_aarch64",
        "manylinux2014_aarch64",
        "manylinux_2_27_aarch64",
    ),
    "macosx_14_0_arm64": (
        "macosx_11_0_arm64",
        "macosx_12_0_arm64",
        "macosx_13_0_arm64",
        "macosx_10_13_universal2",
        "macosx_10_9_universal2",
        "macosx_10_12_universal2",
        "macosx_11_0_universal2",
    ),
}


def report(arguments: list[str]) -> dict[str, tuple[str, str]]:
    """name → (version, sha256) of what pip would install."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--dry-run",
            "--ignore-installed",
            "-qq",
            "--report",
            str(path),
            *arguments,
        ]
        subprocess.run(command, check=True)
        items = json.loads(path.read_text())["install"]
    return {
        item["metadata"]["name"].lower().replace("_", "-").replace(".", "-"): (
            item["metadata"]["version"],
            item["download_info"]["archive_info"]["hashes"]["sha256"],
        )
        for item in items
    }


def main() -> None:
    """Resolve once, then hash the same versions for every platform."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    here = report(wanted)
    hashes: dict[str, set[str]] = {name: {digest} for name, (_, digest) in here.items()}
    linux_only = {
        requirement.split(";")[0].split(">")[0].strip().lower()
        for requirement in wanted
        if "linux" in requirement.partition(";")[2]
    }
    for platform, version in PLATFORMS:
        tags = [platform, *COMPATIBLE.get(platform, ())]
        arguments = [
            "--only-binary",
            ":all:",
            "--python-version",
            version,
            "--no-deps",
            "--target",
            "nowhere",
        ]
        for tag in tags:
            arguments += ["--platform", tag]
        pins = [
            f"{name}=={version}"
            for name, (version, _) in here.items()
            if "linux" in platform or name not in linux_only
        ]
        for name, (_, digest) in report([*arguments, *pins]).items():
            hashes.setdefault(name, set()).add(digest)
        print(platform, version, "ok", flush=True)
    extra = report(
        [
            "--only-binary",
            ":all:",
            "--python-version",
            "3.11",
            "--no-deps",
            "--target",
            "nowhere",
            "--platform",
            "win_amd64",
            "colorama",
        ]
    )
    here |= extra
    lines = ["# Written by tools/lock.py: names, versions, hashes. No index, no addresses."]
    for name in sorted(here):
        marker = ' ; sys_platform == "win32"' if name in extra else ""
        if name in linux_only:
            marker = ' ; sys_platform == "linux"'
        listed = sorted(hashes.get(name, set()) | ({here[name][1]} if name in extra else set()))
        lines.append(f"{name}=={here[name][0]}{marker} \\")
        lines.append(" \\\n".join(f"    --hash=sha256:{digest}" for digest in listed))
    (ROOT / "requirements.lock").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

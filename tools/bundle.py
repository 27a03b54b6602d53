"""Make one zip that installs and runs where no registry can be reached.

    python tools/bundle.py [--platform win_amd64] [--python 3.11] [--output dist]

It holds the locked wheels of what the program needs to run (not the `dev` group) for one
platform and one Python version, the project's own wheel, install and start scripts for Windows
and for Linux or macOS, and a README.txt in Chinese and English. Without ``--platform``: for this
machine. The same tree and lock give the same bytes.
"""

from __future__ import annotations

import argparse
import email.parser
import hashlib
import importlib.metadata
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lock import COMPATIBLE, PLATFORMS
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = Path(__file__).resolve().parent / "bundle_scripts"
#: What stands in every file of the zip instead of a date: the earliest a zip can hold.
NO_DATE = (1980, 1, 1, 0, 0, 0)
#: How a platform's tag begins → what dependency markers see on it.
MARKERS = {
    "win": {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"},
    "manylinux": {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"},
    "macosx": {"os_name": "posix", "sys_platform": "darwin", "platform_system": "Darwin"},
}


class BundleError(Exception):
    """The bundle cannot be made; the words say why and what to do."""


@dataclass(frozen=True)
class Target:
    """What the bundle is for; without `tags` pip takes what fits the machine it runs on."""

    platform: str
    python: str
    tags: tuple[str, ...]
    markers: Mapping[str, str]


@dataclass(frozen=True)
class Pin:
    """One package of requirements.lock."""

    name: str
    version: str
    hashes: tuple[str, ...]

    def line(self) -> str:
        """Write the pin as a requirement with its hashes, without a marker."""
        digests = "".join(f" \\\n    --hash=sha256:{digest}" for digest in self.hashes)
        return f"{self.name}=={self.version}{digests}\n"


def read_lock(text: str) -> dict[str, Pin]:
    """Give the pins of a requirements file with hashes, by name."""
    pins = {}
    for entry in re.sub(r"\\\n", " ", text).splitlines():
        if not entry.strip() or entry.startswith("#"):
            continue
        requirement = Requirement(entry.split("--hash")[0].strip())
        name = canonicalize_name(requirement.name)
        version = str(requirement.specifier).removeprefix("==")
        pins[name] = Pin(name, version, tuple(re.findall(r"--hash=sha256:(\w+)", entry)))
    return pins


def target_of(platform: str | None, python: str | None) -> Target:
    """Work out what the bundle is for.

    Raises
    ------
    BundleError
        Where requirements.lock has no hashes for that platform and Python version.
    """
    here = "{}.{}".format(*sys.version_info[:2])
    own = platform is None and python in (None, here)
    platform, python = platform or _own_platform(), python or here
    if own and (platform, python) not in PLATFORMS:
        markers = {name: str(value) for name, value in default_environment().items()}
        return Target(platform, python, (), markers)
    if (platform, python) not in PLATFORMS:
        known = ", ".join(f"{name} with {version}" for name, version in PLATFORMS)
        raise BundleError(
            f"requirements.lock has no hashes for {platform} with Python {python}. It has them "
            f"for: {known}. To have another, add it to PLATFORMS in tools/lock.py and run that."
        )
    kind = next(MARKERS[start] for start in MARKERS if platform.startswith(start))
    machine = "AMD64" if platform == "win_amd64" else re.sub(r"^\w+?_\d+_\d+_", "", platform)
    markers = {
        **kind,
        "platform_machine": machine,
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "implementation_version": f"{python}.0",
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_version": "",
    }
    return Target(platform, python, (platform, *COMPATIBLE.get(platform, ())), markers)


def _own_platform() -> str:
    """Name this machine's platform as requirements.lock does, where it can."""
    own = re.sub(r"\W", "_", sysconfig.get_platform())
    named = {"linux_x86_64": "manylinux_2_28_x86_64"}
    if own.startswith("macosx") and own.endswith("arm64"):
        return "macosx_14_0_arm64"
    return named.get(own, own)


def installed_requirements(name: str) -> list[str]:
    """Give what the package installed here asks for; nothing where it is not installed."""
    try:
        return importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:
        return []


def closure(
    requirements: Iterable[str],
    markers: Mapping[str, str],
    requirements_of: Callable[[str], list[str]] = installed_requirements,
) -> set[str]:
    """Give the names of all packages the requirements need, directly or not, on a platform."""
    found: set[str] = set()
    done: set[tuple[str, str]] = set()
    todo: list[tuple[str, str]] = []

    def take(wanted: Iterable[str], extra: str) -> None:
        for text in wanted:
            requirement = Requirement(text)
            seen = {**markers, "extra": extra}
            if requirement.marker is None or requirement.marker.evaluate(seen):
                name = canonicalize_name(requirement.name)
                found.add(name)
                todo.extend((name, each) for each in ("", *requirement.extras))

    take(requirements, "")
    while todo:
        name, extra = todo.pop()
        if (name, extra) not in done:
            done.add((name, extra))
            take(requirements_of(name), extra)
    return found


def chosen_pins(names: set[str], lock: dict[str, Pin], target: Target) -> list[Pin]:
    """Give the pins of these names, in order.

    Raises
    ------
    BundleError
        With every name the lock lacks.
    """
    lacking = sorted(names - lock.keys())
    if lacking:
        raise BundleError(
            f"requirements.lock lacks {', '.join(lacking)}, needed on {target.platform} with "
            f"Python {target.python}. Run tools/lock.py to write it anew."
        )
    return [lock[name] for name in sorted(names)]


def download(pins: list[Pin], target: Target, folder: Path) -> None:
    """Fetch the wheels of the pins, hashes checked.

    Raises
    ------
    BundleError
        With pip's own words where a wheel is not to be had.
    """
    wanted = folder.parent / "wanted.txt"
    wanted.write_text("".join(pin.line() for pin in pins), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check"]
    command += ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--dest", str(folder)]
    if target.tags:
        command += ["--implementation", "cp", "--python-version", target.python]
        for tag in target.tags:
            command += ["--platform", tag]
    result = subprocess.run(
        [*command, "-r", str(wanted)], check=False, capture_output=True, text=True
    )
    if result.returncode:
        raise BundleError(download_fault(result.stderr, target))


def download_fault(words: str, target: Target) -> str:
    """Say in one sentence why pip fetched nothing, with its own last words below."""
    lost = re.search(r"No matching distribution found for ([\w.-]+)==(\S+)", words)
    unreachable = re.search(r"NewConnection|ProxyError|NameResolution|Timeout|Max retries", words)
    last = "\n".join(f"  {line}" for line in words.strip().splitlines()[-4:])
    if unreachable:
        said = "The package registry cannot be reached from here; make the bundle where it can be"
    elif lost:
        on = f"{target.platform} with Python {target.python}"
        said = f"There is no wheel of {lost[1]} {lost[2]} for {on}; pin a version that has one"
    elif "DO NOT MATCH THE HASHES" in words:
        said = "A wheel differs from its hash in requirements.lock; run tools/lock.py and look why"
    else:
        said = "pip could not fetch the wheels"
    return f"{said}.\n{last}"


def build_own_wheel(folder: Path) -> Path:
    """Build the project's wheel; the same tree gives the same bytes."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    result = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "SOURCE_DATE_EPOCH": "315532800"},
    )
    built = sorted(folder.glob("hebei_gis-*.whl"))
    if result.returncode or len(built) != 1:
        raise BundleError(f"The project's own wheel was not built:\n{result.stderr[-600:]}")
    return built[0]


def wheel_name(path: Path) -> str:
    """Give the package's name from its wheel's file name."""
    return canonicalize_name(path.name.split("-")[0])


def check_complete(wheels: list[Path], target: Target) -> None:
    """Check against the wheels' own words that nothing they need is missing.

    Raises
    ------
    BundleError
        With every package that is missing.
    """
    asked: dict[str, list[str]] = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as opened:
            (inside,) = [n for n in opened.namelist() if re.fullmatch(r"[^/]+/METADATA", n)]
            read = email.parser.BytesParser().parsebytes(opened.read(inside), headersonly=True)
        asked[wheel_name(wheel)] = [str(line) for line in read.get_all("Requires-Dist", [])]
    needed = closure(["hebei-gis"], target.markers, lambda name: asked.get(name, []))
    lacking = sorted(needed - asked.keys())
    if lacking:
        raise BundleError(
            f"The wheels ask for {', '.join(lacking)}, which the bundle lacks. Run "
            f"tools/setup.py, so that what is installed is what is locked, and try again."
        )


def script_files(version: str, target: Target) -> Iterator[tuple[str, bytes]]:
    """Give the bundle's scripts and README, each with the line ends its readers need."""
    for path in sorted(SCRIPTS.iterdir()):
        text = path.read_text(encoding="utf-8")
        for word, value in (
            ("@VERSION@", version),
            ("@PYTHON@", target.python),
            ("@PLATFORM@", target.platform),
        ):
            text = text.replace(word, value)
        windows = path.suffix in (".bat", ".txt")
        text = text.replace("\n", "\r\n") if windows else text
        mark = b"\xef\xbb\xbf" if path.suffix == ".txt" else b""
        yield path.name, mark + text.encode("utf-8")


def write_zip(path: Path, folder: str, files: Mapping[str, bytes | Path]) -> None:
    """Write the files below one folder, in order of name and without dates."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{name}", NO_DATE)
            entry.create_system = 3
            entry.external_attr = (0o100755 if name.endswith(".sh") else 0o100644) << 16
            content = files[name]
            if isinstance(content, Path):  # a wheel, compressed already
                content, entry.compress_type = content.read_bytes(), zipfile.ZIP_STORED
            else:
                entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def make_bundle(target: Target, output: Path) -> Path:
    """Make the zip and give its path.

    Raises
    ------
    BundleError
        Where a wheel is missing, or the registry cannot be reached.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = read_lock((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    names = closure(project["project"]["dependencies"], target.markers)
    pins = chosen_pins(names, lock, target)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "wheels"
        folder.mkdir()
        own = build_own_wheel(folder)
        download(pins, target, folder)
        wheels = sorted(folder.glob("*.whl"))
        check_complete(wheels, target)
        version = own.name.split("-")[1]
        digest = hashlib.sha256(own.read_bytes()).hexdigest()
        listed = [*pins, Pin("hebei-gis", version, (digest,))]
        requirements = "".join(pin.line() for pin in listed).encode()
        files: dict[str, bytes | Path] = {f"wheels/{path.name}": path for path in wheels}
        files |= {**dict(script_files(version, target)), "requirements.txt": requirements}
        for name in ("LICENSE", "DATA_LICENSES.md", "THIRD_PARTY.md"):
            files[name] = (ROOT / name).read_bytes()
        output.mkdir(parents=True, exist_ok=True)
        tag = f"{target.platform}-py{target.python.replace('.', '')}"
        path = output / f"hebei-gis-{version}-{tag}.zip"
        write_zip(path, f"hebei-gis-{version}", files)
    return path


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; 0 when the zip was written."""
    parser = argparse.ArgumentParser(description="Make one zip that installs without a registry.")
    parser.add_argument("--platform", help="win_amd64, manylinux_2_28_x86_64 … (this machine's)")
    parser.add_argument("--python", help="Python version it is for, as 3.11 (this one's)")
    parser.add_argument("--output", type=Path, default=ROOT / "dist", help="folder of the zip")
    given = parser.parse_args(arguments)
    try:
        path = make_bundle(target_of(given.platform, given.python), given.output)
    except BundleError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{path} ({path.stat().st_size / 1e6:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())

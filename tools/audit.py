"""What the program runs with: licences, native libraries, known weaknesses.

    python tools/audit.py [--check]

Writes THIRD_PARTY.md: each package that the program needs to run (not the `dev` group) with its
version, licence and the native libraries that its wheel carries. Then pip-audit is asked for known
weaknesses of the locked versions, where it is installed (``pip install pip-audit``) and reaches its
database. Exits 1 where a licence is none that the program may run with, or a weakness is known;
with ``--check`` also where THIRD_PARTY.md is another.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from bundle import closure, target_of

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "THIRD_PARTY.md"
#: Licences under which a library may be run with the program, as their names hold them; those
#: with conditions on the program itself (GPL, AGPL) are not among them.
ALLOWED = re.compile(
    r"MIT|BSD|Apache|Python Software Foundation|PSF|ISC|MPL|Mozilla|LGPL|Lesser General|HPND|"
    r"Historical Permission|Zlib|Unlicense|CC0|0BSD|Public Domain",
    re.IGNORECASE,
)
REFUSED = re.compile(r"\bA?GPL|(?<!Lesser )\bGeneral Public|Affero", re.IGNORECASE)
#: Of wheels that state none: what stands in the source they are made of.
STATED_ELSEWHERE = {"streamlit-folium": "MIT (LICENSE of its repository; the wheel states none)"}
#: Where wheels keep the shared libraries they bring along, and how such a file is called.
_CARRIED = re.compile(r"(?:\.libs|\.dylibs)/(?:lib)?([A-Za-z0-9_+]+?)(?:[-.].*)?$")
_HEAD = """# What the program runs with

Made by `make audit` from the packages installed for {platform}; versions and hashes are those of
`requirements.lock`. Native libraries are those that a wheel brings along.

| package | version | licence | native libraries |
|---|---|---|---|
"""


def licence_of(package: importlib.metadata.Distribution) -> str:
    """The licence as the package states it: an SPDX expression, else its classifiers or words."""
    metadata = package.metadata
    stated = metadata.get("License-Expression")
    if stated:
        return str(stated)
    ends = [
        line.rpartition(" :: ")[2]
        for line in metadata.get_all("Classifier") or []
        if line.startswith("License :: ") and not line.endswith(":: OSI Approved")
    ]
    words = str(metadata.get("License") or "").strip().splitlines()
    return " and ".join(dict.fromkeys(ends)) or (words[0][:60] if words else _of_its_file(package))


def _of_its_file(package: importlib.metadata.Distribution) -> str:
    """The first line of the licence that a package brings along."""
    for file in package.files or []:
        if re.match(r"(LICEN[CS]E|COPYING)", file.name, re.IGNORECASE):
            lines = file.read_text(encoding="utf-8").strip().splitlines()
            return lines[0].strip()[:60] if lines else ""
    return ""


def native_libraries(package: importlib.metadata.Distribution) -> list[str]:
    """Names of the shared libraries that the package carries."""
    found = [_CARRIED.search(str(file)) for file in package.files or []]
    return sorted({match[1] for match in found if match})


def is_allowed(licence: str) -> bool:
    """Whether a library under this licence may be run with the program."""
    # Under one of several licences: the one that fits is taken.
    choices = re.split(r"\s+OR\s+", licence)
    return any(ALLOWED.search(one) and not REFUSED.search(_without_lesser(one)) for one in choices)


def _without_lesser(licence: str) -> str:
    return re.sub(r"LGPL\S*|\S*Lesser General Public\S*( License)?[^,;]*", "", licence)


def document() -> tuple[str, list[str]]:
    """THIRD_PARTY.md, and the packages whose licence is not allowed."""
    target = target_of(None, None)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = closure(project["project"]["dependencies"], target.markers)
    lines, refused = [], []
    for name in sorted(names):
        try:
            package = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # of another platform
        licence = licence_of(package) or STATED_ELSEWHERE.get(name, "")
        if not is_allowed(licence):
            refused.append(f"{name}: {licence or 'no licence stated'}")
        libraries = ", ".join(native_libraries(package))
        lines.append(f"| {name} | {package.version} | {licence} | {libraries} |")
    return _HEAD.format(platform=target.platform) + "\n".join(lines) + "\n", refused


def weaknesses() -> int:
    """What pip-audit finds in the locked versions; its exit code, 0 where it cannot be asked."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(ROOT / "requirements.lock")]
    command += ["--disable-pip", "--require-hashes", "--progress-spinner=off"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).strip()
    if "No module named pip_audit" in said:
        print("Known weaknesses were not looked for: pip-audit is not installed.")
        return 0
    if re.search(r"ConnectionError|Max retries|Failed to (resolve|connect)|ServiceError", said):
        print("Known weaknesses were not looked for: pip-audit does not reach its database.")
        return 0
    print(said)
    return done.returncode


def main(arguments: list[str] | None = None) -> int:
    """Write or check the document, then ask for weaknesses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    text, refused = document()
    for one in refused:
        print(f"licence not allowed at run time: {one}")
    if options.check:
        same = OUT.is_file() and OUT.read_text(encoding="utf-8") == text
        if not same:
            print(f"{OUT.name} is another: run tools/audit.py")
        return int(bool(refused) or not same)
    OUT.write_text(text, encoding="utf-8", newline="\n")
    print(f"{OUT.name}: {text.count(chr(10)) - 7} packages")
    return max(int(bool(refused)), weaknesses())


if __name__ == "__main__":
    sys.exit(main())

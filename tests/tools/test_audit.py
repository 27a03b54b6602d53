"""What the program runs with is listed, under licences that it may run with."""

from __future__ import annotations

import platform
import sys
from importlib import util
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def audit() -> Any:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        spec = util.spec_from_file_location("audit", ROOT / "tools" / "audit.py")
        assert spec is not None and spec.loader is not None
        module = util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(ROOT / "tools"))


def test_every_licence_is_allowed(audit: Any) -> None:
    _, refused = audit.document()
    assert refused == []


@pytest.mark.skipif(
    sys.version_info[:2] != (3, 11) or (sys.platform, platform.machine()) != ("linux", "x86_64"),
    reason="the list is of another platform",
)
def test_the_list_is_of_what_is_installed(audit: Any) -> None:
    assert audit.main(["--check"]) == 0


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True), ("BSD-3-Clause AND Zlib", True), ("LGPL-2.1-or-later", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", True), ("GPL-3.0-only", False),
        ("GNU General Public License v3 (GPLv3)", False), ("AGPL-3.0", False),
        ("GNU Affero General Public License v3", False), ("GPL-2.0 OR MIT", True),
        ("MIT AND GPL-2.0", False), ("", False), ("Commercial", False),
    ],
)  # fmt: skip
def test_what_a_licence_allows(audit: Any, licence: str, allowed: bool) -> None:
    assert audit.is_allowed(licence) is allowed


def test_native_libraries_are_named(audit: Any) -> None:
    files = ["a.libs/libgdal-1a2b.so.36.3", "a.libs/libgeos_c.so.1", "a/.dylibs/libproj.25.dylib",
             "a/lib/other.py"]  # fmt: skip
    assert audit.native_libraries(SimpleNamespace(files=files)) == ["gdal", "geos_c", "proj"]

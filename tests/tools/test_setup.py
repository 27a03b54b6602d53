"""The set-up: does its work once, and again only where something that matters has changed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "setup.py"
PROJECT = """
[project]
name = "p"
dependencies = ["a"]
[tool.ruff]
line-length = 100
"""


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Give the tool for a project in a temporary folder; commands are noted, not run."""
    spec = spec_from_file_location("setup_tool", TOOL)
    assert spec
    assert spec.loader
    module: Any = module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "requirements.lock").write_text("a==1\n", encoding="utf-8")
    module.ROOT, module.LOCK = tmp_path, tmp_path / "requirements.lock"
    module.VENV = tmp_path / ".venv"
    module.STAMP = module.VENV / "installed.txt"
    module.PYTHON = module.VENV / "python"
    module.made, module.ran = [], []

    def create(folder: Path, **settings: Any) -> None:
        module.made.append(settings)
        folder.mkdir(exist_ok=True)
        module.PYTHON.touch()

    monkeypatch.setattr(module.venv, "create", create)
    monkeypatch.setattr(module, "run", module.ran.append)
    yield module


def test_first_call_installs_the_lock_with_its_hashes_then_the_project(setup: Any) -> None:
    setup.install()
    assert [made["clear"] for made in setup.made] == [True]
    lock, project = setup.ran
    assert "--require-hashes" in lock
    assert str(setup.LOCK) in lock
    assert "--no-index" in project
    assert "-e" in project


def test_second_call_does_nothing(setup: Any, capsys: pytest.CaptureFixture[str]) -> None:
    setup.install()
    capsys.readouterr()
    setup.install()
    assert len(setup.made) == 1
    assert len(setup.ran) == 2
    assert capsys.readouterr().out == ""


def test_a_changed_lock_installs_again_into_what_is_there(setup: Any) -> None:
    setup.install()
    setup.LOCK.write_text("a==2\n", encoding="utf-8")
    setup.install()
    assert len(setup.made) == 1
    assert len(setup.ran) == 4


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [('["a"]', '["a", "b"]', 4), ("line-length = 100", "line-length = 90", 2)],
)
def test_only_what_decides_the_installation_counts(
    setup: Any, old: str, new: str, runs: int
) -> None:
    setup.install()
    (setup.ROOT / "pyproject.toml").write_text(PROJECT.replace(old, new), encoding="utf-8")
    setup.install()
    assert len(setup.ran) == runs


def test_another_python_makes_the_environment_anew(
    setup: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup.install()
    monkeypatch.setattr(setup, "sys", SimpleNamespace(version_info=(3, 99), exit=sys.exit))
    setup.install()
    assert len(setup.made) == 2


def test_an_environment_without_its_python_is_made_anew(setup: Any) -> None:
    setup.install()
    setup.PYTHON.unlink()
    setup.install()
    assert len(setup.made) == 2


def test_a_step_that_fails_leaves_no_stamp(setup: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_command: list[str]) -> None:
        sys.exit("no")

    monkeypatch.setattr(setup, "run", fail)
    with pytest.raises(SystemExit):
        setup.install()
    assert not setup.STAMP.exists()


def test_an_old_python_is_named(setup: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    old = SimpleNamespace(version_info=(3, 9), version="3.9.18 (main)", exit=sys.exit)
    monkeypatch.setattr(setup, "sys", old)
    with pytest.raises(SystemExit, match=r"3\.9\.18 found; 3\.11 or newer"):
        setup.install()


def test_a_missing_ensurepip_is_one_sentence(setup: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise subprocess.CalledProcessError(1, "ensurepip")

    monkeypatch.setattr(setup.venv, "create", broken)
    with pytest.raises(SystemExit, match="python3-venv is needed"):
        setup.install()


def test_what_is_missing_for_the_browser_tests_is_one_line(
    setup: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HEBEI_GIS_CHROMIUM", raising=False)
    monkeypatch.setattr(setup.shutil, "which", lambda _name: None)
    monkeypatch.setattr(setup.sys, "platform", "linux")
    monkeypatch.setattr(setup, "os", SimpleNamespace(name="posix", environ={}))
    setup.browser()
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "package chromium" in said
    assert "fonts-noto-cjk" in said

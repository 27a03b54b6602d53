"""The offline bundle: complete, the same bytes every time, installable where nothing is reached."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNREACHABLE = "http://127.0.0.1:9"

LOCK = """# comment
alpha==1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
beta_x==2.1 ; sys_platform == "win32" \\
    --hash=sha256:cc
"""
ASKED = {
    "alpha": ["beta.x>=1; sys_platform == 'win32'", "gamma[fast]; python_version < '3.12'"],
    "gamma": ["delta; extra == 'fast'", "epsilon; extra == 'slow'", "alpha"],
}


@pytest.fixture
def bundle(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import bundle

    return bundle


def asked(name: str) -> list[str]:
    return ASKED.get(name, [])


def names_of(bundle: ModuleType, platform: str, python: str) -> set[str]:
    markers = bundle.target_of(platform, python).markers
    found: set[str] = bundle.closure(["Alpha>=1"], markers, asked)
    return found


def test_closure_follows_the_markers_of_the_target_and_the_extras_asked_for(
    bundle: ModuleType,
) -> None:
    linux = "manylinux_2_28_x86_64"
    assert names_of(bundle, "win_amd64", "3.11") == {"alpha", "beta-x", "gamma", "delta"}
    assert names_of(bundle, linux, "3.11") == {"alpha", "gamma", "delta"}
    assert names_of(bundle, linux, "3.12") == {"alpha"}
    assert names_of(bundle, "win_amd64", "3.13") == {"alpha", "beta-x"}


def test_every_platform_of_the_lock_has_its_markers(bundle: ModuleType) -> None:
    for platform, python in bundle.PLATFORMS:
        target = bundle.target_of(platform, python)
        assert target.tags[0] == platform
        assert target.markers["platform_machine"] in ("x86_64", "AMD64", "arm64")


def test_what_runs_is_locked_for_every_platform_and_the_dev_group_stays_out(
    bundle: ModuleType,
) -> None:
    project = bundle.tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = bundle.read_lock((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    for platform, python in bundle.PLATFORMS:
        target = bundle.target_of(platform, python)
        names = bundle.closure(project["project"]["dependencies"], target.markers)
        assert {pin.name for pin in bundle.chosen_pins(names, lock, target)} == names
        assert not names & {"pytest", "mypy", "ruff", "playwright", "hypothesis", "hatchling"}
        assert ("tzdata" in names) or platform != "win_amd64"


def test_lock_is_read_and_written_without_markers(bundle: ModuleType) -> None:
    pins = bundle.read_lock(LOCK)
    assert [pin.name for pin in pins.values()] == ["alpha", "beta-x"]
    assert pins["alpha"].hashes == ("aa", "bb")
    assert pins["beta-x"].line() == "beta-x==2.1 \\\n    --hash=sha256:cc\n"


def test_what_the_lock_lacks_is_named_all_at_once(bundle: ModuleType) -> None:
    target = bundle.target_of("win_amd64", "3.12")
    with pytest.raises(bundle.BundleError, match=r"lacks delta, gamma, needed on win_amd64.*3\.12"):
        bundle.chosen_pins({"alpha", "gamma", "delta"}, bundle.read_lock(LOCK), target)


def test_a_platform_the_lock_does_not_cover_is_refused_with_those_it_covers(
    bundle: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bundle.main(["--platform", "win_arm64"]) == 1
    said = capsys.readouterr().err
    assert "no hashes for win_arm64" in said
    assert "win_amd64 with 3.11" in said
    assert "tools/lock.py" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "ERROR: Could not find a version\nERROR: No matching distribution found for abc==1.2",
            "There is no wheel of abc 1.2 for win_amd64 with Python 3.11",
        ),
        (
            "WARNING: Retrying after ProxyError(NewConnectionError)\nERROR: none",
            "cannot be reached",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "differs from its hash"),
        ("ERROR: disk full", "pip could not fetch the wheels"),
    ],
)
def test_pip_failing_is_one_clear_sentence(bundle: ModuleType, words: str, said: str) -> None:
    fault = bundle.download_fault(words, bundle.target_of("win_amd64", "3.11"))
    assert said in fault
    assert words.splitlines()[-1] in fault


def wheel(folder: Path, name: str, requires: str = "") -> Path:
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(f"{name}-1.0.dist-info/METADATA", f"Name: {name}\n{requires}\n")
    return path


def test_the_wheels_own_words_decide_what_is_missing(bundle: ModuleType, tmp_path: Path) -> None:
    target = bundle.target_of("win_amd64", "3.11")
    lines = "Requires-Dist: other\nRequires-Dist: unix_only; sys_platform != 'win32'"
    own = wheel(tmp_path, "hebei_gis", lines)
    with pytest.raises(bundle.BundleError, match="ask for other, which"):
        bundle.check_complete([own], target)
    bundle.check_complete([own, wheel(tmp_path, "other")], target)


def test_scripts_have_the_line_ends_and_the_encoding_of_their_readers(bundle: ModuleType) -> None:
    files = dict(bundle.script_files("9.8.7", bundle.target_of("win_amd64", "3.12")))
    assert set(files) == {
        "README.txt",
        "install.bat",
        "install.py",
        "install.sh",
        "start.bat",
        "start.sh",
    }
    for name in ("install.bat", "start.bat", "README.txt"):
        assert files[name].count(b"\n") == files[name].count(b"\r\n") > 0
    for name in ("install.sh", "start.sh", "install.py"):
        assert b"\r" not in files[name]
    for name in ("install.bat", "start.bat", "install.sh", "start.sh"):
        assert files[name].isascii()  # no code page to guess
    readme = files["README.txt"]
    assert readme.startswith(b"\xef\xbb\xbf")
    text = readme.decode("utf-8-sig")
    assert "离线安装包" in text
    assert "win_amd64" in text
    assert "9.8.7" in text
    assert not [name for name, content in files.items() if b"@PYTHON@" in content]
    assert b"py -3.12 install.py" in files["install.bat"]
    for name in ("install.sh", "start.sh"):
        subprocess.run(["sh", "-n"], input=files[name], check=True)
    compile(files["install.py"], "install.py", "exec")


def test_no_script_holds_an_address_of_another_host(bundle: ModuleType) -> None:
    files = dict(bundle.script_files("1", bundle.target_of("win_amd64", "3.11")))
    assert not [
        name
        for name, content in files.items()
        if b"://" in content.replace(b"http://127.0.0.1:8501", b"")
    ]


def test_the_zip_depends_on_nothing_but_its_content(bundle: ModuleType, tmp_path: Path) -> None:
    stored = wheel(tmp_path, "other")
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    bundle.write_zip(first, "top", {"b.sh": b"b", "wheels/o.whl": stored, "a.txt": b"a"})
    os.utime(stored, (0, 10**9))
    bundle.write_zip(second, "top", {"a.txt": b"a", "wheels/o.whl": stored, "b.sh": b"b"})
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as opened:
        assert opened.namelist() == ["top/a.txt", "top/b.sh", "top/wheels/o.whl"]
        assert opened.getinfo("top/b.sh").external_attr >> 16 & 0o111


def test_installing_with_another_python_says_which_one_is_needed(
    bundle: ModuleType, tmp_path: Path
) -> None:
    files = dict(bundle.script_files("1", bundle.target_of("win_amd64", "3.11")))
    script = tmp_path / "install.py"
    script.write_bytes(files["install.py"].replace(b'WANTED = "3.11"', b'WANTED = "3.99"'))
    done = subprocess.run([sys.executable, str(script)], capture_output=True, check=False)
    assert done.returncode == 1
    assert b"needs Python 3.99" in done.stdout
    assert not (tmp_path / "venv").exists()


def test_bundle_installs_and_runs_where_no_registry_can_be_reached(
    bundle: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Take half a minute: the real wheels of this platform, fetched, zipped and installed."""
    monkeypatch.setenv("PIP_RETRIES", "1")
    monkeypatch.setenv("PIP_DEFAULT_TIMEOUT", "15")
    try:
        made = bundle.make_bundle(bundle.target_of(None, None), tmp_path / "dist")
    except bundle.BundleError as error:
        if "cannot be reached" in str(error):
            pytest.skip("The bundle's wheels come from the package registry, not reached here.")
        raise
    place = tmp_path / "离线 安装"
    with zipfile.ZipFile(made) as opened:
        opened.extractall(place)
    made.unlink()
    (folder,) = place.iterdir()
    offline = {
        "PATH": f"{Path(sys.executable).resolve().parent}{os.pathsep}{os.defpath}",
        "HOME": str(tmp_path),
        "PIP_NO_INDEX": "1",
        "HEBEI_GIS_NO_PAUSE": "1",
        "http_proxy": UNREACHABLE,
        "https_proxy": UNREACHABLE,
        **({"SYSTEMROOT": os.environ["SYSTEMROOT"]} if os.name == "nt" else {}),
    }
    install = ["cmd", "/c", "install.bat"] if os.name == "nt" else ["sh", "install.sh"]
    quick = [*install, "--no-compile"]
    done = subprocess.run(quick, cwd=folder, env=offline, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")
    command = folder / "venv" / ("Scripts/hebei-gis.exe" if os.name == "nt" else "bin/hebei-gis")
    listed = subprocess.run(
        [str(command), "layers", "--json"],
        cwd=tmp_path,
        env=offline,
        capture_output=True,
        check=False,
    )
    assert listed.returncode == 0, listed.stderr.decode(errors="replace")
    assert "district_boundary" in {layer["id"] for layer in json.loads(listed.stdout)}

"""What the documentation says can be done can be done: commands, targets, paths, pictures."""

from __future__ import annotations

import http.client
import io
import json
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from importlib import util
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from hebei_gis.cli import main

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "layers" / "README.md"]
#: All but the list of changes, which tells what has been by the names it had.
NAMES = sorted(path.relative_to(ROOT).as_posix() for path in DOCUMENTS
               if path.name != "CHANGELOG.md")  # fmt: skip
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
#: Placed before a command where it is installed on Windows and elsewhere.
SCRIPTS = re.compile(r"^\.venv[\\/](?:Scripts|bin)[\\/]")
#: Exit codes of commands that tell of something: an invented plan lacks what the register holds.
TELLS = {("plan", "verify"): 1}
PLAN = """云州市青山区国民经济和社会发展第十五个五年规划纲要
第一章 重点任务
第一节 交通
修通道路。 拓宽改造青云路,到2025年新建道路3条。
"""


def lines_of(path: Path) -> list[str]:
    """The command lines of a document: of its sh blocks, and those inside a sentence."""
    text = path.read_text(encoding="utf-8")
    found = [
        part
        for language, block in FENCE.findall(text)
        if language == "sh"
        for line in block.replace("\\\n", " ").splitlines()
        for part in line.split(" && ")
    ]
    spans = SPAN.findall(FENCE.sub("", text))
    found += [part.strip() for span in spans for part in span.split(" && ")]
    return [SCRIPTS.sub("", line).strip() for line in found]


def commands(path: Path) -> list[list[str]]:
    """The arguments of each ``hebei-gis`` line; its bare name is no command."""
    found = [shlex.split(line, comments=True) for line in lines_of(path)
             if line.startswith("hebei-gis ")]  # fmt: skip
    return [line[1:] for line in found]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the workspace with the files that the documents name, and in it."""
    for folder in (tmp_path, tmp_path / "my_district"):
        for name in ("layers", "geodata"):
            shutil.copytree(ROOT / name, folder / name)
        shutil.copy(ROOT / "workspace.toml", folder)
    park = {
        "type": "Feature",
        "properties": {"id": "p1", "name_zh": "示例园"},
        "geometry": {"type": "Point", "coordinates": [117.2, 39.16]},
    }
    parks = {"type": "FeatureCollection", "features": [park]}
    (tmp_path / "parks.geojson").write_text(json.dumps(parks), encoding="utf-8")
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HEBEI_GIS_WORKSPACE", raising=False)
    return tmp_path


@pytest.mark.parametrize("name", NAMES)
def test_every_command_line_runs(
    name: str,
    workspace: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    for arguments in commands(ROOT / name):
        monkeypatch.setattr("sys.stdin", io.StringIO("a password of ours\n"))
        if arguments[0] == "app":
            served(arguments, workspace)
            continue
        code = main(arguments)
        told = capsys.readouterr()
        assert code == TELLS.get(tuple(arguments[:2]), 0), (arguments, told.err)
        assert code == 0 or told.out, arguments


def served(arguments: list[str], workspace: Path) -> None:
    """Serve the pages by a command line on a port of our own, until they answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "hebei_gis.cli", *arguments, "--port", str(port)]
    with subprocess.Popen(
        command, cwd=workspace, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            for _ in range(600):
                assert server.poll() is None, arguments
                browser = http.client.HTTPConnection("127.0.0.1", port)
                try:
                    browser.request("GET", "/", headers={"Accept": "text/html"})
                    # Where users are named, the first page is the one they sign in on.
                    wanted = 303 if "--users" in arguments else 200
                    assert browser.getresponse().status == wanted
                    return
                except OSError:
                    time.sleep(0.1)
                finally:
                    browser.close()
            pytest.fail(f"no answer: {arguments}")
        finally:
            server.terminate()


def test_the_first_document_shows_an_import():
    imports = [line for line in commands(ROOT / "README.md") if line[0] == "import"]
    assert any("--basis" in line and "--accuracy-m" in line for line in imports)
    chinese = commands(ROOT / "README.zh-CN.md")
    assert [line[:2] for line in commands(ROOT / "README.md")] == [line[:2] for line in chinese]


@pytest.mark.parametrize("name", NAMES)
def test_every_target_of_make_is_there(name: str):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for line in lines_of(ROOT / name):
        if line.startswith("make "):
            asked = [word for word in shlex.split(line, comments=True)[1:] if "=" not in word]
            assert set(asked) <= targets, line


@pytest.mark.parametrize("name", NAMES)
def test_every_path_that_is_named_is_there(name: str):
    document = ROOT / name
    text = document.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
    missing = [link for link in links if not (document.parent / link).exists()]
    for span in SPAN.findall(FENCE.sub("", text)):
        for word in span.replace("\\", "/").split():
            path = word.removeprefix("./").rstrip("/")
            inside = re.match(r"(hebei_gis|tools|tests|docs|benchmarks)/[\w./-]+$", path)
            if inside and not (ROOT / path).exists():
                missing.append(span)
    assert missing == []


# ---- The architecture.


@pytest.fixture(scope="module")
def tool() -> Any:
    """The tool that draws the picture."""
    spec = util.spec_from_file_location("make_docs", ROOT / "tools" / "make_docs.py")
    assert spec is not None and spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_picture_shows_the_rooms_as_they_are(tool: Any):
    drawn = tool.PICTURE.read_text(encoding="utf-8")
    assert drawn == tool.picture(), "draw it anew: make docs"
    texts = {text.text for text in ElementTree.fromstring(drawn).iter() if text.text}
    assert set(tool.rooms()) <= texts


def test_an_arrow_is_left_out_where_another_room_leads_there(tool: Any):
    assert tool.reduced({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == {
        "a": {"b"}, "b": {"c"}, "c": set(),
    }  # fmt: skip
    with pytest.raises(ValueError, match="cycle"):
        tool.reduced({"a": {"b"}, "b": {"a"}})


@pytest.mark.parametrize("name", ["docs/architecture.md", "docs/architecture.zh-CN.md"])
def test_the_architecture_names_every_room_and_only_modules_that_are_there(name: str, tool: Any):
    text = (ROOT / name).read_text(encoding="utf-8")
    spans = SPAN.findall(text)
    assert {room for room in tool.rooms() if room not in spans} == set()
    modules = [span for span in spans if span.endswith(".py") and "*" not in span]
    assert len(modules) > 20
    assert [one for one in modules if not (ROOT / "hebei_gis" / one).exists()] == []

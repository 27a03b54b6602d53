"""QGIS itself opens what we write, and finds style, labels, CRS and rows.

Runs where a Python has PyQGIS: /usr/bin/python3 (Debian's python3-qgis), or the one that
HEBEI_GIS_QGIS_PYTHON names.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.export.selection import export_layers
from hebei_gis.export.verify import members_of
from hebei_gis.papers import export_comparison
from tests.papers.paper_cases import request

PYTHON = os.environ.get("HEBEI_GIS_QGIS_PYTHON", "/usr/bin/python3")
PROBE = Path(__file__).with_name("qgis_probe.py")


def clean_environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "QT_QPA_PLATFORM": "offscreen"}


@cache
def has_qgis() -> bool:
    try:
        done = subprocess.run(
            [PYTHON, "-c", "import qgis.core"], env=clean_environment(), capture_output=True,
            check=False, timeout=120,
        )  # fmt: skip
    except OSError:
        return False
    return done.returncode == 0


@pytest.fixture
def probe() -> Callable[..., list[dict[str, Any]]]:
    """Opens (path, layer) pairs in QGIS."""
    if not has_qgis():
        pytest.skip(f"{PYTHON} has no module qgis: install python3-qgis to run this")

    def run(*asked: tuple[Path, str]) -> list[dict[str, Any]]:
        done = subprocess.run(
            [PYTHON, str(PROBE)], env=clean_environment(), capture_output=True, check=True,
            input=json.dumps([[str(path), layer] for path, layer in asked]), text=True, timeout=300,
        )  # fmt: skip
        (line,) = (text for text in done.stdout.splitlines() if text.startswith("QGIS:"))
        answers: list[dict[str, Any]] = json.loads(line.removeprefix("QGIS:"))
        return answers

    return run


def test_the_whole_workspace_opens_coloured_and_labelled(
    probe: Any, default_workspace: Any, tmp_path: Path
) -> None:
    path = tmp_path / "all.gpkg"
    file = export_layers(default_workspace, list(default_workspace.layers), "gpkg", "CGCS2000")
    file.write(path)
    parts = [(layer, part) for layer in file.sidecar["layers"] for part in layer["parts"]]
    answers = probe(*[(path, part["name"]) for _, part in parts])
    for (layer, part), answer in zip(parts, answers, strict=True):
        style = default_workspace.layers[layer["id"]].declaration.style
        assert answer["valid"], part["name"]
        assert answer["crs"] == "EPSG:4490"
        assert answer["rows"] == part["rows"]
        assert answer["renderer"] == "RuleRenderer", part["name"]
        assert answer["labels"] == style.label
        if style.label:
            assert answer["label_field"] == "name_zh"
        assert answer["undrawn"] == [], part["name"]
        colors = {c.color.lower() for c in style.classes} | {style.color.lower()}
        for rule in answer["rules"]:
            assert rule["error"] == ""
            assert colors & {rule["color"], rule["stroke"]}, part["name"]


def test_chinese_reads_right_in_the_other_formats(
    probe: Any, default_workspace: Any, tmp_path: Path
) -> None:
    names = list(default_workspace.layer("heritage").features["name_zh"])
    for format_name in ("shp", "fgb", "geojson", "jsonfg", "kml", "csv"):
        file = export_layers(default_workspace, ["heritage"], format_name)
        if format_name in ("shp", "csv"):
            for name, content in members_of(file.content, "x").items():
                (tmp_path / name).write_bytes(content)
        else:
            (tmp_path / file.name).write_bytes(file.content)
    readable = [p for p in sorted(tmp_path.iterdir()) if p.suffix in (".shp", ".fgb", ".geojson")]
    assert len(readable) == 3
    for path, answer in zip(readable, probe(*[(path, "") for path in readable]), strict=True):
        assert answer["valid"], path
        assert answer["crs"] == "EPSG:4326"
        assert sorted(answer["names"]) == sorted(names), path


def test_a_geodatabase_opens_by_its_folder(
    probe: Any, default_workspace: Any, tmp_path: Path
) -> None:
    file = export_layers(default_workspace, list(default_workspace.layers), "filegdb", "metres")
    for name, content in members_of(file.content, "x").items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (path,) = tmp_path.glob("*.gdb")
    parts = [part for layer in file.sidecar["layers"] for part in layer["parts"]]
    answers = probe(*[(path, part["name"]) for part in parts])
    for part, answer in zip(parts, answers, strict=True):
        assert answer["valid"], part["name"]
        assert answer["crs"] == "EPSG:4548"
        assert answer["rows"] == part["rows"]


def test_a_comparison_opens_coloured_by_rank(probe: Any, tmp_path: Path) -> None:
    paper = request()
    made = export_comparison(paper, "gpkg", "metres")
    made.write(tmp_path / made.name)
    parts = [part["name"] for part in made.sidecar["layers"][0]["parts"]]
    assert len(parts) == 2, "polygons and a point"
    for answer in probe(*[(tmp_path / made.name, name) for name in parts]):
        assert answer["valid"] and answer["undrawn"] == []
        assert {"rank", "score", "status", "reason"} <= set(answer["fields"])
        labels = {rule["label"] for rule in answer["rules"]}
        assert any(label.startswith("第 ") for label in labels), labels

"""What the version before the record of changes wrote: it opens, and is brought up to date."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hebei_gis.cli import main
from hebei_gis.export.verify import verify_file
from hebei_gis.files.change_records import FOLDER, history
from hebei_gis.sites import load_comparison
from hebei_gis.workspace import open_workspace

ROOT = Path(__file__).resolve().parents[1]
REVISION = "606101a"
FORMATS = {
    "geojson": "a.geojson", "gpkg": "a.gpkg", "fgb": "a.fgb", "parquet": "a.parquet",
    "csv": "a.zip", "shp": "b.zip", "xlsx": "a.xlsx", "kml": "a.kml", "dxf": "c.zip",
}  # fmt: skip


@pytest.fixture(scope="module")
def former(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree of the former version, its workspace in it."""
    folder = tmp_path_factory.mktemp("former")
    packed = subprocess.run(
        ["git", "-C", str(ROOT), "archive", REVISION], capture_output=True, check=False
    )
    if packed.returncode:
        pytest.skip(f"the history of this checkout does not reach {REVISION}")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture(scope="module")
def command(former: Path) -> Callable[..., None]:
    """The command of the former version."""

    def run(*arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "hebei_gis.cli", *arguments],
            cwd=former, env={**os.environ, "PYTHONPATH": str(former)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    return run


def test_its_workspace_opens_and_its_first_change_begins_a_history(
    former: Path, command: Callable[..., None]
) -> None:
    place = ("--lon", "117.2", "--lat", "39.16", "--accuracy-m", "4000", "--basis", "approximate")
    command("place", "set", "archives_branch", *place, "--source", "a test")
    workspace = open_workspace(former)
    assert workspace.faults == () or list(workspace.faults) == []
    assert workspace.located("archives_branch") and not (former / FOLDER).exists()
    assert main(["place", "unset", "archives_branch", "--workspace", str(former)]) == 0
    assert not open_workspace(former).located("archives_branch")
    (entry,) = history(former)
    assert main(["history", "--undo", str(entry.number), "--workspace", str(former)]) == 0
    assert open_workspace(former).located("archives_branch")


@pytest.mark.parametrize("name", FORMATS)
def test_its_exports_can_be_verified(
    name: str, command: Callable[..., None], tmp_path: Path
) -> None:
    path = tmp_path / FORMATS[name]
    command("export", "metro_station", "--format", name, "-o", str(path))
    sidecar, faults = verify_file(path)
    assert not faults and sidecar["rows"] > 0


def test_its_saved_comparisons_open(
    former: Path, command: Callable[..., None], tmp_path: Path
) -> None:
    path = tmp_path / "saved.json"
    command(
        "sites", "compare", "--parcels", "land_parcel", "--preset", "commerce", "--save", str(path),
        "--weightings", "20", "--positions", "5",
    )  # fmt: skip
    assert len(load_comparison(path).ranked) > 1

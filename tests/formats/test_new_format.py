"""A format is one file: laid beside the others it is read, written, checked, and on every list."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import hebei_gis.formats
from hebei_gis.cli import main
from hebei_gis.export.verify import verify_file
from hebei_gis.formats.registry import formats

MODULE = '''
"""Places: a line each, its key, longitude and latitude divided by bars."""

import pandas as pd
import shapely

from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.sources import LayerFound, Rows


class PlacesSource:
    one_layer_needed = False
    encoding = None
    notes = ()

    def __init__(self, upload):
        lines = upload.content.decode().splitlines()[1:]
        self._cells = [line.split("|") for line in lines]

    @property
    def layers(self):
        return (LayerFound("places", len(self._cells), ("Point",), {"key": "text"}),)

    def read(self, reading):
        keys, lons, lats = zip(*self._cells)
        points = shapely.points([float(v) for v in lons], [float(v) for v in lats])
        return Rows(pd.DataFrame({"key": keys}), points, "EPSG:4326")


def claims(upload):
    return SURE if upload.content.startswith(b"PLACES") else NOT


def write(outgoing):
    (table,) = outgoing.tables
    points = zip(table.rows["key"], table.rows.geometry.x, table.rows.geometry.y)
    return "\\n".join(["PLACES", *(f"{key}|{x:.9f}|{y:.9f}" for key, x, y in points)]).encode()


FORMAT = Format(
    "places", "Places by bars", (".places",), claims, PlacesSource, "places", "text/plain", write,
    kinds=("wgs84",), carries_sidecar=False, text=True,
)
'''


@pytest.fixture
def places_format(tmp_path: Path) -> Iterator[None]:
    """The module laid beside the formats there are."""
    folder = tmp_path / "formats"
    folder.mkdir()
    (folder / "places.py").write_text(MODULE, encoding="utf-8")
    hebei_gis.formats.__path__.append(str(folder))
    importlib.invalidate_caches()
    formats.cache_clear()
    yield
    hebei_gis.formats.__path__.remove(str(folder))
    sys.modules.pop("hebei_gis.formats.places", None)
    formats.cache_clear()


@pytest.mark.usefixtures("places_format")
def test_the_command_writes_checks_and_reads_it(
    workspace_folder: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = workspace_folder().path
    out = tmp_path / "wells.places.zip"
    words = ["export", "well", "--format", "places", "-o", str(out), "--workspace", str(folder)]
    assert main(words) == 0, capsys.readouterr().err
    assert verify_file(out)[1] == ()
    capsys.readouterr()
    words = ["import", str(out), "--preview", "--json", "--language", "en", "--workspace"]
    assert main([*words, str(folder)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["format"] in ("places", "Places by bars")
    assert told["rows"] == 3
    with pytest.raises(SystemExit):
        main(["export", "--help"])
    assert "places" in capsys.readouterr().out


@pytest.mark.usefixtures("places_format")
def test_the_page_offers_it() -> None:
    def script() -> None:
        from hebei_gis.app.data.export_form import choose_format

        choose_format("EPSG:4548", "zh", "trial")

    at = AppTest.from_function(script).run()
    assert not at.exception
    assert "Places by bars" in at.selectbox[0].options

"""Every kind of file that planners hold is understood by the page and by the command alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.cli import main
from hebei_gis.words.pages.saying import say
from tests.app.conftest import said
from tests.app.test_import import drop, geojson
from tests.formats.test_gdal_kinds import (
    MID,
    MIF,
    files_of,
    parcels,
    topology,
    write_table,
    zipped,
)
from tests.formats.test_other_workbooks import html, ods, xls
from tests.formats.test_survey_text import OUTER, parcel, text

ROWS: list[list[Any]] = [["名称", "经度_wgs84", "纬度_wgs84"], ["甲", 117.2, 39.15]]


def geodatabase(folder: Path) -> tuple[str, bytes]:
    write_table(folder / "a.gdb", "parcels")
    return "gdb.zip", zipped(files_of(folder / "a.gdb"))


def mapinfo(folder: Path) -> tuple[str, bytes]:
    parts = {
        "a.mif": MIF.format(charset="WindowsSimpChinese").encode("gbk"), "a.mid": MID.encode("gbk"),
    }  # fmt: skip
    return "mif.zip", zipped(parts)


def gml(folder: Path) -> tuple[str, bytes]:
    parcels().to_file(folder / "a.gml", driver="GML", engine="pyogrio")
    return "a.gml", (folder / "a.gml").read_bytes()


def spatialite(folder: Path) -> tuple[str, bytes]:
    path = folder / "a.sqlite"
    parcels().to_file(path, driver="SQLite", engine="pyogrio", dataset_options={"SPATIALITE": "NO"})
    return "a.sqlite", path.read_bytes()


def topojson(_: Path) -> tuple[str, bytes]:
    return "a.topojson", json.dumps(topology()).encode()


def esri(_: Path) -> tuple[str, bytes]:
    point = {"attributes": {"name": "甲"}, "geometry": {"x": 117.2, "y": 39.15}}
    values = {
        "geometryType": "esriGeometryPoint", "spatialReference": {"wkid": 4326},
        "fields": [{"name": "name", "type": "esriFieldTypeString"}], "features": [point],
    }  # fmt: skip
    return "a.json", json.dumps(values).encode()


def lines(_: Path) -> tuple[str, bytes]:
    features = json.loads(geojson())["features"]
    return "a.geojsonl", "\n".join(json.dumps(one) for one in features).encode()


def survey(_: Path) -> tuple[str, bytes]:
    return "勘测.txt", text(parcel(OUTER))


def old_excel(_: Path) -> tuple[str, bytes]:
    return "a.xls", xls(ROWS)


def open_document(_: Path) -> tuple[str, bytes]:
    return "a.ods", ods(ROWS)


def html_called_xls(_: Path) -> tuple[str, bytes]:
    cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in ROWS]
    table = "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"
    return "a.xls", html(table)


def cass(_: Path) -> tuple[str, bytes]:
    rows = ["1,,517286.201,4336285.758,3.2", "2,,517545.494,4336286.334,3.1"]
    return "points.dat", "\r\n".join(rows).encode()


MAKERS: dict[str, Callable[[Path], tuple[str, bytes]]] = {
    "geodatabase": geodatabase, "mapinfo": mapinfo, "gml": gml, "spatialite": spatialite,
    "topojson": topojson, "esri json": esri, "geojson by lines": lines, "survey": survey,
    "xls": old_excel, "ods": open_document, "html": html_called_xls, "cass": cass,
}  # fmt: skip


@pytest.mark.parametrize("kind", MAKERS)
def test_page_and_command_understand_it(
    kind: str, workspace_folder: Any, open_page: Any, tmp_path: Path, capsys: Any
) -> None:
    folder = workspace_folder()
    name, content = MAKERS[kind](tmp_path)
    (tmp_path / name).write_bytes(content)
    code = main(["import", str(tmp_path / name), "--preview", "--json", "--language", "zh",
                 "--workspace", str(folder.path)])  # fmt: skip
    found = json.loads(capsys.readouterr().out)
    assert code in (0, 2) and found["state"] in ("ready", "asks"), found
    at = drop(open_page(folder.path, "data"), "zh", name, content)
    assert not at.exception
    assert [error.value for error in at.error] == []
    told = "\n".join(said(at))
    assert say("understood", "zh") in told
    assert bool(at.warning) is (found["state"] == "asks")

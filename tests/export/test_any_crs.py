"""Any CRS that can be asked for can be checked afterwards; units are named rightly."""

from __future__ import annotations

from typing import Any

import ezdxf
import pyproj
import pytest

from hebei_gis.export.verify import members_of, verify_content
from hebei_gis.formats.registry import written_formats
from hebei_gis.geo.targets import Target, code_of_label, target
from hebei_gis.words.errors import ExportError

#: Asked for → the code in the sidecar and the unit of the coordinates.
CODES = {
    "OGC:CRS84": ("EPSG:4326", "degree"),
    "EPSG:4979": ("EPSG:4326", "degree"),
    "EPSG:9518": ("EPSG:4326", "degree"),
    "EPSG:6871": ("EPSG:3857", "metre"),
    "EPSG:3857": ("EPSG:3857", "metre"),
    "EPSG:4527": ("EPSG:4527", "metre"),
    "EPSG:8035": ("EPSG:8035", "US survey foot"),
    "ESRI:54030": ("ESRI:54030", "metre"),
    "ESRI:102012": ("ESRI:102012", "metre"),
    "ESRI:102599": ("ESRI:102599", "US survey foot"),
    "ESRI:102759": ("ESRI:102759", "foot"),
}
CASES = [
    (name, asked)
    for name, known in written_formats().items()
    for asked, (code, _) in CODES.items()
    if Target(code).kind in known.kinds and not (name == "survey" and code != "EPSG:4527")
]


@pytest.mark.parametrize(("name", "asked"), CASES)
def test_what_was_exported_can_be_checked(name: str, asked: str, exported: Any, trial: Any) -> None:
    code, unit = CODES[asked]
    file = exported(trial, format_name=name, datum=asked, packaging="zip")
    sidecar, faults = verify_content(file.content, file.name)
    assert faults == ()
    assert sidecar["reference_system"]["code"] == code
    assert sidecar["reference_system"]["unit"] == unit
    moved = trial.features.to_crs(pyproj.CRS(asked)).total_bounds
    bounds = sidecar["layers"][0]["parts"][0]["bounds"]
    assert bounds == pytest.approx(list(moved), abs=1e-3)


@pytest.mark.parametrize(
    ("asked", "inches", "height"), [("metres", 6, 12.0), ("ESRI:102759", 2, 12 / 0.3048)]
)
def test_a_drawing_names_its_unit(
    asked: str, inches: int, height: float, exported: Any, trial: Any, tmp_path: Any
) -> None:
    file = exported(trial, format_name="dxf", datum=asked, packaging="zip")
    (content,) = (c for n, c in members_of(file.content, "f").items() if n.endswith(".dxf"))
    path = tmp_path / "drawing.dxf"
    path.write_bytes(content)
    drawing = ezdxf.readfile(path)
    assert drawing.header["$INSUNITS"] == inches
    texts = drawing.modelspace().query("TEXT")
    assert texts and all(text.dxf.height == pytest.approx(height) for text in texts)


@pytest.mark.parametrize("asked", ["EPSG:4978", "EPSG:5703"])
def test_what_is_not_of_the_plane_is_refused(asked: str) -> None:
    with pytest.raises(ExportError) as caught:
        target(asked, "EPSG:4548")
    assert caught.value.faults[0].kind == "crs_not_of_the_plane"


@pytest.mark.parametrize("code", ["EPSG:4548", "ESRI:102599", "GCJ-02", "EPSG:4326"])
def test_a_label_says_its_code(code: str) -> None:
    assert code_of_label(Target(code).label.lower()) == code

"""``hebei-gis export`` and ``hebei-gis verify-export``."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.cli import main
from hebei_gis.export.selection import export_layers
from hebei_gis.formats.registry import written_formats


@pytest.fixture
def run(capsys: Any, workspace_folder: Any, monkeypatch: Any, tmp_path: Path) -> Any:
    """Runs the command on a small workspace with a plan, in a folder of its own."""
    folder = workspace_folder(plan=True)
    folder.add_layer(
        "field",
        [folder.feature("f", folder.square(117.2, 39.1), "Polygon", name_zh="田")],
        geometry=("Polygon",), order=20,
    )  # fmt: skip
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)

    def command(name: str, *words: Any, language: str = "en") -> tuple[int, str, str]:
        options = ["--workspace", str(folder.path), "--language", language]
        code = main([name, *map(str, words), *options])
        out, err = capsys.readouterr()
        return code, out, err

    return command


def test_plain_geojson_goes_to_standard_output_with_its_metadata(run: Any) -> None:
    code, out, err = run("export", "well")
    values = json.loads(out)
    assert code == 0
    assert "crs" not in values
    assert values["metadata"]["layers"][0]["licence"] == "CC0-1.0"
    assert "geojson: Coordinates have 7 decimals" in err


@pytest.mark.parametrize("name", written_formats())
def test_every_format_writes_a_file_that_proves_itself(name: str, run: Any, tmp_path: Path) -> None:
    code, out, err = run("export", "--all", "--format", name, "-o", tmp_path / "here")
    assert code == 0
    assert f"{name}: " in err, "losses are told"
    path = Path(out.strip())
    assert path.is_file()
    code, out, err = run("verify-export", path)
    assert (code, err) == (0, "")
    assert "4 rows" in out


def test_binary_formats_go_to_a_named_file(run: Any) -> None:
    code, out, _ = run("export", "well", "--format", "gpkg", "--datum", "CGCS2000")
    assert code == 0
    assert out.startswith("well_CGCS2000_")
    assert Path(out.strip()).is_file()


def test_the_ending_says_the_format_and_the_sidecar_lies_beside(run: Any) -> None:
    code, _, err = run("export", "well", "-o", "out.csv")
    assert code == 0
    assert "csv: " in err
    assert sorted(path.name for path in Path().iterdir()) == ["out.csv", "out.csv.meta.json"]
    assert run("verify-export", "out.csv")[0] == 0


def test_all_layers_in_one_geopackage(run: Any) -> None:
    assert run("export", "--all", "--format", "gpkg", "-o", "all.gpkg")[0] == 0
    code, out, _ = run("verify-export", "all.gpkg", language="zh")
    assert (code, "4 行" in out) == (0, True)


def test_the_features_of_an_entry(run: Any) -> None:
    code, out, _ = run("export", "--entry", "1.1.1")
    values = json.loads(out)
    assert code == 0
    assert [f["id"] for f in values["features"]] == ["e", "w"]
    assert values["metadata"]["filter"] == "1.1.1 Dig wells"
    assert run("export", "--entry", "1.1.2")[0] == 1
    assert run("export", "--entry", "9.9")[0] == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Name either layers, or --all, or --entry ID"),
        (("well", "--all"), "more than one"),
        (("well", "--datum", "GCJ-02"), "must not go out as a bare file"),
        (("well", "--datum", "GCJ-02", "-o", "x.kml"), "Ask for a zip"),
        (("well", "--crs", "EPSG:4548"), "cannot hold coordinates in EPSG:4548"),
        (("well", "--format", "gpkg", "--crs", "EPSG:99999"), "not known"),
        (("well", "--format", "gpkg", "--crs", "EPSG:2437"), "local parameters"),
        (("well", "--format", "csv", "--encoding", "EBCDIC"), "GB18030"),
        (("well", "-o", "x.shp"), "x.shp.zip"),
        (("nowhere",), "no layer 'nowhere'"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_leaves_no_file(
    words: tuple[str, ...], sentence: str, run: Any
) -> None:
    code, out, err = run("export", *words)
    assert (code, out) == (1, "")
    assert sentence in err
    assert list(Path().iterdir()) == []


def test_gcj02_in_a_zip(run: Any) -> None:
    assert run("export", "well", "--datum", "GCJ-02", "-o", "x.zip")[0] == 0
    code, out, _ = run("verify-export", "x.zip")
    assert (code, "GCJ-02" in out) == (0, True)


def test_a_changed_file_exits_1_with_a_sentence(run: Any) -> None:
    run("export", "well", "-o", "x.geojson")
    path = Path("x.geojson")
    path.write_text(path.read_text(encoding="utf-8").replace("东井", "西井"), encoding="utf-8")
    code, out, err = run("verify-export", "x.geojson")
    assert (code, out) == (1, "")
    assert "was changed after the export" in err
    assert "改动" in run("verify-export", "x.geojson", language="zh")[2]
    assert run("verify-export", "none.geojson")[0] == 1


@pytest.mark.parametrize(
    ("name", "written"),
    [("a.shp.zip", "Shapefile"), ("a.kml.zip", "KML"), ("v1.2.zip", "GeoJSON"),
     ("A.GPKG", "GeoPackage")],
)  # fmt: skip
def test_the_name_says_the_format_also_before_zip(name: str, written: str, run: Any) -> None:
    code, _, err = run("export", "well", "-o", name)
    assert (code, f", {written})" in err) == (0, True)
    assert run("verify-export", name)[0] == 0


@pytest.mark.parametrize("encoding", ["gbk", "GBK", "Utf-8"])
def test_an_encoding_in_any_case(encoding: str, run: Any) -> None:
    assert run("export", "well", "-o", "a.shp.zip", "--encoding", encoding)[0] == 0
    assert run("verify-export", "a.shp.zip")[0] == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("-o", "a.docx"), "no format 'docx'"),
        (("-o", "a.geojson", "--zip"), "expected a.geojson.zip"),
        (("-o", "a.shp", "--zip"), "expected a.shp.zip"),
    ],
)
def test_a_name_that_says_something_else_is_refused(
    words: tuple[str, ...], sentence: str, run: Any
) -> None:
    code, _, err = run("export", "well", *words)
    assert (code, sentence in err) == (1, True)
    assert not list(Path.cwd().iterdir())


def test_a_column_called_layer_stays_beside_ours(workspace_folder: Any) -> None:
    folder = workspace_folder()
    square = folder.square(117.2, 39.1)
    feature = folder.feature("f", square, "Polygon", name_zh="田", layer="L1")
    folder.add_layer("field", [feature], geometry=("Polygon",), order=20, fields={"layer": "layer"})
    exported = export_layers(folder.open(), ["well", "field"], "csv", packaging="bare")
    rows = list(csv.DictReader(io.StringIO(exported.content.decode("utf-8-sig"))))
    assert {(row["layer"], row["file_layer"]) for row in rows} >= {("field", "L1"), ("well", "")}

"""What is kept is a layer like all others: both files or neither, nothing overwritten unasked."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hebei_gis.cli import main
from hebei_gis.files import changes
from hebei_gis.files.limits import Limits, limits_of
from hebei_gis.files.toml import toml_text
from hebei_gis.intake import keeping
from hebei_gis.intake.declaring import LayerFacts
from hebei_gis.intake.inspecting import inspect_file
from hebei_gis.intake.keeping import keep, session_layer
from hebei_gis.intake.templates import new_layer, read_template, template_names
from hebei_gis.intake.understanding import Answers, understand
from hebei_gis.layers.catalog import read_settings
from hebei_gis.words.errors import LayerError, UnknownNameError, UploadError
from hebei_gis.words.questions import controls_of

FACTS = LayerFacts("parcels", group="first", basis="official_plan", accuracy_m=2.0)


def kept_files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and changes.FOLDER not in path.parts
    }


@pytest.fixture
def folder(workspace_folder: Any) -> Any:
    return workspace_folder()


@pytest.fixture
def preview(makers: Any, previewed: Any) -> Any:
    return previewed(makers.written(makers.parcels(), "EPSG:4548", "GPKG", ".gpkg"))


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("parts", [(1, 1), (2, 1), (1, 2), (2, 2)])
def test_areas_of_one_and_of_several_parts_are_kept(
    folder: Any, makers: Any, previewed: Any, monkeypatch: Any, parts: Any, large: bool
) -> None:
    """A geodatabase calls all of its areas multi-part, also those of one."""
    if large:
        monkeypatch.setattr("hebei_gis.formats.data_files._GEOJSON_ROWS", 1)
    rows = makers.parcels(2)
    boxes = [shapely.box(117.2 + n / 100, 39.1, 117.205 + n / 100, 39.105) for n in range(4)]
    shapes = [shapely.multipolygons(boxes[2 * n : 2 * n + count]) for n, count in enumerate(parts)]
    rows = rows.set_geometry(shapes, crs="EPSG:4326")
    keep(previewed(makers.written(rows, "EPSG:4548", "GPKG", ".gpkg")), folder.path, FACTS)
    kept = folder.open().layer("parcels").features
    assert [shapely.get_num_geometries(shape) for shape in kept.geometry] == list(parts)


def test_what_nobody_said_is_told(folder: Any, preview: Any) -> None:
    kept = keep(preview, folder.path, FACTS)
    told = [one.sentence("en") for one in kept.notes if one.kind == "not_said"]
    assert len(told) == 1 and "licence" in told[0] and "date of retrieval" in told[0]
    facts = replace(FACTS, licence="CC0-1.0", attribution_zh="本局", attribution_en="Bureau",
                    retrieved="2026-01-01")  # fmt: skip
    kept = keep(preview, folder.path, facts, replace=True)
    assert "not_said" not in [one.kind for one in kept.notes]


@pytest.mark.parametrize("count", [4, 15])
@pytest.mark.parametrize("large", [False, True])
def test_a_kept_layer_is_like_all_others(
    folder: Any, makers: Any, previewed: Any, monkeypatch: Any, count: int, large: bool
) -> None:
    if large:
        monkeypatch.setattr("hebei_gis.formats.data_files._GEOJSON_ROWS", 2)
    rows = makers.parcels(count)
    preview = previewed(makers.written(rows, "EPSG:4548", "GPKG", ".gpkg"))
    kept = keep(preview, folder.path, FACTS)
    assert kept.files[0].suffix == (".fgb" if large else ".geojson")
    workspace = folder.open()
    assert not workspace.faults
    layer = workspace.layer("parcels")
    assert not layer.issues
    assert layer.features["name_zh"].tolist() == rows["名称"].tolist()
    assert layer.features["用地代码"].tolist() == rows["用地代码"].tolist()
    assert layer.features["层数"].tolist() == rows["层数"].tolist()
    assert set(layer.features["basis"]) == {"official_plan"}
    back = layer.features.to_crs(4326).geometry.to_numpy()
    assert shapely.hausdorff_distance(back, rows.geometry.to_numpy()).max() < 1e-8
    assert not (folder.path / ".importing-parcels").exists()


def test_the_record_says_what_was_done(folder: Any, preview: Any) -> None:
    history = keep(preview, folder.path, FACTS).layer.declaration.source.history
    assert any("null shift between CGCS2000 and WGS 84" in line for line in history)
    assert any(preview.inspection.sha256 in line for line in history)
    chinese = keep(preview, folder.path, FACTS, replace=True, language="zh")
    assert any("不作平移" in line for line in chinese.layer.declaration.source.history)


def test_open_questions_are_not_kept(folder: Any, makers: Any, previewed: Any) -> None:
    preview = previewed({"a.csv": b"x,y\n117.2,39.1\n"})
    before = kept_files(folder.path)
    with pytest.raises(UploadError, match="nothing says in which CRS"):
        keep(preview, folder.path, FACTS)
    with pytest.raises(UploadError):
        session_layer(preview, FACTS, folder.open().settings)
    assert kept_files(folder.path) == before


def test_everything_missing_is_asked_at_once(folder: Any, preview: Any) -> None:
    with pytest.raises(UploadError) as caught:
        keep(preview, folder.path, LayerFacts("parcels"))
    asked = [controls_of(fault) for fault in caught.value.faults]
    assert asked == [("group",), ("basis",), ("accuracy_m",)]
    wrong = LayerFacts("parcels", group="third", basis="good", accuracy_m=1.0)
    with pytest.raises(UploadError) as caught:
        keep(preview, folder.path, wrong)
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize("layer_id", ["", "A", "../a", "a/b", "a.b", "con", "x" * 64, "名", "a\0"])
def test_ids_that_are_no_file_names(folder: Any, preview: Any, layer_id: str) -> None:
    before = kept_files(folder.path)
    with pytest.raises(UploadError, match="lower-case letters"):
        keep(preview, folder.path, LayerFacts(layer_id, group="first", basis="sketch"))
    assert kept_files(folder.path) == before


def test_a_layer_is_replaced_only_when_told(folder: Any, preview: Any, monkeypatch: Any) -> None:
    keep(preview, folder.path, FACTS)
    before = {p: p.read_bytes() for p in folder.path.rglob("*") if p.is_file()}
    with pytest.raises(UploadError, match=r"exists already with 4 rows.*replace"):
        keep(preview, folder.path, FACTS)
    assert {p: p.read_bytes() for p in folder.path.rglob("*") if p.is_file()} == before
    monkeypatch.setattr("hebei_gis.formats.data_files._GEOJSON_ROWS", 2)
    keep(preview, folder.path, LayerFacts("parcels", title_zh="新"), replace=True)
    layer = folder.open().layer("parcels")
    assert layer.declaration.title_zh == "新" and layer.declaration.group == "first"
    assert not (folder.path / "geodata" / "parcels.geojson").exists()


@pytest.mark.parametrize("ground", [True, False])
def test_ground_stays_ground_when_its_file_is_replaced(
    folder: Any, preview: Any, ground: bool
) -> None:
    keep(preview, folder.path, FACTS)
    if ground:
        folder.edit("layers/parcels.toml", "order = ", "ground = true\norder = ")
    keep(preview, folder.path, LayerFacts("parcels"), replace=True)
    assert folder.open().layer("parcels").declaration.ground is ground


def test_what_a_layer_is_about_names_the_file_that_replaced_it(folder: Any) -> None:
    def keep_as(name: str, **facts: Any) -> Any:
        content = b'{"type":"Point","coordinates":[117.2,39.15]}'
        read = understand(inspect_file(content, name), Answers(), read_settings(folder.path))
        kept = keep(read, folder.path, LayerFacts("spots", **facts), replace=True)
        return kept.layer.declaration

    keep_as("old.geojson", group="first", basis="sketch", accuracy_m=5.0)
    replaced = keep_as("new.geojson")
    assert "new.geojson" in replaced.about_zh and "new.geojson" in replaced.about_en
    assert "old" not in replaced.about_zh + replaced.about_en
    own = keep_as("third.geojson", about_zh="老图", about_en="An old map")
    assert (own.about_zh, keep_as("fourth.geojson").about_en) == ("老图", "An old map")


def test_a_declared_key_column_identifies_the_rows_that_replace_others(folder: Any) -> None:
    def keep_rows(codes: list[str], **facts: Any) -> Any:
        features = [
            {"type": "Feature", "properties": {"code": code},
             "geometry": {"type": "Point", "coordinates": [117.2 + n / 1000, 39.15]}}
            for n, code in enumerate(codes)
        ]  # fmt: skip
        content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
        read = understand(
            inspect_file(content, "codes.geojson"), Answers(), read_settings(folder.path)
        )
        return keep(read, folder.path, LayerFacts("codes", **facts), replace=True)

    keep_rows(["a", "b"], group="first", basis="sketch", accuracy_m=5.0)
    path = folder.path / "layers" / "codes.toml"
    path.write_text(path.read_text("utf-8").replace('key = "key"', 'key = "code"'), "utf-8")
    assert list(folder.open().layer("codes").features.index) == ["a", "b"]
    kept = keep_rows(["b", "c"])
    assert list(kept.layer.features.index) == ["b", "c"]
    with pytest.raises(UploadError, match="2 rows without a unique key"):
        keep_rows(["d", "d"])
    assert list(folder.open().layer("codes").features.index) == ["b", "c"]


def test_both_files_or_neither(folder: Any, preview: Any, monkeypatch: Any) -> None:
    before = kept_files(folder.path)
    real = Path.replace

    def failing(source: Path, target: Path) -> Path:
        if target.suffix == ".toml":
            raise OSError("disk full")
        return real(source, target)

    def refused(**options: Any) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(changes.Path, "replace", failing)
            with pytest.raises(OSError, match="disk full"):
                keep(preview, folder.path, FACTS, **options)

    refused()
    assert kept_files(folder.path) == before
    keep(preview, folder.path, FACTS)
    before = kept_files(folder.path)
    refused(replace=True)
    assert kept_files(folder.path) == before


def test_of_two_imports_of_one_layer_one_is_refused(
    folder: Any, preview: Any, monkeypatch: Any
) -> None:
    """The second began when the layer was not there yet."""
    prepare = keeping.layer_of_file

    def slow(*values: Any) -> Any:
        monkeypatch.setattr(keeping, "layer_of_file", prepare)
        keep(preview, folder.path, FACTS)
        return prepare(*values)

    monkeypatch.setattr(keeping, "layer_of_file", slow)
    with pytest.raises(UploadError, match="somebody changed the layer"):
        keep(preview, folder.path, FACTS)
    assert len(folder.open().layers["parcels"].features) == 4


def test_what_an_import_left_long_ago_is_swept(folder: Any, preview: Any) -> None:
    left = folder.path / ".importing-left"
    left.mkdir()
    (left / "half").write_bytes(b"x")
    keep(preview, folder.path, FACTS)
    assert left.exists()
    os.utime(left, (0, 0))
    keep(preview, folder.path, FACTS, replace=True)
    assert not left.exists()


def test_a_layer_of_the_session_leaves_no_file(folder: Any, preview: Any) -> None:
    before = kept_files(folder.path)
    layer = session_layer(preview, FACTS, folder.open().settings)
    assert len(layer.features) == 4 and layer.features.crs.to_epsg() == 4548
    assert kept_files(folder.path) == before


def test_columns_called_like_ours_but_meaning_other_things(folder: Any, previewed: Any) -> None:
    content = b"name,basis,accuracy_m,key,layer,x,y\nA,who knows,-3,k,roads,117.2,39.1\n"
    preview = previewed({"a.csv": content}, datum="WGS84")
    layer = keep(preview, folder.path, FACTS).layer
    assert layer.features.index.tolist() == ["k"]
    assert layer.features["basis"].tolist() == ["official_plan"]
    assert layer.features["file_basis"].tolist() == ["who knows"]
    assert layer.features["file_accuracy_m"].tolist() == [-3]


@pytest.mark.parametrize("name", template_names())
def test_templates(folder: Any, name: str) -> None:
    kept = new_layer(name, folder.path)
    layer = folder.open().layer(name)
    assert not folder.open().faults
    assert len(layer.features) == 0 and kept.layer.declaration.source.rows == 0
    comment = (
        Path(keeping.__file__).parent.parent / "layers" / "templates" / f"{name}.toml"
    ).read_text("utf-8")
    assert comment.startswith("#")
    with pytest.raises(UploadError, match="exists already"):
        new_layer(name, folder.path)
    new_layer(name, folder.path, "another", "second")
    assert folder.open().layer("another").declaration.group == "second"


def test_all_the_templates_planners_bring() -> None:
    lines = {f"control_line_{colour}" for colour in ("red", "yellow", "blue", "green", "purple")}
    others = {"land_use", "grand_canal_core_zone", "land_sale_parcel", "population_cell"}
    assert set(template_names()) == lines | others
    with pytest.raises(UnknownNameError, match="land_use"):
        read_template("zoning")


def test_an_empty_layer_is_filled(folder: Any, makers: Any, previewed: Any) -> None:
    new_layer("land_use", folder.path, "plan_use")
    rows = makers.parcels().rename(columns={"名称": "DKBH", "用地代码": "yddm"})
    rows["RJL"] = [1.5, 2.0, 2.5, 3.0]
    parts = makers.shapefile(rows, "EPSG:4548", "GB18030")
    kept = keep(previewed(parts), folder.path, LayerFacts("plan_use"))
    said = " ".join(note.sentence("en") for note in kept.notes)
    assert "names the column YDMC, which the file lacks" in said
    assert "left out: 面积, 层数" in said
    workspace = folder.open()
    assert not workspace.faults
    features = workspace.layer("plan_use").features
    assert features["floor_area_ratio"].tolist() == [1.5, 2.0, 2.5, 3.0]
    assert features["land_use_code"].tolist() == ["0701", "0702", "0901", "1401"]
    assert features["name_zh"].tolist() == rows["DKBH"].tolist()


json_like = st.recursive(
    st.one_of(st.text(), st.integers(-(2**60), 2**60), st.booleans(), st.floats(-1e9, 1e9)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner)),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), json_like, max_size=5))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_toml_says_the_same(values: dict[str, Any]) -> None:
    import tomllib

    assert tomllib.loads(toml_text(values)) == values


def test_limits(folder: Any) -> None:
    assert limits_of(folder.open().settings.limits) == Limits()

    class Stated:
        limits = {"rows": 0, "depht": 3}  # noqa: RUF012

    with pytest.raises(LayerError) as caught:
        limits_of(Stated().limits)  # type: ignore[arg-type]
    assert len(caught.value.faults) == 2


def run(capsys: Any, *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_the_command(folder: Any, makers: Any, capsys: Any, tmp_path: Path) -> None:
    def ask(*more: str) -> tuple[int, str, str]:
        return run(
            capsys, "import", str(path), "--workspace", str(folder.path), "--language", "en", *more
        )

    path = tmp_path / "点.csv"
    path.write_bytes(makers.csv(makers.cells(makers.points(), "EPSG:4527", "xy"), "GB18030"))
    code, out, err = ask()
    assert code == 2 and "nothing says in which CRS" in err and "Text is GB18030" in out
    code, out, err = ask("--crs", "4548")
    assert code == 2 and "--accept crs=EPSG:4527" in err and "would put it here" in err
    code, out, err = ask("--crs", "4548", "--accept", "crs=EPSG:4527", "--preview")
    assert code == 0 and "117.20" in out and "地块0号" in out
    options = ("--as LAYER_ID", "--group", "--basis", "--accuracy-m")
    code, out, err = ask("--crs", "4527")
    assert code == 2 and all(option in err for option in options)
    code, out, err = ask("--basis", "surveyed")
    assert code == 2 and all(option in err for option in ("--crs", "--as", "--accuracy-m"))
    code, out, err = ask("--crs", "4527", "--as", "points")
    assert code == 2 and all(option in err for option in options[1:]) and "--as" not in err
    facts = ["--group", "first", "--basis", "surveyed", "--accuracy-m", "1", "--title-zh", "点"]
    code, out, err = ask("--crs", "4527", "--as", "points", *facts)
    assert code == 0 and "points.toml" in out
    code, out, err = ask("--crs", "4527", "--as", "points", *facts)
    assert code == 2 and "--replace" in err
    code, out, err = ask("--crs", "4527", "--as", "points", "--replace")
    assert code == 0
    assert run(capsys, "check", "--workspace", str(folder.path))[0] == 0
    assert run(capsys, "import", "/vsicurl/http://x/a.geojson", "--as", "a")[0] == 1
    code, out, err = ask("--parameters", "a,b,c")
    assert code == 2 and "3 or 7 numbers" in err


def test_the_command_finds_a_shift(folder: Any, capsys: Any, tmp_path: Path, makers: Any) -> None:
    from hebei_gis.geo.shifted_datums import wgs84_to_gcj02

    wells = [("东井", 117.21, 39.1), ("西井", 117.19, 39.1), ("北井", 117.2, 39.12)]
    table: list[list[Any]] = [["名称", "经度", "纬度"]]
    for name, x, y in wells:
        lon, lat = wgs84_to_gcj02(x, y)
        table.append([name, float(lon), float(lat)])
    path = tmp_path / "wells.csv"
    path.write_bytes(makers.csv(table, "UTF-8"))
    said = ["--workspace", str(folder.path), "--language", "zh", "--datum", "WGS84", "--preview"]
    code, out, err = run(capsys, "import", str(path), *said)
    assert code == 2 and "--accept datum=GCJ-02" in err and "--accept as_declared" in err
    assert "3 个名称与已知要素相同" in out
    code, out, err = run(capsys, "import", str(path), *said, "--accept", "datum=GCJ-02")
    assert code == 0 and "117.210000, 39.100000" in out


def test_the_command_of_templates(folder: Any, capsys: Any) -> None:
    arguments = ["layer", "new", "land_use", "--workspace", str(folder.path), "--as", "use"]
    code, out, _ = run(capsys, *arguments)
    assert code == 0 and "use.toml" in out
    code, _, err = run(capsys, *arguments)
    assert code == 1 and "exists already" in err
    code, _, err = run(capsys, "layer", "new", "zoning", "--workspace", str(folder.path))
    assert code == 1 and "land_use" in err

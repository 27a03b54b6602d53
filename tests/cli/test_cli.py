from __future__ import annotations

import json
import socket
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import pytest
from shapely import Point

from hebei_gis.cli import main
from hebei_gis.files.workspace_folder import WORKSPACE_VARIABLE
from hebei_gis.plan.register.model import PLACE_KINDS
from hebei_gis.words.commands import code_word


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEBEI_GIS_LANGUAGE", "en")
    monkeypatch.delenv(WORKSPACE_VARIABLE, raising=False)


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def spoiled(folder: Any) -> None:
    """Every bad input of the declared kinds at once, beside the sound layer ``well``."""
    one = [folder.feature("a")]
    folder.add_layer("unknown_key", one)
    folder.edit("layers/unknown_key.toml", "order = 10", "order = 10\ncolour = 3")
    folder.add_layer("missing_file", one)
    (folder.path / "geodata" / "missing_file.geojson").unlink()
    folder.add_layer("wrong_hash", one, sha256="0" * 64)
    folder.add_layer("wrong_crs", one, system='crs = "EPSG:4548"')
    folder.add_layer("outside", [folder.feature("o", (39.1, 117.2))])
    folder.add_layer("duplicate", one * 2)
    folder.write_table("links", ["1.1.1", "atlantis", "uses"], ["1.1.2", "lost_well", "likes"])


def test_check_of_a_sound_workspace(capsys: Any, workspace_folder: Any) -> None:
    code, out, err = run(capsys, "check", "--workspace", workspace_folder(plan=True).path)
    assert (code, err) == (0, "")
    assert "1 layer, 3 features; 3 entries, 2 on the map" in out
    assert "0 faults" in out


def test_check_lists_every_fault_and_exits_1(capsys: Any, workspace_folder: Any) -> None:
    folder = workspace_folder(plan=True)
    spoiled(folder)
    code, out, err = run(capsys, "check", "--workspace", folder.path)
    assert code == 1
    told = err.splitlines()
    assert len(told) == 8
    assert "8 faults" in out
    for file, found, expected, remedy in (
        ("layers/unknown_key.toml", "colour", "title_zh", "remove it"),
        ("layers/missing_file.toml", "geodata/missing_file.geojson", "a file", "correct the path"),
        ("geodata/wrong_hash.geojson", "sha256", "0" * 64, "write the new hash"),
        ("geodata/wrong_crs.geojson", "EPSG:4326", "EPSG:4548", "convert the file"),
        ("geodata/outside.geojson", "o (39.1", "[117.0, 39.0, 117.4, 39.3]", "order of the axes"),
        (
            "geodata/duplicate.geojson",
            "more than once as a key: a.",
            "one row a key",
            "its own key",
        ),
        ("links.csv line 2 place", "atlantis", "east_well", "Correct the name"),
        ("links.csv line 3 relation", "likes", "changes, uses, mentions", "Correct the name"),
    ):
        (sentence,) = [line for line in told if line.startswith(file)]
        assert found in sentence
        assert expected in sentence
        assert remedy in sentence


def test_the_rest_still_works_and_says_what_is_left_out(capsys: Any, workspace_folder: Any) -> None:
    folder = workspace_folder(plan=True)
    spoiled(folder)
    code, out, err = run(capsys, "layers", "--json", "--workspace", folder.path)
    assert code == 0
    assert [row["id"] for row in json.loads(out)] == ["well"]
    assert len(err.splitlines()) == 8
    code, out, _ = run(capsys, "export", "well", "--workspace", folder.path)
    assert code == 0
    assert len(json.loads(out)["features"]) == 3
    code, out, err = run(capsys, "export", "outside", "--workspace", folder.path)
    assert (code, out) == (1, "")
    assert err.startswith("geodata/outside.geojson: o (39.1")


def test_messages_in_chinese(capsys: Any, workspace_folder: Any) -> None:
    folder = workspace_folder()
    (folder.path / "geodata" / "well.geojson").unlink()
    code, _, err = run(capsys, "check", "--language", "zh", "--workspace", folder.path)
    assert code == 1
    assert "不存在" in err


def test_rows_that_were_mended_are_listed(capsys: Any, workspace_folder: Any) -> None:
    folder = workspace_folder()
    folder.add_layer("gap", [folder.feature("a"), folder.feature("b", None)])
    code, out, _ = run(capsys, "check", "--workspace", folder.path)
    assert code == 0
    assert "gap b: no shape" in out
    assert "1 row mended or left out" in out


def test_a_new_layer_is_listed_and_exported(capsys: Any, workspace_folder: Any) -> None:
    folder = workspace_folder()
    folder.add_layer("spring", [folder.feature("s", name_zh="泉")], order=20)
    _, out, _ = run(capsys, "layers", "--json", "--workspace", folder.path)
    assert [row["id"] for row in json.loads(out)] == ["well", "spring"]
    _, out, _ = run(capsys, "export", "spring", "--format", "geojson", "--workspace", folder.path)
    assert json.loads(out)["features"][0]["properties"]["name_zh"] == "泉"


def test_layers_json_is_what_the_workspace_says(
    capsys: Any, default_workspace: Any, repository: Path
) -> None:
    code, out, err = run(capsys, "layers", "--json", "--workspace", repository)
    assert (code, err) == (0, "")
    assert json.loads(out) == default_workspace.layer_rows()
    assert "河" in out, "not escaped"


def test_measures_json_has_exactly_the_promised_keys(
    capsys: Any, default_workspace: Any, repository: Path
) -> None:
    code, out, err = run(capsys, "measures", "--json", "--workspace", repository)
    assert (code, err) == (0, "")
    rows = json.loads(out)
    assert [row["id"] for row in rows] == list(default_workspace.register.entries)
    for row in rows:
        assert list(row) == [
            "id", "kind", "chapter", "section", "paragraph", "title", "summary_zh",
            "summary_en", "theme", "places",
        ]  # fmt: skip
        for place in row["places"]:
            assert list(place) == ["id", "name", "relation", "located", "layer", "key"]


def test_measures_json_in_full(capsys: Any, workspace_folder: Any) -> None:
    _, out, _ = run(capsys, "measures", "--json", "--workspace", workspace_folder(plan=True).path)
    first, below, second = json.loads(out)
    assert first == {
        "id": "1.1.1",
        "kind": "measure",
        "chapter": 1,
        "section": 1,
        "paragraph": 1,
        "title": "打井",
        "summary_zh": "多打井。",
        "summary_en": "More wells.",
        "theme": "water",
        "places": [
            {"id": "east_well", "name": "东井", "relation": "uses", "located": True,
             "layer": "well", "key": "e"},
            {"id": "wells", "name": "两口井", "relation": "changes", "located": True,
             "layer": "well", "key": "e"},
            {"id": "wells", "name": "两口井", "relation": "changes", "located": True,
             "layer": "well", "key": "w"},
        ],
    }  # fmt: skip
    assert below["id"] == "1.1.1.1"
    assert second["places"] == [
        {"id": "lost_well", "name": "失井", "relation": "mentions", "located": False,
         "layer": None, "key": None},
    ]  # fmt: skip


def test_lists_for_people(capsys: Any, workspace_folder: Any) -> None:
    path = workspace_folder(plan=True).path
    _, out, _ = run(capsys, "layers", "--workspace", path)
    assert out.split() == ["well", "3", "surveyed", "±5", "m", "Layer", "well"]
    _, out, _ = run(capsys, "layers", "--language", "zh", "--workspace", path)
    assert "well图层" in out
    _, out, _ = run(capsys, "measures", "--workspace", path)
    assert [line.split(maxsplit=3) for line in out.splitlines()] == [
        ["1.1.1", "measure", "2", "Dig wells"],
        ["1.1.1.1", "measure", "1", "Test water"],
        ["1.1.2", "goal", "0", "Save water"],
    ]


def test_export_to_a_file(capsys: Any, workspace_folder: Any, tmp_path: Path) -> None:
    path = workspace_folder().path
    target = tmp_path / "out.geojson"
    code, out, err = run(
        capsys, "export", "well", "--format", "geojson", "-o", target, "--workspace", path
    )
    assert code == 0
    assert err.splitlines()[-1] == f"3 rows (EPSG:4326, GeoJSON) written to {target}."
    written = json.loads(target.read_bytes().decode("utf-8"))
    assert [f["id"] for f in written["features"]] == ["e", "w", "n"]
    assert "features" not in out
    assert b"\r\n" not in target.read_bytes()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("export", "wel"), "well"),
        (("export", "well", "--format", "parchment"), "geojson"),
        (("export", "well", "-o", "/no/such/folder/x.geojson"), "/no/such/folder"),
    ],
)
def test_wrong_names_exit_1_and_list_the_right_ones(
    capsys: Any, workspace_folder: Any, words: tuple[str, ...], expected: str
) -> None:
    code, out, err = run(capsys, *words, "--workspace", workspace_folder().path)
    assert (code, out) == (1, "")
    assert expected in err
    assert "Traceback" not in err


def test_no_workspace(capsys: Any, tmp_path: Path) -> None:
    for command in ("check", "layers", "measures"):
        code, _, err = run(capsys, command, "--workspace", tmp_path / "nowhere")
        assert code == 1
        assert "workspace.toml does not exist" in err


def test_unusable_settings_exit_1(capsys: Any, workspace_folder: Any) -> None:
    folder = workspace_folder()
    folder.edit("workspace.toml", "EPSG:4548", "EPSG:99999")
    code, _, err = run(capsys, "check", "--workspace", folder.path)
    assert code == 1
    assert "metre_crs" in err
    assert "Traceback" not in err


def test_the_workspace_of_the_environment(
    capsys: Any, workspace_folder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(workspace_folder().path))
    _, out, _ = run(capsys, "layers", "--json")
    assert [row["id"] for row in json.loads(out)] == ["well"]


def test_a_port_in_use_is_named_with_what_to_do(capsys: Any, workspace_folder: Any) -> None:
    path = workspace_folder().path
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code, _, err = run(capsys, "app", "--port", port, "--language", "zh", "--workspace", path)
    assert code == 1
    assert f"端口 {port} 已被占用" in err and "--port" in err
    code, _, err = run(capsys, "app", "--port", 70000, "--workspace", path)
    assert code == 1 and "no port 70000" in err


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (("export", "well", "--datum", "GCJ-02"), "-o NAME.zip"),
        (("export", "well", "--format", "shp", "-o", "p.shp"), "-o p.shp.zip"),
    ],
)
def test_a_refusal_names_the_option_that_mends_it(
    capsys: Any, workspace_folder: Any, words: tuple[str, ...], mend: str
) -> None:
    code, _, err = run(capsys, *words, "--workspace", workspace_folder().path)
    assert code == 1 and mend in err.splitlines()[-1]


def test_a_layer_declared_twice_names_the_option(capsys: Any, workspace_folder: Any) -> None:
    words = ("layer", "new", "land_use", "--workspace", workspace_folder().path)
    code, out, err = run(capsys, *words)
    assert code == 0 and "land_use is declared" in err and len(out.splitlines()) == 2
    code, _, err = run(capsys, *words)
    assert code == 1 and "--as" in err and "replace" not in err


def test_chinese_lists_put_codes_into_words(capsys: Any, workspace_folder: Any) -> None:
    at = ("--language", "zh", "--workspace", workspace_folder(plan=True).path)
    assert "实测" in run(capsys, "layers", *at)[1]
    out = run(capsys, "measures", *at)[1]
    assert "措施" in out and "目标" in out and "measure" not in out
    assert all(code_word(kind, "zh") != kind for kind in PLACE_KINDS)


def test_app_hands_folder_host_and_port_to_the_launcher(
    capsys: Any, workspace_folder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    launched: list[tuple[Any, ...]] = []

    def launch(folder: Path, host: str, port: int, names: list[str], **options: Any) -> int:
        launched.append((folder, host, port, names, options))
        return 0

    monkeypatch.setitem(
        sys.modules,
        "hebei_gis.app.launching",
        SimpleNamespace(launch=launch),  # type: ignore[arg-type]
    )
    path = workspace_folder().path
    assert run(capsys, "app", "--workspace", path)[0] == 0
    for_all = ("--host", "0.0.0.0", "--port", 9000, "--public-read-only")
    assert run(capsys, "app", *for_all, "--workspace", path)[0] == 0
    assert run(capsys, "app", "--name", "plan.example.cn", "--workspace", path)[0] == 0
    files = {"--users": "u.toml", "--certificate": "c.pem", "--key": "k.pem"}
    words = [word for pair in files.items() for word in pair]
    assert run(capsys, "app", *words, "--workspace", path)[0] == 0
    usual = {"read_only": False, "users": None, "certificate": None, "key": None}
    named = {option.removeprefix("--"): Path(file) for option, file in files.items()}
    assert launched == [
        (path, "127.0.0.1", 8501, [], usual),
        (path, "0.0.0.0", 9000, [], {**usual, "read_only": True}),
        (path, "127.0.0.1", 8501, ["plan.example.cn"], usual),
        (path, "127.0.0.1", 8501, [], {**usual, **named}),
    ]


def test_the_parts_of_a_table_lie_beside_it(tmp_path: Path, capsys: Any) -> None:
    head = 'Version 300\nCharset "UTF-8"\nDelimiter ","\nCoordSys Earth Projection 1, 104\n'
    (tmp_path / "a.mif").write_text(f"{head}Columns 1\n  name Char(9)\nData\n\nPoint 117.2 39.15\n")
    (tmp_path / "a.MID").write_text('"well"\n')
    (tmp_path / "b.mid").write_text('"other"\n')
    code, out, err = run(capsys, "import", tmp_path / "a.mif", "--preview", "--language", "en")
    assert code == 0 and "well" in out and "a.MID" in out and "b.mid" not in out + err


def test_the_folder_of_a_geodatabase_is_read_as_one_file(tmp_path: Path, capsys: Any) -> None:
    rows = gpd.GeoDataFrame({"name": ["well"]}, geometry=[Point(117.2, 39.15)], crs="EPSG:4326")
    rows.to_file(tmp_path / "a.gdb", driver="OpenFileGDB", engine="pyogrio", layer="wells")
    code, out, _ = run(capsys, "import", tmp_path / "a.gdb", "--preview", "--language", "en")
    assert code == 0 and "File Geodatabase" in out and "well" in out
    (tmp_path / "b.gdb").mkdir()
    assert run(capsys, "import", tmp_path / "b.gdb", "--preview")[0] == 1


def test_pages_are_served_of_a_workspace_only(tmp_path: Path, capsys: Any) -> None:
    code, out, err = run(capsys, "app", "--workspace", tmp_path, "--language", "en")
    assert code == 1 and "workspace.toml does not exist" in out + err


def test_a_survey_text_of_sketches_says_that_it_is_none(capsys: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    code, _, err = run(
        capsys, "export", "growth_pole", "--format", "survey", "-o", path, "--language", "en"
    )
    assert code == 0 and "no boundary to survey by" in err
    sidecar = json.loads(path.with_name("a.txt.meta.json").read_bytes())
    assert "no boundary to survey by" in json.dumps(sidecar)


def test_a_folder_called_like_a_file_is_asked_about(capsys: Any, tmp_path: Path) -> None:
    (tmp_path / "d.gpkg").mkdir()
    code, _, err = run(capsys, "export", "park", "-o", tmp_path / "d.gpkg", "--language", "en")
    assert code == 1 and "is a folder" in err and not list((tmp_path / "d.gpkg").iterdir())
    (tmp_path / "out.d").mkdir()
    assert run(capsys, "export", "park", "-o", tmp_path / "out.d")[0] == 0

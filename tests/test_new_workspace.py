"""A workspace from a plan's text alone, and its proposals confirmed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from hebei_gis.cli import main
from hebei_gis.geo.cgcs2000 import cgcs2000_metre_crs
from hebei_gis.layers.catalog import read_settings
from hebei_gis.new_workspace import District, start_workspace
from hebei_gis.plan.drafting import kind_of, title_of
from hebei_gis.plan.places.confirming import confirm_places, read_proposed
from hebei_gis.plan.register.model import Link
from hebei_gis.plan.register.tables import read_register
from hebei_gis.plan.text.attached import attached_text, detach
from hebei_gis.plan.text.document import PlanText, read_plan_text
from hebei_gis.plan.text.errors import PlanTextError
from hebei_gis.words.errors import DatumError, RegisterError, UnknownNameError, WorkspaceError
from hebei_gis.workspace import open_workspace

PLAN = """云州市青山区国民经济和社会发展
第十五个五年规划和二〇四〇年远景目标纲要
第一章 发展基础和发展环境
第一节 发展基础
综合实力增强。 新增企业120家,建成白鹭公园。
第二节 发展环境
机遇与挑战并存,前景总体向好。
另有一段没有说到具体的事。
第二章 重点任务
第一节 完善交通和教育
修通道路。 拓宽改造青云路、望江东街,到2025年新建道路3条。
扩建学校。 推进青云路小学改造,打造白鹭公园精品绿地。
"""


@pytest.fixture
def source() -> PlanText:
    return read_plan_text(PLAN.encode(), "plan.txt")


def test_a_workspace_opens_without_faults(tmp_path: Path, source: PlanText):
    started = start_workspace(tmp_path / "new", source, District())
    workspace = open_workspace(tmp_path / "new")
    assert workspace.faults == ()
    assert not workspace.layers
    assert started.name == workspace.settings.name_zh == "云州市青山区"
    assert workspace.settings.plan_zh == (
        "云州市青山区国民经济和社会发展第十五个五年规划和二〇四〇年远景目标纲要"
    )
    assert set(started.unset) == {"name_en", "adcode", "metre_crs", "bounds"}
    assert (tmp_path / "new" / "workspace.toml").read_text("utf-8").count("TO BE SET:") == 3
    kinds = {entry.id: entry.kind for entry in workspace.register.entries.values()}
    assert kinds == {
        "1.1.1": "achievement", "1.2.0": "setting", "2.1.1": "measure", "2.1.2": "measure",
    }  # fmt: skip
    entry = workspace.register.entries["1.2.0"]
    assert entry.title == entry.name("en") == "第1章第2节无标题段1"
    assert workspace.register.entries["2.1.1"].summary("en") == ""
    assert not workspace.register.places
    assert len(workspace.register.headings) == 5
    assert attached_text(tmp_path / "new") is not None
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_numbers_and_places_are_proposed(tmp_path: Path, source: PlanText):
    start_workspace(tmp_path / "new", source, District())
    plan = tmp_path / "new" / "geodata" / "plan"
    with (plan / "indicators_proposed.csv").open(encoding="utf-8", newline="") as stream:
        rows = [(r["entry"], r["value"], r["unit"], r["year"]) for r in csv.DictReader(stream)]
    # The text states no period, so only a number with a year of its own has one.
    assert rows == [("1.1.1", "120", "家", ""), ("2.1.1", "3", "条", "2025")]
    proposals = read_proposed(tmp_path / "new")
    assert {p.name for p in proposals} == {"白鹭公园", "青云路", "望江东街", "青云路小学"}


def test_what_is_known_of_the_district_is_used(tmp_path: Path, source: PlanText):
    known = District("青山区", "Qingshan", "420107", None, (114.4, 30.6))
    started = start_workspace(tmp_path / "new", source, known)
    settings = read_settings(tmp_path / "new")
    assert (settings.name_zh, settings.name_en, settings.adcode) == ("青山区", "Qingshan", "420107")
    assert settings.metre_crs == "EPSG:4547"
    assert settings.bounds == pytest.approx((114.15, 30.4, 114.65, 30.8))
    assert started.unset == ("bounds",)


def test_names_with_quotes_and_braces_are_kept(tmp_path: Path, source: PlanText):
    name = '青山"区{x}\\'
    start_workspace(tmp_path / "new", source, District(name))
    assert read_settings(tmp_path / "new").name_zh == name


def test_an_empty_folder_is_filled_a_full_one_left(tmp_path: Path, source: PlanText):
    (tmp_path / "empty").mkdir()
    start_workspace(tmp_path / "empty", source, District())
    assert open_workspace(tmp_path / "empty").faults == ()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    for taken in (tmp_path / "full", tmp_path / "full" / "mine.txt"):
        with pytest.raises(WorkspaceError, match="already there"):
            start_workspace(taken, source, District())
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("district", "error"),
    [
        (District(adcode="12"), WorkspaceError),
        (District(metre_crs="EPSG:4326"), WorkspaceError),
        (District(bounds=(120.0, 30.0, 110.0, 31.0)), WorkspaceError),
        (District(centre=(2.3, 48.8)), DatumError),
    ],
)
def test_what_cannot_be_used_leaves_nothing(tmp_path: Path, source: PlanText, district, error):
    with pytest.raises(error):
        start_workspace(tmp_path / "new", source, district)
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_is_no_plan_leaves_nothing(tmp_path: Path):
    with pytest.raises(PlanTextError):
        start_workspace(
            tmp_path / "new", read_plan_text("今天天气好。".encode(), "a.txt"), District()
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("front", "name"),
    [
        ("云州市青山区国民经济和社会发展第十五个五年规划纲要", "云州市青山区"),
        ("(云州市)青山区国民经济和社会发展十五五规划\n青山区国民经济和社会发展第十五个五年规划和"
         "2040年远景目标纲要", "青山区"),
        ("关于印发云州县国民经济和社会发展第十五个五年规划和二 〇 三五年远景目标纲要", "云州县"),
        ("发展纲要", "plan"),
        ("", "plan"),
    ],
)  # fmt: skip
def test_title_gives_the_name(front: str, name: str):
    assert title_of(front, "plan.docx")[0] == name


@pytest.mark.parametrize(
    ("chapter", "section", "kind"),
    [
        ("发展基础", "“十三五”时期发展成就", "achievement"),
        ("发展基础", "面临形势", "setting"),
        ("总体要求", "主要目标", "goal"),
        ("总体要求", "基本原则", "principle"),
        ("总体要求", "", "principle"),
        ("规划实施保障", "加强党的领导", "safeguard"),
        ("保障和改善民生", "营造良好发展环境", "measure"),
        ("现代产业", "夯实产业发展基础", "measure"),
        ("发展基础", "存在问题", "problem"),
    ],
)
def test_kinds_are_guessed_from_titles(chapter: str, section: str, kind: str):
    assert kind_of(chapter, section) == kind


def test_zones():
    codes = [cgcs2000_metre_crs(longitude) for longitude in (73.5, 75, 105, 117.2, 135, 136.5)]
    assert codes == ["EPSG:4534", "EPSG:4534", "EPSG:4544", "EPSG:4548", "EPSG:4554", "EPSG:4554"]


@pytest.mark.parametrize("attached", [True, False])
def test_confirmed_places_are_linked(tmp_path: Path, source: PlanText, attached: bool):
    start_workspace(tmp_path / "new", source, District())
    if not attached:
        detach(tmp_path / "new")
    confirmed = confirm_places(tmp_path / "new", ["白鹭公园", "青云路"])
    assert [(c.id, c.name, c.links) for c in confirmed] == [
        ("place_001", "白鹭公园", 2),
        ("place_002", "青云路", 1),
    ]
    register = read_register(tmp_path / "new")
    assert register.places["place_001"].name("en") == "白鹭公园"
    assert register.links == (
        Link("1.1.1", "place_001", "mentions"),
        Link("2.1.1", "place_002", "mentions"),
        Link("2.1.2", "place_001", "mentions"),
    )
    assert {p.name for p in read_proposed(tmp_path / "new")} == {"望江东街", "青云路小学"}
    assert [c.id for c in confirm_places(tmp_path / "new", None)] == ["place_003", "place_004"]
    assert read_proposed(tmp_path / "new") == []
    assert open_workspace(tmp_path / "new").faults == ()


def test_a_place_may_get_an_id(tmp_path: Path, source: PlanText):
    start_workspace(tmp_path / "new", source, District())
    (confirmed,) = confirm_places(tmp_path / "new", ["白鹭公园"], "bailu_park")
    assert confirmed.id == "bailu_park"
    before = (tmp_path / "new" / "geodata" / "plan" / "places.csv").read_bytes()
    for name, place_id in (("青云路", "bailu_park"), ("青云路", "Qing Yun")):
        with pytest.raises(RegisterError):
            confirm_places(tmp_path / "new", [name], place_id)
    with pytest.raises(RegisterError, match="2 places"):
        confirm_places(tmp_path / "new", ["青云路", "望江东街"], "both")
    with pytest.raises(UnknownNameError):
        confirm_places(tmp_path / "new", ["青云路", "没有的路"])
    assert (tmp_path / "new" / "geodata" / "plan" / "places.csv").read_bytes() == before


def test_the_commands(tmp_path: Path, capsys):
    plan, folder = tmp_path / "plan.txt", tmp_path / "new"
    plan.write_text(PLAN, encoding="gb18030")
    at = ["--workspace", str(folder), "--language", "en"]
    assert main(["init", str(folder), "--plan", str(plan), "--language", "en"]) == 0
    assert "4 places" in capsys.readouterr().out
    assert main(["init", str(folder), "--plan", str(plan), "--language", "en"]) == 1
    capsys.readouterr()
    assert main(["check", *at]) == 0
    assert main(["place", "confirm", *at]) == 0
    assert "白鹭公园" in capsys.readouterr().out
    assert main(["place", "confirm", "--all", *at]) == 0
    assert main(["plan", "verify", *at]) == 0
    for name in ("a.xlsx", "a.csv", "a.json"):
        assert main(["register", "export", "-o", str(tmp_path / name), *at]) == 0
    assert main(["register", "export", "-o", str(tmp_path / "a.doc"), *at]) == 1
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["measures"][0]["id"] == "1.1.1"
    capsys.readouterr()
    assert main(["register", "import", str(tmp_path / "a.xlsx"), *at]) == 0
    assert "0 rows added, 0 removed, 0 cells changed" in capsys.readouterr().out
    assert main(["register", "import", str(tmp_path / "a.csv"), *at]) == 1
    assert "no XLSX" in capsys.readouterr().err


def test_import_reports_and_writes(tmp_path: Path, capsys, source: PlanText):
    from openpyxl import load_workbook

    folder, file = tmp_path / "new", tmp_path / "a.xlsx"
    start_workspace(folder, source, District())
    assert main(["register", "export", "-o", str(file), "--workspace", str(folder)]) == 0
    book = load_workbook(file)
    book["措施 measures"]["F2"] = "新的摘要"
    book.save(file)
    capsys.readouterr()
    run = ["register", "import", str(file), "--workspace", str(folder), "--language", "zh"]
    assert main(run) == 0
    said = capsys.readouterr().out
    assert "措施 measures 1.1.1 summary_zh 修改：（空） → “新的摘要”" in said
    assert "尚未写入" in said
    assert read_register(folder).entries["1.1.1"].summary_zh == ""
    assert main([*run, "--write"]) == 0
    assert read_register(folder).entries["1.1.1"].summary_zh == "新的摘要"
    # A tie to a feature that does not exist is known only with the layers.
    capsys.readouterr()
    book["地点 places"].append(["p", "甲", "", "road"])
    book["地点要素 place_features"].append(["p", "no_layer", "1"])
    book.save(file)
    assert main([*run, "--write"]) == 1
    assert "no_layer" in capsys.readouterr().err
    assert not read_register(folder).places

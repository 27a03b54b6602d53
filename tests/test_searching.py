from __future__ import annotations

import json
from typing import Any

import pytest

from hebei_gis.cli import main
from hebei_gis.plan.join import FeatureRef
from hebei_gis.plan.reader import read_plan
from hebei_gis.plan.text.document import PlanText
from hebei_gis.searching import feature_ref, folded, grouped, search


def found(workspace: Any, words: str, language: str = "zh") -> list[tuple[str, str]]:
    """The features, places and entries found; what else has a name has tests of its own."""
    hits = search(workspace, words, language)
    return [(hit.kind, hit.id) for hit in hits if hit.kind in ("feature", "place", "entry")]


@pytest.mark.parametrize("words", ["", " ", "\t\u3000"])
def test_blank_words_find_nothing(workspace_folder: Any, words: str) -> None:
    assert found(workspace_folder(plan=True).open(), words) == []


def test_width_case_and_spaces_do_not_matter() -> None:
    assert folded("ＡＢ c\u3000１２") == "abc12"


def test_names_that_start_come_before_names_that_hold_then_summaries(
    workspace_folder: Any,
) -> None:
    workspace = workspace_folder(plan=True).open()
    assert found(workspace, "井") == [
        ("feature", "well/e"),
        ("feature", "well/w"),
        ("feature", "well/n"),
        ("place", "lost_well"),
        ("entry", "1.1.1"),
    ]
    assert found(workspace, "失") == [("place", "lost_well")]
    assert found(workspace, "水") == [("entry", "1.1.1.1"), ("entry", "1.1.2")]
    assert found(workspace, "dig WELLS") == [("entry", "1.1.1")]
    assert found(workspace, "fewer") == []


def test_ranks_come_before_the_kinds_of_what_is_found(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    folder.add_layer(
        "spot", [folder.feature("a", name_zh="冷水泉"), folder.feature("b", name_zh="水塔")]
    )
    folder.write_table("measures", ["1.1.1", "goal", "打井", "Dig", "", "为了水", "x"],
                       ["1.1.2", "goal", "水利", "Works", "", "渠", "x"])  # fmt: skip
    assert found(folder.open(), "水") == [
        ("feature", "spot/b"),
        ("entry", "1.1.2"),
        ("feature", "spot/a"),
        ("entry", "1.1.1"),
    ]


def test_a_located_place_stands_as_its_features(workspace_folder: Any) -> None:
    workspace = workspace_folder(plan=True).open()
    assert ("place", "east_well") not in found(workspace, "East Well")
    assert ("place", "lost_well") in found(workspace, "ｌｏｓｔ　well")


def test_an_entry_is_found_by_its_id(workspace_folder: Any) -> None:
    assert found(workspace_folder(plan=True).open(), "1.1.2") == [("entry", "1.1.2")]


def test_hits_speak_the_language(workspace_folder: Any) -> None:
    workspace = workspace_folder(plan=True).open()
    (zh,) = search(workspace, "节水", "zh")
    (en,) = search(workspace, "节水", "en")
    assert (zh.title, en.title) == ("1.1.2 节水", "1.1.2 Save water")
    assert (zh.beside, en.beside) == ("第1章第1节第2段", "Chapter 1, section 1, paragraph 2")
    (lost,) = search(workspace, "失井", "en")
    assert (lost.title, lost.beside) == ("Lost Well", "not on the map")


def test_what_means_a_pattern_elsewhere_is_plain_here(workspace_folder: Any) -> None:
    workspace = workspace_folder(plan=True).open()
    assert found(workspace, ".*") == []
    assert found(workspace, "[") == []


def test_features_are_found_in_the_workspace_by_either_name(default_workspace: Any) -> None:
    layer = default_workspace.layer("park")
    key = str(layer.features.index[0])
    for column in ("name_zh", "name_en"):
        name = layer.features.loc[key, column]
        assert ("feature", f"park/{key}") in found(default_workspace, name)


def test_a_feature_id_leads_back_to_its_feature() -> None:
    assert feature_ref("park/a/b") == FeatureRef("park", "a/b")


# ---- Pinyin, slips, several words, and whatever else has a name.


@pytest.fixture
def named(workspace_folder: Any) -> Any:
    folder = workspace_folder(plan=True)
    folder.add_layer(
        "spot",
        [
            folder.feature("yf", name_zh="意风区", name_en="Italian Quarter"),
            folder.feature("cq", name_zh="重庆道", name_en="Chongqing Road"),
            folder.feature("bn", name_zh="北宁公园", name_en="Beining Park"),
            folder.feature("zs", name_zh="中山路", name_en="Zhongshan Road"),
            folder.feature("no", name_zh="", name_en=""),
        ],
        fields={"name_zh": "name_zh", "name_en": "name_en"},
    )
    return folder.open()


@pytest.mark.parametrize(
    ("words", "key", "by"),
    [
        ("yfq", "yf", "pinyin"),
        ("YiFengQu", "yf", "pinyin"),
        ("yi feng qu", "yf", "pinyin"),
        ("chongqingd", "cq", "pinyin"),
        ("zhongqingdao", "cq", "pinyin"),
        ("cqd", "cq", "pinyin"),
        ("北宁公圆", "bn", "close"),
        ("北宁公", "bn", "name"),
        ("Zhongshna Road", "zs", "close"),
        ("Beinng Park", "bn", "close"),
        ("italian", "yf", "name"),
    ],
)
def test_names_are_found_by_pinyin_and_in_spite_of_a_slip(
    named: Any, words: str, key: str, by: str
) -> None:
    hit = next(hit for hit in search(named, words, "zh") if hit.kind == "feature")
    assert (hit.id, hit.by) == (f"spot/{key}", by)


@pytest.mark.parametrize("words", ["意风", "井井", "zzzz", "yfx", "公园路南口", "abcde fghij"])
def test_a_slip_is_not_anything(named: Any, words: str) -> None:
    found = [hit for hit in search(named, words, "zh") if hit.by == "close"]
    assert not found


def test_several_words_are_met_in_any_order(named: Any) -> None:
    title = named.layers["spot"].declaration.title("zh")
    for words in (f"中山路 {title}", f"{title} 中山路", f"zsl {title}"):
        assert search(named, words, "zh")[0].id == "spot/zs"
    assert not [hit for hit in search(named, "中山路 没有", "zh") if hit.id == "spot/zs"]


def test_themes_layers_indicators_and_headings_are_found(named: Any) -> None:
    register = named.register
    theme = next(iter(register.themes.values()))
    heading = next(one for one in register.headings if one.title_zh)
    for kind, words in (
        ("theme", theme.title_zh), ("theme", theme.title_en),
        ("layer", named.layers["well"].declaration.title_zh),
        ("heading", heading.title_zh),
    ):  # fmt: skip
        assert kind in [hit.kind for hit in search(named, words, "en")], words
    for one in register.indicators:
        for words in (one.name_zh, one.value_text):
            assert ("indicator", one.id) in [(h.kind, h.id) for h in search(named, words, "zh")]


def test_the_plans_own_words_give_the_entry_and_never_themselves(named: Any) -> None:
    text = "第一章 总则\n第一节 水\n一、打井\n新修十口深井。\n"
    source = PlanText("a.txt", text, "txt", "utf-8", "0" * 64, (), ())
    reading = read_plan(source, named.register.places.values())
    assert not search(named, "十口深井", "zh")
    hits = search(named, "十口深井", "zh", reading)
    assert [(hit.kind, hit.by) for hit in hits] == [("entry", "text")]
    assert all("十口深井" not in hit.title + hit.beside for hit in hits)


def test_finds_are_grouped_best_kinds_first(named: Any) -> None:
    hits = search(named, "井", "zh")
    groups = grouped(hits, "zh", each=2)
    assert [title for title, _, _ in groups][:2] == ["地图要素", "未落图的地点"]
    first = groups[0]
    count = sum(hit.kind == "feature" for hit in hits)
    assert len(first[1]) == min(2, count) and first[2] == max(0, count - 2)
    assert next(title for title, _, _ in grouped(hits, "en")) == "On the map"


def test_another_workspace_is_another_index(named: Any, workspace_folder: Any) -> None:
    assert search(named, "yfq", "zh")
    assert not search(workspace_folder("other", plan=True).open(), "yfq", "zh")


def test_very_long_words_are_cut(named: Any) -> None:
    assert search(named, "北" * 100_000, "zh") == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_by_command(
    workspace_folder: Any, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    place = ["--workspace", str(workspace_folder(plan=True).path), "--language", language]
    assert main(["find", "jing", "--json", *place]) == 0
    hits = json.loads(capsys.readouterr().out)
    assert set(hits[0]) == {"kind", "id", "title", "beside", "by"} and hits[0]["by"] == "pinyin"
    assert main(["find", "jing", "--most", "1", *place]) == 0
    said = capsys.readouterr().out
    assert ("地图要素" in said or "On the map" in said) and ("拼音" in said or "pinyin" in said)
    assert main(["find", "没有这样的", *place]) == 1
    assert ("拼音" if language == "zh" else "pinyin") in capsys.readouterr().err
    assert main(["find", "没有这样的", "--json", *place]) == 1
    assert json.loads(capsys.readouterr().out) == []

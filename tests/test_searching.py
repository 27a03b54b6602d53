from __future__ import annotations

from typing import Any

import pytest

from hebei_gis.plan.join import FeatureRef
from hebei_gis.searching import feature_ref, folded, search


def found(workspace: Any, words: str, language: str = "zh") -> list[tuple[str, str]]:
    return [(hit.kind, hit.id) for hit in search(workspace, words, language)]


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

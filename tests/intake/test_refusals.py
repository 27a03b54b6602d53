"""What is said wrongly of a file or its layer is refused in a sentence of its own, all at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hebei_gis.cli import main
from hebei_gis.intake.declaring import LayerFacts
from hebei_gis.intake.keeping import keep, unsaid

WELLS = {"wells.csv": "名称,x,y\n甲,117.2,39.1\n".encode()}
FACTS = LayerFacts("wells", group="first", basis="sketch", accuracy_m=5.0)


@pytest.fixture
def run(workspace_folder: Any, tmp_path: Path, capsys: Any) -> Any:
    folder = workspace_folder()
    path = tmp_path / "wells.csv"
    path.write_text("名称,备注,x,y\n甲,,117.2,39.1\n乙,好,117.3,39.2\n", encoding="utf-8")

    def run(*words: str, file: Path = path, language: str = "zh") -> tuple[int, str, str]:
        said = ["--language", language, "--workspace", str(folder.path)]
        code = main(["import", str(file), *words, *said])
        return code, *capsys.readouterr()

    return run


@pytest.mark.parametrize("accuracy", [float("nan"), float("inf"), -3.0, 1e6])
def test_an_accuracy_that_is_none_is_told_with_all_else(
    workspace_folder: Any, previewed: Any, accuracy: float
) -> None:
    facts = LayerFacts("wells", group="nosuch", basis="guess", accuracy_m=accuracy)
    faults = unsaid(previewed(WELLS, datum="WGS84"), workspace_folder().path, facts)
    assert [fault.kind for fault in faults] == [
        "group_unknown", "basis_unknown", "accuracy_unusable",
    ]  # fmt: skip
    said = [fault.sentence("zh") for fault in faults]
    assert "分组 nosuch 不存在" in said[0] and "位置来源 guess 不可用" in said[1]
    assert "位置精度" in said[2]


def test_another_kind_of_shape_is_told_in_words(
    workspace_folder: Any, makers: Any, previewed: Any
) -> None:
    folder = workspace_folder().path
    keep(previewed(WELLS, datum="WGS84"), folder, FACTS)
    areas = previewed(makers.written(makers.parcels(), "EPSG:4548", "GPKG", ".gpkg"))
    (fault,) = unsaid(areas, folder, FACTS, replace=True)
    assert "holds areas, the layer wells is of points" in fault.sentence("en")
    assert "文件中有面，而图层“wells”是点" in fault.sentence("zh")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--datum", "mars"], "基准“mars”无法识别。应为"),
        (["--crs", "EPSG:999999"], "坐标系“EPSG:999999”无法识别。应为"),
    ],
)
def test_a_word_for_the_crs_that_is_none(run: Any, words: list[str], told: str) -> None:
    code, _, said = run(*words)
    assert code == 2 and told in said


def test_paths_and_encodings_that_are_none(run: Any, tmp_path: Path) -> None:
    assert "不存在。请检查路径" in run(file=tmp_path / "nosuch.csv")[2]
    assert "是文件夹" in run(file=tmp_path)[2]
    assert "there is no encoding foo" in run("--encoding", "foo", language="en")[2]


def test_mends_that_this_file_was_offered(previewed: Any) -> None:
    content = {"a.csv": b"x,y\n517697,4336340\n517698,4336340\n"}
    preview = previewed(content, crs="4527", accept=["magic"])
    unknown, *others = preview.questions
    offered = [mend for question in others for mend in question.mends]
    assert offered and all(mend in unknown.fault.expected for mend in offered)
    assert "repair" not in unknown.fault.expected


def test_places_far_away_are_told_in_plain_numbers(previewed: Any) -> None:
    far = {"far.csv": b"x,y\n517697,4336340\n"}
    (question,) = previewed(far, datum="WGS84").questions
    said = question.fault.sentence("en")
    assert "517697, 4336340 lies nowhere on Earth" in said and question.distance_m is None
    (question,) = previewed({"far.csv": b"x,y\n2.5,48.5\n"}, datum="WGS84").questions
    assert not question.mends
    zh, en = question.fault.sentence("zh"), question.fault.sentence("en")
    assert "西 " in zh and "north " in en and "[" not in en
    assert "mend" not in en and "Correct the CRS" in en


def test_rows_are_left_out_once_that_is_accepted(previewed: Any) -> None:
    content = {"a.csv": b"x,y\n117.2,39.1\n117.3,39.2\nhere,there\n"}
    asked = previewed(content, datum="WGS84")
    assert [i.kind for i in asked.issues] == ["position_unread"] and asked.questions
    assert not any("left out" in said for said in asked.sentences("en"))
    accepted = previewed(content, datum="WGS84", accept=["drop_unread"])
    assert accepted.ready and "left out" in accepted.issues[0].sentence("en")


def test_the_command_shows_blanks_and_says_what_it_kept(run: Any) -> None:
    code, shown, _ = run("--datum", "WGS84", "--preview")
    assert code == 0 and not {"nan", "None", "<NA>"} & set(shown.split())
    about = ["--as", "wells", "--group", "first", "--basis", "sketch", "--accuracy-m", "5"]
    code, shown, _ = run("--datum", "WGS84", *about)
    assert code == 0 and "图层“wells”已保存：2 行。" in shown


def test_the_columns_of_a_file_that_stays_a_question_are_a_sentence(run: Any) -> None:
    code, shown, _ = run("--x", "nosuch", "--y", "y")
    assert code != 0 and "[" not in shown and "字段：" in shown

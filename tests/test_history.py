"""The history of a workspace, and taking a change back."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hebei_gis.cli import main
from hebei_gis.files.changes import change
from hebei_gis.history import history, undo
from hebei_gis.plan.places.placing import Position, place_at, take_back, tie
from hebei_gis.plan.register.changes import read_changes
from hebei_gis.plan.register.model import FeatureTie
from hebei_gis.plan.register.tables import read_register
from hebei_gis.plan.register.workbook import register_xlsx, sheet_title
from hebei_gis.plan.register.writing import apply_changes
from hebei_gis.words.errors import UnknownNameError, WorkspaceError

POSITION = Position(117.2, 39.11, 300.0, "approximate", "a test")
KEYS = {"well": ["e", "w", "n"]}


@pytest.fixture
def folder(workspace_folder: Any) -> Any:
    return workspace_folder(plan=True)


def edited(path: Path, entry: str, title: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(register_xlsx(read_register(path))))
    (row,) = (r for r in book[sheet_title("measures")].iter_rows(min_row=2) if r[0].value == entry)
    row[2].value = title
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def retitle(path: Path, entry: str, title: str) -> None:
    apply_changes(read_changes(edited(path, entry, title), path, "book.xlsx"), path)


def test_a_place_is_no_longer_placed(folder: Any) -> None:
    place_at(folder.path, "lost_well", POSITION)
    assert undo(folder.path, 1).text("en") == "Lost Well placed"
    workspace = folder.open()
    assert "placed_by_hand" not in workspace.layers and workspace.faults == ()
    assert not workspace.located("lost_well")
    assert [entry.kind for entry in history(folder.path)] == ["change_undone", "change_place_set"]
    undo(folder.path, 2)
    assert folder.open().located("lost_well")


def test_a_tie_goes_and_a_later_one_stays(folder: Any) -> None:
    tie(folder.path, FeatureTie("lost_well", "well", "n"), KEYS)
    tie(folder.path, FeatureTie("east_well", "well", "w"), KEYS)
    undo(folder.path, 1)
    ties = {(one.place, one.key) for one in folder.open().register.ties}
    assert ("lost_well", "n") not in ties and ("east_well", "w") in ties


def test_an_edit_of_the_register_goes_and_others_stay(folder: Any) -> None:
    retitle(folder.path, "1.1.1", "挖井")
    retitle(folder.path, "1.1.2", "省水")
    undo(folder.path, 1)
    entries = folder.open().register.entries
    assert (entries["1.1.1"].title, entries["1.1.2"].title) == ("打井", "省水")


def test_what_was_changed_again_is_in_the_way(folder: Any) -> None:
    retitle(folder.path, "1.1.1", "挖井")
    retitle(folder.path, "1.1.1", "凿井")
    with pytest.raises(WorkspaceError) as caught:
        undo(folder.path, 1)
    (fault,) = caught.value.faults
    assert fault.kind == "undo_in_the_way"
    assert "1.1.1" in fault.sentence("zh") and "第 2 次" in fault.sentence("zh")
    assert folder.open().register.entries["1.1.1"].title == "凿井"
    assert len(history(folder.path)) == 2


def test_a_layer_that_places_are_tied_to_since_stays(folder: Any, tmp_path: Path) -> None:
    source = tmp_path / "trees.csv"
    source.write_text("name,lon,lat\n槐,117.2,39.11\n", encoding="utf-8")
    options = ["--as", "trees", "--group", "first", "--basis", "surveyed", "--accuracy-m", "1"]
    options += ["--datum", "WGS84", "--workspace", str(folder.path)]
    assert main(["import", str(source), *options]) == 0
    key = folder.open().layers["trees"].features.index[0]
    tie(folder.path, FeatureTie("lost_well", "trees", key), {"trees": [key]})
    with pytest.raises(WorkspaceError) as caught:
        undo(folder.path, 1)
    assert caught.value.faults[0].kind == "tie_without_layer"
    assert "trees" in folder.open().layers
    undo(folder.path, 2)
    undo(folder.path, 1)
    assert "trees" not in folder.open().layers


def test_a_place_taken_back_comes_back(folder: Any) -> None:
    place_at(folder.path, "lost_well", POSITION)
    take_back(folder.path, "lost_well")
    undo(folder.path, 2)
    assert folder.open().located("lost_well")


def test_what_is_not_kept_is_named(folder: Any) -> None:
    with pytest.raises(UnknownNameError):
        undo(folder.path, 5)


def test_the_command(folder: Any, capsys: Any) -> None:
    where = ["--workspace", str(folder.path), "--language", "zh"]
    assert main(["history", *where]) == 0
    assert "还没有修改记录" in capsys.readouterr().out
    place_at(folder.path, "lost_well", POSITION)
    assert main(["history", *where]) == 0
    assert "落图：失井" in capsys.readouterr().out
    assert main(["history", "--json", *where]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert entry["number"] == 1 and entry["what"] == "落图：失井"
    assert main(["history", "--undo", "1", *where]) == 0
    assert "已撤销第 1 次" in capsys.readouterr().out
    assert main(["history", "--undo", "7", *where]) == 1


def test_an_outdated_workbook_keeps_what_others_changed(folder: Any) -> None:
    """Measured before: exit 0, and a colleague's work undone."""
    mine = edited(folder.path, "1.1.1", "挖井")
    retitle(folder.path, "1.1.2", "省水")
    found = read_changes(mine, folder.path, "book.xlsx")
    assert found.stale
    assert [(one.key, one.after) for one in found.changes] == [("1.1.1", "挖井")]
    apply_changes(found, folder.path)
    entries = folder.open().register.entries
    assert (entries["1.1.1"].title, entries["1.1.2"].title) == ("挖井", "省水")


def test_what_both_changed_is_refused_with_both_values(folder: Any, tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    path.write_bytes(edited(folder.path, "1.1.1", "挖井"))
    retitle(folder.path, "1.1.1", "凿井")
    from hebei_gis.words.errors import RegisterError

    with pytest.raises(RegisterError) as caught:
        read_changes(path.read_bytes(), folder.path, "book.xlsx")
    (fault,) = caught.value.faults
    assert fault.kind == "both_changed"
    assert all(word in fault.sentence("zh") for word in ("1.1.1", "挖井", "凿井", "title"))
    where = ["--workspace", str(folder.path)]
    assert main(["register", "import", str(path), "--write", *where]) == 1
    assert folder.open().register.entries["1.1.1"].title == "凿井"
    assert main(["register", "import", str(path), "--write", "--force", *where]) == 0
    assert folder.open().register.entries["1.1.1"].title == "挖井"


def test_an_outdated_workbook_without_its_beginning_is_refused(folder: Any) -> None:
    from hebei_gis.words.errors import RegisterError

    book = openpyxl.load_workbook(io.BytesIO(edited(folder.path, "1.1.1", "挖井")))
    del book["register_base"]
    out = io.BytesIO()
    book.save(out)
    retitle(folder.path, "1.1.2", "省水")
    with pytest.raises(RegisterError) as caught:
        read_changes(out.getvalue(), folder.path, "book.xlsx")
    assert caught.value.faults[0].kind == "workbook_outdated"
    forced = read_changes(out.getvalue(), folder.path, "book.xlsx", force=True)
    assert {one.key for one in forced.changes} == {"1.1.1", "1.1.2"}


def test_a_change_by_hand_since_is_in_the_way_of_undo(folder: Any) -> None:
    with change(folder.path, "change_text_attached", file="x") as made:
        made.write("geodata/notes.txt", b"one")
    (folder.path / "geodata" / "notes.txt").write_bytes(b"by hand")
    with pytest.raises(WorkspaceError) as caught:
        undo(folder.path, 1)
    assert caught.value.faults[0].kind == "undo_in_the_way"

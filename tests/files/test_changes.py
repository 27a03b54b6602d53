"""The one store for changes: whole or not at all, one after the other, and kept for a while."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.files import change_records, changes
from hebei_gis.files.change_records import FOLDER, UNREADABLE, former_content, history
from hebei_gis.files.changes import Actor, change, recover, steadily
from hebei_gis.words.errors import WorkspaceError

KIND = "change_text_detached"


def put(folder: Path, **contents: str | None) -> None:
    with change(folder, KIND) as made:
        for name, text in contents.items():
            if text is None:
                made.remove(name)
            else:
                made.write(name, text.encode())


def files(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file() and FOLDER not in path.parts)
    return {path.name: path.read_text() for path in found}


def test_nothing_is_there_before_the_change_ends(tmp_path: Path) -> None:
    with change(tmp_path, KIND) as made:
        made.write("a/b/one", b"1")
        assert not (tmp_path / "a").exists()
        assert made.read("a/b/one") == b"1"
        made.remove("two")
        assert made.read("two") is None
    assert (tmp_path / "a/b/one").read_bytes() == b"1"


def test_a_change_that_fails_leaves_all_as_it_was(tmp_path: Path) -> None:
    put(tmp_path, one="1")
    with pytest.raises(ZeroDivisionError), change(tmp_path, KIND) as made:
        made.write("one", b"2")
        raise ZeroDivisionError
    assert files(tmp_path) == {"one": "1"}
    assert len(history(tmp_path)) == 1


@pytest.mark.parametrize("fails_at", range(3))
def test_a_disk_that_fails_in_the_middle(
    fails_at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, one="1", two="2")
    place = changes._place
    calls = 0

    def failing(*values: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == fails_at + 1:
            raise OSError(28, "No space left on device")
        place(*values)

    monkeypatch.setattr(changes, "_place", failing)
    with pytest.raises(OSError, match="No space"):
        put(tmp_path, one="x", two=None, three="y")
    monkeypatch.undo()
    assert files(tmp_path) == {"one": "1", "two": "2"}
    assert not list((tmp_path / FOLDER).rglob("*.intent"))


def test_what_changes_nothing_is_no_change(tmp_path: Path) -> None:
    put(tmp_path, one="1")
    put(tmp_path, one="1", gone=None)
    assert len(history(tmp_path)) == 1


def test_history_says_who_when_and_what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(changes, "_ask_actor", lambda: Actor("王工"))
        with change(tmp_path, "change_place_set", name_zh="学校", name_en="School") as made:
            made.write("one", b"1")
    (entry,) = history(tmp_path)
    assert (entry.number, entry.who, entry.when[-6:]) == (1, "王工", "+00:00")
    assert entry.text("zh") == "落图：学校" and entry.text("en") == "School placed"
    assert [(one.path, one.before) for one in entry.files] == [("one", None)]


def test_former_contents_are_kept_and_checked(tmp_path: Path) -> None:
    put(tmp_path, one="1")
    put(tmp_path, one="2")
    before = history(tmp_path)[0].files[0].before
    assert before and former_content(tmp_path, before) == b"1"
    (tmp_path / FOLDER / "contents" / before).write_bytes(b"spoiled")
    assert former_content(tmp_path, before) is None


def test_the_oldest_are_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_records, "MOST_CHANGES", 3)
    for number in range(6):
        put(tmp_path, one=str(number))
    assert [entry.number for entry in history(tmp_path)] == [6, 5, 4]
    kept = {path.read_text() for path in (tmp_path / FOLDER / "contents").iterdir()}
    assert kept == {"2", "3", "4", "5"}
    monkeypatch.setattr(change_records, "MOST_BYTES", 0)
    put(tmp_path, one="7")
    assert [entry.number for entry in history(tmp_path)] == [7]


def test_a_change_within_a_change_is_part_of_it(tmp_path: Path) -> None:
    with change(tmp_path, KIND) as outer:
        put(tmp_path, one="1")
        outer.write("two", b"2")
        assert files(tmp_path) == {}
    assert files(tmp_path) == {"one": "1", "two": "2"}
    assert len(history(tmp_path)) == 1


def test_threads_wait_for_one_another(tmp_path: Path) -> None:
    put(tmp_path, count="0")

    def add(_: int) -> None:
        with change(tmp_path, KIND) as made:
            made.write("count", str(int(made.read("count") or b"0") + 1).encode())

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))
    assert files(tmp_path) == {"count": "40"}


def test_who_waits_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "LONGEST_WAIT_S", 0.2)
    monkeypatch.setattr(changes._locked.__wrapped__, "__defaults__", (0.2,))
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with change(tmp_path, KIND):
            held.set()
            let_go.wait(20)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(20)
    with pytest.raises(WorkspaceError) as caught:
        put(tmp_path, one="1")
    let_go.set()
    holder.join()
    assert caught.value.faults[0].kind == "being_changed"


def interrupted(folder: Path, after: int) -> None:
    """A change of three files whose program ends once `after` of them are in place."""
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from hebei_gis.files import changes\n"
        "place, calls = changes._place, []\n"
        "def ending(*values):\n"
        "    calls.append(1)\n"
        "    if len(calls) > int(sys.argv[2]):\n"
        "        os._exit(7)\n"
        "    place(*values)\n"
        "changes._place = ending\n"
        "with changes.change(Path(sys.argv[1]), 'change_text_detached') as made:\n"
        "    for name in ('one', 'two', 'three'):\n"
        "        made.write(name, b'new')\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(folder), str(after)], check=False)
    assert done.returncode == 7


@pytest.mark.parametrize("after", range(3))
def test_the_next_carries_through_what_was_broken_off(after: int, tmp_path: Path) -> None:
    put(tmp_path, one="old", two="old")
    interrupted(tmp_path, after)
    assert len(history(tmp_path)) == 1
    recover(tmp_path)
    assert files(tmp_path) == {"one": "new", "two": "new", "three": "new"}
    assert len(history(tmp_path)) == 2
    assert not (tmp_path / FOLDER / "drafts").exists()


def test_what_was_edited_by_hand_since_is_not_written_over(tmp_path: Path) -> None:
    put(tmp_path, one="old", two="old", three="old")
    interrupted(tmp_path, 1)
    (tmp_path / "two").write_text("by hand")
    recover(tmp_path)
    assert files(tmp_path) == {"one": "old", "two": "by hand", "three": "old"}
    assert len(history(tmp_path)) == 1


def test_a_change_carries_through_what_came_before_it(tmp_path: Path) -> None:
    interrupted(tmp_path, 1)
    put(tmp_path, four="4")
    assert set(files(tmp_path)) == {"one", "two", "three", "four"}
    assert len(history(tmp_path)) == 2


def test_an_intent_written_by_halves_is_none(tmp_path: Path) -> None:
    put(tmp_path, one="1")
    (tmp_path / FOLDER / "changes" / "000000002.intent").write_text("{")
    recover(tmp_path)
    assert files(tmp_path) == {"one": "1"}
    assert not list((tmp_path / FOLDER).rglob("*.intent"))


def test_readers_see_all_of_a_change_or_nothing(tmp_path: Path) -> None:
    put(tmp_path, one="0", two="0")
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            put(tmp_path, one=str(number), two=str(number))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(200):
            one, two = steadily(
                tmp_path, lambda: ((tmp_path / "one").read_text(), (tmp_path / "two").read_text())
            )
            assert one == two
    finally:
        stop.set()
        writer.join()


def test_rubbish_among_the_records_is_nobodys(tmp_path: Path) -> None:
    put(tmp_path, one="1")
    folder = tmp_path / FOLDER / "changes"
    for name in ("notes.json", "x.intent", ".DS_Store", "000000009.json.bak"):
        (folder / name).write_text("?")
    put(tmp_path, one="2")
    assert steadily(tmp_path, lambda: files(tmp_path)["one"]) == "2"
    assert [entry.number for entry in history(tmp_path)] == [2, 1]
    assert (folder / "notes.json").exists()


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"number": 1}',
     '{"number": 1, "who": "", "when": "?", "kind": "change_text_detached", "facts": {}, '
     '"files": []}',
     '{"number": 1, "who": "", "when": "2026-01-01", "kind": "no such kind", "facts": {}, '
     '"files": []}'],
)  # fmt: skip
def test_a_record_that_cannot_be_read_is_said(content: str, tmp_path: Path) -> None:
    put(tmp_path, one="1")
    (tmp_path / FOLDER / "changes" / "000000001.json").write_text(content)
    put(tmp_path, one="2")
    last, first = history(tmp_path)
    assert (last.number, first.number, first.kind) == (2, 1, UNREADABLE)
    assert first.moment == "" and "000000001.json" in first.text("en")


def test_a_change_of_a_newer_program_is_carried_through_and_kept(tmp_path: Path) -> None:
    """What it is called is not known here; which files it puts where, is."""
    put(tmp_path, one="old", two="old", three="old")
    interrupted(tmp_path, 1)
    (intent,) = (tmp_path / FOLDER / "changes").glob("*.intent")
    values = json.loads(intent.read_bytes())
    intent.write_text(json.dumps({**values, "kind": "change_of_the_future"}))
    recover(tmp_path)
    assert files(tmp_path) == {"one": "new", "two": "new", "three": "new"}
    assert history(tmp_path)[0].kind == UNREADABLE
    before = history(tmp_path)[0].files[0].before
    put(tmp_path, four="4")
    assert before and former_content(tmp_path, before) == b"old"


def test_nothing_waits_where_a_content_cannot_be_taken(tmp_path: Path) -> None:
    put(tmp_path, one="1")
    with pytest.raises(OSError, match="missing"), change(tmp_path, KIND) as made:
        made.write("one", b"2")
        made.move(tmp_path / "missing", "two")
    assert files(tmp_path) == {"one": "1"}
    assert not (tmp_path / FOLDER / "drafts").exists()


def test_a_workspace_without_changes_has_no_history(tmp_path: Path) -> None:
    assert history(tmp_path) == []
    recover(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_none_of_git(tmp_path: Path) -> None:
    put(tmp_path, one="1")
    assert (tmp_path / FOLDER / ".gitignore").read_text() == "*\n"
    assert json.loads(next((tmp_path / FOLDER / "changes").glob("*.json")).read_bytes())


def test_a_file_where_the_record_of_changes_belongs_is_told(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("mine")
    with pytest.raises(WorkspaceError) as caught:
        put(tmp_path, one="1")
    (fault,) = caught.value.faults
    assert fault.kind == "in_the_way" and FOLDER in fault.sentence("en")
    assert (tmp_path / FOLDER).read_text() == "mine"

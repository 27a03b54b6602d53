"""Disks that are full, folders that are files, clocks that go back, locks that were left: a
sentence, and nothing lost."""

from __future__ import annotations

import datetime
import errno
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from hebei_gis.files import changes
from hebei_gis.files.change_records import FOLDER, history
from hebei_gis.files.changes import change
from hebei_gis.words.errors import WorkspaceError
from hebei_gis.workspace import open_workspace

#: Places a place in a process that may write no file larger than so many bytes: what a disk that
#: is full at that moment says, said by the system itself.
PLACE = """
import resource, sys
from pathlib import Path
from hebei_gis.plan.places.placing import Position, place_at
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    place_at(Path(sys.argv[1]), "lost_well", Position(117.2, 39.15, 300.0, "approximate", "a test"))
except OSError as error:
    print(error.errno)
    sys.exit(3)
"""


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and FOLDER not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_full_disk_at_any_moment_loses_nothing(workspace_folder: Any) -> None:
    folder = workspace_folder(plan=True).path
    with change(folder, "change_text_detached") as made:
        made.write("other.txt", b"x")
    largest = max(len(content) for content in files(folder).values())
    done = refused = 0
    for most in sorted({0, 1, 40, 150, 300, 500, 800, 1200, 2000, largest, 10 * largest + 10_000}):
        before, told = files(folder), len(history(folder))
        ended = subprocess.run(
            [sys.executable, "-c", PLACE, str(folder), str(most)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if ended.returncode == 0:
            done += 1
            assert files(folder) != before and len(history(folder)) == told + 1
            assert not open_workspace(folder).faults
            break
        assert ended.returncode == 3, ended.stderr
        assert int(ended.stdout) == errno.EFBIG
        refused += 1
        assert files(folder) == before and len(history(folder)) == told
        assert not open_workspace(folder).faults
    assert done == 1 and refused >= 4


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "sub").write_text("a file")
    with pytest.raises(OSError, match="sub"), change(tmp_path, "change_text_detached") as made:
        made.write("one", b"1")
        made.write("sub/two", b"2")
    assert files(tmp_path) == {"sub": b"a file"}
    with change(tmp_path, "change_text_detached") as made:
        made.write("one", b"1")
    assert len(history(tmp_path)) == 1


@pytest.mark.parametrize("name", ["changes", "contents", "drafts"])
def test_a_file_within_the_record_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / name).write_text("mine")
    with (
        pytest.raises((OSError, WorkspaceError), match=name),
        change(tmp_path, "change_text_detached") as made,
    ):
        made.write("one", b"1")
    assert files(tmp_path) == {}


def test_a_clock_that_goes_back_changes_no_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime.datetime):
        moment = datetime.datetime(2026, 11, 27, 12, tzinfo=datetime.UTC)

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return cls.moment.astimezone(tz)

    monkeypatch.setattr(changes, "datetime", Clock)
    for number, year in enumerate((2026, 1999, 2050, 2026)):
        Clock.moment = Clock.moment.replace(year=year)
        with change(tmp_path, "change_text_detached") as made:
            made.write("one", str(number).encode())
    told = history(tmp_path)
    assert [entry.number for entry in told] == [4, 3, 2, 1]
    assert [entry.when[:4] for entry in told] == ["2026", "2050", "1999", "2026"]
    assert (tmp_path / "one").read_bytes() == b"3"


def test_a_lock_that_was_left_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "lock").write_text("left by a program that was killed")
    with change(tmp_path, "change_text_detached") as made:
        made.write("one", b"1")
    assert files(tmp_path) == {"one": b"1"}


def test_a_path_that_knows_no_locks_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOLCK, "No locks available", "lock")

    monkeypatch.setattr(FileLock, "acquire", refuse)
    with pytest.raises(OSError, match="No locks"), change(tmp_path, "change_text_detached") as made:
        made.write("one", b"1")
    assert files(tmp_path) == {}

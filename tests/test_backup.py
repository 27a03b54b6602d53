"""A workspace as one file and again."""

from __future__ import annotations

import json
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.backup import backup, restore
from hebei_gis.cli import main
from hebei_gis.files.change_records import history
from hebei_gis.files.changes import change
from hebei_gis.history import undo
from hebei_gis.words.errors import HebeiGisError, WorkspaceError
from hebei_gis.workspace import open_workspace


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".hebei-gis" not in path.parts
    }


@pytest.fixture
def folder(workspace_folder: Any) -> Any:
    return workspace_folder(plan=True)


def test_the_history_comes_along(folder: Any, tmp_path: Path) -> None:
    with change(folder.path, "change_text_detached") as made:
        made.write("geodata/note", b"1")
    with change(folder.path, "change_text_detached") as made:
        made.write("geodata/note", b"2")
    with change(folder.path, "change_text_detached") as made:
        made.write("geodata/large", bytes(17 * 2**20))
    with change(folder.path, "change_text_detached") as made:
        made.remove("geodata/large")
    backup(folder.path, tmp_path / "backup.zip")
    restore(tmp_path / "backup.zip", tmp_path / "again")
    assert history(tmp_path / "again") == history(folder.path)
    undo(tmp_path / "again", 2)
    assert (tmp_path / "again/geodata/note").read_bytes() == b"1"
    with pytest.raises(WorkspaceError) as told:
        undo(tmp_path / "again", 4)  # its former content is too large for a backup
    assert [fault.kind for fault in told.value.faults] == ["former_content_gone"]


def test_what_goes_in_comes_out(folder: Any, tmp_path: Path) -> None:
    names = backup(folder.path, tmp_path / "backup.zip")
    assert set(names) == set(contents(folder.path))
    assert restore(tmp_path / "backup.zip", tmp_path / "again") == ()
    assert contents(tmp_path / "again") == contents(folder.path)
    assert open_workspace(tmp_path / "again").measure_rows() == folder.open().measure_rows()


def test_while_others_write_it_is_of_one_moment(folder: Any, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with change(folder.path, "change_text_detached") as made:
                for name in ("one", "two", "three"):
                    made.write(f"geodata/{name}.txt", str(number).encode())

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(6):
            backup(folder.path, tmp_path / "backup.zip")
            restore(tmp_path / "backup.zip", tmp_path / f"again{number}")
            found = contents(tmp_path / f"again{number}")
            texts = {found[name] for name in found if name.endswith(".txt")}
            assert len(texts) <= 1
    finally:
        stop.set()
        writer.join()


def rewritten(path: Path, change_member: Any) -> Path:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change_member(members)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def spoiled(members: dict[str, bytes]) -> None:
    members["workspace.toml"] += b"\n"


def lacking(members: dict[str, bytes]) -> None:
    del members["geodata/plan/links.csv"]


def extra(members: dict[str, bytes]) -> None:
    members["geodata/more.csv"] = b"x"


def outside(members: dict[str, bytes]) -> None:
    about = json.loads(members["backup.json"])
    about["files"]["hebei_gis/evil.py"] = "0" * 64
    members["backup.json"] = json.dumps(about).encode()
    members["hebei_gis/evil.py"] = b"x"


@pytest.mark.parametrize("harm", [spoiled, lacking, extra, outside])
def test_a_backup_that_is_not_whole_is_refused(folder: Any, tmp_path: Path, harm: Any) -> None:
    path = tmp_path / "backup.zip"
    backup(folder.path, path)
    with pytest.raises(WorkspaceError) as caught:
        restore(rewritten(path, harm), tmp_path / "again")
    assert {fault.kind for fault in caught.value.faults} == {"backup_not_whole"}
    assert not (tmp_path / "again").exists()
    assert not list(tmp_path.glob(".hebei-gis-restore-*"))


def test_what_is_no_backup_is_refused(tmp_path: Path, folder: Any) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(WorkspaceError) as caught:
        restore(path, tmp_path / "again")
    assert caught.value.faults[0].kind == "no_backup"
    backup(folder.path, path)
    with pytest.raises(WorkspaceError) as caught:
        restore(path, folder.path)
    assert caught.value.faults[0].kind == "workspace_not_empty"
    with pytest.raises(WorkspaceError):
        backup(tmp_path, path)


def test_the_commands(folder: Any, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "b.zip"
    where = ["--workspace", str(folder.path), "--language", "zh"]
    assert main(["backup", "-o", str(path), *where]) == 0
    assert "已备份" in capsys.readouterr().out
    assert main(["restore", str(path), str(tmp_path / "again"), "--language", "zh"]) == 0
    assert "已恢复" in capsys.readouterr().out
    assert main(["restore", str(path), str(tmp_path / "again"), "--language", "zh"]) == 1
    assert main(["backup", "-o", str(tmp_path / "none" / "b.zip"), *where]) == 1


def test_a_backup_is_no_part_of_what_it_backs_up(folder: Any) -> None:
    before = contents(folder.path)
    with pytest.raises(WorkspaceError) as told:
        backup(folder.path, folder.path / "geodata" / "all.zip")
    assert [fault.kind for fault in told.value.faults] == ["backup_inside"]
    assert contents(folder.path) == before


def test_a_backup_with_a_bit_turned_is_refused_or_the_same(folder: Any, tmp_path: Path) -> None:
    backup(folder.path, tmp_path / "all.zip")
    whole = (tmp_path / "all.zip").read_bytes()
    want = contents(folder.path)
    refused = 0
    for number in range(40):
        spoilt = bytearray(whole)
        spoilt[len(whole) * number // 40] ^= 1 << (number % 8)
        (tmp_path / "spoilt.zip").write_bytes(spoilt)
        out = tmp_path / f"out{number}"
        try:
            restore(tmp_path / "spoilt.zip", out)
        except (HebeiGisError, OSError):
            refused += 1
            assert not out.exists()
        else:
            assert contents(out) == want
    assert refused > 20

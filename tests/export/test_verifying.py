"""A file that was changed after the export is found out, whatever was changed."""

from __future__ import annotations

import datetime
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hebei_gis.export import verify as verify_module
from hebei_gis.export.verify import members_of, verify_content, verify_file
from hebei_gis.files.seal import seal_of
from hebei_gis.files.zips import zip_bytes
from hebei_gis.formats.registry import written_formats
from hebei_gis.words.errors import VerifyError


def kinds(content: bytes, beside: bytes | None = None) -> set[str]:
    return {fault.kind for fault in verify_content(content, "file", beside)[1]}


@pytest.mark.parametrize("packaging", ["bare", "zip"])
@pytest.mark.parametrize("name", written_formats())
def test_an_untouched_file_is_as_its_sidecar_says(
    name: str, packaging: str, exported: Any, trial: Any
) -> None:
    file = exported(trial, format_name=name, packaging=packaging)
    assert kinds(file.content, file.beside) == set()


def reseal(content: bytes) -> bytes:
    """A forger who also mends the hash inside the file."""
    stated = json.loads(content)["metadata"]["sha256"]
    return content.replace(stated.encode(), seal_of(content, stated).encode())


def without_a_row(content: bytes) -> bytes:
    values = json.loads(content)
    values["features"].pop()
    return json.dumps(values, ensure_ascii=False).encode()


def moved(content: bytes) -> bytes:
    values = json.loads(content)
    values["features"][2]["geometry"]["coordinates"][0] += 0.01
    return json.dumps(values, ensure_ascii=False).encode()


def as_line(content: bytes) -> bytes:
    values = json.loads(content)
    place = values["features"][0]["geometry"]["coordinates"]
    values["features"][0]["geometry"] = {"type": "LineString", "coordinates": [place, place]}
    return json.dumps(values, ensure_ascii=False).encode()


def with_crs(content: bytes) -> bytes:
    return json.dumps({**json.loads(content), "crs": {"name": "EPSG:4490"}}).encode()


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (without_a_row, "other_rows"),
        (moved, "other_bounds"),
        (as_line, "other_geometry"),
        (with_crs, "other_reference_system"),
    ],
)
def test_content_is_held_against_the_sidecar_even_where_the_hash_was_mended(
    change: Callable[[bytes], bytes], kind: str, exported: Any, trial: Any
) -> None:
    content = exported(trial, format_name="geojson").content
    assert {"changed_content", kind} <= kinds(change(content))
    assert kind in kinds(reseal(change(content)))
    assert "changed_content" not in kinds(reseal(change(content)))


@pytest.mark.parametrize("name", ["geojson", "jsonfg", "kml", "fgb"])
def test_one_changed_letter_is_found(name: str, exported: Any, trial: Any) -> None:
    content = exported(trial, format_name=name).content
    changed = content.replace("手绘".encode(), "实测".encode())
    assert changed != content
    assert kinds(changed) == {"changed_content"}


def test_a_changed_parquet_is_found(exported: Any, trial: Any) -> None:
    content = exported(trial, format_name="parquet").content
    faults = verify_content(content.replace(b"pandas", b"Pandas"), "file")[1]
    assert [fault.kind for fault in faults] == ["changed_content"]


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE trial SET basis = 'surveyed'", "changed_content"),
        ("DELETE FROM trial WHERE fid = 3", "other_rows"),
        ("UPDATE gpkg_contents SET srs_id = 4490 WHERE table_name = 'trial'; "
         "UPDATE gpkg_geometry_columns SET srs_id = 0", "other_reference_system"),
    ],
)  # fmt: skip
def test_a_changed_geopackage_is_found(
    statement: str, kind: str, exported: Any, trial: Any, tmp_path: Path
) -> None:
    path = tmp_path / "x.gpkg"
    path.write_bytes(exported(trial, format_name="gpkg").content)
    database = sqlite3.connect(path)
    for function in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        database.create_function(function, 1, lambda _: 0)
    database.executescript(statement)
    database.commit()
    database.close()
    assert kind in {fault.kind for fault in verify_file(path)[1]}


def test_opening_a_geopackage_for_writing_is_no_change(
    exported: Any, trial: Any, tmp_path: Path
) -> None:
    path = tmp_path / "x.gpkg"
    path.write_bytes(exported(trial, format_name="gpkg").content)
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL")  # as QGIS does
    database.execute("VACUUM")
    database.close()
    assert verify_file(path)[1] == ()


def test_a_changed_workbook_is_found_and_a_saved_one_is_not(exported: Any, trial: Any) -> None:
    content = exported(trial, format_name="xlsx").content
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    saved = io.BytesIO()
    workbook.save(saved)
    assert kinds(saved.getvalue()) == set()
    workbook.worksheets[0]["E2"] = "surveyed!"
    saved = io.BytesIO()
    workbook.save(saved)
    assert "changed_content" in kinds(saved.getvalue())


def repacked(content: bytes, change: Callable[[dict[str, bytes]], None], date: Any) -> bytes:
    members = members_of(content, "file")
    change(members)
    return zip_bytes(members, date)


@pytest.mark.parametrize("name", ["csv", "dxf", "shp", "geojson"])
def test_a_changed_zip_is_found(name: str, exported: Any, trial: Any) -> None:
    file = exported(trial, format_name=name, packaging="zip")
    date = datetime.date(2026, 11, 24)
    ending = ".dbf" if name == "shp" else f".{written_formats()[name].extension}"

    def alter(members: dict[str, bytes]) -> None:
        for member, text in list(members.items()):
            if member.endswith(ending):
                members[member] = text.replace(b"k1", b"kX")

    def drop(members: dict[str, bytes]) -> None:
        del members[next(member for member in members if member.endswith(ending))]

    def add(members: dict[str, bytes]) -> None:
        members["evil.txt"] = b"x"

    assert "changed_content" in kinds(repacked(file.content, alter, date))
    assert "missing_part" in kinds(repacked(file.content, drop, date))
    assert kinds(repacked(file.content, add, date)) == {"unlisted_part"}


def test_sidecars_beside_bare_files(exported: Any, trial: Any, tmp_path: Path) -> None:
    file = exported(trial, format_name="csv", packaging="bare")
    path = tmp_path / "renamed.csv"
    file.write(path)
    sidecar, faults = verify_file(path)
    assert (sidecar["rows"], faults) == (3, ())
    path.write_bytes(file.content + b"one,more\r\n")
    assert {fault.kind for fault in verify_file(path)[1]} == {
        "changed_content", "unreadable_export",
    }  # fmt: skip
    (tmp_path / "renamed.csv.meta.json").unlink()
    with pytest.raises(VerifyError, match="no sidecar"):
        verify_file(path)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x00\x01\x02", b"GIF89a\x00", b"PK\x03\x04broken", b"SQLite format 3\x00broken",
        b"fgb\x03fgb\x01broken", b"PAR1broken", b"{", b'{"features": 3}', b"[]", b"<kml>", b"<a/>",
        b'<!DOCTYPE k [<!ENTITY a "b">]><kml>&a;</kml>', b'{"features": [], "metadata": {}}',
        b'{"coordRefSys": 7, "features": []}', b'{"features": [], "metadata": {"sha256": 7}}',
    ],
)  # fmt: skip
def test_files_of_others_are_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(VerifyError) as caught:
        verify_content(content, "file")
    assert all(fault.sentence("zh") and fault.sentence("en") for fault in caught.value.faults)


@pytest.mark.parametrize("name", written_formats())
def test_cut_files_are_refused_or_found(name: str, exported: Any, trial: Any) -> None:
    content = exported(trial, format_name=name).content
    for share in (0.2, 0.5, 0.9, 0.99):
        cut = content[: int(len(content) * share)]
        try:
            assert kinds(cut)
        except VerifyError as error:
            assert error.faults


def test_bombs_are_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = verify_module.OWN_LIMITS.model_copy(update={"unpacked_mb": 1})
    monkeypatch.setattr(verify_module, "OWN_LIMITS", limits)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.meta.json", b" " * 2_000_000)
    with pytest.raises(VerifyError, match="unpacks to 2 MB"):
        verify_content(stream.getvalue(), "file")


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths to every value of a sidecar."""
    parts = value if isinstance(value, list) else ()
    inner = value.items() if isinstance(value, dict) else enumerate(parts)
    found = [path] if path else []
    for key, part in inner:
        found += places(part, (*path, key))
    return found


@pytest.mark.parametrize("wrong", [None, [], {}, "x", 7, [[]]])
def test_a_broken_sidecar_is_a_sentence(wrong: Any, exported: Any, trial: Any) -> None:
    file = exported(trial, format_name="csv", packaging="bare")
    whole = json.loads(file.beside)
    for path in places(whole):
        changed = json.loads(file.beside)
        holder = changed
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = wrong
        try:
            verify_content(file.content, "file", json.dumps(changed).encode())
        except VerifyError as error:
            assert error.faults

"""Whatever a sidecar says, an edit of it is found, in every format, bare and in a zip."""

from __future__ import annotations

import datetime
import io
import json
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hebei_gis.export.verify import members_of, verify_content
from hebei_gis.files.zips import zip_bytes
from hebei_gis.formats.registry import written_formats

#: What a careless hand may change: a place in the sidecar, and what it would put there.
STATEMENTS: dict[str, tuple[tuple[Any, ...], Any]] = {
    "licence": (("layers", 0, "licence"), "CC0-1.0"),
    "accuracy": (("layers", 0, "largest_accuracy_m"), 1.0),
    "basis": (("layers", 0, "basis", "worst"), "surveyed"),
    "basis of rows": (("layers", 0, "basis", "rows"), {"surveyed": 3}),
    "date": (("exported",), "2026-11-25"),
    "datum": (("reference_system", "name"), "CGCS2000"),
    "datum path": (("layers", 0, "datum_paths"), []),
    "rows": (("rows",), 99),
    "source": (("layers", 0, "sources", 0, "sha256"), "cd" * 32),
    "attribution": (("layers", 0, "attribution_zh"), "© 我们"),
    "filter": (("filter",), "all"),
    "losses": (("losses",), []),
    "issues": (("layers", 0, "issues"), [["repaired", "k1", ""]]),
}
DATE = datetime.date(2026, 11, 24)


def edited(values: dict[str, Any], statement: str) -> dict[str, Any]:
    path, value = STATEMENTS[statement]
    changed = json.loads(json.dumps(values))
    place = changed
    for step in path[:-1]:
        place = place[step]
    assert place[path[-1]] != value, "nothing would be changed"
    place[path[-1]] = value
    return changed  # type: ignore[no-any-return]


def kinds(content: bytes, beside: bytes | None = None) -> set[str]:
    return {fault.kind for fault in verify_content(content, "file", beside)[1]}


@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize("name", written_formats())
def test_a_sidecar_edited_in_a_zip_fails(
    name: str, statement: str, exported: Any, trial: Any
) -> None:
    content = exported(trial, format_name=name, packaging="zip").content
    assert kinds(content) == set()
    members = members_of(content, "file")
    (sidecar,) = (member for member in members if member.endswith(".meta.json"))
    members[sidecar] = json.dumps(edited(json.loads(members[sidecar]), statement)).encode()
    assert "changed_statement" in kinds(zip_bytes(members, DATE))


@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize(
    "name", [n for n, f in written_formats().items() if not f.carries_sidecar and not f.members]
)
def test_a_sidecar_edited_beside_a_bare_file_fails(
    name: str, statement: str, exported: Any, trial: Any
) -> None:
    file = exported(trial, format_name=name, packaging="bare")
    assert file.beside is not None
    beside = json.dumps(edited(json.loads(file.beside), statement)).encode()
    assert "changed_statement" in kinds(file.content, beside)


@pytest.mark.parametrize("statement", ["licence", "accuracy", "basis", "date", "datum", "rows"])
@pytest.mark.parametrize("name", ["geojson", "jsonfg", "kml", "fgb", "parquet"])
def test_a_sidecar_edited_in_its_sealed_file_fails(
    name: str, statement: str, exported: Any, trial: Any
) -> None:
    """A statement of the same length, so that the file stays one of its format."""
    words = {
        "licence": ("ODbL-1.0", "ODbL-9.9"),
        "accuracy": ("300.0", "100.0"),
        "basis": ("sketch", "sketcj"),
        "date": ("2026-11-24", "2026-11-25"),
        "datum": ("EPSG:4326", "EPSG:4490"),
        "rows": ("3", "9"),
    }
    member = {
        "licence": "licence", "accuracy": "largest_accuracy_m", "basis": "worst",
        "date": "exported", "datum": "code", "rows": "rows",
    }[statement]  # fmt: skip
    before, after = words[statement]
    if (name, statement) == ("jsonfg", "datum"):
        before, after = after, before
    content = exported(trial, format_name=name, packaging="bare").content
    quote = rb"(?:&quot;|\\?\")"
    pattern = quote + member.encode() + quote + rb": ?" + b"(?:" + quote + b")?" + before.encode()
    found = re.search(pattern, content)
    assert found, "the sidecar is not where it was looked for"
    changed = found[0].removesuffix(before.encode()) + after.encode()
    forged = content[: found.start()] + changed + content[found.end() :]
    assert len(forged) == len(content)
    assert "changed_content" in kinds(forged)


def in_geopackage(content: bytes, folder: Path, *changes: tuple[str, tuple[Any, ...]]) -> bytes:
    path = folder / "file.gpkg"
    path.write_bytes(content)
    with closing(sqlite3.connect(path)) as database:
        for statement, values in changes:
            database.execute(statement, values)
        database.commit()
    return path.read_bytes()


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_sidecar_edited_in_a_geopackage_fails(
    statement: str, exported: Any, trial: Any, tmp_path: Path
) -> None:
    file = exported(trial, format_name="gpkg", packaging="bare")
    path = tmp_path / "read.gpkg"
    path.write_bytes(file.content)
    with closing(sqlite3.connect(path)) as database:
        (text,) = database.execute("SELECT metadata FROM gpkg_metadata").fetchone()
    words = json.dumps(edited(json.loads(text), statement))
    change = ("UPDATE gpkg_metadata SET metadata = ?", (words,))
    assert "changed_statement" in kinds(in_geopackage(file.content, tmp_path, change))


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM layer_styles",
        "UPDATE layer_styles SET styleQML = replace(styleQML, 'qgis', 'qgiz')",
        "UPDATE layer_styles SET styleSLD = ''",
        "UPDATE gpkg_contents SET description = 'mine (CC0-1.0)' WHERE data_type = 'features'",
        "UPDATE gpkg_contents SET identifier = 'other' WHERE data_type = 'features'",
        "CREATE TABLE further (id INTEGER PRIMARY KEY, note TEXT)",
        "UPDATE gpkg_spatial_ref_sys SET definition = replace(definition, '84', '85')",
        "UPDATE gpkg_spatial_ref_sys SET srs_name = 'Beijing 1954' WHERE srs_id = 4326",
        "UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 4490 WHERE srs_id = 4326",
        "UPDATE gpkg_geometry_columns SET geometry_type_name = 'GEOMETRY'",
        "UPDATE gpkg_contents SET min_x = 0 WHERE data_type = 'features'",
        "DELETE FROM gpkg_metadata_reference",
    ],
)
def test_what_stands_beside_the_rows_of_a_geopackage_is_sealed(
    change: str, exported: Any, trial: Any, tmp_path: Path
) -> None:
    file = exported(trial, format_name="gpkg", packaging="bare")
    assert "changed_style" in kinds(in_geopackage(file.content, tmp_path, (change, ())))


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_sidecar_edited_in_a_workbook_fails(statement: str, exported: Any, trial: Any) -> None:
    file = exported(trial, format_name="xlsx", packaging="bare")
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    sheet = (
        book["hebei_gis_sidecar"] if "hebei_gis_sidecar" in book.sheetnames else book.worksheets[-1]
    )
    text = "".join(str(row[0].value) for row in sheet.iter_rows() if row[0].value)
    sheet.delete_rows(1, sheet.max_row)
    sheet["A1"] = json.dumps(edited(json.loads(text), statement))
    out = io.BytesIO()
    book.save(out)
    assert "changed_statement" in kinds(out.getvalue())


def test_the_readable_sheet_of_a_workbook_is_sealed(exported: Any, trial: Any) -> None:
    """The sheet people read says the licence too."""
    file = exported(trial, format_name="xlsx", packaging="bare")
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    changed = 0
    for sheet in book.worksheets[1:-1]:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "ODbL-1.0" in cell.value:
                    cell.value = cell.value.replace("ODbL-1.0", "CC0-1.0")
                    changed += 1
    assert changed
    out = io.BytesIO()
    book.save(out)
    assert kinds(out.getvalue()) == {"changed_statement"}


@pytest.mark.parametrize("ending", [".prj", ".cpg", "_fields.csv"])
def test_a_word_of_a_shapefile_is_sealed(ending: str, exported: Any, trial: Any) -> None:
    content = exported(trial, format_name="shp").content
    members = members_of(content, "file")
    names = [name for name in members if name.endswith(ending)]
    assert names, list(members)
    for name in names:
        members[name] = members[name].swapcase() + b" "
    assert "changed_content" in kinds(zip_bytes(members, DATE))


def former(content: bytes, drop: tuple[str, ...] = ("statement_sha256",)) -> dict[str, bytes]:
    """The members of a zip as the former version packed it: nothing seals the sidecar."""
    members = members_of(content, "file")
    (sidecar,) = (member for member in members if member.endswith(".meta.json"))
    values = json.loads(members[sidecar])
    members[sidecar] = json.dumps({k: v for k, v in values.items() if k not in drop}).encode()
    return members


@pytest.mark.parametrize("name", written_formats())
def test_former_seals_still_pass(name: str, exported: Any, trial: Any) -> None:
    content = exported(trial, format_name=name, packaging="zip").content
    assert kinds(zip_bytes(former(content), DATE)) == set()


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("rows", {"sidecar_rows"}),
        ("basis of rows", {"other_basis"}),
        ("accuracy", {"other_accuracy"}),
    ],
)
@pytest.mark.parametrize("name", ["csv", "shp", "geojson", "gpkg"])
def test_former_seals_are_checked_by_what_they_say_twice(
    name: str, statement: str, expected: set[str], exported: Any, trial: Any
) -> None:
    members = former(exported(trial, format_name=name, packaging="zip").content)
    (sidecar,) = (member for member in members if member.endswith(".meta.json"))
    members[sidecar] = json.dumps(edited(json.loads(members[sidecar]), statement)).encode()
    assert expected <= kinds(zip_bytes(members, DATE))


@pytest.mark.parametrize("statement", ["licence", "date", "attribution"])
@pytest.mark.parametrize("name", ["geojson", "kml", "fgb", "parquet"])
def test_the_former_sidecar_beside_is_held_against_the_one_within(
    name: str, statement: str, exported: Any, trial: Any
) -> None:
    members = former(exported(trial, format_name=name, packaging="zip").content)
    (sidecar,) = (member for member in members if member.endswith(".meta.json"))
    members[sidecar] = json.dumps(edited(json.loads(members[sidecar]), statement)).encode()
    assert kinds(zip_bytes(members, DATE)) == {"sidecars_differ"}


def test_a_workbook_is_a_zip_that_can_be_opened(exported: Any, trial: Any) -> None:
    """The seal leaves the workbook one that office programs open."""
    content = exported(trial, format_name="xlsx", packaging="bare").content
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None

"""An exported file read again and held against its sidecar."""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
import struct
import zipfile
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import pyarrow
import pyogrio
import shapely
from defusedxml.common import DefusedXmlException

from hebei_gis.files.zip_writing import zip_members
from hebei_gis.formats.format import Format
from hebei_gis.formats.own_sidecars import KIND, SIDECAR_ENDING
from hebei_gis.formats.reading_back import UNSTATED, Reader, ReadExport, ReadTable
from hebei_gis.formats.registry import format_named
from hebei_gis.formats.shapefile_write import read_shapefiles
from hebei_gis.geo.shapes import base_types, bounds, geometry_types
from hebei_gis.words.errors import DatumError, VerifyError
from hebei_gis.words.faults import Fault
from hebei_gis.words.refusals import one_line

#: What readers raise at a broken file.
BROKEN = (
    pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, shapely.errors.GEOSException,
    pyarrow.ArrowException, DatumError, DefusedXmlException, ParseError, zipfile.BadZipFile,
    csv.Error,
    sqlite3.Error, UnicodeDecodeError, struct.error, ValueError, LookupError, TypeError,
    AttributeError, OSError, RuntimeError,
)  # fmt: skip
#: How far bounds may differ: text formats round coordinates.
TOLERANCE = {"degree": 2e-7, "metre": 1e-3}


def verify_file(path: Path) -> tuple[Mapping[str, Any], tuple[Fault, ...]]:
    """Read an exported file again and check it against its sidecar.

    Parameters
    ----------
    path : Path
        A bare file (with ``.meta.json`` beside it where it carries no sidecar) or a zip.

    Returns
    -------
    sidecar : mapping
    faults : tuple of Fault
        Empty where hash, rows, reference system, bounds and geometry are as the sidecar says.

    Raises
    ------
    VerifyError
        Where there is no sidecar, or the file is none of ours.
    OSError
        Where it cannot be opened.
    """
    content = path.read_bytes()
    beside = path.with_name(path.name + SIDECAR_ENDING)
    return verify_content(content, path.name, beside.read_bytes() if beside.is_file() else None)


def verify_content(
    content: bytes, where: str, beside: bytes | None = None
) -> tuple[Mapping[str, Any], tuple[Fault, ...]]:
    """Like :func:`verify_file`, for a file in memory and its sidecar, if that is separate."""
    name = _format_of(content)
    if name == "zip":
        return _verify_zip(content, where)
    if beside is not None:
        sidecar = _parsed(beside, where)
        faults = list(_file_faults(sidecar, {_listed(sidecar, where)[0]["name"]: content}, where))
        return sidecar, tuple(faults)
    if name is None or not format_named(name).carries_sidecar:
        expected = f"{where}{SIDECAR_ENDING} beside it"
        kind = "no_sidecar" if _looks_like_text(content) else "unknown_file"
        raise VerifyError([Fault(kind, where, content[:20].hex(" "), expected)])
    return _verify_sealed(content, name, where)


def _format_of(content: bytes) -> str | None:
    starts = {
        b"PK\x03\x04": "zip", b"SQLite format 3\0": "gpkg", b"fgb": "fgb", b"PAR1": "parquet",
    }  # fmt: skip
    for start, name in starts.items():
        if content.startswith(start):
            is_workbook = name == "zip" and b"[Content_Types].xml" in content
            return "xlsx" if is_workbook else name
    head = content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"{"):
        return "jsonfg" if b'"coordRefSys"' in head else "geojson"
    return "kml" if head.startswith(b"<") else None


def _looks_like_text(content: bytes) -> bool:
    return bool(content) and b"\0" not in content[:4096]


def _parsed(text: bytes, where: str) -> dict[str, Any]:
    """A sidecar of ours, every value that is asked for later in its place."""
    try:
        sidecar = json.loads(text)
        if sidecar["sidecar"] != KIND:
            raise ValueError(f"sidecar {sidecar['sidecar']!r}")
        format_named(sidecar["format"])
        TOLERANCE[sidecar["reference_system"]["unit"]]
        for part in (part for layer in sidecar["layers"] for part in layer["parts"]):
            box = [0] * 4 if part["bounds"] is None else part["bounds"]
            if not (isinstance(part["rows"], int) and len([float(v) for v in box]) == 4):
                raise ValueError(f"part {part}")
            ", ".join([part["name"], *part["geometry"]])
        for listed in sidecar.get("files", ()):
            ", ".join([listed["name"], listed["sha256"], *listed["parts"]])
        " ".join([sidecar["exported"], sidecar["reference_system"]["code"]])
        int(sidecar["rows"])
    except (ValueError, LookupError, TypeError) as error:
        expected = f"a sidecar of the kind {KIND!r}"
        raise VerifyError([Fault("no_sidecar", where, one_line(error), expected)]) from error
    return dict(sidecar)


def _read_back(chosen: Format) -> Reader:
    assert chosen.read_back is not None, "what is written is read back"
    return chosen.read_back


def _listed(sidecar: Mapping[str, Any], where: str) -> list[dict[str, Any]]:
    listed = sidecar.get("files")
    if not isinstance(listed, list) or not listed:
        raise VerifyError([Fault("no_sidecar", where, "no files listed", "a list of files")])
    return listed


def _verify_sealed(
    content: bytes, name: str, where: str
) -> tuple[Mapping[str, Any], tuple[Fault, ...]]:
    try:
        found = _read_back(format_named(name))(content)
    except BROKEN as error:
        expected = format_named(name).title
        raise VerifyError([Fault("unreadable_export", where, one_line(error), expected)]) from error
    if found.sidecar is None:
        expected = "the sidecar that exports carry inside"
        raise VerifyError([Fault("no_sidecar", where, name, expected)])
    sidecar = _parsed(json.dumps(found.sidecar).encode(), where)
    faults = []
    if found.stated != found.found:
        faults.append(Fault("changed_content", where, str(found.found), str(found.stated)))
    faults += _content_faults(sidecar, found, _parts(sidecar), where)
    return sidecar, tuple(faults)


def _verify_zip(content: bytes, where: str) -> tuple[Mapping[str, Any], tuple[Fault, ...]]:
    members = zip_members(content, where)
    named = [name for name in members if name.endswith(SIDECAR_ENDING)]
    if len(named) != 1:
        found = ", ".join(list(members)[:20])
        raise VerifyError([Fault("no_sidecar", where, found, f"one *{SIDECAR_ENDING}")])
    sidecar = _parsed(members.pop(named[0]), where)
    return sidecar, tuple(_file_faults(sidecar, members, where))


def _file_faults(
    sidecar: Mapping[str, Any], files: Mapping[str, bytes], where: str
) -> Iterator[Fault]:
    """Faults of files whose sidecar lies beside them."""
    listed = {str(values["name"]): values for values in _listed(sidecar, where)}
    for name in listed.keys() - files.keys():
        yield Fault("missing_part", where, ", ".join(files) or "nothing", name)
    for name in files.keys() - listed.keys():
        yield Fault("unlisted_part", where, name, ", ".join(listed))
    for name in listed.keys() & files.keys():
        digest = hashlib.sha256(files[name]).hexdigest()
        if digest != listed[name]["sha256"]:
            yield Fault("changed_content", name, digest, str(listed[name]["sha256"]))
    chosen = format_named(sidecar["format"])
    if chosen.name == "shp":
        whole = [(where, listed, partial(read_shapefiles, files))]
    else:
        whole = [
            (name, {name: listed[name]}, partial(_read_back(chosen), files[name]))
            for name in listed
            if name in files
        ]
    for name, entries, read in whole:
        try:
            found = read()
        except BROKEN as error:
            yield Fault("unreadable_export", name, one_line(error), chosen.title)
            continue
        wanted = {part for values in entries.values() for part in values["parts"]}
        parts = {key: part for key, part in _parts(sidecar).items() if key in wanted}
        yield from _content_faults(sidecar, found, parts, name)


def _parts(sidecar: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {str(part["name"]): part for layer in sidecar["layers"] for part in layer["parts"]}


def _content_faults(
    sidecar: Mapping[str, Any],
    found: ReadExport,
    parts: Mapping[str, Mapping[str, Any]],
    where: str,
) -> Iterator[Fault]:
    """What was read again against what the sidecar says of it."""
    tables = {table.name: table for table in found.tables}
    if len(tables) == 1 and len(parts) == 1 and "" in tables:
        tables = dict(zip(parts, tables.values(), strict=True))
    drawing = sidecar["format"] == "dxf"
    for name in tables.keys() - parts.keys():
        if name or not drawing:
            yield Fault("unlisted_part", where, name, ", ".join(parts))
    for name, part in parts.items():
        if name not in tables:
            if part["rows"] or not drawing:  # an empty layer leaves nothing in a drawing
                yield Fault("missing_part", where, ", ".join(tables) or "nothing", name)
            continue
        at = where if len(parts) == 1 else f"{where} {name}"
        yield from _table_faults(sidecar, tables[name], part, at)


def _table_faults(
    sidecar: Mapping[str, Any], table: ReadTable, part: Mapping[str, Any], where: str
) -> Iterator[Fault]:
    if len(table.rows) != part["rows"]:
        yield Fault("other_rows", where, str(len(table.rows)), str(part["rows"]))
    system = sidecar["reference_system"]
    code = str(system["code"])
    # A shifted datum has no code that a spatial format could state.
    stated = UNSTATED if not code.startswith("EPSG") else code
    if table.reference_system not in (code, stated):
        yield Fault("other_reference_system", where, table.reference_system or "none", code)
    types = base_types(geometry_types(table.rows))
    if types != part["geometry"]:
        found = ", ".join(types) or "no shapes"
        yield Fault("other_geometry", where, found, ", ".join(part["geometry"]) or "no shapes")
    box = bounds(table.rows)
    if not _near(box, part["bounds"], TOLERANCE[system["unit"]]):
        yield Fault("other_bounds", where, str(box), str(part["bounds"]))


def _near(found: list[float] | None, stated: Any, tolerance: float) -> bool:
    if found is None or stated is None:
        return found is None and stated is None
    return all(abs(a - b) <= tolerance for a, b in zip(found, stated, strict=True))

"""An exported file read again and held against its sidecar."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import sqlite3
import struct
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import geopandas as gpd
import pandas as pd
import pyarrow
import shapely
from defusedxml.common import DefusedXmlException

from hebei_gis.files.limits import Limits
from hebei_gis.files.seal import statement_fits
from hebei_gis.files.zips import ZIP_ERRORS, unpack
from hebei_gis.formats.format import SURE, Format
from hebei_gis.formats.gdal import READ_ERRORS
from hebei_gis.formats.own_sidecars import KIND, SIDECAR_ENDING
from hebei_gis.formats.reading_back import UNSTATED, ReadExport, ReadTable
from hebei_gis.formats.registry import format_named, formats
from hebei_gis.formats.sources import Reading, Upload
from hebei_gis.geo.crs import is_known_crs, same_crs
from hebei_gis.geo.shapes import base_types, bounds, geometry_types
from hebei_gis.geo.targets import Target
from hebei_gis.words.errors import DatumError, UploadError, VerifyError
from hebei_gis.words.facts import Fact, listed, term
from hebei_gis.words.faults import Fault
from hebei_gis.words.refusals import one_line, shown

#: What readers raise at a broken file.
BROKEN = (
    *READ_ERRORS, *ZIP_ERRORS, shapely.errors.GEOSException, pyarrow.ArrowException, DatumError,
    DefusedXmlException, ParseError, csv.Error, sqlite3.Error, struct.error, LookupError,
    TypeError, AttributeError, RuntimeError, UploadError,
)  # fmt: skip
#: An export may be larger than what is taken in, and compress better.
OWN_LIMITS = Limits(
    upload_mb=2000, unpacked_mb=2000, rows=20_000_000, columns=5000, cells=2_000_000_000,
    vertices=1_000_000_000, members=10_000, drawing_mb=2000,
)  # fmt: skip
_OWN_RATIO = 1000


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
    name = _format_of(content, where)
    if name == "zip":
        return _verify_zip(content, where)
    if beside is not None:
        sidecar = _parsed(beside, where)
        faults = list(_file_faults(sidecar, {_listed(sidecar, where)[0]["name"]: content}, where))
        return sidecar, tuple(faults)
    if name is None or not format_named(name).carries_sidecar:
        expected = term("sidecar_beside", name=f"{where}{SIDECAR_ENDING}")
        kind = "no_sidecar" if _looks_like_text(content) else "unknown_file"
        found = term("first_bytes", hex=content[:20].hex(" "))
        raise VerifyError([Fault(kind, where, found, expected)])
    return _verify_sealed(content, name, where)


def _format_of(content: bytes, where: str) -> str | None:
    if content.startswith(b"PK\x03\x04"):
        return "xlsx" if b"[Content_Types].xml" in content else "zip"
    head = content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"{"):
        return "jsonfg" if b'"coordRefSys"' in head else "geojson"
    if head.startswith(b"<"):
        return "kml"
    upload = Upload(shown(where), {"": content}, OWN_LIMITS)
    sure = (f for f in formats().values() if f.write and f.claims and f.claims(upload) == SURE)
    return next((known.name for known in sure), None)


def _looks_like_text(content: bytes) -> bool:
    return bool(content) and b"\0" not in content[:4096]


def _parsed(text: bytes, where: str) -> dict[str, Any]:
    """A sidecar of ours, every value that is asked for later in its place."""
    try:
        sidecar = json.loads(text)
        if sidecar["sidecar"] != KIND:
            raise ValueError(f"sidecar {sidecar['sidecar']!r}")
        for layer in sidecar["layers"]:
            int(layer["rows"])
            if any(not isinstance(n, int) for n in layer.get("basis", {}).get("rows", {}).values()):
                raise ValueError(f"basis {layer['basis']}")
            if not isinstance(layer.get("largest_accuracy_m"), int | float | None):
                raise ValueError(f"accuracy {layer['largest_accuracy_m']}")
        format_named(sidecar["format"])
        _ = Target(sidecar["reference_system"]["code"]).tolerance
        for part in (part for layer in sidecar["layers"] for part in layer["parts"]):
            box = [0] * 4 if part["bounds"] is None else part["bounds"]
            if not (isinstance(part["rows"], int) and len([float(v) for v in box]) == 4):
                raise ValueError(f"part {part}")
            ", ".join([part["name"], *part["geometry"]])
        for listed in sidecar.get("files", ()):
            ", ".join([listed["name"], listed["sha256"], *listed["parts"]])
        " ".join([sidecar["exported"], sidecar["reference_system"]["code"]])
        int(sidecar["rows"])
    except (ValueError, LookupError, TypeError, AttributeError, DatumError) as error:
        expected = term("sidecar_of_kind", kind=KIND)
        broken = isinstance(error, json.JSONDecodeError)
        found = one_line(error) if broken else term("sidecar_members_odd")
        raise VerifyError([Fault("no_sidecar", where, found, expected)]) from error
    return dict(sidecar)


def read_export(chosen: Format, files: Mapping[str, bytes], where: str) -> ReadExport:
    """Everything in an export, by the reader that imports it.

    Raises
    ------
    BROKEN
    """
    if chosen.read_back is not None:
        return chosen.read_back(next(iter(files.values())))
    assert chosen.open is not None, "what is written is read"
    source = chosen.open(Upload(shown(where), files, OWN_LIMITS))
    tables = []
    rows = None
    for layer in source.layers:
        if layer.bare:
            continue
        rows = source.read(Reading(layer=layer.name))
        frame = gpd.GeoDataFrame(rows.table, geometry=gpd.GeoSeries(rows.shapes))
        name = layer.name if chosen.many else ""
        tables.append(ReadTable(name, frame, rows.crs or UNSTATED))
    if rows is None or rows.sidecar is None:
        return ReadExport(tuple(tables))
    values, changed = rows.sidecar.values, rows.sidecar.changed
    stated = str(values.get("sha256"))
    # Where it is told what was changed, the rows may be whole and a style or statement not.
    fits = "changed_rows" not in changed if changed else rows.sidecar.intact
    return ReadExport(tuple(tables), values, stated, stated if fits else "", changed)


def _why(error: BaseException) -> Fact:
    """What a reader found, as a fault says it."""
    return error.faults[0].facts["found"] if isinstance(error, UploadError) else one_line(error)


def _listed(sidecar: Mapping[str, Any], where: str) -> list[dict[str, Any]]:
    listed = sidecar.get("files")
    if not isinstance(listed, list) or not listed:
        raise VerifyError(
            [Fault("no_sidecar", where, term("no_files_listed"), term("files_listed"))]
        )
    return listed


def _verify_sealed(
    content: bytes, name: str, where: str
) -> tuple[Mapping[str, Any], tuple[Fault, ...]]:
    chosen = format_named(name)
    try:
        found = read_export(chosen, {where: content}, where)
    except BROKEN as error:
        fault = Fault("unreadable_export", where, _why(error), chosen.title)
        raise VerifyError([fault]) from error
    if found.sidecar is None:
        raise VerifyError([Fault("no_sidecar", where, chosen.title, term("sidecar_inside"))])
    sidecar = _parsed(json.dumps(found.sidecar).encode(), where)
    faults = []
    if found.stated != found.found:
        faults.append(Fault("changed_content", where, expected=str(found.stated)))
    faults += _statement_faults(sidecar, found.changed, where)
    faults += _content_faults(sidecar, found, _parts(sidecar), where)
    return sidecar, tuple(faults)


def is_former_seal(sidecar: Mapping[str, Any]) -> bool:
    """Whether a sidecar was written before all that it says was sealed."""
    return sidecar.get("sha256_of") != "file" and statement_fits(sidecar) is None


def _statement_faults(
    sidecar: Mapping[str, Any], changed: Sequence[str], where: str
) -> Iterator[Fault]:
    """What the sidecar says against its own hash, and against what it says elsewhere."""
    if statement_fits(sidecar) is False or "changed_statement" in changed:
        yield Fault("changed_statement", where)
    if "changed_style" in changed:
        yield Fault("changed_style", where)
    layers = sidecar["layers"]
    for found, told in (
        (sidecar["rows"], [layer["rows"] for layer in layers]),
        *((layer["rows"], [part["rows"] for part in layer["parts"]]) for layer in layers),
    ):
        if found != sum(told):
            yield Fault("sidecar_rows", where, found, sum(told))


def _differences(sidecar: Mapping[str, Any], within: Mapping[str, Any]) -> list[str]:
    """Members in which the sidecar beside a file and the one within it differ."""
    names = [
        name for name in ("format", "exported", "program", "reference_system", "filter", "losses")
        if sidecar.get(name) != within.get(name)
    ]  # fmt: skip
    beside = {layer.get("id"): layer for layer in sidecar["layers"]}
    for layer in within.get("layers", ()):
        other = beside.get(layer.get("id"), {})
        names += [name for name in {**layer, **other} if layer.get(name) != other.get(name)]
    return list(dict.fromkeys(names))


def members_of(content: bytes, where: str) -> dict[str, bytes]:
    """The files of a zip that was exported.

    Raises
    ------
    VerifyError
        Where it is broken, hostile or too large.
    """
    try:
        return unpack(content, where, OWN_LIMITS, _OWN_RATIO)[0]
    except UploadError as error:
        (fault,) = error.faults
        if fault.kind == "too_much":
            found, expected = (fault.facts[name] for name in ("found", "expected"))
            raise VerifyError([Fault("file_too_large", where, found, expected)]) from error
        broken = Fault("unreadable_export", where, fault.facts["found"], term("whole_zip"))
        raise VerifyError([broken]) from error


def _verify_zip(content: bytes, where: str) -> tuple[Mapping[str, Any], tuple[Fault, ...]]:
    members = members_of(content, where)
    named = [name for name in members if name.endswith(SIDECAR_ENDING)]
    if len(named) != 1:
        expected = term("one_sidecar", name=f"*{SIDECAR_ENDING}")
        raise VerifyError([Fault("no_sidecar", where, listed(map(shown, members), 20), expected)])
    sidecar = _parsed(members.pop(named[0]), where)
    return sidecar, tuple(_file_faults(sidecar, members, where))


def _file_faults(
    sidecar: Mapping[str, Any], files: Mapping[str, bytes], where: str
) -> Iterator[Fault]:
    """Faults of files whose sidecar lies beside them."""
    named = {str(values["name"]): values for values in _listed(sidecar, where)}
    for name in named.keys() - files.keys():
        yield Fault("missing_part", where, listed(map(shown, files)), name)
    for name in files.keys() - named.keys():
        yield Fault("unlisted_part", where, shown(name), listed(named))
    for name in named.keys() & files.keys():
        digest = hashlib.sha256(files[name]).hexdigest()
        if digest != named[name]["sha256"]:
            yield Fault("changed_content", name, expected=str(named[name]["sha256"]))
    yield from _statement_faults(sidecar, (), where)
    chosen = format_named(sidecar["format"])
    if chosen.members:  # one export is several files
        whole = [(where, named, files)]
    else:
        whole = [
            (name, {name: named[name]}, {name: files[name]}) for name in named if name in files
        ]
    for name, entries, parts in whole:
        try:
            found = read_export(chosen, parts, name)
        except BROKEN as error:
            yield Fault("unreadable_export", name, _why(error), chosen.title)
            continue
        differing = _differences(sidecar, found.sidecar) if found.sidecar else []
        if differing:
            yield Fault("sidecars_differ", name, listed(differing))
        if found.sidecar is not None and found.stated != found.found:
            yield Fault("changed_content", name, expected=str(found.stated))
        wanted = {part for values in entries.values() for part in values["parts"]}
        told = {key: part for key, part in _parts(sidecar).items() if key in wanted}
        yield from _content_faults(sidecar, found, told, name)


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
            yield Fault("unlisted_part", where, shown(name), listed(parts))
    for name, part in parts.items():
        if name not in tables:
            if part["rows"] or not drawing:  # an empty layer leaves nothing in a drawing
                yield Fault("missing_part", where, listed(map(shown, tables)), name)
            continue
        at = where if len(parts) == 1 else f"{where} {name}"
        yield from _table_faults(sidecar, tables[name], part, at)
    for layer in sidecar["layers"]:
        names = {str(part["name"]) for part in layer["parts"]}
        if names and names <= tables.keys() & parts.keys():
            yield from _row_faults(layer, [tables[name].rows for name in names], where)


def _row_faults(
    layer: Mapping[str, Any], tables: Sequence[gpd.GeoDataFrame], where: str
) -> Iterator[Fault]:
    """What rows and sidecar both say: on what they rest, and how exact they are."""
    told = layer.get("basis", {}).get("rows")
    if told is not None and all("basis" in table for table in tables):
        cells = (str(cell) for table in tables for cell in table["basis"].dropna())
        found = Counter(cell for cell in cells if cell)
        if found != Counter(told):
            yield Fault("other_basis", where, _counts(found), _counts(told))
    stated = layer.get("largest_accuracy_m")
    if stated is not None and all("accuracy_m" in table for table in tables):
        cells = pd.concat([pd.to_numeric(t["accuracy_m"], errors="coerce") for t in tables])
        largest = float(cells.max())
        if not math.isclose(largest, float(stated), rel_tol=1e-6, abs_tol=1e-9):
            yield Fault("other_accuracy", where, f"{largest:g}", f"{stated:g}")


def _counts(rows: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(rows.items())) or "0"


def _table_faults(
    sidecar: Mapping[str, Any], table: ReadTable, part: Mapping[str, Any], where: str
) -> Iterator[Fault]:
    if len(table.rows) != part["rows"]:
        yield Fault("other_rows", where, len(table.rows), part["rows"])
    goal = Target(str(sidecar["reference_system"]["code"]))
    if not _stated_as(goal, table):
        stated = table.reference_system or term("no_crs")
        yield Fault("other_reference_system", where, stated, goal.reference_system)
    types = base_types(geometry_types(table.rows))
    if types != part["geometry"]:
        found, expected = (kinds or term("no_shapes") for kinds in (types, part["geometry"]))
        yield Fault("other_geometry", where, found, expected)
    box = bounds(table.rows)
    # The sidecar's bounds are rounded once more.
    if not _near(box, part["bounds"], goal.tolerance):
        yield Fault("other_bounds", where, str(box), str(part["bounds"]))


def _stated_as(goal: Target, table: ReadTable) -> bool:
    """Whether a table states the reference system it was exported in.

    No file can state a shifted datum in a way all readers know, and some state nothing where
    they hold nothing.
    """
    found = table.reference_system
    if found == goal.reference_system:
        return True
    if found == UNSTATED:
        return goal.shifted or not len(table.rows)
    return not goal.shifted and is_known_crs(found) and same_crs(found, goal.reference_system)


def _near(found: list[float] | None, stated: Any, tolerance: float) -> bool:
    if found is None or stated is None:
        return found is None and stated is None
    return all(abs(a - b) <= tolerance for a, b in zip(found, stated, strict=True))

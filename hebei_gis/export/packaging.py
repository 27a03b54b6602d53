"""A request → the file that is handed over: checked, written, named, with its sidecar."""

from __future__ import annotations

import datetime
import errno
import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from hebei_gis.export.losses import losses_of
from hebei_gis.export.request import ExportLayer, ExportRequest, merged_layer
from hebei_gis.export.sidecar import build_sidecar
from hebei_gis.files.seal import sidecar_text, stated
from hebei_gis.files.whole_files import write_together
from hebei_gis.files.zips import zip_bytes
from hebei_gis.formats.format import Format
from hebei_gis.formats.outgoing import Outgoing, Table
from hebei_gis.formats.own_sidecars import SIDECAR_ENDING
from hebei_gis.formats.registry import format_named
from hebei_gis.geo.targets import Target, target
from hebei_gis.words.errors import ExportError
from hebei_gis.words.facts import Term, listed, term
from hebei_gis.words.faults import Fault, Issue

Packaging = Literal["bare", "zip"]


@dataclass(frozen=True)
class ExportedFile:
    """A file ready to be handed over.

    Attributes
    ----------
    name : str
        Says layer, datum and date.
    content : bytes
    mime : str
    sidecar : mapping
        What it says of itself.
    beside : bytes or None
        The sidecar as a file of its own, where `content` has no place for it.
    issues : tuple of Issue
        Rows that did not go out whole.
    """

    name: str
    content: bytes
    mime: str
    sidecar: Mapping[str, Any]
    beside: bytes | None = None
    issues: tuple[Issue, ...] = ()

    def write(self, path: Path) -> None:
        """Write it to `path`, and its sidecar beside it where it is separate.

        Where one cannot be written, what was there before stays, file and sidecar.
        """
        if not path.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        contents: dict[Path, bytes | None] = {path: self.content}
        if self.beside is not None:
            contents[path.with_name(path.name + SIDECAR_ENDING)] = self.beside
        # An export shows by its hash whether it is whole, and can be made again.
        write_together(contents, durable=False)


def losses(format_name: str) -> tuple[Term, ...]:
    """What a format cannot hold, to be said before it is written.

    Raises
    ------
    UnknownNameError
        Where there is no such format.
    """
    return losses_of(format_named(format_name))


def export(
    layers: Sequence[ExportLayer],
    format_name: str,
    datum: str | None,
    *,
    metre_crs: str,
    title: str,
    stem: str,
    language: str = "zh",
    filter_words: str = "",
    date: datetime.date | None = None,
    encoding: str = "",
    packaging: Packaging | None = None,
) -> ExportedFile:
    """Write layers as one file.

    Parameters
    ----------
    layers : sequence of ExportLayer
        Several go into one file where the format holds several; otherwise a zip has a file a
        layer, and a bare file one table with a column ``layer``.
    format_name : str
    datum : str or None
        ``WGS84``, ``CGCS2000``, ``metres``, ``EPSG:n``, ``GCJ-02``, ``BD-09``; None for the
        format's own.
    metre_crs : str
        EPSG code in which the workspace measures.
    title, stem : str
        Title of the file, and the start of its name.
    filter_words : str
        Which features these are, in words.
    encoding : str
        Of Shapefile and CSV, in any case.
    packaging : ``bare``, ``zip`` or None
        None: a zip where the file could not carry its sidecar, or must not go out bare.

    Raises
    ------
    UnknownNameError, DatumError, ExportError
        Before anything is written.
    """
    chosen = format_named(format_name)
    goal = target(datum or chosen.default, metre_crs)
    written = {name.lower(): name for name in chosen.encodings}
    encoding = written.get(encoding.lower(), encoding)
    _check(chosen, goal, layers, encoding, packaging)
    request = ExportRequest(
        tuple(layers), title, goal, metre_crs, language, filter_words,
        date or datetime.date.today(), encoding, chosen.needs_shapes,
    )  # fmt: skip
    shifted = goal.shifted and not chosen.bare_shifted
    zipped = packaging == "zip" or (packaging is None and (shifted or not chosen.carries_sidecar))
    base = f"{_safe(stem)}_{goal.label}_{request.date.isoformat()}"
    if zipped or chosen.members:
        return _zipped(request, chosen, base)
    return _bare(request, chosen, base, stem)


def _check(
    chosen: Format,
    goal: Target,
    layers: Sequence[ExportLayer],
    encoding: str,
    packaging: Packaging | None,
) -> None:
    if not layers:
        raise ExportError([Fault("nothing_to_export", chosen.title, "", term("a_layer_or_all"))])
    ids = [layer.id for layer in layers]
    for layer in layers:
        keys = layer.features.index
        twice = list(keys[keys.duplicated()]) or [layer.id] * (ids.count(layer.id) - 1)
        if twice:
            raise ExportError([Fault("asked_twice", layer.id, listed(twice, 5))])
    code = goal.reference_system
    if goal.kind not in chosen.kinds:
        expected = [term(f"takes_{kind}") for kind in chosen.kinds]
        raise ExportError([Fault("reference_system_not_for_format", chosen.title, code, expected)])
    bare = packaging == "bare" and not chosen.members
    if bare and goal.shifted and not chosen.bare_shifted:
        raise ExportError(
            [Fault("bare_shifted_datum", chosen.title, code, term("formats_with_datum"))]
        )
    if encoding and encoding not in chosen.encodings:
        takes = chosen.encodings or term("its_own_encoding")
        raise ExportError([Fault("encoding_not_for_format", chosen.title, encoding, takes)])


def _safe(stem: str) -> str:
    return re.sub(r"[^\w.-]+", "_", stem)[:80].strip("._") or "export"


def _bare(request: ExportRequest, chosen: Format, base: str, stem: str) -> ExportedFile:
    if len(request.layers) > 1 and not chosen.many:
        title = request.title
        one = merged_layer(request.layers, _safe(stem), title, title)
        request = replace(request, layers=(one,))
    name = f"{base}.{chosen.extension}"
    outgoing = _outgoing(request, chosen)
    content = _written(outgoing, chosen)
    values = dict(outgoing.sidecar)
    issues = _issues(outgoing)
    if chosen.carries_sidecar:
        return ExportedFile(name, content, chosen.mime, values, issues=issues)
    values["files"] = [_file_values(name, content, outgoing.tables)]
    values = stated(values)
    beside = sidecar_text(values, 2).encode()
    return ExportedFile(name, content, chosen.mime, values, beside, issues)


def _issues(outgoing: Outgoing) -> tuple[Issue, ...]:
    return tuple(dict.fromkeys(note for table in outgoing.tables for note in table.notes))


def _outgoing(request: ExportRequest, chosen: Format) -> Outgoing:
    """What the format's writer takes: its tables, and what the file says of itself."""
    parts = request.parts(chosen)
    sidecar = build_sidecar(request, chosen, parts)
    return replace(request.outgoing, tables=parts, sidecar=sidecar)


def _written(outgoing: Outgoing, chosen: Format) -> bytes:
    assert chosen.write is not None, "format_named gives formats that are written"
    return chosen.write(outgoing)


def _zipped(request: ExportRequest, chosen: Format, base: str) -> ExportedFile:
    files: dict[str, bytes] = {}
    listed = []
    whole = _outgoing(request, chosen)
    if chosen.members:
        files = chosen.members(whole)
        mains: dict[str, list[Table]] = {}
        for part in whole.tables:  # the file with its name, or the one that begins the data set
            of_part = (name for name in files if name.startswith(f"{part.name}."))
            named = max(of_part, key=lambda name: name.endswith(chosen.suffixes), default="")
            mains.setdefault(named or next(iter(files)), []).append(part)
        listed += [_file_values(name, files[name], mains.get(name, ())) for name in files]
    else:
        singles = (
            [request] if chosen.many else [request.of_layer(layer) for layer in request.layers]
        )
        for single in singles:
            name = base if len(singles) == 1 else _renamed(base, single)
            name = f"{name}.{chosen.extension}"
            outgoing = _outgoing(single, chosen)
            files[name] = _written(outgoing, chosen)
            listed.append(_file_values(name, files[name], outgoing.tables))
    values = stated({**whole.sidecar, "files": listed})
    files[f"{base}{SIDECAR_ENDING}"] = sidecar_text(values, 2).encode()
    content = zip_bytes(files, request.date)
    name = f"{base}.{chosen.packed_extension}"
    return ExportedFile(name, content, "application/zip", values, issues=_issues(whole))


def _renamed(base: str, single: ExportRequest) -> str:
    return f"{single.layers[0].id}_{'_'.join(base.split('_')[-2:])}"


def _file_values(name: str, content: bytes, parts: Sequence[Any]) -> dict[str, Any]:
    return {
        "name": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "parts": [part.name for part in parts],
    }

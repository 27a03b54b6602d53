"""What came in: kind, members, layers, columns, encoding, CRS, rows, geometry types."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from hebei_gis.files.limits import Limits
from hebei_gis.files.text import Encoding
from hebei_gis.files.threads import in_background
from hebei_gis.formats.own_sidecars import FoundSidecar, take_sidecar
from hebei_gis.formats.recognising import recognise
from hebei_gis.formats.sources import LayerFound, Source, Upload
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import shown


@dataclass(frozen=True)
class Inspection:
    """A file looked into, not yet understood.

    Attributes
    ----------
    name : str
        As the user calls it, made printable.
    kind : str
        Name of a :class:`~hebei_gis.formats.format.Format`.
    sha256 : str
        Of what was handed in; of several parts, of all in the order of their names.
    size : int
        Bytes handed in.
    members : mapping of str to int
        File → bytes: of an archive or of the parts given together.
    layers : tuple of LayerFound
    encoding : Encoding or None
        None where the format fixes it, or no guess fits.
    notes : tuple of Note
    names : tuple of str
        Of the file, and of the member of an archive that is read.
    sidecar : FoundSidecar or None
        What lies beside the file, where it is an export of this program.
    source : Source or None
        Reads the rows; None where that was done in another process.
    limits : Limits
    """

    name: str
    kind: str
    sha256: str
    size: int
    members: Mapping[str, int]
    layers: tuple[LayerFound, ...]
    encoding: Encoding | None
    notes: tuple[Note, ...]
    source: Source | None
    limits: Limits
    names: tuple[str, ...] = ()
    sidecar: FoundSidecar | None = None


def inspect_file(content: bytes, name: str, limits: Limits | None = None) -> Inspection:
    """Look into one file or zip.

    Parameters
    ----------
    content : bytes
        Its name and content are not trusted: nothing is written under that name.
    name : str
        For messages, and to break ties between kinds.
    limits : Limits, optional

    Raises
    ------
    UploadError
        Broken, hostile, too large, or of a kind that is not taken.
    """
    return inspect_parts({name: content}, limits)


def inspect_parts(parts: Mapping[str, bytes], limits: Limits | None = None) -> Inspection:
    """Look into the parts of a Shapefile given together, or one file; the sidecar of an export
    of this program may lie beside them.

    Raises
    ------
    UploadError
        As :func:`inspect_file`; and where several files are no Shapefile.
    """
    limits = limits or Limits()
    digest = in_background(_sha256, parts)
    members, sidecar = take_sidecar(parts)
    if members:
        parts = members
    first = next((n for n in parts if n.lower().endswith(".shp")), next(iter(parts), ""))
    bare = first.replace("\\", "/").rsplit("/", 1)[-1] or first
    upload = Upload(shown(bare) or "upload", dict(parts) or {"": b""}, limits, sidecar=sidecar)
    known, upload, source = recognise(upload)
    layers = source.layers
    return Inspection(
        shown(bare) or "upload",
        known.name,
        digest.result(),
        sum(len(content) for content in parts.values()),
        {shown(member): len(content) for member, content in upload.parts.items()},
        layers,
        source.encoding,
        (note("kind", format=known.title), *upload.notes, *source.notes),
        source,
        limits,
        tuple(dict.fromkeys([shown(bare), *(shown(name) for name in upload.parts)])),
        upload.sidecar,
    )


def _sha256(parts: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(parts):
        digest.update(parts[name])
    return digest.hexdigest()

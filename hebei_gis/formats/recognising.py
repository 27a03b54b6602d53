"""What kind of file came in: told by its content; its name only breaks ties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hebei_gis.files.xml import as_utf8, check_markup, root_name
from hebei_gis.files.zips import unpack
from hebei_gis.formats.format import NOT, Format
from hebei_gis.formats.own_sidecars import take_sidecar
from hebei_gis.formats.registry import read_formats
from hebei_gis.formats.sources import Source, Upload
from hebei_gis.words.notes import note
from hebei_gis.words.refusals import refusal, shown, too_much

_ACCEPTED = "GeoJSON, GeoPackage, Shapefile (zip or parts), FlatGeobuf, GeoParquet, KML/KMZ, DXF, "
_ACCEPTED += "GPX, CSV or XLSX"
_OTHER = (
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file (.xls, .doc); save it as .xlsx"),
    (b"AC10", "a DWG drawing; save it as DXF"),
    (b"%PDF", "a PDF"),
    (b"Rar!", "a RAR archive; pack it as zip"),
    (b"7z\xbc\xaf", "a 7z archive; pack it as zip"),
    (b"\x1f\x8b", "a gzip archive; unpack it"),
    (b"PK\x05\x06", "an empty zip"),
)


def recognise(upload: Upload) -> tuple[Format, Upload, Source]:
    """The format of what came in, the parts that count, and its reader.

    Returns
    -------
    format : Format
    upload : Upload
        Unpacked, and with what was understood on the way.
    source : Source

    Raises
    ------
    UploadError
        Where it is too large, hostile or of no kind that is taken.
    """
    size = sum(len(content) for content in upload.parts.values())
    limit = upload.limits.upload_mb
    if size > limit * 1_000_000:
        raise too_much(upload.name, f"{size / 1e6:.0f}", limit, "MB", "upload_mb")
    if not size:
        raise refusal("nothing_inside", upload.name, "0 bytes", _ACCEPTED)
    if len(upload.parts) == 1 and upload.content[:4] == b"PK\x03\x04":
        return _recognise_zip(upload)
    return _recognise_one(upload)


def _recognise_zip(upload: Upload) -> tuple[Format, Upload, Source]:
    members, encoding = unpack(upload.content, upload.name, upload.limits)
    members, sidecar = take_sidecar(members)
    upload = replace(upload, sidecar=sidecar or upload.sidecar)
    lower = {name: name.lower() for name in members}
    if "[content_types].xml" in lower.values():
        if any(name.startswith("xl/") for name in lower.values()):
            return _recognise_one(upload)
        raise refusal("unknown_format", upload.name, "an Office file without sheets", _ACCEPTED)
    notes = (note("names", encoding),) if encoding != "ASCII" else ()
    if any(name.endswith(".shp") for name in lower.values()):
        return _recognise_one(replace(upload, parts=members, notes=notes))
    main = _main_member(lower)
    if main is None:
        listed = ", ".join(shown(name) for name in list(members)[:10]) or "nothing"
        raise refusal("unknown_format", upload.name, f"a zip with {listed}", _ACCEPTED)
    inner = Upload(
        f"{upload.name}/{shown(main)}", {main: members[main]}, upload.limits,
        (*notes, note("member", shown(main))), upload.sidecar,
    )  # fmt: skip
    return _recognise_one(inner)


def _main_member(lower: Mapping[str, str]) -> str | None:
    """The one member that can be read; of several KML files the outermost ``doc.kml``."""
    suffixes = {suffix for known in read_formats().values() for suffix in known.suffixes}
    readable = [n for n, name in lower.items() if _suffix(name) in suffixes]
    documents = [n for n in readable if lower[n].endswith(".kml")]
    if documents:
        return min(documents, key=lambda n: (n.count("/"), lower[n] != "doc.kml"))
    return readable[0] if len(readable) == 1 else None


def _suffix(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].lower() if dot >= 0 else ""


def _recognise_one(upload: Upload) -> tuple[Format, Upload, Source]:
    chosen = _by_content(upload)
    assert chosen.open is not None
    source = chosen.open(upload)
    if len(upload.parts) == 1:
        suffix = _suffix(next(iter(upload.parts)))
        claimed = next((f for f in read_formats().values() if suffix in f.suffixes), None)
        if claimed not in (None, chosen):
            said = note("suffix", shown(suffix), chosen.title)
            upload = replace(upload, notes=(*upload.notes, said))
    return chosen, upload, source


def _by_content(upload: Upload) -> Format:
    for mark, name in _OTHER:
        if upload.content.startswith(mark):
            raise refusal("unknown_format", upload.name, name, _ACCEPTED)
    claims = {f: f.claims(upload) for f in read_formats().values() if f.claims}
    named = [f for f in claims if upload.ends_with(f.suffixes)]
    best = max(claims, key=lambda one: (claims[one], one in named))
    root = root_name(upload.content)
    if root and claims[best] < 2:
        content, _ = as_utf8(upload.content, upload.name)
        root = check_markup(content, upload.name, upload.limits)
        raise refusal("unknown_format", upload.name, f"XML with <{shown(root)}>", _ACCEPTED)
    if len(upload.parts) > 1 and claims[best] < 2:
        listed = ", ".join(shown(name) for name in list(upload.parts)[:10])
        raise refusal(
            "unknown_format", upload.name, listed, "one file, or the parts of a Shapefile"
        )
    if claims[best] == NOT:
        head = upload.content[:8]
        raise refusal("unknown_format", upload.name, f"bytes {head.hex(' ')}", _ACCEPTED)
    return best

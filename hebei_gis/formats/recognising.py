"""What kind of file came in: told by its content; its name only breaks ties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hebei_gis.files.xml import as_utf8, check_markup, root_name
from hebei_gis.files.zips import unpack, unpack_inner
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.members import Member, MembersSource
from hebei_gis.formats.own_sidecars import take_sidecar
from hebei_gis.formats.registry import read_formats
from hebei_gis.formats.sources import Source, Upload
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import Fact, listed, term
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal, shown, too_much

#: First bytes of kinds that are not taken → the term that says what they are.
_OTHER = (
    (b"AC10", "dwg_drawing"),
    (b"%PDF", "pdf_file"),
    (b"Rar!", "rar_archive"),
    (b"7z\xbc\xaf", "seven_zip_archive"),
    (b"\x1f\x8b", "gzip_archive"),
    (b"PK\x05\x06", "empty_zip"),
    (b"\x89PNG\r\n", "image_file"),
    (b"\xff\xd8\xff", "image_file"),
    (b"GIF8", "image_file"),
    (b"II*\0", "image_file"),
    (b"MM\0*", "image_file"),
    (b"II+\0", "image_file"),
    (b"MM\0+", "image_file"),
    (b"RIFF", "image_file"),
)
#: Endings of kinds of other programs → the term that says what they are and how to go on.
_OF_PROGRAMS = {
    ".mdb": "access_database", ".accdb": "access_database", ".mat": "mapgis_file",
    ".wt": "mapgis_file", ".wl": "mapgis_file", ".wp": "mapgis_file", ".mpj": "mapgis_file",
    ".ovobj": "ovobj_file", ".vct": "vct_file", ".udb": "supermap_file",
    ".udd": "supermap_file", ".udbx": "supermap_file", ".dgn": "dgn_drawing",
    ".lyr": "arcgis_document", ".lyrx": "arcgis_document", ".mxd": "arcgis_document",
    ".mpk": "arcgis_document", ".aprx": "arcgis_document", ".qgs": "qgis_document",
    ".qgz": "qgis_document",
}  # fmt: skip
#: Of files that a format may still be sure of.
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
#: Notes lie beside data under these; such a member is data where nothing else is.
_NOTES = (".txt",)
_NAMED = 10


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
        raise refusal("nothing_inside", upload.name, term("no_bytes"), _accepted())
    if len(upload.parts) == 1:
        _refuse_other_programs(upload.parts, upload.name)
    if len(upload.parts) == 1 and upload.content[:4] == b"PK\x03\x04":
        return _recognise_zip(upload)
    return _recognise_one(upload)


def _accepted() -> Fact:
    """The formats that are read, by their proper names."""
    return term("one_of_formats", names=[known.title for known in read_formats().values()])


def _recognise_zip(upload: Upload) -> tuple[Format, Upload, Source]:
    members, encoding = unpack(upload.content, upload.name, upload.limits)
    members, sidecar = take_sidecar(members)
    lower = [name.lower() for name in members]
    if "[content_types].xml" in lower:
        if any(name.startswith("xl/") for name in lower):
            return _recognise_one(upload)
        raise refusal("unknown_format", upload.name, term("office_without_sheets"), _accepted())
    if members.get("mimetype", b"").startswith(_OPEN_DOCUMENT):
        return _recognise_one(upload)
    members, inner = unpack_inner(members, upload.name, upload.limits)
    if sidecar is None:
        members, sidecar = take_sidecar(members)
    notes = upload.notes
    if encoding != "ASCII":
        notes += (note("names", encoding=encoding),)
    if inner:
        notes += (note("zip_within", names=_names(inner)),)
    upload = replace(upload, parts=members, notes=notes, sidecar=sidecar or upload.sidecar)
    groups = _groups(members)
    if not groups:
        _refuse_other_programs(members, upload.name)
        if any(_folder(name).lower().endswith(".gdb") for name in members):
            expected = term("geodatabase_whole")
            raise refusal("unreadable_file", upload.name, term("geodatabase_bare"), expected)
        found = term("zip_with", names=_names(members))
        raise refusal("unknown_format", upload.name, found, _accepted())
    if len(groups) == 1:
        known, opened, source = _recognise_one(_inner(upload, groups[0]))
        left = _left(members, opened.parts)
        return known, replace(opened, notes=(*opened.notes, *left)), source
    return _recognise_several(upload, groups)


@dataclass(frozen=True)
class _Group:
    """The members of an archive that are one file to its format."""

    known: Format
    main: str
    parts: Mapping[str, bytes]


def _groups(members: Mapping[str, bytes]) -> list[_Group]:
    """The members that can be read, by their names, each with what belongs to it."""
    mains: dict[str, Format] = {}
    folders: set[str] = set()
    for name in members:
        known = _format_by_name(name)
        if known is not None and not (known.folder and _folder(name) in folders):
            mains[name] = known
            folders |= {_folder(name)} if known.folder else set()
    mains = {n: known for n, known in mains.items() if known.folder or _folder(n) not in folders}
    parts: dict[str, list[str]] = {}
    for name, known in mains.items():
        if known.folder:
            parts[name] = [name, *(n for n in members if n != name and _folder(n) == _folder(name))]
            continue
        stem = name[: -len(_suffix(name))].lower()
        endings = [f"{stem}{ending}" for ending in known.companions]
        parts[name] = [name, *(n for n in members if n != name and n.lower() in endings)]
    owned = {part for name, all_parts in parts.items() for part in all_parts if part != name}
    mains = {name: known for name, known in mains.items() if name not in owned}
    data = {name: known for name, known in mains.items() if _suffix(name) not in _NOTES}
    groups: list[_Group] = []
    for name, known in (data or mains).items():
        before = next((one for one in groups if one.known is known and known.gathers), None)
        own = {part: members[part] for part in parts[name]}
        if before is not None:
            groups[groups.index(before)] = replace(before, parts={**before.parts, **own})
        else:
            groups.append(_Group(known, name, own))
    return groups


def _format_by_name(name: str) -> Format | None:
    suffix = _suffix(name)
    return next((f for f in read_formats().values() if suffix in f.suffixes), None)


def _inner(upload: Upload, group: _Group) -> Upload:
    if group.known.gathers:
        return replace(upload, parts=group.parts)
    main = _folder(group.main) or upload.name if group.known.folder else group.main
    said = note("member", name=shown(main))
    return replace(
        upload, name=f"{upload.name}/{shown(main)}", parts=group.parts,
        notes=(*upload.notes, said),
    )  # fmt: skip


def _recognise_several(upload: Upload, groups: list[_Group]) -> tuple[Format, Upload, Source]:
    """Several files in one archive; what cannot be read while others can is told."""
    opened: list[tuple[Format, Member]] = []
    refused: list[UploadError] = []
    for group in groups:
        name = f"{upload.name}/{shown(group.main)}"
        try:
            known, inner, source = _recognise_one(
                Upload(name, group.parts, upload.limits, sidecar=upload.sidecar)
            )
            opened.append((known, Member(group.main, source, inner, tuple(source.layers))))
        except UploadError as error:
            refused.append(error)
    if not opened:
        raise refused[0]
    known = opened[0][0]
    members = [member for _, member in opened]
    together = all(one is known for one, _ in opened) and known.together
    parts = {name: part for one in members for name, part in one.upload.parts.items()}
    notes = (*upload.notes, *_left(upload.parts, parts))
    if len(members) == 1:
        said = note("member", name=shown(members[0].name))
        return known, replace(members[0].upload, notes=(*notes, said)), members[0].source
    source = MembersSource(upload.name, members, together)
    return known, replace(upload, parts=parts, notes=notes), source


def _left(members: Mapping[str, bytes], read: Mapping[str, bytes]) -> tuple[Note, ...]:
    """What is said of the members that are not read."""
    left = [name for name in members if name not in read]
    return (note("members_unread", names=_names(left)),) if left else ()


def _names(names: Mapping[str, bytes] | list[str] | tuple[str, ...]) -> Fact:
    return listed((shown(name) for name in names), _NAMED)


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _suffix(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].lower() if dot >= 0 else ""


def _recognise_one(upload: Upload) -> tuple[Format, Upload, Source]:
    chosen = _by_content(upload)
    assert chosen.open is not None
    source = chosen.open(upload)
    if len(upload.parts) == 1:
        suffix = _suffix(next(iter(upload.parts)))
        claimed = _format_by_name(suffix)
        if claimed not in (None, chosen) and suffix != f".{chosen.extension}":
            said = note("suffix", suffix=shown(suffix), format=chosen.title)
            upload = replace(upload, notes=(*upload.notes, said))
    return chosen, upload, source


def _refuse_other_programs(names: Mapping[str, bytes], where: str) -> None:
    """Refuse a file that only another program reads, with what to do there."""
    for name in names:
        kind = _OF_PROGRAMS.get(_suffix(name))
        if kind is not None:
            raise refusal("unknown_format", where, term(kind), _accepted())


def _by_content(upload: Upload) -> Format:
    for mark, kind in _OTHER:
        if upload.content.startswith(mark):
            raise refusal("unknown_format", upload.name, term(kind), _accepted())
    _refuse_other_programs(upload.parts, upload.name)
    claims = {f: f.claims(upload) for f in read_formats().values() if f.claims}
    named = [f for f in claims if upload.ends_with(f.suffixes)]
    best = max(claims, key=lambda one: (claims[one], one in named))
    if claims[best] < SURE and upload.content.startswith(_OLD_OFFICE):
        raise refusal("unknown_format", upload.name, term("old_office_file"), _accepted())
    root = root_name(upload.content)
    if root and claims[best] < SURE:
        content, _ = as_utf8(upload.content, upload.name)
        root = check_markup(content, upload.name, upload.limits)
        found: Fact = term("xml_with_root", root=shown(root))
        raise refusal("unknown_format", upload.name, found, _accepted())
    if len(upload.parts) > 1 and claims[best] < SURE:
        found = _names(list(upload.parts))
        raise refusal("unknown_format", upload.name, found, term("one_file_or_shapefile"))
    if claims[best] == NOT:
        found = term("first_bytes", hex=upload.content[:8].hex(" "))
        raise refusal("unknown_format", upload.name, found, _accepted())
    return best

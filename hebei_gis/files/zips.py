"""Zips: those of unknown origin unpacked safely, ours the same bytes for the same content."""

from __future__ import annotations

import datetime
import io
import lzma
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hebei_gis.files.limits import Limits
from hebei_gis.files.whole_files import replacing
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import term
from hebei_gis.words.refusals import refusal, shown, too_much

#: What zipfile and the decoders below it raise on damaged archives.
ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError,
    RuntimeError, EOFError, OSError, ValueError, LookupError, OverflowError, MemoryError,
)  # fmt: skip
#: Above this many bytes a member may not shrink by more than so many times.
_RATIO_FROM = 5_000_000
RATIO = 150
_LITTER = (".ds_store", "thumbs.db", "desktop.ini")
#: A directory entry of a zip takes at least this many bytes; names make it longer.
_ENTRY_BYTES = 300
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1


def unpack(
    content: bytes, where: str, limits: Limits, ratio: int = RATIO
) -> tuple[dict[str, bytes], str]:
    """The files of a zip, by their names.

    Folders and what Macs and Windows leave in folders are left out. Names not marked as UTF-8
    are read as UTF-8 where they are that, else as GB18030.

    Parameters
    ----------
    content : bytes
    where : str
        The file, for messages.
    limits : Limits
    ratio : int
        So many times its packed size a large member may have.

    Returns
    -------
    members : mapping of str to bytes
        In the archive's order, names with forward slashes.
    encoding : str
        Of the names: ``ASCII``, ``UTF-8`` or ``GB18030``.

    Raises
    ------
    UploadError
        No zip, encrypted, too many members, members that climb out, links, doubled names,
        or one that grows beyond the limits; members are never written to disk here.
    """
    _check_directory(content, where, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            names, encoding = _names(infos)
            _check_members(infos, names, where, limits, ratio)
            return {
                name: _read(archive, info)
                for name, info in zip(names, infos, strict=True)
                if not is_litter(name)
            }, encoding
    except UploadError:
        raise
    except ZIP_ERRORS as error:
        raise refusal("unreadable_file", where, shown(error), term("whole_zip")) from error


def unpack_inner(
    members: Mapping[str, bytes], where: str, limits: Limits
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The files of a zip with those of the zips among them in their place, one level deep.

    All together keep within the limits.

    Returns
    -------
    members : mapping of str to bytes
        Those of a zip within are called ``inner.zip/name``.
    inner : tuple of str
        The zips that were unpacked.

    Raises
    ------
    UploadError
        As :func:`unpack`.
    """
    found: dict[str, bytes] = {}
    inner = [name for name in members if _is_zip(name, members[name])]
    grown = sum(len(content) for content in members.values())
    for name, content in members.items():
        if name not in inner:
            found[name] = content
            continue
        room = limits.unpacked_mb - grown // 1_000_000
        if room < 1:
            raise too_much(where, limits.unpacked_mb, limits.unpacked_mb, "MB", "unpacked_mb")
        left = limits.model_copy(update={"unpacked_mb": room})
        unpacked, _ = unpack(content, f"{where}/{shown(name)}", left)
        grown += sum(len(part) for part in unpacked.values())
        found |= {f"{name}/{part}": part_content for part, part_content in unpacked.items()}
    if len(found) > limits.members:
        raise too_much(where, len(found), limits.members, "files", "members")
    return found, tuple(inner)


class BrokenZipError(Exception):
    """A zip, or a member of one, that cannot be read."""


@dataclass(frozen=True)
class Member:
    """A file of a zip that is read piece by piece."""

    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    @property
    def name(self) -> str:
        """As the zip calls it."""
        return self.info.filename

    @property
    def size(self) -> int:
        """Bytes it says it unpacks to; no more are ever given."""
        return self.info.file_size

    @property
    def encrypted(self) -> bool:
        """Whether a password locks it."""
        return bool(self.info.flag_bits & _ENCRYPTED_FLAG)

    @property
    def unknown_method(self) -> int | None:
        """How it is packed, where that is no usual way."""
        usual = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        return None if self.info.compress_type in usual else self.info.compress_type

    def pieces(self) -> Iterator[bytes]:
        """Its bytes, a piece after the other.

        Raises
        ------
        BrokenZipError
        """
        try:
            with self.archive.open(self.info) as stream:
                while piece := stream.read(1 << 16):
                    yield piece
        except ZIP_ERRORS as error:
            raise BrokenZipError(str(error)) from error


def members_of(content: bytes) -> list[Member]:
    """The members of a zip, none of them read yet.

    Raises
    ------
    BrokenZipError
        Where it is no whole zip.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (*ZIP_ERRORS, ValueError) as error:
        raise BrokenZipError(str(error)) from error
    return [Member(archive, info) for info in archive.infolist()]


def zip_bytes(files: Mapping[str, bytes], date: datetime.date) -> bytes:
    """Files as one zip, in the order given, each dated `date`."""
    stream = io.BytesIO()
    _write_members(stream, files, date)
    return stream.getvalue()


def write_zip(path: Path, files: Mapping[str, Path | bytes], date: datetime.date) -> None:
    """Files as one zip on the disk, whole or not at all; none is held in memory.

    Raises
    ------
    OSError
    """
    with replacing(path) as draft:
        _write_members(draft, files, date)


def _write_members(
    target: Path | IO[bytes], files: Mapping[str, Path | bytes], date: datetime.date
) -> None:
    stamp = (max(date.year, 1980), date.month, date.day, 0, 0, 0)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, stamp)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            if isinstance(content, bytes):
                archive.writestr(member, content, compresslevel=3)
                continue
            member.file_size = content.stat().st_size
            with content.open("rb") as source, archive.open(member, "w") as stream:
                shutil.copyfileobj(source, stream)


def _is_zip(name: str, content: bytes) -> bool:
    return name.lower().endswith(".zip") and content.startswith(b"PK\x03\x04")


def _check_directory(content: bytes, where: str, limits: Limits) -> None:
    """Look at the directory's stated size before zipfile builds an object for each entry."""
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - 66_000))
    if end < 0:
        raise refusal("unreadable_file", where, term("no_end_of_zip"), term("whole_zip"))
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    wide = content.rfind(b"PK\x06\x06", max(0, end - 200), end)
    if wide >= 0:
        size = max(size, int.from_bytes(content[wide + 40 : wide + 48], "little"))
        if size == 0xFFFFFFFF:
            size = int.from_bytes(content[wide + 40 : wide + 48], "little")
    if size > limits.members * _ENTRY_BYTES:
        raise too_much(where, f"> {limits.members}", limits.members, "files", "members")


def _names(infos: list[zipfile.ZipInfo]) -> tuple[list[str], str]:
    unmarked = [i.filename.encode("cp437") for i in infos if not i.flag_bits & _UTF8_FLAG]
    encoding = "ASCII"
    if any(not raw.isascii() for raw in unmarked):
        encoding = "UTF-8" if all(_decodes(raw, "utf-8") for raw in unmarked) else "GB18030"
    elif any(not info.filename.isascii() for info in infos):
        encoding = "UTF-8"
    names = []
    for info in infos:
        name = info.filename
        if not info.flag_bits & _UTF8_FLAG and encoding != "ASCII":
            name = name.encode("cp437").decode(encoding, "replace")
        names.append(name.replace("\\", "/"))
    return names, encoding


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _check_members(
    infos: list[zipfile.ZipInfo], names: list[str], where: str, limits: Limits, ratio: int
) -> None:
    if len(infos) > limits.members:
        raise too_much(where, len(infos), limits.members, "files", "members")
    expected = term("plain_members")

    def unsafe(kind: str, name: str) -> UploadError:
        return refusal("unsafe_archive", where, term(kind, name=shown(name)), expected)

    for info, name in zip(infos, names, strict=True):
        parts = name.split("/")
        if name.startswith("/") or ".." in parts or ":" in parts[0] or "\0" in info.orig_filename:
            raise unsafe("member_climbs_out", name)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise unsafe("member_is_a_link", name)
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise unsafe("member_encrypted", name)
        if info.file_size > _RATIO_FROM and info.file_size > ratio * max(info.compress_size, 1):
            found = term(
                "member_grows", name=shown(name), packed=info.compress_size, size=info.file_size
            )
            raise refusal("unsafe_archive", where, found, term("grows_at_most", times=ratio))
    if len(set(names)) < len(names):
        raise unsafe("member_twice", next(name for name in names if names.count(name) > 1))
    grown = sum(info.file_size for info in infos)
    if grown > limits.unpacked_mb * 1_000_000:
        raise too_much(where, grown // 1_000_000, limits.unpacked_mb, "MB", "unpacked_mb")


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """One member; zipfile stops at the declared size, so a false one ends as a bad checksum."""
    with archive.open(info) as stream:
        content = stream.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise zipfile.BadZipFile(f"{shown(info.filename)} is not as long as it says")
    return content


def is_litter(name: str) -> bool:
    """Whether a system left this file beside others: it holds none of their data."""
    base = name.rsplit("/", 1)[-1].lower()
    return name.startswith("__MACOSX/") or base.startswith("._") or base in _LITTER

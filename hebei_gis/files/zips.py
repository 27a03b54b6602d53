"""Zip files of unknown origin → their members as bytes, or a clear refusal."""

from __future__ import annotations

import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping

from hebei_gis.files.limits import Limits
from hebei_gis.words.errors import UploadError
from hebei_gis.words.refusals import refusal, shown, too_much

#: What zipfile and the decoders below it raise on damaged archives.
_READ_ERRORS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError,
    RuntimeError, EOFError, OSError, ValueError, LookupError, OverflowError, MemoryError,
)  # fmt: skip
#: Above this many bytes a member may not shrink by more than _RATIO.
_RATIO_FROM = 5_000_000
_RATIO = 150
#: A directory entry of a zip takes at least this many bytes; names make it longer.
_ENTRY_BYTES = 300
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1


def unpack(content: bytes, where: str, limits: Limits) -> tuple[Mapping[str, bytes], str]:
    """The files of a zip, by their names.

    Folders, ``__MACOSX`` and ``.DS_Store`` are left out. Names not marked as UTF-8 are read
    as UTF-8 where they are that, else as GB18030.

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
            _check_members(infos, names, where, limits)
            return {
                name: _read(archive, info)
                for name, info in zip(names, infos, strict=True)
                if not _is_litter(name)
            }, encoding
    except UploadError:
        raise
    except _READ_ERRORS as error:
        raise refusal("unreadable_file", where, shown(error), "a whole zip file") from error


def _check_directory(content: bytes, where: str, limits: Limits) -> None:
    """Look at the directory's stated size before zipfile builds an object for each entry."""
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - 66_000))
    if end < 0:
        raise refusal("unreadable_file", where, "no end of a zip", "a whole zip file")
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    wide = content.rfind(b"PK\x06\x06", max(0, end - 200), end)
    if wide >= 0:
        size = max(size, int.from_bytes(content[wide + 40 : wide + 48], "little"))
        if size == 0xFFFFFFFF:
            size = int.from_bytes(content[wide + 40 : wide + 48], "little")
    if size > limits.members * _ENTRY_BYTES:
        raise too_much(where, f"more than {limits.members}", limits.members, "files", "members")


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
    infos: list[zipfile.ZipInfo], names: list[str], where: str, limits: Limits
) -> None:
    if len(infos) > limits.members:
        raise too_much(where, len(infos), limits.members, "files", "members")
    expected = "members within one folder, each once, neither links nor encrypted"
    for info, name in zip(infos, names, strict=True):
        parts = name.split("/")
        if name.startswith("/") or ".." in parts or ":" in parts[0] or "\0" in info.orig_filename:
            raise refusal("unsafe_archive", where, f"the member {shown(name)} climbs out", expected)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise refusal("unsafe_archive", where, f"the member {shown(name)} is a link", expected)
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise refusal("unsafe_archive", where, f"{shown(name)} is encrypted", expected)
        if info.file_size > _RATIO_FROM and info.file_size > _RATIO * max(info.compress_size, 1):
            found = f"{shown(name)} grows from {info.compress_size} to {info.file_size} bytes"
            raise refusal("unsafe_archive", where, found, f"at most {_RATIO} times its size")
    if len(set(names)) < len(names):
        doubled = next(name for name in names if names.count(name) > 1)
        raise refusal("unsafe_archive", where, f"{shown(doubled)} stands twice", expected)
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


def _is_litter(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1] in (".DS_Store", "Thumbs.db")

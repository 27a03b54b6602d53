"""Zips that are the same bytes for the same content, and reading those of others safely."""

from __future__ import annotations

import datetime
import io
import zipfile
import zlib
from collections.abc import Mapping

from hebei_gis.words.errors import VerifyError
from hebei_gis.words.faults import Fault
from hebei_gis.words.refusals import one_line

#: A zip that unpacks to more than this is not unpacked.
MOST_BYTES = 2 * 1024**3
#: What broken or encrypted zips raise.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError,
)  # fmt: skip


def zip_bytes(files: Mapping[str, bytes], date: datetime.date) -> bytes:
    """Files as one zip, in the order given, each dated `date`."""
    stream = io.BytesIO()
    stamp = (max(date.year, 1980), date.month, date.day, 0, 0, 0)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, stamp)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, content, compresslevel=3)
    return stream.getvalue()


def zip_members(content: bytes, where: str) -> dict[str, bytes]:
    """The files of a zip by name.

    Raises
    ------
    VerifyError
        Where it is broken, or would unpack to more than :data:`MOST_BYTES`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            total = sum(member.file_size for member in members)
            if total > MOST_BYTES:
                raise VerifyError([Fault("file_too_large", where, str(total), str(MOST_BYTES))])
            # A member that is longer than it says fails its checksum while being read.
            return {member.filename: archive.read(member) for member in members}
    except _BROKEN as error:
        fault = Fault("unreadable_export", where, one_line(error), "a whole zip")
        raise VerifyError([fault]) from error

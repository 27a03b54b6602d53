"""The files of a Shapefile, told apart and put right byte by byte."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hebei_gis.formats.shapefile.dbf import Table, read_table

HEADER_BYTES = 100
#: Of records of a .shp, place and length in bytes: shape (records, 2).
Records = NDArray[np.int64]
#: How the table of what short field names stand for is called, after the Shapefile's name.
FIELDS_ENDING = "_fields.csv"
FIELDS_HEADER = ("shapefile", "column")


@dataclass(frozen=True)
class Parts:
    """The files of one Shapefile; texts without what stands around them."""

    name: str
    shp: bytes
    dbf: bytes | None
    prj: str | None
    cpg: str | None
    shx: bytes | None
    fields: bytes | None

    @cached_property
    def records(self) -> Records:
        """Place and length in bytes of each whole record."""
        indexed = None if self.shx is None else records_by_index(self.shp, self.shx)
        return records_of(self.shp) if indexed is None else indexed

    @cached_property
    def table(self) -> Table | None:
        """What the .dbf's header says and its texts are.

        Raises
        ------
        UploadError
        """
        return None if self.dbf is None else read_table(self.dbf, self.name)


def gathered(files: Mapping[str, bytes]) -> list[Parts]:
    """The Shapefiles among files; parts may be called in other case than their .shp."""
    stems = [name[:-4] for name in files if name.lower().endswith(".shp")]
    folded = [stem.lower() for stem in stems]
    lower: dict[str, bytes] = {}
    for name, content in files.items():
        lower.setdefault(name.lower(), content)
    gathered = []
    for stem in stems:
        alike = folded.count(stem.lower()) == 1

        def part(ending: str, stem: str = stem, alike: bool = alike) -> bytes | None:
            exact = [f"{stem}{ending}", f"{stem}{ending.upper()}"]
            found = next((files[name] for name in exact if name in files), None)
            return lower.get(f"{stem}{ending}".lower()) if found is None and alike else found

        name = stem.rsplit("/", 1)[-1] if _alone(stem, stems) else stem
        shp = part(".shp") or b""
        gathered.append(
            Parts(
                name, shp, part(".dbf"), _text(part(".prj")), _text(part(".cpg")), part(".shx"),
                part(FIELDS_ENDING),
            )
        )  # fmt: skip
    return gathered


def _alone(stem: str, stems: Sequence[str]) -> bool:
    last = stem.rsplit("/", 1)[-1]
    return sum(other.rsplit("/", 1)[-1] == last for other in stems) == 1


def _text(raw: bytes | None) -> str | None:
    if raw is None:
        return None
    return raw[:20_000].decode("utf-8-sig", "replace").strip("\0 \r\n\t") or None


def records_by_index(shp: bytes, shx: bytes) -> Records | None:
    """What :func:`records_of` gives, by an index that fits; None where it does not.

    It fits where its records follow one another without a gap to the end of the .shp, and the
    .shp says the same length of each.
    """
    if len(shx) <= HEADER_BYTES or (len(shx) - HEADER_BYTES) % 8:
        return None
    found = 2 * np.frombuffer(shx, dtype=">i4", offset=HEADER_BYTES).astype(np.int64).reshape(-1, 2)
    places, lengths = found[:, 0], found[:, 1]
    ends = places + 8 + lengths
    follow = np.array_equal(places, np.concatenate([[HEADER_BYTES], ends[:-1]]))
    if not follow or ends[-1] != len(shp) or (lengths < 4).any():
        return None
    words = np.frombuffer(shp, dtype=">i4", count=len(shp) // 4)
    # Lengths are counted in words of two bytes; a record may begin between those of four.
    if (places % 4).any() or not np.array_equal(2 * words[places // 4 + 1], lengths):
        return None
    return found


def records_of(shp: bytes) -> Records:
    """Place and length in bytes of each whole record of a .shp."""
    found = []
    place, end = HEADER_BYTES, len(shp)
    words_at = struct.Struct(">I").unpack_from
    while place + 8 <= end:
        length = 2 * words_at(shp, place + 4)[0]
        if length < 4 or place + 8 + length > end:
            break
        found.append((place, length))
        place += 8 + length
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def index_of(shp: bytes, found: Records) -> bytes:
    """The .shx that fits a .shp."""
    body = (found // 2).astype(">i4").tobytes()
    length = (HEADER_BYTES + len(body)) // 2
    return shp[:24] + struct.pack(">i", length) + shp[28:HEADER_BYTES] + body


def padded(parts: Parts, rows: int) -> bytes:
    """The whole records of a .shp, with null shapes until there are as many as rows."""
    shp, records = parts.shp, parts.records
    end = int(records[-1].sum()) + 8 if len(records) else HEADER_BYTES
    nulls = [struct.pack(">IIi", n + 1, 2, 0) for n in range(len(records), rows)]
    content = shp[:end] + b"".join(nulls)
    return content[:24] + struct.pack(">i", len(content) // 2) + content[28:]

"""MapInfo: the native .tab with its parts, and .mif with .mid, read."""

from __future__ import annotations

import re
from pathlib import Path

from hebei_gis.files.text import Encoding, guess_encoding
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.gdal import GdalSource
from hebei_gis.formats.sources import Source, Upload
from hebei_gis.words.facts import term
from hebei_gis.words.refusals import refusal

_DRIVER = "MapInfo File"
_CHARSET = re.compile(rb"!?charset\s+\"?([\w-]+)", re.IGNORECASE)
_TAB, _MIF = ".tab", ".mif"
#: The parts of a .tab; without the second there are no rows, without the third no shapes.
_PARTS = (_TAB, ".dat", ".map", ".id", ".ind")
_NEEDED = {_TAB: (".dat", ".map", ".id"), _MIF: ()}
_LOOKED_AT = 4096
#: The head of a .mif that announces columns, whose values the .mid holds.
_COLUMNS = re.compile(rb"^\s*columns\s+[1-9]", re.IGNORECASE | re.MULTILINE)
#: Bytes of which a .map is made.
_MAP_BLOCK = 512


class MapinfoSource(GdalSource):
    """The parts of one table, under names of ours."""

    counted_by_reading = True

    def __init__(self, upload: Upload, main: str) -> None:
        self._parts = {name[name.rfind(".") :].lower(): part for name, part in upload.parts.items()}
        needed = list(_NEEDED[main])
        if main == _MIF and _COLUMNS.search(self._parts[main][:_LOOKED_AT]):
            needed = [".mid"]
        missing = [ending for ending in needed if ending not in self._parts]
        if missing:
            expected = term("parts_beside", name=main, names=needed)
            found = term("parts_missing", names=missing)
            raise refusal("unreadable_file", upload.name, found, expected)
        drawn = self._parts.get(".map", b"")
        if len(drawn) % _MAP_BLOCK:  # GDAL reads it as one without rows
            whole = -(-len(drawn) // _MAP_BLOCK) * _MAP_BLOCK
            found = term("member_cut", name=".map", found=len(drawn), whole=whole)
            expected = term("whole_file_of", name=FORMAT.title)
            raise refusal("unreadable_file", upload.name, found, expected)
        # GDAL calls the only layer as it calls the file.
        super().__init__(upload, _DRIVER, main, names=["upload"], encoding=self._neutral(main))

    def _neutral(self, main: str) -> Encoding | None:
        """The encoding by the bytes, where the table names none that GDAL knows."""
        stated = _CHARSET.search(self._parts[main][:_LOOKED_AT])
        if stated is not None and stated[1].lower() != b"neutral":
            return None
        texts = self._parts[main]
        if main == _MIF:
            return guess_encoding(texts + self._parts.get(".mid", b""))
        # The cells of a .dat stand among binary numbers: its words are looked at alone.
        words = re.findall(rb"[\x80-\xff][\x30-\xff]+", self._parts[".dat"])
        found = guess_encoding(b"\n".join([texts, *words]))
        return found or Encoding("GB18030", term("encoding_not_utf8"))

    def lay_out(self, folder: Path) -> Path:
        """All parts of the table."""
        for ending, content in self._parts.items():
            (folder / f"upload{ending}").write_bytes(content)
        return folder / f"upload{self._suffix}"


def _main(upload: Upload) -> str | None:
    """The ending of the part that is opened, where there is one."""
    endings = {name[name.rfind(".") :].lower(): name for name in upload.parts}
    for ending, mark in ((_MIF, b"version"), (_TAB, b"!table")):
        head = upload.parts.get(endings.get(ending, ""), b"")[:_LOOKED_AT]
        if head.lstrip().lower().startswith(mark):
            return ending
    return None


def claims(upload: Upload) -> int:
    """Sure of the first words of a .tab or .mif."""
    return NOT if _main(upload) is None else SURE


def open_mapinfo(upload: Upload) -> Source:
    """A table of its parts.

    Raises
    ------
    UploadError
        Where a part is missing.
    """
    main = _main(upload)
    assert main is not None, "claims looked"
    return MapinfoSource(upload, main)


FORMAT = Format(
    "mapinfo", "MapInfo", (_TAB, _MIF), claims, open_mapinfo,
    companions=(*_PARTS[1:], ".mid"),
)  # fmt: skip

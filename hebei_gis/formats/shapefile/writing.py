"""Shapefiles as they go out: GBK with ``.cpg``, short field names and what they stand for."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from hebei_gis.files.cells import distinct_names, inert
from hebei_gis.files.zips import zip_bytes
from hebei_gis.formats.gdal import write_table
from hebei_gis.formats.outgoing import Outgoing, Table
from hebei_gis.formats.partition import by_family
from hebei_gis.formats.shapefile.parts import FIELDS_ENDING, FIELDS_HEADER
from hebei_gis.words.faults import Issue

#: Longest field name and longest text, in bytes, that dBase holds.
NAME_BYTES = 10
TEXT_BYTES = 254
#: Longest whole number that stays a number in every reader.
_DIGITS = 18
#: Last words of columns that say the unit or language, and stay.
UNITS = ("m", "m2", "km", "km2", "ha", "min", "share", "zh", "en", "id")
ENCODINGS = ("GBK", "GB18030", "UTF-8")


def short_names(columns: list[str], encoding: str = "GBK") -> list[str]:
    """Field names of at most 10 bytes.

    A name that fits stays. Otherwise its last word stays where it is one of :data:`UNITS`, and
    the other words are cut to equal length: ``nearest_station_m`` becomes ``near_sta_m``.
    Names that become alike are numbered.
    """

    def size(name: str) -> int:
        return len(name.encode(encoding, "replace"))

    return distinct_names((_short(name, size) for name in columns), NAME_BYTES, size)


def _short(name: str, size: Callable[[str], int]) -> str:
    if size(name) <= NAME_BYTES:
        return name
    *words, last = [word for word in name.split("_") if word] or [name]
    tail = f"_{last}" if words and last in UNITS else ""
    words = words if tail else [*words, last]
    room = NAME_BYTES - len(tail)
    # Words are left out from the end only where not even two letters of each fit.
    while len(words) > 1 and size("_".join(word[:2] for word in words)) > room:
        words.pop()
    while len(words) > 1 and size("_".join(words)) > room:
        longest = max(range(len(words)), key=lambda place: (len(words[place]), place))
        words[longest] = words[longest][:-1]
    head = "_".join(words)
    while size(head) > room:
        head = head[:-1]
    return head + tail


def tables_of(outgoing: Outgoing) -> tuple[Table, ...]:
    """One table a layer and geometry family; its notes say which texts its encoding or dBase
    cannot hold."""
    encoding = outgoing.encoding or ENCODINGS[0]
    return tuple(
        replace(part, notes=(*part.notes, *_lost(part, encoding))) for part in by_family(outgoing)
    )


def _lost(part: Table, encoding: str) -> Iterator[Issue]:
    """A word a row on each text that will not be whole."""
    for column in part.columns:
        values = part.rows[column]
        if values.dtype != object or _fits(values, encoding):
            continue
        for key, text in zip(part.rows["key"], values, strict=True):
            if not isinstance(text, str):
                continue
            lost = "".join(dict.fromkeys(c for c in text if not _encodable([c], encoding)))
            facts = {"column": column, "encoding": encoding}
            if lost:
                yield Issue("characters_lost", str(key), text=lost, **facts)
            if len(text.encode(encoding, "replace")) > TEXT_BYTES:
                yield Issue("text_cut_bytes", str(key), most=TEXT_BYTES, **facts)


def write_shapefile(outgoing: Outgoing) -> bytes:
    """Every layer as a Shapefile of its own, all in one zip, without the sidecar."""
    return zip_bytes(shapefile_members(outgoing), outgoing.date)


def shapefile_members(outgoing: Outgoing) -> dict[str, bytes]:
    """The files of :func:`write_shapefile` by name."""
    encoding = outgoing.encoding or ENCODINGS[0]
    files: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for part in outgoing.tables:
            names = short_names(part.columns, encoding)
            rows = part.rows.rename(columns=dict(zip(part.columns, names, strict=True)))
            for field in names:
                rows[field] = _fitting(rows[field], encoding)
            stored = replace(part, rows=rows)
            write_table(stored, folder / f"{part.name}.shp", "ESRI Shapefile", encoding=encoding)
            files[f"{part.name}{FIELDS_ENDING}"] = _alias_table(part, names)
        for path in sorted(folder.iterdir()):
            files[path.name] = path.read_bytes()
    return files


def _fitting(values: pd.Series, encoding: str) -> pd.Series:
    """Values as dBase holds them: text within 254 bytes of the encoding, yes/no as 1 and 0, whole
    numbers that have too many digits as text."""
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.astype("Int32" if values.hasnans else "int32")
    if pd.api.types.is_integer_dtype(values.dtype):
        if not (values.dropna().abs() >= 10**_DIGITS).any():
            return values
        values = pd.Series([None if pd.isna(v) else str(v) for v in values.tolist()], dtype=object)
    if values.dtype != object:
        return values
    if _fits(values, encoding):
        return values
    return values.map(lambda text: None if text is None else _cut(text, encoding))


def _fits(values: pd.Series, encoding: str) -> bool:
    """Whether all texts of a column go out whole; so most do, and it is seen at once."""
    texts = [text for text in values if isinstance(text, str)]
    widest = 2 if encoding == "GBK" else 4
    return max(map(len, texts), default=0) * widest <= TEXT_BYTES and _encodable(texts, encoding)


def _encodable(texts: list[str], encoding: str) -> bool:
    try:
        "\n".join(texts).encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _cut(text: str, encoding: str) -> str:
    stored = text.encode(encoding, "replace")
    if len(stored) <= TEXT_BYTES:
        return stored.decode(encoding)
    return stored[:TEXT_BYTES].decode(encoding, "ignore")


def _alias_table(part: Table, names: list[str]) -> bytes:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(FIELDS_HEADER)
    rows.writerows(zip(map(inert, names), map(inert, part.columns), strict=True))
    return text.getvalue().encode("utf-8-sig")

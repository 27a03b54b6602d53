"""Kinds of JSON that GDAL reads: known by a mark in their beginning."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from hebei_gis.files.text import decoded
from hebei_gis.formats.format import CERTAIN, NOT, Format
from hebei_gis.formats.gdal import GdalSource
from hebei_gis.formats.sources import Reading, Rows, Upload
from hebei_gis.words.notes import Note

_LOOKED_AT = 65_536


class _JsonSource(GdalSource):
    def __init__(
        self, upload: Upload, driver: str, notes: tuple[Note, ...], stated: str | None
    ) -> None:
        super().__init__(upload, driver, ".json", notes=notes)
        self._stated = stated

    def read(self, reading: Reading) -> Rows:
        """The rows of one layer; a CRS that GDAL does not know is stated all the same."""
        rows = super().read(reading)
        return rows if rows.crs or rows.stated else replace(rows, stated=self._stated)


def json_format(
    name: str,
    title: str,
    ending: str,
    driver: str,
    mark: str,
    look: Callable[[str, Upload], tuple[Note, ...]] | None = None,
    stated: Callable[[str], str | None] | None = None,
) -> Format:
    """A format whose documents are JSON objects with `mark` in their beginning.

    Parameters
    ----------
    name, title, ending : str
        As of :class:`Format`.
    driver : str
        GDAL's name of it.
    mark : str
        A regular expression.
    look : callable, optional
        Looks at the text before GDAL does: what is to be said of it; it may refuse.
    stated : callable, optional
        The CRS that the text names, for where GDAL does not know it.
    """

    def opened(upload: Upload) -> GdalSource:
        text, encoding = decoded(upload.content, upload.name, None)
        plain = Upload(upload.name, {"": text.encode()}, upload.limits, sidecar=upload.sidecar)
        said = look(text, upload) if look else ()
        named = stated(text) if stated else None
        return _JsonSource(plain, driver, (encoding.note, *said), named)

    return Format(name, title, (ending,), _claims(re.compile(mark.encode())), opened)


def _claims(mark: re.Pattern[bytes]) -> Callable[[Upload], int]:
    def claims(upload: Upload) -> int:
        head = upload.content[:_LOOKED_AT]
        begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
        return CERTAIN if begins and mark.search(head) and b"FeatureCollection" not in head else NOT

    return claims

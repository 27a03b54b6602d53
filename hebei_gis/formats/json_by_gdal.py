"""Kinds of JSON that GDAL reads: known by a mark in their beginning."""

from __future__ import annotations

import re
from collections.abc import Callable

from hebei_gis.files.text import decoded
from hebei_gis.formats.format import CERTAIN, NOT, Format
from hebei_gis.formats.gdal import GdalSource
from hebei_gis.formats.sources import Upload
from hebei_gis.words.notes import Note

_LOOKED_AT = 65_536


def json_format(
    name: str,
    title: str,
    ending: str,
    driver: str,
    mark: str,
    look: Callable[[str, Upload], tuple[Note, ...]] | None = None,
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
    """

    def opened(upload: Upload) -> GdalSource:
        text, encoding = decoded(upload.content, upload.name, None)
        plain = Upload(upload.name, {"": text.encode()}, upload.limits, sidecar=upload.sidecar)
        said = look(text, upload) if look else ()
        return GdalSource(plain, driver, ".json", notes=(encoding.note, *said))

    return Format(name, title, (ending,), _claims(re.compile(mark.encode())), opened)


def _claims(mark: re.Pattern[bytes]) -> Callable[[Upload], int]:
    def claims(upload: Upload) -> int:
        head = upload.content[:_LOOKED_AT]
        begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
        return CERTAIN if begins and mark.search(head) and b"FeatureCollection" not in head else NOT

    return claims

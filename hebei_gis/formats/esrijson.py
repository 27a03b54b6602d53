"""Esri JSON as ArcGIS servers hand it out, read by GDAL."""

from __future__ import annotations

import re

from hebei_gis.files.text import decoded
from hebei_gis.formats.format import CERTAIN, NOT, Format
from hebei_gis.formats.gdal import GdalSource
from hebei_gis.formats.sources import Upload

_MARK = re.compile(rb'"(spatialReference|geometryType|fieldAliases)"\s*:')
_LOOKED_AT = 65_536


class EsrijsonSource(GdalSource):
    """The layers of a document."""

    def __init__(self, upload: Upload) -> None:
        text, encoding = decoded(upload.content, upload.name, None)
        plain = Upload(upload.name, {"": text.encode()}, upload.limits, sidecar=upload.sidecar)
        super().__init__(plain, "ESRIJSON", ".json", notes=(encoding.note,))


def claims(upload: Upload) -> int:
    """Certain of JSON whose beginning says so."""
    head = upload.content[:_LOOKED_AT]
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
    return CERTAIN if begins and _MARK.search(head) and b"FeatureCollection" not in head else NOT


FORMAT = Format("esrijson", "Esri JSON", (".esrijson",), claims, EsrijsonSource)

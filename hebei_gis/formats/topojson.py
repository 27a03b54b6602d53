"""TopoJSON, read by GDAL: its shapes share their edges."""

from __future__ import annotations

import re

from hebei_gis.files.text import decoded
from hebei_gis.formats.format import CERTAIN, NOT, Format
from hebei_gis.formats.gdal import GdalSource
from hebei_gis.formats.sources import Upload

_MARK = re.compile(rb'"type"\s*:\s*"Topology"')
_LOOKED_AT = 65_536


class TopojsonSource(GdalSource):
    """The layers of a document."""

    def __init__(self, upload: Upload) -> None:
        text, encoding = decoded(upload.content, upload.name, None)
        plain = Upload(upload.name, {"": text.encode()}, upload.limits, sidecar=upload.sidecar)
        super().__init__(plain, "TopoJSON", ".json", notes=(encoding.note,))


def claims(upload: Upload) -> int:
    """Certain of JSON whose beginning says so."""
    head = upload.content[:_LOOKED_AT]
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
    return CERTAIN if begins and _MARK.search(head) and b"FeatureCollection" not in head else NOT


FORMAT = Format("topojson", "TopoJSON", (".topojson",), claims, TopojsonSource)

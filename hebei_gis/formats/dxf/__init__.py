"""DXF drawings: CAD entities as points, lines and areas, read and written by ezdxf."""

import re

from hebei_gis.formats.dxf.reading import DrawingSource, read_dxf
from hebei_gis.formats.dxf.writing import tables_of, write_dxf
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.sources import Upload
from hebei_gis.geo.targets import METRES


def claims(upload: Upload) -> int:
    """Sure of the first lines of a drawing."""
    start = upload.content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    drawing = start.startswith(b"AutoCAD Binary DXF") or re.match(rb"(0\s+SECTION|999\s)", start)
    return SURE if drawing else NOT


FORMAT = Format(
    "dxf", "DXF", (".dxf",), claims, DrawingSource,
    "dxf", "image/vnd.dxf", write_dxf, read_dxf, kinds=("projected", "shifted"), default=METRES,
    parts=tables_of, many=True, carries_sidecar=False, bare_shifted=True, needs_shapes=True,
    losses=(
        "loss_attributes_of_drawing", "loss_entities", "loss_no_crs", "loss_beyond_gbk",
        "loss_shapeless",
    ),
)  # fmt: skip

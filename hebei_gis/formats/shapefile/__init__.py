"""Shapefile: its parts together, the encoding of the table, and what is cut off."""

from __future__ import annotations

from hebei_gis.formats.format import Format
from hebei_gis.formats.shapefile.parts import FIELDS_ENDING
from hebei_gis.formats.shapefile.reading import claims, open_shapefile
from hebei_gis.formats.shapefile.writing import (
    ENCODINGS,
    shapefile_members,
    tables_of,
    write_shapefile,
)

FORMAT = Format(
    "shp", "Shapefile", (".shp",), claims, open_shapefile,
    "zip", "application/zip", write_shapefile,
    parts=tables_of, many=True, carries_sidecar=False, encodings=ENCODINGS,
    members=shapefile_members,
    losses=(
        "loss_short_names", "loss_text_254", "loss_booleans_and_digits", "loss_empty_text",
        "loss_split", "loss_no_style",
    ),
    companions=(".shp", ".shx", ".dbf", ".prj", ".cpg", FIELDS_ENDING), gathers=True,
)  # fmt: skip

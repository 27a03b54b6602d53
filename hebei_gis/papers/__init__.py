"""A comparison of sites on paper: Word, a workbook with live formulas, tables, an offline page.

A :class:`PaperRequest` says what goes on paper; :func:`write_paper` writes it by the ending of
the file's name, :func:`paper_bytes` gives the file's content; :func:`export_comparison` writes
the parcels with ranks and scores in any export format.
"""

from hebei_gis.papers.paper_kinds import (
    PAPERS,
    Paper,
    paper_bytes,
    paper_name,
    paper_of,
    write_paper,
)
from hebei_gis.papers.paper_request import PaperRequest
from hebei_gis.papers.parcel_sheet import ParcelSheet, parcel_sheet
from hebei_gis.papers.ranked_layer import comparison_layer, export_comparison
from hebei_gis.papers.workbook import TooManyParcelsError

__all__ = [
    "PAPERS",
    "Paper",
    "PaperRequest",
    "ParcelSheet",
    "TooManyParcelsError",
    "comparison_layer",
    "export_comparison",
    "paper_bytes",
    "paper_name",
    "paper_of",
    "parcel_sheet",
    "write_paper",
]

"""The papers there are, by the ending of the file's name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hebei_gis.files.whole_files import write_whole
from hebei_gis.papers.page import write_page
from hebei_gis.papers.report_request import PaperRequest
from hebei_gis.papers.table import write_csv, write_geojson, write_json
from hebei_gis.papers.word import write_word
from hebei_gis.papers.workbook import write_workbook
from hebei_gis.words.errors import UnknownNameError


@dataclass(frozen=True)
class Paper:
    """One kind of paper.

    Attributes
    ----------
    ending : str
        With its dot.
    mime : str
    title_zh, title_en : str
    write : callable
        Request → the file's content.
    """

    ending: str
    mime: str
    title_zh: str
    title_en: str
    write: Callable[[PaperRequest], bytes]

    def title(self, language: str) -> str:
        """What it is, in ``zh`` or ``en``."""
        return self.title_zh if language == "zh" else self.title_en


_OFFICE = "application/vnd.openxmlformats-officedocument"
#: Ending → paper, in the order pages offer them.
PAPERS: dict[str, Paper] = {
    paper.ending: paper
    for paper in (
        Paper(".docx", f"{_OFFICE}.wordprocessingml.document", "Word 报告", "Word report",
              write_word),
        Paper(".xlsx", f"{_OFFICE}.spreadsheetml.sheet", "Excel 工作簿(公式可重算)",
              "Excel workbook (live formulas)", write_workbook),
        Paper(".csv", "text/csv", "CSV 表格", "CSV table", write_csv),
        Paper(".geojson", "application/geo+json", "GeoJSON", "GeoJSON", write_geojson),
        Paper(".html", "text/html", "离线网页", "Offline page", write_page),
        Paper(".json", "application/json", "JSON", "JSON", write_json),
    )
}  # fmt: skip


def paper_of(name: str) -> Paper:
    """The paper of a file's name.

    Raises
    ------
    UnknownNameError
        Where no paper has that ending.
    """
    ending = Path(name).suffix.lower()
    if ending not in PAPERS:
        raise UnknownNameError("paper", ending or name, list(PAPERS))
    return PAPERS[ending]


def paper_bytes(request: PaperRequest, ending: str) -> bytes:
    """The content of the paper of that ending (``.docx``).

    Raises
    ------
    UnknownNameError
        Where no paper has that ending.
    TooManyParcelsError
        More parcels than a workbook with formulas can carry.
    """
    return paper_of(f"paper{ending}").write(request)


def paper_name(request: PaperRequest, ending: str) -> str:
    """A file name for a download: title and date."""
    stem = re.sub(r"[^\w.-]+", "_", request.title).strip("._")[:80]
    return f"{stem}_{request.date.isoformat()}{ending}"


def write_paper(request: PaperRequest, path: Path) -> None:
    """Write the paper that the path's ending names; whole or not at all.

    Raises
    ------
    UnknownNameError, TooManyParcelsError
        Before anything is written.
    OSError
        Where it cannot be written.
    """
    write_whole(path, paper_of(path.name).write(request))

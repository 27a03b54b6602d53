"""The papers there are, by the ending of the file's name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hebei_gis.files.whole_files import write_whole
from hebei_gis.papers.offline_page import write_page
from hebei_gis.papers.paper_request import PaperRequest
from hebei_gis.papers.table import write_csv, write_geojson, write_json
from hebei_gis.papers.word_report import write_word
from hebei_gis.papers.workbook import write_workbook
from hebei_gis.words.errors import UnknownNameError
from hebei_gis.words.papers import say


@dataclass(frozen=True)
class Paper:
    """One kind of paper.

    Attributes
    ----------
    ending : str
        With its dot.
    mime : str
    write : callable
        Request → the file's content.
    """

    ending: str
    mime: str
    write: Callable[[PaperRequest], bytes]

    def title(self, language: str) -> str:
        """What it is, in ``zh`` or ``en``."""
        return say(f"paper{self.ending.replace('.', '_')}", language)


_OFFICE = "application/vnd.openxmlformats-officedocument"
#: Ending → paper, in the order pages offer them.
PAPERS: dict[str, Paper] = {
    paper.ending: paper
    for paper in (
        Paper(".docx", f"{_OFFICE}.wordprocessingml.document", write_word),
        Paper(".xlsx", f"{_OFFICE}.spreadsheetml.sheet", write_workbook),
        Paper(".csv", "text/csv", write_csv),
        Paper(".geojson", "application/geo+json", write_geojson),
        Paper(".html", "text/html", write_page),
        Paper(".json", "application/json", write_json),
    )
}


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

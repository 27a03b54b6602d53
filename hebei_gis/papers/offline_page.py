"""The comparison as one offline HTML file, map and all: it asks no host for anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hebei_gis import __version__
from hebei_gis.files.cells import clean_text
from hebei_gis.papers import findings, paper_tables
from hebei_gis.papers.offline_page_map import inlined_scripts, inlined_style, map_values
from hebei_gis.papers.page_bars import acceptability_bars, contribution_bars
from hebei_gis.papers.paper_colours import dark
from hebei_gis.papers.paper_request import PaperRequest
from hebei_gis.papers.parcel_sheet import parcel_sheets, surroundings_about


def write_page(request: PaperRequest) -> bytes:
    """The page as UTF-8 HTML."""
    page = _TEMPLATES.get_template("page.html.j2")
    return page.render(
        request=request,
        version=__version__,
        map_style=inlined_style(),
        map_scripts=inlined_scripts(),
        map_values=map_values(request),
    ).encode()


def _without_controls(value: Any) -> Any:
    """What a template prints: text without the control characters that HTML forbids."""
    return clean_text(value) if type(value) is str else value


_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=_without_controls,
    keep_trailing_newline=True,
)
_TEMPLATES.globals.update(
    findings=findings,
    tables=paper_tables,
    contribution_bars=contribution_bars,
    acceptability_bars=acceptability_bars,
    dark=dark,
    parcel_sheets=parcel_sheets,
    surroundings_about=surroundings_about,
)

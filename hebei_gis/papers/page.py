"""The comparison as one offline HTML file, map and all: it asks no host for anything."""

from __future__ import annotations

from pathlib import Path

from hebei_gis import __version__
from hebei_gis.papers.findings import (
    criterion_words,
    function_sentences,
    joint_share,
    measured_by,
    method_rows,
    result_sentences,
    scaling_words,
    weighting_words,
)
from hebei_gis.papers.page_map import inlined_scripts, inlined_style, map_values
from hebei_gis.papers.page_parts import (
    acceptability_bars,
    contribution_bars,
    element,
    escaped,
    sheet_part,
    table,
)
from hebei_gis.papers.parcel_sheet import parcel_sheets
from hebei_gis.papers.report_request import PaperRequest

_FOLDER = Path(__file__).parent
#: The browser itself refuses every request; images are only those inside the page.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
)


def write_page(request: PaperRequest) -> bytes:
    """The page as UTF-8 HTML."""
    language = "zh-CN" if request.language == "zh" else "en"
    style = inlined_style() + _asset("page.css")
    parts = [
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<link rel="icon" href="data:,">\n{element("title", request.title)}\n'
        f"<style>{style}</style>\n</head>\n<body>\n",
        *_head(request),
        *_ranking(request),
        *_map(request),
        *_robustness(request),
        *_method(request),
        *_sheets(request),
        *_ends(request),
        f'<script type="application/json" id="map-values">{map_values(request)}</script>\n'
        f"<script>{inlined_scripts()}</script>\n<script>{_asset('page.js')}</script>\n"
        "</body>\n</html>\n",
    ]
    return "\n".join(parts).encode()


def _asset(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _head(request: PaperRequest) -> list[str]:
    say = request.say
    date = say("of_date", date=request.date.isoformat())
    parts = [
        element("h1", request.title),
        element("p", f"{date} · {say('program', version=__version__)}", "aside"),
    ]
    if request.demonstration:
        parts.append(element("p", say("demonstration_warning"), "mark"))
    parts.append(element("h2", say("result")))
    return parts + [element("p", sentence) for sentence in result_sentences(request)]


def _ranking(request: PaperRequest) -> list[str]:
    say = request.say
    parts = [element("h2", say("ranking"))]
    if request.ranked:
        rows = [
            [
                str(request.rank(key)),
                key,
                request.names[key],
                f"{request.score(key):.3f}",
                weighting_words(request, key),
                joint_share(request, key),
            ]
            for key in request.ranked
        ]
        header = [say(n) for n in ("rank", "key", "name", "score", "robustness", "first_both")]
        caption = say("table_ranking")
        parts.append(element("p", say("click_row"), "aside"))
        parts.append(table(request, caption, header, rows, (0, 3, 5), request.ranked))
    if request.unranked:
        rows = [
            [key, request.names[key], " ".join(request.reasons(key))] for key in request.unranked
        ]
        header = [say(n) for n in ("key", "name", "reason")]
        parts.append(table(request, say("unranked"), header, rows, (), request.unranked))
    return parts


def _map(request: PaperRequest) -> list[str]:
    say = request.say
    return [
        element("h2", say("map")),
        '<div id="plan" role="application"></div>',
        f'<div id="layers" aria-label="{escaped(say("show_all_layers"))}"></div>',
        f"<noscript>{element('p', say('no_script'))}</noscript>",
    ]


def _robustness(request: PaperRequest) -> list[str]:
    if not request.ranked:
        return []
    say, additive = request.say, request.comparison.contributions is not None
    title = say("contributions" if additive else "weighted_scores")
    note = [] if additive else [element("p", say("weighted_scores_note"), "aside")]
    return [
        element("h2", request.marked(title)),
        *note,
        contribution_bars(request),
        element("h2", request.marked(say("acceptability"))),
        acceptability_bars(request),
    ]


def _method(request: PaperRequest) -> list[str]:
    say, weights = request.say, request.comparison.weights
    parts = [element("h2", say("method_heading"))]
    parts += [element("p", f"{name}{say('colon')}{words}") for name, words in method_rows(request)]
    rows = [
        [
            criterion_words(criterion, request.language),
            say(criterion.direction),
            f"{weights[criterion.id]:.3f}" if criterion.id in weights else say("only_veto"),
            scaling_words(request, criterion) if criterion.id in weights else "",
            measured_by(request, criterion),
        ]
        for criterion in request.comparison.criteria
    ]
    header = [say(n) for n in ("criterion", "direction", "weight", "scaling", "measured_by")]
    parts.append(table(request, say("table_criteria"), header, rows, (2,)))
    return parts + [element("p", sentence, "aside") for sentence in function_sentences(request)]


def _sheets(request: PaperRequest) -> list[str]:
    if not request.sheet_keys:
        return []
    parts = [element("h2", request.say("sheets"))]
    if len(request.sheet_keys) < len(request.names):
        counts = {"count": len(request.sheet_keys), "total": len(request.names)}
        parts.append(element("p", request.say("sheets_limited", **counts), "aside"))
    return parts + [sheet_part(request, sheet) for sheet in parcel_sheets(request)]


def _ends(request: PaperRequest) -> list[str]:
    say = request.say
    notes = "".join(element("li", sentence) for sentence in request.note_sentences)
    sources = "".join(
        element("li", f"{titles}{say('colon')}{who}") for who, titles in request.sources()
    )
    return [
        element("h2", say("notes")), f"<ul>{notes}</ul>",
        element("h2", say("sources")), f"<ul>{sources}</ul>",
    ]  # fmt: skip

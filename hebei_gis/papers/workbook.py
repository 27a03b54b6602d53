"""The comparison as a workbook with live formulas: change a weight, and the ranking follows.

Sheets: about, ranking, weights, values, value functions, scores, weighted, not ranked,
robustness. From values to ranks every step is a formula of functions that Excel 2007, WPS and
LibreOffice have; the program's own scores stand beside them as a check.
"""

from __future__ import annotations

import math

from hebei_gis import __version__
from hebei_gis.formats.workbook_writing import Formula, on_sheet, span
from hebei_gis.papers.findings import (
    criterion_words,
    method_rows,
    result_sentences,
)
from hebei_gis.papers.paper_request import PaperRequest
from hebei_gis.papers.workbook_cells import Book
from hebei_gis.papers.workbook_steps import FIRST, Steps
from hebei_gis.words.errors import HebeiGisError

#: More ranked parcels make a workbook too slow to work with.
MOST_PARCELS = 3000
_ROBUSTNESS_RANKS = 10


class TooManyParcelsError(HebeiGisError, ValueError):
    """More ranked parcels than a workbook with formulas can carry."""

    def __init__(self, request: PaperRequest) -> None:
        counts = {"count": len(request.ranked), "most": MOST_PARCELS}
        super().__init__("too_many_parcels", **counts)


def write_workbook(request: PaperRequest) -> bytes:
    """The workbook as .xlsx.

    Raises
    ------
    TooManyParcelsError
        More than :data:`MOST_PARCELS` ranked parcels.
    """
    if len(request.ranked) > MOST_PARCELS:
        raise TooManyParcelsError(request)
    mark = request.say("demonstration_mark") if request.demonstration else ""
    book = Book(request.title, mark)
    _about(book, request)
    if request.ranked:
        steps = Steps(book, request)
        _ranking(book, request, steps)
        steps.write()
    _unranked(book, request)
    _robustness(book, request)
    return book.content()


def _about(book: Book, request: PaperRequest) -> None:
    say = request.say
    sheet = book.sheet(say("sheet_about"), request.title, [26, 110])
    rows = [("", say("of_date", date=request.date.isoformat()))]
    rows.append(("", say("program", version=__version__)))
    if request.demonstration:
        rows.append(("", say("demonstration_warning")))
    rows += [(say("result"), sentence) for sentence in result_sentences(request)]
    rows += method_rows(request)
    names = {n: say(f"sheet_{n}") for n in ("weights", "robustness", "unranked")}
    rows += [(say("notes"), say("book_live", **names)), ("", say("filled_cell"))]
    rows += [(say("notes"), sentence) for sentence in request.note_sentences]
    colon = say("colon")
    rows += [(say("sources"), f"{titles}{colon}{who}") for who, titles in request.sources()]
    for number, (name, words) in enumerate(rows, start=3):
        book.put(sheet, number, 1, name, "title")
        red = request.demonstration and words == say("demonstration_warning")
        book.put(sheet, number, 2, words, "warning" if red else "plain")


def _ranking(book: Book, request: PaperRequest, steps: Steps) -> None:
    """The parcels in the order of their ranks, which a changed weight rearranges."""
    say, count = request.say, len(steps.keys)
    sheet = book.sheet(
        say("sheet_ranking"), say("ranking"), [8, 18, 34, 12, 12, 9, 34], repeated_row=3
    )
    sheet.freeze(4, 1)
    book.row(sheet, 3, [say(n) for n in ("rank", "key", "name", "score", "accuracy")], "head")
    weighted, last = steps.weighted, FIRST + count - 1

    def column(number: int) -> str:
        return on_sheet(weighted, span((FIRST, number), (last, number)))

    order = column(steps.order_column)
    for place, key in enumerate(request.ranked, start=1):
        row = 3 + place
        where = f"MATCH({place},{order},0)"
        score, rank = request.score(key), request.rank(key)
        cells: list[Formula | str] = [
            Formula(f'IFERROR(INDEX({column(steps.rank_column)},{where}),"")', rank or ""),
            Formula(f'IFERROR(INDEX({column(1)},{where}),"")', key),
            Formula(f'IFERROR(INDEX({column(2)},{where}),"")', request.names[key]),
            Formula(f'IFERROR(INDEX({column(steps.score_column)},{where}),"")', score or 0.0),
            Formula(f'IFERROR(INDEX({column(steps.accuracy_column)},{where}),"")',
                    request.accuracy_m(key)),
        ]  # fmt: skip
        for number, cell in enumerate(cells, start=1):
            book.put(sheet, row, number, cell, "plain", "0.0000" if number == 4 else "")
    book.put(sheet, 3, 7, say("weights_ok"), "head")
    book.put(sheet, 4, 7, Formula(on_sheet(steps.weights, steps.words_cell), say("weights_fine")))
    book.put(sheet, 5, 7, say("check"), "head")
    check = Formula(on_sheet(weighted, steps.check_cell), say("check_same"))
    book.put(sheet, 6, 7, check)


def _unranked(book: Book, request: PaperRequest) -> None:
    if not request.unranked:
        return
    say, comparison = request.say, request.comparison
    criteria = comparison.criteria
    sheet = book.sheet(say("sheet_unranked"), say("unranked"), [18, 34, 14, 60], repeated_row=3)
    header = [say(n) for n in ("key", "name", "status", "reason")]
    book.row(sheet, 3, [*header, *(criterion_words(c, request.language) for c in criteria)], "head")
    for row, key in enumerate(request.unranked, start=4):
        status = "status_vetoed" if key in comparison.vetoed else "status_unknown"
        words = [key, request.names[key], say(status), " ".join(request.reasons(key))]
        book.row(sheet, row, words)
        for number, criterion in enumerate(criteria, start=5):
            value = float(comparison.values[criterion.id].loc[key])
            book.put(sheet, row, number, say("unknown") if math.isnan(value) else value)
    sheet.freeze(4, 3)


def _robustness(book: Book, request: PaperRequest) -> None:
    """Shares of the draws, as numbers: they do not follow a changed weight."""
    robustness, say = request.comparison.robustness, request.say
    if robustness is None or not request.ranked:
        return
    sheet = book.sheet(say("sheet_robustness"), say("robustness"), [8, 18, 34], repeated_row=3)
    parts = {
        "first_near": robustness.near, "first_all": robustness.everywhere,
        "first_moved": robustness.positions, "first_both": robustness.joint,
    }  # fmt: skip
    known = {name: part for name, part in parts.items() if part is not None}
    sure = [key for key in request.ranked if key in robustness.joint.shares.index]
    ranks = range(1, min(_ROBUSTNESS_RANKS, len(sure)) + 1)
    header = [say(n) for n in ("rank", "key", "name")] + [say(name) for name in known]
    book.row(sheet, 3, [*header, *(say("rank_share", rank=rank) for rank in ranks)], "head")
    for row, key in enumerate(sure, start=4):
        book.row(sheet, row, [request.rank(key), key, request.names[key]])
        joint = robustness.joint.by_rank(key)
        shares = [part.first(key) for part in known.values()]
        shares += [joint.get(str(rank), 0.0) for rank in ranks]
        for number, share in enumerate(shares, start=4):
            book.put(sheet, row, number, share, "plain", "0.0%")
    sheet.freeze(4, 4)
    book.put(sheet, 2, 1, f"{say('seed')}{say('colon')}{robustness.seed}", "aside")
    sheet.widths([14] * (len(known) + len(ranks)), start=4)

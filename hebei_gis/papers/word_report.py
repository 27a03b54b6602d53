"""The report in Word: result, method, ranking, map, contributions, a sheet a parcel, sources."""

from __future__ import annotations

from hebei_gis import __version__
from hebei_gis.papers.findings import (
    criterion_words,
    function_sentences,
    method_rows,
    result_sentences,
)
from hebei_gis.papers.map_pictures import drawn_layers, overview_picture, parcel_picture
from hebei_gis.papers.paper_request import PaperRequest
from hebei_gis.papers.paper_tables import (
    PaperTable,
    criteria_table,
    entries_table,
    facts_table,
    ranking_table,
    surroundings_table,
    unranked_table,
)
from hebei_gis.papers.parcel_sheet import ParcelSheet, parcel_sheets, surroundings_about
from hebei_gis.papers.word_file import WordFile

#: So many parcels side by side in a table of contributions, and at most so many in all.
SIDE_BY_SIDE = 6
CONTRIBUTIONS = 24
#: Rows of the ranking at most; the others stand in the workbook and the CSV.
RANKING_ROWS = 300


def write_word(request: PaperRequest) -> bytes:
    """The report as .docx."""
    mark = request.say("demonstration_mark") if request.demonstration else ""
    word = WordFile(request.title, request.language, request.date, mark)
    word.head_and_foot(request.title, request.say("page", page="{page}", pages="{pages}"))
    date = request.say("of_date", date=request.date.isoformat())
    word.title(request.title, [date, request.say("program", version=__version__)])
    if request.demonstration:
        word.warning(request.say("demonstration_warning"))
    word.heading(request.say("result"), 1)
    for sentence in result_sentences(request):
        word.text(sentence)
    _method(word, request)
    _ranking(word, request)
    _map(word, request)
    if request.ranked:
        _contributions(word, request)
    _unranked(word, request)
    _sheets(word, request)
    _ends(word, request)
    return word.content()


def _caption(request: PaperRequest, title: str) -> str:
    return request.say("table_number", number="{number}", title=_braced(title))


def _table(
    word: WordFile, request: PaperRequest, table: PaperTable, widths_cm: list[float], of: str = ""
) -> None:
    """A table; `of` a parcel it names the parcel, and is set smaller."""
    title = f"{of}{request.say('colon')}{table.title}" if of else table.title
    word.table(
        _caption(request, title), table.header, table.rows, widths_cm,
        right=table.numbers, size_pt=8.5 if of else 9,
    )  # fmt: skip


def _braced(words: str) -> str:
    """Words in which braces are only braces."""
    return words.replace("{", "{{").replace("}", "}}")


def _method(word: WordFile, request: PaperRequest) -> None:
    say = request.say
    word.heading(say("method_heading"), 1)
    for name, words in method_rows(request):
        word.text(f"{name}{say('colon')}{words}")
    _table(word, request, criteria_table(request), [6, 2.2, 2, 2.4, 3.8])
    for sentence in function_sentences(request):
        word.bullet(sentence)


def _ranking(word: WordFile, request: PaperRequest) -> None:
    say = request.say
    word.heading(say("ranking"), 1)
    if not request.ranked:
        word.text(say("nothing_ranked"))
        return
    table = ranking_table(request, RANKING_ROWS)
    _table(word, request, table, [1.3, 2.4, 4, 1.6, 5.4, 2.4])


def _map(word: WordFile, request: PaperRequest) -> None:
    say = request.say
    word.heading(say("map"), 1)
    caption = say("figure_number", number="{number}", title=_braced(say("map_caption")))
    word.picture(overview_picture(request), caption)
    word.text(say("map_legend"), grey=True)
    word.text(_source_line(request), grey=True)


def _source_line(request: PaperRequest) -> str:
    names = [*drawn_layers(request), request.parcel_layer]
    named = [f"{titles}{request.say('colon')}{who}" for who, titles in request.sources(names)]
    sources = request.say("semicolon").join(named) or request.say("none")
    return request.say("map_source", sources=sources)


def _contributions(word: WordFile, request: PaperRequest) -> None:
    say, comparison = request.say, request.comparison
    additive = comparison.contributions is not None
    title = say("contributions" if additive else "weighted_scores")
    word.heading(title, 1)
    if not additive:
        word.text(say("weighted_scores_note"))
    weighted = comparison.scores * comparison.weight_vector
    best = request.ranked[:CONTRIBUTIONS]
    for start in range(0, len(best), SIDE_BY_SIDE):
        keys = best[start : start + SIDE_BY_SIDE]
        rows = [
            [criterion_words(criterion, request.language)]
            + [f"{float(weighted[criterion.id].loc[key]):.3f}" for key in keys]
            for criterion in comparison.weighed
        ]
        rows.append([say("score"), *(f"{request.score(key):.3f}" for key in keys)])
        header = [say("criterion"), *(f"{request.rank(key)} {request.names[key]}" for key in keys)]
        widths = [4.6, *[2.0] * len(keys)]
        right = range(1, len(keys) + 1)
        caption = _caption(request, title)
        word.table(caption, header, rows, widths, right=right, size_pt=8, bold_last=True)


def _unranked(word: WordFile, request: PaperRequest) -> None:
    say = request.say
    word.heading(say("unranked"), 1)
    if not request.unranked:
        word.text(say("unranked_none"))
        return
    _table(word, request, unranked_table(request, RANKING_ROWS), [2.4, 4, 2, 8])


# ---- One parcel, one sheet.


def _sheets(word: WordFile, request: PaperRequest) -> None:
    if not request.sheet_keys:
        return
    word.heading(request.say("sheets"), 1, new_page=True)
    if len(request.sheet_keys) < len(request.names):
        counts = {"count": len(request.sheet_keys), "total": len(request.names)}
        word.text(request.say("sheets_limited", **counts))
    quoted: set[str] = set()
    for number, sheet in enumerate(parcel_sheets(request)):
        _sheet(word, request, sheet, quoted, new_page=number > 0)


def _sheet(
    word: WordFile, request: PaperRequest, sheet: ParcelSheet, quoted: set[str], *, new_page: bool
) -> None:
    say = request.say
    name = sheet.name
    if name != sheet.key:
        name = say("in_brackets", words=name, inside=sheet.key)
    word.heading(name, 2, new_page=new_page)
    word.text(sheet.standing + (f"{say('colon')}{sheet.robustness}" if sheet.robustness else ""))
    for line in (*sheet.reasons, *sheet.accuracy):
        word.text(line)
    title = _braced(say("sheet_caption", name=sheet.name))
    caption = say("figure_number", number="{number}", title=title)
    word.picture(parcel_picture(request, sheet.key, sheet.neighbours), caption)
    word.text(say("map_letters"), grey=True)
    widths = [5.2, 5.4, 1.8, 1.8, 2]
    _table(word, request, facts_table(request, sheet), widths, sheet.name)
    _neighbours(word, request, sheet)
    _entries(word, request, sheet, quoted)


def _neighbours(word: WordFile, request: PaperRequest, sheet: ParcelSheet) -> None:
    say = request.say
    if not sheet.neighbours:
        word.text(say("surroundings_none"))
        return
    table = surroundings_table(request, sheet)
    _table(word, request, table, [1, 3, 4.4, 2.2, 1.7, 3.8], sheet.name)
    word.text(surroundings_about(request), grey=True)


def _entries(word: WordFile, request: PaperRequest, sheet: ParcelSheet, quoted: set[str]) -> None:
    say = request.say
    if not sheet.entries:
        word.text(say("entries_none"))
        return
    _table(word, request, entries_table(request, sheet), [2, 1.8, 5, 4, 3.6], sheet.name)
    for entry in sheet.entries:
        if not entry.quoted:
            continue
        if entry.id in quoted:
            word.text(say("quoted_once", id=entry.id), grey=True)
            continue
        quoted.add(entry.id)
        word.text(say("quote", id=entry.id), keep=True)
        word.text(entry.quoted)


def _ends(word: WordFile, request: PaperRequest) -> None:
    word.heading(request.say("notes"), 1, new_page=True)
    for sentence in request.note_sentences or (request.say("none"),):
        word.bullet(sentence)
    word.heading(request.say("sources"), 1)
    for who, titles in request.sources():
        word.bullet(f"{titles}{request.say('colon')}{who}")

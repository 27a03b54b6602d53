"""The report in Word: result, method, ranking, map, contributions, a sheet a parcel, sources."""

from __future__ import annotations

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
from hebei_gis.papers.parcel_sheet import (
    PER_LAYER,
    REACH_M,
    ParcelSheet,
    basis_words,
    distance_words,
    parcel_sheets,
)
from hebei_gis.papers.picture import drawn_layers, overview_picture, parcel_picture
from hebei_gis.papers.report_request import PaperRequest
from hebei_gis.papers.word_parts import WordFile

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


def _braced(words: str) -> str:
    """Words in which braces are only braces."""
    return words.replace("{", "{{").replace("}", "}}")


def _method(word: WordFile, request: PaperRequest) -> None:
    say = request.say
    word.heading(say("method_heading"), 1)
    for name, words in method_rows(request):
        word.text(f"{name}{say('colon')}{words}")
    weights = request.comparison.weights
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
    header = [say(name) for name in ("criterion", "direction", "weight", "scaling", "measured_by")]
    caption = _caption(request, say("table_criteria"))
    word.table(caption, header, rows, [6, 2.2, 2, 2.4, 3.8], right=[2])
    for sentence in function_sentences(request):
        word.bullet(sentence)


def _ranking(word: WordFile, request: PaperRequest) -> None:
    say = request.say
    word.heading(say("ranking"), 1)
    if not request.ranked:
        word.text(say("nothing_ranked"))
        return
    rows = [
        [
            str(request.rank(key)),
            key,
            request.names[key],
            f"{request.score(key):.3f}",
            weighting_words(request, key),
            joint_share(request, key),
        ]
        for key in request.ranked[:RANKING_ROWS]
    ]
    header = [say(n) for n in ("rank", "key", "name", "score", "robustness", "first_both")]
    caption = _caption(request, say("table_ranking"))
    word.table(caption, header, rows, [1.3, 2.4, 4, 1.6, 5.4, 2.4], right=[0, 3, 5])


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
    sources = (";" if request.language == "zh" else "; ").join(named)
    return request.say("map_source", sources=sources or request.say("none"))


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
    rows = []
    for key in request.unranked[:RANKING_ROWS]:
        status = "status_vetoed" if key in request.comparison.vetoed else "status_unknown"
        rows.append([key, request.names[key], say(status), " ".join(request.reasons(key))])
    header = [say(name) for name in ("key", "name", "status", "reason")]
    word.table(_caption(request, say("unranked")), header, rows, [2.4, 4, 2, 8])


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
    name = sheet.name if sheet.name == sheet.key else f"{sheet.name} ({sheet.key})"
    word.heading(name, 2, new_page=new_page)
    word.text(sheet.standing + (f"{say('colon')}{sheet.robustness}" if sheet.robustness else ""))
    for line in (*sheet.reasons, *sheet.accuracy):
        word.text(line)
    title = _braced(say("sheet_caption", name=sheet.name))
    caption = say("figure_number", number="{number}", title=title)
    word.picture(parcel_picture(request, sheet.key, sheet.neighbours), caption)
    word.text(say("map_letters"), grey=True)
    rows = [[f.criterion, f.value, f.score, f.weighted, f.rank] for f in sheet.facts]
    header = [say(n) for n in ("criterion", "value_column", "score", "contribution", "rank_here")]
    title = _titled(request, sheet, "table_facts")
    word.table(title, header, rows, [5.2, 5.4, 1.8, 1.8, 2], right=[2, 3, 4], size_pt=8.5)
    _neighbours(word, request, sheet)
    _entries(word, request, sheet, quoted)


def _titled(request: PaperRequest, sheet: ParcelSheet, name: str) -> str:
    return _caption(request, f"{sheet.name}{request.say('colon')}{request.say(name)}")


def _neighbours(word: WordFile, request: PaperRequest, sheet: ParcelSheet) -> None:
    say = request.say
    if not sheet.neighbours:
        word.text(say("surroundings_none"))
        return
    rows = [
        [
            one.letter,
            one.layer,
            one.name,
            distance_words(request, sheet.key, one),
            f"±{one.uncertainty_m:,.0f}",
            basis_words(one.basis, request.language),
        ]
        for one in sheet.neighbours
    ]
    names = ("on_map", "layer", "feature", "distance", "uncertainty", "basis")
    header = [say(name) for name in names]
    title = _titled(request, sheet, "table_surroundings")
    word.table(title, header, rows, [1, 3, 4.4, 2.2, 1.7, 3.8], right=[3, 4], size_pt=8.5)
    word.text(say("surroundings_about", reach=f"{REACH_M:,.0f}", count=PER_LAYER), grey=True)


def _entries(word: WordFile, request: PaperRequest, sheet: ParcelSheet, quoted: set[str]) -> None:
    say = request.say
    if not sheet.entries:
        word.text(say("entries_none"))
        return
    rows = [[e.relation, e.id, e.title, e.locator, e.through] for e in sheet.entries]
    header = [say(name) for name in ("relation", "entry", "name", "locator", "through")]
    title = _titled(request, sheet, "table_entries")
    word.table(title, header, rows, [2, 1.8, 5, 4, 3.6], size_pt=8.5)
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

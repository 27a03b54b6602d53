"""The steps of a workbook from values to ranks: weights, values, scores, weighted scores."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from hebei_gis.formats.workbook_writing import Formula, SheetWriter, at, on_sheet, span
from hebei_gis.papers.findings import criterion_words, scaling_words
from hebei_gis.papers.paper_request import PaperRequest
from hebei_gis.papers.workbook_cells import Book
from hebei_gis.papers.workbook_formulas import (
    FIGURE_ROWS,
    FIGURES,
    figure_formula,
    score_formula,
)
from hebei_gis.sites import Criterion
from hebei_gis.sites.normalising import value_function

#: The row of the first parcel on the sheets of values, scores and weighted scores.
FIRST = 12
#: The column of the first criterion there.
_CRITERION = 3
#: The row of their headings, and the first row of weights.
_HEAD, _WEIGHT = FIRST - 1, 4
#: Columns of the sheet of weights.
_EDIT, _DELIVERED, _SHARE = 5, 6, 7
#: Scores that differ by no more, relative to the greatest, share a rank.
_TIE = "1E-12"


class Steps:
    """Writes the sheets; other sheets ask it where things stand."""

    def __init__(self, book: Book, request: PaperRequest) -> None:
        self.book, self.request, self.say = book, request, request.say
        comparison = request.comparison
        self.keys = [str(key) for key in comparison.rank.index]
        self.criteria: Sequence[Criterion] = [
            next(c for c in comparison.criteria if c.id == name) for name in comparison.scores
        ]
        names = ("weights", "values", "scores", "weighted", "functions")
        titles = {name: request.say(f"sheet_{name}") for name in names}
        self.weights, self.values = titles["weights"], titles["values"]
        self.scores, self.weighted = titles["scores"], titles["weighted"]
        self.functions = titles["functions"]
        self.topsis = comparison.options.method == "topsis"
        count = len(self.criteria)
        self._last = FIRST + len(self.keys) - 1
        self._end = _CRITERION + count - 1
        # After the criteria: distances for TOPSIS, then what is the same for both methods.
        self.score_column = self._end + (3 if self.topsis else 1)
        self.rank_column = self.score_column + 1
        self.order_column = self.score_column + 2
        self.accuracy_column = self.score_column + 6
        self.check_cell = at(2, self.score_column)
        self.good_cell = at(_WEIGHT + count + 1, _EDIT)
        self.words_cell = at(_WEIGHT + count + 2, _EDIT)
        self._same_cell = at(_WEIGHT + count + 3, _EDIT)

    def write(self) -> None:
        """Write all the sheets."""
        self._write_weights()
        self._write_values()
        if self._corners:
            self._write_functions()
        self._write_scores()
        self._write_weighted()

    # ---- What the cells hold.

    @cached_property
    def _numbers(self) -> np.ndarray:
        """Values that enter the scores, unknown ones replaced: parcels × criteria."""
        comparison = self.request.comparison
        columns = [criterion.id for criterion in self.criteria]
        frame = comparison.values.loc[self.keys, columns].copy()
        for key, filled in comparison.filled.items():
            for name, value in filled.items():
                if key in frame.index and name in frame:
                    frame.loc[key, name] = value
        return frame.to_numpy(dtype=float)

    @cached_property
    def _shares(self) -> list[float]:
        return [float(weight) for weight in self.request.comparison.weight_vector]

    @cached_property
    def _corners(self) -> dict[str, tuple[tuple[float, float], ...]]:
        options = self.request.comparison.options
        found = {c.id: value_function(c, options.normalise, options.values) for c in self.criteria}
        return {name: function.corners for name, function in found.items() if function is not None}

    def _scaling(self, criterion: Criterion) -> str:
        normalise = self.request.comparison.options.normalise
        if criterion.id in self._corners:
            return "value"
        return "min_max" if normalise == "value" else normalise

    def _grid(self, name: str, extra: Sequence[float] = ()) -> SheetWriter:
        """A sheet of parcels × criteria with its headings."""
        widths = [18.0, 30.0, *[14.0] * len(self.criteria), *extra]
        sheet = self.book.sheet(name, name, widths, repeated_row=_HEAD)
        titles = [criterion_words(c, self.request.language) for c in self.criteria]
        self.book.row(sheet, _HEAD, [self.say("key"), self.say("name"), *titles], "head")
        for row, key in enumerate(self.keys, start=FIRST):
            self.book.row(sheet, row, [key, self.request.names[key]])
        sheet.freeze(FIRST, _CRITERION)
        return sheet

    def _column(self, column: int) -> str:
        """All parcels of a column."""
        return span((FIRST, column), (self._last, column))

    # ---- The sheets.

    def _write_weights(self) -> None:
        book, say, count = self.book, self.say, len(self.criteria)
        sheet = book.sheet(self.weights, say("table_criteria"), [26, 40, 12, 16, 16, 16, 14])
        names = ("key", "criterion", "direction", "scaling", "weight_editable",
                 "weight_delivered", "weight_share")  # fmt: skip
        book.row(sheet, _WEIGHT - 1, [say(name) for name in names], "head")
        first, last = _WEIGHT, _WEIGHT + count - 1
        edit = span((first, _EDIT), (last, _EDIT))
        for row, (criterion, share) in enumerate(
            zip(self.criteria, self._shares, strict=True), start=_WEIGHT
        ):
            words = [
                criterion.id,
                criterion_words(criterion, self.request.language),
                say(criterion.direction),
                scaling_words(self.request, criterion),
            ]
            book.row(sheet, row, words)
            book.put(sheet, row, _EDIT, share, "edit", "0.0000")
            book.put(sheet, row, _DELIVERED, share, "aside", "0.0000")
            good = at(last + 2, _EDIT, fixed="rc")
            formula = f"IF({good}=1,{at(row, _EDIT)}/SUM({edit}),0)"
            book.put(sheet, row, _SHARE, Formula(formula, share), "plain", "0.0000")
        for row, name in enumerate(("weights_ok", "weights_ok", "check"), start=last + 2):
            book.put(sheet, row, 2, say(name), "aside")
        # A criterion's worth of cells that hold numbers, none negative, some positive.
        good = f'IF(AND(COUNT({edit})={count},COUNTIF({edit},"<0")=0,SUM({edit})>0),1,0)'
        book.put(sheet, last + 2, _EDIT, Formula(good, 1), "aside")
        words_of = f'IF({self.good_cell}=1,"{say("weights_fine")}","{say("weights_bad")}")'
        book.put(sheet, last + 3, _EDIT, Formula(words_of, say("weights_fine")))
        delivered = span((first, _DELIVERED), (last, _DELIVERED))
        same = f"IF({self.good_cell}=1,IF(SUMPRODUCT(ABS({edit}-{delivered}))<1E-12,1,0),0)"
        book.put(sheet, last + 4, _EDIT, Formula(same, 1), "aside")
        sheet.freeze(_WEIGHT, 3)

    def _write_values(self) -> None:
        sheet = self._grid(self.values)
        filled = self.request.comparison.filled
        for place, criterion in enumerate(self.criteria):
            column = _CRITERION + place
            for row, (key, value) in enumerate(
                zip(self.keys, self._numbers[:, place], strict=True), start=FIRST
            ):
                look = "filled" if criterion.id in filled.get(key, {}) else "plain"
                self.book.put(sheet, row, column, float(value), look)
            needed = FIGURES[self._scaling(criterion)][criterion.direction]
            for number, figure in enumerate(FIGURE_ROWS):
                if figure in needed:
                    values = [float(value) for value in self._numbers[:, place]]
                    formula = figure_formula(figure, self._column(column), values)
                    self.book.put(sheet, 3 + number, column, formula, "aside")
        for number, figure in enumerate(FIGURE_ROWS):
            self.book.put(sheet, 3 + number, 2, self.say(figure), "aside")

    def _write_functions(self) -> None:
        most = max(map(len, self._corners.values()))
        sheet = self.book.sheet(self.functions, self.say("value_functions"), [40, 10, *[12] * most])
        for row, criterion in self._function_rows:
            corners = self._corners[criterion.id]
            words = criterion_words(criterion, self.request.language)
            self.book.row(sheet, row, [words, self.say("corner_value")])
            self.book.row(sheet, row + 1, ["", self.say("corner_worth")])
            for place, (value, worth) in enumerate(corners, start=3):
                self.book.put(sheet, row, place, value, "edit")
                self.book.put(sheet, row + 1, place, worth, "edit")

    @cached_property
    def _function_rows(self) -> list[tuple[int, Criterion]]:
        judged = [c for c in self.criteria if c.id in self._corners]
        return [(3 + 3 * number, criterion) for number, criterion in enumerate(judged)]

    def _corner_ranges(self, criterion: Criterion) -> tuple[str, str]:
        row = next((row for row, one in self._function_rows if one.id == criterion.id), 0)
        if not row:
            return "", ""
        last = 2 + len(self._corners[criterion.id])
        values, worths = span((row, 3), (row, last)), span((row + 1, 3), (row + 1, last))
        return on_sheet(self.functions, values), on_sheet(self.functions, worths)

    def _write_scores(self) -> None:
        sheet = self._grid(self.scores)
        scores = self.request.comparison.scores.loc[self.keys].to_numpy()
        for place, criterion in enumerate(self.criteria):
            column = _CRITERION + place
            figures = {
                figure: on_sheet(self.values, at(3 + number, column, fixed="rc"))
                for number, figure in enumerate(FIGURE_ROWS)
            }
            corners = self._corner_ranges(criterion)
            for row, score in enumerate(scores[:, place], start=FIRST):
                cell = on_sheet(self.values, at(row, column))
                text = score_formula(criterion, self._scaling(criterion), cell, figures, corners)
                self.book.put(sheet, row, column, Formula(text, float(score)), "plain", "0.0000")

    def _write_weighted(self) -> None:
        say, book = self.say, self.book
        sheet = self._grid(self.weighted, [12.0] * (9 if self.topsis else 7))
        scores = self.request.comparison.scores.loc[self.keys].to_numpy()
        for place, share in enumerate(self._shares):
            column = _CRITERION + place
            source = on_sheet(self.weights, at(_WEIGHT + place, _SHARE, fixed="rc"))
            book.put(sheet, 3, column, Formula(source, share), "aside", "0.0000")
            for row, score in enumerate(scores[:, place], start=FIRST):
                cell = on_sheet(self.scores, at(row, column))
                formula = Formula(f"{cell}*{at(3, column, fixed='r')}", float(score * share))
                book.put(sheet, row, column, formula, "plain", "0.0000")
            if self.topsis:
                for number, name in ((4, "MAX"), (5, "MIN")):
                    best = max if name == "MAX" else min
                    value = float(best(scores[:, place]) * share)
                    formula = Formula(f"{name}({self._column(column)})", value)
                    book.put(sheet, number, column, formula, "aside", "0.0000")
        book.put(sheet, 3, 2, say("weight_share"), "aside")
        if self.topsis:
            book.put(sheet, 4, 2, say("best"), "aside")
            book.put(sheet, 5, 2, say("worst"), "aside")
        self._write_totals(sheet, scores * np.array(self._shares))

    def _write_totals(self, sheet: SheetWriter, weighted: np.ndarray) -> None:
        say, book, request = self.say, self.book, self.request
        names = ["to_best", "to_worst"] if self.topsis else []
        names += ["score", "rank", "order", "program_score", "program_rank", "difference",
                  "accuracy"]  # fmt: skip
        book.row(sheet, _HEAD, [say(name) for name in names], "head", self._end + 1)
        good = on_sheet(self.weights, self.good_cell)
        totals, ranks = self._column(self.score_column), self._column(self.rank_column)
        places = {key: place for place, key in enumerate(request.ranked, start=1)}
        best, worst = weighted.max(axis=0), weighted.min(axis=0)
        for number, key in enumerate(self.keys):
            row, score, rank = FIRST + number, request.score(key), request.rank(key)
            cells = f"{at(row, _CRITERION, fixed='c')}:{at(row, self._end, fixed='c')}"
            if self.topsis:
                for place, (line, goal) in enumerate(((4, best), (5, worst)), start=1):
                    goals = span((line, _CRITERION), (line, self._end))
                    far = math.sqrt(float(((weighted[number] - goal) ** 2).sum()))
                    text = f"SQRT(SUMPRODUCT(({cells}-{goals})^2))"
                    book.put(sheet, row, self._end + place, Formula(text, far), "plain", "0.0000")
                up, down = at(row, self._end + 1), at(row, self._end + 2)
                text = f"IF({up}+{down}>0,{down}/({up}+{down}),0.5)"
            else:
                text = f"SUM({cells})"
            own = at(row, self.score_column)
            tie = f"{_TIE}*MAX({totals})"
            ranked = f"SUMPRODUCT(--({totals}>{own}+{tie}))+1"
            above = f"{at(FIRST, self.rank_column, fixed='r')}:{at(row, self.rank_column)}"
            mine = at(row, self.rank_column)
            order = f"{mine}+COUNTIF({above},{mine})-1"
            values: list[tuple[str, float | int]] = [
                (text, score or 0.0), (ranked, rank or 0), (order, places[key]),
            ]  # fmt: skip
            for place, (formula, value) in enumerate(values):
                guarded = Formula(f'IF({good}=1,{formula},"")', value)
                pattern = "" if place else "0.0000"
                book.put(sheet, row, self.score_column + place, guarded, "plain", pattern)
            book.put(sheet, row, self.score_column + 3, score, "aside", "0.0000")
            book.put(sheet, row, self.score_column + 4, rank, "aside")
            theirs = at(row, self.score_column + 3)
            text = f'IF({good}=1,{own}-{theirs},"")'
            book.put(sheet, row, self.score_column + 5, Formula(text, 0.0), "aside", "0.0E+00")
            book.put(sheet, row, self.accuracy_column, request.accuracy_m(key), "aside")
        self._write_check(sheet, ranks)

    def _write_check(self, sheet: SheetWriter, ranks: str) -> None:
        """One cell that says whether the formulas give the program's numbers."""
        say = self.say
        differences = self._column(self.score_column + 5)
        theirs = self._column(self.score_column + 4)
        same = on_sheet(self.weights, self._same_cell)
        fine = (
            f"AND(MAX({differences})<1E-9,MIN({differences})>-1E-9,"
            f"SUMPRODUCT(--({ranks}<>{theirs}))=0)"
        )
        text = (
            f'IF({same}=1,IF({fine},"{say("check_same")}","{say("check_differs")}"),'
            f'"{say("check_changed")}")'
        )
        self.book.put(sheet, 2, self.score_column - 1, say("check"), "aside")
        self.book.put(sheet, 2, self.score_column, Formula(text, say("check_same")))

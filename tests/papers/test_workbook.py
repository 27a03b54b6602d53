from __future__ import annotations

import io

import openpyxl
import pytest

from hebei_gis.papers import PaperRequest, TooManyParcelsError, paper_bytes
from hebei_gis.papers import workbook as workbook_module
from hebei_gis.sites import SiteOptions, compare_sites, measure_sites
from tests.papers.paper_cases import DATE, VALUE, converted, nothing_ranked, request, soffice
from tests.sites.site_cases import table_case

METHODS = ("weighted_sum", "topsis")
NORMALISATIONS = ("min_max", "max", "sum", "vector", "value")
COLUMNS = {
    "far": [2.5, 1.0, 3.2, 2.5, 0.5],
    "price": [100.0, 250.0, 90.5, 100.0, 400.0],
    "same": [7.0] * 5,
    "target": [700.0, 1200.0, 20.0, 700.0, 300.0],
}


def case(weights: dict[str, float], method: str, normalise: str) -> PaperRequest:
    """Five parcels, the first and the fourth alike."""
    found, declared = table_case(COLUMNS, price="lower", same="lower")
    measured = measure_sites(found, declared, request(firm=False).around)
    options = {
        "weights": weights, "method": method, "normalise": normalise,
        "values": {"target": {"target": 800, "none_above": 1500}} | (
            {"far": VALUE} if normalise == "value" else {}),
    }  # fmt: skip
    return PaperRequest(compare_sites(measured, SiteOptions.model_validate(options)), date=DATE)


WEIGHTS = {"far": 0.4, "price": 0.3, "same": 0.1, "target": 0.2}
CHANGED = {"far": 0.05, "price": 0.3, "same": 0.1, "target": 1.7}


@pytest.fixture(scope="module")
def recomputed(tmp_path_factory: pytest.TempPathFactory):
    """Every method and normalisation, as delivered and with one weight changed, recomputed.

    openpyxl drops the stored values when it saves, so that LibreOffice must compute.
    """
    soffice()
    folder = tmp_path_factory.mktemp("workbooks")
    found = {}
    for method in METHODS:
        for normalise in NORMALISATIONS:
            for name, weights in (("same", WEIGHTS), ("changed", CHANGED)):
                book = openpyxl.load_workbook(
                    io.BytesIO(paper_bytes(case(WEIGHTS, method, normalise), ".xlsx"))
                )
                sheet = book["权重"]
                for row in range(4, 8):
                    sheet.cell(row, 5).value = weights[sheet.cell(row, 1).value]
                path = folder / f"{method}-{normalise}-{name}.xlsx"
                book.save(path)
                found[method, normalise, name] = path
    done = converted(list(found.values()), "xlsx", folder)
    opened = [openpyxl.load_workbook(path, data_only=True) for path in done]
    return dict(zip(found, opened, strict=True))


def numbers(book, column: str) -> dict[str, float]:
    """Key → a column of the sheet of weighted scores."""
    sheet = book["加权得分"]
    head = [cell.value for cell in sheet[11]]
    place = head.index(column)
    return {row[0].value: row[place].value for row in sheet.iter_rows(min_row=12)}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("normalise", NORMALISATIONS)
@pytest.mark.parametrize("name", ["same", "changed"])
def test_recomputed_by_libreoffice_it_equals_the_program(recomputed, method, normalise, name):
    book = recomputed[method, normalise, name]
    expected = case(WEIGHTS if name == "same" else CHANGED, method, normalise).comparison
    for key, score in numbers(book, "得分").items():
        assert score == pytest.approx(float(expected.score[key]), abs=1e-9)
    assert numbers(book, "名次") == {str(key): int(rank) for key, rank in expected.rank.items()}
    ranking = [[cell.value for cell in row] for row in book["排名"].iter_rows(min_row=4, max_col=2)]
    assert [key for _, key in ranking[:5]] == expected.ranked
    said = book["排名"]["G6"].value
    assert said == ("与程序一致" if name == "same" else "已改动，不再核对")


def test_the_stored_values_are_those_the_formulas_come_to(recomputed):
    for method in METHODS:
        for normalise in NORMALISATIONS:
            content = paper_bytes(case(WEIGHTS, method, normalise), ".xlsx")
            formulas = openpyxl.load_workbook(io.BytesIO(content))
            stored = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
            computed = recomputed[method, normalise, "same"]
            compared = 0
            for sheet in formulas:
                for row in sheet.iter_rows():
                    for cell in row:
                        if cell.data_type == "f":
                            mine = stored[sheet.title][cell.coordinate].value
                            theirs = computed[sheet.title][cell.coordinate].value
                            assert mine == pytest.approx(theirs, abs=1e-9), cell.coordinate
                            compared += 1
            assert compared > 80


def test_weights_that_cannot_be_used_give_no_ranking(tmp_path):
    soffice()
    paths = []
    for number, wrong in enumerate((0, -1, "x", None)):
        book = openpyxl.load_workbook(
            io.BytesIO(paper_bytes(case(WEIGHTS, "weighted_sum", "min_max"), ".xlsx"))
        )
        for row in range(4, 8):
            book["权重"].cell(row, 5).value = wrong
        paths.append(tmp_path / f"wrong{number}.xlsx")
        book.save(paths[-1])
    for path in converted(paths, "xlsx", tmp_path):
        found = openpyxl.load_workbook(path, data_only=True)
        assert found["排名"]["G4"].value.startswith("权重须为")
        assert not any(numbers(found, "名次").values())
        errors = [c.value for s in found for r in s.iter_rows() for c in r
                  if isinstance(c.value, str) and c.value.startswith("#")]  # fmt: skip
        assert errors == []


def test_names_never_run():
    paper = request()
    book = openpyxl.load_workbook(io.BytesIO(paper_bytes(paper, ".xlsx")))
    own = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row
           if cell.data_type == "f"}  # fmt: skip
    assert not any("1+1" in str(formula) for formula in own)
    cell = next(c for r in book["加权得分"].iter_rows() for c in r if c.value == "=1+1<b>&\"'")
    assert cell.data_type == "s" and cell.quotePrefix
    texts = [str(c.value) for s in book for r in s.iter_rows() for c in r if c.value is not None]
    assert not any("\x07" in text for text in texts)
    assert not any(word in text for text in texts for word in ("XLOOKUP", "FILTER(", "_xlfn"))


def test_filled_values_and_parcels_not_ranked_are_told():
    paper = request()
    book = openpyxl.load_workbook(io.BytesIO(paper_bytes(paper, ".xlsx")))
    head = [cell.value for cell in book["数值"][11]]
    row = next(r for r in book["数值"].iter_rows(min_row=12) if r[0].value == "d")
    filled = row[head.index("area_m2（m²）")]
    assert filled.value == pytest.approx(3600, rel=1e-5) and filled.font.italic
    listed = [[cell.value for cell in r][:4] for r in book["未参加排序"].iter_rows(min_row=4)]
    assert listed[0][0] == "<c>" and "紧邻文物" in listed[0][3]


def test_demonstration_data_is_marked_on_every_sheet():
    book = openpyxl.load_workbook(io.BytesIO(paper_bytes(request(basis="demonstration"), ".xlsx")))
    for sheet in book:
        assert sheet["A1"].value.startswith("【演示数据】")
        assert "【演示数据】" in sheet.oddHeader.left.text
        assert sheet.page_setup.paperSize == 9
    plain = openpyxl.load_workbook(io.BytesIO(paper_bytes(request(), ".xlsx")))
    assert not any("演示" in sheet["A1"].value for sheet in plain)


def test_too_many_parcels_are_refused_in_words(monkeypatch):
    monkeypatch.setattr(workbook_module, "MOST_PARCELS", 2)
    with pytest.raises(TooManyParcelsError, match="holds 2") as caught:
        paper_bytes(request(), ".xlsx")
    assert "至多容纳 2 个" in caught.value.sentence("zh")


def test_nothing_ranked_makes_a_workbook_without_a_ranking():
    book = openpyxl.load_workbook(io.BytesIO(paper_bytes(nothing_ranked(request()), ".xlsx")))
    assert book.sheetnames == ["说明", "未参加排序"]
    assert book["未参加排序"]["D4"].value == "面积不足。"

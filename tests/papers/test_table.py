from __future__ import annotations

import csv
import io
import json

import pytest
import shapely

from hebei_gis.papers import PAPERS, paper_bytes, paper_name, write_paper
from hebei_gis.papers.paper_colours import dark, rank_color
from hebei_gis.words.errors import UnknownNameError
from tests.papers.paper_cases import nothing_ranked, request


def rows(paper):
    content = paper_bytes(paper, ".csv")
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\n") == content.count(b"\r\n")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_csv_has_a_row_a_parcel_and_runs_nothing():
    paper = request()
    found = rows(paper)
    assert [row["编号"] for row in found] == [*paper.ranked, "<c>"]
    best = found[0]
    assert best["名次"] == "1"
    assert float(best["得分"]) == pytest.approx(paper.score(paper.ranked[0]), abs=1e-15)
    by_key = {row["编号"]: row for row in found}
    assert by_key["b="]["名称"] == "'=1+1<b>&\"'" and by_key["d"]["名称"] == "'@点地块"
    assert by_key["d"]["area_m2（m²）"] == "" and by_key["d"]["得分：area_m2（m²）"] == "0.0"
    assert by_key["<c>"]["名次"] == "" and by_key["<c>"]["状态"] == "一票否决"
    assert "紧邻文物" in by_key["<c>"]["原因"]
    assert {row["依据"] for row in rows(request(basis="demonstration"))} == {"演示数据"}


def analysis(values):
    (layer,) = values["metadata"]["layers"]
    return layer["analysis"]


def test_the_geojson_is_rfc_7946_with_ranks():
    paper = request()
    values = json.loads(paper_bytes(paper, ".geojson"))
    assert "crs" not in values and analysis(values)["seed"] == 20260801
    by_key = {f["properties"]["key"]: f for f in values["features"]}
    assert by_key[paper.ranked[0]]["properties"]["rank"] == 1
    one = by_key["a"]["properties"]
    assert one["area_m2"] == pytest.approx(3600, rel=1e-5) and 0 <= one["score_area_m2"] <= 1
    assert by_key["d"]["properties"]["area_m2"] is None
    shape = shapely.from_geojson(json.dumps(by_key["a"]["geometry"]))
    assert shape.exterior.is_ccw and 116.9 < shape.centroid.x < 117.1
    assert analysis(values)["demonstration"] is False
    marked = json.loads(paper_bytes(request(basis="demonstration"), ".geojson"))
    assert analysis(marked)["demonstration"] is True and "演示" in marked["name"]


def test_the_json_is_that_of_the_command():
    values = json.loads(paper_bytes(request(), ".json"))
    assert values["method"] == "weighted_sum" and len(values["parcels"]) == 4


def test_nothing_ranked():
    assert {row["状态"] for row in rows(nothing_ranked(request()))} == {"一票否决"}
    values = json.loads(paper_bytes(nothing_ranked(request()), ".geojson"))
    assert {f["properties"]["rank"] for f in values["features"]} == {None}


def test_a_paper_is_chosen_by_the_ending(tmp_path):
    paper = request(firm=False)
    for ending in (".csv", ".GEOJSON"):
        write_paper(paper, tmp_path / f"report{ending}")
        assert (tmp_path / f"report{ending}").stat().st_size > 500
    with pytest.raises(UnknownNameError, match=r"\.docx"):
        write_paper(paper, tmp_path / "report.pdf")
    assert paper_name(paper, ".docx") == "测试区地块比选报告_2026-11-24.docx"
    assert set(PAPERS) == {".docx", ".xlsx", ".csv", ".geojson", ".html", ".json"}


def test_ranks_go_from_dark_to_pale():
    colors = [rank_color(rank, 9) for rank in range(1, 10)]
    assert colors[0] == "#0C2C84" and colors[-1] == "#C7E9B4" and len(set(colors)) == 9
    assert dark(colors[0]) and not dark(colors[-1])
    assert rank_color(1, 1) == colors[0]

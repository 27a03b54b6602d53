from __future__ import annotations

import io

import numpy as np
import pytest
import shapely
from PIL import Image

from hebei_gis.papers import parcel_sheet
from hebei_gis.papers.findings import number_words, share_part, share_words, value_words
from hebei_gis.papers.map_canvas import Canvas
from hebei_gis.papers.map_pictures import overview_picture, parcel_picture, round_length
from hebei_gis.papers.parcel_sheet import distance_words
from hebei_gis.words.papers import say
from tests.papers.paper_cases import request
from tests.sites.site_cases import criterion


def test_distances_are_straight_lines_with_both_accuracies():
    sheet = parcel_sheet(request(), "a")
    station = {one.name: one for one in sheet.neighbours}["甲站"]
    # From the top edge at y = 60 to the station at y = 500.
    assert station.distance_m == pytest.approx(440)
    assert station.uncertainty_m == pytest.approx(35)
    zone = {one.name: one for one in sheet.neighbours}["示范区"]
    assert zone.distance_m == 0 and zone.letter == ""
    letters = [one.letter for one in sheet.neighbours if one.letter]
    assert letters == sorted(set(letters))


def test_entries_bear_through_the_area_with_their_chance():
    (entry,) = parcel_sheet(request(), "a").entries
    assert (entry.id, entry.relation, entry.through) == ("5.2.1", "规划改变", "示范区")
    assert entry.quoted == ""
    (expected,) = parcel_sheet(request(language="en"), "d").entries
    assert expected.relation == "changes" and expected.title == "Entry <one>"
    assert "chance" not in parcel_sheet(request(language="en"), "a").entries[0].through
    assert parcel_sheet(request(), "<c>").entries == ()


def test_made_up_features_are_no_surroundings():
    paper = request()
    frame = paper.around.layers["station"].features
    frame["basis"] = "demonstration"
    assert "甲站" not in {one.name for one in parcel_sheet(paper, "a").neighbours}


def test_a_parcel_ruled_out_has_its_reason_and_no_score():
    sheet = parcel_sheet(request(), "<c>")
    assert sheet.rank is None and "紧邻文物" in sheet.reasons[0]
    assert {fact.score for fact in sheet.facts} == {""}


@pytest.mark.parametrize(
    ("fields", "value", "zh", "en"),
    [
        ({"formula": "area", "unit": "m²"}, 17200.0, "17,200 平方米（1.72 公顷，25.8 亩）",
         "17,200 m² (1.72 ha, 25.8 mu)"),
        ({"formula": "nearest", "layer": "x", "unit": "m"}, 299.69, "300 米", "300 m"),
        ({"formula": "share", "layer": "x"}, 0.256, "25.6%", "25.6 %"),
        ({"formula": "plan_entries", "relations": ["uses"]}, 1.25, "1.25（期望）",
         "1.25 (expected)"),
        ({"formula": "compactness"}, float("nan"), "未知", "unknown"),
        ({"formula": "column", "columns": ["x"], "unit": "元/m²"}, 12500.0, "12,500 元/m²",
         "12,500 元/m²"),
    ],
)  # fmt: skip
def test_values_in_words(fields, value, zh, en):
    one = criterion("c", **fields)
    assert value_words(one, value, "zh") == zh
    assert value_words(one, value, "en") == en


def test_shares_in_words():
    assert [share_words(s, "en") for s in (0.0, 0.001, 0.83, 0.999, 1.0)] == [
        "0 %", "<1 %", "83 %", ">99 %", "100 %"]  # fmt: skip
    assert share_words(0.834, "zh") == "83%"
    assert [say("first_in", "zh", share=share_part(s)) for s in (0.999, 0.834)] == [
        "在超过 99% 的权重下排第一", "在 83% 的权重下排第一",
    ]  # fmt: skip
    assert [number_words(v) for v in (0.12345, 2.5, 3.0, 1234567.8)] == [
        "0.123", "2.50", "3", "1,234,568"]  # fmt: skip


def test_the_scale_bar_has_a_round_length():
    assert [round_length(m) for m in (999, 1000, 4999, 0.2, 60)] == [500, 1000, 2000, 1, 50]


def test_the_canvas_draws_where_things_are():
    canvas = Canvas((0, 0, 100, 100), 100, 100)
    hole = shapely.box(10, 10, 60, 60).difference(shapely.box(30, 30, 40, 40))
    canvas.area(hole, "#FF0000", 1.0)
    picture = np.asarray(Image.open(io.BytesIO(canvas.png(100))))
    assert tuple(picture[100 - 20, 20]) == (255, 0, 0)
    assert tuple(picture[100 - 35, 35]) == (255, 255, 255)
    assert tuple(picture[5, 90]) == (255, 255, 255)


def test_the_pictures_mark_made_up_data():
    paper, marked = request(), request(basis="demonstration")
    red = []
    for one in (paper, marked):
        picture = np.asarray(Image.open(io.BytesIO(overview_picture(one))).convert("RGB"))
        corner = picture[5:50, 5:200].astype(int)
        red.append(int(((corner[..., 0] > 180) & (corner[..., 1] < 80)).sum()))
    assert red[0] == 0 and red[1] > 50
    sheet = parcel_sheet(paper, "d")
    assert parcel_picture(paper, "d", sheet.neighbours).startswith(b"\x89PNG")


def test_a_parcel_known_only_as_a_point_touches_nothing_for_sure():
    paper = request()
    for key, words in (("a", "相交或其内"), ("d", "0")):
        zone = next(n for n in parcel_sheet(paper, key).neighbours if n.name == "示范区")
        assert distance_words(paper, key, zone) == words

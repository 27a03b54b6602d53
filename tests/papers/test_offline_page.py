from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from hebei_gis.papers import paper_bytes
from hebei_gis.papers.offline_page_map import PARCELS
from tests.papers.paper_cases import nothing_ranked, request

VOID = {"meta", "link", "br", "input", "img"}


class Reader(HTMLParser):
    """Checks that elements are nested, and gathers texts, attributes and scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        inside = self.open[-1] if self.open else ""
        {"script": self.scripts, "style": self.styles}.get(inside, self.texts).append(data)


def read(paper) -> Reader:
    reader = Reader()
    reader.feed(paper_bytes(paper, ".html").decode())
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_asks_no_host_for_anything(language):
    page = read(request(language=language))
    addresses = [value for _, name, value in page.attributes
                 if name in ("src", "href", "action", "srcset", "data")]  # fmt: skip
    assert addresses == ["data:,"]
    assert not re.search(r"url\(\s*['\"]?(?!data:|#)", "".join(page.styles))
    assert "@import" not in "".join(page.styles)
    scripts = "".join(page.scripts)
    assert "sourceMappingURL" not in scripts
    # The namespace of SVG, and Leaflet's credit, which the map switches off.
    assert set(re.findall(r"https?://[^\s\"'<>\\)]+", scripts)) <= {
        "http://www.w3.org/2000/svg", "https://leafletjs.com"}  # fmt: skip
    policy = next(value for _, name, value in page.attributes if "default-src" in value)
    assert policy.startswith("default-src 'none'") and "http" not in policy
    values = json.loads(page.scripts[0])
    assert all("url" not in layer and layer["data"] for layer in values["fixed"]["layers"])


def test_names_are_text_everywhere():
    source = paper_bytes(request(), ".html").decode()
    page = read(request())
    assert page.tags.count("script") == 3
    assert "<script>alert" not in source and "<b>&" not in source and "<i>乙站" not in source
    text = "".join(page.texts)
    assert "<script>alert(1)</script>" in text and "=1+1<b>&\"'" in text and "<i>乙站" in text
    keys = {value for tag, name, value in page.attributes if name == "data-key"}
    assert keys == {"a", "b=", "<c>", "d"}


def test_it_shows_ranking_contributions_and_acceptability():
    paper = request()
    page = read(paper)
    text = "".join(page.texts)
    for words in ("排名与稳健性", "各指标得分贡献", "各名次的比例", "未参加排序", "紧邻文物",
                  "5.2.1", "甲站", "仅有点位", "数据来源"):  # fmt: skip
        assert words in text
    titles = [value for tag, name, value in page.attributes if tag == "i" and name == "title"]
    weighted = paper.comparison.contributions.loc[paper.ranked[0], "price"]
    assert f"price（元/m²）：{weighted:.3f}" in titles
    widths = [float(value.split("%")[0].removeprefix("width:"))
              for tag, name, value in page.attributes
              if tag == "i" and name == "style" and value.startswith("width")]  # fmt: skip
    assert widths and max(widths) <= 100


def test_the_map_holds_the_parcels_in_the_colours_of_their_ranks():
    paper = request()
    values = json.loads(read(paper).scripts[0])
    layer = next(one for one in values["fixed"]["layers"] if one["id"] == PARCELS)
    assert {f["properties"]["key"] for f in layer["data"]["features"]} == {"a", "b=", "<c>", "d"}
    colors = values["state"]["colors"][PARCELS]
    assert colors[paper.ranked[0]] == "#0C2C84" and colors["<c>"] == "#B9BEC4"
    assert set(values["bounds"]) == set(colors)
    (south, west), (north, east) = values["bounds"]["a"]
    assert 39 < south < north < 39.2 and 116.9 < west < east < 117.1


def test_demonstration_data_is_marked_at_every_table():
    text = "".join(read(request(basis="demonstration")).texts)
    page = read(request(basis="demonstration"))
    assert text.count("【演示数据】") >= page.tags.count("caption")
    assert "不得用于任何决定" in text
    assert "演示" not in "".join(read(request()).texts)


def test_nothing_ranked_is_said():
    text = "".join(read(nothing_ranked(request())).texts)
    assert "没有地块参加排序" in text and "面积不足。" in text


def test_a_sheet_a_parcel_asked_for():
    page = read(replace(request(), sheets=("d", "not there")))
    assert page.tags.count("details") == 1

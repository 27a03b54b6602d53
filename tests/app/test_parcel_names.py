"""Names from a dropped file are shown as they are, without a picture or a link, and apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

NAME = "![图](https:evil.invalid)"


def draw(folder: str, name: str, part: str) -> None:
    from dataclasses import replace

    from hebei_gis.app.sites.results_view import render_ranking
    from hebei_gis.app.sites.robustness_view import render_robustness
    from hebei_gis.workspace import open_workspace
    from tests.papers.paper_cases import nothing_ranked, request

    paper = request()
    comparison = nothing_ranked(paper).comparison if part == "not ranked" else paper.comparison
    comparison = replace(comparison, parcels=comparison.parcels.assign(name_zh=name))
    if part == "robustness":
        render_robustness(open_workspace(folder), comparison, None, "zh")
    else:
        render_ranking(open_workspace(folder), comparison, "zh")


@pytest.mark.parametrize("part", ["ranked", "not ranked", "robustness"])
def test_a_parcel(default_workspace: Any, part: str) -> None:
    at = AppTest.from_function(
        draw, args=(str(default_workspace.folder), NAME, part), default_timeout=60
    ).run()
    assert not at.exception, at.exception
    said = [element.value for kind in (at.markdown, at.caption) for element in kind]
    assert not [text for text in said if NAME in text]


def test_parcels_of_one_name_are_told_apart() -> None:
    from hebei_gis.app.sites.results_view import parcel_titles
    from tests.papers.paper_cases import request

    comparison = request(firm=False).comparison
    comparison = replace(
        comparison, parcels=comparison.parcels.assign(name_zh=["甲", "甲", "乙", ""])
    )
    assert list(parcel_titles(comparison, "zh").values()) == ["甲 (a)", "甲 (b=)", "乙", "d"]

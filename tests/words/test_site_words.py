"""Words of the comparison of sites: each kind in both languages, filled with its facts."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from hebei_gis.sites import Criterion, Veto
from hebei_gis.sites.screening import Exclusion
from hebei_gis.words.facts import Titled, term
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import note
from hebei_gis.words.sentences.sites import FAULTS, NOTES
from hebei_gis.words.terms.sites import TERMS

HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”）][,:;?!()]|[,:;?!()][\u4e00-\u9fff“（]")


@pytest.mark.parametrize("catalogue", [FAULTS, NOTES, TERMS])
def test_both_languages_name_the_same_facts_and_chinese_has_its_own_signs(catalogue):
    for kind, (chinese, english) in catalogue.items():
        names = [{name for _, name, _, _ in Formatter().parse(text) if name}
                 for text in (chinese, english)]  # fmt: skip
        assert names[0] == names[1], kind
        assert not HALF_WIDTH.search(chinese), kind


def test_a_fault_names_its_reasons_in_the_readers_language():
    causes = [term("parcel_because", parcel="A", reason=Titled("太远", "too far"))]
    fault = Fault("none_left", term("parcels"), reasons=causes)
    assert fault.sentence("zh").startswith("地块：所有地块均被排除，无法排序（A：太远）。")
    assert fault.sentence("en").startswith("parcels: every parcel is excluded, so there is no")
    assert "(A: too far)" in fault.sentence("en")


def test_what_a_user_wrote_is_never_translated():
    fault = Fault("unknown_choice", term("weights"), "rows", ["text", "none"])
    assert fault.sentence("zh") == "权重：没有“rows”。可用：text、none。"


def test_a_title_left_empty_in_one_language_is_told_in_the_other():
    assert Titled("", "Area").text("zh") == "Area"
    said = note("constant", criterion=Titled("面积", ""))
    assert said.sentence("en").startswith("面积 is the same")


def test_counts_agree():
    def said(count):
        return note("not_numbers", criterion="x", count=count, examples=["a"]).sentence("en")

    assert "1 value is not understood" in said(1)
    assert "3 values are not understood" in said(3)


def test_what_a_criterion_lacks_is_said_in_both_languages():
    from hebei_gis.files.toml import inspected

    values = {
        "id": "a", "title_zh": "甲", "title_en": "A", "unit": "", "direction": "higher",
        "formula": "nearest",
    }  # fmt: skip
    _, faults = inspected(Criterion, values, "criteria.toml")
    assert "公式“nearest”须有 layer" in faults[0].sentence("zh")
    assert 'formula "nearest" with layer' in faults[0].sentence("en")
    _, faults = inspected(Veto, {}, "criteria.toml")
    assert "above 或 below" in faults[0].sentence("zh")


def test_an_exclusion_says_its_cause():
    cause = term("value_unknown", criterion=Titled("面积", "Area"))
    assert Exclusion("a", None, cause).reason("zh") == "“面积”未知。"
    assert Exclusion("a", None, cause).reason("en") == "Area is unknown."

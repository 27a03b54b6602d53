from __future__ import annotations

import string

import pytest

from hebei_gis.words.papers import WORDS as PAPERS
from hebei_gis.words.saying import say_of


def test_facts_are_filled_in_both_languages_and_counts_agree():
    say = say_of({"rows": ("共 {count} 行{more}。", "{count:row|rows}{more}.")})
    assert say("rows", "zh", count=1, more="") == "共 1 行。"
    assert say("rows", "en", count=1, more="") == "1 row."
    assert say("rows", "en", count=3, more=" kept") == "3 rows kept."


def test_a_fact_that_is_not_given_is_an_error():
    say = say_of({"rows": ("共 {count} 行", "{count:row|rows}")})
    with pytest.raises(KeyError, match="count"):
        say("rows", "en")


@pytest.mark.parametrize("name", PAPERS)
def test_both_languages_of_a_paper_take_the_same_facts(name):
    chinese, english = (
        {fact for _, fact, _, _ in string.Formatter().parse(text) if fact} for text in PAPERS[name]
    )
    assert chinese == english


@pytest.mark.parametrize("name", PAPERS)
def test_chinese_has_chinese_punctuation(name):
    text = "".join(words for words, *_ in string.Formatter().parse(PAPERS[name][0]))
    assert not set(text) & set(",;:()")

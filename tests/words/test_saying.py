from __future__ import annotations

import string

import pytest

from hebei_gis.words.pages import WORDS as PAGES
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


@pytest.mark.parametrize("words", [PAGES, PAPERS], ids=["pages", "papers"])
def test_both_languages_take_the_same_facts(words):
    facts = {
        name: [{fact for _, fact, _, _ in string.Formatter().parse(text) if fact} for text in pair]
        for name, pair in words.items()
    }
    assert {name: pair for name, pair in facts.items() if pair[0] != pair[1]} == {}

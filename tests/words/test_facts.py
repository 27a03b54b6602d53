"""Facts of sentences: what files bring never makes a message longer than can be read."""

from __future__ import annotations

from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault


def test_a_hostile_name_or_list_is_no_long_message() -> None:
    names = [f"{number}{'a' * 50_000}" for number in range(5_000)]
    for found in ("x" * 10**6, names, term("one_of", names=names)):
        fault = Fault("bad_value", "a.xlsx", found, "b")
        for language, more in (("zh", "另有"), ("en", "more")):
            sentence = fault.sentence(language)
            assert len(sentence) < 20_000 and "…" in sentence
            assert (more in sentence) == (not isinstance(found, str))

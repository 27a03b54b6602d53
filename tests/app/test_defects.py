"""What nobody foresaw: a number on the page, its explanation in the log, no paths for users."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.app.data import data_page


@pytest.mark.parametrize(("language", "words"), [("zh", "编号"), ("en", "the number")])
def test_a_defect_has_a_number_that_the_log_explains(
    language: str, words: str, default_copy: Path, open_page: Any,
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    def fail(_: str) -> None:
        raise RuntimeError(f"{default_copy} is odd")

    monkeypatch.setattr(data_page, "render", fail)
    with caplog.at_level(logging.ERROR):
        at = open_page(default_copy, "data", language)
    (told,) = [error.value for error in at.error]
    assert words in told and str(default_copy) not in told
    number = re.search(r"\b[0-9a-f]{8}\b", told)
    assert number is not None
    (record,) = [one for one in caplog.records if number[0] in one.getMessage()]
    assert record.exc_info is not None and "is odd" in str(record.exc_info[1])

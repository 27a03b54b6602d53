"""While others wait, the page says how many."""

from __future__ import annotations

import pytest

from hebei_gis.app import queueing


@pytest.mark.parametrize(
    ("count", "language", "words"),
    [
        (0, "zh", "正在处理…"),
        (2, "zh", "正在处理…前面还有 2 个文件在排队"),
        (1, "en", "Working … 1 file waits before this one"),
    ],
)
def test_the_queue_is_told(
    count: int, language: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queueing, "waiting", lambda: count)
    assert queueing.reading_words(language) == words

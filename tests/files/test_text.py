"""In what text is written: the bytes decide, and what contradicts them is told."""

from __future__ import annotations

import pytest

from hebei_gis.files.text import decoded, guess_encoding
from hebei_gis.words.errors import UploadError

TABLE = "名称,经度,纬度\n望海楼,117.2,39.16\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8-SIG"), ("gb18030", "GB18030"), ("utf-16", "UTF-16"),
     ("utf-16-le", "UTF-16-LE"), ("utf-16-be", "UTF-16-BE")],
)  # fmt: skip
def test_every_encoding_is_found_by_its_bytes(encoding: str, found: str) -> None:
    text, told = decoded(TABLE.encode(encoding), "a.csv", None)
    assert (text, told.name) == (TABLE, found)


def test_a_mark_that_the_bytes_contradict_is_told() -> None:
    text, told = decoded(b"\xef\xbb\xbf" + TABLE.encode("gbk"), "a.csv", None)
    assert (text, told.name) == (TABLE, "GB18030")
    assert "byte order mark says UTF-8" in told.note.sentence("en")
    assert "字节顺序标记写的是 UTF-8" in told.note.sentence("zh")


def test_the_word_of_the_user_against_the_bytes_is_told_with_both_readings() -> None:
    raw = "河北".encode() + b",1\n"
    text, told = decoded(raw, "a.csv", "GBK")
    assert text == raw.decode("gb18030")
    sentence = told.note.sentence("en")
    assert "河北" in sentence and "UTF-8" in sentence and "compare" in sentence
    # Big5 cannot be told from GB18030 by its bytes: the user's word stands.
    text, told = decoded("河北".encode("big5"), "a.csv", "Big5")
    assert text == "河北" and "by your word" in told.note.sentence("en")


def test_what_fits_nothing_is_refused_in_both_languages() -> None:
    assert guess_encoding(b"\xff\xff\xff") is None
    with pytest.raises(UploadError) as caught:
        decoded(b"\xff\xff\xff", "a.csv", None)
    (fault,) = caught.value.faults
    assert "not UTF-8 or GB18030" in fault.sentence("en")
    assert "不是 UTF-8 或 GB18030" in fault.sentence("zh")


@pytest.mark.parametrize(
    "words", ["臺北市信義區圖書館", "歷史建築保護範圍", "新店溪沿岸綠地廣場與停車場"]
)
def test_big5_without_a_declaration_is_asked_with_both_readings(words: str) -> None:
    raw = f"名稱,lon,lat\n{words},117.2,39.16\n".encode("big5")
    with pytest.raises(UploadError) as caught:
        decoded(raw, "a.csv", None)
    (fault,) = caught.value.faults
    assert fault.kind == "encoding_unstated"
    assert words[:5] in fault.sentence("en")
    assert words in decoded(raw, "a.csv", "big5")[0]


@pytest.mark.parametrize(
    "words",
    ["望海楼", "河北区", "天津意式风情区", "新开河街道", "鑫垚淼", "镕镕珺璟", "律纬路沿线地块",
     "臺北市信義區圖書館", "一二三四", "㐂𠮷堃"],
)  # fmt: skip
def test_chinese_encodings_of_the_mainland_are_not_doubted(words: str) -> None:
    raw = f"名称,经度,纬度\n{words},117.2,39.16\n".encode("gb18030")
    assert decoded(raw, "a.csv", None)[1].name == "GB18030"

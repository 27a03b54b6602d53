"""Words of the papers, in Chinese and English: one file a kind of paper."""

from __future__ import annotations

from hebei_gis.words.papers import here, offline_page, report, values, workbook
from hebei_gis.words.saying import say_of

WORDS = {**here.WORDS, **values.WORDS, **report.WORDS, **workbook.WORDS, **offline_page.WORDS}
say = say_of(WORDS)

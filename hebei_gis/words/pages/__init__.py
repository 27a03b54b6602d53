"""Every word of the pages, Chinese and English side by side, one module a page."""

from hebei_gis.words.pages import common, data, importing, map, panel, register, sites

WORDS: dict[str, tuple[str, str]] = {
    **common.WORDS,
    **map.WORDS,
    **panel.WORDS,
    **register.WORDS,
    **data.WORDS,
    **sites.WORDS,
    **importing.WORDS,
}

"""Kinds of files and what is in them."""

from __future__ import annotations

#: kind -> (Chinese, English)
TERMS: dict[str, tuple[str, str]] = {
    "bytes_of": ("{count} 字节", "{count:byte|bytes}"),
    # In what text is written, and how that is known.
    "encoding_by_mark": ("以字节顺序标记注明", "it says so with a byte order mark"),
    "encoding_ascii": ("全为 ASCII 字符", "all text is plain ASCII"),
    "encoding_fits": ("全部字节符合", "every byte fits"),
    "encoding_not_utf8": ("不是 UTF-8，且全部字节符合", "it is not UTF-8 and every byte fits"),
    "encoding_your_word": ("依您所述", "by your word"),
    "encoding_by_xml": ("XML 中注明", "the XML says so"),
    "encoding_by_version": ("由其版本决定", "its version says so"),
    "encoding_by_header": ("文件头注明 {stated}", "its header says {stated}"),
    "encoding_against_header": (
        "全部字节符合，文件头写的是 {stated}",
        "every byte fits, whatever the header says ({stated})",
    ),
    "encoding_stated": ("{origin}注明，且全部字节符合", "{origin} says so and every byte fits"),
    "encoding_stated_wrong": ("{origin}写的 {name} 有误", "{origin} says {name}, which is wrong"),
    "encoding_not_stated": ("没有注明", "nothing says it"),
    "encoding_found": ("{silent}；{why}", "{silent}; {why}"),
    "the_cpg": (".cpg ", "the .cpg"),
    "the_dbf_header": ("文件头", "its header"),
}

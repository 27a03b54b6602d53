"""Kinds of files and what is in them."""

from __future__ import annotations

#: kind -> (Chinese, English)
TERMS: dict[str, tuple[str, str]] = {
    "bytes_of": ("{count} 字节", "{count:byte|bytes}"),
    # In what text is written, and how that is known.
    "encodings_such_as": ("{names} 等", "{names} …"),
    "encodings_or": ("{names:or}", "{names:or}"),
    "encoding_to_name": ("您指定的编码", "an encoding you name"),
    "encoding_perhaps": ("文件的编码，可能是 {name}", "the encoding of the file, perhaps {name}"),
    "another_encoding": ("其他编码", "another"),
    "encoding_by_zeros": (
        "没有字节顺序标记，但每隔一个字节为零",
        "it has no byte order mark, but every other byte is zero",
    ),
    "encoding_against_mark": (
        "字节顺序标记写的是 UTF-8，与其余字节不符；去掉标记后全部字节符合",
        "its byte order mark says UTF-8, which the bytes are not; without it every byte fits",
    ),
    "encoding_doubted": (
        "依您所述，读作“{reading}”；但全部字节也符合 {other}，读作“{other_reading}”，请核对",
        "by your word, which reads “{reading}”; but every byte also fits {other}, which reads "
        "“{other_reading}”; compare them",
    ),
    "encoding_by_mark": ("以字节顺序标记注明", "it says so with a byte order mark"),
    "encoding_ascii": ("全为 ASCII 字符", "all text is plain ASCII"),
    "encoding_fits": ("全部字节符合", "every byte fits"),
    "encoding_not_utf8": ("不是 UTF-8，且全部字节符合", "it is not UTF-8 and every byte fits"),
    "encoding_your_word": ("依您所述", "by your word"),
    "encoding_by_xml": ("XML 中注明", "the XML says so"),
    "encoding_against_xml": (
        "全部字节符合，XML 写的 {stated} 与字节不符",
        "every byte fits, while the XML says {stated}, which they do not",
    ),
    "encoding_not_xml": (
        "全部字节符合，读作“{reading}”；按 XML 所写的 {stated} 则读作“{other}”",
        "every byte fits and reads “{reading}”; as {stated}, which the XML says, it would read "
        "“{other}”",
    ),
    "the_xml": ("XML 中", "the XML"),
    # XML and JSON.
    "whole_xml": ("完整的 XML", "whole XML"),
    "plain_xml": (
        "不含文档类型、实体与外部引用的 XML",
        "XML without a document type, entities or outside references",
    ),
    "xml_encoding": ("编码 {name}", "the encoding {name}"),
    "elements_within": (
        "元素嵌套超过 {limit} 层",
        "more than {limit} elements within each other",
    ),
    "fewer_elements_within": (
        "较少的嵌套层数（[limits] 的 depth）",
        "fewer levels (depth in [limits])",
    ),
    "text_at": (
        "{message}，第 {line} 行第 {column} 列",
        "{message}, line {line}, column {column}",
    ),
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
    # Workbooks.
    "no_bytes": ("空文件", "an empty file"),
    "no_workbook": ("不是 XLSX，可能是 .xls 或已加密的文件", "no XLSX; an .xls or a locked file?"),
    "a_workbook": ("XLSX 工作簿", "an XLSX workbook"),
    "whole_workbook": ("完整的工作簿", "a whole workbook"),
    "another_zip": ("其他种类的 zip", "another kind of zip"),
    "the_cpg": (".cpg ", "the .cpg"),
    "the_dbf_header": ("文件头", "its header"),
}

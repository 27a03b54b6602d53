"""The plan's text and its register."""

from __future__ import annotations

#: kind -> (Chinese, English)
TERMS: dict[str, tuple[str, str]] = {
    # Where, in the register's tables.
    "table_line": ("{table}.csv 第 {line} 行", "{table}.csv line {line}"),
    "table_cell": ("{table}.csv 第 {line} 行 {column}", "{table}.csv line {line} {column}"),
    "tie_of_place": ("place_features.csv {place}", "place_features.csv {place}"),
    # What a cell should hold.
    "cell_empty": ("（空）", "nothing"),
    "cell_text": ("文字", "text"),
    "cell_number": ("数", "a number"),
    "date_as": (
        "年、年-月或年-月-日，如 2019-12-11",
        "a year, month or day such as 2019-12-11",
    ),
    # How sure a hint is.
    "hint_official": ("主管或运营单位的网页", "page of an authority or operator"),
    "hint_page": ("公开网页", "public page"),
    "hint_aggregator": ("转载网页，未核实", "aggregator page, not verified"),
    "entry_id_form": ("章.节.段", "chapter.section.paragraph"),
    "quoted": ("“{text}”", "'{text}'"),
    # Positions people give.
    "position_basis": ("位置依据（basis）", "basis"),
    "position_accuracy": ("位置精度（accuracy_m）", "accuracy_m"),
    "position_source": ("位置来源（source）", "source"),
    "position_lon_lat": ("经纬度（lon、lat）", "lon, lat"),
    "one_of": ("{names} 之一", "one of {names}"),
    "metres_to_10000": ("大于 0、不超过 10,000 的米数", "more than 0, up to 10,000 metres"),
    "position_from_what": ("位置由何而知", "from what the position is known"),
    "degrees": (
        "度数：经度 -180 至 180，纬度 -90 至 90",
        "a number of degrees: longitude -180 to 180, latitude -90 to 90",
    ),
    "position_wgs84": ("{lon:.5f}, {lat:.5f}（WGS 84）", "{lon:.5f}, {lat:.5f} (WGS 84)"),
    "not_on_the_map": ("未落图", "not on the map"),
    # Where an entry stands in the plan.
    "at_chapter": ("第{number}章", "Chapter {number}"),
    "at_opening": ("章首", "opening"),
    "at_section": ("第{number}节", "section {number}"),
    "at_paragraph": ("第{number}段", "paragraph {number}"),
    "at_unheaded": ("无标题段{number}", "unheaded paragraph {number}"),
    "at_work": ("第{number}项", "work {number}"),
    # What headings count.
    "a_chapter": ("章", "chapter"),
    "a_section_of": ("第 {chapter} 章的节", "section of chapter {chapter}"),
    # What a plan's file is, or has too much of.
    "much_bytes": ("{count:,} 字节", "{count:,} bytes"),
    "much_characters": ("{count:,} 个字符", "{count:,} characters"),
    "much_pages": ("{count:,} 页", "{count:,} pages"),
    "much_seconds": ("{count:,} 秒仍未读完", "{count:,} seconds of reading and no end"),
    "much_memory": (
        "解压需要 {count:,} 字节以上的内存",
        "{count:,} bytes of memory and more to unpack it",
    ),
    "much_packed": ("{count:,} 个内含文件", "{count:,} files packed in it"),
    "much_unpacked": ("解压后 {count:,} 字节", "{count:,} bytes unpacked"),
    "much_member": ("{member} 解压后 {count:,} 字节", "{count:,} bytes of {member} unpacked"),
    "much_pieces": ("{count:,} 段文字", "{count:,} pieces of text"),
    "white_space_bytes": (
        "{count} 字节的空白",
        "{count:byte|bytes} of white space",
    ),
    "empty_file": ("空文件", "an empty file"),
    "only_white_space": ("只有空白", "nothing but white space"),
    "docx_without_words": ("没有文字的 .docx", "a .docx without words"),
    "a_folder": ("是文件夹", "a folder"),
    "no_such_file": ("没有这个文件", "no such file"),
    "no_permission": ("没有读取权限", "a file that may not be read"),
    "not_opened": ("{reason}", "a file that cannot be opened ({reason})"),
    "excel_workbook": ("Excel 工作簿（{endings}）", "an Excel workbook ({endings})"),
    "powerpoint": ("PowerPoint 演示文稿（{endings}）", "a PowerPoint presentation ({endings})"),
    "open_document": ("OpenDocument 文件（.odt、.ods）", "an OpenDocument file (.odt, .ods)"),
    "ofd_file": ("OFD 文件", "an OFD file"),
    "rtf_document": ("RTF 文档", "an RTF document"),
    "picture": ("图片（{format}）", "a picture ({format})"),
    "archive": ("{format} 压缩文件", "a {format} archive"),
    "postscript": ("PostScript 文件", "a PostScript file"),
    "web_page": ("网页（HTML）", "a web page (HTML)"),
    "old_office": (
        "旧版 Office 文档（.doc、.xls 或 .wps）",
        "an old Office document (.doc, .xls or .wps)",
    ),
    "office_document": ("Office 文档", "an Office document"),
    "zip_archive": ("zip 压缩文件", "a zip archive"),
    "zip_without": ("没有 {member} 的 zip 压缩文件", "a zip archive without {member}"),
    "a_pdf": ("PDF 文件", "a PDF"),
    "neither_docx_nor_pdf": (
        "既不是 Word 文档也不是 PDF",
        "neither a Word document nor a PDF",
    ),
    "other_ending": ("{what}，后缀却是 {ending}", "{what}, called {ending}"),
    "docx_method": ("以方式 {method} 压缩的 .docx", "a .docx packed by method {method}"),
    "docx_foreign_xml": (
        ".docx 中有 Word 不会写出的声明或嵌套",
        "a .docx with declarations or nesting that Word never writes",
    ),
    "docx_without_end": (".docx 缺少结尾部分", "a .docx whose end is missing"),
    "docx_broken_member": (".docx 中的 {member} 已损坏", "a .docx with a broken {member}"),
    "docx_broken_xml": (".docx 中的 XML 已损坏", "a .docx with broken XML"),
    "pdf_without_end": ("PDF 缺少结尾（%%EOF）", "a PDF whose end (%%EOF) is missing"),
    "pdf_without_page": ("没有页的 PDF", "a PDF without a page"),
    "pdf_bad_page": ("PDF 第 {page} 页无法读取", "a PDF whose page {page} cannot be read"),
    "pdf_not_opened": ("无法打开的 PDF", "a PDF that cannot be opened"),
    "pdf_not_read": ("无法读取的 PDF", "a PDF that cannot be read ({reason})"),
    "pdf_no_words": (
        "PDF 的字体没有文字对应关系",
        "a PDF whose fonts do not say which characters they draw",
    ),
    "pages_of_a_scan": (
        "{pages:,} 页中只有 {characters:,} 个字符，像是扫描件",
        "{pages:,} pages with {characters:,} characters of text, as in a scan",
    ),
    "text_cut_off": (
        "{encoding} 文本在字符中间被截断",
        "{encoding} text cut off within a character",
    ),
    "text_broken_at": (
        "{encoding} 文本在第 {byte:,} 字节处有损坏的字符",
        "{encoding} text with a broken character at byte {byte:,}",
    ),
    "utf8_broken": (
        "UTF-8 文本有 {count:,} 个损坏的字符，首个在第 {byte:,} 字节",
        "UTF-8 text with {count:,} broken characters, the first at byte {byte:,}",
    ),
    "neither_encoding": (
        "既非 UTF-8 也非 GB18030 的字节，首个在第 {byte:,} 字节",
        "bytes that are neither UTF-8 nor GB18030 (the first at {byte:,})",
    ),
    "no_sign_of_text": (
        "第 {place:,} 个字符 {sign} 不是文字",
        "a sign no text holds ({sign}) at character {place:,}",
    ),
    # What to do with a file of another type.
    "save_as_docx": ("请另存为 .docx。", "Save the plan's text as .docx."),
    "save_anew_docx": ("请重新另存为 .docx。", "Save it anew as .docx."),
    "save_in_word": (
        "请用 Word 或 WPS 打开，另存为 .docx。",
        "Open it in Word or WPS and save it as .docx.",
    ),
    "save_as_text": (
        "请另存为 .docx、.pdf 或 .txt。",
        "Save the plan's text as .docx, .pdf or .txt.",
    ),
    "run_ocr": ("请先做文字识别（OCR）。", "Run text recognition (OCR) on it."),
    "unpack_it": ("请解压后提供其中的文件。", "Unpack it and give the file in it."),
    "save_as_pdf": ("请另存为 PDF。", "Save it as PDF."),
    "rename_to": (
        "若是规划正文，请把后缀改为 .{ending}，否则请另存。",
        "If it is the plan's text, rename it to end in .{ending}; else save it anew.",
    ),
    "table_row": ("{table}.csv {row}", "{table}.csv {row}"),
}

"""Exports and their sidecars."""

from __future__ import annotations

#: kind -> (Chinese, English)
TERMS: dict[str, tuple[str, str]] = {
    "other_classes": ("其他", "Other"),
    "position_uncertain": ("{title}（位置不确定）", "{title} (position uncertain)"),
    # The sheet that says what a workbook holds.
    "sheet_about": ("说明", "About"),
    "about_title": ("标题", "Title"),
    "about_exported": ("导出日期", "Exported"),
    "about_system": ("坐标系", "Reference system"),
    "about_filter": ("筛选", "Filter"),
    "about_rows": ("行数", "Rows"),
    "about_layer": ("图层", "Layer"),
    "about_about": ("说明", "About"),
    "about_licence": ("许可", "Licence"),
    "about_attribution": ("署名", "Attribution"),
    "about_quality": ("最差依据与最大误差", "Worst basis, largest radius"),
    "about_conversion": ("坐标转换", "Conversion"),
    "about_loss": ("损失", "Loss"),
    "row_of_other_length": (
        "第 {row} 行有 {cells} 格，表头有 {heading} 格",
        "row {row} has {cells:cell|cells}, the heading {heading}",
    ),
    # What a format cannot hold.
    "loss_no_style": ("不带样式（颜色、分类、标注）", "No style: colours, classes and labels"),
    "loss_split": (
        "混合几何的图层按面、线、点分为几个表；单部件与多部件并存时一律存为多部件",
        "A layer of mixed geometry becomes a table each for areas, lines and points; where single and multi-part shapes mix, all are multi-part",
    ),
    "loss_empty_text": ("空文本与缺失值不再区分", "Empty text and a missing value are the same"),
    "loss_multi": (
        "单部件与多部件并存时一律存为多部件",
        "Where single and multi-part shapes mix, all are multi-part",
    ),
    "loss_shapeless": ("没有几何的行不输出", "Rows without a shape are left out"),
    "loss_nested": (
        "列表与嵌套值写为 JSON 文本",
        "Lists and nested values are written as JSON text",
    ),
    "loss_control_characters": (
        "控制字符、NUL 与无穷大数值会被去掉；Z 值不输出",
        "Control characters, NUL and numbers that are not finite are removed; heights (Z) are not written",
    ),
    "loss_decimals_7": ("坐标取 7 位小数（约 1 厘米）", "Coordinates have 7 decimals (about 1 cm)"),
    "loss_decimals_9_or_4": (
        "坐标取 9 位小数（度）或 4 位小数（米）",
        "Coordinates have 9 decimals of degrees or 4 of metres",
    ),
    "loss_qgis_symbols": (
        "点符号与填充以 QGIS 的等效符号代替",
        "Symbols and fills are QGIS's nearest",
    ),
    "loss_short_names": (
        "字段名缩短到 10 字节以内，对照表见 zip 内的 *_fields.csv",
        "Field names are shortened to 10 bytes; *_fields.csv in the zip lists them",
    ),
    "loss_text_254": (
        "文本截到 254 字节，首尾空格不保留；编码（GBK）中没有的字写为“?”",
        "Text is cut at 254 bytes and loses spaces at its start and end; characters the encoding (GBK) lacks become '?'",
    ),
    "loss_booleans_and_long": (
        "布尔值写为 0/1；绝对值超过 2147483647 的整数写为文本",
        "Booleans become 0 or 1; integers beyond 2,147,483,647 are text",
    ),
    "loss_field_names": (
        "字段名中字母、汉字、数字和下划线以外的字符写为下划线，保留字后加下划线",
        "In field names all but letters, digits and underscores become underscores; reserved "
        "words get one behind",
    ),
    "loss_booleans_and_digits": (
        "布尔值写为 0/1；小数约 15 位有效数字；超过 18 位的整数写为文本",
        "Booleans become 0 or 1; decimals keep 15 digits; integers of more than 18 digits are text",
    ),
    "loss_spatial_order": ("行的顺序按空间索引改变", "Rows are in the order of the spatial index"),
    "loss_order_of_place": (
        "超过 5 万行时按位置排序",
        "Beyond 50,000 rows, rows are in order of place",
    ),
    "loss_decimals_9": ("坐标取 9 位小数", "Coordinates have 9 decimals"),
    "loss_viewer_symbols": (
        "点符号形状与虚线由查看软件决定，位置不确定者为半透明",
        "Symbol shapes and dashes are the viewer's; uncertain positions are half transparent",
    ),
    "loss_attributes_of_drawing": (
        "属性只保留分类（CAD 图层）、键值与行号（扩展数据）和名称（文字）",
        "Of the attributes only the category (CAD layer), key and row number (extended data) and name (text) remain",
    ),
    "loss_entities": (
        "多部件拆为多个实体；面的外环与内环为各自闭合的多段线",
        "Parts become entities of their own; outer and inner rings are closed polylines",
    ),
    "loss_no_crs": (
        "DXF 不能记录坐标系：写在图层名与文件名中",
        "A DXF states no CRS: it stands in layer and file names",
    ),
    "loss_beyond_gbk": (
        "GBK 中没有的字写为 \\U+XXXX；颜色取最近的 AutoCAD 索引色",
        "Characters GBK lacks become \\U+XXXX; colours are the nearest AutoCAD index",
    ),
    "loss_apostrophe": (
        "以 = + - @ 等开头的文本前加撇号，以免被当作公式",
        "Text that starts with = + - @ and the like gets an apostrophe, lest it runs",
    ),
    "loss_shapes_as_text": (
        "点写为两列坐标，其他几何写为 WKT；坐标取 9 位小数（度）或 4 位小数（米）",
        "Points are two columns, other shapes WKT; 9 decimals of degrees or 4 of metres",
    ),
    "loss_no_types": (
        "列没有类型：Excel 会把 007 读成 7（请用 XLSX）",
        "Columns have no type: Excel reads 007 as 7 (take XLSX)",
    ),
    "loss_formula_as_text": (
        "以 = 等开头的文本按文本写入，不会运行",
        "Text that starts with = and the like is written as text and never runs",
    ),
    "loss_shapes_and_long_text": (
        "点写为两列坐标，其他几何写为 WKT；超过 32767 字符的文本截断，WKT 留空",
        "Points are two columns, other shapes WKT; text beyond 32,767 characters is cut, such WKT left empty",
    ),
    "loss_digits_15": (
        "数值保留 15 位有效数字；超过 15 位的整数写为文本",
        "Numbers keep 15 significant digits; longer integers are written as text",
    ),
    "its_own_encoding": ("其固有编码", "its own encoding only"),
    "sidecar_beside": ("旁边的 {name}", "{name} beside it"),
    "sidecar_of_kind": ("“{kind}”类的说明文件", "a sidecar of the kind {kind}"),
    "sidecar_inside": ("导出文件内含的说明文件", "the sidecar that exports carry inside"),
    "one_sidecar": ("一个 {name}", "one {name}"),
    "no_files_listed": ("没有列出文件", "no files listed"),
    "files_listed": ("文件清单", "a list of files"),
    "no_crs": ("没有坐标系", "no CRS"),
    "finite_numbers": ("有限的数值", "finite numbers"),
    "an_epsg_code": ("一个 EPSG 代码", "an EPSG code"),
    "a_layer_or_all": ("一个图层，或全部图层", "a layer, or all"),
    "entry_on_map": ("在图上有位置的条目", "an entry with a place on the map"),
    "no_features": ("没有要素", "no features"),
    "formats_with_datum": ("CSV、XLSX、DXF", "CSV, XLSX or DXF"),
    # Kinds of reference systems a format takes.
    "takes_wgs84": ("WGS84", "WGS84"),
    "takes_geographic": ("CGCS2000", "CGCS2000"),
    "takes_projected": ("米制投影坐标（metres 或 EPSG:n）", "metres or EPSG:n (projected)"),
    "takes_shifted": ("GCJ-02、BD-09", "GCJ-02, BD-09"),
    "seal_meaning": (
        "核对可发现意外损坏与随手改动，不能防止伪造。",
        "This shows accident and careless editing; it is no proof against forgery.",
    ),
    "seal_former": (
        "文件以旧方式封存：说明文件中只出现一次的内容未经核对。",
        "The file was sealed in the former way: what its sidecar says only once is not checked.",
    ),
    "export_issue": ("{key}：{sentence}", "{key}: {sentence}"),
}

"""Words of the data page."""

from __future__ import annotations

#: name -> (Chinese, English)
WORDS: dict[str, tuple[str, str]] = {
    "page_data": ("数据", "Data"),
    "tab_catalogue": ("目录", "Catalogue"),
    "tab_export": ("导出", "Export"),
    "tab_import": ("导入", "Import"),
    "tab_verify": ("核对", "Check"),
    "layer_column": ("图层", "Layer"),
    "group_column": ("分组", "Group"),
    "rows_column": ("要素数", "Rows"),
    "basis_column": ("依据(最差)", "Basis (worst)"),
    "accuracy_column": ("精度 ±米(最大)", "Accuracy ±m (largest)"),
    "licence_column": ("许可", "Licence"),
    "attribution_column": ("署名", "Attribution"),
    "origin_column": ("来源文件", "Source file"),
    "retrieved_column": ("数据时间", "Retrieved"),
    "about_column": ("说明", "About"),
    "catalogue_hint": (
        "点击一行查看该图层的要素表。",
        "Click a row to see the layer's table of features.",
    ),
    "no_rows": ("该图层暂无要素。", "This layer has no features yet."),
    "what": ("导出内容", "What"),
    "what_layers": ("选定图层", "Chosen layers"),
    "what_all": ("全部图层", "All layers"),
    "what_entry": ("某条规划条目的要素", "Features of a plan entry"),
    "of_session": ("{name}(本次会话)", "{name} (this session)"),
    "please_choose": ("请选择", "Choose"),
    "choose_layers": ("图层", "Layers"),
    "choose_entry": ("规划条目", "Plan entry"),
    "format": ("格式", "Format"),
    "target_datum": ("坐标系", "Reference system"),
    "export_encoding": ("文字编码", "Text encoding"),
    "metre_choice": ("{code}(米制)", "{code} (metres)"),
    "losses": ("该格式会丢失或改变", "What this format loses or changes"),
    "prepare": ("生成文件", "Make the file"),
    "download_file": ("下载 {name}", "Download {name}"),
    "download_sidecar": ("下载说明文件(sidecar)", "Download the sidecar"),
    "sidecar": ("随文件的说明", "What the file says of itself"),
    "nothing_chosen": ("请至少选择一个图层。", "Choose at least one layer."),
    "verify_hint": (
        "上传本程序导出的文件,核对其内容与说明是否一致。",
        "Upload a file this program exported: it is read again and held against its sidecar.",
    ),
    "verify_upload": (
        "导出的文件;说明文件(.meta.json)若是单独的,请一并上传",
        "The exported file, and its sidecar (.meta.json) where that is separate",
    ),
    "verify_ok": (
        "与说明一致:{name},{rows} 行,{code},导出于 {date}。",
        "It agrees: {name}, {rows} rows, {code}, exported {date}.",
    ),
    "verify_one": (
        "请上传一个导出的文件(可另附其 .meta.json)。",
        "Upload one exported file, with its .meta.json if there is one.",
    ),
    "working": ("正在处理…", "Working …"),
}

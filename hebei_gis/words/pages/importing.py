"""Words of the import tab."""

from __future__ import annotations

#: name -> (Chinese, English)
WORDS: dict[str, tuple[str, str]] = {
    "template_title": ("按标准模板新建图层", "A new layer from a template"),
    "template": ("模板", "Template"),
    "template_id": ("新图层的标识", "Id of the new layer"),
    "template_hint": (
        "字段名取自国家标准或各地通行写法，请与本地标准核对。新建的是空图层：在上方导入文件并填写"
        "同一图层标识，即可填入。",
        "Field names are those of national standards or of common local use: compare with yours. "
        "The layer starts empty; import a file above under the same id to fill it.",
    ),
    "template_fields": ("字段：{names}", "Fields: {names}"),
    "template_make": ("新建图层", "Create the layer"),
    "template_made": ("已新建空图层 {name}。", "The empty layer {name} is there."),
    "import_about": (
        "支持 {formats}；Shapefile 可用压缩包，或各部件一起选。先预览，确认后才保存；"
        "未保存的文件不留在服务器上。",
        "{formats}; a Shapefile as a zip, or its parts together. Nothing is kept before you have "
        "seen the preview.",
    ),
    "import_files": ("拖入文件", "Drop a file"),
    "as_file_says": ("按文件所述", "As the file says"),
    "import_layer": ("文件中的图层", "Layer in the file"),
    "import_encoding": ("文字编码", "Encoding"),
    "import_datum": ("坐标系或基准", "CRS or datum"),
    "datum_CGCS2000": ("CGCS2000（EPSG:4490）", "CGCS2000 (EPSG:4490)"),
    "datum_BEIJING54": ("北京 54", "Beijing 1954"),
    "datum_XIAN80": ("西安 80", "Xi'an 1980"),
    "preview_layer": ("预览", "Preview"),
    "import_crs": ("其他 EPSG 代码", "Another EPSG code"),
    "import_parameters": (
        "转换参数（3 个或 7 个：米、角秒、ppm）",
        "Parameters (3 or 7: metres, arc-seconds, ppm)",
    ),
    "import_x": ("东坐标或经度字段", "Column of east or longitude"),
    "import_y": ("北坐标或纬度字段", "Column of north or latitude"),
    "import_wkt": ("WKT 字段", "WKT column"),
    "import_key": ("标识字段", "Key column"),
    "import_name": ("名称字段", "Name column"),
    "import_reading": ("读取方式", "How it is read"),
    "understood": ("读出的内容", "What was understood"),
    "questions": ("需要您确认", "To be answered"),
    "accept_mend": ("采用修正：{mend}", "Accept: {mend}"),
    "accept_mend_moved": (
        "采用修正：{mend}（移动约 {metres:,.0f} 米）",
        "Accept: {mend} (moves about {metres:,.0f} m)",
    ),
    "accept_one": ("可采用的修正", "Mends that would fit"),
    "accepted": ("已采用的修正（取消勾选即撤回）", "Accepted mends (untick to take one back)"),
    "parameters_wrong": ("参数须为 3 个或 7 个数。", "Parameters are 3 or 7 numbers."),
    "row_issues": ("逐行问题 {count} 条", "{count:issue|issues} of rows"),
    "row_issue": ("第 {row} 行：{sentence}", "Row {row}: {sentence}"),
    "preview_rows": ("{count} 行，几何类型：{types}", "{count:row|rows}, {types}"),
    "preview_no_crs": (
        "坐标系尚未确定，先不绘图。",
        "The reference system is not settled yet, so no map is drawn.",
    ),
    "keep_title": ("保存为图层", "Keep as a layer"),
    "layer_id": ("图层标识（小写英文、数字、下划线）", "Layer id (a–z, 0–9, _)"),
    "keep_existing": (
        "图层“{title}”已有 {rows} 个要素。替换后，未改动的名称、分组、依据、精度、许可与署名"
        "保持不变。",
        "The layer “{title}” holds {rows:feature|features}. Replaced, it keeps the title, group, "
        "basis, accuracy, licence and attribution you do not change.",
    ),
    "title_zh": ("中文名称", "Chinese title"),
    "title_en": ("英文名称", "English title"),
    "licence": ("许可", "Licence"),
    "attribution": ("署名与来源", "Attribution and source"),
    "replace_layer": ("替换同名图层", "Replace the layer of that id"),
    "keep_workspace": ("保存到工作区（所有人可见）", "Keep in the workspace (for everybody)"),
    "keep_session": ("仅用于本次会话", "For this session only"),
    "kept_workspace": (
        "已保存：图层“{title}”（{name}），文件 {files}。地图与目录中已可见。",
        "Kept: the layer “{title}” ({name}), in {files}. It is on the map.",
    ),
    "kept_session": (
        "已加入本次会话：图层“{title}”（{name}）。地图页与地块比选页可用，关闭页面即消失。",
        "Added to this session: the layer “{title}” ({name}), on the map page and for comparing "
        "sites; gone with the page.",
    ),
    "session_group": ("本次会话的图层", "Layers of this session"),
    "session_remove": ("移除", "Remove"),
    "mend_swap_xy": ("交换 X 与 Y", "swap X and Y"),
    "mend_as_declared": ("按声明保留", "keep as declared"),
    "mend_drop_outside": ("略去范围以外的行", "leave out rows outside"),
    "mend_drop_unread": ("略去读不出的行", "leave out rows that cannot be read"),
    "mend_keep_what_is_left": ("保留可读出的部分", "keep what is left"),
    "mend_repair": ("修复几何", "repair shapes"),
    "mend_drop_invalid": ("略去无效几何", "leave out invalid shapes"),
    "mend_largest_dimension": ("只保留主要几何类型", "keep the main geometry type"),
    "mend_number_keys": ("改用行号作标识", "number the rows as keys"),
    "mend_and": ("，并", ", and "),
    "mend_read_as": ("按 {name} 读取", "read as {name}"),
}

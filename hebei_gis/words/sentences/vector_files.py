"""What was understood of KML, GPX, GeoJSON, DXF and survey texts, and what was wrong with their rows."""

from __future__ import annotations

#: kind -> (Chinese, English)
NOTES: dict[str, tuple[str, str]] = {
    "prefixes_undeclared": (
        "以下前缀没有声明，按已声明读取：{names}。",
        "Used without a declaration, read as if declared: {names}.",
    ),
    "named_characters": (
        "以下 HTML 字符名称已读作字符：{names}。",
        "Read as the characters that HTML calls so: {names}.",
    ),
    "network_links": (
        "NetworkLink 指向 {names}；所指文件只有在同一压缩包内才会读取。",
        "NetworkLinks point to {names}; what they point to is read only where it lies in the "
        "same archive.",
    ),
    "schema_unread": (
        "模式文件 {names} 未采用，字段类型由数据本身判断。",
        "The schema {names} is left aside; types come from the values.",
    ),
    "corners_unread": (
        "字段 {names} 只是各要素的范围框，未保留。",
        "The columns {names} are but the box around each feature; left out.",
    ),
    "elements_skipped": ("未导入：{names}。", "Not taken in: {names}."),
    "value_renamed": (
        "扩展数据中的 {found} 在此称为 {name}。",
        "The value {found} of the extended data is called {name} here.",
    ),
    "drawing_closed_lines": (
        "图中闭合的多段线视为面（{count} 个）。",
        "Closed polylines of the drawing are taken as areas ({count}).",
    ),
    "drawing_curves": (
        "曲线以短线段近似（{count} 个）。",
        "Curves are drawn as short segments ({count}).",
    ),
    "drawing_blocks": (
        "图块以其插入点表示（{count} 个）。",
        "Blocks are taken as points ({count}).",
    ),
    "elevations_kept": (
        "几何为二维，图中的高程在字段 {column} 中。",
        "Shapes are two-dimensional; heights of the drawing are in the column {column}.",
    ),
    "heights_vary": (
        "{count} 个几何沿线高程不一，高程未保留。",
        "Heights that vary along a shape are not kept ({count:shape|shapes}).",
    ),
    "extended_data_kept": (
        "扩展数据（xdata）在以下字段中：{columns}。",
        "Extended data (xdata) are in the columns {columns}.",
    ),
    "features_in_sequence": (
        "要素逐个排列（如每行一个），不是 FeatureCollection，已全部读取。",
        "Features stand one after another (one a line, say) without a FeatureCollection; all "
        "are read.",
    ),
    "feature_ids_renamed": (
        "要素的 {found} 在此称为 {name}。",
        "The {found} of features is called {name} here.",
    ),
    "digits_as_text": (
        "字段 {column} 混有超过 15 位的整数与小数，按文字保留，以免改变数值。",
        "{column} mixes decimals with whole numbers of more than 15 digits; it is kept as text, "
        "so that none changes.",
    ),
    "values_only": (
        "只读取单元格的值，公式取文件中存储的结果；错误值（如 #DIV/0!）读作空，隐藏的行也会读入。",
        "Only values of cells are read, those of formulas as stored; errors such as #DIV/0! come "
        "as empty cells, and hidden rows are read too.",
    ),
    "rows_left_at_server": (
        "服务器在文件中说明只给出了部分行（exceededTransferLimit），其余的行不在文件里。如需全部，请分页导出。",
        "The server says that it gave only some of its rows (exceededTransferLimit); the others are "
        "not in this file. Export it page by page to have them all.",
    ),
    "not_said": (
        "未说明：{names}。对外提供该图层之前，请在图层声明中补充。",
        "Not stated: {names}. Fill them in in the layer's declaration before you pass it on.",
    ),
    "survey_parameters": (
        "文件写有转换参数（{numbers}），没有使用，坐标按原值读取。",
        "The file gives transformation parameters ({numbers}); they are not applied, and "
        "coordinates are read as they stand.",
    ),
    "placed_in_crs": (
        "几何取自 JSON-FG 的 place，坐标系为 {crs}。",
        "Shapes are those of the members “place” of JSON-FG, in {crs}.",
    ),
}

#: kind -> (Chinese, English): the row's own sentence.
ISSUES: dict[str, tuple[str, str]] = {
    "shapes_joined": (
        "一行并列有 {count} 个几何，已合为多部件",
        "{count} shapes side by side in one row; read as the parts of one",
    ),
}

#: kind -> (Chinese, English): of several rows together.
COUNTED: dict[str, tuple[str, str]] = {
    "shapes_joined": (
        "一行并列有多个几何，已合为多部件",
        "two shapes or more side by side, read as the parts of one",
    ),
}

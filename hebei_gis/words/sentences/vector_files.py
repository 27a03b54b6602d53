"""What was understood of KML, GPX, GeoJSON and DXF, and what was wrong with their rows."""

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
    "document_beside": ("一并读取 {name}。", "{name} is read too."),
    "network_links": (
        "NetworkLink 指向 {names}，未读取。",
        "NetworkLinks point to {names}, which is not read.",
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

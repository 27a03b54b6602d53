"""Rows, cells, columns and shapes."""

from __future__ import annotations

#: What GEOS says of an invalid shape → the term for it.
GEOS_REASONS: dict[str, str] = {
    "Self-intersection": "self_intersection",
    "Ring Self-intersection": "ring_self_intersection",
    "Too few points in geometry component": "too_few_points",
    "Hole lies outside shell": "hole_outside_shell",
    "Holes are nested": "nested_holes",
    "Nested holes": "nested_holes",
    "Nested shells": "nested_shells",
    "Interior is disconnected": "disconnected_interior",
    "Duplicate Rings": "duplicate_rings",
    "Invalid Coordinate": "invalid_coordinate",
    "Ring is not closed": "open_ring",
}

#: kind -> (Chinese, English)
TERMS: dict[str, tuple[str, str]] = {
    # Rows.
    "row_named": ("第 {row} 行", "row {row}"),
    "rows_named": ("第 {rows} 行", "rows {rows}"),
    "rows_and_more": ("第 {rows} 行（另有 {more} 行）", "rows {rows} and {more} more"),
    "row_count": ("{rows} 行", "{rows:row|rows}"),
    "no_row": ("没有行", "no row"),
    "no_row_left": ("没有剩余的行", "no row that is left"),
    "a_layer_with_rows": ("有数据的图层", "a layer with rows"),
    "some_rows": ("有数据的行", "rows"),
    "column_of": ("{file} 字段 {column}", "{file} {column}"),
    # Shapes and what is wrong with them.
    "self_intersection": ("自相交", "Self-intersection"),
    "ring_self_intersection": ("环自相交", "Ring Self-intersection"),
    "too_few_points": ("点数过少", "Too few points in geometry component"),
    "hole_outside_shell": ("洞在外环之外", "Hole lies outside shell"),
    "nested_holes": ("洞相互嵌套", "Holes are nested"),
    "nested_shells": ("外环相互嵌套", "Nested shells"),
    "disconnected_interior": ("内部不连通", "Interior is disconnected"),
    "duplicate_rings": ("环重复", "Duplicate Rings"),
    "invalid_coordinate": ("坐标无效", "Invalid Coordinate"),
    "open_ring": ("环未闭合", "Ring is not closed"),
    "reason_at": ("{reason}[{place}]", "{reason}[{place}]"),
    "nothing_left": ("{reason}，修复后没有剩余", "{reason}, and nothing is left after the repair"),
    "nothing_left_after_clipping": ("裁剪后没有剩余", "nothing is left after clipping"),
    "not_valid_accepted": ("几何无效，已按确认处理", "not valid, left out as accepted"),
    "mixed_collection": ("混合的几何集合", "a mixed collection"),
    "area_none": ("", ""),
    "area_unchanged": ("，面积不变", ", area unchanged"),
    "area_changed": ("，面积变化 {percent}%", ", area {percent} % of the repaired one"),
    "shapes_two_ways": (
        "{rows}的几何有不止一种修复方式",
        "{rows}: the shape can be repaired in more than one way",
    ),
    "shapes_tangled": (
        "{rows}的几何自相交过多，无法修复",
        "{rows}: the shape crosses itself so often that it cannot be repaired",
    ),
    "shapes_mixed": (
        "{rows}的几何混有点、线、面",
        "{rows}: one shape mixes points, lines and areas",
    ),
    "valid_shapes": ("同一类型的有效几何", "valid shapes of one kind"),
    "no_shapes": ("无", "none"),
    # Keys and values.
    "no_key": ("（空）", "(empty)"),
    "keys_missing": (
        "{rows} 行没有唯一的键：{listed}",
        "{rows:row|rows} without a key of its own: {listed}",
    ),
    "key_in_row": ("{key}（第 {row} 行）", "{key} in row {row}"),
    "each_value_once": ("{column} 的值各不相同", "each value of {column} once"),
    "a_key_on_every_row": ("每行都有键", "a key on every row"),
    "one_row_a_key": ("每个键只对应一行", "one row a key"),
    "a_number_of_metres": ("以米为单位的数", "a number of metres"),
    "metres_not_negative": ("不小于 0 米", "0 or more metres"),
    "one_of": ("{names} 之一", "one of {names}"),
    "one_of_in": ("{names} 之一（见 {file}）", "one of {names} ({file})"),
    "empty": ("空", "empty"),
    "one_of_columns": ("{names:or}", "one of {names}"),
    "one_of_them": ("其中之一", "one of them"),
    "both_of_them": ("两者", "both"),
    "several_of": ("有几种可能：{names}", "several would do: {names}"),
    "several_apart": (
        "有几对坐标字段，所指位置不同：{names}",
        "several pairs of columns put the rows in different places: {names}",
    ),
    "row_told": ("第 {row} 行：{found}", "row {row}: {found}"),
    "no_rows": ("没有行", "no rows"),
    # Tables.
    "table_as_text": ("文本格式的表", "a table as text"),
    "table_with_headings": ("带表头的表", "a table with headings"),
    "cells_of": ("{count:,} 个单元格", "{count:,} cells"),
    "cells_limit": ("{count:,} 个单元格（cells）", "{count:,} cells (cells)"),
    "megabytes": ("{count} MB", "{count} MB"),
    # Cells of a sheet that a spreadsheet spoiled.
    "a_formula": ("公式 {text}", "the formula {text}"),
    "an_error": ("错误值 {text}", "the error {text}"),
    "true_or_false": ("逻辑值 {text}", "{text} (true or false)"),
    "a_date": ("日期 {text}", "the date {text}"),
    "a_share": ("百分比 {value}", "the share {value}, shown as %"),
    "a_number": ("数字 {value}", "the number {value}"),
    "a_number_shown_as": (
        "数字 {value}（显示格式 {shown}）",
        "the number {value}, shown as {shown}",
    ),
    "sheet_text": ("文本", "text"),
    "sheet_number": ("数字", "a number"),
    "sheet_id": ("文本（5.10 会变成 5.1）", "text (5.10 → 5.1)"),
    # Positions in cells.
    "one_of_x_and_y": ("只指定了 X 与 Y 之一", "only one of X and Y"),
    "columns_of_positions": ("X 与 Y 字段，或 WKT 字段", "columns for X and Y, or one of WKT"),
    "positions_written": (
        "数字，或度分秒（如 117°12′14″、117-12-14、E117.2）",
        "numbers, or degrees, minutes and seconds (117°12′14″, 117-12-14, E117.2)",
    ),
    "cells_no_position": ("{cells}（{reason}）", "{cells} ({reason})"),
    "empty_cell": ("单元格为空", "a cell is empty"),
    "no_number": ("不是坐标", "no position"),
    "number_unclear": (
        "逗号或点可作小数点，也可作千位分隔",
        "its comma or point may set apart decimals or thousands",
    ),
    "minutes_over": ("分为 {value}，须小于 60", "minutes of {value}, which must be below 60"),
    "seconds_over": ("秒为 {value}，须小于 60", "seconds of {value}, which must be below 60"),
    "degrees_over": ("度为 {value}，须不大于 180", "degrees of {value}, at most 180 there are"),
    "other_axis": ("注明 {said}，与该字段不符", "it says {said}, the column holds the other axis"),
    "no_wkt": ("不是 WKT：{why}", "no WKT: {why}"),
}

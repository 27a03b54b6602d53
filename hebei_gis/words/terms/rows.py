"""Rows, cells, columns and shapes."""

from __future__ import annotations

#: kind -> (Chinese, English)
TERMS: dict[str, tuple[str, str]] = {
    "empty": ("空", "empty"),
    "one_of_columns": ("{names:or}", "one of {names}"),
    "one_of_them": ("其中之一", "one of them"),
    "both_of_them": ("两者", "both"),
    "several_of": ("有几种可能：{names}", "several would do: {names}"),
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

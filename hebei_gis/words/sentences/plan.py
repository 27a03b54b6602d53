"""Faults of the plan's text and its register."""

from __future__ import annotations

#: kind -> (Chinese, English)
FAULTS: dict[str, tuple[str, str]] = {
    "text_too_long": (
        "{where}：有 {count:,} 个字符，单元格最多容纳 {most:,} 个。请缩短。",
        "{where}: has {count:,} characters; a cell holds {most:,}. Shorten it.",
    ),
    "no_register_sheet": (
        "{where}：没有登记册的工作表（现有：{found}）。应为 {expected} 之一。"
        "请使用由登记册导出的工作簿。",
        "{where}: no sheet is a table of the register (there are: {found}). "
        "Expected one of {expected}. Take the workbook that the register exports.",
    ),
    "table_on_two_sheets": (
        "{where}：工作表 {sheet} 的表已在另一张工作表中。请只保留一张。",
        "{where}: the table of the sheet {sheet} stands on another sheet too. Keep one.",
    ),
    "column_twice": (
        "{where}：列 {column} 出现不止一次。请只保留一列。",
        "{where}: the column {column} stands more than once. Keep one.",
    ),
    "sheet_lacks_column": (
        "{where}：缺少表头带“({expected})”的列；现有的列：{found}。请补上该列。",
        "{where}: the column whose header ends in ({expected}) is missing; there are {found}. "
        "Add it.",
    ),
}

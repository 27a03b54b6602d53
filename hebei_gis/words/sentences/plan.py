"""The plan's text and its register: faults, changes, and what a reader should look at."""

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
    "table_no_text": (
        "{where}：既不是 UTF-8 也不是 GB18030 文本。请另存为 UTF-8 编码的 CSV。",
        "{where}: is text in neither UTF-8 nor GB18030. Save it as CSV in UTF-8.",
    ),
    "table_lacks_column": (
        "{where}：缺少列 {column}；现有的列：{columns}。请补上该列。",
        "{where}: the column {column} is missing; there are {columns}. Add it.",
    ),
    "table_other_cells": (
        "{where}：有 {cells} 个单元格，表头有 {heading} 个。请补齐或删去多余的。",
        "{where}: has {cells:cell|cells}, the heading has {heading}. Fill up the row or cut it.",
    ),
    "table_repeats": (
        "{where}：{key} 在表中出现不止一次。请只保留一行，或改用其他标识。",
        "{where}: {key} stands more than once in the table. Keep one row, or change its id.",
    ),
    "both_changed": (
        "{where}，{column}：工作簿改为 {found}，导出之后他人已改为 {expected}。"
        "请改正工作簿，或用 --force（页面上勾选“以工作簿为准”）。",
        "{where}, {column}: the workbook has {found}, and since it was exported somebody made it "
        "{expected}. Correct the workbook, or take it with --force (on the page: “the workbook "
        "wins”).",
    ),
    "workbook_outdated": (
        "{where}：导出之后措施表已有改动，而工作簿中没有导出时的内容，无法分辨哪些是您的修改。"
        "请重新导出再修改，或用 --force 以工作簿为准。",
        "{where}: the register has changed since this workbook was exported, and the workbook does "
        "not hold what it was then, so that your changes cannot be told apart. Export it again and "
        "edit that one, or take this one with --force.",
    ),
    "table_changed": (
        "{where}：期间已被改动，没有写入。请重新导出工作簿再修改。",
        "{where}: was changed meanwhile; nothing is written. Export the workbook again and edit "
        "that one.",
    ),
    "tie_without_layer": (
        "{where}：没有图层 {found}。现有图层：{known}。请改正。",
        "{where}: there is no layer {found}. Known: {known}. Correct the tie.",
    ),
    "tie_without_key": (
        "{where}：图层 {layer} 中没有要素 {found}。其中有：{known}。请改正。",
        "{where}: the layer {layer} has no key {found}. It has {known}. Correct the tie.",
    ),
    "no_such_tie": (
        "{where}：没有与 {found} 关联；现有关联：{known}。请改正。",
        "{where}: is not tied to {found}; its ties: {known}. Name one of them.",
    ),
    "not_placed_by_hand": (
        "{where}：没有手工给出的位置。手工落图的地点：{known}。",
        "{where}: nobody gave it a position. Placed by hand: {known}.",
    ),
    "lon_lat_swapped": (
        "{where}：{found}，经度与纬度像是写反了。请对调。",
        "{where}: {found}: longitude and latitude look swapped. Exchange them.",
    ),
    "no_place": (
        "{where}：没有给出。请给出经度和纬度，或用 --shape 指定 GeoJSON 文件。",
        "{where}: none was given. Give longitude and latitude, or a GeoJSON file with --shape.",
    ),
    "unknown_ending": (
        "{where}：不能写入 {found}。应为 {expected} 之一。",
        "{where}: cannot write {found}. Expected one of {expected}.",
    ),
    "place_shape": (
        "{where}：图形不可用（{found}）。应为不自相交的点、线或面。请修改图形。",
        "{where}: the shape cannot be used ({found}). Expected a point, line or area that does not "
        "cross itself. Mend the shape.",
    ),
    "position_outside_bounds": (
        "{where}：{found} 超出工作区范围 {expected}。请检查基准与坐标顺序，"
        "或放宽 workspace.toml 中的 bounds。",
        "{where}: {found} lies outside the bounds of the workspace {expected}. "
        "Check the datum and the order of the axes, or widen `bounds` in workspace.toml.",
    ),
    "id_for_one_place": (
        "标识只能给一个地点，而选中了 {places} 个。请只选一个，或不指定标识。",
        "An id is for one place; {places:place is|places are} chosen. Choose one, or give no id.",
    ),
    "bad_place_id": (
        "标识 {found} 不可用。应为小写字母、数字与 _，以字母开头。请改正。",
        "The id {found} cannot be used. Expected a-z, 0-9 and _, a letter first. Correct it.",
    ),
    "place_id_taken": (
        "标识 {found} 已属于“{place}”。请换一个。",
        "The id {found} is that of {place} already. Choose another.",
    ),
    # What the command is asked to declare, to serve, to export.
    "layer_declared": (
        "{where}：图层 {found} 已经声明。请换一个标识。",
        "{where}: the layer {found} exists already. Choose another id.",
    ),
    "port_taken": (
        "{where}：端口 {found} 已被占用。请用 --port 指定另一个端口。",
        "{where}: the port {found} is in use. Choose another with --port.",
    ),
    "port_impossible": (
        "{where}：没有端口 {found}。请用 --port 指定 1 至 65535 的端口。",
        "{where}: there is no port {found}. Choose one from 1 to 65535 with --port.",
    ),
    "export_of_nothing": (
        "{where}：没有指定要导出的内容。请指定图层，或 --all，或 --entry ID。",
        "{where}: nothing is named to be exported. Name either layers, or --all, or --entry ID.",
    ),
    "export_of_several": (
        "{where}：图层、--all、--entry ID 同时指定了不止一种。请只指定其一。",
        "{where}: more than one of layers, --all and --entry ID is named. Name one of them.",
    ),
    "workspace_not_empty": (
        "{where}：已有内容。应为新的或空的文件夹。请换一个位置。",
        "{where}: something is already there. Expected a new or empty folder. "
        "Choose another place.",
    ),
}

#: kind -> (Chinese, English): what a person should look at, and what was changed.
NOTES: dict[str, tuple[str, str]] = {
    "lines_joined": (
        "各行似按页宽折断，已接成段落。",
        "The lines looked broken by a page's width and were joined.",
    ),
    "silent_pages": (
        "{pages} 页中有 {silent} 页没有文字：{listed}。",
        "{silent} of {pages} pages hold no text: {listed}.",
    ),
    "unreadable_characters": (
        "PDF 中有 {count} 个字符无法读出。",
        "{count:character|characters} of the PDF could not be read.",
    ),
    "words_left_out": (
        "“{title}”与其下第一章之间的文字未计入。",
        "The words between {title} and its chapter are left out.",
    ),
    "sentence_not_closed": (
        "文本末句没有句号（…{last}）：是否被截断？",
        "The text ends without closing its sentence (…{last}): is it cut off?",
    ),
    "headings_repeated": (
        "有 {count} 行重复其标题，像是页眉，已略去。",
        "Lines that repeat their heading, as page heads do, are left out: {count}.",
    ),
    "box_missing": (
        "文中没有专栏 {number}。",
        "Box (专栏) {number} does not stand in the text.",
    ),
    "number_skipped": (
        "{number}（{title}）之前的{what}编号是 {last}。",
        "The {what} before {number} ({title}) is numbered {last}.",
    ),
    "number_repeated": (
        "“{title}”的{what}编号为 {number}，按 {expected} 读取。",
        "{title}: the {what} is numbered {number}, read as {expected}.",
    ),
    "register_added": ("{sheet} {key} 新增：{after}", "{table} {key} added: {after}"),
    "register_removed": ("{sheet} {key} 删除：{before}", "{table} {key} removed: {before}"),
    "register_changed": (
        "{sheet} {key} {column} 修改：{before} → {after}",
        "{table} {key} {column} changed: {before} → {after}",
    ),
}

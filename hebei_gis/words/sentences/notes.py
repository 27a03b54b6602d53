"""What was understood of a file and done with it."""

from __future__ import annotations

#: kind -> (Chinese, English)
NOTES: dict[str, tuple[str, str]] = {
    "kind": (
        "按 {format} 读取。",
        "Read as {format}.",
    ),
    "suffix": (
        "文件名以 {suffix} 结尾，内容却是 {format}；以内容为准。",
        "The file's name ends in {suffix}, its content is {format}; the content counts.",
    ),
    "member": ("读取压缩包中的 {name}。", "Of the archive, {name} is read."),
    "members_together": (
        "压缩包中的 {names} 合并读取。",
        "Of the archive, {names} are read together.",
    ),
    "members_unread": (
        "压缩包中的其他文件未读取：{names}。",
        "Other files of the archive are not read: {names}.",
    ),
    "zip_within": (
        "压缩包内还有压缩包 {names}，已一并解压。",
        "A zip within the zip was unpacked too: {names}.",
    ),
    "names": (
        "压缩包内的文件名编码为 {encoding}。",
        "File names in the archive are {encoding}.",
    ),
    "layers_unread": (
        "其他有数据的图层未读取：{names}。",
        "Other layers that have rows are not read: {names}.",
    ),
    "views_unread": (
        "视图或缺失的表未读取：{names}。",
        "Views and tables that are missing are not read: {names}.",
    ),
    "geopackage_wal_missing": (
        "该 GeoPackage 处于 WAL 模式（QGIS 打开时即如此），未同时提供其 -wal 文件；"
        "QGIS 尚未写入主文件的修改不在其中。",
        "The GeoPackage is in WAL mode, as QGIS leaves it, and its -wal file was not handed in: "
        "changes that QGIS had not yet written into the file itself are not in it.",
    ),
    "geopackage_wal_read": (
        "该 GeoPackage 处于 WAL 模式，{name} 中的修改已一并读取。",
        "The GeoPackage is in WAL mode; the changes in {name} are read too.",
    ),
    "nested_columns": (
        "字段 {columns} 为嵌套的列表或结构（struct），已存为 JSON 文本。",
        "The columns {columns} hold nested lists or structures (struct); they are kept as JSON "
        "text.",
    ),
    "columns_unread": (
        "字段 {columns} 为二进制内容，未读取。",
        "The columns {columns} hold binary values, which are not read.",
    ),
    "fields_named": (
        "字段按 {name} 恢复原名。",
        "Fields have the names that {name} gives for their short ones.",
    ),
    "encoding": ("文字编码为 {name}：{why}。", "Text is {name}: {why}."),
    "index_rebuilt": (
        "缺少 .shx 索引或索引不符，已由 .shp 重建。",
        "The .shx index is missing or does not fit; it was rebuilt from the .shp.",
    ),
    "no_table": ("没有 .dbf，各行没有属性。", "There is no .dbf; the rows have no attributes."),
    "layer": ("图层 {0}：{1} 行，几何类型 {2}。", "Layer {0}: {1} rows, geometry {2}."),
    "header_row": (
        "表头在第 {row} 行，其上的内容不导入。",
        "Headings stand in row {row}; what is above them is not taken in.",
    ),
    "headings_joined": (
        "表头占第 {first} 至 {last} 行，已逐列合并。",
        "Headings stand in rows {first} to {last} (merged cells or two rows); they were joined.",
    ),
    "no_headings": (
        "没有表头：第 {row} 行起即为数据，字段称为 {columns} 等。",
        "There are no headings: data begin in row {row}; the columns are called {columns} ….",
    ),
    "survey_columns": (
        "按测量软件的 .dat 读取：点名、编码、东坐标、北坐标、高程。",
        "Read as a .dat of survey software: name, code, east, north, height.",
    ),
    "cells_beyond": (
        "{rows} 行有超出表头的单元格，列入字段 {columns}。",
        "{rows:row has|rows have} cells beyond the headings; they are in the columns {columns}.",
    ),
    "merged_cells": (
        "有 {count} 个单元格与上方单元格合并，已填入其值。",
        "{count:cell was|cells were} merged with the one above and took its value.",
    ),
    "apostrophes": (
        "{count} 个单元格以撇号开头，使其后的文字不被当作公式；撇号未保留。",
        "{count:cell begins|cells begin} with an apostrophe, lest what follows runs as a formula; "
        "it is left out.",
    ),
    "separators_read": (
        "字段 {columns} 的数字带有千位分隔或小数逗号，已按数字读取。",
        "Numbers in the columns {columns} have separators of thousands or decimal commas; they "
        "were read as numbers.",
    ),
    "numbers_as_text": (
        "字段 {columns} 中有以文本存储的数字，已按数字读取。",
        "Some numbers in the columns {columns} are stored as text; they were read as numbers.",
    ),
    "separators_unclear": (
        "字段 {columns} 的数字带有逗号或点，可作小数点，也可作千位分隔，按文字原样保留。",
        "Numbers in the columns {columns} have a comma or point that may set apart decimals or "
        "thousands; they are kept as text, as written.",
    ),
    "digits_lost": (
        "字段 {columns} 中有超过 15 位的数字单元格，电子表格只保留 15 位，其后的数位可能已丢失。",
        "Cells in the columns {columns} are numbers of more than 15 digits, of which spreadsheets "
        "keep 15: the last digits may be lost.",
    ),
    "columns_xy": (
        "坐标取自字段 {x}（东、经度）与 {y}（北、纬度）。",
        "Coordinates are in the columns {x} (east, longitude) and {y} (north, latitude).",
    ),
    "members_repeated": (
        "文件中同名成员出现多次：{names}，取最后一个。",
        "Members of the file that stand more than once: {names}; the last is taken.",
    ),
    "drawing_layers_hidden": (
        "图中以下图层已关闭或冻结，其内容也已读取：{names}。",
        "Layers that are off or frozen in the drawing were read too: {names}.",
    ),
    "column_both": (
        "坐标取自字段 {column}，每格先{first}后{second}。",
        "Coordinates are in the column {column}, in each cell {first}, then {second}.",
    ),
    "hidden_sheet": (
        "工作表 {name} 在表格中是隐藏的。",
        "The sheet {name} is hidden in the workbook.",
    ),
    "hidden_rows": (
        "{count} 行在表格中是隐藏或被筛选掉的，也已读取。",
        "{count:row that is|rows that are} hidden or filtered out in the workbook were read too.",
    ),
    "column_wkt": ("几何取自字段 {column}（WKT）。", "Shapes are in the column {column}, as WKT."),
    "formulas_valued": (
        "{count} 个单元格是公式，采用文件中保存的计算结果。",
        "{count:cell holds a formula|cells hold formulas}; the values stored beside are used.",
    ),
    "formulas_unvalued": (
        "{count} 个单元格是公式，没有保存计算结果，按公式文字保留；在数字列中留空。",
        "{count:cell holds a formula|cells hold formulas} without a stored value; kept as "
        "text, left empty in a column of numbers.",
    ),
    "error_cells": (
        "{count} 个单元格是错误值（如 #DIV/0!），按文字保留；在数字列中留空。",
        "{count:cell holds an error|cells hold errors} such as #DIV/0!; kept as text, "
        "left empty in a column of numbers.",
    ),
    "crs_stated": (
        "文件写明坐标系：{crs}。",
        "The file says its CRS: {crs}.",
    ),
    "crs_by_format": (
        "{format} 按标准即为 WGS 84。若取自 GCJ-02 或 BD-09 地图，请注明。",
        "{format} means WGS 84 by its standard. If it came from a GCJ-02 or BD-09 map, say so.",
    ),
    "crs_answered": (
        "依您所述，坐标为 {crs}。",
        "By your word the coordinates are {crs}.",
    ),
    "crs_overruled": (
        "文件写的是 {found}；依您所述，坐标为 {crs}。",
        "The file says {found}; by your word the coordinates are {crs}.",
    ),
    "parameters": (
        "按您提供的参数 {numbers} 转换（dx、dy、dz 米；rx、ry、rz 秒；ppm；位置矢量）。",
        "Moved with your parameters {numbers} (dx, dy, dz m; rx, ry, rz″; ppm; position vector).",
    ),
    "mend_swap_xy": ("已按确认交换 X 与 Y。", "X and Y were swapped on reading, as accepted."),
    "mend_crs": (
        "已按确认将坐标视为 {crs}。",
        "The coordinates were taken as {crs}, as accepted.",
    ),
    "mend_as_declared": (
        "已提示坐标与声明不符，仍按声明处理。",
        "A disagreement was shown and the declared CRS was kept.",
    ),
    "held_against": (
        "有 {count} 个名称与已知要素相同：与已知位置的距离中位数为 {metres:.0f} 米。",
        "{count:name is|names are} known here: the median distance to the known positions is "
        "{metres:.0f} m.",
    ),
    "no_names_known": (
        "没有与已知要素相同的名称，无法检查是否有 GCJ-02 之类的偏移。",
        "No names are known here, so a shift like GCJ-02's could not be looked for.",
    ),
    "key_column": (
        "键取自字段 {column}。",
        "Keys are in the column {column}.",
    ),
    "key_numbered": (
        "未指定键字段，各行按顺序编号。",
        "No key column was named; the rows are numbered.",
    ),
    "name_column": (
        "名称取自字段 {column}。",
        "Names are in the column {column}.",
    ),
    "renamed": (
        "字段 {found} 在此称为 {name}。",
        "The column {found} is called {name} here.",
    ),
    "dropped_columns": (
        "空字段未保留：{columns}。",
        "Left out as empty: {columns}.",
    ),
    "not_finite": (
        "字段 {column} 有 {cells} 个单元格不是有限的数，已置空。",
        "{cells:cell|cells} of the column {column} held a number that is not finite; left empty.",
    ),
    "not_a_standard_column": (
        "字段 {column} 的值 {values} 不能用作 {column}，该字段改称 {kept} 保留。",
        "The values {values} of the column {column} cannot be a {column}; "
        "the column is kept as {kept}.",
    ),
    "kept_as_text": (
        "以下字段中数字、是否与文字混排，全部按文字保留：{columns}。",
        "Numbers or yes/no stand beside text, so all is kept as text: {columns}.",
    ),
    "mended": ("{rows} 行：{what}。", "{rows:row|rows}: {what}."),
    "closed_lines": (
        "图中闭合的多段线视为面（{0} 个）。",
        "Closed polylines of the drawing are taken as areas ({0}).",
    ),
    "curves": (
        "曲线以短线段近似（{0} 个）。",
        "Curves are drawn as short segments ({0}).",
    ),
    "blocks": ("图块以其插入点表示（{0} 个）。", "Blocks are taken as points ({0})."),
    "existing": (
        "图层 {layer} 已有声明，沿用其名称、样式与字段。",
        "The layer {layer} is declared; its title, style and fields are kept.",
    ),
    "column_missing": (
        "声明中的字段 {column} 在文件中没有，留空。",
        "The declaration names the column {column}, which the file lacks; it stays empty.",
    ),
    "columns_not_declared": (
        "声明中没有的字段未保留：{columns}。",
        "Columns the declaration does not name are left out: {columns}.",
    ),
    "crs_words": (
        "文件写明“{words}”，坐标按 {crs} 读取。",
        "The file says {words}: its coordinates are read as {crs}.",
    ),
    "own_export": (
        "本程序导出的文件（{title}，{date}），说明文件写明坐标为 {crs}。",
        "An export of this program ({title}, {date}); its sidecar says that the coordinates are "
        "{crs}.",
    ),
    "own_export_changed": (
        "附有本程序导出时的说明，但文件此后被改动，说明不再作数。",
        "The sidecar of an export lies with it, but the file was changed since; the sidecar does "
        "not count.",
    ),
    "parts_beside": (
        "旁边属于它的文件一并提供：{names}。",
        "The files beside it that belong to it are handed in too: {names}.",
    ),
    "imported": (
        "{date} 由 {file} 导入，sha256 {sha256}，{rows} 行。",
        "Imported {date} from {file}, sha256 {sha256}, {rows:row|rows}.",
    ),
    "imported_about": (
        "由文件 {file} 导入（{date}）。",
        "Imported from the file {file}, {date}.",
    ),
    "converted": (
        "坐标转换：{source} → {target}，{method}，{accuracy}。",
        "Converted from {source} to {target}: {method}; {accuracy}.",
    ),
}

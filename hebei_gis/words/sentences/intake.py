"""Faults of files that come in, and questions about them."""

from __future__ import annotations

#: kind -> (Chinese, English)
FAULTS: dict[str, tuple[str, str]] = {
    "too_much": (
        "{where}：{found}，上限为 {expected}。请拆分文件，或在 workspace.toml 的 [limits] 中放宽。",
        "{where}: {found}; at most {expected} are taken. "
        "Divide the file, or raise the limit in workspace.toml [limits].",
    ),
    "unknown_format": (
        "{where}：实际为 {found}。应为 {expected}。请另存为其中一种。",
        "{where}: this is {found}. Expected {expected}. Save it as one of these.",
    ),
    "nothing_inside": (
        "{where}：内容为 {found}。应有 {expected}。请提供有数据的文件。",
        "{where}: there is {found}. Expected {expected}. Hand in a file that has rows.",
    ),
    "unsafe_archive": (
        "{where}：压缩包未打开：{found}。应为 {expected}。请重新打包。",
        "{where}: the archive is not opened: {found}. Expected {expected}. Pack it anew.",
    ),
    "unsafe_xml": (
        "{where}：XML 未读取：{found}。应为 {expected}。请去除后重新保存。",
        "{where}: the XML is not read: {found}. Expected {expected}. Save it without that.",
    ),
    "unsafe_layer": (
        "{where}：{found}。应为 {expected}。请将视图另存为表。",
        "{where}: {found}. Expected {expected}. Save the view's rows as a table.",
    ),
    "wrong_encoding": (
        "{where}：文字编码不是 {found}。应为 {expected}。请指定编码。",
        "{where}: the text is not {found}. Expected {expected}. Name the encoding.",
    ),
    "layer_not_chosen": (
        "{where}：有多个含数据的图层：{found}。请指定其中一个图层。",
        "{where}: several layers have rows: {found}. Name one of them.",
    ),
    "encoding_undecided": (
        "{where}：文件注明编码为 {found}，读作“{reading}”；按 {expected} 则读作"
        "“{other_reading}”，仅凭字节无法分辨。请指定编码。",
        "{where}: the file says its encoding is {found}, which reads “{reading}”; as {expected} "
        "the same bytes read “{other_reading}”, and nothing else tells them apart. "
        "Name the encoding.",
    ),
    "encoding_unstated": (
        "{where}：没有注明编码，按 {found} 读作“{reading}”，按 {expected} 则读作“{other_reading}”。"
        "请指定编码。",
        "{where}: nothing says the encoding; as {found} it reads “{reading}”, as {expected} "
        "“{other_reading}”. Name the encoding.",
    ),
    "unknown_layer": (
        "{where}：没有图层 {found}。应为 {expected}。请指定其一。",
        "{where}: there is no layer {found}. Expected {expected}. Name one of these.",
    ),
    "unknown_column": (
        "{where}：没有字段 {found}。应为 {expected}。请指定其一。",
        "{where}: there is no column {found}. Expected {expected}. Name one of these.",
    ),
    "no_positions": (
        "{where}：无法确定坐标所在字段（{found}）。应为 {expected}。请指定坐标所在的字段。",
        "{where}: it is not clear where positions stand ({found}). Expected {expected}. "
        "Name the columns.",
    ),
    "crs_not_stated": (
        "{where}：没有注明坐标系或基准；{found}。应为 {expected}。请注明坐标系或基准。",
        "{where}: nothing says in which CRS or datum the coordinates are; {found}. "
        "Expected {expected}. Say it.",
    ),
    "crs_not_understood": (
        "{where}：文件写明坐标系为“{found}”，无法识别。应为 {expected}。请注明坐标系或基准。",
        "{where}: the file says its CRS is {found}, which is not understood. "
        "Expected {expected}. Say which CRS or datum it is.",
    ),
    "crs_without_datum": (
        "{where}：文件所写的坐标系 {found} 没有基准与参数，不能定位。应为 {expected}。"
        "请注明坐标系或基准。",
        "{where}: the file gives the CRS {found}, which has no datum and no parameters, so it "
        "means no place on Earth. Expected {expected}. Say which CRS or datum it is.",
    ),
    "datum_by_name": (
        "{where}：名称 {found} 写有 {datum}，而{otherwise}。应为 {expected}。请注明坐标系或基准。",
        "{where}: the name {found} says {datum}, while {otherwise}. Expected {expected}. "
        "Say which CRS or datum it is.",
    ),
    "sidecar_changed": (
        "{where}：附有本程序导出时的说明（坐标为 {found}），但文件此后被改动。应为 {expected}。"
        "请注明坐标系或基准。",
        "{where}: the sidecar of an export says {found}, but the file was changed since. "
        "Expected {expected}. Say in which CRS or datum the coordinates are.",
    ),
    "parameters_needed": (
        "{where}：坐标为 {found}；没有参数会偏差 50 至 150 米。应有 {expected}。"
        "请向数据提供单位索取参数或 CGCS2000 数据。",
        "{where}: the coordinates are in {found}; without parameters they would lie 50 to 150 m "
        "off. Expected {expected}. Ask the issuing bureau for them, or for the data in CGCS2000.",
    ),
    "no_way_known": (
        "{where}：坐标为 {found}，没有已知的转换方法。应有 {expected}。"
        "请提供转换参数；若坐标系另有所指，请注明。",
        "{where}: the coordinates are in {found}, from which no transformation is known. "
        "Expected {expected}. Give parameters, or say which CRS is meant.",
    ),
    "headings_disagree": (
        "{where}：字段 {found} 的表头写的是 {crs}，而依您所述坐标为 {asked}。应为 {expected}。"
        "请改正坐标系或基准、换用其他字段，或确认以您所述为准。",
        "{where}: the headings {found} say {crs}, while by your word the coordinates are {asked}. "
        "Expected {expected}. Correct the CRS or datum, name other columns, or keep your word.",
    ),
    "survey_text": (
        "{where}（勘测定界文本）：{found}。应为 {expected}。请改正后重新提交；本次没有读入任何地块。",
        "{where} (boundary survey text): {found}. Expected {expected}. Correct it and hand it in "
        "again; no parcel was taken.",
    ),
    "coordinates_disagree": (
        "{where}：{found}。应为 {expected}。{remedy}。",
        "{where}: {found}. Expected {expected}. {remedy}.",
    ),
    "rows_outside": (
        "{where}：{found}超出工作区范围。应为 {expected}。"
        "请略去这些行，或放宽 workspace.toml 的 bounds。",
        "{where}: outside the bounds of the workspace: {found}. Expected {expected}. "
        "Leave those rows out, or widen `bounds` in workspace.toml.",
    ),
    "cut_off": (
        "{where}：{found}。应为 {expected}：文件不完整。请重新复制，或只用剩余部分。",
        "{where}: {found}. Expected {expected}: the file is cut off. Copy it anew, or take what "
        "is left.",
    ),
    "shape_undecided": (
        "{where}：{found}。应为 {expected}。请接受一种修正，或改正文件。",
        "{where}: {found}. Expected {expected}. Accept one of the mends, or correct the file.",
    ),
    "key_undecided": (
        "{where}：{found}。应为 {expected}。请换用其他键，或接受加序号。",
        "{where}: {found}. Expected {expected}. Name another key, or accept numbered keys.",
    ),
    "unknown_mend": (
        "{where}：没有修正 {found}。此文件可用的修正：{expected}。请用其中之一，或去掉。",
        "{where}: there is no mend {found}. Offered for this file: {expected}. "
        "Name one of these, or none.",
    ),
    "crs_refused": (
        "{where}：{found} 请改正坐标系或基准。",
        "{where}: {found} Correct the CRS or datum.",
    ),
    "encoding_unknown": (
        "{where}：没有名为 {found} 的编码。应为 {expected}。请改正编码名称。",
        "{where}: there is no encoding {found}. Expected {expected}. Correct its name.",
    ),
    "path_missing": (
        "{where}：路径 {found} 不存在。请检查路径。",
        "{where}: there is nothing at the path {found}. Check the path.",
    ),
    "path_is_folder": (
        "{where}：路径 {found} 是文件夹，不是文件。请指定文件。",
        "{where}: the path {found} is a folder, not a file. Name a file.",
    ),
    "group_unknown": (
        "{where}：分组 {found} 不存在。应为 {expected}。请改正。",
        "{where}: there is no group {found}. Expected {expected}. Correct it.",
    ),
    "basis_unknown": (
        "{where}：位置来源 {found} 不可用。应为 {expected}。请改正。",
        "{where}: positions cannot come from {found}. Expected {expected}. Correct it.",
    ),
    "accuracy_unusable": (
        "{where}：位置精度 {found} 不可用。应为 {expected}。请改正。",
        "{where}: the accuracy of positions cannot be {found}. Expected {expected}. Correct it.",
    ),
    "geometry_differs": (
        "{where}：文件中有{found}，而图层“{layer}”是{expected}。"
        "请换一个图层标识，或改用{expected}的文件。",
        "{where}: the file holds {found}, the layer {layer} is of {expected}. "
        "Choose another id, or hand in a file of {expected}.",
    ),
    "group_not_answered": (
        "{where}：{found} 未知。应为 {expected}。请注明。",
        "{where}: {found} is not known. Expected {expected}. Say it.",
    ),
    "basis_not_answered": (
        "{where}：{found} 未知。应为 {expected}。请注明。",
        "{where}: {found} is not known. Expected {expected}. Say it.",
    ),
    "accuracy_not_answered": (
        "{where}：{found} 未知。应为 {expected}。请注明。",
        "{where}: {found} is not known. Expected {expected}. Say it.",
    ),
    "layer_id_unknown": (
        "{where}：{found} 不能作图层标识。应为 {expected}。请给出标识。",
        "{where}: {found} cannot be a layer's id. Expected {expected}. Give the layer an id.",
    ),
    "layer_exists": (
        "{where}：图层已存在，{found}。应为 {expected}。请换一个标识，或替换该图层。",
        "{where}: the layer exists already with {found}. Expected {expected}. "
        "Choose another id, or replace the layer.",
    ),
    "reader_stopped": (
        "{where}：读取程序在读取时中止（状态 {status}）。未保存任何内容；请用 GIS 软件重新另存该文件。",
        "{where}: reading it made the reader stop (status {status}). Nothing was kept; have a GIS program save the file anew.",
    ),
    "more_faults": (
        "{where}：另有 {count} 处问题。请先改正以上各处。",
        "{where}: there are {count} more. Correct the above first.",
    ),
    "reader_too_large": (
        "{where}：读取占用的内存超过 {most} MB，已停止。未保存任何内容；请拆分后再导入，或用 hebei-gis import 命令。",
        "{where}: reading it took more than {most} MB of memory and was stopped. Nothing was kept; "
        "hand in parts of it, or use `hebei-gis import`.",
    ),
    "reader_cancelled": (
        "{where}：读取已取消，未写入任何内容。请重新读取，或换一个文件。",
        "{where}: reading was cancelled; nothing was written. Read it again, or take another file.",
    ),
    "reader_too_slow": (
        "{where}：读取超过 {seconds} 秒，已停止，未保存任何内容。可选择继续等待（无人排队时最多 {most} 秒），或拆分后再导入。",
        "{where}: reading it took more than {seconds:second|seconds} and was ended; nothing was kept. Go on waiting (at most {most:second|seconds}, while nobody queues), or hand in parts of it.",
    ),
    "reader_given_up": (
        "{where}：读取 {seconds} 秒仍未完成，已停止，未保存任何内容（到了最长时间，或有其他用户的文件在等待）。请拆分后再导入，或请管理员在服务器上导入，那里没有此限制。",
        "{where}: reading it was not done after {seconds:second|seconds} and was ended, at the longest time there is or for files of others that wait; nothing was kept. Hand in parts of it, or have the administrator import it on the server, where there is no such limit.",
    ),
    "layer_changed": (
        "{where}：导入期间该图层被他人修改。应为 {expected}。未保存任何内容；请核对后再导入。",
        "{where}: somebody changed the layer while it was imported. Expected {expected}. "
        "Nothing was kept; look at it and import again.",
    ),
    "former_content_gone": (
        "{where}：第 {found} 次修改之前的内容已不在保存之列，无法撤销。请手工改回，或从备份中取回。",
        "{where}: what it was before change {found} is no longer kept; it cannot be taken back. Change it back by hand, or take it from a backup.",
    ),
    "undo_in_the_way": (
        "{where}：后来又有修改：{found}。应为 {expected}。请先撤销后来的修改。",
        "{where}: was changed again later: {found}. Expected {expected}. Take those back first.",
    ),
    "backup_inside": (
        "{where}：位于工作区 {found} 的数据之中，备份会把自己也包括进去。未写入任何内容；请放在别处。",
        "{where}: lies among the data of the workspace {found}, so that a backup would hold backups. Nothing was written; name another place.",
    ),
    "no_backup": (
        "{where}：不是本程序的备份（{found}）。应为 {expected}。",
        "{where}: is no backup of this program ({found}). Expected {expected}.",
    ),
    "backup_not_whole": (
        "{where}：其中的 {found} 缺失、多余或被改动。应为 {expected}。未恢复任何内容；请使用另一份备份。",
        "{where}: {found} in it is missing, extra or changed. Expected {expected}. Nothing was "
        "restored; use another backup.",
    ),
    "being_changed": (
        "{where}：工作区正被他人修改，等待过久。应为 {expected}。未写入任何内容；请稍后再试。",
        "{where}: others have been changing the workspace for too long. Expected {expected}. "
        "Nothing was written; try again in a moment.",
    ),
    # Tables.
    "no_position_read": (
        "{where}：{rows} 行都没有可识别的坐标（{found}）。应为 {expected}。请改正这些单元格，"
        "或指定其他字段。",
        "{where}: no row has a readable position, of {rows:row|rows} ({found}). "
        "Expected {expected}. Correct the cells, or name other columns.",
    ),
    "positions_unread": (
        "{where}：{all} 行中有 {rows} 行的坐标无法识别（{found}）。应为 {expected}。"
        "请改正这些单元格，或确认略去这些行。",
        "{where}: {rows} of {all:row|rows} have no readable position ({found}). "
        "Expected {expected}. Correct the cells, or accept that those rows are left out.",
    ),
    "columns_disagree": (
        "{where}：字段 {found} 的表头写的是不同的基准。请选用同一基准的两个字段。",
        "{where}: the headings of the columns {found} name different datums. "
        "Take two columns of one datum.",
    ),
    "rows_of_several_crs": (
        "{where}：各行或表头写的坐标系不同：{found}。请按坐标系拆分文件。",
        "{where}: rows or the heading name different CRSs: {found}. Divide the file by CRS.",
    ),
}

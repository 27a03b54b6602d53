"""Faults of declarations, their files and tables."""

from __future__ import annotations

#: kind -> (Chinese, English)
FAULTS: dict[str, tuple[str, str]] = {
    "unknown_key": (
        "{where}：出现未知的键 {found}。此处可用：{expected}。请改正或删除。",
        "{where}: unknown key {found}. Known keys here: {expected}. Correct or remove it.",
    ),
    "missing_key": (
        "{where}：缺少键 {expected}。请补上（写法见 layers/README.md）。",
        "{where}: the key {expected} is missing. Add it (layers/README.md says how).",
    ),
    "bad_value": (
        "{where}：实际为 {found}，应为 {expected}。请改正。",
        "{where}: found {found}, expected {expected}. Correct the value.",
    ),
    "in_the_way": (
        "{where}：此处是{found}。应为{expected}。请将其移走或改名。",
        "{where}: there is {found}. Expected {expected}. Move it away or rename it.",
    ),
    "missing_file": (
        "{where}：文件 {found} 不存在。应为 {expected}。请放入该文件或改正路径。",
        "{where}: the file {found} does not exist. Expected {expected}. "
        "Put it there or correct the path.",
    ),
    "unreadable_file": (
        "{where}：无法读取（{found}）。应为 {expected}。请换成完整的文件。",
        "{where}: cannot be read ({found}). Expected {expected}. Replace it by a whole file.",
    ),
    "unread_shapes": (
        "{where}：含有无法读取的{found}。应为{expected}。",
        "{where}: holds {found}, which cannot be read. Expected {expected}.",
    ),
    "wrong_hash": (
        "{where}：文件的 sha256 为 {found}，声明为 {expected}。"
        "请恢复文件；若确已更新，请改写声明。",
        "{where}: the file has sha256 {found}, the declaration says {expected}. "
        "Restore the file, or, if it was meant to change, write the new hash.",
    ),
    "wrong_rows": (
        "{where}：文件有 {found} 行，声明为 {expected} 行。请恢复文件或改正 rows。",
        "{where}: the file has {found} rows, the declaration says {expected}. "
        "Restore the file or correct `rows`.",
    ),
    "wrong_crs": (
        "{where}：文件的坐标系为 {found}，声明为 {expected}。请改正 crs 或转换文件。",
        "{where}: the file says its CRS is {found}, the declaration says {expected}. "
        "Correct `crs` or convert the file.",
    ),
    "wrong_geometry": (
        "{where}：几何类型为 {found}，应为 {expected}。请改正 geometry 或文件。",
        "{where}: found geometry {found}, expected {expected}. Correct `geometry` or the file.",
    ),
    "missing_column": (
        "{where}：文件中没有字段 {expected}，现有字段：{found}。请改正 [fields] 或文件。",
        "{where}: the column {expected} is not in the file, which has {found}. "
        "Correct [fields] or the file.",
    ),
    "outside_bounds": (
        "{where}：{found} 超出工作区范围 {expected}。请检查坐标系与坐标顺序，或放宽 bounds。",
        "{where}: {found} lies outside the bounds of the workspace {expected}. "
        "Check the CRS and the order of the axes, or widen `bounds`.",
    ),
    "duplicate_key": (
        "{where}：以下键出现不止一次：{found}。应为 {expected}。请为每行设唯一的键。",
        "{where}: more than once as a key: {found}. Expected {expected}. Give each row its own key.",
    ),
    "duplicate_id": (
        "{where}：标识 {found} 出现不止一次。应为 {expected}。请改用不同的标识。",
        "{where}: the id {found} stands more than once. Expected {expected}. Give each its own id.",
    ),
    "empty_key": (
        "{where}：{found}没有键。应为 {expected}。请补上。",
        "{where}: no key in {found}. Expected {expected}. Fill it.",
    ),
    "unknown_reference": (
        "{where}：引用的 {found} 不存在。应为 {expected}。请改正。",
        "{where}: names {found}, which does not exist. Expected {expected}. Correct the name.",
    ),
    "outside_workspace": (
        "{where}：路径 {found} 超出工作区。应为 {expected}。请把文件复制到工作区内。",
        "{where}: the path {found} leaves the workspace. Expected {expected}. "
        "Copy the file into the workspace.",
    ),
    "left_out_source": (
        "{where}：由 {found} 派生，而该图层未能载入。应为 {expected}。请先修复该图层。",
        "{where}: is derived from {found}, which is left out. Expected {expected}. "
        "Mend that layer first.",
    ),
}

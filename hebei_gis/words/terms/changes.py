"""What was done to a workspace, as its history says it, and parts of the sentences around it."""

from __future__ import annotations

#: kind -> (Chinese, English)
TERMS: dict[str, tuple[str, str]] = {
    "change_place_set": ("落图：{name_zh}", "{name_en} placed"),
    "change_place_unset": ("取消落图：{name_zh}", "{name_en} no longer placed"),
    "change_place_tied": (
        "关联：{name_zh} 与 {layer}/{key}",
        "{name_en} tied to {layer}/{key}",
    ),
    "change_place_untied": (
        "取消关联：{name_zh} 与 {layer}/{key}",
        "{name_en} no longer tied to {layer}/{key}",
    ),
    "change_places_confirmed": (
        "确认 {count} 处地点",
        "{count:place|places} confirmed",
    ),
    "change_register_imported": ("导入规划条目表：{tables}", "register imported: {tables}"),
    "change_text_attached": ("接入规划文本 {file}", "plan text {file} attached"),
    "change_text_detached": ("移除规划文本", "plan text detached"),
    "change_layer_kept": ("保存图层 {layer}（{rows} 行）", "layer {layer} kept ({rows:row|rows})"),
    "change_unreadable": (
        "此次修改的记录（{name}）已损坏，无法读取或撤销",
        "the record of this change ({name}) is broken: it cannot be read or undone",
    ),
    "change_undone": ("撤销第 {number} 次修改", "change {number} undone"),
    "change_of": (
        "第 {number} 次（{when}，{who}）：{what}",
        "number {number} of {when} by {who}: {what}",
    ),
    "nothing_later": ("其后没有修改同一内容", "nothing later that changes the same"),
    "row_of_sheet": ("{sheet} 的 {key}", "{key} in {sheet}"),
    "row_not_there": ("没有此行", "no such row"),
    "whole_row": ("整行", "the whole row"),
    "as_backed_up": ("备份时的全部文件", "all files as they were backed up"),
    "no_other_change": ("没有其他修改正在进行", "no other change under way"),
    "layer_as_it_was": (
        "与开始导入时相同的声明",
        "the declaration as it was when the import began",
    ),
}

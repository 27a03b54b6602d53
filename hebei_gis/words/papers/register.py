"""Words of the register's workbook: its sheets, columns and terms, and how to edit it."""

from __future__ import annotations

#: table -> the Chinese name of its sheet.
TITLES = {
    "measures": "措施",
    "places": "地点",
    "links": "关系",
    "indicators": "指标",
    "place_features": "地点要素",
    "headings": "章节",
    "themes": "主题",
}

#: column -> its Chinese header.
HEADERS = {
    "aliases": "别名",
    "chapter": "章",
    "direction": "方向",
    "entry": "条目",
    "id": "编号",
    "key": "要素键",
    "kind": "类型",
    "layer": "图层",
    "locator": "位置",
    "name_en": "英文名称",
    "name_zh": "名称",
    "not_in": "排除词",
    "note_en": "英文备注",
    "note_zh": "备注",
    "pair_id": "配对",
    "place": "地点",
    "places": "地点",
    "places_en": "地点英文",
    "places_unlocated": "未落图地点",
    "qualifier": "限定词",
    "relation": "关系",
    "role": "性质",
    "section": "节",
    "summary_en": "英文摘要",
    "summary_zh": "摘要",
    "theme": "主题",
    "title": "标题",
    "title_en": "英文标题",
    "title_zh": "标题",
    "unit": "单位",
    "value": "数值",
    "value_max": "上限",
    "value_text": "原文写法",
    "year": "年份",
}

#: table -> headers of columns beside its own, for reading only.
READERS = {
    "measures": ("位置",),
    "links": ("条目标题", "地点名称"),
    "place_features": ("地点名称",),
    "indicators": ("条目标题",),
}
#: After the headers of columns that are not read back.
READ_ONLY = "（仅供阅读）"
#: What a spreadsheet says of a cell that is not in its list: a title and a sentence.
NOT_LISTED = ("不在列表中", "请从下拉列表中选择。")

#: How to edit the workbook, Chinese and English.
ABOUT = (
    (
        "可以修改、增加、删除任意行；改完后用 hebei-gis register import 文件 查看每处改动，"
        "加 --write 才会写入。",
        "Change, add or delete any row; then `hebei-gis register import FILE` lists every change, "
        "and only with --write are they written.",
    ),
    (
        "不要改动表头括号里的英文列名。灰色列仅供阅读，不会被读回。可以增加自己的列，同样不会被读回。",
        "Leave the column ids in brackets as they are. Grey columns are for reading only and are "
        "not read back; neither are columns of your own.",
    ),
    (
        "编号一律为文本：5.10 不能写成数字，否则会变成 5.1。文字单元格不要写公式。",
        "Ids are text: typed as a number 5.10 would become 5.1. Write no formulas.",
    ),
    (
        "别名、排除词、限定词有多个时用 | 隔开。删去整张工作表表示该表不作改动。",
        "Several aliases, excluded phrases or qualifiers are set apart by |. A sheet that is "
        "missing leaves its table as it is.",
    ),
)

#: Terms of the closed lists, Chinese and English.
TERMS = {
    "achievement": ("已取得的成就", "what has been achieved"),
    "problem": ("存在的问题", "a problem that remains"),
    "setting": ("发展环境", "the setting"),
    "goal": ("目标", "a goal"),
    "principle": ("指导思想与原则", "a principle"),
    "measure": ("任务措施", "a measure"),
    "safeguard": ("实施保障", "how the plan is carried out"),
    "changes": ("建设或改变该地点", "builds or alters the place"),
    "uses": ("依托该地点", "relies on the place"),
    "mentions": ("提及该地点", "names the place"),
    "achieved": ("已完成值", "a value that was reached"),
    "baseline": ("基期值", "the value at the start"),
    "target": ("目标值", "the value aimed at"),
    "up": ("越高越好", "more is better"),
    "down": ("越低越好", "less is better"),
    "keep": ("保持", "to be kept"),
}

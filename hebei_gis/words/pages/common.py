"""Words that more than one page uses."""

from __future__ import annotations

#: name -> (Chinese, English)
WORDS: dict[str, tuple[str, str]] = {
    "read_only": (
        "只供浏览：可查看、比选和导出，不能修改。",
        "For looking only: nothing can be changed.",
    ),
    "edge_refused": (
        "此服务不接受以“{name}”为名或来自其他网站页面的访问。请使用服务器本机的名称或地址打开；如需使用其他名称，请在启动时加上 --name 名称。",
        "This server does not answer requests by the name “{name}”, or from pages of other sites. Open it by the name or address of its machine; to use another name, start it with --name NAME.",
    ),
    # pages
    "page_map": ("地图", "Map"),
    "app_title": ("{name}规划地图", "{name} planning map"),
    "file_choose": ("选择文件", "Choose files"),
    "file_drop": ("或拖到此处，每个文件不超过 100 MB", "or drop them here, 100 MB a file at most"),
    "language": ("语言", "Language"),
    # columns every layer has
    "column_key": ("标识", "Key"),
    "column_name_zh": ("中文名称", "Chinese name"),
    "column_name_en": ("英文名称", "English name"),
    "column_basis": ("依据", "Basis"),
    "column_accuracy_m": ("精度 ±米", "Accuracy ±m"),
    "column_source": ("来源（英文）", "Source"),
    "column_source_zh": ("来源", "Source (Chinese)"),
    "column_note_zh": ("说明", "Note (Chinese)"),
    "column_note_en": ("说明（英文）", "Note"),
    # kinds of entries
    "kind_achievement": ("已有成效", "Achievement"),
    "kind_problem": ("存在问题", "Problem"),
    "kind_setting": ("发展环境", "Setting"),
    "kind_goal": ("目标", "Goal"),
    "kind_principle": ("原则", "Principle"),
    "kind_measure": ("措施", "Measure"),
    "kind_safeguard": ("实施保障", "Safeguard"),
}

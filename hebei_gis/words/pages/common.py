"""Words that more than one page uses."""

from __future__ import annotations

#: name -> (Chinese, English)
WORDS: dict[str, tuple[str, str]] = {
    # pages
    "page_map": ("地图", "Map"),
    "app_title": ("{name}规划地图", "{name} planning map"),
    "language": ("语言", "Language"),
    # kinds of entries
    "kind_achievement": ("已有成效", "Achievement"),
    "kind_problem": ("存在问题", "Problem"),
    "kind_setting": ("发展环境", "Setting"),
    "kind_goal": ("目标", "Goal"),
    "kind_principle": ("原则", "Principle"),
    "kind_measure": ("措施", "Measure"),
    "kind_safeguard": ("实施保障", "Safeguard"),
}

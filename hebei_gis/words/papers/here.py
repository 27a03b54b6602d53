"""Words of the sheet that says what applies at a place."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "here_title": ("此处适用的规划内容", "What the plan says of this place"),
    "here_nothing": (
        "此处 {radius} 米之内没有图层要素，规划也没有提到。可扩大范围，或换一处查询。",
        "No feature of any layer lies within {radius} m, and the plan does not speak of this place. "
        "Ask with a larger radius, or of another place.",
    ),
    "here_outside": (
        "此处位于工作区范围之外 {metres} 米，图层在那里没有数据。",
        "This place lies {metres} m outside the bounds of the workspace, where the layers hold nothing.",
    ),
    "here_place": ("位置", "Place"),
    "here_accuracy": ("位置精度 ±{metres} 米", "position ±{metres} m"),
    "here_features": ("所在与相邻的要素", "Features at the place and beside it"),
    "here_entries": ("规划条目", "Entries of the plan"),
    "here_nearest": ("最近的设施", "The nearest"),
    "here_certainly": ("确定", "certainly"),
    "here_possibly": ("可能", "possibly"),
    "here_near": ("邻近", "near"),
    "here_distance": ("{metres} 米", "{metres} m"),
    "here_share": ("占 {percent}%", "{percent}%"),
    "here_more": ("另有 {count} 项未列出。", "{count} more are not listed."),
    "here_column_relation": ("关系", "Relation"),
    "here_column_layer": ("图层", "Layer"),
    "here_column_name": ("名称", "Name"),
    "here_column_distance": ("距离", "Distance"),
    "here_column_basis": ("依据与精度", "Basis and accuracy"),
    "here_column_entry": ("条目", "Entry"),
    "here_column_through": ("依据的要素", "Through"),
    "here_column_figures": ("指标", "Figures"),
    "here_meaning": (
        "“确定”指在位置误差之内结论不变，“可能”指位置误差会改变结论；距离算到要素边缘。",
        "“Certainly” holds whatever the position error, “possibly” depends on it; distances are to "
        "the feature’s edge.",
    ),
    "here_indicative": (
        "本表据图层位置推算，仅供参考，不作为审批或许可的依据。",
        "Computed from the positions of the layers; indicative, and no ground for a permit.",
    ),
    "here_sources": ("来源：{words}", "Sources: {words}"),
    "here_demonstration": (
        "其中有演示数据，不是真实情况。",
        "Some of it is demonstration data and not what is there.",
    ),
}

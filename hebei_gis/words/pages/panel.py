"""Words of the panel of what is selected."""

from __future__ import annotations

#: name -> (Chinese, English)
WORDS: dict[str, tuple[str, str]] = {
    # panel
    "panel_hint_title": ("点选地图或条目", "Click the map or an entry"),
    "panel_hint": (
        "点击地图上的要素，查看规划对它的表述、位置依据与精度；点击条目，地图定位到相关要素。",
        "Click a feature to see what the plan says of it, and how exact its position is; "
        "click an entry to zoom to its features.",
    ),
    "go_plan": ("看规划", "Browse the plan"),
    "go_sites": ("比地块", "Compare parcels"),
    "go_data": ("取数据", "Take data out"),
    "plan_figures": (
        "{entries} 条 · {located} 已落图",
        "{entries:entry|entries} · {located} on the map",
    ),
    "sites_figures": ("权重、名次及其把握", "Weights, ranks, and how firm they are"),
    "data_figures": (
        "{layers} 个图层 · {features} 个要素",
        "{layers:layer|layers} · {features:feature|features}",
    ),
    "welcome_close": ("开始看图", "Start"),
    "here_point": ("此处", "Here"),
    "here_area": ("框选范围", "The box"),
    "here_all": ("此处适用的内容", "What applies here"),
    "here_within": ("所在", "In"),
    "here_beside": ("邻近", "Near"),
    "here_sheet": ("Word 单页", "One page for Word"),
    "link_unknown": (
        "“{words}”已不在此工作区：图层或要素可能已改名或删除。请在上方查找，或关闭此卡片。",
        "“{words}” is not in this workspace any more: the layer or feature may have another name, or "
        "be gone. Search for it above, or close this card.",
    ),
    "hints": ("线索（不是位置）", "Clues (no positions)"),
    "under_click": ("此处有 {count} 个要素", "{count:feature|features} here"),
    "under_more": ("另有 {count} 个，请放大后再点", "{count} more; zoom in and click again"),
    "on_the_map": ("已落图", "On the map"),
    "indicative": ("示意", "indicative"),
    "counts": (
        "规划条目 {entries} 条，其中 {located} 条已落图；地图要素 {features} 个，其中 {spoken} 个"
        "有规划条目。",
        "{entries:plan entry|plan entries}, {located} of them on the map; "
        "{features:feature|features}, {spoken} of them with an entry.",
    ),
    "entries_listed": ("规划条目", "Plan entries"),
    "changes": ("规划改变", "The plan changes"),
    "uses": ("规划依托", "The plan relies on"),
    "mentions": ("提及", "Mentioned in"),
    "no_entries": (
        "规划没有提到该要素。",
        "The plan does not speak of this feature.",
    ),
    "accuracy": ("位置精度 ±{metres} 米", "Position ±{metres} m"),
    "basis": ("依据", "Basis"),
    "source": ("来源：{words}", "Source: {words}"),
    "attributed": ("署名：{words}", "Attribution: {words}"),
    "licensed": ("许可：{words}", "Licence: {words}"),
    "attributes": ("属性", "Attributes"),
    "note": ("说明：{words}", "Note: {words}"),
    "zoom_to": ("定位", "Zoom"),
    "clear": ("取消选择", "Clear"),
    "places": ("地点", "Places"),
    "not_located": ("未落图", "not on the map"),
    "entry_not_located": (
        "该条目提到的地点都还没有可信的位置，未落图。",
        "No place of this entry has a trustworthy position yet.",
    ),
    "entry_no_places": ("该条目没有提到具体地点。", "This entry names no place."),
    "figures": ("数字", "Numbers"),
    "indicator_line": ("{name}：**{value}**（{said}）", "{name}: **{value}** ({said})"),
    "and_then": ("；", "; "),
    "achieved": ("已实现", "achieved"),
    "baseline": ("基期", "baseline"),
    "target": ("目标", "target"),
    "own_words": (
        "摘要为本项目自拟，不是规划原文。",
        "The summary is in the project's own words, not the plan's.",
    ),
    "download_entry": ("下载该条目的要素（GeoJSON）", "Download its features (GeoJSON)"),
    "no_layers": (
        "尚无图层。把数据文件放入 geodata/，并在 layers/ 写一个声明，刷新页面即可。",
        "No layer yet. Put a file into geodata/, write a declaration in layers/, and reload.",
    ),
}

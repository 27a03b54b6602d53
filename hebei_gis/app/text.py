"""Every word of the pages, Chinese and English side by side."""

from __future__ import annotations

LANGUAGES = {"zh": "中文", "en": "English"}

#: name -> (Chinese, English)
WORDS: dict[str, tuple[str, str]] = {
    # pages
    "page_map": ("地图", "Map"),
    "app_title": ("{name}规划地图", "{name} planning map"),
    "language": ("语言", "Language"),
    # map page
    "search": ("查找", "Search"),
    "search_hint": ("条目、地点、要素名称", "Entry, place or feature"),
    "search_none": (
        "没有找到“{words}”。换一个更短的词,或查看规划措施页。",
        "Nothing found for “{words}”. Try a shorter word.",
    ),
    "search_more": ("另有 {count} 项,请输入更多字", "{count} more; type more to narrow"),
    "filter": ("筛选", "Filter"),
    "chapter": ("章", "Chapter"),
    "theme": ("主题", "Theme"),
    "all": ("全部", "All"),
    "filter_said": (
        "符合筛选:{entries} 条措施,{features} 个要素;其余淡显。",
        "Matching: {entries} entries, {features} features; the rest is faded.",
    ),
    "filter_nothing": (
        "符合筛选的 {entries} 条措施都未落图。请放宽筛选。",
        "None of the {entries} matching entries is on the map. Widen the filter.",
    ),
    "layers": ("图层", "Layers"),
    "empty_layer": ("暂无数据", "no data yet"),
    "empty_layer_help": (
        "该图层已声明,尚无可信的位置数据,等待补充。",
        "Declared, but no trustworthy position is known yet; waiting to be filled.",
    ),
    "uncertain_legend": (
        "虚线、斜线或空心:依据低于 OpenStreetMap,位置仅供示意",
        "Dashed, hatched or hollow: basis worse than OpenStreetMap, indicative only",
    ),
    "basemap": ("底图", "Basemap"),
    "basemap_none": ("无(不联网)", "None (no internet)"),
    "basemap_key": ("密钥", "Key"),
    "basemap_key_missing": ("填写密钥后显示。", "Shown once a key is given."),
    "basemap_shifted": (
        "底图为 {datum},图层已随之偏移以便叠合;导出仍为 WGS 84。",
        "The basemap lies in {datum}; layers are moved to fit. Exports stay in WGS 84.",
    ),
    "download": ("下载", "Download"),
    "download_layer": ("下载图层", "Download a layer"),
    "download_shown": ("下载当前显示(GeoJSON)", "Download what is shown (GeoJSON)"),
    "download_one": ("下载“{name}”(GeoJSON)", "Download “{name}” (GeoJSON)"),
    "left_out": ("{count} 个图层或表未能载入", "{count} layers or tables left out"),
    "left_out_help": (
        "其余图层正常。修复后刷新页面即可。",
        "The others work. Mend these and reload the page.",
    ),
    "issues": ("{count} 行数据已修复或略去", "{count} rows mended or left out"),
    # panel
    "panel_hint_title": ("点选地图或条目", "Click the map or an entry"),
    "panel_hint": (
        "点击地图上的要素,查看规划对它的表述、位置依据与精度;点击条目,地图定位到相关要素。",
        "Click a feature to see what the plan says of it, and how exact its position is; "
        "click an entry to zoom to its features.",
    ),
    "counts": (
        "规划条目 {entries} 条,其中 {located} 条已落图;地图要素 {features} 个,其中 {spoken} 个"
        "有规划条目。",
        "{entries} plan entries, {located} of them on the map; {features} features, "
        "{spoken} of them with an entry.",
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
    "source": ("来源", "Source"),
    "note": ("说明", "Note"),
    "zoom_to": ("定位", "Zoom"),
    "clear": ("取消选择", "Clear"),
    "places": ("地点", "Places"),
    "not_located": ("未落图", "not on the map"),
    "entry_not_located": (
        "该条目提到的地点都还没有可信的位置,未落图。",
        "No place of this entry has a trustworthy position yet.",
    ),
    "entry_no_places": ("该条目没有提到具体地点。", "This entry names no place."),
    "figures": ("数字", "Numbers"),
    "achieved": ("已实现", "achieved"),
    "baseline": ("基期", "baseline"),
    "target": ("目标", "target"),
    "own_words": (
        "摘要为本项目自拟,不是规划原文。",
        "The summary is in the project's own words, not the plan's.",
    ),
    "download_entry": ("下载该条目的要素(GeoJSON)", "Download its features (GeoJSON)"),
    "no_layers": (
        "尚无图层。把数据文件放入 geodata/,并在 layers/ 写一个声明,刷新页面即可。",
        "No layer yet. Put a file into geodata/, write a declaration in layers/, and reload.",
    ),
    # kinds of entries
    "kind_achievement": ("已有成效", "Achievement"),
    "kind_problem": ("存在问题", "Problem"),
    "kind_setting": ("发展环境", "Setting"),
    "kind_goal": ("目标", "Goal"),
    "kind_principle": ("原则", "Principle"),
    "kind_measure": ("措施", "Measure"),
    "kind_safeguard": ("实施保障", "Safeguard"),
}


def say(word: str, language: str, /, **facts: object) -> str:
    """The words of that name in ``zh`` or ``en``, with the facts filled in."""
    chinese, english = WORDS[word]
    return (chinese if language == "zh" else english).format(**facts)

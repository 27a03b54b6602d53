"""Words of the map page."""

from __future__ import annotations

#: name -> (Chinese, English)
WORDS: dict[str, tuple[str, str]] = {
    # map page
    "search": ("查找", "Search"),
    "search_hint": ("条目、地点、要素名称", "Entry, place or feature"),
    "search_none": (
        "没有找到“{words}”。换一个更短的词，或查看规划措施页。",
        "Nothing found for “{words}”. Try a shorter word.",
    ),
    "search_nothing": (
        "没有找到。请核对用字，减少词数，或改用拼音",
        "Nothing found. Check the spelling, use fewer words, or pinyin",
    ),
    "search_failed": ("查找没有应答，请重新载入页面", "The search did not answer; reload the page"),
    "search_count": ("找到 {count} 项", "{count} found"),
    "map_frame": ("地图", "Map"),
    "search_more": ("另有 {count} 项，请输入更多字", "{count} more; type more to narrow"),
    "filter": ("筛选", "Filter"),
    "chapter": ("章", "Chapter"),
    "theme": ("主题", "Theme"),
    "all": ("全部", "All"),
    "filter_said": (
        "符合筛选：{entries} 条措施，{features} 个要素；其余淡显。",
        "Matching: {entries:entry|entries}, {features:feature|features}; the rest is faded.",
    ),
    "filter_nothing": (
        "符合筛选的 {entries} 条措施都未落图。请放宽筛选。",
        "{entries:matching entry|matching entries}, none of them on the map. Widen the filter.",
    ),
    "filter_remove": ("去掉筛选“{name}”", "Take “{name}” out of the filter"),
    "layers": ("图层", "Layers"),
    "empty_layer": ("暂无数据", "no data yet"),
    "empty_layer_help": (
        "该图层已声明，尚无可信的位置数据，等待补充。",
        "Declared, but no trustworthy position is known yet; waiting to be filled.",
    ),
    "uncertain_legend": (
        "空心点、柔边面：依据低于 OpenStreetMap，位置仅供示意；选中后显示精度范围",
        "Hollow points, soft edges: basis worse than OpenStreetMap, indicative only; select one to see how exact it is",
    ),
    "map_system": ("坐标系", "Coordinate system"),
    "map_sources": ("来源", "Sources"),
    "map_basemap_failed": (
        "底图没有应答：请检查网络，或在左侧改用其他底图。图层不受影响。",
        "The basemap does not answer: check the network, or choose another at the left. The layers are not touched.",
    ),
    "map_layer_failed": (
        "图层未能载入：%s。请重新载入页面；如仍不行，请告知管理员。",
        "Layers could not be loaded: %s. Reload the page; if it stays so, tell the administrator.",
    ),
    "map_box": ("框选（或按住 Shift 拖动）", "Select by a box (or drag with Shift)"),
    "layer_table": ("图层操作与要素表", "Layer tools and table"),
    "layer_only": ("只看此图层", "Only this"),
    "layer_zoom": ("缩放到图层", "Zoom to it"),
    "layer_opacity": ("不透明度", "Opacity"),
    "in_plan_column": ("规划", "Plan"),
    "in_plan": ("有条目", "has entries"),
    "download_chosen": ("下载所选 {count} 个（GeoJSON）", "Download the {count} chosen (GeoJSON)"),
    "chosen_rows": (
        "在要素表中选出的 {count} 个要素",
        "{count:feature|features} chosen in the table",
    ),
    "map_zoom": ("缩放级别", "Zoom"),
    "basemap": ("底图", "Basemap"),
    "basemap_none": ("无（不联网）", "None (no internet)"),
    "basemap_key": ("密钥", "Key"),
    "basemap_key_missing": ("填写密钥后显示。", "Shown once a key is given."),
    "basemap_shifted": (
        "底图为 {datum}，图层已随之偏移以便叠合；导出仍为 WGS 84。",
        "The basemap lies in {datum}; layers are moved to fit. Exports stay in WGS 84.",
    ),
    # what is shown, in words for the sidecar
    "shown_layers": ("图层：{names}", "Layers: {names}"),
    "shown_chapter": ("章：{names}", "Chapter: {names}"),
    "shown_theme": ("主题：{names}", "Theme: {names}"),
    "download": ("下载", "Download"),
    "download_layer": ("下载图层", "Download a layer"),
    "download_shown": ("下载当前显示（GeoJSON）", "Download what is shown (GeoJSON)"),
    "download_as": ("将当前显示存为其他格式", "What is shown in another format"),
    "download_one": ("下载“{name}”（GeoJSON）", "Download “{name}” (GeoJSON)"),
    "left_out": ("{count} 个图层或表未能载入", "{count:layer or table|layers or tables} left out"),
    "left_out_help": (
        "其余图层正常。修复后刷新页面即可。",
        "The others work. Mend these and reload the page.",
    ),
    "issue_of": ("{layer} {key}：{sentence}", "{layer} {key}: {sentence}"),
    "issues": ("{count} 行数据已修复或略去", "{count:row|rows} mended or left out"),
}

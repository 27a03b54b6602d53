"""Words of the offline page, in Chinese and English."""

from __future__ import annotations

#: name -> (Chinese, English)
WORDS: dict[str, tuple[str, str]] = {
    "show_all_layers": ("图层", "Layers"),
    "acceptability": ("各名次的比例", "Share of each rank"),
    "acceptability_about": (
        "每条为该地块在 {draws:,} 次抽样（权重与位置）中得到各名次的比例。",
        "Each bar: how often the parcel takes each rank in {draws:,} draws of weights and "
        "positions.",
    ),
    "click_row": ("点击一行，在地图上定位。", "Click a row to find it on the map."),
    "no_script": (
        "地图需要浏览器运行脚本；其余内容不需要。",
        "The map needs scripts; all else does not.",
    ),
}

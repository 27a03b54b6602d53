"""Words of legends: the same on the map, in panels, papers and exported styles."""

from __future__ import annotations

#: Basis -> its words.
BASIS_TITLES: dict[str, dict[str, str]] = {
    "surveyed": {"zh": "实测", "en": "Surveyed"},
    "official_plan": {"zh": "官方规划", "en": "Official plan"},
    "openstreetmap": {"zh": "OpenStreetMap", "en": "OpenStreetMap"},
    "vendor_map": {"zh": "商业地图", "en": "Vendor map"},
    "approximate": {"zh": "概略位置", "en": "Approximate"},
    "sketch": {"zh": "示意", "en": "Sketch"},
    "demonstration": {"zh": "演示数据", "en": "Demonstration"},
}

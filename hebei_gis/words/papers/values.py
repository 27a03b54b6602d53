"""Numbers, units and signs in words, and the kinds of papers, in Chinese and English."""

from __future__ import annotations

#: name -> (Chinese, English)
WORDS: dict[str, tuple[str, str]] = {
    "comma": ("、", ", "),
    "colon": ("：", ": "),
    "semicolon": ("；", "; "),
    "stop": ("。", "."),
    "in_brackets": ("{words}（{inside}）", "{words} ({inside})"),
    "unknown": ("未知", "unknown"),
    "metres": ("{value} 米", "{value} m"),
    "area": (
        "{square} 平方米（{hectares} 公顷，{mu} 亩）",
        "{square} m² ({hectares} ha, {mu} mu)",
    ),
    "percent": ("{number}%", "{number} %"),
    "below_1": ("不足 1%", "<1 %"),
    "above_99": ("超过 99%", ">99 %"),
    "as_chance": ("{value}（可能性）", "{value} (chance)"),
    "as_expected": ("{value}（期望）", "{value} (expected)"),
    "chance": ("{through}（可能性 {share}）", "{through} (chance {share})"),
    "basis_none": ("依据未说明", "basis not stated"),
    "picture_mark": ("DEMO DATA", "DEMO DATA"),
    # Kinds of papers.
    "paper_docx": ("Word 报告", "Word report"),
    "paper_xlsx": ("Excel 工作簿（公式可重算）", "Excel workbook (live formulas)"),
    "paper_csv": ("CSV 表格", "CSV table"),
    "paper_geojson": ("GeoJSON", "GeoJSON"),
    "paper_html": ("离线网页", "Offline page"),
    "paper_json": ("JSON", "JSON"),
    # The parcels as a layer.
    "layer_about": (
        "地块比选结果：名次、得分、各指标的取值与得分；方法、权重与种子见说明文件 analysis 一项。",
        "Result of a site comparison: ranks, scores, values and scores by criterion; method, "
        "weights and seed stand in the sidecar under analysis.",
    ),
    "layer_unsourced": (
        "地块由使用者提供，来源与许可未注明",
        "parcels supplied by the user; source and licence not stated",
    ),
}

"""Words of the register page and of placing what is unlocated."""

from __future__ import annotations

#: name -> (Chinese, English)
WORDS: dict[str, tuple[str, str]] = {
    "page_register": ("规划措施", "Plan register"),
    "contents": ("目录", "Contents"),
    "whole_plan": ("全部 · {count}", "Whole plan · {count}"),
    "chapter_number": ("第{number}章", "Chapter {number}"),
    "whole_chapter": ("整章 · {count}", "Whole chapter · {count}"),
    "kind": ("类型", "Kind"),
    "place": ("地点", "Place"),
    "has_number": ("有数字", "Has a number"),
    "not_on_map": ("未落图", "Not on the map"),
    "on_map": ("落图", "On the map"),
    "number_column": ("编号", "No."),
    "title_column": ("标题", "Title"),
    "summary_column": ("摘要", "Summary"),
    "places_column": ("地点", "Places"),
    "numbers_column": ("数字", "Numbers"),
    "entries_found": (
        "{count} 条，其中 {located} 条已落图。点击一行查看。",
        "{count:entry|entries}, {located} of them on the map. Click a row to open it.",
    ),
    "entries_none": (
        "没有符合条件的条目。请放宽筛选或换一个词。",
        "No entry fits. Widen the filter or try another word.",
    ),
    "register_empty": (
        "规划措施表为空。可用 hebei-gis init 从规划文本建立，或编辑 geodata/plan/ 下的表。",
        "The register is empty. Start it from a plan text with hebei-gis init, or edit the "
        "tables in geodata/plan/.",
    ),
    "pick_entry": ("在表中点击一行，查看条目。", "Click a row of the table to open an entry."),
    "tab_entries": ("条目", "Entries"),
    "tab_coverage": ("落图情况", "Coverage"),
    "tab_text": ("规划原文", "Plan text"),
    "show_on_map": ("在地图页查看", "Open on the map page"),
    "coverage_entries": ("已落图的条目", "Entries on the map"),
    "coverage_features": ("有条目的要素", "Features with an entry"),
    "coverage_places": ("已落图的地点", "Places on the map"),
    "unlocated_list": (
        "未落图的地点，按等待的条目数排列。到地图页可为其落图。",
        "Places not on the map, by how many entries wait for them. Place them on the map page.",
    ),
    "waiting": ("等待的条目", "Entries waiting"),
    "by_layer": ("各图层", "By layer"),
    "features": ("要素", "Features"),
    "with_entry": ("有条目", "With an entry"),
    "export_register": ("导出措施表", "Export the register"),
    "export_csv": ("CSV（Excel/WPS 可直接打开）", "CSV (opens in Excel and WPS)"),
    "export_xlsx": ("XLSX（可修改后导回）", "XLSX (can be edited and read back)"),
    "export_json": ("JSON", "JSON"),
    "quote": ("规划原文", "In the plan's words"),
    "quote_none": (
        "尚未接入规划文本，因此不显示原文。可在“规划原文”页签上传。",
        "No plan text is attached, so its words are not shown. Upload it under “Plan text”.",
    ),
    "quote_missing": (
        "接入的文本中没有找到这一条。",
        "This entry was not found in the attached text.",
    ),
    "text_about": (
        "上传规划文本（.txt、.docx 或带文字层的 .pdf）后，每个条目显示原文，地点与数字加标记。"
        "文本只保存在本机工作区的 plan_text/ 中，不进入版本库，也不对外提供。",
        "Upload the plan's text (.txt, .docx, or .pdf with a text layer): each entry then shows "
        "its words with places and numbers marked. The text stays in plan_text/ of this "
        "workspace; it goes neither into git nor to any address.",
    ),
    "text_upload": ("规划文本文件", "File with the plan's text"),
    "text_attached": (
        "已接入：{name}（{characters:,} 字，读出 {entries} 条）。",
        "Attached: {name} ({characters:,} characters, {entries:entry|entries} read).",
    ),
    "text_remove": ("移除文本", "Remove the text"),
    "verified_all": (
        "核对：登记的 {count} 项标题、地点与数字全部见于文本。",
        "Checked: all {count} headings, places and numbers of the register stand in the text.",
    ),
    "verified_missing": (
        "核对：{missing} 项不见于文本，共 {count} 项：",
        "Checked: {missing} of {count} do not stand in the text:",
    ),
    "tab_edit": ("编辑", "Edit"),
    "edit_about": (
        "导出 XLSX，在 Excel 或 WPS 中修改后上传：先逐项列出改动，确认后才写入。",
        "Export the XLSX, edit it in Excel or WPS, upload it: every change is listed first and "
        "written only when you say so.",
    ),
    "edit_upload": ("修改后的 XLSX", "Edited XLSX"),
    "edit_none": ("没有改动。", "Nothing has changed."),
    "edit_changes": ("共 {count} 处改动：", "{count:change|changes}:"),
    "edit_stale": (
        "导出之后措施表已有改动：以下只是工作簿中的修改，其他改动保持不变。",
        "The register has changed since this file was made: below is what was edited in it; all "
        "else stays as it is now.",
    ),
    "edit_force": (
        "两边都改过的内容，以工作簿为准",
        "Where both were changed, the workbook wins",
    ),
    "tab_history": ("修改记录", "History"),
    "history_none": ("还没有修改记录。", "Nothing has been changed yet."),
    "history_about": (
        "最近 {most} 次修改，最新的在前。可撤销其中一次，前提是后来的修改不依赖它；撤销本身也是一次修改，可再撤销。",
        "The last {most} changes, the newest first. One can be taken back where nothing later "
        "builds on it; that is a change too, and can be taken back itself.",
    ),
    "history_number": ("序号", "No."),
    "history_when": ("时间", "When"),
    "history_who": ("谁", "Who"),
    "history_what": ("内容", "What"),
    "history_undo": ("撤销所选的修改", "Take the chosen change back"),
    "history_undone": ("已撤销：{what}", "Taken back: {what}"),
    "edit_write": ("写入这些改动", "Write these changes"),
    "edit_written": ("已写入：{names}", "Written: {names}"),
    "proposed": (
        "从规划文本中提出的地名 {count} 个，待确认。确认后进入地点表，并与提到它的条目关联。",
        "{count:place name|place names} proposed from the plan's text, to be confirmed. "
        "A confirmed one joins the gazetteer, linked with the entries that name it.",
    ),
    "confirm_chosen": ("确认所选地名", "Confirm the chosen names"),
    # placing
    "place_it": ("为该地点落图", "Give this place a position"),
    "place_click": (
        "在地图上点击该地点的位置，或填写经纬度。",
        "Click its position on the map, or type longitude and latitude.",
    ),
    "longitude": ("经度（°）", "Longitude (°)"),
    "latitude": ("纬度（°）", "Latitude (°)"),
    "datum": ("坐标系", "Datum"),
    "accuracy_field": ("精度半径（米）", "Accuracy radius (m)"),
    "source_field": (
        "依据什么（文件、测量、地图及日期）",
        "From what (document, survey, map, date)",
    ),
    "by_field": ("落图人", "By whom"),
    "place_save": ("落图", "Place it"),
    "place_saved": ("已落图：{name}", "On the map: {name}"),
    "place_undo": ("撤销人工落图", "Take the position back"),
    "place_undone": ("已撤销：{name}", "Taken back: {name}"),
    "place_clicked": ("已取地图点击位置", "Taken from the click on the map"),
    "place_clicked_outside": (
        "点击的位置不在工作区范围内，未采用。请在图上重新点击，或直接填写坐标。",
        "The click was outside the workspace and is not used. Click again, or type coordinates.",
    ),
    "tie_it": ("指定为已有要素", "Tie to a feature that exists"),
    "tie_layer": ("图层", "Layer"),
    "tie_feature": ("要素", "Feature"),
    "tie_save": ("指定", "Tie"),
}

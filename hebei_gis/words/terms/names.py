"""What things are called that are asked for by a name."""

from __future__ import annotations

#: kind -> (Chinese, English); ``noun_`` and the kind of an UnknownNameError.
TERMS: dict[str, tuple[str, str]] = {
    "noun_layer": ("图层", "layer"),
    "noun_entry": ("条目", "entry"),
    "noun_place": ("地点", "place"),
    "noun_change": ("修改记录", "change"),
    "noun_proposed_place": ("待确认地点", "proposed place"),
    "noun_key": ("要素", "key"),
    "noun_format": ("格式", "format"),
    "noun_table_format": ("单张表的格式", "format of one table"),
    "noun_criterion": ("指标", "criterion"),
    "noun_preset": ("预设", "preset"),
    "noun_parcel": ("地块", "parcel"),
    "noun_paper": ("文件种类", "paper"),
    "noun_template": ("模板", "template"),
    "none_known": ("无", "none"),
    "more_names": ("另有 {count} 个", "{count} more"),
    "this_path": ("该路径", "the file"),
}

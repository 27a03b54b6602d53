"""Parcels and criteria."""

from __future__ import annotations

#: kind -> (Chinese, English)
TERMS: dict[str, tuple[str, str]] = {
    # Where something is wrong.
    "parcels": ("地块", "parcels"),
    "weights": ("权重", "weights"),
    "weight_of": ("权重“{criterion}”", "weights {criterion}"),
    "vetoes": ("一票否决", "vetoes"),
    "value_functions": ("价值函数", "value functions"),
    "pairwise": ("两两比较", "pairwise"),
    "draws": ("抽样", "draws"),
    # Why a parcel is not ranked.
    "above_limit": (
        "{criterion} {value}，高于 {limit}。",
        "{criterion} {value}, above {limit}.",
    ),
    "below_limit": (
        "{criterion} {value}，低于 {limit}。",
        "{criterion} {value}, below {limit}.",
    ),
    "above_limit_because": (
        "{criterion} {value}，高于 {limit}：{reason}。",
        "{criterion} {value}, above {limit}: {reason}.",
    ),
    "below_limit_because": (
        "{criterion} {value}，低于 {limit}：{reason}。",
        "{criterion} {value}, below {limit}: {reason}.",
    ),
    "value_unknown": ("“{criterion}”未知。", "{criterion} is unknown."),
    "parcel_because": ("{parcel}：{reason}", "{parcel}: {reason}"),
    # What stands for an unknown value.
    "the_worst": ("最差值", "worst"),
    "the_median": ("中位数", "median"),
    # Numbers read from text.
    "upper_bound": ("上限", "upper"),
    "lower_bound": ("下限", "lower"),
    "read_as": ("{text}→{value:g}", "{text} → {value:g}"),
    # What a normalisation needs.
    "values_not_negative": ("各值不小于 0", "values of 0 or more"),
    "values_positive": ("越小越好者各值大于 0", "values above 0 where lower is better"),
    # What a file of criteria should say.
    "one_line": ("一行文字，首尾没有空格", "one line of text without blanks at its ends"),
    "points_or_target": (
        "points 与 target 有且只有其一",
        "either `points` or `target`, and only one of them",
    ),
    "ends_with_target": (
        "none_above 与 none_below 须与 target 同用",
        "`none_above` and `none_below` go with `target`",
    ),
    "rising_points": ("points 的值递增，且至少两个", "`points` of rising values, at least two"),
    "target_with_end": (
        "target 须与 none_above 或 none_below 同用",
        "`target` needs `none_above` or `none_below`",
    ),
    "end_above_target": ("none_above 大于 target", "`none_above` greater than `target`"),
    "end_below_target": ("none_below 小于 target", "`none_below` smaller than `target`"),
    "a_limit": ("above 或 below", "`above` or `below`"),
    "formula_with": ("公式“{formula}”须有 {fields}", 'formula "{formula}" with {fields}'),
    "formula_without": ("公式“{formula}”不带 {fields}", 'formula "{formula}" without {fields}'),
    # What a saved comparison turned out to be.
    "saved_not_utf8": ("不是 UTF-8 文本", "no UTF-8 text"),
    "saved_not_json": ("不是 JSON（{reason}）", "no JSON ({reason})"),
    "saved_other_kind": ("其他种类的文件", "another kind of file"),
    "saved_version": ("版本 {version}", "version {version}"),
    "saved_damaged": ("损坏的文件（{reason}）", "a damaged file ({reason})"),
    "saved_comparison": ("保存的地块比选", "a saved comparison of sites"),
    # What the command prints.
    "first_rank_share": ("居首概率 {share}", "first {share}"),
    "comparison_summary": (
        "排序方法：{method}；标准化方法：{normalise}；缺失值的处理：{missing}；"
        "随机种子：{seed}；权重：{weights}",
        "{method}, {normalise}, {missing}, seed {seed}; {weights}",
    ),
    "weighed": ("{name} {weight}", "{name}={weight}"),
    "method_weighted_sum": ("加权求和", "weighted_sum"),
    "method_topsis": ("TOPSIS", "topsis"),
    "normalise_min_max": ("极差法", "min_max"),
    "normalise_max": ("最大值法", "max"),
    "normalise_sum": ("总和法", "sum"),
    "normalise_vector": ("向量法", "vector"),
    "normalise_value": ("价值函数", "value"),
    "missing_exclude": ("该地块不参加排序", "exclude"),
    "missing_worst": ("按最差值", "worst"),
    "missing_median": ("按中位数", "median"),
    "higher": ("越大越好", "higher"),
    "lower": ("越小越好", "lower"),
    "layer_absent": ("（没有图层 {layer}）", "  (no layer {layer})"),
}

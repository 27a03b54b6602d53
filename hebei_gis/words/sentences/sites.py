"""What keeps a comparison of parcels from being made, and what is said beside it."""

from __future__ import annotations

#: kind -> (Chinese, English)
FAULTS: dict[str, tuple[str, str]] = {
    "no_parcels": (
        "{where}:没有可比较的地块。请至少提供一个点或面。",
        "{where}: there is no parcel to compare. Give at least one point or polygon.",
    ),
    "none_left": (
        "{where}:所有地块均被排除,无法排序({found})。请放宽否决条件,或把缺失值按最差、中位处理。",
        "{where}: every parcel is excluded, so there is no ranking ({found}). "
        "Relax a veto, or treat missing values as worst or median.",
    ),
    "bad_weight": (
        "{where}:权重 {found} 不是大于等于 0 的数。请改正。",
        "{where}: the weight {found} is no number of 0 or more. Correct it.",
    ),
    "no_weight": (
        "{where}:权重全为零,无法排序。请至少给一个指标正的权重。",
        "{where}: all weights are zero, so nothing can be ranked. Give one a positive weight.",
    ),
    "nothing_measured": (
        "{where}:所选指标均无法量算({found})。请改选其他指标。",
        "{where}: none of the weighted criteria could be measured ({found}). Choose others.",
    ),
    "unknown_choice": (
        "{where}:没有 {found}。可用:{expected}。",
        "{where}: {found} is not known. Known: {expected}.",
    ),
    "unsuited_normalisation": (
        "{where}:出现 {found};该标准化方法要求 {expected}。请改用最小—最大法。",
        "{where}: found {found}; this normalisation needs {expected}. Choose min-max.",
    ),
    "not_a_parcel": (
        "{where}:实际为 {found};地块应为面,或在只知位置时为点。",
        "{where}: found {found}, a parcel is a polygon, or a point where no more is known.",
    ),
    "no_crs": (
        "{where}:文件未注明坐标系。请注明(--crs EPSG:4490、GCJ-02 等)。",
        "{where}: the file does not say its CRS. State it (--crs EPSG:4490, GCJ-02 …).",
    ),
    "other_crs": (
        "{where}:坐标系为 {found},地块为 {expected}。请统一到同一米制坐标系。",
        "{where}: is in {found}, the parcels are in {expected}. Prepare both in one metre CRS.",
    ),
    "bad_judgement": (
        "{where}:实际为 {found},应为 {expected}。请改正两两比较。",
        "{where}: found {found}, expected {expected}. Correct the pairwise judgement.",
    ),
    "bad_saved": (
        "{where}:实际为 {found},应为 {expected}。请重新保存该比选。",
        "{where}: found {found}, expected {expected}. Save the comparison again.",
    ),
}

#: kind -> (Chinese, English)
NOTES: dict[str, tuple[str, str]] = {
    "straight_line": (
        "{criteria}:均为最近点之间的直线距离,不是步行路径。",
        "{criteria}: straight-line distances between nearest points, not walking routes.",
    ),
    "layer_missing": (
        "未计入“{criterion}”:没有图层 {layer};其权重按比例分给其余指标。",
        "{criterion} is left out: the layer {layer} is not there; its weight goes to the others.",
    ),
    "layer_empty": (
        "未计入“{criterion}”:图层 {layer} 中没有可用要素;其权重按比例分给其余指标。",
        "{criterion} is left out: the layer {layer} holds nothing to measure by; "
        "its weight goes to the others.",
    ),
    "criterion_column_missing": (
        "未计入“{criterion}”:地块表没有字段 {columns};其权重按比例分给其余指标。",
        "{criterion} is left out: the parcel table has no column {columns}; "
        "its weight goes to the others.",
    ),
    "layer_column_missing": (
        "未计入“{criterion}”:图层 {layer} 没有字段 {columns};其权重按比例分给其余指标。",
        "{criterion} is left out: the layer {layer} has no column {columns}; "
        "its weight goes to the others.",
    ),
    "all_unknown": (
        "未计入“{criterion}”:各地块均未知;其权重按比例分给其余指标。",
        "{criterion} is left out: it is known for no parcel; its weight goes to the others.",
    ),
    "constant": (
        "“{criterion}”各地块相同,不起区分作用。",
        "{criterion} is the same for all parcels and sets none of them apart.",
    ),
    "filled": (
        "{parcel}:“{criterion}”未知,按已知值的{how_zh}取 {value}。",
        "{parcel}: {criterion} is unknown and taken as the {how} known value, {value}.",
    ),
    "excluded_missing": (
        "{parcel} 不参加排序:“{criterion}”未知。",
        "{parcel} is not ranked: {criterion} is unknown.",
    ),
    "vetoed": ("{parcel} 不参加排序:{reason_zh}", "{parcel} is not ranked: {reason}"),
    "veto_unknown": (
        "{parcel}:“{criterion}”未知,无法判断是否一票否决。",
        "{parcel}: the veto on {criterion} could not be checked, its value is unknown.",
    ),
    "value_fallback": (
        "“{criterion}”没有价值函数,按最小—最大法标准化。",
        "{criterion} has no value function and is normalised by min-max.",
    ),
    "one_parcel": (
        "只有一个地块参加排序,无从比较。",
        "Only one parcel is ranked: there is nothing to compare it with.",
    ),
    "points": (
        "{parcels}:仅有点位;面积、形状与覆盖面积未知,位于某区域的份额为落入该区域的可能性。",
        "{parcels}: known only as a point; area, shape and coverage are unknown, and a share in "
        "an area is the chance of lying inside.",
    ),
    "dropped_row": ("{parcel} 未计入:没有图形。", "{parcel} is left out: it has no geometry."),
    "repaired": (
        "{parcel}:图形有误({reason}),已修复。",
        "{parcel}: invalid shape ({reason}), repaired.",
    ),
    "outside": (
        "{parcel} 在区界之外,距区界 {distance} 米。",
        "{parcel} lies outside the district, {distance} m from its boundary.",
    ),
    "duplicate": ("{parcel} 与 {other} 图形相同。", "{parcel} and {other} have the same shape."),
    "overlap": (
        "{parcel} 与 {other} 重叠,占较小者的 {share}%。",
        "{parcel} and {other} overlap: {share} % of the smaller one.",
    ),
    "more_overlaps": ("另有 {count} 对地块重叠。", "{count} more pairs overlap."),
    "no_accuracy": (
        "文件未给出 accuracy_m:位置按准确处理。",
        "The file states no accuracy_m: positions are taken as exact.",
    ),
    "not_numbers": (
        "“{criterion}”:{count} 个值无法识别,按未知处理({examples})。",
        "{criterion}: {count} values are not understood and count as unknown ({examples}).",
    ),
    "demonstration": (
        "{parcels}:演示地块,为展示功能而虚构。",
        "{parcels}: demonstration parcels, invented to show the program.",
    ),
    "robustness_limited": (
        "稳健性仅在前 {count} 个地块之间计算。",
        "The robustness is computed among the best {count} parcels only.",
    ),
    "positions_unsuited": (
        "稳健性未考虑位置误差:{reason}",
        "The robustness leaves positions as drawn: {reason}",
    ),
    "ahp_inconsistent": (
        "两两比较的一致性比率为 {ratio},超过 0.10,建议重新斟酌。",
        "The pairwise judgements have a consistency ratio of {ratio}; above 0.10 they should be "
        "thought over.",
    ),
}

"""What keeps a comparison of parcels from being made, and what is said beside it."""

from __future__ import annotations

#: kind -> (Chinese, English)
FAULTS: dict[str, tuple[str, str]] = {
    # Parcels.
    "no_parcels": (
        "{where}：没有可比较的地块。请至少提供一个点或面。",
        "{where}: there is no parcel to compare. Give at least one point or polygon.",
    ),
    "not_a_parcel": (
        "{where}：实际为 {types}；地块应为面，或在只知位置时为点。请改用这样的数据。",
        "{where}: found {types}, a parcel is a polygon, or a point where no more is known. Give such data.",
    ),
    "other_crs": (
        "{where}：坐标系为 {found}，地块为 {expected}。请统一到同一米制坐标系。",
        "{where}: is in {found}, the parcels are in {expected}. Prepare both in one metre CRS.",
    ),
    "none_left": (
        "{where}：所有地块均被排除，无法排序（{reasons}）。请放宽否决条件，或把缺失值按最差、中位处理。",
        "{where}: every parcel is excluded, so there is no ranking ({reasons}). "
        "Relax a veto, or treat missing values as worst or median.",
    ),
    "not_of_a_layer": (
        "{where}：{layer} 是工作区的图层，{options} 只用于文件。请去掉这些选项，或改为指定文件。",
        "{where}: {layer} is a layer of the workspace, {options} are for a file. "
        "Leave these options out, or name a file.",
    ),
    "neither_layer_nor_file": (
        "{where}：文件 {found} 不存在，也没有这个图层。现有图层：{layers}。",
        "{where}: {found} does not exist, neither as a file nor as a layer. Layers: {layers}.",
    ),
    # Weights.
    "bad_weight": (
        "{where}：权重 {found} 不是大于等于 0 的数。请改正。",
        "{where}: the weight {found} is no number of 0 or more. Correct it.",
    ),
    "weight_twice": (
        "{where}：给出了两次。请只保留一次。",
        "{where}: is given twice. Keep one.",
    ),
    "no_weight": (
        "{where}：权重全为零，无法排序。请至少给一个指标正的权重。",
        "{where}: all weights are zero, so nothing can be ranked. Give one a positive weight.",
    ),
    "nothing_measured": (
        "{where}：所选指标均无法量算（{criteria}）。请改选其他指标。",
        "{where}: none of the weighted criteria could be measured ({criteria}). Choose others.",
    ),
    "weights_and_pairwise": (
        "{where}：同时给出了权重与两两比较。请只保留一种。",
        "{where}: both weights and pairwise judgements are given. Keep one of them.",
    ),
    "judgement_twice": (
        "{where}：{pair} 给出了两次。每对只比较一次。",
        "{where}: {pair} is given twice. Judge each pair once.",
    ),
    "judgement_unknown": (
        "{where}：{pair} 不是两个不同的指标。可用：{criteria}。",
        "{where}: {pair} are not two different criteria. Known: {criteria}.",
    ),
    "judgement_range": (
        "{where}：{pair} 为 {value}，应在 1/9 至 9 之间。请改正。",
        "{where}: {pair} is {value}, expected 1/9 to 9. Correct it.",
    ),
    "judgement_missing": (
        "{where}：缺少 {pair}。每对都要比较一次。",
        "{where}: {pair} is missing. Judge each pair once.",
    ),
    "judgement_count": (
        "{where}：有 {count} 个指标，两两比较只适用于 1 至 {most} 个。请减少指标。",
        "{where}: {count:criterion|criteria}; pairwise judgements take 1 to {most}. Choose fewer.",
    ),
    # Choices.
    "no_such_column": (
        "{where}：{parcels} 没有字段“{found}”。现有字段：{expected}。",
        "{where}: {parcels} has no column {found}. Columns: {expected}.",
    ),
    "number_range": (
        "{where}：实际为 {found}，应为 {least} 至 {most} 的整数。请改正。",
        "{where}: found {found}, expected an integer from {least} to {most}. Correct it.",
    ),
    "unknown_choice": (
        "{where}：没有“{found}”。可用：{expected}。",
        "{where}: {found} is not known. Known: {expected}.",
    ),
    "option_form": (
        "{where}：“{found}”无法识别。应写作 {form}。",
        "{where}: '{found}' is not understood. Write it as {form}.",
    ),
    "unsuited_normalisation": (
        "{where}：有值为 {found}；归一化方法 {method} 要求{expected}。请改用极差法（min_max）。",
        "{where}: found {found}; the normalisation {method} needs {expected}. Choose min_max.",
    ),
    "no_draws": (
        "{where}：抽样所得的比例至少需要一次抽样。请增加抽样次数。",
        "{where}: a share by draws needs at least one draw. Ask for more draws.",
    ),
    # Files of criteria and of comparisons.
    "id_twice": (
        "{where}：标识 {id} 出现不止一次。请为每一项设唯一的标识。",
        "{where}: {id} stands more than once. Give each its own id.",
    ),
    "preset_without_criterion": (
        "{where}：没有指标 {found}。可用：{known}。",
        "{where}: names {found}, which is no criterion. Known: {known}.",
    ),
    "preset_without_weight": (
        "{where}：没有大于 0 的权重。请至少给一个指标正的权重。",
        "{where}: has no weight above 0. Give one criterion a positive weight.",
    ),
    "bad_saved": (
        "{where}：实际为{found}，应为{expected}。请重新保存该比选。",
        "{where}: found {found}, expected {expected}. Save the comparison again.",
    ),
}

#: kind -> (Chinese, English)
NOTES: dict[str, tuple[str, str]] = {
    # Criteria.
    "straight_line": (
        "{criteria}：均为最近点之间的直线距离，不是步行路径。",
        "{criteria}: straight-line distances between nearest points, not walking routes.",
    ),
    "layer_missing": (
        "未计入“{criterion}”：没有图层 {layer}；其权重按比例分给其余指标。",
        "{criterion} is left out: the layer {layer} is not there; its weight goes to the others.",
    ),
    "layer_empty": (
        "未计入“{criterion}”：图层 {layer} 中没有可用要素；其权重按比例分给其余指标。",
        "{criterion} is left out: the layer {layer} holds nothing to measure by; "
        "its weight goes to the others.",
    ),
    "criterion_column_missing": (
        "未计入“{criterion}”：地块表没有字段 {columns}；其权重按比例分给其余指标。",
        "{criterion} is left out: the parcel table has no column {columns}; "
        "its weight goes to the others.",
    ),
    "layer_column_missing": (
        "未计入“{criterion}”：图层 {layer} 没有字段 {columns}；其权重按比例分给其余指标。",
        "{criterion} is left out: the layer {layer} has no column {columns}; "
        "its weight goes to the others.",
    ),
    "all_unknown": (
        "未计入“{criterion}”：各地块均未知；其权重按比例分给其余指标。",
        "{criterion} is left out: it is known for no parcel; its weight goes to the others.",
    ),
    "constant": (
        "“{criterion}”各地块相同，不起区分作用。",
        "{criterion} is the same for all parcels and sets none of them apart.",
    ),
    "value_fallback": (
        "“{criterion}”没有价值函数，按极差法归一化。",
        "{criterion} has no value function and is normalised by min-max.",
    ),
    # Values of the parcel table.
    "not_numbers": (
        "“{criterion}”：{count} 个值无法识别，按未知处理（{examples}）。",
        "{criterion}: {count:value is|values are} not understood and unknown ({examples}).",
    ),
    "missing_marks": (
        "“{criterion}”：{parcels} 的值 {marks} 是缺值标记，按未知处理。",
        "{criterion}: {marks} of {parcels} marks a missing value and is unknown.",
    ),
    "bounds_read": (
        "“{criterion}”：以文字给出的范围取{bound}（{examples}）。",
        "{criterion}: of ranges given as text the {bound} bound is taken ({examples}).",
    ),
    # Parcels that are not ranked, or not by their own values.
    "filled": (
        "{parcel}：“{criterion}”未知，按已知值的{how}取 {value}。",
        "{parcel}: {criterion} is unknown and taken as the {how} known value, {value}.",
    ),
    "excluded_missing": (
        "{parcel} 不参加排序：“{criterion}”未知。",
        "{parcel} is not ranked: {criterion} is unknown.",
    ),
    "vetoed": ("{parcel} 不参加排序：{reason}", "{parcel} is not ranked: {reason}"),
    "veto_unknown": (
        "{parcel}：“{criterion}”未知，无法判断是否一票否决。",
        "{parcel}: the veto on {criterion} could not be checked, its value is unknown.",
    ),
    "one_parcel": (
        "只有一个地块参加排序，无从比较。",
        "Only one parcel is ranked: there is nothing to compare it with.",
    ),
    # Parcels as they were given.
    "parcels_of_file": (
        "地块取自文件 {file}，坐标按 {datum} 读取（sha256 {sha256}）。",
        "The parcels are from the file {file}, its coordinates read as {datum} (sha256 {sha256}).",
    ),
    "row_said": ("第 {row} 行：{what}", "Row {row}: {what}"),
    "points": (
        "{parcels}：仅有点位；面积、形状与覆盖面积未知，位于某区域的份额为落入该区域的可能性。",
        "{parcels}: known only as a point; area, shape and coverage are unknown, and a share in "
        "an area is the chance of lying inside.",
    ),
    "outside": (
        "{parcel} 在区界之外，距区界 {distance:,.0f} 米。",
        "{parcel} lies outside the district, {distance:,.0f} m from its boundary.",
    ),
    "duplicate": ("{parcel} 与 {other} 图形相同。", "{parcel} and {other} have the same shape."),
    "overlap": (
        "{parcel} 与 {other} 重叠，占较小者的 {share}%。",
        "{parcel} and {other} overlap: {share} % of the smaller one.",
    ),
    "more_overlaps": (
        "另有 {count} 对地块重叠。",
        "{count:more pair overlaps|more pairs overlap}.",
    ),
    "no_accuracy": (
        "文件未给出 accuracy_m：位置按准确处理。若不准确，可在文件中加入字段 accuracy_m（米）。",
        "The file states no accuracy_m: positions are taken as exact. Where they are not, give "
        "the file a column accuracy_m, in metres.",
    ),
    "demonstration": (
        "{parcels}：演示地块，为展示功能而虚构。",
        "{parcels}: demonstration parcels, invented to show the program.",
    ),
    # Robustness.
    "robustness_limited": (
        "稳健性仅在前 {count} 个地块之间计算。",
        "The robustness is computed among the best {count} parcels only.",
    ),
    "positions_unsuited": (
        "稳健性未考虑位置误差：{reason}",
        "The robustness leaves positions as drawn: {reason}",
    ),
    "ahp_inconsistent": (
        "两两比较的一致性比率为 {ratio}，超过 0.10，建议重新斟酌。",
        "The pairwise judgements have a consistency ratio of {ratio}; above 0.10 they should be "
        "thought over.",
    ),
    # Of saved comparisons alone.
    "repaired": (
        "{parcel}：图形有误（{reason}），已修复。",
        "{parcel}: invalid shape ({reason}), repaired.",
    ),
    "saved_note_unknown": (
        "保存的比选中有一条本版本不认识的说明（{kind}）。",
        "The saved comparison holds a remark this version does not know ({kind}).",
    ),
}

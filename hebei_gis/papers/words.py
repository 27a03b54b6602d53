"""Words of the papers, in Chinese and English."""

from __future__ import annotations

from typing import Any

#: name -> (Chinese, English)
WORDS: dict[str, tuple[str, str]] = {
    "title": ("地块比选报告", "Comparison of Parcels"),
    "title_of": ("{district}地块比选报告", "{district}: Comparison of Parcels"),
    "title_demonstration": ("(演示数据)", " (demonstration data)"),
    "demonstration_mark": ("【演示数据】", "[DEMONSTRATION DATA]"),
    "demonstration_warning": (
        "演示数据:为展示功能而虚构,不得用于任何决定。",
        "Demonstration data: invented to show the program. Not for any decision.",
    ),
    "comma": ("、", ", "),
    "colon": (":", ": "),
    "of_date": ("编制日期:{date}", "Date: {date}"),
    "program": ("由 hebei-gis {version} 编制", "Made with hebei-gis {version}"),
    "page": ("第 {page} 页,共 {pages} 页", "Page {page} of {pages}"),
    "yes": ("是", "yes"),
    "unknown": ("未知", "unknown"),
    "none": ("无", "none"),
    # Headings.
    "result": ("结论", "Result"),
    "method_heading": ("比选对象与方法", "What was compared, and how"),
    "ranking": ("排名", "Ranking"),
    "map": ("地图", "Map"),
    "contributions": ("各指标得分贡献", "What each criterion contributes"),
    "weighted_scores": ("各指标加权得分", "Weighted scores by criterion"),
    "weighted_scores_note": (
        "逼近理想解法的总分由到最优与最劣值的距离得出,不是各列之和。",
        "The TOPSIS score comes from distances to the best and the worst, not from the sum.",
    ),
    "unranked": ("未参加排序的地块", "Parcels not ranked"),
    "unranked_none": ("所有地块均参加排序。", "All parcels are ranked."),
    "sheets": ("一地一档", "Parcel sheets"),
    "sheets_limited": (
        "仅列出 {count} 个地块的档案,共 {total} 个地块。",
        "Sheets of {count} of the {total} parcels.",
    ),
    "notes": ("说明", "Notes"),
    "sources": ("数据来源", "Sources"),
    "pairwise": ("两两胜出比例", "Who is better than whom"),
    "about": ("说明", "About"),
    # Result in words.
    "nothing_ranked": (
        "没有地块参加排序,因此没有排名。",
        "No parcel is ranked, so there is no ranking.",
    ),
    "result_first": (
        "{name} 排第 1,得分 {score}。",
        "{name} ranks first with a score of {score}.",
    ),
    "result_tied": (
        "{names} 并列第 1,得分 {score}。",
        "{names} share the first rank with a score of {score}.",
    ),
    "result_second": (
        "第 2 为 {name},得分 {score}。",
        "{name} comes second with {score}.",
    ),
    "first_in": ("在 {share} 的权重下排第一", "first in {share} of weightings"),
    "rank_in": ("在 {share} 的权重下排第 {rank}", "rank {rank} in {share} of weightings"),
    "first_everywhere": (
        "权重任意取值时,在 {share} 的权重下排第一",
        "with any weights at all, first in {share} of weightings",
    ),
    "first_positions": (
        "位置在误差范围内变动时,在 {share} 的情形下排第一",
        "with positions moved within their accuracy, first in {share} of draws",
    ),
    "first_joint": (
        "权重与位置同时变动时,在 {share} 的情形下排第一",
        "with weights and positions varied together, first in {share} of draws",
    ),
    "weights_fixed": ("权重未变动", "weights kept as they are"),
    "firmness_none": ("未计算稳健性", "firmness not computed"),
    "firmness_outside": ("未计算(仅前若干名)", "not computed (best parcels only)"),
    "turning": (
        "{first} 与 {second} 互换名次所需的最小权重变动:共移动 {moved}。",
        "The smallest change of weights that puts {second} level with {first} moves {moved}.",
    ),
    "turning_single": (
        "只改一个权重:“{criterion}”由 {weight} 变为 {turning} 时两者相当。",
        "Changing one weight alone: with {criterion} at {turning} instead of {weight} "
        "they are level.",
    ),
    "turning_never": (
        "没有任何权重能使 {second} 追上 {first}。",
        "No weights put {second} level with {first}.",
    ),
    # Method.
    "parcels_counted": ("地块", "Parcels"),
    "parcels_counts": (
        "共 {total} 个:参加排序 {ranked} 个,一票否决 {vetoed} 个,因缺值未排 {unknown} 个",
        "{total} in all: {ranked} ranked, {vetoed} vetoed, {unknown} left out for unknown values",
    ),
    "method": ("计分方法", "Method"),
    "weighted_sum": (
        "加权求和:各指标得分乘以权重后相加",
        "Weighted sum: score of each criterion times its weight, added up",
    ),
    "topsis": (
        "逼近理想解法(TOPSIS):与各指标最优值、最劣值的距离之比",
        "TOPSIS: distance to the worst over the distances to best and worst",
    ),
    "normalise": ("标准化", "Normalisation"),
    "min_max": (
        "最小—最大法:所比地块中最好者为 1,最差者为 0",
        "Min-max: 1 for the best of the parcels compared, 0 for the worst",
    ),
    "max": ("除以最大值", "Share of the greatest value"),
    "sum": ("除以总和", "Share of the sum"),
    "vector": ("除以平方和的平方根", "Share of the root of the sum of squares"),
    "value": ("价值函数", "Value functions"),
    "scaling": ("标准化", "scaled by"),
    "by_min_max": ("最小—最大", "min-max"),
    "by_max": ("最大值", "maximum"),
    "by_sum": ("总和", "sum"),
    "by_vector": ("向量", "vector"),
    "by_value": ("价值函数", "value function"),
    "purpose": ("权重用途", "Weights for"),
    "own_weights": ("自定权重", "own weights"),
    "declared_weights": ("默认权重", "the criteria's own weights"),
    "missing": ("缺失值", "Unknown values"),
    "missing_exclude": ("地块不参加排序", "the parcel is not ranked"),
    "missing_worst": ("取已知值中最差者", "taken as the worst known value"),
    "missing_median": ("取已知值的中位数", "taken as the median of the known values"),
    "draws": ("随机抽样", "Random draws"),
    "draws_words": (
        "权重 {weights} 次(围绕所选权重,集中度 {concentration}),位置 {positions} 次;"
        "比例的标准误不超过 {error} 个百分点",
        "{weights} of weights (around the chosen ones, concentration {concentration}), "
        "{positions} of positions; a share has a standard error of at most {error} points",
    ),
    "seed": ("随机种子", "Seed"),
    "vetoes": ("一票否决", "Vetoes"),
    "value_functions": ("价值函数", "Value functions"),
    "value_corners": (
        "{criterion}:{corners}",
        "{criterion}: {corners}",
    ),
    # Tables.
    "table_criteria": ("指标与权重", "Criteria and weights"),
    "table_ranking": ("排名与稳健性", "Ranking and its firmness"),
    "table_facts": ("指标", "Criteria"),
    "table_surroundings": ("周边", "Surroundings"),
    "table_entries": ("规划条目", "Plan entries"),
    "table_number": ("表 {number}  {title}", "Table {number}  {title}"),
    "figure_number": ("图 {number}  {title}", "Figure {number}  {title}"),
    "rank": ("名次", "Rank"),
    "parcel": ("地块", "Parcel"),
    "key": ("编号", "Id"),
    "name": ("名称", "Name"),
    "score": ("得分", "Score"),
    "firmness": ("稳健性", "Firmness"),
    "criterion": ("指标", "Criterion"),
    "unit": ("单位", "Unit"),
    "direction": ("取向", "Better"),
    "higher": ("越大越好", "higher"),
    "lower": ("越小越好", "lower"),
    "weight": ("权重", "Weight"),
    "contribution": ("贡献", "Contribution"),
    "measured_by": ("量算依据", "Measured by"),
    "parcel_shape": ("地块图形", "the parcel's shape"),
    "parcel_table": ("地块表", "the parcel table"),
    "plan_register": ("规划条目库", "the plan register"),
    "only_veto": ("仅否决", "veto only"),
    "sum_row": ("合计", "Sum"),
    "reason": ("原因", "Reason"),
    "status": ("状态", "Status"),
    "status_ranked": ("参加排序", "ranked"),
    "status_vetoed": ("一票否决", "vetoed"),
    "status_unknown": ("缺值未排", "unknown value"),
    "basis": ("依据", "Basis"),
    "accuracy": ("位置精度(米)", "Accuracy (m)"),
    "first_share": ("排第一的比例", "Share of firsts"),
    "value_column": ("数值", "Value"),
    "rank_here": ("该项名次", "Rank in it"),
    "taken_as": ("缺失,取 {value}", "unknown, taken as {value}"),
    "on_map": ("图上", "Map"),
    "layer": ("图层", "Layer"),
    "feature": ("要素", "Feature"),
    "distance": ("距离(米)", "Distance (m)"),
    "within": ("相交或其内", "touches"),
    "uncertainty": ("误差(米)", "± (m)"),
    "relation": ("关系", "Relation"),
    "entry": ("条目", "Entry"),
    "locator": ("位置", "Where"),
    "through": ("所涉要素", "Through"),
    "the_parcel_itself": ("地块本身", "the parcel itself"),
    "chance": ("可能性 {share}", "chance {share}"),
    "changes": ("规划改变", "changes"),
    "uses": ("规划依托", "relies on"),
    "mentions": ("提及", "mentions"),
    "entries_none": (
        "没有规划条目涉及该地块。",
        "No plan entry bears on this parcel.",
    ),
    "quote": ("规划原文({id})", "The plan's words ({id})"),
    "quoted_once": ("规划原文见前({id})。", "The plan's words stand above ({id})."),
    "surroundings_none": ("周边没有可用的图层要素。", "No layer has a feature to name."),
    "surroundings_about": (
        "各图层 {reach} 米内最近的 {count} 个要素;没有时列出最近的一个。均为直线距离,"
        "误差为地块与要素位置精度之和。",
        "Of each layer the nearest {count} within {reach} m, else the nearest one. "
        "Straight lines; ± is the accuracy of parcel and feature added up.",
    ),
    "sheet_rank": ("第 {rank} 名(共 {count} 个),得分 {score}", "Rank {rank} of {count}, score {score}"),
    "sheet_unranked": ("未参加排序", "Not ranked"),
    "accuracy_note": ("{basis},位置精度 ±{metres} 米。", "{basis}, position within ±{metres} m."),
    "accuracy_point": (
        "该地块仅有点位:面积、形状与覆盖面积未知,“份额”为落入该区域的可能性。",
        "Known only as a point: area, shape and coverage are unknown, a share is the chance of "
        "lying inside.",
    ),
    "source": ("来源", "Source"),
    "note": ("备注", "Note"),
    "chance_inside": ("可能性", "chance"),
    # Picture.
    "map_caption": ("参选地块及名次", "The parcels and their ranks"),
    "sheet_caption": ("{name} 及周边", "{name} and its surroundings"),
    "map_legend": (
        "数字为名次,深色为前、浅色为后;灰色为未参加排序;虚线为示意或演示位置,圆圈为点位精度范围。"
        "字母对应周边表。上方为坐标北。",
        "Numbers are ranks, dark first and pale last; grey is not ranked; dashed is sketched or "
        "demonstration data, a circle is the accuracy of a point. Up is grid north.",
    ),
    "map_letters": ("字母对应“周边”表。", "Letters are those of the surroundings."),
    "map_source": ("数据来源:{sources}", "Sources: {sources}"),
    # Workbook.
    "sheet_about": ("说明", "About"),
    "sheet_ranking": ("排名", "Ranking"),
    "sheet_weights": ("权重", "Weights"),
    "sheet_values": ("数值", "Values"),
    "sheet_scores": ("标准化得分", "Scores"),
    "sheet_weighted": ("加权得分", "Weighted"),
    "sheet_functions": ("价值函数", "Value functions"),
    "sheet_unranked": ("未参加排序", "Not ranked"),
    "sheet_firmness": ("稳健性", "Firmness"),
    "weight_editable": ("权重(可改)", "Weight (edit)"),
    "weight_delivered": ("出具时权重", "Weight as delivered"),
    "weight_share": ("归一权重", "Share"),
    "weights_ok": ("权重检查", "Check of weights"),
    "weights_fine": ("权重可用", "Weights can be used"),
    "weights_bad": (
        "权重须为大于等于 0 的数,且不全为 0",
        "Weights must be numbers of 0 or more, not all 0",
    ),
    "corner_value": ("取值", "Value"),
    "corner_worth": ("得分", "Worth"),
    "minimum": ("最小", "Min"),
    "maximum": ("最大", "Max"),
    "total": ("总和", "Sum"),
    "total_inverse": ("倒数和", "Sum of 1/x"),
    "root_squares": ("平方和的根", "Root of Σx²"),
    "best": ("最优", "Best"),
    "worst": ("最劣", "Worst"),
    "to_best": ("到最优 d⁺", "To best d⁺"),
    "to_worst": ("到最劣 d⁻", "To worst d⁻"),
    "order": ("顺序", "Order"),
    "program_score": ("程序得分", "Program's score"),
    "program_rank": ("程序名次", "Program's rank"),
    "difference": ("差值", "Difference"),
    "check": ("与程序核对", "Check against the program"),
    "check_same": ("与程序一致", "Equals the program's numbers"),
    "check_changed": ("已改动,不再核对", "Changed, not checked"),
    "check_differs": ("与程序不一致", "Differs from the program's numbers"),
    "book_live": (
        "“{weights}”表的黄色单元格可改;得分与名次随之重算。“{firmness}”与“{unranked}”"
        "为出具时的结果,不随之变化;未参加排序的地块不会因改权重而进入排序。",
        "The yellow cells of “{weights}” can be changed; scores and ranks follow. “{firmness}” "
        "and “{unranked}” are as delivered and do not follow; a parcel not ranked does not "
        "enter by a change of weights.",
    ),
    "filled_cell": (
        "斜体橙色:缺失值,按规则取值。",
        "Orange italics: unknown, filled by the rule.",
    ),
    "first_near": ("第一:围绕所选权重", "First: weights around the chosen"),
    "first_all": ("第一:任意权重", "First: any weights"),
    "first_moved": ("第一:位置变动", "First: positions moved"),
    "first_both": ("第一:权重与位置", "First: weights and positions"),
    "rank_share": ("第 {rank} 名", "Rank {rank}"),
    # Page.
    "show_all_layers": ("图层", "Layers"),
    "acceptability": ("各名次的比例", "Share of each rank"),
    "acceptability_about": (
        "每条为该地块在 {draws} 次抽样(权重与位置)中得到各名次的比例。",
        "Each bar: how often the parcel takes each rank in {draws} draws of weights and positions.",
    ),
    "click_row": ("点击一行,在地图上定位。", "Click a row to find it on the map."),
    "no_script": (
        "地图需要浏览器运行脚本;其余内容不需要。",
        "The map needs scripts; all else does not.",
    ),
    "too_many": (
        "参加排序的地块有 {count} 个,带公式的工作簿至多容纳 {most} 个。请改用 .csv,或减少地块。",
        "{count} parcels are ranked; a workbook with formulas holds {most}. "
        "Take .csv, or fewer parcels.",
    ),
}  # fmt: skip


def say(name: str, language: str, **facts: Any) -> str:
    """One text in ``zh`` or ``en``, filled with facts."""
    chinese, english = WORDS[name]
    return (chinese if language == "zh" else english).format(**facts)

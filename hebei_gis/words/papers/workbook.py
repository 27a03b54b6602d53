"""Words of the workbook, in Chinese and English."""

from __future__ import annotations

#: name -> (Chinese, English)
WORDS: dict[str, tuple[str, str]] = {
    "sheet_about": ("说明", "About"),
    "sheet_ranking": ("排名", "Ranking"),
    "sheet_weights": ("权重", "Weights"),
    "sheet_values": ("数值", "Values"),
    "sheet_scores": ("标准化得分", "Scores"),
    "sheet_weighted": ("加权得分", "Weighted"),
    "sheet_functions": ("价值函数", "Value functions"),
    "sheet_robustness": ("稳健性", "Robustness"),
    "weight_editable": ("权重（可改）", "Weight (edit)"),
    "weight_delivered": ("出具时权重", "Weight as delivered"),
    "weight_share": ("归一权重", "Share"),
    "weights_ok": ("权重检查", "Check of weights"),
    "weights_fine": ("权重可用", "Weights can be used"),
    "weights_bad": (
        "权重须为大于等于 0 的数，且不全为 0",
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
    "check_changed": ("已改动，不再核对", "Changed, not checked"),
    "check_differs": ("与程序不一致", "Differs from the program's numbers"),
    "book_live": (
        "“{weights}”表的黄色单元格可改；得分与名次随之重算。“{robustness}”与“{unranked}”"
        "为出具时的结果，不随之变化；未参加排序的地块不会因改权重而进入排序。",
        "The yellow cells of “{weights}” can be changed; scores and ranks follow. “{robustness}” "
        "and “{unranked}” are as delivered and do not follow; a parcel not ranked does not "
        "enter by a change of weights.",
    ),
    "filled_cell": (
        "斜体橙色：缺失值，按规则取值。",
        "Orange italics: unknown, filled by the rule.",
    ),
}

"""What a comparison has to say beside its numbers, and what keeps it from being made.

A :class:`Note` goes with a result. A :class:`SiteFault` keeps it from being made;
:class:`ComparisonError` carries all of them at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from hebei_gis.errors import FaultsError, HebeiGisError
from hebei_gis.fault_words import in_chinese
from hebei_gis.faults import Fault

#: kind -> (English, Chinese); filled with the note's facts.
NOTES: dict[str, tuple[str, str]] = {
    "straight_line": (
        "{criteria}: straight-line distances between nearest points, not walking routes.",
        "{criteria}:均为最近点之间的直线距离,不是步行路径。",
    ),
    "layer_missing": (
        "{criterion} is left out: the layer {layer} is not there; its weight goes to the others.",
        "未计入“{criterion}”:没有图层 {layer};其权重按比例分给其余指标。",
    ),
    "layer_empty": (
        "{criterion} is left out: the layer {layer} holds nothing to measure by; "
        "its weight goes to the others.",
        "未计入“{criterion}”:图层 {layer} 中没有可用要素;其权重按比例分给其余指标。",
    ),
    "column_missing": (
        "{criterion} is left out: the parcel table has no column {columns}; "
        "its weight goes to the others.",
        "未计入“{criterion}”:地块表没有字段 {columns};其权重按比例分给其余指标。",
    ),
    "layer_column_missing": (
        "{criterion} is left out: the layer {layer} has no column {columns}; "
        "its weight goes to the others.",
        "未计入“{criterion}”:图层 {layer} 没有字段 {columns};其权重按比例分给其余指标。",
    ),
    "all_unknown": (
        "{criterion} is left out: it is known for no parcel; its weight goes to the others.",
        "未计入“{criterion}”:各地块均未知;其权重按比例分给其余指标。",
    ),
    "constant": (
        "{criterion} is the same for all parcels and sets none of them apart.",
        "“{criterion}”各地块相同,不起区分作用。",
    ),
    "filled": (
        "{parcel}: {criterion} is unknown and taken as the {how} known value, {value}.",
        "{parcel}:“{criterion}”未知,按已知值的{how_zh}取 {value}。",
    ),
    "excluded_missing": (
        "{parcel} is not ranked: {criterion} is unknown.",
        "{parcel} 不参加排序:“{criterion}”未知。",
    ),
    "vetoed": ("{parcel} is not ranked: {reason}", "{parcel} 不参加排序:{reason_zh}"),
    "veto_unknown": (
        "{parcel}: the veto on {criterion} could not be checked, its value is unknown.",
        "{parcel}:“{criterion}”未知,无法判断是否一票否决。",
    ),
    "value_fallback": (
        "{criterion} has no value function and is normalised by min-max.",
        "“{criterion}”没有价值函数,按最小—最大法标准化。",
    ),
    "one_parcel": (
        "Only one parcel is ranked: there is nothing to compare it with.",
        "只有一个地块参加排序,无从比较。",
    ),
    "points": (
        "{parcels}: known only as a point; area, shape and coverage are unknown, and a share in "
        "an area is the chance of lying inside.",
        "{parcels}:仅有点位;面积、形状与覆盖面积未知,位于某区域的份额为落入该区域的可能性。",
    ),
    "dropped_row": ("{parcel} is left out: it has no geometry.", "{parcel} 未计入:没有图形。"),
    "repaired": (
        "{parcel}: invalid shape ({reason}), repaired.",
        "{parcel}:图形有误({reason}),已修复。",
    ),
    "outside": (
        "{parcel} lies outside the district, {distance} m from its boundary.",
        "{parcel} 在区界之外,距区界 {distance} 米。",
    ),
    "duplicate": ("{parcel} and {other} have the same shape.", "{parcel} 与 {other} 图形相同。"),
    "overlap": (
        "{parcel} and {other} overlap: {share} % of the smaller one.",
        "{parcel} 与 {other} 重叠,占较小者的 {share}%。",
    ),
    "more_overlaps": ("{count} more pairs overlap.", "另有 {count} 对地块重叠。"),
    "no_accuracy": (
        "The file states no accuracy_m: positions are taken as exact.",
        "文件未给出 accuracy_m:位置按准确处理。",
    ),
    "not_numbers": (
        "{criterion}: {count} values are not understood and count as unknown ({examples}).",
        "“{criterion}”:{count} 个值无法识别,按未知处理({examples})。",
    ),
    "demonstration": (
        "{parcels}: demonstration parcels, invented to show the program.",
        "{parcels}:演示地块,为展示功能而虚构。",
    ),
    "firmness_limited": (
        "The firmness is computed among the best {count} parcels only.",
        "稳健性仅在前 {count} 个地块之间计算。",
    ),
    "positions_unsuited": (
        "The firmness leaves positions as drawn: {reason}",
        "稳健性未考虑位置误差:{reason}",
    ),
    "ahp_inconsistent": (
        "The pairwise judgements have a consistency ratio of {ratio}; above 0.10 they should be "
        "thought over.",
        "两两比较的一致性比率为 {ratio},超过 0.10,建议重新斟酌。",
    ),
}

#: kind -> (English, Chinese); filled with where, found and expected.
FAULTS: dict[str, tuple[str, str]] = {
    "no_parcels": (
        "{where}: there is no parcel to compare. Give at least one point or polygon.",
        "{where}:没有可比较的地块。请至少提供一个点或面。",
    ),
    "none_left": (
        "{where}: every parcel is excluded, so there is no ranking ({found}). "
        "Relax a veto, or treat missing values as worst or median.",
        "{where}:所有地块均被排除,无法排序({found})。请放宽否决条件,或把缺失值按最差、中位处理。",
    ),
    "bad_weight": (
        "{where}: the weight {found} is no number of 0 or more. Correct it.",
        "{where}:权重 {found} 不是大于等于 0 的数。请改正。",
    ),
    "no_weight": (
        "{where}: all weights are zero, so nothing can be ranked. Give one a positive weight.",
        "{where}:权重全为零,无法排序。请至少给一个指标正的权重。",
    ),
    "nothing_measured": (
        "{where}: none of the weighted criteria could be measured ({found}). Choose others.",
        "{where}:所选指标均无法量算({found})。请改选其他指标。",
    ),
    "unknown_choice": (
        "{where}: {found} is not known. Known: {expected}.",
        "{where}:没有 {found}。可用:{expected}。",
    ),
    "unsuited_normalisation": (
        "{where}: found {found}; this normalisation needs {expected}. Choose min-max.",
        "{where}:出现 {found};该标准化方法要求 {expected}。请改用最小—最大法。",
    ),
    "wrong_geometry": (
        "{where}: found {found}, a parcel is a polygon, or a point where no more is known.",
        "{where}:实际为 {found};地块应为面,或在只知位置时为点。",
    ),
    "no_crs": (
        "{where}: the file does not say its CRS. State it (--crs EPSG:4490, GCJ-02 …).",
        "{where}:文件未注明坐标系。请注明(--crs EPSG:4490、GCJ-02 等)。",
    ),
    "other_crs": (
        "{where}: is in {found}, the parcels are in {expected}. Prepare both in one metre CRS.",
        "{where}:坐标系为 {found},地块为 {expected}。请统一到同一米制坐标系。",
    ),
    "bad_judgement": (
        "{where}: found {found}, expected {expected}. Correct the pairwise judgement.",
        "{where}:实际为 {found},应为 {expected}。请改正两两比较。",
    ),
    "bad_saved": (
        "{where}: found {found}, expected {expected}. Save the comparison again.",
        "{where}:实际为 {found},应为 {expected}。请重新保存该比选。",
    ),
}


@dataclass(frozen=True)
class Note:
    """Something a reader of the result should know.

    Attributes
    ----------
    kind : str
        A key of :data:`NOTES`.
    facts : mapping
        What fills the sentence; a name that differs by language has a second one in ``_zh``.
    """

    kind: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, language: str = "en") -> str:
        """Say it in English (``en``) or Chinese (``zh``)."""
        english, chinese = NOTES[self.kind]
        if language != "zh":
            return english.format_map(self.facts)
        names = {
            name: self.facts.get(f"{name}_zh") or in_chinese(text)
            for name, text in self.facts.items()
        }
        return chinese.format_map({**self.facts, **names})


@dataclass(frozen=True)
class SiteFault(Fault):
    """What keeps a comparison from being made; `kind` is a key of :data:`FAULTS`."""

    SENTENCES: ClassVar[Mapping[str, tuple[str, str]]] = FAULTS


class ComparisonError(FaultsError):
    """A comparison that cannot be made: every reason at once."""


class StoppedError(HebeiGisError, RuntimeError):
    """The user stopped a long computation."""

    def __init__(self, step: str) -> None:
        self.step = step
        super().__init__(f"Stopped while computing {step}.")

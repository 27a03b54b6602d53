"""What the value of a key should be, by the type of pydantic's error."""

from __future__ import annotations

_WHOLE = ("整数", "an integer")
_NUMBER = ("数", "a number")
_TRUTH = ("true 或 false", "true or false")
_LIST = ("列表", "a list")
_TABLE = ("表", "a table")
_DATE = ("日期（年-月-日）", "a date (year-month-day)")

#: kind -> (Chinese, English); ``value_`` and pydantic's type, filled with its ``ctx``.
TERMS: dict[str, tuple[str, str]] = {
    "value_greater_than": ("大于 {gt} 的数", "a number greater than {gt}"),
    "value_greater_than_equal": ("不小于 {ge} 的数", "a number greater than or equal to {ge}"),
    "value_less_than": ("小于 {lt} 的数", "a number less than {lt}"),
    "value_less_than_equal": ("不大于 {le} 的数", "a number less than or equal to {le}"),
    "value_multiple_of": ("{multiple_of} 的倍数", "a multiple of {multiple_of}"),
    "value_finite_number": ("有限的数", "a finite number"),
    "value_int_type": _WHOLE,
    "value_int_parsing": _WHOLE,
    "value_int_from_float": _WHOLE,
    "value_float_type": _NUMBER,
    "value_float_parsing": _NUMBER,
    "value_bool_type": _TRUTH,
    "value_bool_parsing": _TRUTH,
    "value_string_type": ("文字", "text"),
    "value_string_too_short": (
        "至少 {min_length} 个字符的文字",
        "text of at least {min_length:character|characters}",
    ),
    "value_string_too_long": (
        "至多 {max_length} 个字符的文字",
        "text of at most {max_length:character|characters}",
    ),
    "value_string_pattern_mismatch": (
        "符合格式 {pattern} 的文字",
        "text that matches the pattern {pattern}",
    ),
    "value_literal_error": ("{expected:or}", "{expected:or}"),
    "value_enum": ("{expected:or}", "{expected:or}"),
    "value_too_short": (
        "至少 {min_length} 项（实际 {actual_length} 项）",
        "at least {min_length:item|items}, not {actual_length}",
    ),
    "value_too_long": (
        "至多 {max_length} 项（实际 {actual_length} 项）",
        "at most {max_length:item|items}, not {actual_length}",
    ),
    "value_list_type": _LIST,
    "value_tuple_type": _LIST,
    "value_set_type": _LIST,
    "value_frozen_set_type": _LIST,
    "value_dict_type": _TABLE,
    "value_mapping_type": _TABLE,
    "value_model_type": _TABLE,
    "value_model_attributes_type": _TABLE,
    "value_date_type": _DATE,
    "value_date_parsing": _DATE,
    "value_date_from_datetime_parsing": _DATE,
    "value_date_from_datetime_inexact": _DATE,
    "value_datetime_type": _DATE,
    "value_datetime_parsing": _DATE,
    "value_none_required": ("留空", "nothing"),
    # Where and what, of a declaration.
    "this_combination": ("此组合", "this combination"),
    "key_of": ("{where} {key}", "{where} {key}"),
    "toml_file": ("TOML 文件", "a TOML file"),
}

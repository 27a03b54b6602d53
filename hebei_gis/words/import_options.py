"""Options of ``hebei-gis import`` that answer a question: control → option and its value."""

from __future__ import annotations

OPTIONS: dict[str, tuple[str, str]] = {
    "layer_id": ("--as", "LAYER_ID"),
    "crs": ("--crs", "CODE"),
    "datum": ("--datum", "NAME"),
    "parameters": ("--parameters", "NUMBERS"),
    "encoding": ("--encoding", "NAME"),
    "layer": ("--layer", "NAME"),
    "x": ("--x", "COLUMN"),
    "y": ("--y", "COLUMN"),
    "wkt": ("--wkt", "COLUMN"),
    "key": ("--key", "COLUMN"),
    "name": ("--name", "COLUMN"),
    "group": ("--group", "ID"),
    "basis": ("--basis", "BASIS"),
    "accuracy_m": ("--accuracy-m", "METRES"),
    "replace": ("--replace", ""),
}
#: (Chinese, English), after a question.
SAY = ("可用选项：{options}。", "Options: {options}.")

"""Faults of the plan's text and its register."""

from __future__ import annotations

#: kind -> (Chinese, English)
FAULTS: dict[str, tuple[str, str]] = {}

"""Values of a declaration → TOML text that tomllib reads back as the same values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

_BARE = re.compile(r"^[A-Za-z0-9_-]+$")


def toml_text(values: Mapping[str, Any]) -> str:
    """TOML with plain values first, then one table a mapping, in the order given.

    Parameters
    ----------
    values : mapping
        Text, numbers, booleans, lists of these, mappings, and lists of mappings (``[[…]]``).
        None is left out.
    """
    return "\n".join(_lines(values, ())).strip() + "\n"


def _lines(values: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    lines = []
    tables: list[tuple[str, Any]] = []
    for key, value in values.items():
        if isinstance(value, Mapping) or _is_tables(value):
            tables.append((key, value))
        elif value is not None:
            lines.append(f"{_key(key)} = {_value(value)}")
    for key, value in tables:
        name = ".".join(_key(part) for part in (*path, key))
        if isinstance(value, Mapping):
            lines += ["", f"[{name}]", *_lines(value, (*path, key))]
            continue
        for one in value:
            lines += ["", f"[[{name}]]", *_lines(one, (*path, key))]
    return lines


def _is_tables(value: Any) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and len(value) > 0
        and all(isinstance(one, Mapping) for one in value)
    )


def _key(name: str) -> str:
    return name if _BARE.match(name) else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items())
        return f"{{ {inner} }}"
    items = [_value(one) for one in value]
    line = f"[{', '.join(items)}]"
    if len(line) <= 90:
        return line
    return "[\n" + "".join(f"  {item},\n" for item in items) + "]"


def _text(value: str) -> str:
    """A basic string; JSON's escapes are TOML's, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

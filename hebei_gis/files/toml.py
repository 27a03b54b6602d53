"""TOML, in and out: values validated as declared parts, with every fault at once."""

from __future__ import annotations

import copy
import datetime
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import tomlkit
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from tomlkit.items import Table

from hebei_gis.words.errors import LayerError
from hebei_gis.words.facts import Fact, Term, term
from hebei_gis.words.faults import Fault
from hebei_gis.words.terms import TERMS

#: How tomllib ends its message where it knows the place.
_AT = re.compile(r"^(?P<said>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)$", re.DOTALL)
#: Lists whose text is longer take a line an item.
_LINE = 90


class Part(BaseModel):
    """A frozen piece of a declaration that refuses keys it does not know.

    A validator says what it expects as a term: ``raise ValueError(term("a_limit"))``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


Model = TypeVar("Model", bound=Part)


def validated(model: type[Model], values: Mapping[str, Any], where: Fact) -> Model:
    """Build `model` from TOML values.

    Raises
    ------
    LayerError
        With every fault at once.
    """
    built, faults = inspected(model, values, where)
    if built is None or faults:
        raise LayerError(faults)
    return built


def inspected(
    model: type[Model], values: Mapping[str, Any], where: Fact
) -> tuple[Model | None, list[Fault]]:
    """The model, built without the keys it does not know, and every fault."""
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        faults = _faults(model, error, where)
        # Checks between keys run only where all keys are known.
        known = _without_unknown(values, error)
    if known == values:
        return None, faults
    built, more = inspected(model, known, where)
    return built, [*faults, *(fault for fault in more if fault not in faults)]


def _without_unknown(values: Mapping[str, Any], error: ValidationError) -> Mapping[str, Any]:
    known = copy.deepcopy(dict(values))
    for detail in error.errors():
        if detail["type"] == "extra_forbidden":
            holder: Any = known
            for part in detail["loc"][:-1]:
                holder = holder[part]
            del holder[detail["loc"][-1]]
    return known


def _faults(model: type[Part], error: ValidationError, where: Fact) -> list[Fault]:
    faults = []
    places = [detail["loc"] for detail in error.errors()]
    for detail in error.errors():
        loc = detail["loc"]
        if detail["type"] == "too_short" and any(p[: len(loc)] == loc != p for p in places):
            continue  # only because the members are wrong, which is told
        path = [part for part in loc if isinstance(part, str)]
        name = path[-1] if path else ""
        if detail["type"] == "extra_forbidden":
            known = _known_keys(model, path[:-1])
            faults.append(Fault("unknown_key", _key_of(where, path[:-1]), name, known))
        elif detail["type"] == "missing":
            faults.append(Fault("missing_key", _key_of(where, path[:-1]), "", name))
        else:
            found = repr(detail["input"])[:120] if name else term("this_combination")
            faults.append(Fault("bad_value", _key_of(where, path), found, _expected(detail)))
    return faults


def _key_of(where: Fact, path: Sequence[str]) -> Fact:
    """Where a key stands; a place in words stays a term."""
    if not path:
        return where
    key = ".".join(path)
    return f"{where} {key}" if isinstance(where, str) else term("key_of", where=where, key=key)


def _expected(detail: ErrorDetails) -> Fact:
    """What a validator of ours names by ``ValueError(term(...))``, or pydantic by its type."""
    facts = dict(detail.get("ctx", {}))
    error = facts.get("error")
    if isinstance(error, ValueError) and error.args and isinstance(error.args[0], Term):
        return error.args[0]
    kind = f"value_{detail['type']}"
    if kind not in TERMS:
        return detail["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    if isinstance(facts.get("expected"), str):  # pydantic's own list: 'a', 'b' or 'c'
        facts["expected"] = re.findall(r"'[^']*'", facts["expected"]) or facts["expected"]
    return term(kind, **facts)


def _known_keys(model: type[Part], path: list[str]) -> list[str]:
    current: type[BaseModel] = model
    for name in path:
        for field_name, field in current.model_fields.items():
            if name in (field_name, field.alias):
                inner = _model_in(field.annotation)
                if inner is None:
                    return []
                current = inner
    return [field.alias or name for name, field in current.model_fields.items() if name != "id"]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_in(inner)
        if found is not None:
            return found
    return None


def read_toml(path: Path, where: str) -> dict[str, Any]:
    """Read a TOML file.

    Raises
    ------
    LayerError
        Where it is missing, not UTF-8 or not TOML.
    """
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        fault = Fault("missing_file", where, path.name, term("toml_file"))
        raise LayerError([fault]) from error
    except UnicodeDecodeError as error:
        raise LayerError([Fault("toml_not_utf8", where, byte=error.start + 1)]) from error
    except RecursionError as error:
        raise LayerError([Fault("broken_toml", where, term("nested_too_deep"))]) from error
    except tomllib.TOMLDecodeError as error:
        at = _AT.match(str(error))
        fault = (
            Fault("bad_toml", where, at["said"], line=int(at["line"]), column=int(at["column"]))
            if at
            else Fault("broken_toml", where, str(error))
        )
        raise LayerError([fault]) from error


def toml_text(values: Mapping[str, Any]) -> str:
    """TOML with plain values first, then one table a mapping, in the order given.

    Parameters
    ----------
    values : mapping
        Text, numbers (of numpy too), booleans, dates, lists of these, mappings, and lists of
        mappings (``[[…]]``). None is left out.

    Raises
    ------
    TypeError
        Where a value is none of these.
    ValueError
        With the text, where it would not be read back as it is.
    """
    plain = _plain(values)
    text = tomlkit.dumps(_table(plain)).strip() + "\n"
    if tomllib.loads(text) != plain:
        raise ValueError(text)
    return text


def _plain(value: Any) -> Any:
    """A value as TOML has it; numbers of numpy become plain ones, tuples lists."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items() if one is not None}
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, (str, bool, int, float, datetime.date, datetime.time)):
        return value
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [_plain(one) for one in value]
    raise TypeError(type(value).__name__)


def _table(values: Mapping[str, Any]) -> Table:
    """A table whose plain values stand before the tables in it."""
    table = tomlkit.table()
    for key, value in values.items():
        if not isinstance(value, Mapping) and not _is_tables(value):
            table.add(key, _item(value))
    for key, value in values.items():
        if isinstance(value, Mapping):
            table.add(key, _table(value))
        elif _is_tables(value):
            tables = tomlkit.aot()
            for one in value:
                tables.append(_table(one))
            table.add(key, tables)
    return table


def _item(value: Any) -> Any:
    """A plain value; lists that would be long take a line an item."""
    if isinstance(value, str):
        return tomlkit.string(value)
    if not isinstance(value, list):
        return tomlkit.item(value)
    items = tomlkit.array()
    for one in value:
        items.append(_inline(one))
    return items.multiline(len(items.as_string()) > _LINE)


def _inline(value: Any) -> Any:
    if isinstance(value, list):
        return _item(value)
    if not isinstance(value, Mapping):
        return _item(value)
    table = tomlkit.inline_table()
    for key, one in value.items():
        table.add(key, _inline(one))
    return table


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 0 and all(isinstance(v, dict) for v in value)

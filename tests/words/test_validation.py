"""What a key should hold is said by the type of pydantic's error, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self

import pytest
from pydantic import Field, model_validator

from hebei_gis.files.toml import Part, read_toml, validated
from hebei_gis.layers.declaration import read_declaration
from hebei_gis.words.errors import LayerError
from hebei_gis.words.facts import Term, term


class Well(Part):
    """A declared thing with a key of each type."""

    depth_m: Annotated[float, Field(gt=0, le=900)] = 1
    rings: Annotated[int, Field(ge=0, lt=50)] = 1
    name: Annotated[str, Field(pattern="^[a-z]+$", min_length=2)] = "well"
    kind: Literal["dug", "drilled", "spring"] = "dug"
    open: bool = True
    years: Annotated[tuple[int, ...], Field(min_length=1)] = (2020,)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.kind == "spring" and self.rings == 9:
            raise ValueError(term("value_less_than", lt=9))
        if self.kind == "dug" and self.rings == 9:
            raise ValueError("fewer rings")
        return self


@pytest.mark.parametrize(
    ("values", "zh", "en"),
    [
        ({"depth_m": 0.0}, "大于 0 的数", "a number greater than 0"),
        ({"depth_m": 901.0}, "不大于 900 的数", "a number less than or equal to 900"),
        ({"rings": -1}, "不小于 0 的数", "a number greater than or equal to 0"),
        ({"rings": 50}, "小于 50 的数", "a number less than 50"),
        ({"rings": "many"}, "整数", "an integer"),
        ({"name": "W"}, "至少 2 个字符的文字", "text of at least 2 characters"),
        ({"name": "Well"}, "符合格式 ^[a-z]+$ 的文字", "text that matches the pattern ^[a-z]+$"),
        ({"name": 3}, "文字", "text"),
        ({"kind": "bored"}, "'dug'、'drilled' 或 'spring'", "'dug', 'drilled' or 'spring'"),
        ({"open": "perhaps"}, "true 或 false", "true or false"),
        ({"years": ()}, "至少 1 项（实际 0 项）", "at least 1 item, not 0"),
        ({"kind": "spring", "rings": 9}, "小于 9 的数", "a number less than 9"),
        ({"kind": "dug", "rings": 9}, "fewer rings", "fewer rings"),
    ],
)
def test_each_type_has_its_words(values: dict[str, Any], zh: str, en: str) -> None:
    with pytest.raises(LayerError) as caught:
        validated(Well, values, "well.toml")
    (fault,) = caught.value.faults
    expected = fault.facts["expected"]
    if zh == en:  # a plain message of a validator is shown as it is
        assert expected == en
        return
    assert isinstance(expected, Term)
    assert (expected.text("zh"), expected.text("en")) == (zh, en)
    assert zh in fault.sentence("zh")


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        (b"a = 1\nb = = 2", "第 2 行第 5 列不合 TOML 语法", "at line 2, column 5 (Invalid value)"),
        (b'a = "b', "请补全或改正文件", "Complete or correct the file"),
        (b"a = 1 # \xb5", "第 9 字节不是 UTF-8 文字", "no UTF-8 text at byte 9"),
    ],
)
def test_toml_that_cannot_be_read(content: bytes, zh: str, en: str, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(content)
    with pytest.raises(LayerError) as caught:
        read_toml(tmp_path / "a.toml", "a.toml")
    assert zh in caught.value.sentence("zh")
    assert en in caught.value.sentence("en")


_DECLARATION = """
group = 3
[title]
zh = ""
en = "Parks"
[style]
color = "red"
fill_opacity = "much"
radius_px = -1
width_px = 1e9
symbol = "star"
[shape]
geometry = []
[source]
file = "a.geojson"
crs = "EPSG:0"
retrieved = "soon"
[fields]
a = "name_zh"
b = "name_zh"
"""


def test_the_types_a_declaration_meets_are_all_terms(tmp_path: Path) -> None:
    path = tmp_path / "parks.toml"
    path.write_text(_DECLARATION, encoding="utf-8")
    with pytest.raises(LayerError) as caught:
        read_declaration(path)
    wrong = [fault for fault in caught.value.faults if fault.kind == "bad_value"]
    assert len(wrong) > 5
    own = [fault for fault in wrong if not isinstance(fault.facts["expected"], Term)]
    assert len(own) <= 2, own  # what validators of the declaration say themselves

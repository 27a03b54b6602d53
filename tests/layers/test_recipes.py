"""A recipe's rows are checked as those of a file are."""

from __future__ import annotations

from typing import Any


def told(folder: Any, layer: str) -> str:
    return "\n".join(fault.sentence() for fault in folder.open().left_out[layer])


def test_keys_of_a_recipe_are_unique(workspace_folder: Any) -> None:
    folder = workspace_folder()
    folder.add_recipe("zone", 'step = "union"', '[{ layer = "well" }]')
    path = folder.declaration("zone")
    text = path.read_text("utf-8")
    start = text.index("[[recipe.feature]]")
    feature = text[start : text.index("[shape]")]
    path.write_text(text.replace(feature, feature * 2), encoding="utf-8")
    assert "more than once as a key: derived" in told(folder, "zone")


def test_a_recipe_yields_what_is_declared(workspace_folder: Any) -> None:
    folder = workspace_folder()
    folder.add_recipe("zone", 'step = "union"', '[{ layer = "well" }]')
    path = folder.declaration("zone")
    text = path.read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("geometry = "))
    path.write_text(text.replace(line, 'geometry = ["Polygon"]'), encoding="utf-8")
    assert "found geometry MultiPoint, expected Polygon" in told(folder, "zone")

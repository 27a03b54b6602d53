from __future__ import annotations

import re
from string import Formatter
from typing import Any

import pytest

from hebei_gis.layers.declaration import (
    BASES,
    LayerDeclaration,
    read_declaration,
    worse_than_openstreetmap,
)
from hebei_gis.words.errors import HebeiGisError, LayerError
from hebei_gis.words.sentences import FAULTS, export


def sentences(folder: Any, layer: str = "well") -> list[str]:
    with pytest.raises(LayerError) as caught:
        read_declaration(folder.declaration(layer))
    assert isinstance(caught.value, HebeiGisError)
    assert isinstance(caught.value, ValueError)
    assert str(caught.value).splitlines() == [f.sentence() for f in caught.value.faults]
    return [fault.sentence() for fault in caught.value.faults]


def test_a_sound_declaration(workspace_folder: Any) -> None:
    declaration = read_declaration(workspace_folder().declaration("well"))
    assert declaration.id == "well"
    assert declaration.where == "layers/well.toml"
    assert declaration.title("zh") == "well图层"
    assert declaration.title("en") == "Layer well"
    assert declaration.licence() == "CC0-1.0"
    assert declaration.source is not None
    assert declaration.source.reference_system == "EPSG:4326"


def test_a_declaration_saved_by_notepad_has_a_bom(workspace_folder: Any) -> None:
    path = workspace_folder().declaration("well")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_declaration(path).id == "well"


def test_unknown_keys_are_told_with_the_known_ones_at_every_depth(workspace_folder: Any) -> None:
    folder = workspace_folder()
    folder.edit("layers/well.toml", "order = 10", "order = 10\ncolour = 1")
    folder.edit("layers/well.toml", 'color = "#336699"', 'color = "#336699"\nstroke = 2')
    inner, top = sentences(folder)
    assert top.startswith("layers/well.toml: unknown key colour.")
    assert "title_zh" in top
    assert inner.startswith("layers/well.toml style: unknown key stroke.")
    assert "width_px" in inner
    assert "title_zh" not in inner
    for sentence in (top, inner):
        assert sentence.endswith("Correct or remove it.")


def test_unknown_keys_in_a_list_of_tables(workspace_folder: Any) -> None:
    folder = workspace_folder()
    folder.add_layer(
        "classed",
        [],
        style='[[style.class]]\nvalue = "a"\ncolor = "#000000"\ntitle_zh = "a"\nname = "a"',
    )
    found = sentences(folder, "classed")
    assert any("unknown key name" in s and "title_en" in s for s in found)
    assert any("the key title_en is missing" in s for s in found)


def test_every_fault_of_a_declaration_at_once(workspace_folder: Any) -> None:
    folder = workspace_folder()
    changes = {
        'title_en = "Layer well"\n': "",
        "order = 10": 'order = "ten"\nextra = true',
        "#336699": "blue",
        '"surveyed"': '"guessed"',
        "EPSG:4326": "EPSG:99999",
        '["Point"]': '["Dot"]',
        'fields]\n"name_zh" = "name_zh"': 'fields]\na = "x_m"\nb = "x_m"',
    }
    for old, new in changes.items():
        folder.edit("layers/well.toml", old, new)
    told = "\n".join(sentences(folder))
    for name, found in (
        ("title_en", "missing"),
        ("extra", "unknown key"),
        ("order", "'ten'"),
        ("style.color", "'blue'"),
        ("quality.basis", "'guessed'"),
        ("source.crs", "'EPSG:99999'"),
        ("shape.geometry", "'Dot'"),
        ("fields", "not x_m"),
    ):
        assert re.search(f"{re.escape(name)}.*{re.escape(found)}|{re.escape(found)}.*{name}", told)
    assert all(name in told for name in BASES)
    assert len(told.splitlines()) == 8


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('crs = "EPSG:4326"', "", "either `crs` or `datum`"),
        ('crs = "EPSG:4326"', 'crs = "EPSG:4326"\ndatum = "GCJ-02"', "either `crs` or `datum`"),
        ('crs = "EPSG:4326"', 'datum = "GCJ-03"', "GCJ-02"),
        ("[quality]\n", "[quality_]\n", "[quality]"),
        ('"name_zh" = "name_zh"', '"name_zh" = "key"', "none called key or geometry"),
        ("accuracy_m = 5", "accuracy_m = -1", "greater than or equal to 0"),
        ("rows = 3", "rows = -3", "greater than or equal to 0"),
        ("order = 10", "order = 1.5", "integer"),
        ('title_zh = "well图层"', 'title_zh = ""', "at least 1 character"),
        ("[style]\n", "[styles]\n", "the key style is missing"),
        ('title_zh = "well图层"', 'id = "other"\ntitle_zh = "x"', "the file's name is the id"),
    ],
)
def test_what_a_declaration_may_not_say(
    workspace_folder: Any, old: str, new: str, expected: str
) -> None:
    folder = workspace_folder()
    folder.edit("layers/well.toml", old, new)
    told = "\n".join(sentences(folder))
    assert told.startswith("layers/well.toml")
    assert expected in told


def test_the_file_name_is_the_id_and_must_be_one(workspace_folder: Any) -> None:
    folder = workspace_folder()
    path = folder.declaration("well").rename(folder.path / "layers" / "Old Well.toml")
    with pytest.raises(LayerError, match=r"layers/Old Well.toml id: found 'Old Well'"):
        read_declaration(path)


def test_a_recipe_needs_its_distance_and_no_quality(workspace_folder: Any) -> None:
    folder = workspace_folder()
    inputs = '[{ layer = "well" }]'
    folder.add_recipe("zone", 'step = "buffer"', inputs)
    assert "`distance_m` goes with step" in sentences(folder, "zone")[0]
    folder.add_recipe("zone", 'step = "union"\ndistance_m = 5', inputs)
    assert "`distance_m` goes with step" in sentences(folder, "zone")[0]
    folder.add_recipe("zone", 'step = "melt"', inputs)
    assert "'buffer' or 'union'" in sentences(folder, "zone")[0]
    folder.add_recipe("zone", 'step = "union"', "[]")
    assert "at least 1 item" in sentences(folder, "zone")[0]
    folder.add_recipe("zone", 'step = "union"', '[{ layer = "well", kee = "e" }]')
    assert "unknown key kee. Known keys here: layer, key" in sentences(folder, "zone")[0]
    folder.add_recipe("zone", 'step = "buffer"\ndistance_m = 5\nclip = "well"', inputs)
    declaration = read_declaration(folder.declaration("zone"))
    assert declaration.recipe is not None
    assert declaration.recipe.layers == ("well",)
    assert declaration.licence() == ""


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'title_zh = "a', "not readable as TOML"),
        ('title_zh = "井"'.encode("gb18030"), "UTF-8 text"),
        (b"", "the key title_zh is missing"),
    ],
)
def test_unreadable_declarations(workspace_folder: Any, content: bytes, expected: str) -> None:
    folder = workspace_folder()
    folder.declaration("well").write_bytes(content)
    assert expected in "\n".join(sentences(folder))


def test_a_declaration_cannot_be_changed(default_workspace: Any) -> None:
    declaration: LayerDeclaration = default_workspace.layer("park").declaration
    with pytest.raises(ValueError, match="frozen"):
        declaration.title_zh = "x"  # type: ignore[misc]


def test_worse_than_openstreetmap() -> None:
    worse = [basis for basis in BASES if worse_than_openstreetmap(basis)]
    assert worse == ["vendor_map", "approximate", "sketch", "demonstration"]


@pytest.mark.parametrize("kind", FAULTS)
def test_every_sentence_names_the_same_facts_in_both_languages_and_ends_in_a_remedy(
    kind: str,
) -> None:
    chinese, english = FAULTS[kind]
    facts = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in FAULTS[kind]]
    assert facts[0] == facts[1]
    assert re.search("[一-鿿]", chinese) and not re.search("[一-鿿]", english)
    # A file that does not prove itself needs no more words; the other is told by a sentence.
    if kind not in {*export.FAULTS, "crs_refused"}:
        for text in (chinese, english):
            steps = re.split(r"\. |。|；|; ", text.rstrip(".。"))
            assert len(steps) >= 2, "a remedy after what is wrong"

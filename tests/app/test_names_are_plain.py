"""A name that a file brings is plain text on every page: no picture of it is fetched."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.plan.register.tables import PLAN_FOLDER
from tests.app.conftest import PAGES

HOSTILE = "![x](http://evil.example/x.png)"
#: A picture, or a link that a reader may take for ours; escaped it begins with a backslash.
LIVE = re.compile(r"(?<!\\)!\[x\]\(|(?<!\\)\]\(http://evil")


@pytest.fixture(scope="module")
def hostile(default_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace that comes along with the name in all titles and names people give."""
    folder = tmp_path_factory.mktemp("hostile") / "workspace"
    shutil.copytree(default_copy, folder)
    for path in [folder / "workspace.toml", *(folder / "layers").glob("*.toml"),
                 folder / "geodata" / "criteria.toml"]:  # fmt: skip
        text = path.read_text(encoding="utf-8")
        text = re.sub(
            r'(?m)^((?:name|title|about|plan|attribution)_(?:zh|en)\s*=\s*")([^"]*)"',
            rf'\g<1>\g<2> {HOSTILE}"', text,
        )  # fmt: skip
        path.write_text(text, encoding="utf-8")
    for table in ("themes", "headings"):
        path = folder / PLAN_FOLDER / f"{table}.csv"
        head, *rows = path.read_text(encoding="utf-8-sig").splitlines()
        path.write_text("\n".join([head, *(f"{row} {HOSTILE}" for row in rows)]), encoding="utf-8")
    return folder


def marked(node: Any) -> list[str]:
    """All texts of elements that Streamlit reads as Markdown: bodies, labels, help."""
    found = []
    proto = getattr(node, "proto", None)
    kind = getattr(node, "type", "")
    for name in ("body", "label", "help"):
        text = getattr(proto, name, None)
        if isinstance(text, str) and kind not in ("text", "code", "json", "arrow_data_frame"):
            found.append(text)
    for child in getattr(node, "children", {}).values():
        found += marked(child)
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_no_name_becomes_a_picture(page: str, language: str, hostile: Path, open_page: Any) -> None:
    at = open_page(hostile, page, language)
    assert not at.exception
    texts = marked(at._tree[0]) + marked(at._tree[1])
    assert any("evil" in text for text in texts), "the names are on no page at all"
    assert [text for text in texts if LIVE.search(text)] == []

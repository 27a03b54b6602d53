"""All pages with hostile names, in both languages: nothing runs, no other host is asked."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.plan.register.tables import PLAN_FOLDER

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
#: A picture and a link in Markdown, a picture and a script in HTML, one that looks like mail.
HOSTILE = (
    "![x](http://evil.example/a.png) [y](http://evil.example) <img src=//evil.example/b.png "
    "onerror='window.harmed=1'><script>window.harmed=1</script> www.evil.example a@evil.example"
)
TABS = {
    "": (),
    "register": (("条目", "Entries"), ("落图情况", "Coverage"), ("规划原文", "Plan text"),
                 ("编辑", "Edit"), ("修改记录", "History")),
    "sites": (),
    "data": (("目录", "Catalogue"), ("导出", "Export"), ("导入", "Import"), ("核对", "Check")),
}  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, served_with: Any) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("hostile") / "workspace"
    folder.mkdir()
    shutil.copy(ROOT / "workspace.toml", folder)
    for name in ("layers", "geodata"):
        shutil.copytree(ROOT / name, folder / name)
    for path in [folder / "workspace.toml", *(folder / "layers").glob("*.toml"),
                 folder / "geodata" / "criteria.toml"]:  # fmt: skip
        text = path.read_text(encoding="utf-8")
        text = re.sub(
            r'(?m)^((?:name|title|about|plan|attribution|note)_(?:zh|en)\s*=\s*")([^"]*)"',
            rf'\g<1>\g<2> {HOSTILE}"', text,
        )  # fmt: skip
        path.write_text(text, encoding="utf-8")
    for table in ("themes", "headings"):
        path = folder / PLAN_FOLDER / f"{table}.csv"
        head, *rows = path.read_text(encoding="utf-8-sig").splitlines()
        path.write_text("\n".join([head, *(f"{row} {HOSTILE}" for row in rows)]), encoding="utf-8")
    with served_with(folder.parent / "log.txt", folder) as server:
        yield server


@pytest.mark.parametrize(("number", "language"), [(0, "zh"), (1, "en")])
@pytest.mark.parametrize("page", TABS)
def test_nothing_of_a_name_runs_or_is_fetched(
    page: str, number: int, language: str, hostile: Any, open_page: Callable[[Any], Any]
) -> None:
    opened = open_page(hostile)
    found = opened.page
    dialogs: list[str] = []
    found.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    found.goto(f"{hostile.url}/{page}?lang={language}")
    found.get_by_test_id("stMainBlockContainer").wait_for()
    opened.rested()
    texts = [found.locator("body").inner_text()]
    for names in TABS[page]:
        found.get_by_role("tab", name=names[number], exact=True).click()
        opened.rested()
        texts.append(found.locator("body").inner_text())
    for expander in found.get_by_test_id("stExpander").locator("summary").all():
        expander.dispatch_event("click")
    opened.rested()
    texts.append(found.locator("body").inner_text())
    assert any("evil.example" in text for text in texts), "the names are on no page at all"
    for frame in found.frames:
        assert frame.evaluate("() => window.harmed === undefined")
        fetched = "img[src*=evil], a[href*='evil.example'], link[href*=evil], script[src*=evil]"
        assert frame.locator(fetched).count() == 0
    assert dialogs == [] and opened.watch.problems() == []

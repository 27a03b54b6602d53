"""What the map shows as an address and again: short, with a version, what is gone is told."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from hebei_gis.cli import main
from hebei_gis.linking import Shown, address_of, changed_layers, is_there, read_address
from hebei_gis.workspace import Workspace


@pytest.fixture
def workspace(workspace_folder: Any) -> Workspace:
    opened: Workspace = workspace_folder(plan=True).open()
    return opened


def parameters(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


def test_an_address_gives_what_it_was_made_of(workspace: Workspace) -> None:
    layer = next(iter(workspace.layers))
    key = str(workspace.layers[layer].features.index[0])
    theme = next(iter(workspace.register.themes))
    chapter = next(iter(workspace.register.entries.values())).chapter
    shown = Shown(
        ("feature", f"{layer}/{key}"), (layer,), (), (chapter,), (theme,), (39.1, 117.2, 14.25)
    )
    address = address_of(shown, "register", "en", "http://localhost:8501/")
    assert address.startswith("http://localhost:8501/register?lang=en&v=1")
    assert read_address(workspace, parameters(address)) == shown


def test_a_first_visit_is_a_short_address(workspace: Workspace) -> None:
    assert address_of(Shown()) == "/?lang=zh&v=1"
    on, off = changed_layers(workspace, [
        name for name, layer in workspace.layers.items()
        if layer.declaration.style.visible and len(layer.features)
    ])  # fmt: skip
    assert (on, off) == ([], [])


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({"v": "9"}, ["link_version"]),
        ({"on": "gone,away"}, ["link_layer"]),
        ({"off": "gone"}, ["link_layer"]),
        ({"chapters": "1,77,x"}, ["link_chapter"]),
        ({"themes": "nothing"}, ["link_theme"]),
        ({"view": "rubbish"}, ["link_view"]),
        ({"view": "99,200,3"}, ["link_view"]),
        ({"feature": "a/b"}, ["link_selected"]),
        ({"entry": "9.9.9"}, ["link_selected"]),
        ({"point": "200,10"}, ["link_selected"]),
        ({"on": "x" * 100_000, "themes": "<script>", "view": "\u0000"},
         ["link_layer", "link_theme", "link_view"]),
    ],
)  # fmt: skip
def test_what_is_gone_is_told_and_the_rest_is_shown(
    workspace: Workspace, asked: dict[str, str], kinds: list[str]
) -> None:
    layer = next(iter(workspace.layers))
    shown = read_address(workspace, {"off": layer, **asked})
    assert [fault.kind for fault in shown.gone] == kinds
    for fault in shown.gone:
        for language in ("zh", "en"):
            assert 10 < len(fault.sentence(language)) < 600
    if "off" not in asked:
        assert shown.off == (layer,)


def test_an_address_of_before_opens(workspace: Workspace) -> None:
    """Without a version: as pages wrote them that knew none."""
    entry = next(iter(workspace.register.entries))
    shown = read_address(workspace, {"entry": entry})
    assert shown.selected == ("entry", entry) and not shown.gone
    assert is_there(workspace, "point", "117.2,39.1")


def test_by_command(workspace_folder: Any, capsys: pytest.CaptureFixture[str]) -> None:
    folder = workspace_folder(plan=True)
    place = ["--workspace", str(folder.path), "--language", "zh"]
    entry = next(iter(folder.open().register.entries))
    assert main(["link", "--entry", entry, "--view", "39.1,117.2,14", *place]) == 0
    told = parameters(capsys.readouterr().out.strip())
    assert told == {"lang": "zh", "v": "1", "entry": entry, "view": "39.10000,117.20000,14"}
    assert main(["link", "--entry", entry, "--json", *place]) == 0
    assert json.loads(capsys.readouterr().out)["address"].startswith("http://")
    assert main(["link", "--entry", "9.9", "--on", "nothing", *place]) == 1
    assert "9.9" in capsys.readouterr().err

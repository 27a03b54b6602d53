"""Which folder is the workspace, found without opening it."""

from __future__ import annotations

import os
from pathlib import Path

from hebei_gis.words.errors import WorkspaceError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault

#: What makes a folder a workspace.
SETTINGS_FILE = "workspace.toml"
#: Names the workspace to open where no option does.
WORKSPACE_VARIABLE = "HEBEI_GIS_WORKSPACE"


def default_folder() -> Path:
    """The workspace to open where none is named.

    The variable HEBEI_GIS_WORKSPACE, else the current folder where it is a workspace, else
    the one this checkout holds, else the one the installed package carries.
    """
    named = os.environ.get(WORKSPACE_VARIABLE)
    if named:
        return Path(named)
    package = Path(__file__).resolve().parent.parent
    for folder in (Path.cwd(), package.parent):
        if (folder / SETTINGS_FILE).is_file():
            return folder
    return package / "default_workspace"


def require_workspace(folder: Path) -> None:
    """Nothing, where the folder is a workspace.

    Raises
    ------
    WorkspaceError
    """
    if not (folder / SETTINGS_FILE).is_file():
        expected = term("workspace_folder")
        raise WorkspaceError([Fault("missing_file", str(folder), SETTINGS_FILE, expected)])

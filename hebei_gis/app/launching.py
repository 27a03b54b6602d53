"""Starting the server from the command line."""

from __future__ import annotations

import os
from pathlib import Path

from hebei_gis.workspace import WORKSPACE_VARIABLE

#: Beside what the user chooses. The watcher would only follow our own code.
_SETTINGS = {
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "server.maxUploadSize": "100",
    "theme.primaryColor": "#1B5E8C",
}


def launch(folder: Path, host: str, port: int) -> int:
    """Serve the workspace's pages in this process until it is ended."""
    from streamlit.web import cli as streamlit_cli  # seconds to import: only where it is served

    os.environ[WORKSPACE_VARIABLE] = str(folder.resolve())
    settings = {**_SETTINGS, "server.address": host, "server.port": str(port)}
    arguments = ["run", str(Path(__file__).with_name("server.py"))]
    arguments += [f"--{name}={value}" for name, value in settings.items()]
    result = streamlit_cli.main(arguments, standalone_mode=False)
    return int(result or 0)

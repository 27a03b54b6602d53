"""Starting the server from the command line."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from hebei_gis.files.changes import READ_ONLY_VARIABLE
from hebei_gis.files.workspace_folder import WORKSPACE_VARIABLE, require_workspace
from hebei_gis.words.errors import FaultsError
from hebei_gis.words.faults import Fault

#: Beside what the user chooses. The watcher would only follow our own code.
_SETTINGS = {
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    # What went wrong stands in the terminal, with its paths; pages name the kind only.
    "client.showErrorDetails": "type",
    "server.maxUploadSize": "100",
    "theme.primaryColor": "#1B5E8C",
}


def launch(
    folder: Path, host: str, port: int, names: Sequence[str] = (), *, read_only: bool = False
) -> int:
    """Serve the workspace's pages in this process until it is ended.

    Parameters
    ----------
    folder : Path
        The workspace.
    host, port
        Where to listen.
    names : sequence of str
        Further names browsers ask the server by: of a proxy, say. All others are refused.
    read_only : bool
        Let everybody look who reaches the server, and nobody change anything.

    Raises
    ------
    FaultsError
        Where the port is in use, or is none, the folder is no workspace, or other machines
        could reach what anybody may change.
    """
    require_workspace(folder)
    if not read_only and not is_own(host):
        raise FaultsError([Fault("host_open", "--host", host)])
    check_port(host, port)
    from streamlit.web import cli as streamlit_cli  # seconds to import: only where it is served

    from hebei_gis.app.edge import HOSTS_VARIABLE

    os.environ[WORKSPACE_VARIABLE] = str(folder.resolve())
    os.environ[HOSTS_VARIABLE] = ",".join(names)
    if read_only:
        os.environ[READ_ONLY_VARIABLE] = "1"
    shown = names[0] if names else "localhost" if host in ("0.0.0.0", "::") else host
    settings = {**_SETTINGS, "server.address": host, "server.port": str(port)}
    # Named, so that Streamlit does not look this machine's address up on the internet.
    settings["browser.serverAddress"] = shown
    arguments = ["run", str(Path(__file__).with_name("server.py"))]
    arguments += [f"--{name}={value}" for name, value in settings.items()]
    result = streamlit_cli.main(arguments, standalone_mode=False)
    return int(result or 0)


def is_own(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return all(ipaddress.ip_address(str(one[4][0])).is_loopback for one in found)


def check_port(host: str, port: int) -> None:
    """Look whether the port can be served.

    Raises
    ------
    FaultsError
        Where it is in use, or is none.
    OSError
        Where the host cannot be bound.
    """
    if not 0 < port < 65536:
        raise FaultsError([Fault("port_impossible", host, port)])
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as tried:
        if sys.platform != "win32":  # there it would share a port that is in use
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(address)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise FaultsError([Fault("port_taken", host, port)]) from error

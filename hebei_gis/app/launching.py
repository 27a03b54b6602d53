"""Starting the server from the command line."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import ssl
import sys
from collections.abc import Sequence
from pathlib import Path

from hebei_gis.files.changes import READ_ONLY_VARIABLE
from hebei_gis.files.workspace_folder import WORKSPACE_VARIABLE, require_workspace
from hebei_gis.users import read_users
from hebei_gis.words.errors import FaultsError
from hebei_gis.words.faults import Fault
from hebei_gis.words.refusals import shown as shown_error

#: Beside what the user chooses. The watcher would only follow our own code.
_SETTINGS = {
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    # What went wrong stands in the terminal, with its paths; pages name the kind only.
    "client.showErrorDetails": "type",
    "client.showErrorLinks": "false",
    "server.maxUploadSize": "100",
    # One for each, so that the browser's preference for light or dark is followed.
    "theme.light.primaryColor": "#1B5E8C",
    "theme.dark.primaryColor": "#7FB8E0",
}


def launch(
    folder: Path,
    host: str,
    port: int,
    names: Sequence[str] = (),
    *,
    read_only: bool = False,
    users: Path | None = None,
    certificate: Path | None = None,
    key: Path | None = None,
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
    users : Path, optional
        The file of users: who is in it signs in, and may do what its role lets it.
    certificate, key : Path, optional
        For TLS, as PEM files; the key may stand in the certificate's file.

    Raises
    ------
    FaultsError
        Where the port is in use, or is none, the folder is no workspace, other machines could
        reach what anybody may change or read passwords on their way, or users or certificate
        cannot be used.
    """
    require_workspace(folder)
    if not is_own(host):
        if users is None and not read_only:
            raise FaultsError([Fault("host_open", "--host", host)])
        if users is not None and certificate is None:
            raise FaultsError([Fault("password_in_clear", "--host", host)])
    if users is not None and not read_users(users).all:
        raise FaultsError([Fault("no_users_file", str(users))])
    if certificate is not None or key is not None:
        check_certificate(certificate, key)
    check_port(host, port)
    from streamlit.web import cli as streamlit_cli  # seconds to import: only where it is served

    from hebei_gis.app.edge import HOSTS_VARIABLE
    from hebei_gis.app.people import USERS_VARIABLE

    os.environ[WORKSPACE_VARIABLE] = str(folder.resolve())
    os.environ[HOSTS_VARIABLE] = ",".join(names)
    if read_only:
        os.environ[READ_ONLY_VARIABLE] = "1"
    os.environ[USERS_VARIABLE] = str(users.resolve()) if users else ""
    shown = names[0] if names else "localhost" if host in ("0.0.0.0", "::") else host
    settings = {**_SETTINGS, "server.address": host, "server.port": str(port)}
    # Named, so that Streamlit does not look this machine's address up on the internet.
    settings["browser.serverAddress"] = shown
    if certificate is not None:
        settings["server.sslCertFile"] = str(certificate.resolve())
        settings["server.sslKeyFile"] = str((key or certificate).resolve())
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


def check_certificate(certificate: Path | None, key: Path | None) -> None:
    """Look whether a certificate and its key can be served.

    Raises
    ------
    FaultsError
        Where one is missing or they do not belong together.
    """
    try:
        if certificate is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "--certificate")
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        where = "--certificate" if certificate is None else certificate.name
        raise FaultsError([Fault("certificate_unusable", where, shown_error(error))]) from error


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

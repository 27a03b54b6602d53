"""What is answered at all: requests to this server by its own names, and pages with strict headers.

A page of another site may make a browser ask here under its own name (DNS rebinding) or open our
WebSocket; neither reaches Streamlit, which would look its address up on the internet.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config, net_util

from hebei_gis.app.serving import workspace_folder
from hebei_gis.app.shell import Shell
from hebei_gis.app.signing_in import SignIn
from hebei_gis.files.workspace_folder import SETTINGS_FILE
from hebei_gis.layers.catalog import read_settings
from hebei_gis.words.errors import HebeiGisError
from hebei_gis.words.pages.saying import LANGUAGES, say

#: Further names the server is asked by, set apart by commas; ``hebei-gis app --name`` sets it.
HOSTS_VARIABLE = "HEBEI_GIS_HOSTS"
#: Names of this machine for itself.
_OWN = ("localhost", "127.0.0.1", "::1")
#: A WebSocket that is closed before it opens: forbidden.
_FORBIDDEN = 1008
_NAME_LENGTH = 100
_HTML = b"text/html"
_POLICY = b"content-security-policy"
_PLAIN_HOST = re.compile(r"[A-Za-z0-9._:{}-]+")
_PLAIN = {"x-content-type-options": "nosniff"}


class Edge:
    """Middleware before all routes.

    Parameters
    ----------
    app : ASGI app
    hosts : sequence of str
        Names and addresses, without ports, by which the server may be asked.
    named : sequence of str, optional
        Those of a proxy before it, whose pages come from another port.
    images : callable, optional
        Where pages may load images from beside this server, as a content policy names it.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Sequence[str],
        named: Sequence[str] = (),
        images: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self._app, self._images = app, images
        self._hosts = frozenset(host.lower() for host in hosts)
        self._named = frozenset(map(name_of, named))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what comes to a name of ours, from a page of ours; refuse the rest."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = _headers(scope)
        host, origin = headers.get("host"), headers.get("origin")
        if self._known(host) and self._own_page(scope, host, origin):
            stamped = self._stamped(send) if scope["type"] == "http" else send
            await self._app(scope, receive, stamped)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": _FORBIDDEN})
        else:
            asked = name_of(headers.get("host") or "")[:_NAME_LENGTH]
            sentence = "\n".join(
                say("edge_refused", language, name=asked) for language in LANGUAGES
            )
            refused = PlainTextResponse(sentence + "\n", status_code=421, headers=_PLAIN)
            await refused(scope, receive, send)

    def _known(self, host: str | None) -> bool:
        return host is not None and name_of(host) in self._hosts

    def _own_page(self, scope: Scope, host: str | None, origin: str | None) -> bool:
        """Whether the page that asks is ours; a browser names it where it is another's, and
        always before a WebSocket."""
        if origin is None:
            return bool(scope["type"] == "http")
        try:
            place = urlsplit(origin).netloc.lower()
        except ValueError:  # no browser writes so
            return False
        # Another program on this machine has its pages too, at another port.
        return place == (host or "").strip().lower() or name_of(place) in self._named

    def _stamped(self, send: Send) -> Send:
        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                known = dict(message.get("headers", ()))
                policy = {}
                # “Not modified” has no type, and its headers count for the page that is kept.
                if known.get(b"content-type", _HTML).startswith(_HTML):
                    policy[_POLICY] = content_policy(self._images())
                names = {name.lower() for name in known}
                added: list[tuple[bytes, bytes]] = [
                    (name, value)
                    for name, value in {**HEADERS, **policy}.items()
                    if name not in names
                ]
                message = {**message, "headers": [*message.get("headers", ()), *added]}
            await send(message)

        return stamped


def content_policy(images: Iterable[str]) -> bytes:
    """What a page may do: be framed by us only, and load images from here and from basemaps."""
    sources = " ".join(["'self'", "data:", "blob:", *images])
    return f"{HEADERS[_POLICY].decode()}; img-src {sources}".encode("ascii", "ignore")


def image_source(url: str) -> str | None:
    """Where the tiles of an address come from, as a content policy names it; subdomains by ``*``.

    Examples
    --------
    >>> image_source("https://t{s}.tianditu.example/wmts?x={x}")
    'https://*.tianditu.example'
    """
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if parts.scheme not in ("http", "https") or not _PLAIN_HOST.fullmatch(host):
        return None
    labels = host.split(".")
    changing = [number for number, label in enumerate(labels) if "{" in label]
    if changing:
        labels = ["*", *labels[changing[-1] + 1 :]]
    return f"{parts.scheme}://{'.'.join(labels)}" if len(labels) > 1 or not changing else None


def basemap_sources() -> list[str]:
    """Those of the workspace's basemaps; none where its settings have faults."""
    folder = workspace_folder()
    try:
        return list(_sources(folder, (folder / SETTINGS_FILE).stat().st_mtime_ns))
    except (HebeiGisError, OSError):
        return []


@lru_cache(maxsize=2)
def _sources(folder: Path, _: int) -> tuple[str, ...]:
    basemaps = read_settings(folder).basemaps
    return tuple(source for one in basemaps if (source := image_source(one.url)))


def _headers(scope: Scope) -> MutableMapping[str, str]:
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    return found


def name_of(host: str) -> str:
    """The name or address of a ``Host`` without its port, in small letters."""
    plain = host.strip().lower()
    if plain.startswith("["):
        return plain[1:].partition("]")[0]
    name, _, port = plain.partition(":")
    return name if plain.count(":") <= 1 and (not port or port.isdigit()) else plain


#: Beside what Streamlit sends. The frames are our own map; whatever else is drawn comes from here.
HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"x-frame-options": b"SAMEORIGIN",
    _POLICY: b"frame-ancestors 'self'; object-src 'none'; base-uri 'self'",
}


def served_hosts(address: str, named: Iterable[str] = ()) -> list[str]:
    """The names a server may be asked by.

    Parameters
    ----------
    address : str
        What it listens on; of all addresses (``0.0.0.0``), those of this machine.
    named : iterable of str
        Further names: of a proxy before it, say.
    """
    hosts = [*_OWN, *(name_of(one) for one in named)]
    if not _is_any(address):
        return list(dict.fromkeys([*hosts, name_of(address)]))
    # Names and addresses this machine gives itself; nobody outside is asked.
    return list(dict.fromkeys([*hosts, socket.gethostname().lower(), *_addresses()]))


def _is_any(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_unspecified
    except ValueError:
        return address == ""


def _addresses() -> list[str]:
    """The addresses of this machine's network cards, by what the system would send from."""
    found = []
    for family, far in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as trial:
                trial.connect((far, 9))  # sends nothing
                found.append(str(trial.getsockname()[0]))
        except OSError:
            continue
    return found


def guards() -> list[Middleware]:
    """The middleware of this server, by what it listens on and the names it was given."""
    # Streamlit would ask a service on the internet for this machine's address, in the event loop.
    net_util.get_external_ip = lambda: None
    named = [name for name in os.environ.get(HOSTS_VARIABLE, "").split(",") if name]
    address = str(config.get_option("server.address") or "")
    hosts = served_hosts(address, named)
    base = str(config.get_option("server.baseUrlPath") or "")
    return [
        Middleware(Edge, hosts=hosts, named=named, images=basemap_sources),
        Middleware(SignIn, base_path=base, proxied=bool(named)),
        Middleware(Shell, base_path=base),
    ]

"""What the server gives beside Streamlit's own pages: map scripts and layers by address.

The addresses hold a hash of the content, so a browser keeps what it has until it changes.
Layers of the workspace are for everybody who can open the app; nothing a user uploaded is
served here.
"""

from __future__ import annotations

import gc
import gzip
import hashlib
import io
import os
import threading
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

import segno
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hebei_gis.files.workspace_folder import WORKSPACE_VARIABLE, default_folder
from hebei_gis.formats.geojson import to_geojson
from hebei_gis.geo.crs import WGS84
from hebei_gis.geo.shifted_datums import SHIFTED_DATUMS
from hebei_gis.map.mapping import browser_assets
from hebei_gis.plan.reader import PlanReading
from hebei_gis.plan.text.attached import FOLDER, attached_reading
from hebei_gis.searching import LONGEST, grouped, search
from hebei_gis.words.errors import WorkspaceError
from hebei_gis.words.pages.saying import LANGUAGES
from hebei_gis.workspace import Workspace, open_workspace

_MIME = {"js": "text/javascript", "css": "text/css"}
#: Bytes of an address that a code can hold and a telephone reads.
_LONGEST_CODE = 1800
#: Finds that are told while somebody types.
_MOST_FOUND = 60
_opening = threading.Lock()
#: What the attached text was read from, and the reading.
_reading: tuple[tuple[object, ...], PlanReading] | None = None


def workspace_folder() -> Path:
    """The folder of the workspace this server shows."""
    return Path(os.environ.get(WORKSPACE_VARIABLE) or default_folder()).resolve()


def current_workspace() -> Workspace:
    """The workspace as its files are now; opened anew only when one of them changed."""
    folder = workspace_folder()
    with _opening:
        return _opened(folder, _signature(folder))


@lru_cache(maxsize=2)
def _opened(folder: Path, signature: tuple[tuple[str, int, int], ...]) -> Workspace:
    workspace = open_workspace(folder)
    # The map shows all: nobody's first click is to wait for a layer.
    _ = workspace.left_out, workspace.links
    # Streamlit looks for garbage after every run of a page; what stays open need not be looked at.
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    return workspace


def _signature(folder: Path) -> tuple[tuple[str, int, int], ...]:
    paths = [folder / "workspace.toml", *(folder / "layers").glob("*.toml")]
    paths += [path for path in (folder / "geodata").rglob("*") if path.is_file()]
    stats = [(str(path), path.stat()) for path in sorted(paths) if path.is_file()]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


def current_reading(workspace: Workspace) -> PlanReading | None:
    """The attached plan text as read with the workspace's places; None where none is attached."""
    global _reading  # noqa: PLW0603 - one for all sessions, as the workspace is
    try:
        stats = [path.stat() for path in sorted((workspace.folder / FOLDER).glob("*.*"))]
    except FileNotFoundError:
        return None
    stamp = (workspace.folder, id(workspace), *((s.st_mtime_ns, s.st_size) for s in stats))
    with _opening:
        if _reading is None or _reading[0] != stamp:
            found = attached_reading(workspace.folder, workspace.register)
            _reading = (stamp, found) if found else None
        return _reading[1] if _reading else None


def layer_address(workspace: Workspace, layer_id: str) -> str:
    """Where the map's frame gets a layer, relative to the frame."""
    return f"../../plan-data/{workspace.fingerprints[layer_id]}/{layer_id}.geojson"


@lru_cache(maxsize=128)
def _layer_gzip(fingerprint: str, layer_id: str, datum: str) -> bytes:
    """The layer as it is; what is not there raises, so that it is looked for again.

    Raises
    ------
    LookupError
        Where the workspace holds no such layer, or another content of it.
    """
    workspace = current_workspace()
    if workspace.fingerprints[layer_id] != fingerprint:
        raise LookupError(layer_id)
    text = to_geojson(workspace.layers[layer_id].features, datum=datum)
    return gzip.compress(text.encode(), 6)


def _refused(status: int) -> Response:
    """An answer that no browser keeps: the next may be another."""
    return Response(status_code=status, headers={"Cache-Control": "no-store"})


def layer_response(request: Request) -> Response:
    """One layer as gzipped GeoJSON in WGS 84, or in the datum of a shifted basemap."""
    datum = request.query_params.get("datum", WGS84)
    if datum != WGS84 and datum not in SHIFTED_DATUMS:
        return _refused(400)
    named = request.path_params
    try:
        content = _layer_gzip(named["fingerprint"], named["layer"], datum)
    except (LookupError, WorkspaceError):
        return _refused(404)
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        content = gzip.decompress(content)
    return Response(content, media_type="application/geo+json", headers=headers)


def asset_response(request: Request) -> Response:
    """One script or style of the map."""
    name = request.path_params["name"]
    content = browser_assets().get(name)
    if content is None:
        return _refused(404)
    # Asked again each time, sent again only when changed: an update is never mixed with old parts.
    tag = f'"{_asset_tag(name)}"'
    headers = {"Cache-Control": "private, no-cache", "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=_MIME[name.rsplit(".", 1)[-1]], headers=headers)


@lru_cache(maxsize=16)
def _asset_tag(name: str) -> str:
    return hashlib.sha256(browser_assets()[name]).hexdigest()[:16]


def find_response(request: Request) -> Response:
    """What some words name, as JSON by groups; of the plan's own words, only whose they are."""
    words = request.query_params.get("q", "")
    language = request.query_params.get("lang", "zh")
    if len(words) > LONGEST or language not in LANGUAGES:
        return _refused(400)
    try:
        workspace = current_workspace()
    except WorkspaceError:
        return _refused(404)
    hits = search(workspace, words, language, current_reading(workspace), _MOST_FOUND)
    groups = [
        {"title": title, "more": more, "hits": [asdict(hit) for hit in members]}
        for title, members, more in grouped(hits, language)
    ]
    return JSONResponse({"groups": groups}, headers={"Cache-Control": "no-store"})


def code_response(request: Request) -> Response:
    """An address as a QR code (SVG), for whoever takes it along on a telephone."""
    words = request.query_params.get("text", "")
    if not 0 < len(words.encode()) <= _LONGEST_CODE or not words.isprintable():
        return _refused(400)
    stream = io.BytesIO()
    segno.make(words, error="m", micro=False).save(
        stream, kind="svg", scale=4, border=4, dark="#000000", light="#FFFFFF"
    )
    return Response(
        stream.getvalue(), media_type="image/svg+xml", headers={"Cache-Control": "no-store"}
    )


def base_of(base_path: str) -> str:
    """How addresses of this server begin: ``/plans``, or nothing."""
    return f"/{base_path.strip('/')}" if base_path.strip("/") else ""


def routes(base_path: str = "") -> list[Route]:
    """The routes to mount beside Streamlit's, under the server's base path."""
    base = base_of(base_path)
    return [
        Route(f"{base}/plan-assets/{{name}}", asset_response),
        Route(f"{base}/plan-find", find_response),
        Route(f"{base}/plan-code", code_response),
        Route(f"{base}/plan-data/{{fingerprint}}/{{layer}}.geojson", layer_response),
    ]

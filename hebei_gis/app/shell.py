"""The document that all pages are drawn in: its language, its title, where its server is.

Streamlit's own says that it is English and called Streamlit until the first script has run, and
asks for the server beside each page's address first, which is answered with errors.
"""

from __future__ import annotations

import html
import json
from functools import cache
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from hebei_gis.app.serving import base_of, workspace_folder
from hebei_gis.layers.catalog import read_settings
from hebei_gis.words.errors import HebeiGisError
from hebei_gis.words.pages.saying import LANGUAGES, say

#: Addresses of the pages, under the base path.
PAGES = ("map", "register", "sites", "data")
_TAGS = {"zh": "zh-CN", "en": "en"}


class Shell:
    """Middleware that answers the addresses of pages with the document they are drawn in.

    Parameters
    ----------
    app : ASGI app
    base_path : str
        Under which the server answers.
    """

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        self._app, self._base = app, base_of(base_path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for pages; hand the rest on."""
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            path = str(scope["path"])
            place = path.removeprefix(self._base).strip("/")
            if path.startswith(self._base) and place in ("", *PAGES):
                asked = Request(scope).query_params.get("lang", "")
                language = asked if asked in LANGUAGES else "zh"
                page = document(title_of(language), language, self._base)
                answer = HTMLResponse(page, headers={"Cache-Control": "no-cache"})
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


def document(title: str, language: str, base: str) -> str:
    """Streamlit's document with a title and language of its own.

    Parameters
    ----------
    title : str
    language : str
        ``zh`` or ``en``.
    base : str
        How addresses of the server begin: ``/plans``, or nothing.
    """
    where = json.dumps(f"{base}/").replace("<", "\\u003c")
    named = f"window.__streamlit = {{BACKEND_BASE_URL: new URL({where}, location.origin).href}}"
    page = _streamlits().replace('<html lang="en">', f'<html lang="{_TAGS[language]}">', 1)
    page = page.replace("<title>Streamlit</title>", f"<title>{html.escape(title)}</title>", 1)
    # Its files stand beside the base path, whatever page was asked for.
    at = html.escape(f"{base}/", quote=True)
    page = page.replace('="./', f'="{at}')
    return page.replace("<script>", f"<script>{named}</script>\n    <script>", 1)


@cache
def _streamlits() -> str:
    folder = Path(streamlit.__file__).parent / "static"
    return (folder / "index.html").read_text(encoding="utf-8")


def title_of(language: str) -> str:
    """What the browser calls the pages; the program's name where the settings have faults."""
    try:
        return say("app_title", language, name=read_settings(workspace_folder()).name(language))
    except (HebeiGisError, OSError):
        return "hebei-gis"

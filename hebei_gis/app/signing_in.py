"""Signing in, before anything of the pages is answered: a form, a cookie, and nothing else.

Guessing is slow: passwords are checked one at a time, and an address that was wrong waits longer
each time.
"""

from __future__ import annotations

import asyncio
import html
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlencode

from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from hebei_gis.app.people import COOKIE, LASTS_S, current_users, sessions, users_file
from hebei_gis.app.serving import base_of
from hebei_gis.app.shell import title_of
from hebei_gis.users import CALLBACK, User
from hebei_gis.words.pages.saying import LANGUAGES, say

if TYPE_CHECKING:
    from hebei_gis.app.identity import Identities

SIGN_IN, SIGN_OUT, TO_SERVICE = "sign-in", "sign-out", "sign-in/service"
#: What answers without a sign-in: whether the server is well.
_OPEN = ("_stcore/health",)
_MOST_BYTES = 8192
_FORBIDDEN = 1008
#: Seconds an address waits after its first wrong password, and at most; addresses remembered.
_FIRST_S, _LONGEST_S, _ADDRESSES = 1.0, 60.0, 10_000
#: After so many seconds without another they are forgotten.
_FORGOTTEN_S = 3600.0
#: Checks that may wait for their turn.
_WAITING = 8
_OWN = ("127.0.0.1", "::1")
_log = logging.getLogger(__name__)
_NO_STORE = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class _Wrong:
    """How often an address was wrong, until when it waits, and about which names."""

    times: int = 0
    until: float = 0.0
    names: frozenset[str] = frozenset()


class SignIn:
    """Middleware that lets through who is signed in; everybody where no users are named.

    Parameters
    ----------
    app : ASGI app
    base_path : str
        Under which the server answers.
    proxied : bool
        A proxy on this machine stands before it, and says whom it asks for.
    """

    def __init__(self, app: ASGIApp, base_path: str = "", *, proxied: bool = False) -> None:
        self._app, self._proxied = app, proxied
        self._base = base_of(base_path)
        self._checking = asyncio.Lock()
        self._waiting = 0
        self._wrong: OrderedDict[str, _Wrong] = OrderedDict()
        self._identities: Identities | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer who is signed in; ask the others to."""
        if scope["type"] not in ("http", "websocket") or users_file() is None:
            await self._app(scope, receive, send)
            return
        path = str(scope["path"]).removeprefix(self._base).lstrip("/")
        token = HTTPConnection(scope).cookies.get(COOKIE, "")
        if scope["type"] == "http" and path in (SIGN_IN, SIGN_OUT, TO_SERVICE, CALLBACK):
            request = Request(scope, receive)
            if path == SIGN_OUT:
                answer = self._signed_out(request, token)
            elif path == SIGN_IN:
                answer = await self._asked(request, token)
            else:
                answer = await self._by_service(request, back=path == CALLBACK)
            await answer(scope, receive, send)
        elif sessions.user(token) is not None or (scope["type"] == "http" and path in _OPEN):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": _FORBIDDEN})
        else:
            await self._refused(Request(scope, receive))(scope, receive, send)

    def _refused(self, request: Request) -> Response:
        """To the form for a page; for all else only that a sign-in is needed."""
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            place = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            query = {"next": place, "lang": _language(request)}
            return RedirectResponse(f"{self._base}/{SIGN_IN}?{urlencode(query)}", 303, _NO_STORE)
        words = "\n".join(say("sign_in_needed", language) for language in LANGUAGES)
        return PlainTextResponse(words + "\n", 401, _NO_STORE)

    def _signed_out(self, request: Request, token: str) -> Response:
        sessions.end(token)
        place = f"{self._base}/{SIGN_IN}?lang={_language(request)}"
        answer = RedirectResponse(place, 303, _NO_STORE)
        answer.delete_cookie(COOKIE, path=f"{self._base}/", httponly=True, samesite="lax")
        return answer

    async def _asked(self, request: Request, token: str) -> Response:
        goal = _within(request.query_params.get("next", ""), self._base)
        if request.method == "GET":
            if sessions.user(token) is not None:
                return RedirectResponse(goal, 303, _NO_STORE)
            return self._form(request)
        if request.method != "POST":
            return Response(status_code=405)
        fields = await _fields(request)
        if fields is None:
            return Response(status_code=413)
        name, password = fields.get("name", ""), fields.get("password", "")
        address = self._address(request)
        if self._wait_s(address) > 0 or self._waiting >= _WAITING:
            return self._later(request, address)
        self._waiting += 1
        try:
            async with self._checking:
                # Of many that came at once, those after a wrong one wait as well.
                if self._wait_s(address) > 0:
                    return self._later(request, address)
                user = await asyncio.to_thread(current_users().signed_in, name, password)
                self._remember(address, name, wrong=user is None)
        finally:
            self._waiting -= 1
        if user is None:
            _log.warning("sign-in refused for %r from %s", name[:60], address)
            return self._form(request, say("sign_in_wrong", _language(request)), 403, name)
        return self._let_in(request, user, goal)

    def _let_in(self, request: Request, user: User, goal: str) -> Response:
        answer = RedirectResponse(goal, 303, _NO_STORE)
        self._set_cookie(request, answer, COOKIE, sessions.begin(user), LASTS_S)
        return answer

    def _set_cookie(
        self, request: Request, answer: Response, name: str, value: str, lasts_s: int
    ) -> None:
        answer.set_cookie(
            name, value, max_age=lasts_s, path=f"{self._base}/", httponly=True, samesite="lax",
            secure=self._is_secure(request),
        )  # fmt: skip

    async def _by_service(self, request: Request, *, back: bool) -> Response:
        """On to the identity service, or in with what it says."""
        service = current_users().service
        if service is None or request.method != "GET":
            return Response(status_code=404 if service is None else 405, headers=_NO_STORE)
        # Half a second to import: only where a service is named.
        from hebei_gis.app.identity import COOKIE as ASKED
        from hebei_gis.app.identity import LASTS_S as ASKED_S
        from hebei_gis.app.identity import Identities, IdentityError

        self._identities = self._identities or Identities()
        answer: Response
        goal = _within(request.query_params.get("next", ""), self._base)
        try:
            if not back:
                token, place = await self._identities.asked(
                    request, service, goal, _language(request)
                )
                answer = RedirectResponse(place, 303, _NO_STORE)
                self._set_cookie(request, answer, ASKED, token, ASKED_S)
                return answer
            told = await self._identities.told(request, service)
        except IdentityError as error:
            _log.warning("sign-in by %s: %s", service.server_metadata_url, error.why)
            language = error.language or _language(request)
            return self._form(request, say(error.kind, language), error.status, language=language)
        user = current_users().identified(told.identity)
        if user is None:
            _log.warning("sign-in refused for %r from %s", told.identity, self._address(request))
            words = say("identity_unknown", told.language, identity=told.identity)
            answer = self._form(request, words, 403, language=told.language)
        else:
            answer = self._let_in(request, user, _within(told.goal, self._base))
        answer.delete_cookie(ASKED, path=f"{self._base}/", httponly=True, samesite="lax")
        return answer

    def _wait_s(self, address: str) -> float:
        """Seconds until this address may try again."""
        wrong = self._wrong.get(address)
        return wrong.until - time.monotonic() if wrong else 0.0

    def _later(self, request: Request, address: str) -> Response:
        seconds = max(1, round(self._wait_s(address) + 0.5))
        return self._form(request, say("sign_in_wait", _language(request), seconds=seconds), 429)

    def _remember(self, address: str, name: str, *, wrong: bool) -> None:
        """How often this address was wrong. A name that is right at last takes its own slips
        away, not those about other names: nobody clears them by signing in as themselves."""
        now = time.monotonic()
        before = self._wrong.pop(address, None)
        if before is None or now > before.until + _FORGOTTEN_S:
            before = _Wrong()
        if wrong:
            times = before.times + 1
            # The first slip of the finger costs nothing.
            wait = min(_FIRST_S * 2 ** (times - 2), _LONGEST_S) if times > 1 else 0.0
            self._wrong[address] = _Wrong(times, now + wait, before.names | {name[:60]})
        elif before.names - {name[:60]}:
            self._wrong[address] = before
        while len(self._wrong) > _ADDRESSES:
            self._wrong.popitem(last=False)

    def _address(self, request: Request) -> str:
        address = request.client.host if request.client else ""
        if self._by_proxy(address):
            # What the proxy added last is what it saw itself.
            return request.headers.get("x-forwarded-for", address).rpartition(",")[2].strip()[:60]
        return address

    def _by_proxy(self, address: str) -> bool:
        return self._proxied and address in _OWN

    def _is_secure(self, request: Request) -> bool:
        address = request.client.host if request.client else ""
        said = request.headers.get("x-forwarded-proto", "") if self._by_proxy(address) else ""
        return "https" in (request.url.scheme, said.rpartition(",")[2].strip().lower())

    def _form(
        self, request: Request, wrong: str = "", status: int = 200, name: str = "",
        language: str = "",
    ) -> Response:  # fmt: skip
        language = language or _language(request)
        goal = quote(_within(request.query_params.get("next", ""), self._base))
        other = next(code for code in LANGUAGES if code != language)
        users = current_users()
        parts = []
        if users.service:
            title = users.service.title or say("identity_service", language)
            parts.append(
                _SERVICE.format(
                    to=f"{self._base}/{TO_SERVICE}?next={goal}&amp;lang={language}",
                    words=html.escape(say("sign_in_by", language, service=title)),
                )
            )
        if not users.service or any(user.password for user in users.all):
            named = ("sign_in", "user_name", "password")
            words = {word: html.escape(say(word, language)) for word in named}
            action = f"{self._base}/{SIGN_IN}?next={goal}&amp;lang={language}"
            shown = html.escape(name[:60], quote=True)
            parts.append(_PASSWORD.format(name=shown, action=action, **words))
        about = "sign_in_about" if not users.service else "sign_in_about_service"
        page = _PAGE.format(
            lang="zh-CN" if language == "zh" else "en", title=html.escape(title_of(language)),
            wrong=f'<p role="alert" class="wrong">{html.escape(wrong)}</p>' if wrong else "",
            about=html.escape(say(about, language)), ways="".join(parts),
            other=f"{self._base}/{SIGN_IN}?next={goal}&amp;lang={other}",
            other_name=LANGUAGES[other], other_lang="zh-CN" if other == "zh" else "en",
        )  # fmt: skip
        return HTMLResponse(page, status, _NO_STORE)


async def _fields(request: Request) -> dict[str, str] | None:
    """The form's fields; None where there are more than it has, or larger ones, or an end."""
    content = b""
    try:
        async for chunk in request.stream():
            content += chunk
            if len(content) > _MOST_BYTES:
                return None
    except ClientDisconnect:
        return None
    try:
        values = parse_qs(content.decode("utf-8", "replace"), max_num_fields=10)
    except ValueError:  # more fields than the form has
        return None
    return {name: one[0] for name, one in values.items()}


def _within(goal: str, base: str) -> str:
    """A place of this server, and no other's; its first page where it is none."""
    home = f"{base}/"
    plain = goal.startswith(home) and not goal.startswith("//")
    return goal if plain and "\\" not in goal and goal.isprintable() else home


def _language(request: Request) -> str:
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    first = request.headers.get("accept-language", "").split(",")[0].strip().lower()
    return "en" if first and not first.startswith("zh") else "zh"


_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 16px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 0;
  min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }}
main {{ width: min(22rem, calc(100vw - 3rem)); padding: 1.5rem; }}
h1 {{ font-size: 1.25rem; margin: 0 0 .25rem; }}
label {{ display: block; margin-top: 1rem; }}
input {{ width: 100%; box-sizing: border-box; font: inherit; padding: .5rem; margin-top: .25rem; }}
button, .service {{ font: inherit; margin-top: 1.5rem; width: 100%; padding: .6rem; border: 0;
  border-radius: .4rem; background: #1B5E8C; color: #fff; cursor: pointer; }}
.service {{ display: block; box-sizing: border-box; text-align: center; text-decoration: none; }}
.wrong {{ margin: 1rem 0 0; padding: .5rem .75rem; border-left: .25rem solid #b3261e; }}
nav {{ margin-top: 1.5rem; text-align: right; font-size: .875rem; }} a {{ color: LinkText; }}
</style></head><body><main>
<h1>{title}</h1><p>{about}</p>{wrong}
{ways}
<nav><a href="{other}" lang="{other_lang}">{other_name}</a></nav>
</main></body></html>
"""
_SERVICE = """<a class="service" href="{to}">{words}</a>
"""
_PASSWORD = """<form method="post" action="{action}">
<label for="name">{user_name}</label>
<input id="name" name="name" value="{name}" autocomplete="username" autofocus required
  maxlength="60">
<label for="password">{password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required
  maxlength="200">
<button type="submit">{sign_in}</button>
</form>
"""

"""Signing in by the organisation's identity service (OpenID Connect), by Authlib as Streamlit does.

What was asked of the service stays here, in memory, under a cookie of the browser that asked: an
answer that comes by another browser is refused. Only who a user is comes from the service; the role
is in the file of users.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

import httpx2
from authlib.integrations.starlette_client import OAuth, OAuthError
from joserfc.errors import JoseError
from starlette.requests import Request

from hebei_gis.users import IDENTITY_LENGTH, IdentityService

COOKIE = "hebei-gis-asked"
#: How long a user may take at the service.
LASTS_S = 600
_MOST = 10_000
_PATIENCE_S = 10.0


class IdentityError(Exception):
    """The service did not answer, or not so that it can be believed.

    Attributes
    ----------
    kind : str
        Of the sentence on the page.
    status : int
        Of HTTP.
    why : str
        For the log.
    language : str
        The user's, where known.
    """

    def __init__(self, kind: str, status: int, why: object, language: str = "") -> None:
        super().__init__(kind)
        self.kind, self.status, self.language = kind, status, language
        self.why = repr(why)[:300]


@dataclass
class _Asked:
    """What a browser was sent to the service for."""

    goal: str
    language: str
    until: float
    state: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """What the service says, and where the user wanted to go."""

    identity: str
    goal: str
    language: str


class Identities:
    """Asks the identity service who somebody is."""

    def __init__(self) -> None:
        self._asked: OrderedDict[str, _Asked] = OrderedDict()
        self._client: tuple[IdentityService, Any] | None = None

    async def asked(
        self, request: Request, service: IdentityService, goal: str, language: str
    ) -> tuple[str, str]:
        """A cookie for the browser, and the service's address it goes to.

        Raises
        ------
        IdentityError
            Where the service does not answer.
        """
        asked = _Asked(goal, language, time.monotonic() + LASTS_S)
        request.scope["session"] = asked.state
        try:
            answer = await self._of(service).authorize_redirect(request, service.redirect_uri)
        except (httpx2.HTTPError, OAuthError, RuntimeError, ValueError, KeyError) as error:
            raise IdentityError("identity_unreachable", 502, error, language) from error
        token = secrets.token_urlsafe(32)
        now = time.monotonic()
        while self._asked and (
            len(self._asked) >= _MOST or next(iter(self._asked.values())).until < now
        ):
            self._asked.popitem(last=False)
        self._asked[_hashed(token)] = asked
        return token, str(answer.headers["location"])

    async def told(self, request: Request, service: IdentityService) -> Told:
        """Who came back from the service; each answer counts once.

        Raises
        ------
        IdentityError
            Where the browser did not ask, the service refused, or its word does not hold.
        """
        asked = self._asked.pop(_hashed(request.cookies.get(COOKIE, "")), None)
        if asked is None or asked.until < time.monotonic():
            raise IdentityError("identity_not_asked", 403, "nobody asked, or too long ago")
        request.scope["session"] = asked.state
        try:
            token = await self._of(service).authorize_access_token(request)
            claims = dict(token.get("userinfo") or {})
        except httpx2.HTTPError as error:
            raise IdentityError("identity_unreachable", 502, error, asked.language) from error
        except (OAuthError, JoseError, RuntimeError, ValueError, KeyError, TypeError,
                AttributeError) as error:  # fmt: skip
            raise IdentityError("identity_refused", 403, error, asked.language) from error
        identity = claims.get(service.claim)
        # A mail address that the service has not looked at may be anybody's.
        doubted = service.claim == "email" and claims.get("email_verified") is False
        if not isinstance(identity, str) or not 0 < len(identity) <= IDENTITY_LENGTH or doubted:
            raise IdentityError("identity_not_told", 403, sorted(claims), asked.language)
        return Told(identity, asked.goal, asked.language)

    def _of(self, service: IdentityService) -> Any:
        """Authlib's client; its knowledge of the service is kept while the settings stay."""
        if self._client is None or self._client[0] != service:
            client = OAuth().register(
                "service",
                client_id=service.client_id,
                client_secret=service.client_secret,
                server_metadata_url=service.server_metadata_url,
                client_kwargs={
                    "scope": "openid email profile",
                    "code_challenge_method": "S256",
                    "timeout": _PATIENCE_S,
                },
            )
            self._client = (service, client)
        return self._client[1]


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

"""Who asks: by the cookie of their sign-in, or, where nobody signs in, the machine they come from.

A sign-in lasts half a day and ends with the server. What a user may do is looked up each time, so
that a role taken away counts at once.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
import time
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from hebei_gis.files.changes import Actor
from hebei_gis.users import User, Users, read_users
from hebei_gis.words.errors import FaultsError

#: The file of users; ``hebei-gis app --users`` sets it.
USERS_VARIABLE = "HEBEI_GIS_USERS"
COOKIE = "hebei-gis-session"
LASTS_S = 12 * 3600
_MOST = 10_000


def users_file() -> Path | None:
    """Where users stand; None where nobody has to sign in."""
    named = os.environ.get(USERS_VARIABLE)
    return Path(named) if named else None


def current_users() -> Users:
    """The users as their file is now; nobody where it has faults."""
    path = users_file()
    try:
        return _users(path, path.stat().st_mtime_ns) if path else Users(())
    except (FaultsError, OSError):
        return Users(())


@lru_cache(maxsize=2)
def _users(path: Path, _: int) -> Users:
    return read_users(path)


class Sessions:
    """Who is signed in, by the hash of their cookie; in memory only."""

    def __init__(self) -> None:
        self._until: dict[str, tuple[str, str, float]] = {}
        self._lock = threading.Lock()

    def begin(self, user: User) -> str:
        """A new cookie."""
        token = secrets.token_urlsafe(32)
        now = time.monotonic()
        with self._lock:
            self._until = {key: one for key, one in self._until.items() if one[2] > now}
            while len(self._until) >= _MOST:
                del self._until[next(iter(self._until))]
            self._until[_hashed(token)] = (user.name, _way_in(user), now + LASTS_S)
        return token

    def end(self, token: str) -> None:
        """The cookie counts no more."""
        with self._lock:
            self._until.pop(_hashed(token), None)

    def user(self, token: str) -> User | None:
        """Whose cookie it is, with the role of now; nobody's once the password is another."""
        with self._lock:
            name, way_in, until = self._until.get(_hashed(token), ("", "", 0.0))
        user = current_users().named(name) if name and until > time.monotonic() else None
        return user if user and _way_in(user) == way_in else None


def _way_in(user: User) -> str:
    return _hashed(f"{user.password}\n{user.identity}")


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


#: Of this server.
sessions = Sessions()


def signed_in() -> User | None:
    """Who looks at the page whose script runs; None where nobody is signed in."""
    return sessions.user(str(st.context.cookies.get(COOKIE) or ""))


def page_actor() -> Actor | None:
    """Who works, for the history, and whether they may; None outside of pages, where nobody must
    sign in."""
    in_page = get_script_run_ctx(suppress_warning=True) is not None
    if users_file() is None:
        return Actor(str(st.context.ip_address or "")) if in_page else None
    user = signed_in() if in_page else None
    return Actor(user.name, user.may_change) if user else Actor("", may_change=False)

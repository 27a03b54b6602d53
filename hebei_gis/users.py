"""Who may look and who may change: the file of users, with passwords as argon2 keeps them.

The file is TOML that a person can read; it belongs outside the workspace, which is handed on. It
may name an identity service (OpenID Connect), by which users sign in instead.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from filelock import FileLock, Timeout
from pydantic import Field, field_validator

from hebei_gis.files.cells import UNWANTED
from hebei_gis.files.toml import Part, read_toml, toml_text, validated
from hebei_gis.files.whole_files import write_whole
from hebei_gis.words.errors import FaultsError
from hebei_gis.words.facts import Fact, listed, term
from hebei_gis.words.faults import Fault

Role = Literal["viewer", "editor"]
ROLES: tuple[Role, ...] = ("viewer", "editor")
#: Shortest and longest password, and longest name, in characters.
SHORTEST, LONGEST, NAME_LENGTH = 10, 200, 60
_WAIT_S = 10.0
_HASH = r"^(|\$argon2id\$[!-~]+)$"
#: Longest identity; where the service sends a browser back to.
IDENTITY_LENGTH, CALLBACK = 255, "oauth2callback"
_OWN = ("localhost", "127.0.0.1", "::1")


class User(Part):
    """One who may sign in.

    Attributes
    ----------
    name : str
    role : ``viewer`` or ``editor``
        A viewer sees, compares and exports; an editor also changes the workspace.
    password : str
        Its argon2id hash; empty where the user signs in by the identity service only.
    identity : str
        What the identity service says of the user, in the claim that is asked for.
    """

    name: str = Field(min_length=1, max_length=NAME_LENGTH)
    role: Role
    password: str = Field(default="", pattern=_HASH)
    identity: str = Field(default="", max_length=IDENTITY_LENGTH)

    @property
    def may_change(self) -> bool:
        """Whether the role lets it change the workspace."""
        return self.role == "editor"


class IdentityService(Part):
    """A service that says who somebody is (OpenID Connect), with the names Streamlit uses.

    Attributes
    ----------
    server_metadata_url : str
        Its ``…/.well-known/openid-configuration``.
    client_id, client_secret : str
        As it gave them for this program.
    redirect_uri : str
        Where it sends browsers back to: this server's address and ``/oauth2callback``.
    claim : str
        What of its answer names a user: ``email``, ``sub``, ``preferred_username``.
    title : str
        What the button calls it.
    """

    server_metadata_url: str
    client_id: str = Field(min_length=1)
    client_secret: str = Field(min_length=1)
    redirect_uri: str
    claim: str = Field(default="email", min_length=1)
    title: str = Field(default="", max_length=NAME_LENGTH)

    @field_validator("server_metadata_url")
    @classmethod
    def _kept_secret(cls, address: str) -> str:
        if not _is_kept_secret(address):
            raise ValueError(term("an_https_address"))
        return address

    @field_validator("redirect_uri")
    @classmethod
    def _leads_back(cls, address: str) -> str:
        path = urlsplit(address).path
        if not _is_kept_secret(address) or not path.endswith(f"/{CALLBACK}"):
            raise ValueError(term("a_callback_address"))
        return address


def _is_kept_secret(address: str) -> bool:
    """Whether what is sent to an address is read by nobody on the way."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in _OWN))


@dataclass(frozen=True)
class Users:
    """The users of a file, by name; capitals and widths of letters do not tell names apart."""

    all: tuple[User, ...]
    service: IdentityService | None = None

    def named(self, name: str) -> User | None:
        """The user of that name."""
        wanted = _folded(name)
        return next((user for user in self.all if _folded(user.name) == wanted), None)

    def identified(self, identity: str) -> User | None:
        """The user whom the identity service calls so; addresses of mail in any capitals."""
        if not identity:
            return None
        is_mail = self.service is not None and self.service.claim == "email"
        same = _folded if is_mail else str
        return next((user for user in self.all if same(user.identity) == same(identity)), None)

    def signed_in(self, name: str, password: str) -> User | None:
        """The user where the password is its own; None otherwise, after the same time."""
        user = self.named(name)
        stated = user.password if user and user.password else _nobody()
        with contextlib.suppress(VerificationError, InvalidHashError, ValueError):
            if _hasher().verify(stated, password[:LONGEST]) and user and user.password:
                return user
        return None


def read_users(path: Path) -> Users:
    """The users of a file.

    Raises
    ------
    FaultsError
        Where there is no such file, it is not readable, or a user in it is wrong: every fault.
    """
    where = path.name
    if not path.is_file():
        raise FaultsError([Fault("no_users_file", str(path))])
    values = read_toml(path, where)
    tables, stated = values.pop("user", []), values.pop("oidc", None)
    faults = [Fault("unknown_key", where, name, ["oidc", "user"]) for name in values]
    service: IdentityService | None = None
    if stated is not None:
        try:
            service = validated(IdentityService, stated if isinstance(stated, dict) else {}, where)
        except FaultsError as error:
            faults += _without_secrets(error.faults)
    users: list[User] = []
    for table in tables if isinstance(tables, list) else [tables]:
        try:
            users.append(validated(User, table if isinstance(table, dict) else {}, where))
        except FaultsError as error:
            faults += _without_secrets(error.faults)
    faults += _unclear(users, where, served=stated is not None)
    if faults:
        raise FaultsError(faults)
    return Users(tuple(users), service)


def _unclear(users: Sequence[User], where: Fact, *, served: bool) -> Iterable[Fault]:
    """What leaves open who somebody is."""
    names = [_folded(user.name) for user in users]
    identities = [_folded(user.identity) for user in users if user.identity]
    twice = {user.name for user in users if names.count(_folded(user.name)) > 1}
    twice |= {user.name for user in users if identities.count(_folded(user.identity)) > 1}
    if twice:
        yield Fault("user_twice", where, listed(sorted(twice)))
    for user in users:
        if not (user.password or user.identity):
            yield Fault("user_without_sign_in", where, user.name)
        if user.identity and not served:
            yield Fault("identity_without_service", where, user.name)


def set_user(
    path: Path, name: str, role: Role, password: str | None = None, identity: str = ""
) -> bool:
    """Add a user, or give one another role and way to sign in; whether the name was new.

    Parameters
    ----------
    path : Path
        The file of users.
    name : str
    role : ``viewer`` or ``editor``
    password : str, optional
        None for who signs in by the identity service only.
    identity : str
        By which the service knows the user.

    Raises
    ------
    FaultsError
        Where the name or password is none, or the file has faults; nothing is written then.
    """
    name = unicodedata.normalize("NFC", name).strip()
    faults = []
    unseen = any(unicodedata.category(sign) == "Cf" for sign in name)
    twice = re.search(r"\s{2}", name)
    if not name or len(name) > NAME_LENGTH or UNWANTED.search(name) or unseen or twice:
        faults.append(Fault("bad_user_name", path.name, name[:NAME_LENGTH], most=NAME_LENGTH))
    if password is not None and (
        not SHORTEST <= len(password) <= LONGEST or _folded(password) == _folded(name)
    ):
        faults.append(Fault("weak_password", path.name, least=SHORTEST, most=LONGEST))
    identity = identity.strip()
    if len(identity) > IDENTITY_LENGTH or UNWANTED.search(identity):
        faults.append(Fault("bad_identity", path.name, identity[:60], most=IDENTITY_LENGTH))
    if faults:
        raise FaultsError(faults)
    hashed = "" if password is None else _hasher().hash(password)
    user = User(name=name, role=role, password=hashed, identity=identity)

    def change(users: Users) -> Users:
        others = tuple(one for one in users.all if _folded(one.name) != _folded(name))
        return replace(users, all=(*others, user))

    before, _ = _changed(path, change)
    return before.named(name) is None


def remove_user(path: Path, name: str) -> User:
    """Remove a user.

    Raises
    ------
    FaultsError
        Where there is none of that name.
    """

    def change(users: Users) -> Users:
        user = users.named(name)
        if user is None:
            known = [one.name for one in users.all]
            raise FaultsError([Fault("unknown_user", path.name, name, listed(known, 20))])
        return replace(users, all=tuple(one for one in users.all if one is not user))

    before, _ = _changed(path, change)
    user = before.named(name)
    assert user is not None, "changed looked"
    return user


def set_service(path: Path, **values: str) -> None:
    """Name the identity service by which users sign in, in place of the one there was.

    Parameters
    ----------
    path : Path
        The file of users.
    **values
        As :class:`IdentityService` has them.

    Raises
    ------
    FaultsError
        Where a value is none; nothing is written then.
    """
    try:
        service = validated(IdentityService, values, path.name)
    except FaultsError as error:
        raise FaultsError(_without_secrets(error.faults)) from error
    _changed(path, lambda users: replace(users, service=service))


def _changed(path: Path, change: Callable[[Users], Users]) -> tuple[Users, Users]:
    """The users before and after a change, with nobody else changing them meanwhile."""
    try:
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=_WAIT_S):
            before = read_users(path) if path.exists() else Users(())
            after = change(before)
            faults = list(_unclear(after.all, path.name, served=after.service is not None))
            if faults:
                raise FaultsError(faults)
            tables: dict[str, Any] = {}
            if after.service:
                tables["oidc"] = after.service.model_dump(exclude_defaults=True)
            if after.all:
                tables["user"] = [user.model_dump(exclude_defaults=True) for user in after.all]
            head = "".join(f"# {term('users_file_head').text(one)}\n" for one in ("zh", "en"))
            text = f"{head}\n" + (toml_text(tables) if tables else "")
            write_whole(path, text.encode())
            with contextlib.suppress(OSError):
                path.chmod(0o600)
            return before, after
    except Timeout as error:
        raise FaultsError(
            [Fault("being_changed", path.name, "", term("no_other_change"))]
        ) from error


def _without_secrets(faults: Sequence[Fault]) -> list[Fault]:
    """The faults; what was found in the place of a hash or secret is told to nobody."""
    return [
        Fault("bad_value", fault.where, term("not_a_hash"), term("an_argon2_hash"))
        if "password" in str(fault.where)
        else Fault("bad_value", fault.where, term("not_a_hash"), term("the_client_secret"))
        if "client_secret" in str(fault.where)
        else fault
        for fault in faults
    ]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    """The hash of a password that nobody has: checking it takes as long as any other."""
    return _hasher().hash("nobody")

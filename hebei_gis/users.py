"""Who may look and who may change: the file of users, with passwords as argon2 keeps them.

The file is TOML that a person can read; it belongs outside the workspace, which is handed on.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from filelock import FileLock, Timeout
from pydantic import Field

from hebei_gis.files.cells import UNWANTED
from hebei_gis.files.toml import Part, read_toml, toml_text, validated
from hebei_gis.files.whole_files import write_whole
from hebei_gis.words.errors import FaultsError
from hebei_gis.words.facts import listed, term
from hebei_gis.words.faults import Fault

Role = Literal["viewer", "editor"]
ROLES: tuple[Role, ...] = ("viewer", "editor")
#: Shortest and longest password, and longest name, in characters.
SHORTEST, LONGEST, NAME_LENGTH = 10, 200, 60
_WAIT_S = 10.0
_HASH = r"^\$argon2id\$[!-~]+$"


class User(Part):
    """One who may sign in.

    Attributes
    ----------
    name : str
    role : ``viewer`` or ``editor``
        A viewer sees, compares and exports; an editor also changes the workspace.
    password : str
        Its argon2id hash.
    """

    name: str = Field(min_length=1, max_length=NAME_LENGTH)
    role: Role
    password: str = Field(pattern=_HASH)

    @property
    def may_change(self) -> bool:
        """Whether the role lets it change the workspace."""
        return self.role == "editor"


@dataclass(frozen=True)
class Users:
    """The users of a file, by name; capitals and widths of letters do not tell names apart."""

    all: tuple[User, ...]

    def named(self, name: str) -> User | None:
        """The user of that name."""
        wanted = _folded(name)
        return next((user for user in self.all if _folded(user.name) == wanted), None)

    def signed_in(self, name: str, password: str) -> User | None:
        """The user where the password is its own; None otherwise, after the same time."""
        user = self.named(name)
        stated = user.password if user else _nobody()
        with contextlib.suppress(VerificationError, InvalidHashError, ValueError):
            if _hasher().verify(stated, password[:LONGEST]) and user is not None:
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
    tables = values.pop("user", [])
    faults = [Fault("unknown_key", where, name, ["user"]) for name in values]
    users: list[User] = []
    for table in tables if isinstance(tables, list) else [tables]:
        try:
            users.append(validated(User, table if isinstance(table, dict) else {}, where))
        except FaultsError as error:
            faults += _without_hashes(error.faults)
    names = [_folded(user.name) for user in users]
    twice = sorted({user.name for user in users if names.count(_folded(user.name)) > 1})
    if twice:
        faults.append(Fault("user_twice", where, listed(twice)))
    if faults:
        raise FaultsError(faults)
    return Users(tuple(users))


def set_user(path: Path, name: str, role: Role, password: str) -> bool:
    """Add a user, or give one another role and password; whether the name was new.

    Raises
    ------
    FaultsError
        Where the name or password is none, or the file has faults; nothing is written then.
    """
    name = unicodedata.normalize("NFC", name).strip()
    faults = []
    if not name or len(name) > NAME_LENGTH or UNWANTED.search(name) or re.search(r"\s{2}", name):
        faults.append(Fault("bad_user_name", path.name, name[:NAME_LENGTH], most=NAME_LENGTH))
    if not SHORTEST <= len(password) <= LONGEST or _folded(password) == _folded(name):
        faults.append(Fault("weak_password", path.name, least=SHORTEST, most=LONGEST))
    if faults:
        raise FaultsError(faults)
    user = User(name=name, role=role, password=_hasher().hash(password))

    def change(users: Users) -> tuple[User, ...]:
        others = tuple(one for one in users.all if _folded(one.name) != _folded(name))
        return (*others, user)

    before, _ = _changed(path, change)
    return before.named(name) is None


def remove_user(path: Path, name: str) -> User:
    """Remove a user.

    Raises
    ------
    FaultsError
        Where there is none of that name.
    """

    def change(users: Users) -> tuple[User, ...]:
        user = users.named(name)
        if user is None:
            known = [one.name for one in users.all]
            raise FaultsError([Fault("unknown_user", path.name, name, listed(known, 20))])
        return tuple(one for one in users.all if one is not user)

    before, _ = _changed(path, change)
    user = before.named(name)
    assert user is not None, "changed looked"
    return user


def _changed(path: Path, change: Callable[[Users], Sequence[User]]) -> tuple[Users, Users]:
    """The users before and after a change, with nobody else changing them meanwhile."""
    try:
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=_WAIT_S):
            before = read_users(path) if path.exists() else Users(())
            after = Users(tuple(change(before)))
            tables = [user.model_dump() for user in after.all]
            head = "".join(f"# {term('users_file_head').text(one)}\n" for one in ("zh", "en"))
            text = f"{head}\n" + (toml_text({"user": tables}) if tables else "")
            write_whole(path, text.encode())
            with contextlib.suppress(OSError):
                path.chmod(0o600)
            return before, after
    except Timeout as error:
        raise FaultsError(
            [Fault("being_changed", path.name, "", term("no_other_change"))]
        ) from error


def _without_hashes(faults: Sequence[Fault]) -> list[Fault]:
    """The faults; what was found in the place of a hash is told to nobody."""
    return [
        Fault("bad_value", fault.where, term("not_a_hash"), term("an_argon2_hash"))
        if "password" in str(fault.where)
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

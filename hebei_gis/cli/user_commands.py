"""``user``: who may sign in."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from hebei_gis.cli.commands import CommandParser, Commands, print_json
from hebei_gis.users import ROLES, read_users, remove_user, set_service, set_user
from hebei_gis.words.commands import code_word, say
from hebei_gis.words.errors import FaultsError
from hebei_gis.words.faults import Fault


def add(commands: Commands) -> None:
    """Add this group's commands."""
    group = commands.group("user")
    command = group.add("set", _set)
    command.add_argument("name", metavar="NAME")
    command.add_argument("--role", choices=ROLES, required=True)
    command.add_argument("--identity", default="", metavar="ID")
    _of_file(command)
    command = group.add("service", _service)
    command.add_argument("url", metavar="URL")
    command.add_argument("--client-id", required=True, metavar="ID")
    command.add_argument("--redirect-uri", required=True, metavar="URL")
    command.add_argument("--claim", default="email", metavar="NAME")
    command.add_argument("--title", default="", metavar="WORDS")
    _of_file(command)
    command = group.add("remove", _remove)
    command.add_argument("name", metavar="NAME")
    _of_file(command)
    command = group.add("list", _list)
    command.add_argument("--json", action="store_true")
    _of_file(command)


def _of_file(command: CommandParser) -> None:
    command.add_argument("--users", type=Path, required=True, metavar="FILE")


def _set(options: argparse.Namespace) -> int:
    language = options.language
    # Who signs in by the identity service needs no password.
    password = None if options.identity else _asked(options, "password_ask", "password_again")
    new = set_user(options.users, options.name, options.role, password, options.identity)
    said = "user_added" if new else "user_changed"
    role = code_word(options.role, language)
    print(say(said, language, name=options.name, role=role, file=options.users))
    return 0


def _asked(options: argparse.Namespace, words: str, again: str) -> str:
    """A secret that is typed twice, or the first line of what is handed in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    secret = getpass.getpass(say(words, options.language))
    if getpass.getpass(say(again, options.language)) != secret:
        raise FaultsError([Fault("passwords_differ", options.users.name)])
    return secret


def _service(options: argparse.Namespace) -> int:
    set_service(
        options.users, server_metadata_url=options.url, client_id=options.client_id,
        client_secret=_asked(options, "secret_ask", "secret_again"),
        redirect_uri=options.redirect_uri, claim=options.claim, title=options.title,
    )  # fmt: skip
    print(say("service_set", options.language, url=options.url, file=options.users))
    return 0


def _remove(options: argparse.Namespace) -> int:
    user = remove_user(options.users, options.name)
    print(say("user_removed", options.language, name=user.name, file=options.users))
    return 0


def _list(options: argparse.Namespace) -> int:
    users = read_users(options.users).all
    if options.json:
        shown = [{"name": one.name, "role": one.role, "identity": one.identity} for one in users]
        print_json(shown)
        return 0
    for user in users:
        identity = f"  {user.identity}" if user.identity else ""
        print(f"{user.name}  {code_word(user.role, options.language)}{identity}")
    return 0

"""``user``: who may sign in."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from hebei_gis.cli.commands import CommandParser, Commands, print_json
from hebei_gis.users import ROLES, read_users, remove_user, set_user
from hebei_gis.words.commands import code_word, say
from hebei_gis.words.errors import FaultsError
from hebei_gis.words.faults import Fault


def add(commands: Commands) -> None:
    """Add this group's commands."""
    group = commands.group("user")
    command = group.add("set", _set)
    command.add_argument("name", metavar="NAME")
    command.add_argument("--role", choices=ROLES, required=True)
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
    if sys.stdin.isatty():
        password = getpass.getpass(say("password_ask", language))
        if getpass.getpass(say("password_again", language)) != password:
            raise FaultsError([Fault("passwords_differ", options.users.name)])
    else:  # the first line of what is handed in
        password = sys.stdin.readline().rstrip("\r\n")
    new = set_user(options.users, options.name, options.role, password)
    said = "user_added" if new else "user_changed"
    role = code_word(options.role, language)
    print(say(said, language, name=options.name, role=role, file=options.users))
    return 0


def _remove(options: argparse.Namespace) -> int:
    user = remove_user(options.users, options.name)
    print(say("user_removed", options.language, name=user.name, file=options.users))
    return 0


def _list(options: argparse.Namespace) -> int:
    users = read_users(options.users).all
    if options.json:
        print_json([{"name": user.name, "role": user.role} for user in users])
        return 0
    for user in users:
        print(f"{user.name}  {code_word(user.role, options.language)}")
    return 0

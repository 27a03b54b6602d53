"""The file of users: passwords as hashes, names told apart, faults named, nothing lost."""

from __future__ import annotations

import json
import sys
import threading
from io import StringIO
from pathlib import Path

import pytest

from hebei_gis.cli import main
from hebei_gis.users import read_users, remove_user, set_user
from hebei_gis.words.errors import FaultsError

PASSWORD = "a long password"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "users.toml"


def test_who_is_set_can_sign_in_with_that_password_only(path: Path) -> None:
    assert set_user(path, "李工", "editor", PASSWORD)
    text = path.read_text(encoding="utf-8")
    assert "$argon2id$" in text and PASSWORD not in text
    users = read_users(path)
    user = users.signed_in(" 李工 ", PASSWORD)
    assert user is not None and user.may_change
    for name, password in (("李工", "another one"), ("王工", PASSWORD), ("", ""), ("李工", "")):
        assert users.signed_in(name, password) is None
    assert path.stat().st_mode & 0o077 == 0 or sys.platform == "win32"


def test_setting_again_changes_role_and_password(path: Path) -> None:
    set_user(path, "Wang", "editor", PASSWORD)
    set_user(path, "Li", "viewer", PASSWORD)
    assert not set_user(path, "ｗang", "viewer", "another password")
    users = read_users(path)
    assert [user.name for user in users.all] == ["Li", "ｗang"]
    assert users.signed_in("WANG", PASSWORD) is None
    user = users.signed_in("WANG", "another password")
    assert user is not None and not user.may_change
    assert remove_user(path, "wang").role == "viewer"
    assert [user.name for user in read_users(path).all] == ["Li"]


@pytest.mark.parametrize(
    ("name", "password", "kinds"),
    [
        ("", "short", ["bad_user_name", "weak_password"]),
        ("a  b", PASSWORD, ["bad_user_name"]),
        ("a\x07b", PASSWORD, ["bad_user_name"]),
        ("a\u202eb", PASSWORD, ["bad_user_name"]),
        ("x" * 61, PASSWORD, ["bad_user_name"]),
        ("LongEnoughName", "longenoughname", ["weak_password"]),
        ("a", "x" * 201, ["weak_password"]),
    ],
)
def test_what_is_no_name_or_password_is_refused(
    path: Path, name: str, password: str, kinds: list[str]
) -> None:
    with pytest.raises(FaultsError) as told:
        set_user(path, name, "editor", password)
    assert [fault.kind for fault in told.value.faults] == kinds
    assert password not in str(told.value) and not path.exists()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[[user]]\nname = 'a'\nrole = 'boss'\npassword = '$argon2id$x'\n", "bad_value"),
        ("[[user]]\nname = 'a'\nrole = 'viewer'\npassword = 'in the clear'\n", "bad_value"),
        ("[[user]]\nname = 'a'\nrole = 'viewer'\n", "user_without_sign_in"),
        ("[[users]]\nname = 'a'\n", "unknown_key"),
        ("user = 3\n", "missing_key"),
        ("[[user]\n", "bad_toml"),
        ("user = " + "[" * 5000 + "]" * 5000, "broken_toml"),
        ("[[user]]\nname = 'a'\nrole = 'viewer'\npassword = '$argon2id$密'\n", "bad_value"),
    ],
)
def test_faults_of_the_file_are_named_without_passwords(path: Path, text: str, kind: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FaultsError) as told:
        read_users(path)
    assert kind in [fault.kind for fault in told.value.faults]
    for language in ("zh", "en"):
        assert "in the clear" not in " ".join(f.sentence(language) for f in told.value.faults)
    # Nothing is lost: what cannot be read is not written over.
    with pytest.raises(FaultsError):
        set_user(path, "b", "viewer", PASSWORD)
    assert path.read_text(encoding="utf-8") == text


def test_a_name_that_stands_twice_is_a_fault(path: Path) -> None:
    set_user(path, "a", "viewer", PASSWORD)
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text[text.index("[[user]]") :], encoding="utf-8")
    with pytest.raises(FaultsError) as told:
        read_users(path)
    assert [fault.kind for fault in told.value.faults] == ["user_twice"]


def test_users_set_at_once_are_all_there(path: Path) -> None:
    threads = [
        threading.Thread(target=set_user, args=(path, f"u{n}", "viewer", PASSWORD))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(user.name for user in read_users(path).all) == [f"u{n}" for n in range(8)]


def test_the_commands(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ran(*words: str, said: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", StringIO(said))
        code = main(["user", *words, "--users", str(path), "--language", "en"])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    assert ran("list")[0] == 1
    code, out, _ = ran("set", "Li", "--role", "editor", said=f"{PASSWORD}\n")
    assert code == 0 and "added" in out
    assert "changed" in ran("set", "Li", "--role", "viewer", said=f"{PASSWORD}\n")[1]
    assert json.loads(ran("list", "--json")[1]) == [
        {"name": "Li", "role": "viewer", "identity": ""}
    ]
    code, _, err = ran("set", "Li", "--role", "viewer", said="\n")
    assert code == 1 and "10 to 200 characters" in err
    assert ran("remove", "Wang")[0] == 1
    assert ran("remove", "Li")[0] == 0 and read_users(path).all == ()

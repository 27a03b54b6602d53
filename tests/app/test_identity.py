"""Signing in by an identity service: whom it names gets in, with the role of the file."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from hebei_gis.app import people
from hebei_gis.app.people import COOKIE, USERS_VARIABLE
from hebei_gis.cli import main
from hebei_gis.users import read_users, remove_user, set_service, set_user
from hebei_gis.words.errors import FaultsError
from tests.app.test_signing_in import PASSWORD, Answer, Client, client

KEY = RSAKey.generate_key(2048, {"kid": "one"})
REDIRECT = "http://localhost:8501/oauth2callback"


@dataclass
class Service:
    """An identity service on this machine that confirms whoever the test says."""

    url: str = ""
    key: Any = field(default_factory=lambda: KEY)
    claims: dict[str, Any] = field(default_factory=dict)
    signed_by: Any = None
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    refuses: bool = False

    def authorize(self, place: str) -> str:
        """What the service does with a browser sent to it: where it sends it back to."""
        query = {name: one[0] for name, one in parse_qs(urlsplit(place).query).items()}
        assert place.startswith(f"{self.url}/authorize?"), place
        assert query["redirect_uri"] == REDIRECT and query["code_challenge_method"] == "S256"
        if self.refuses:
            return f"/oauth2callback?error=access_denied&state={query['state']}"
        code = hashlib.sha256(query["state"].encode()).hexdigest()
        self.asked[code] = query
        return f"/oauth2callback?code={code}&state={query['state']}"

    def token(self, fields: dict[str, str], secret: str) -> dict[str, Any] | None:
        query = self.asked.pop(fields.get("code", ""), None)
        digest = hashlib.sha256(fields.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if query is None or secret != "id:secret" or challenge != query["code_challenge"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.url, "aud": "id", "sub": "42", "iat": now, "exp": now + 60,
            "nonce": query["nonce"], "email": "Li@example.org", "email_verified": True,
            **self.claims,
        }  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.signed_by or self.key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/jwks":
                self._told({"keys": [made.key.as_dict(private=False)]})
            else:
                self._told({
                    "issuer": made.url, "authorization_endpoint": f"{made.url}/authorize",
                    "token_endpoint": f"{made.url}/token", "jwks_uri": f"{made.url}/jwks",
                    "id_token_signing_alg_values_supported": ["RS256"],
                })  # fmt: skip

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            fields = {name: one[0] for name, one in parse_qs(body).items()}
            given = self.headers.get("authorization", "").removeprefix("Basic ")
            token = made.token(fields, base64.b64decode(given).decode())
            self._told(token or {"error": "invalid_grant"}, 200 if token else 400)

        def _told(self, values: Any, status: int = 200) -> None:
            content = json.dumps(values).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


def _named(path: Path, service: Service, **values: str) -> None:
    stated = {
        "server_metadata_url": f"{service.url}/.well-known/openid-configuration",
        "client_id": "id", "client_secret": "secret", "redirect_uri": REDIRECT, **values,
    }  # fmt: skip
    set_service(path, **stated)


@pytest.fixture
def users(tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "users.toml"
    _named(path, service, title="区政务账号")
    set_user(path, "李工", "editor", identity="li@example.org")
    set_user(path, "wang", "viewer", PASSWORD)
    monkeypatch.setenv(USERS_VARIABLE, str(path))
    monkeypatch.setattr(people.sessions, "_until", {})
    return path


def _signed_in(asked: Client, service: Service, goal: str = "/register?lang=zh") -> Answer:
    sent = asked.get(f"/sign-in/service?next={goal.replace('?', '%3F')}&lang=zh")
    assert sent.status == 303, sent.text
    return asked.get(service.authorize(sent.headers["location"]))


@pytest.mark.usefixtures("users")
def test_whom_the_service_names_gets_in_where_they_wanted(service: Service) -> None:
    asked = client()
    form = asked.get("/sign-in?lang=zh&next=/register").text
    assert "用区政务账号登录" in form and 'href="/sign-in/service?next=/register' in form
    answer = _signed_in(asked, service)
    assert (answer.status, answer.headers["location"]) == (303, "/register?lang=zh")
    user = people.sessions.user(asked.cookies[COOKIE])
    assert user is not None and user.name == "李工" and user.may_change
    assert asked.get("/register").text == "page"


@pytest.mark.usefixtures("users")
def test_who_is_no_user_here_is_told_so(service: Service) -> None:
    service.claims = {"email": "<b>eve@example.org"}
    asked = client()
    answer = _signed_in(asked, service)
    assert answer.status == 403 and "&lt;b&gt;eve@example.org”已通过身份验证" in answer.text
    assert COOKIE not in asked.cookies


@pytest.mark.usefixtures("users")
@pytest.mark.parametrize(
    "claims",
    [{"aud": "other"}, {"iss": "http://127.0.0.1:1"}, {"nonce": "other"}, {"exp": 1000}],
    ids=["audience", "issuer", "nonce", "expired"],
)
def test_a_word_that_does_not_hold_is_refused(service: Service, claims: Any) -> None:
    service.claims = claims
    answer = _signed_in(client(), service)
    assert answer.status == 403 and "身份服务未确认您的身份" in answer.text


@pytest.mark.usefixtures("users")
def test_a_word_that_another_signed_is_refused(service: Service) -> None:
    service.signed_by = RSAKey.generate_key(2048, {"kid": "one"})
    assert _signed_in(client(), service).status == 403


@pytest.mark.usefixtures("users")
def test_the_service_itself_may_refuse(service: Service) -> None:
    service.refuses = True
    answer = _signed_in(client(), service)
    assert answer.status == 403 and "access_denied" not in answer.text


@pytest.mark.usefixtures("users")
@pytest.mark.parametrize("claims", [{"email_verified": False}, {"email": None}, {"email": ["a"]}])
def test_a_name_that_is_none_is_not_believed(service: Service, claims: Any) -> None:
    service.claims = claims
    answer = _signed_in(client(), service)
    assert answer.status == 403 and "没有给出可用的用户标识" in answer.text


@pytest.mark.usefixtures("users")
def test_only_the_browser_that_asked_is_answered_and_once(service: Service) -> None:
    asked, other = client(), client()
    other.app = asked.app
    sent = asked.get("/sign-in/service?next=/register")
    back = service.authorize(sent.headers["location"])
    assert other.get(back).status == 403, "an answer put into another browser"
    assert asked.get(back.replace("state=", "state=x")).status == 403
    assert asked.get(back).status == 403, "one try for each asking"
    sent = asked.get("/sign-in/service?next=/register")
    back = service.authorize(sent.headers["location"])
    assert asked.get(back).status == 303 and asked.get(back).status == 403
    assert asked.ask("POST", "/oauth2callback").status == 405


@pytest.mark.usefixtures("users")
def test_the_way_back_leads_nowhere_else(service: Service) -> None:
    assert _signed_in(client(), service, "//evil.example").headers["location"] == "/"


def test_a_service_that_does_not_answer_is_said(users: Path, service: Service) -> None:
    asked = client()
    _named(users, service, server_metadata_url="http://127.0.0.1:1/.well-known/x")
    answer = asked.get("/sign-in/service?lang=zh")
    assert answer.status == 502 and "身份服务没有应答" in answer.text


def test_roles_and_users_are_those_of_the_file_at_once(users: Path, service: Service) -> None:
    asked = client()
    _signed_in(asked, service)
    text = users.read_text(encoding="utf-8")
    users.write_text(text.replace('"editor"', '"viewer"'), encoding="utf-8")
    user = people.sessions.user(asked.cookies[COOKIE])
    assert user is not None and not user.may_change
    remove_user(users, "李工")
    assert asked.get("/register").status == 401
    assert _signed_in(client(), service).status == 403


def test_another_claim_names_users(users: Path, service: Service) -> None:
    set_user(users, "李工", "editor", identity="42")
    _named(users, service, claim="sub")
    assert _signed_in(client(), service).status == 303
    service.claims = {"sub": "4２"}  # letters of other widths are other identities
    assert _signed_in(client(), service).status == 403


def test_without_a_service_there_is_no_such_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plain.toml"
    set_user(path, "wang", "viewer", PASSWORD)
    monkeypatch.setenv(USERS_VARIABLE, str(path))
    for place in ("/sign-in/service", "/oauth2callback?code=a&state=b"):
        assert client().get(place).status == 404


def test_who_signs_in_by_the_service_has_no_password(users: Path) -> None:
    for password in ("", PASSWORD, "nobody"):
        assert read_users(users).signed_in("李工", password) is None


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ('[[user]]\nname = "a"\nrole = "viewer"\n', ["user_without_sign_in"]),
        ('[[user]]\nname = "a"\nrole = "viewer"\nidentity = "a"\n', ["identity_without_service"]),
        ("oidc = 3\n", ["missing_key"] * 4),
    ],
)
def test_what_leaves_open_who_somebody_is_is_a_fault(
    tmp_path: Path, text: str, kinds: list[str]
) -> None:
    path = tmp_path / "users.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FaultsError) as told:
        read_users(path)
    assert [fault.kind for fault in told.value.faults] == kinds


def test_two_users_of_one_identity_are_a_fault(users: Path) -> None:
    before = users.read_bytes()
    with pytest.raises(FaultsError) as told:
        set_user(users, "另一人", "viewer", identity="LI@example.org")
    assert [fault.kind for fault in told.value.faults] == ["user_twice"]
    assert users.read_bytes() == before


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"server_metadata_url": "http://sso.example/x"}, "https"),
        ({"redirect_uri": "https://gis.example/back"}, "/oauth2callback"),
        ({"client_secret": ""}, "客户端密钥"),
    ],
)
def test_settings_that_are_none_are_named_without_the_secret(
    tmp_path: Path, service: Service, values: dict[str, str], expected: str
) -> None:
    with pytest.raises(FaultsError) as told:
        _named(tmp_path / "users.toml", service, **values)
    (fault,) = told.value.faults
    assert expected in fault.sentence("zh") and not (tmp_path / "users.toml").exists()


def test_by_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "users.toml")
    monkeypatch.setattr("sys.stdin", StringIO("a secret\n"))
    service = ["user", "service", "https://sso.example/.well-known/openid-configuration"]
    service += ["--client-id", "gis", "--redirect-uri", "https://gis.example/oauth2callback"]
    assert main([*service, "--users", path]) == 0
    added = ["user", "set", "li", "--role", "editor", "--identity", "li@example.org"]
    assert main([*added, "--users", path]) == 0
    capsys.readouterr()
    assert main(["user", "list", "--users", path, "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed == [{"name": "li", "role": "editor", "identity": "li@example.org"}]
    assert read_users(Path(path)).service is not None

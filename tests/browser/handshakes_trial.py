"""Foreign handshakes while a user works: nobody is looked up, nobody waits.

    python tests/browser/handshakes_trial.py [--handshakes 200] [--clicks 40] [--limits]

A user changes the language of the register back and forth, first alone, then while others open
WebSockets and pages under foreign names and from foreign pages. The server's resolver is a fake
that writes down what it is asked. Prints as JSON; exits 1 where anything was looked up or a foreign
request was answered; with ``--limits`` also where the 95th percentile of the user's clicks is more
than 1.2 times that without.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import runpy
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from tests.browser.conftest import SWITCHES, served  # noqa: E402

PROMISE = 1.2
#: What every process of the server runs first: names are written down, and not known.
RESOLVER = """
import ipaddress, os, socket
known = socket.getaddrinfo
def asked(host, *rest, **options):
    name = host.decode() if isinstance(host, bytes) else str(host or "")
    try:
        ipaddress.ip_address(name)
    except ValueError:
        if name not in ("", "localhost", "None"):
            with open(os.environ["LOOKED_UP"], "a") as written:
                written.write(name + "\\n")
            raise socket.gaierror(socket.EAI_NONAME, "a fake resolver")
    return known(host, *rest, **options)
socket.getaddrinfo = asked
socket.gethostbyname = lambda name: asked(name, None)[0][4][0]
"""
FOREIGN = (
    {"Host": "evil.example"},
    {"Host": "evil.example", "Origin": "http://evil.example"},
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Host": "127.0.0.1.evil.example", "Origin": "http://127.0.0.1.evil.example"},
)
HANDSHAKE = {
    "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol": "streamlit",
}  # fmt: skip


def writes_down(looked_up: Path) -> None:
    """Make sure that a look-up would be seen."""
    look = "import socket; socket.gethostbyname('seen.example')"
    subprocess.run([sys.executable, "-c", look], check=False, capture_output=True)
    if looked_up.read_text(encoding="utf-8").split() != ["seen.example"]:
        raise SystemExit("the fake resolver is not asked")
    looked_up.write_text("", encoding="utf-8")


def ask(netloc: str, number: int) -> int:
    """The status of one foreign request: a handshake, or every fifth time a page."""
    connection = http.client.HTTPConnection(netloc, timeout=30)
    try:
        page = number % 5 == 4
        named = FOREIGN[number % len(FOREIGN) if not page else 0]
        headers = {**({} if page else HANDSHAKE), **named}
        connection.putrequest("GET", "/" if page else "/_stcore/stream", skip_host="Host" in named)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        return connection.getresponse().status
    finally:
        connection.close()


def clicks(page: Any, count: int) -> list[float]:
    """Seconds from a click on the language until the page speaks it."""
    took = []
    for number in range(count):
        word, tab = (("English", "Entries"), ("中文", "条目"))[number % 2]
        start = time.perf_counter()
        page.locator(".st-key-bar").get_by_text(word, exact=True).click()
        page.get_by_role("tab", name=tab, exact=True).wait_for()
        took.append(time.perf_counter() - start)
    return took


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--handshakes", type=int, default=200)
    parser.add_argument("--clicks", type=int, default=40)
    parser.add_argument("--limits", action="store_true")
    options = parser.parse_args()
    chromium = runpy.run_path(str(ROOT / "tools" / "setup.py"))["chromium"]()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        (folder / "sitecustomize.py").write_text(RESOLVER, encoding="utf-8")
        looked_up = folder / "looked_up.txt"
        looked_up.touch()
        os.environ["LOOKED_UP"] = str(looked_up)
        os.environ["PYTHONPATH"] = os.pathsep.join([str(folder), str(ROOT)])
        writes_down(looked_up)
        browser = playwright.chromium.launch(executable_path=chromium, args=list(SWITCHES))
        with served(folder / "log.txt", ROOT) as server:
            page = browser.new_context(locale="zh-CN").new_page()
            page.goto(f"{server.url}/register?lang=zh")
            page.get_by_role("tab", name="条目", exact=True).wait_for()
            clicks(page, 6)
            alone = clicks(page, options.clicks)
            statuses: list[int] = []

            def strangers() -> None:
                for number in range(options.handshakes):
                    statuses.append(ask(urlsplit(server.url).netloc, number))
                    time.sleep(0.02)

            thread = threading.Thread(target=strangers, daemon=True)
            thread.start()
            beside = clicks(page, options.clicks)
            thread.join()
        browser.close()
        names = looked_up.read_text(encoding="utf-8").split()
    p95 = [float(np.percentile(took, 95)) for took in (alone, beside)]
    found = {
        "handshakes": len(statuses),
        "answered": sum(status < 400 for status in statuses),
        "looked up": names,
        "p95 alone s": round(p95[0], 3),
        "p95 beside s": round(p95[1], 3),
        "ratio": round(p95[1] / p95[0], 2),
    }
    print(json.dumps(found))
    broken = options.limits and found["ratio"] > PROMISE
    return int(bool(names) or found["answered"] > 0 or broken)


if __name__ == "__main__":
    sys.exit(main())

"""Chromium, told what to do by its own protocol: what a browser makes of our pages."""

import contextlib
import json
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path

import websocket

from launcher.testing import BROWSERS

from .web import NAME


class Browser:
    """One page; ``faults`` are the refusals of the policy for contents.

    How to use: ``start``, ``set_cookie``, ``open`` with what shows that it is there.
    """

    def __init__(self, folder, port):
        self.folder, self.port = folder, port
        self.faults, self._last = [], 0

    def start(self):
        program = next(found for name in BROWSERS if (found := shutil.which(name)))
        self.process = subprocess.Popen(
            [
                # Odoo limits this process; Chromium reserves far more than it uses.
                *("prlimit", "--as=unlimited"),
                *(program, "--headless=new", "--no-sandbox", "--disable-gpu"),
                *("--disable-dev-shm-usage", "--no-first-run", "--disable-sync"),
                *("--ignore-certificate-errors", "--disable-background-networking"),
                # A page that is kept for "back" would keep Odoo's cache locked.
                "--disable-features=BackForwardCache",
                *("--remote-debugging-port=0", "--remote-allow-origins=*"),
                (
                    f"--host-resolver-rules=MAP {NAME}:443 127.0.0.1:{self.port},"
                    "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
                ),
                *(f"--user-data-dir={self.folder}", "about:blank"),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        address = self._wait(self._find_page, "the browser")
        self.socket = websocket.create_connection(address, timeout=60)
        for domain in ("Page", "Log", "Audits", "Network", "Runtime"):
            self.call(f"{domain}.enable")

    def _find_page(self):
        with contextlib.suppress(OSError, StopIteration):
            port = Path(self.folder, "DevToolsActivePort").read_text().split()[0]
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
                pages = json.load(answer)
            page = next(page for page in pages if page["type"] == "page")
            return page["webSocketDebuggerUrl"]
        return None

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def call(self, method, **parameters):
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        self.socket.send(json.dumps(message))
        while (answer := json.loads(self.socket.recv())).get("id") != self._last:
            self._notice(answer)
        assert "error" not in answer, answer
        return answer["result"]

    def _notice(self, event):
        """Keep what the policy for contents refused."""
        parameters = event.get("params", {})
        if event.get("method") == "Audits.issueAdded":
            issue = parameters["issue"]
            if issue["code"] == "ContentSecurityPolicyIssue":
                self.faults.append(issue["details"])
        elif event.get("method") == "Log.entryAdded":
            entry = parameters["entry"]
            if "Content Security Policy" in entry["text"]:
                self.faults.append(entry["text"])

    def set_cookie(self, text):
        name, value = text.split("=", 1)
        self.call(
            "Network.setCookie",
            name=name,
            value=value,
            url=f"https://{NAME}/",
            secure=True,
            httpOnly=True,
        )

    def evaluate(self, expression):
        result = self.call(
            "Runtime.evaluate",
            expression=expression,
            returnByValue=True,
            awaitPromise=True,
        )["result"]
        return result.get("value", result.get("description"))

    def open(self, path, selector):
        """Open a page and wait for an element of it."""
        self.call("Page.navigate", url=f"https://{NAME}{path}")
        found = f"!!document.querySelector({json.dumps(selector)})"
        self._wait(lambda: self.evaluate(found), f"{selector} on {path}")

    def _wait(self, condition, what, seconds=120):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if result := condition():
                return result
            time.sleep(0.2)
        seen = self.evaluate("[location.href, document.body?.innerText].join(' ')")
        raise AssertionError(f"{what} did not come: {seen[:500]} {self.faults}")

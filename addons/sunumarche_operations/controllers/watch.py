import json
from ipaddress import ip_address

from odoo import SUPERUSER_ID
from odoo.http import Controller, request, route
from odoo.tools import consteq

from ..engine.exposition import CONTENT_TYPE, render
from ..models.watch import TOKEN_PARAMETER

FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Forwarded")
WORDS = {True: "pass", False: "fail"}
OPTIONS = {
    "type": "http",
    "auth": "none",
    "methods": ["GET"],
    "save_session": False,
    "readonly": False,
}


class WatchController(Controller):
    """What a monitor asks: is all well, and how much of it.

    Everybody learns one word. The figures are for who asks from this machine, not
    through a proxy, or with the token of the settings as a bearer.
    """

    @route("/sunumarche/health", **OPTIONS)
    def health(self) -> object:
        """Answer 200 when all checks pass, else 503; also without a database."""
        if not request.db:
            return self._answer(503, {"status": WORDS[False]})
        checks = self._watch()._get_checks()
        passes = all(check.passes for check in checks)
        content = {"status": WORDS[passes]}
        if self._is_trusted():
            content["checks"] = {
                check.name: {"status": WORDS[check.passes], **check.figures}
                for check in checks
            }
        return self._answer(200 if passes else 503, content)

    @route("/sunumarche/metrics", **OPTIONS)
    def metrics(self) -> object:
        """Answer in Prometheus' text format; a stranger learns that it is not his."""
        if not request.db:
            return self._answer(503, {"status": WORDS[False]})
        if not self._is_trusted():
            return self._answer(403, {"status": "refused"})
        text = render(self._watch()._get_gauges())
        return self._make(text, CONTENT_TYPE, 200)

    def _watch(self):
        return request.env(user=SUPERUSER_ID)["sunumarche.watch"]

    def _is_trusted(self) -> bool:
        return self._is_from_this_machine() or self._has_token()

    @staticmethod
    def _is_from_this_machine() -> bool:
        """Tell a direct call; what a proxy passes on comes from this machine too."""
        headers = request.httprequest.headers
        if any(name in headers for name in FORWARDED):
            return False
        try:
            return ip_address(request.httprequest.remote_addr).is_loopback
        except ValueError:
            return False

    @staticmethod
    def _has_token() -> bool:
        parameters = request.env(user=SUPERUSER_ID)["ir.config_parameter"]
        token = parameters.get_param(TOKEN_PARAMETER)
        given = request.httprequest.headers.get("Authorization", "")
        return bool(token) and consteq(f"Bearer {token}".encode(), given.encode())

    def _answer(self, status: int, content: dict) -> object:
        return self._make(json.dumps(content), "application/json", status)

    @staticmethod
    def _make(text: str, content_type: str, status: int) -> object:
        headers = [("Content-Type", content_type), ("Cache-Control", "no-store")]
        return request.make_response(text, headers, status=status)

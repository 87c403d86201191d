"""Which paths nginx lets through, how often, and what it writes down.

Odoo is played by a server that says yes to everything: what is refused here, nginx
refused. tests/operations/test_web.py asks the real one.
"""

import http.server
import itertools
import threading

import pytest

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

from .common import source_database
from .web import NAME, Front

# What no path may reach, with a language before it or without.
CLOSED = (
    "/jsonrpc",
    "/xmlrpc/common",
    "/xmlrpc/2/common",
    "/xmlrpc/2/object",
    "/web/database/manager",
    "/web/database/list",
    "/web/database/backup",
    "/base_import_module/login_upload",
    "/web/tests",
)
# What is open, but never with a language before it.
PLAIN = (
    "/web/login",
    "/web/login/totp",
    "/web/session/authenticate",
    "/web/dataset/call_kw",
    "/web/binary/upload_attachment",
    "/web",
    "/odoo",
    "/json/2/res.partner/read",
    "/doc-bearer/index.json",
    "/my-choices/abc",
    "/sunumarche/health",
    "/websocket",
)
SPELLINGS = ("fr", "en", "fr_FR", "fr-FR", "FR", "sr@latin", "my", "mya", "es_419", "f")
# Pages that Odoo itself sends browsers to with their language in front.
PUBLIC = (
    "/my",
    "/my/orders/5",
    "/my/security",
    "/web/reset_password",
    "/web/signup",
    "/mailing/5/unsubscribe",
    "/sms/5/abc",
    "/terms",
    "/report/html/account.report_invoice/5",
    "/auth-timeout/check-identity",
    "/website/translations",
)
PASSWORD_DOORS = (
    "/web/login",
    "/web/login/totp",
    "/web/session/authenticate",
    "/web/reset_password",
    "/web/signup",
    "/my/security",
    "/my/deactivate_account",
    "/auth-timeout/session/check-identity",
    "/auth/passkey/start-auth",
    "/en/web/reset_password",
    "/en/web/signup",
    "/fr_FR/my/security",
    "/en/auth-timeout/check-identity",
)
KEY_DOORS = (
    "/json/2/res.partner/read",
    "/json/1/contacts",
    "/doc-bearer/index.json",
    "/sunumarche/metrics",
)
PUBLIC_DOORS = (
    "/my-choices/abc",
    "/mailing/5/unsubscribe",
    "/en/mailing/5/unsubscribe",
    "/sms/5/abc",
    "/my/orders/5?access_token=abc",
    "/sunumarche/health",
)
TOKEN = "c2VjcmV0"


class Anything(http.server.BaseHTTPRequestHandler):
    """Says yes, as Odoo would not: with headers of its own."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_GET(self):
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.send_header("X-Frame-Options", "DENY")
        self.send_header("X-Content-Type-Options", "nosniff")
        if "my-choices" in self.path:
            self.send_header("Referrer-Policy", "no-referrer")
        if "/web/image" in self.path:
            self.send_header("Content-Security-Policy", "default-src 'none'")
        self.end_headers()
        self.wfile.write(b"ok")

    do_POST = do_PUT = do_GET

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    front = Front(tmp_path_factory.mktemp("front"))
    servers = [
        http.server.ThreadingHTTPServer(("127.0.0.1", port), Anything)
        for port in (front.odoo, front.gevent)
    ]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        front.start()
        yield front
    finally:
        front.stop()
        for server in servers:
            server.shutdown()
            server.server_close()


ADDRESSES = itertools.count(1)


@pytest.fixture
def caller():
    """Return an address of its own, so that no test uses up another's attempts."""
    return f"127.9.{next(ADDRESSES)}.1"


def statuses(front, caller, method, path, times):
    """Send the same request many times over one connection; return the answers."""
    connection = front.connect(source=caller)
    found = []
    for _n in range(times):
        connection.request(method, path, "x=1", {"Host": NAME})
        response = connection.getresponse()
        response.read()
        found.append(response.status)
        if response.will_close:
            connection.close()
            connection = front.connect(source=caller)
    connection.close()
    return found


class TestPaths:
    @pytest.mark.parametrize("path", CLOSED)
    def test_what_is_closed_is_closed_with_and_without_a_language(
        self, front, caller, path
    ):
        spelled = [path, path + "/", "/" + path, "/%2f" + path[1:], "/." + path]
        spelled += [f"/{code}{path}" for code in SPELLINGS]
        spelled += [f"/fr/{code}{path}" for code in ("fr", "en")]
        spelled += [f"//fr{path}", f"/fr/{path}", f"/%66r{path}", f"/fr%2f{path[1:]}"]
        spelled += [f"/my/..{path}", f"/fr/my/..{path}", f"/fr/static/..{path}"]
        for one in spelled:
            for method in ("GET", "POST"):
                answer, _text = front.request(method, one, source=caller)
                assert answer.status == 404, (method, one)

    @pytest.mark.parametrize("path", PLAIN)
    def test_what_needs_no_language_takes_none(self, front, caller, path):
        assert front.get(path, source=caller)[0].status == 200
        for code in SPELLINGS:
            for end in ("", "/"):
                for method in ("GET", "POST"):
                    one = f"/{code}{path}{end}"
                    answer, _text = front.request(method, one, source=caller)
                    assert answer.status == 404, (method, one)

    @pytest.mark.parametrize("path", PUBLIC)
    def test_a_public_page_is_read_in_any_language(self, front, caller, path):
        for code in ("", "/fr", "/en", "/fr_FR", "/es_419"):
            assert front.get(f"{code}{path}", source=caller)[0].status == 200

    def test_no_language_of_the_database_opens_a_door(self, front, caller):
        with Registry(source_database()).cursor() as cursor:
            languages = api.Environment(cursor, SUPERUSER_ID, {"active_test": False})[
                "res.lang"
            ].search([])
            codes = set(languages.mapped("url_code")) | set(languages.mapped("code"))
        assert len(codes) > 90
        for code in codes:
            for path in ("/web/login", "/web/session/authenticate", "/jsonrpc"):
                answer, _text = front.post(f"/{code}{path}", "", source=caller)
                assert answer.status == 404, (code, path)

    def test_every_route_of_the_installed_modules_is_let_through(self, front, caller):
        """A new page that nginx does not know is found here, not by its users."""
        refused = {
            path for path in routes() if front.get(path, source=caller)[0].status == 404
        }
        assert refused == {
            path
            for path in routes()
            if path.startswith(
                (
                    "/web/database/",
                    "/web/tests",
                    "/xmlrpc/",
                    "/jsonrpc",
                    "/base_import_module/",
                    "/account/init_tests",
                    "/account/post_tests",
                )
            )
        }

    def test_what_odoo_sends_browsers_to_is_let_through_with_a_language(
        self, front, caller
    ):
        for path in routes(only_multilang=True):
            if path.startswith("/account/init_tests"):
                continue
            answer, _text = front.get(f"/en{path}", source=caller)
            assert answer.status == 200, path


def routes(*, only_multilang=False):
    """Return a path of each route of the installed modules."""
    with Registry(source_database()).cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        modules = env.registry._init_modules
        rules = env["ir.http"]._generate_routing_rules(
            sorted(modules), env["ir.http"]._get_converters()
        )
        return sorted(
            {
                filled(url)
                for url, endpoint in rules
                if not only_multilang or is_multilang(endpoint.routing)
            }
        )


def is_multilang(routing):
    return (
        routing.get("website")
        and routing.get("multilang", routing["type"] == "http")
        and "GET" in (routing.get("methods") or ["GET"])
    )


def filled(url):
    """Return a route with 1 where it takes something."""
    parts = url.split("<")
    return parts[0] + "".join("1" + part.split(">", 1)[1] for part in parts[1:])


class TestAttempts:
    @pytest.mark.parametrize("path", PASSWORD_DOORS)
    def test_passwords_are_not_tried_for_long(self, front, caller, path):
        codes = statuses(front, caller, "POST", path, 150)
        assert codes[:60] == [200] * 60
        assert codes.count(429) > 50
        assert codes[-1] == 429
        # Reading the page goes on, and so does everybody else.
        assert front.get(path, source=caller)[0].status == 200
        assert front.post(path, "", source="127.0.0.9")[0].status == 200

    def test_doors_share_the_attempts(self, front, caller):
        statuses(front, caller, "POST", "/web/login", 150)
        assert statuses(front, caller, "PUT", "/en/web/reset_password", 1) == [429]

    @pytest.mark.parametrize("path", KEY_DOORS)
    def test_keys_are_not_tried_for_long(self, front, caller, path):
        for method in ("GET", "POST"):
            codes = statuses(front, caller, method, path, 150)
            assert 429 in codes
        assert codes[-1] == 429

    @pytest.mark.parametrize("path", PUBLIC_DOORS)
    def test_links_are_not_tried_for_long(self, front, caller, path):
        codes = statuses(front, caller, "GET", path, 300)
        assert codes[:80] == [200] * 80
        assert 429 in codes

    def test_a_short_link_and_a_pixel_are_for_everybody(self, front, caller):
        for path in ("/r/abc/m/1", "/mail/track/1/abc/blank.gif"):
            assert set(statuses(front, caller, "GET", path, 150)) == {200}


class TestSizes:
    @pytest.mark.parametrize(
        ("path", "allowed"),
        [
            ("/web/login", 64 * 1024),
            ("/my-choices/abc", 256 * 1024),
            ("/mailing/5/unsubscribe_oneclick", 256 * 1024),
            ("/web/webclient/version_info", 1024**2),
            ("/en/my/security", 64 * 1024),
            ("/json/2/res.partner/create", 16 * 1024**2),
            ("/web/dataset/call_kw", 128 * 1024**2),
            ("/web/binary/upload_attachment", 128 * 1024**2),
            ("/mail/attachment/upload", 128 * 1024**2),
            ("/base_import/set_file", 128 * 1024**2),
        ],
    )
    def test_a_body_is_as_large_as_its_place_allows(self, front, caller, path, allowed):
        assert self.answer(front, caller, path, allowed + 1) == 413
        if allowed <= 1024**2:
            assert front.post(path, b"x" * allowed, source=caller)[0].status == 200

    @staticmethod
    def answer(front, caller, path, size):
        """Announce a body and send none: what is too large is refused unread."""
        connection = front.connect(source=caller)
        connection.putrequest("POST", path, skip_host=True)
        connection.putheader("Host", NAME)
        connection.putheader("Content-Length", str(size))
        connection.endheaders()
        status = connection.getresponse().status
        connection.close()
        return status


class TestHeaders:
    @pytest.mark.parametrize("path", ["/web/login", "/my-choices/a", "/jsonrpc"])
    def test_each_is_sent_once(self, front, caller, path):
        answer, _text = front.get(path, source=caller)
        for name in (
            "Strict-Transport-Security",
            "X-Content-Type-Options",
            "X-Frame-Options",
            "Referrer-Policy",
            "Permissions-Policy",
            "Content-Security-Policy",
        ):
            assert len(answer.headers.get_all(name)) == 1, name
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"

    def test_a_page_may_ask_for_less_to_be_told(self, front, caller):
        answer, _text = front.get("/my-choices/abc", source=caller)
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        answer, _text = front.get("/web/login", source=caller)
        assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"

    def test_the_policy_of_a_file_is_kept_beside_ours(self, front, caller):
        answer, _text = front.get("/web/image/5", source=caller)
        policies = answer.headers.get_all("Content-Security-Policy")
        assert policies[0] == "default-src 'none'"
        assert len(policies) == 2

    def test_the_policy_says_what_may_be_loaded_and_sent(self, front, caller):
        answer, _text = front.get("/web/login", source=caller)
        policy = dict(
            part.strip().split(" ", 1)
            for part in answer.headers["Content-Security-Policy"].split(";")
        )
        assert policy["default-src"] == "'self'"
        assert policy["script-src"] == "'self' 'unsafe-inline' 'unsafe-eval'"
        assert policy["form-action"] == "'self'"
        assert policy["frame-ancestors"] == "'self'"
        assert policy["base-uri"] == "'self'"
        assert policy["object-src"] == "'none'"
        assert "http" not in answer.headers["Content-Security-Policy"]


def test_the_log_holds_nobody_s_link(front, caller):
    for path in (
        f"/my-choices/{TOKEN}",
        f"/mailing/5/unsubscribe?email=a@b.example&hash_token={TOKEN}",
        f"/mailing/5/unsubscribe_oneclick?hash_token={TOKEN}",
        f"/sms/5/{TOKEN}",
        f"/en/sms/5/unsubscribe/{TOKEN}",
        f"/r/{TOKEN}/m/5",
        f"/mail/track/5/{TOKEN}/blank.gif",
        f"/chat/5/{TOKEN}",
        f"/meet/{TOKEN}",
        f"/dashboard/share/5/{TOKEN}",
        f"/calendar/join_videocall/{TOKEN}",
        f"/calendar/meeting/view?token={TOKEN}",
        f"/my/orders/5?access_token={TOKEN}",
        f"/web/reset_password?token={TOKEN}",
        f"/web/signup?token={TOKEN}",
        f"/fr/web/login?token={TOKEN}",
        f"//my-choices/{TOKEN}",
    ):
        front.get(path, source=caller)
        front.get(path, source=caller, headers={"Referer": f"https://{NAME}{path}"})
        front.get(path, port=front.http, tls=False, source=caller)
    # Refused ones are told of in the log of errors.
    statuses(front, caller, "GET", f"/my-choices/{TOKEN}", 300)
    logged = (front.folder / "sunumarche.log").read_text()
    assert '"GET /my-choices/..." 200' in logged
    assert '"GET /my-choices/..." 429' in logged
    for name in ("sunumarche.log", "error.log", "nginx.log"):
        assert TOKEN not in (front.folder / name).read_text()

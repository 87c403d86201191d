import json

from odoo.exceptions import AccessDenied, UserError
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .journal_common import CRM

PASSWORD = "Teranga-2025!"


@tagged("post_install", "-at_install")
class TestJournalHttp(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env,
            "modou",
            password=PASSWORD,
            groups=f"base.group_allow_export,{CRM}salesperson",
        )
        cls.partners = cls.env["res.partner"].create(
            [{"name": f"Awa {number}", "city": "Dakar"} for number in range(3)]
        )
        cls.journal = cls.env["sunumarche.journal"]

    def setUp(self):
        super().setUp()
        self.env.flush_all()
        self.last_id = self.journal.search([], limit=1, order="id desc").id or 0
        # Core counts an address's failures on the registry.
        self.addCleanup(self.registry.__dict__.pop, "_login_failures", None)

    def _rows(self, kind):
        self.env.invalidate_all()
        return self.journal.search(
            [("id", ">", self.last_id), ("kind", "=", kind)], order="id"
        )

    def _export(self, kind="csv", **values):
        data = {
            "model": "res.partner",
            "fields": [
                {"name": "name", "label": "Name"},
                {"name": "city", "label": "City"},
            ],
            "ids": self.partners.ids,
            "domain": [],
            "groupby": [],
            "import_compat": False,
            "context": {},
            **values,
        }
        return self.url_open(
            f"/web/export/{kind}",
            data={"data": json.dumps(data), "csrf_token": Request.csrf_token(self)},
        )

    def _rpc(self, method, *arguments):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/res.partner/{method}",
            {"model": "res.partner", "method": method, "args": arguments, "kwargs": {}},
        )

    def test_a_csv_export(self):
        self.authenticate("modou", PASSWORD)
        self.assertEqual(self._export().text.count("Dakar"), 3)
        self.assertRecordValues(
            self._rows("export"),
            [
                {
                    "model": "res.partner",
                    "user_id": self.user.id,
                    "login": "modou",
                    "address": "127.0.0.1",
                    "summary": "3 records",
                    "before": False,
                    "after": {"fields": ["name", "city"], "count": 3},
                    "company_id": self.env.company.id,
                }
            ],
        )

    def test_a_grouped_export_is_one_row(self):
        self.authenticate("modou", PASSWORD)
        response = self._export("xlsx", groupby=["name"])
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self._rows("export").mapped("after")[0]["count"], 3)
        self.assertEqual(len(self._rows("export")), 1)

    def test_an_export_by_rpc(self):
        self.authenticate("modou", PASSWORD)
        self._rpc("export_data", self.partners.ids, ["name"])
        self.assertEqual(self._rows("export").after, {"fields": ["name"], "count": 3})

    def test_nothing_exported_is_nothing(self):
        self.env["res.partner"].export_data(["name"])
        self.assertFalse(self._rows("export"))

    def test_a_refused_export(self):
        self.user.group_ids -= self.env.ref("base.group_allow_export")
        self.env.flush_all()
        with self.assertRaisesRegex(UserError, "rights to export"):
            self.partners.with_user(self.user).export_data(["name"])
        self.assertRecordValues(
            self._rows("export"),
            [{"user_id": self.user.id, "summary": "Refused: 3 records"}],
        )

    @mute_logger("odoo.addons.base.models.res_users")
    def test_a_failed_login_survives_its_transaction(self):
        for password in ("Wrong-1", "Wrong-2"):
            response = self.url_open(
                "/web/session/authenticate",
                json={
                    "params": {
                        "db": self.env.cr.dbname,
                        "login": "modou",
                        "password": password,
                    }
                },
            )
            self.assertIn("error", response.json())
        rows = self._rows("login_failed")
        self.assertRecordValues(
            rows,
            [
                {
                    "login": "modou",
                    "address": "127.0.0.1",
                    "user_id": False,
                    "company_id": False,
                    "summary": "Wrong login, password or key",
                }
            ],
        )
        self.assertNotIn("Wrong-", str(rows.read()))

    @mute_logger("odoo.addons.base.models.res_users")
    def test_a_wrong_password_by_rpc(self):
        with self.assertRaises(AccessDenied):
            self.env["res.users"]._check_uid_passwd(self.user.id, "Wrong-1")
        self.assertEqual(self._rows("login_failed").login, "modou")

    @mute_logger("odoo.addons.base.models.res_users")
    def test_what_is_typed_is_cut(self):
        for login in ("x" * 500, None):
            with self.assertRaises(AccessDenied):
                self.env["res.users"].authenticate(
                    {"type": "password", "login": login, "password": "Wrong-1"}, {}
                )
        self.assertEqual(self._rows("login_failed").mapped("login"), ["x" * 100, False])

    def test_a_good_login_leaves_no_row(self):
        self.authenticate("modou", PASSWORD)
        self.assertFalse(self._rows("login_failed"))

    def test_a_wrong_api_key(self):
        for key in ("a" * 40, "b" * 40):
            response = self.url_open(
                "/json/2/res.partner/search_count",
                json={"domain": []},
                headers={"Authorization": f"Bearer {key}"},
            )
            self.assertEqual(response.status_code, 401)
        rows = self._rows("login_failed")
        self.assertRecordValues(rows, [{"login": False, "address": "127.0.0.1"}])
        self.assertNotIn("a" * 40, str(rows.read()))

    @mute_logger("odoo.addons.base.models.res_users")
    def test_the_cooldown_stops_the_rows(self):
        self.env["ir.config_parameter"].set_param("base.login_cooldown_after", "3")
        self.env.flush_all()
        for number in range(6):
            self.url_open(
                "/web/session/authenticate",
                json={
                    "params": {
                        "db": self.env.cr.dbname,
                        "login": f"modou{number}",
                        "password": "Wrong",
                    }
                },
            )
        self.assertEqual(
            self._rows("login_failed").mapped("login"), ["modou0", "modou1", "modou2"]
        )

import json
from contextlib import closing
from unittest.mock import patch

from freezegun import freeze_time

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessDenied, UserError
from odoo.http import Request
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged
from odoo.tools import SQL, mute_logger

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
            [
                {"name": f"Awa {number}", "city": "Dakar", "user_id": cls.user.id}
                for number in range(3)
            ]
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
                {"name": "name", "label": "Name", "type": "char"},
                {"name": "city", "label": "City", "type": "char"},
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
                    "summary": "Records exported: 3",
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
        self._rpc("export_data", self.partners.ids, ["name", "city"])
        row = self._rows("export").with_context(lang="en_US")
        self.assertEqual(row.after, {"fields": ["name", "city"], "count": 3})
        self.assertEqual(row.changes, "Record count: 3\nFields: name, city")

    def test_nothing_exported_is_nothing(self):
        self.env["res.partner"].export_data(["name"])
        self.assertFalse(self._rows("export"))

    def test_a_good_login_leaves_no_row(self):
        self.authenticate("modou", PASSWORD)
        self.assertFalse(self._rows("login_failed"))

    def _failed_logins(self):
        """Let failed logins be counted: a test's cursors roll back together."""
        model = self.registry["sunumarche.journal"]
        spy = self.startPatcher(patch.object(model, "_record_failed_login"))
        return lambda: [call.args[-1] for call in spy.call_args_list]

    def _log_in(self, login):
        parameters = {"db": self.env.cr.dbname, "login": login, "password": "Wrong-1"}
        response = self.url_open(
            "/web/session/authenticate", json={"params": parameters}
        )
        self.assertIn("error", response.json())

    @mute_logger("odoo.addons.base.models.res_users")
    def test_a_failed_login(self):
        failed_logins = self._failed_logins()
        self._log_in("modou")
        self.assertEqual(failed_logins(), ["modou"])

    @mute_logger("odoo.addons.base.models.res_users")
    def test_the_cooldown_stops_the_rows(self):
        failed_logins = self._failed_logins()
        self.env["ir.config_parameter"].set_param("base.login_cooldown_after", "3")
        self.env.flush_all()
        for number in range(6):
            self._log_in(f"modou{number}")
        self.assertEqual(failed_logins(), ["modou0", "modou1", "modou2"])

    def test_a_wrong_api_key(self):
        failed_logins = self._failed_logins()
        for headers in ({"Authorization": f"Bearer {'a' * 40}"}, {}):
            response = self.url_open(
                "/json/2/res.partner/search_count", json={"domain": []}, headers=headers
            )
            self.assertEqual(response.status_code, 401)
        self.assertEqual(failed_logins(), [""])

    def test_a_wrong_api_key_met_by_a_reader_is_no_error(self):
        response = self.url_open(
            "/json/2/res.partner/search_count",
            json={"domain": []},
            headers={"Authorization": f"Bearer {'a' * 40}"},
        )
        self.assertEqual(response.status_code, 401)


@tagged("post_install", "-at_install")
@freeze_time("2001-02-03 10:00:00")
class TestJournalApart(TransactionCase):
    """What stays though its transaction fails, on true connections.

    The rows are dated long ago, so that the journal lets them be deleted.
    """

    def setUp(self):
        super().setUp()
        self._remove_rows()
        self.addCleanup(self._remove_rows)

    def _remove_rows(self):
        with self.registry.cursor() as cr:
            cr.execute(SQL("DELETE FROM sunumarche_journal WHERE date < '2001-02-04'"))

    def _rows(self):
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return env["sunumarche.journal"].search_read(
                [("date", "<", "2001-02-04")], load=None, order="id"
            )

    def _log_in(self, login, password="Wrong-1"):
        with (
            mute_logger("odoo.addons.base.models.res_users"),
            closing(self.registry.cursor()) as cr,
            self.assertRaises(AccessDenied),
        ):
            users = api.Environment(cr, SUPERUSER_ID, {})["res.users"]
            users.authenticate(
                {"type": "password", "login": login, "password": password}, {}
            )

    def test_a_failed_login_survives_its_transaction(self):
        self._log_in("admin")
        [row] = self._rows()
        self.assertEqual(
            (row["kind"], row["login"], row["address"], row["user_id"], row["after"]),
            ("login_failed", "admin", "", False, False),
        )
        self.assertEqual(str(row["date"]), "2001-02-03 10:00:00")
        self.assertNotIn("Wrong-1", str(row))

    def test_one_row_a_minute(self):
        for _ in range(3):
            self._log_in("admin")
        self._log_in("demo")
        with freeze_time("2001-02-03 10:01:01"):
            self._log_in("admin")
        self.assertEqual(
            [row["login"] for row in self._rows()], ["admin", "demo", "admin"]
        )

    def test_what_is_typed_is_cut(self):
        for login in ("x" * 500, None):
            self._log_in(login)
        self.assertEqual([row["login"] for row in self._rows()], ["x" * 100, ""])

    def test_a_wrong_password_by_rpc(self):
        with closing(self.registry.cursor()) as cr, self.assertRaises(AccessDenied):
            users = api.Environment(cr, SUPERUSER_ID, {})["res.users"]
            users._check_uid_passwd(self.env.ref("base.user_admin").id, "Wrong-1")
        self.assertEqual([row["login"] for row in self._rows()], ["admin"])

    def test_a_refused_export_survives_its_transaction(self):
        public = self.env.ref("base.public_user")
        with (
            closing(self.registry.cursor()) as cr,
            self.assertRaisesRegex(UserError, "rights to export"),
        ):
            partner = api.Environment(cr, public.id, {})["res.partner"].browse(1)
            partner.export_data(["name"])
        [row] = self._rows()
        self.assertEqual(
            (row["kind"], row["model"], row["user_id"], row["summary"], row["after"]),
            (
                "export",
                "res.partner",
                public.id,
                "Export refused, records: 1",
                {"fields": ["name"], "count": 1},
            ),
        )

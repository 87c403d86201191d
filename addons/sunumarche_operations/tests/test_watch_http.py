from odoo.tests import HttpCase, tagged

from odoo.addons.sunumarche_operations.models.backup_run import UNWATCHED_PARAMETER
from odoo.addons.sunumarche_operations.models.watch import TOKEN_PARAMETER

from .prometheus_parser import parse
from .test_backup_run import quiet

TOKEN = "a-key-that-is-long-enough"
PROXIED = {"X-Forwarded-For": "203.0.113.7"}


@tagged("post_install", "-at_install")
class TestWatchHttp(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        parameters = cls.env["ir.config_parameter"]
        parameters.set_param(UNWATCHED_PARAMETER, "True")
        parameters.set_param(TOKEN_PARAMETER, TOKEN)
        quiet(cls.env)

    def _get(self, page, **headers):
        return self.url_open(f"/sunumarche/{page}", headers=headers)

    def test_this_machine_learns_the_figures(self):
        answer = self._get("health")
        content = answer.json()
        self.assertEqual((answer.status_code, content["status"]), (200, "pass"))
        self.assertEqual(
            set(content["checks"]), {"database", "cron", "mail", "disk", "backup"}
        )
        self.assertEqual(content["checks"]["cron"]["delay_seconds"], 0)

    def test_a_stranger_learns_one_word(self):
        answer = self._get("health", **PROXIED)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.json(), {"status": "pass"})
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertNotIn("Set-Cookie", answer.headers)

    def test_what_does_not_pass_is_503(self):
        job = self.env.ref("sunumarche_operations.ir_cron_backup_run_watch")
        job.failure_count = 3
        answer = self._get("health", **PROXIED)
        self.assertEqual((answer.status_code, answer.json()), (503, {"status": "fail"}))
        checks = self._get("health").json()["checks"]
        self.assertEqual(checks["cron"]["status"], "fail")
        self.assertEqual(checks["disk"]["status"], "pass")

    def test_the_metrics_are_for_this_machine_and_for_the_key(self):
        answer = self._get("metrics")
        self.assertEqual(answer.status_code, 200)
        content_type = answer.headers["Content-Type"]
        self.assertEqual(content_type, "text/plain; version=0.0.4; charset=utf-8")
        parsed = parse(answer.text)
        self.assertEqual(parsed["sunumarche_check_passes"]['check="database"'], 1)
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        self.assertEqual(self._get("metrics", **PROXIED, **bearer).status_code, 200)
        for headers in (
            {},
            {"Authorization": "Bearer "},
            {"Authorization": f"Bearer {TOKEN}x"},
            {"Authorization": "Bearer cl\xe9"},
            {"Authorization": TOKEN},
        ):
            with self.subTest(headers=headers):
                answer = self._get("metrics", **PROXIED, **headers)
                self.assertEqual(answer.status_code, 403)
                self.assertNotIn("sunumarche_", answer.text)

    def test_without_a_key_nobody_comes_in_from_elsewhere(self):
        self.env["ir.config_parameter"].set_param(TOKEN_PARAMETER, False)
        for given in ("Bearer ", "Bearer False", "Bearer"):
            answer = self._get("metrics", **PROXIED, Authorization=given)
            self.assertEqual(answer.status_code, 403)

    def test_every_header_of_a_proxy_counts(self):
        for name in ("X-Forwarded-Host", "X-Real-IP", "Forwarded"):
            with self.subTest(name=name):
                answer = self._get("health", **{name: "127.0.0.1"})
                self.assertNotIn("checks", answer.json())

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

RHYTHM = "sunumarche.rhythm"


@tagged("post_install", "-at_install")
class TestScheduled(TransactionCase):
    """A screen that nobody computed says so, and can be computed from it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls.env.ref("sunumarche_crm.ir_cron_rhythm_refresh")
        cls.reader = new_test_user(
            cls.env, "rhythm.reader", "sunumarche_crm.group_salesperson"
        )
        cls.stranger = new_test_user(cls.env, "rhythm.stranger", "base.group_user")

    def _triggers(self):
        return self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.job.id)])

    def _help(self, lang="en_US"):
        action = self.env.ref("sunumarche_crm.sunumarche_rhythm_action")
        return (
            action.with_user(self.reader)
            .sudo()
            .with_context(lang=lang)
            .read(["help", "res_model"])
        )

    def test_what_nobody_computed_is_not_said_to_be_nothing(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.job.lastcall = False
        [values] = self._help("fr_FR")
        self.assertIn("Pas encore calculé", values["help"])
        self.assertIn("Calculer maintenant", values["help"])
        self.assertNotIn("Personne", values["help"])
        self.job.lastcall = "2025-06-29 02:00:00"
        [values] = self._help()
        self.assertIn("Nobody is known to be late", values["help"])
        self.assertNotIn("Compute now", values["help"])

    def test_whoever_reads_it_has_it_computed_once(self):
        rhythms = self.env[RHYTHM].with_user(self.reader)
        self.job.lastcall = False
        before = self._triggers()
        self.assertEqual(rhythms.action_compute()["tag"], "display_notification")
        self.assertEqual(self._triggers(), before + 1)
        self.job.lastcall = "2025-06-29 02:00:00"
        self.assertEqual(rhythms.action_compute()["tag"], "soft_reload")
        self.assertEqual(self._triggers(), before + 1)

    def test_who_does_not_read_it_starts_nothing(self):
        self.job.lastcall = False
        before = self._triggers()
        with self.assertRaises(AccessError):
            self.env[RHYTHM].with_user(self.stranger).action_compute()
        self.assertEqual(self._triggers(), before)

    def test_every_such_model_names_a_job_that_exists(self):
        found = 0
        for name in self.env.registry.descendants(
            ["sunumarche.scheduled.mixin"], "_inherit"
        ):
            model = self.env[name]
            if model._abstract:
                continue
            found += 1
            self.assertTrue(model._get_job(), name)
        self.assertGreaterEqual(found, 8)

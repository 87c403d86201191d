from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.sunumarche_perimeter.hooks import stop_digests


@tagged("post_install", "-at_install")
class TestDigest(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.digest = cls.env.ref("digest.digest_digest_default")

    def test_nobody_receives_it_who_did_not_ask(self):
        self.assertFalse(self.digest.user_ids)
        new_test_user(self.env, "clerk", "base.group_user")
        self.assertFalse(self.digest.user_ids)

    def test_whoever_asks_receives_it(self):
        clerk = new_test_user(self.env, "clerk", "base.group_user")
        self.digest.with_user(clerk).action_subscribe()
        self.assertEqual(self.digest.user_ids, clerk)

    def test_an_existing_database_is_put_right(self):
        self.digest.user_ids = self.env.ref("base.user_admin")
        self.env["ir.config_parameter"].set_param("digest.default_digest_emails", True)
        stop_digests(self.env)
        self.test_nobody_receives_it_who_did_not_ask()

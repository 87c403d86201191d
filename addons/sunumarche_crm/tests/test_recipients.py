from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_customer_scope import ScopeCase


@tagged("post_install", "-at_install")
class TestRecipients(ScopeCase):
    """Nobody has mail sent to, or talks in front of, a customer he may not see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.customers["awa"].with_user(cls.awa)
        cls.stranger = cls.customers["cheikh"]
        cls.nobody = cls.env["res.partner"].search([], order="id desc", limit=1).id + 9

    def _refused(self, call):
        """Return the words of a refusal; nothing may have been written."""
        with self.assertRaises(AccessError) as refusal:
            call()
        self.assertNotIn(self.stranger.name, str(refusal.exception))
        self.assertNotIn(self.stranger, self.own.sudo().message_partner_ids)
        return str(refusal.exception)

    def test_a_stranger_does_not_follow(self):
        words = [
            self._refused(lambda one=one: self.own.message_subscribe([one]))
            for one in (self.stranger.id, self.nobody)
        ]
        self.assertEqual(words[0], words[1])

    def test_one_s_own_customers_and_colleagues_follow(self):
        other = self.customers["free"]
        asked = other | self.cheikh.partner_id
        self.own.message_subscribe(asked.ids)
        self.assertLessEqual(asked, self.own.message_partner_ids)

    def test_nothing_is_posted_to_a_stranger(self):
        before = self.own.message_ids
        asked = {"body": "Bonjour", "partner_ids": self.stranger.ids}
        self._refused(lambda: self.own.message_post(**asked))
        self._refused(lambda: self.own.message_notify(**asked))
        self.assertEqual(self.own.message_ids, before)

    def test_the_composer_and_the_followers_wizard_refuse_too(self):
        values = {
            "model": "res.partner",
            "res_ids": str(self.own.ids),
            "body": "Bonjour",
            "partner_ids": self.stranger.ids,
        }
        composer = self.env["mail.compose.message"].with_user(self.awa)
        self._refused(lambda: composer.create(values)._action_send_mail())
        values = {
            "res_model": "res.partner",
            "res_ids": str(self.own.ids),
            "partner_ids": self.stranger.ids,
        }
        wizard = self.env["mail.followers.edit"].with_user(self.awa)
        self._refused(lambda: wizard.create(values).edit_followers())

    def test_a_mass_composer_refuses_too(self):
        values = {
            "composition_mode": "mass_mail",
            "model": "res.partner",
            "res_ids": str(self.own.ids),
            "body": "Bonjour",
            "partner_ids": self.stranger.ids,
        }
        composer = self.env["mail.compose.message"].with_user(self.awa)
        self._refused(lambda: composer.create(values)._action_send_mail())

    def test_who_follows_already_is_written_to(self):
        self.own.sudo().message_subscribe(self.stranger.ids)
        message = self.own.message_post(body="x", partner_ids=self.stranger.ids)
        self.assertEqual(message.sudo().partner_ids, self.stranger)

    def test_the_record_s_own_contact_is_written_to(self):
        order = self.env["sale.order"].create(
            {"partner_id": self.stranger.id, "user_id": self.cheikh.id}
        )
        order = order.with_user(self.cheikh)
        message = order.message_post(body="x", partner_ids=self.stranger.ids)
        self.assertEqual(message.sudo().partner_ids, self.stranger)

    def test_a_stranger_does_not_enter_a_conversation(self):
        channels = self.env["discuss.channel"].with_user(self.awa)
        group = channels._create_group(self.cheikh.partner_id.ids)
        strangers = self.stranger.ids
        self._refused(lambda: group.add_members(partner_ids=strangers))
        self._refused(lambda: channels._create_group(strangers))
        self._refused(lambda: channels._get_or_create_chat(strangers))
        self.assertNotIn(self.stranger, group.sudo().channel_member_ids.partner_id)

    def test_a_conversation_is_kept_for_a_group_that_its_author_is_not_in(self):
        channels = self.env["discuss.channel"].with_user(self.awa)
        channel = channels._create_channel("Directors", group_id=None)
        administrators = self.env.ref("base.group_system")
        channel.group_public_id = administrators
        self.assertEqual(channel.sudo().group_public_id, administrators)
        self.assertFalse(channel.has_access("read"))

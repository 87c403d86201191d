from odoo import api, models

from ..engine.consent_source import get_source


class MailingSubscription(models.Model):
    """A subscriber on a list; leaving it is a word for the list's purpose."""

    _inherit = "mailing.subscription"

    @api.model_create_multi
    def create(self, vals_list):
        subscriptions = super().create(vals_list)
        subscriptions.filtered("opt_out")._record_words("withdrawn")
        return subscriptions

    def write(self, vals):
        before = {subscription: subscription.opt_out for subscription in self}
        result = super().write(vals)
        changed = self.filtered(lambda one: one.opt_out != before[one])
        left = changed.filtered("opt_out")
        left._record_words("withdrawn")
        # Coming back is a consent when the person himself does it.
        back = "granted" if self.env.user.share else "lifted"
        (changed - left)._record_words(back)
        return result

    def _record_words(self, decision):
        words = [
            {
                "channel": channel,
                "address": address,
                "purpose": one.list_id.consent_purpose,
                "decision": decision,
                "proof": self.env._("Mailing list: %s", one.list_id.name),
            }
            for one in self
            if decision != "lifted" or not one._has_left_another_list()
            for channel, address in one._get_addresses()
        ]
        self.env["sunumarche.consent"]._take_in(words, "list")

    def _has_left_another_list(self):
        """Whether the subscriber's "no" to this purpose stands on another list."""
        # sudo: mailing.subscription - what a person left, whoever looks after the list
        return bool(
            self.sudo().search_count(
                [
                    ("contact_id.email_key", "=", self.contact_id.email_key),
                    ("contact_id.email_key", "!=", False),
                    ("list_id.consent_purpose", "=", self.list_id.consent_purpose),
                    ("opt_out", "=", True),
                ],
                limit=1,
            )
        )

    def _get_addresses(self):
        """Return the pairs of channel and address that the word is for."""
        contact = self.contact_id
        addresses = [("email", contact.email), ("sms", contact.phone_sanitized)]
        by_link = {"unsubscribe": "email", "sms_stop": "sms"}
        source = get_source()
        only = source and by_link.get(source.name)
        return [
            (channel, address)
            for channel, address in addresses
            if address and only in (None, channel)
        ]

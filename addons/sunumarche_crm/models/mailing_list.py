from odoo import fields, models

from ..engine.consent_words import ConsentWords


class MailingList(models.Model):
    """A list that says what for it is; who leaves it refuses that."""

    _inherit = "mailing.list"

    consent_purpose = fields.Selection(
        lambda self: self.env["sunumarche.consent"]._get_mailing_purposes(),
        string="Purpose",
        required=True,
        default="prospecting",
        help="What the list is for. Whoever leaves it no longer receives messages of "
        "this purpose, from any list or model.",
    )

    def write(self, vals):
        before = {one: one.consent_purpose for one in self}
        result = super().write(vals)
        for one in self:
            if one.consent_purpose != before[one]:
                one._repeat_refusals(before[one])
        return result

    def _repeat_refusals(self, purpose):
        """Have who left the list be opposed to its new purpose too, as he was then."""
        # sudo: mailing.subscription - who left, whoever looks after the list
        left = (
            self.sudo()
            .env["mailing.subscription"]
            .search([("list_id", "=", self.id), ("opt_out", "=", True)])
        )
        service = self.env["sunumarche.common.key"]
        keys = {"email": service._get_email_key, "sms": service._get_phone_key}
        said = {
            (channel, keys[channel](address)): address
            for one in left
            for channel, address in one._get_addresses()
        }
        words = ConsentWords(self.env).get(pair for pair in said if pair[1])
        self.env["sunumarche.consent"]._record(
            [
                {
                    "channel": channel,
                    "address": said[channel, key],
                    "purpose": self.consent_purpose,
                    "decision": "withdrawn",
                    "source": word.source,
                    "date": word.date,
                    "proof": self.env._("Mailing list: %s", self.name),
                }
                for (channel, key, about), word in words.items()
                if about == purpose and word.decision == "withdrawn"
            ]
        )

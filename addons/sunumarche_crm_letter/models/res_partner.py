from odoo import models

from odoo.addons.sunumarche_crm.engine.consent_key import get_post_key
from odoo.addons.sunumarche_crm.engine.message import Message
from odoo.addons.sunumarche_crm.engine.suppression import Suppression


class ResPartner(models.Model):
    """A contact, whose household gets one letter, and who may have refused letters."""

    _inherit = "res.partner"

    def _get_letter_household(self):
        """The members of a household have it in common; others are their own."""
        # sudo: sunumarche.household - which contacts live together, to print less;
        # nothing of the household is shown
        household = self.sudo().household_id
        return (
            ("household", household.id)
            if household
            else super()._get_letter_household()
        )

    def _split_letter_recipients(self):
        """Withhold what consent forbids; the head of a household comes first."""
        withheld = self._find_withheld_letters()
        asked = self - self.browse(partner.id for partner, _reason in withheld)
        # sudo: sunumarche.household - as above
        heads = asked.filtered(
            lambda partner: partner.sudo().household_id.head_id == partner
        )
        recipients, refused = super(
            ResPartner, heads | asked
        )._split_letter_recipients()
        return self & recipients, withheld + refused

    def _find_withheld_letters(self):
        """Return pairs (contact, reason) of those whom consent keeps the letter from.

        The purpose is the letter's, ``letter_purpose`` of the context.
        """
        purpose = self.env.context.get("letter_purpose", "prospecting")
        partners = {partner._origin.id: partner for partner in self}
        suppression = Suppression(Message(self.env, "res.partner", "post", purpose))
        reasons = suppression.decide(
            {number: get_post_key(number) for number in partners}
        )
        texts = {
            "consent_withdrawn": self.env._("opposed to letters"),
            "consent_missing": self.env._("no prior consent to letters"),
            "mail_dup": self.env._("gets it at another card of the same person"),
        }
        return [
            (partner, texts[reasons[number]])
            for number, partner in partners.items()
            if number in reasons
        ]
